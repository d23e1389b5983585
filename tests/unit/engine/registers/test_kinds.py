"""What the kinds of columns make of what offices write: one small file of each, imported and read back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from register_files import number
from samut.engine.household import identity_of
from samut.engine.lake import Lake
from samut.engine.registers.importing import ImportResult, import_register
from samut.engine.registers.offices import registry_offices
from samut.engine.registers.profile import load_profile
from samut.engine.workspace import Workspace
from samut.rules import thai_id
from samut.rules.errors import SamutError

TODAY = date(2026, 1, 1)
HEAD = """
id = "odd"
register = "odd"
label = { th = "ทะเบียนทดสอบ", en = "A register for tests" }
from_edition = 2500
to_edition = 2600
source = "drawn by the test"
status = "invented"

[[table]]
id = "person"
label = { th = "บุคคล", en = "Persons" }
key = ["row_no"]

[[table.column]]
name = "row_no"
headers = ["ลำดับ"]
kind = "text"
label = { th = "ลำดับ", en = "Number" }
"""


def profile(workspace: Workspace, *columns: str, derived: str = "") -> Path:
    """A profile of a file with the columns ลำดับ and c0, c1, …; each `columns` gives kind and more."""
    parts = [HEAD]
    for place, words in enumerate(columns):
        parts.append(
            f'[[table.column]]\nname = "f{place}"\nheaders = ["c{place}"]\n'
            f'label = {{ th = "ช่อง", en = "Cell" }}\n{words}\n'
        )
    folder = workspace.root / "profiles"
    folder.mkdir(exist_ok=True)
    path = folder / "odd.toml"
    path.write_text("\n".join([*parts, derived]), encoding="utf-8")
    return path


def imported(workspace: Workspace, *rows: tuple[str, ...], edition: int = 2568) -> ImportResult:
    """Import rows by the workspace's own profile."""
    names = ["ลำดับ", *(f"c{place}" for place in range(len(rows[0])))]
    lines = ["|".join(names), *("|".join((str(place), *row)) for place, row in enumerate(rows, start=1))]
    path = workspace.incoming / "odd.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_register(workspace, "odd", [path], edition=edition, today=TODAY)


def facts(workspace: Workspace, names: str, edition: int = 2568) -> list[tuple[object, ...]]:
    lake = Lake(workspace)
    with lake.connect() as connection:
        view = lake.view("odd", "person", edition)
        return connection.execute(f"SELECT {names} FROM {view} ORDER BY source_row").fetchall()


def test_dates_as_offices_write_them(workspace: Workspace) -> None:
    profile(workspace, 'kind = "birth_be"')
    written = [
        "12 พ.ค. 2540",
        "12/5/40",
        "12/5/85",
        "25400512",
        "พ.ค. 2540",
        "2540",
        "1997-05-12 00:00:00",
        "",
    ]
    result = imported(workspace, *((each,) for each in written))
    assert facts(workspace, "f0_year, f0_month, f0_day") == [
        (1997, 5, 12),
        (1997, 5, 12),
        (1942, 5, 12),
        (1997, 5, 12),
        (1997, 5, None),
        (1997, None, None),
        (1997, 5, 12),
        (None, None, None),
    ]
    assert result.problems_by_code == {"CHECK_003": 2}
    assert result.accepted == len(written)


def test_a_day_number_of_a_spreadsheet_is_refused_by_name(workspace: Workspace) -> None:
    profile(workspace, 'kind = "date_be"')
    result = imported(workspace, ("44197",), ("31/2/2560",), ("1/2/2560",))
    assert result.problems_by_code == {"CHECK_004": 1, "IMPORT_025": 1}
    assert facts(workspace, "f0") == [(date(2017, 2, 1),)]


def test_ages_outside_the_register_are_told_and_the_row_is_kept(workspace: Workspace) -> None:
    profile(workspace, 'kind = "birth_be"\nleast_age = 60\nmost_age = 100')
    # In 2568 (2025): 60 on some day, never 60, never known, more than 100 all year, 101 at its end only.
    births = ["31/12/2508", "1/1/2509", "0/0/0000", "1/1/2466", "1/6/2467"]
    result = imported(workspace, *((each,) for each in births))
    assert result.problems_by_code == {"CHECK_002": 2}
    assert result.accepted == len(births)


def test_units_yes_and_no_in_words_and_land(workspace: Workspace) -> None:
    profile(
        workspace,
        'kind = "baht"\ntimes = 1000',
        'kind = "number"\ntimes = 0.5',
        'kind = "land_rai"',
        'kind = "yes_no"\ncodes = { "ใช่" = "1", "ไม่ใช่" = "0" }',
    )
    imported(
        workspace, ("12.5", "3", "12-3-40", "ใช่"), ("1,200", "", "5 ไร่", "ไม่ใช่"), ("-", "1", "1,200.5", "1")
    )
    assert facts(workspace, "f0, f1, f2, f3") == [
        (12500, 1.5, 12.85, True),
        (1200000, None, 5.0, False),
        (None, 0.5, 1200.5, True),
    ]


def test_whole_names_are_taken_apart_under_the_seal(workspace: Workspace) -> None:
    profile(workspace, 'kind = "full_name"\npersonal = true', 'kind = "thai_id"\npersonal = true')
    imported(workspace, ("นายสมชาย ใจดี", number(1)), ("", number(2)))
    sealed = facts(workspace, "identity")
    keys = Lake(workspace).keys
    first, second = (identity_of({"identity": each[0]}, keys) for each in sealed)
    assert (first.title, first.first_name, first.last_name, first.number) == (
        "นาย",
        "สมชาย",
        "ใจดี",
        number(1),
    )
    assert (second.title, second.first_name, second.last_name) == (None, None, None)


def test_places_by_their_names_and_villages_by_their_moo(workspace: Workspace) -> None:
    derived = """
[[table.derived]]
name = "tambon_code"
kind = "tambon_of_names"
sources = ["f0", "f1", "f2"]
label = { th = "รหัสตำบล", en = "Tambon code" }

[[table.derived]]
name = "village_code"
kind = "village_of_moo"
sources = ["tambon_code", "f3"]
label = { th = "รหัสหมู่บ้าน", en = "Village code" }
"""
    profile(workspace, *['kind = "text"'] * 4, derived=derived)
    result = imported(
        workspace,
        ("จังหวัดจันทบุรี", "อ.มะขาม", "ตำบลฉมัน", "หมู่ที่ 2"),
        ("จันทบุรี", "มะขาม", "ฉมัน", "๕"),
        ("จันทบุรี", "มะขาม", "ฉมัน", ""),
        ("จันทบุรี", "", "ฉมัน", "1"),
        ("จันทบุรี", "มะขาม", "ไม่มีที่นี่", "1"),
        ("จันทบุรี", "มะขาม", "ฉมัน", "ท้ายบ้าน"),
    )
    assert facts(workspace, "tambon_code, village_code") == [
        ("220506", "22050602"),
        ("220506", "22050605"),
        ("220506", None),
        (None, None),
    ]
    assert result.problems_by_code == {"IMPORT_026": 3}


def test_a_number_of_no_registry_office_is_told_and_used(workspace: Workspace) -> None:
    profile(workspace, 'kind = "thai_id"\npersonal = true')
    nowhere = [f"3{office}0000001" for office in ("0001", "2279", "9899")]
    somewhere = [f"3{office}0000001" for office in ("2205", "2299", "9999", "3801")]
    written = [each + thai_id.check_digit(each) for each in (*nowhere, *somewhere)]
    result = imported(workspace, *((each,) for each in written))
    assert result.problems_by_code == {"CHECK_001": len(nowhere)}
    assert all(key for (key,) in facts(workspace, "f0"))


def test_a_slip_in_digit_three_is_seen_where_no_such_office_is() -> None:
    """The check digit sees none of these slips; the offices see most."""
    right = f"3{2205}0000001"
    right += thai_id.check_digit(right)
    slips = [right[:2] + digit + right[3:] for digit in "0123456789" if digit != right[2]]
    assert all(thai_id.valid(each) for each in slips)
    # 28 and 29 are no provinces, and Nakhon Nayok has four amphoe.
    seen = [each for each in slips if thai_id.office(each) not in registry_offices()]
    assert seen == [each for each in slips if each[1:3] in ("26", "28", "29")]


@pytest.mark.parametrize(
    "words",
    [
        'kind = "yes_no"\ncodes = { "ใช่" = "yes" }',
        'kind = "text"\ntimes = 2',
        'kind = "baht"\ntimes = 0',
        'kind = "baht"\ntimes = "2"',
        'kind = "baht"\nleast_age = 3',
        'kind = "full_name"',
        'kind = "baht"\ncodes = { "1" = "2" }',
    ],
)
def test_words_that_say_nothing_beside_the_kind_are_refused(workspace: Workspace, words: str) -> None:
    with pytest.raises(SamutError) as caught:
        load_profile(profile(workspace, words))
    assert caught.value.code == "IMPORT_014"


@pytest.mark.parametrize(
    "sources", ['["f0", "f1"]', '["f0", "f1", "f9"]', '["f0", "f1", "f2"]'], ids=["two", "unknown", "sealed"]
)
def test_what_a_column_is_made_of_must_be_at_hand(workspace: Workspace, sources: str) -> None:
    derived = (
        f'[[table.derived]]\nname = "t"\nkind = "tambon_of_names"\nsources = {sources}\n'
        'label = { th = "ก", en = "t" }\n'
    )
    columns = ('kind = "text"', 'kind = "text"', 'kind = "text"\npersonal = true')
    with pytest.raises(SamutError) as caught:
        load_profile(profile(workspace, *columns, derived=derived))
    assert caught.value.code == "IMPORT_014"


WORKBOOKS = Path(__file__).parents[3] / "data" / "workbooks"


@pytest.mark.parametrize("name", ["cards.xls", "cards.ods"])
def test_workbooks_of_other_programs_come_in_as_their_csv_does(workspace: Workspace, name: str) -> None:
    result = import_register(workspace, "welfare-card", [WORKBOOKS / name], edition=2561, today=TODAY)
    assert (result.accepted, result.quarantined) == (2, 1)
    assert result.problems_by_code == {"IMPORT_026": 1}
    lake = Lake(workspace)
    with lake.connect() as connection:
        view = lake.view("welfare-card", "person", 2561)
        found = connection.execute(
            f"SELECT birth_year, birth_month, birth_day, tambon_code, card_validated FROM {view} "
            "ORDER BY source_row"
        ).fetchall()
    assert found == [(1957, 2, 1, "220506", True), (1957, 2, 1, "220506", False)]
