"""What comes in, in whatever encoding, and what happens the second time."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from register_files import card, card_csv, household, household_csv, member, member_csv, number, write
from samut.engine.lake import Lake
from samut.engine.registers.importing import ImportResult, import_register
from samut.engine.workspace import Workspace
from samut.rules.policy import policy_dir

EDITION = 2561


def import_cards(workspace: Workspace, *files: Path) -> ImportResult:
    return import_register(workspace, "welfare-card", files, edition=EDITION)


def rows_of(
    workspace: Workspace, columns: str, register: str = "welfare-card", table: str = "person"
) -> list[tuple]:
    lake = Lake(workspace)
    with lake.connect() as connection:
        query = f"SELECT {columns} FROM {lake.view(register, table, EDITION)} ORDER BY source_row"
        return connection.execute(query).fetchall()


def identities(workspace: Workspace) -> list[dict[str, str]]:
    keys = Lake(workspace).keys
    return [json.loads(keys.unseal(sealed)) for (sealed,) in rows_of(workspace, "identity")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(workspace: Workspace, encoding: str, delimiter: str) -> None:
    text = card_csv([card(1), card(2)]).replace(",", delimiter)
    result = import_cards(workspace, write(workspace, "card.csv", text, encoding))
    assert (result.rows, result.accepted) == (2, 2)
    assert identities(workspace)[0] == {
        "number": number(1),
        "title": "นาย",
        "first_name": "สมชาย",
        "last_name": "ทดสอบ",
    }


def test_cp874_marks_beyond_tis_620(workspace: Workspace) -> None:
    row = (*card(1)[:2], "สม“ชาย”", *card(1)[3:])
    import_cards(workspace, write(workspace, "card.csv", card_csv([row]), "cp874"))
    assert identities(workspace)[0]["first_name"] == "สม“ชาย”"


def test_workbook_as_a_spreadsheet_makes_it(workspace: Workspace) -> None:
    """Numbers as numbers, dates as dates, a title above and empty rows between."""
    path = workspace.incoming / "card.xlsx"
    header, *lines = [line.split(",") for line in card_csv([card(1), card(2)]).splitlines()]
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("ว่าง")
        sheet = book.add_worksheet("ทะเบียน")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(2, 0, header)
        for row, line in zip((3, 5), lines, strict=True):
            sheet.write_row(row, 1, line[1:])
            sheet.write_number(row, 0, int(line[0]))
            sheet.write_datetime(row, 4, datetime(1957, 2, 1, tzinfo=UTC).replace(tzinfo=None), day)
            sheet.write_number(row, 5, 220506)
            sheet.write_boolean(row, 6, True)
    result = import_cards(workspace, path)
    assert (result.rows, result.accepted) == (2, 2)
    found = rows_of(workspace, "source_row, tambon_code, birth_year, birth_day, card_registered")
    assert found == [(4, "220506", 1957, 1, True), (6, "220506", 1957, 1, True)]


def test_thai_digits_buddhist_years_and_unknown_days(workspace: Workspace) -> None:
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    births = [
        "๐๐/๐๕/๒๕๐๐",
        "1/2/2500",
        "29/02/2499",
        "00/00/2480",
        "00/00/0000",
        "-",
        "15-03-1957",
        "1957-03-15",
    ]
    rows = [(number(place), *card(place)[1:4], birth, *card(place)[5:]) for place, birth in enumerate(births)]
    rows[0] = tuple(cell.translate(thai) for cell in rows[0])
    result = import_cards(workspace, write(workspace, "card.csv", card_csv(rows)))
    assert result.quarantined == 0
    assert rows_of(workspace, "birth_year, birth_month, birth_day") == [
        (1957, 5, None),
        (1957, 2, 1),
        (1956, 2, 29),
        (1937, None, None),
        (None, None, None),
        (None, None, None),
        (1957, 3, 15),
        (1957, 3, 15),
    ]
    assert rows_of(workspace, "tambon_code, card_registered")[0] == ("220506", True)
    assert identities(workspace)[0]["number"] == number(0)


def test_unknown_is_never_zero(workspace: Workspace) -> None:
    blank = dict.fromkeys(household(1), "")
    blank |= {
        "house_id": household(1)["house_id"],
        "village_code": household(1)["village_code"],
        "saves_nothing": "-",
    }
    files = [
        write(workspace, "h.csv", household_csv([blank])),
        write(workspace, "m.csv", member_csv([member(1)])),
    ]
    result = import_register(workspace, "bmn", files, edition=EDITION)
    assert (result.accepted, result.problems_by_code) == (2, {})
    facts = (
        "smoker_count",
        "income_year_baht",
        "saves_nothing",
        "happiness_score",
        "latitude",
        "surveyed_on",
    )
    assert rows_of(workspace, ", ".join(facts), "bmn", "household") == [(None,) * len(facts)]


def test_canonical_household_and_member(workspace: Workspace) -> None:
    cells = {
        "smoker_count": "0,2",
        "elderly_count": "1,3",
        "income_year_baht": "38,000.75",
        "latitude": "12.5",
    }
    files = [
        write(workspace, "m.csv", member_csv([member(1)])),
        write(workspace, "h.csv", household_csv([household(1, **cells)])),
    ]
    result = import_register(workspace, "bmn", files, edition=EDITION)
    assert [each.table for each in result.files] == ["member", "household"]
    lake = Lake(workspace)
    columns = "smoker_count, elderly_count, income_year_baht, latitude, surveyed_on, household_id, source_row"
    (found,) = rows_of(workspace, columns, "bmn", "household")
    household_id = lake.keys.household_id(household(1)["house_id"])
    assert found == (2, 3, 38000, 12.5, date(2018, 1, 15), household_id, 2)
    assert len(household_id) == 16
    (person,) = rows_of(workspace, "household_id, person_key, sex, relation, source_file", "bmn", "member")
    sha256 = result.files[0].sha256
    assert person == (household_id, lake.keys.blind_index(number(11)), "female", "head", sha256)


def test_the_same_file_again_changes_nothing(workspace: Workspace) -> None:
    path = write(workspace, "card.csv", card_csv([card(1), card(2, tambon="220507"), card(1)]))
    first = import_cards(workspace, path)
    assert (first.accepted, first.quarantined, first.duplicates) == (1, 1, 1)
    before = sorted(workspace.lake.rglob("*"))
    again = import_cards(workspace, path.rename(path.with_name("renamed.csv")))
    assert (again.rows, again.duplicates, again.already_in, again.snapshot_id) == (3, 3, True, None)
    assert sorted(workspace.lake.rglob("*")) == before


def test_the_same_file_twice_in_one_import(workspace: Workspace) -> None:
    text = card_csv([card(1), card(2)])
    result = import_cards(workspace, write(workspace, "a.csv", text), write(workspace, "b.csv", text))
    assert [(each.accepted, each.duplicates) for each in result.files] == [(2, 0), (0, 2)]
    assert (result.rows, result.accepted, result.duplicates) == (4, 2, 2)


def test_another_edition_is_another_place(workspace: Workspace) -> None:
    path = write(workspace, "card.csv", card_csv([card(1)]))
    assert import_cards(workspace, path).accepted == 1
    assert import_register(workspace, "welfare-card", [path], edition=2562).accepted == 1


def test_a_later_file_brings_what_is_new_and_the_newest_is_current(workspace: Workspace) -> None:
    import_cards(workspace, write(workspace, "a.csv", card_csv([card(1), card(2), card(3)])))
    old = {path: path.read_bytes() for path in workspace.lake.rglob("*.parquet")}
    changed = card_csv([card(2, validated="0"), card(3), card(4)])
    result = import_cards(workspace, write(workspace, "b.csv", changed))
    assert (result.accepted, result.duplicates) == (2, 1)
    assert all(path.read_bytes() == content for path, content in old.items())
    keys = Lake(workspace).keys
    current = dict(rows_of(workspace, "person_key, card_validated"))
    assert current == {keys.blind_index(number(place)): place != 2 for place in (1, 2, 3, 4)}
    back = import_cards(workspace, write(workspace, "c.csv", card_csv([card(2)])))
    assert back.accepted == 1
    assert dict(rows_of(workspace, "person_key, card_validated"))[keys.blind_index(number(2))] is True


def test_two_files_of_one_import_the_later_is_the_newer(workspace: Workspace) -> None:
    files = [
        write(workspace, "a.csv", card_csv([card(1)])),
        write(workspace, "b.csv", card_csv([card(1, validated="0"), card(2)])),
        write(workspace, "c.csv", card_csv([card(1, validated="0"), card(2), card(3)])),
    ]
    result = import_cards(workspace, *files)
    assert [(each.accepted, each.duplicates) for each in result.files] == [(1, 0), (2, 0), (1, 2)]
    keys = Lake(workspace).keys
    assert dict(rows_of(workspace, "person_key, card_validated"))[keys.blind_index(number(1))] is False


def test_only_a_name_changed_is_a_change(workspace: Workspace) -> None:
    import_cards(workspace, write(workspace, "a.csv", card_csv([card(1)])))
    renamed = (*card(1)[:3], "เปลี่ยนแล้ว", *card(1)[4:])
    assert import_cards(workspace, write(workspace, "b.csv", card_csv([renamed]))).accepted == 1
    assert [each["last_name"] for each in identities(workspace)] == ["เปลี่ยนแล้ว"]


def test_a_file_of_known_rows_alone_makes_no_snapshot(workspace: Workspace) -> None:
    import_cards(workspace, write(workspace, "a.csv", card_csv([card(1), card(2)])))
    result = import_cards(workspace, write(workspace, "b.csv", card_csv([card(2), card(1)])))
    assert (result.duplicates, result.snapshot_id, result.already_in) == (2, None, False)
    assert len(Lake(workspace).snapshots("welfare-card", EDITION)) == 1


def test_progress_tells_rows_done(workspace: Workspace) -> None:
    told: list[tuple[int, int | None, str]] = []
    path = write(workspace, "card.csv", card_csv([card(place) for place in range(50)]))
    import_register(
        workspace, "welfare-card", [path], edition=EDITION, progress=lambda *each: told.append(each)
    )
    assert told[0] == (0, 51, "card.csv")
    assert (50, 51, "card.csv") in told
    assert told[-1][2] == "lake"


def test_tpmap_files_as_they_are(workspace: Workspace) -> None:
    folder = policy_dir() / "published" / "tpmap"
    files = [folder / "2561_province_common.csv", folder / "2561_province_poor.csv"]
    result = import_register(workspace, "tpmap-province", files, edition=EDITION)
    assert [(each.table, each.rows, each.accepted) for each in result.files] == [
        ("common", 76, 76),
        ("poor", 76, 76),
    ]
    lake = Lake(workspace)
    with lake.connect() as connection:
        query = (
            f"SELECT figure, sum(value) FROM {lake.view('tpmap-province', 'area_figure', EDITION)} GROUP BY 1"
        )
        totals = dict(connection.execute(query).fetchall())
    assert totals["HOUSEMEMBER_CNT"] == 36_647_817
    assert totals["household.CNT"] == 12_935_866
    assert totals["poor.JPT.CNT"] == 4_405_684
    assert totals["poor.JPT.MOFval.CNT"] == 1_032_987
    again = import_register(workspace, "tpmap-province", files, edition=EDITION)
    assert (again.rows, again.duplicates) == (152, 152)


def test_a_later_tpmap_file_replaces_the_figures_of_its_provinces(workspace: Workspace) -> None:
    folder = policy_dir() / "published" / "tpmap"
    original = (folder / "2561_province_poor.csv").read_text()
    import_register(workspace, "tpmap-province", [folder / "2561_province_poor.csv"], edition=EDITION)
    changed = original.replace("11,28783,", "11,1,", 1).splitlines()[:4]
    result = import_register(
        workspace, "tpmap-province", [write(workspace, "p.csv", "\n".join(changed))], edition=EDITION
    )
    assert (result.accepted, result.duplicates) == (1, 2)
    lake = Lake(workspace)
    with lake.connect() as connection:
        view = lake.view("tpmap-province", "area_figure", EDITION)
        query = f"SELECT value FROM {view} WHERE area_code = '11' AND figure = 'poor.household.CNT'"
        assert connection.execute(query).fetchall() == [(1.0,)]
