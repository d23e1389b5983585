"""A small census in a lake, measured: words, histogram, target list, one household up close."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from samut.engine.histogram import Histogram
from samut.engine.household import household_page
from samut.engine.lake import Lake
from samut.engine.linkage import LinkResult, link
from samut.engine.measures import assessed_on, measure
from samut.engine.results import MeasureResult, open_result
from samut.engine.targets import target_household_count, target_households
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.errors import SamutError
from samut.rules.policy import load_measure
from samut.rules.policy_files import Fact, Facts
from samut.rules.reference import assess, words
from samut.rules.status import Answer, Status, Words
from samut.rules.thai_dates import PartialDate
from two_engines import column_type

EDITION = 2561
MEASURE = load_measure("tpmap-2561")
SET = MEASURE.indicator_set
FACTS = [name for name in SET.fact_labels if name != "member_count"]
OF_PLACE = {"house_id", "village_code", "house_no", "latitude", "longitude", "surveyed_on"}

# house | village | members | what is not well | what is not known
HOUSES: dict[str, tuple[str, int, dict[str, Fact], set[str]]] = {
    "A": ("22050601", 3, {"drinking_water_enough": False}, set()),
    "B": ("22050601", 2, {}, set()),
    "C": ("22050602", 1, {}, {"house_durable"}),
    "D": ("22050602", 4, {"tenure_secure": False, "income_year_baht": 1000}, {"safe_work"}),
    "E": ("22060101", 2, {"smoker_count": 1}, set()),
}
# Members in the welfare-card register: registered, validated. Who is not named has no card.
CARDS = {"A1": (True, True), "A2": (True, False), "B1": (True, True), "D1": (True, True), "D2": (True, True)}
WITHOUT_NUMBER = {"A3", "C1"}


def household_facts(house: str) -> Facts:
    village, _, bad, untold = HOUSES[house]
    facts: dict[str, Fact] = {name: usual(name) for name in FACTS if name not in OF_PLACE}
    facts |= {"house_id": house, "village_code": village, "house_no": f"{house}/1", "latitude": 12.7}
    facts |= {"longitude": 102.2, "surveyed_on": date(2018, 2, 1)}
    return {**facts, **bad, **dict.fromkeys(untold)}


def usual(name: str) -> Fact:
    """A household in which nothing fails and everybody needed for the question is there."""
    if name == "income_year_baht":
        return 1_000_000
    if name.endswith("_baht"):
        return 0
    if name.endswith(("_count", "_score")):
        failing = ("no_", "not_", "un", "low_", "out_of", "illiterate", "drinker", "smoker")
        return 0 if any(f"_{part}" in f"_{name}" for part in failing) else 1
    return not name.startswith(("pollution_", "crime_", "saves_nothing"))


def write_snapshot(lake: Lake, register: str, tables: dict[str, tuple[list[str], pa.Table]]) -> None:
    folder = lake.register_folder(register, EDITION) / "00000001-abc"
    folder.mkdir(parents=True)
    about = []
    for name, (key, table) in tables.items():
        path = folder / f"{name}.parquet"
        pq.write_table(table, path)
        about.append(
            {"id": name, "key": key, "rows": table.num_rows, "unique": True, "bytes": path.stat().st_size}
        )
    manifest = {
        "register": register,
        "edition": EDITION,
        "profile": register,
        "files": [
            {
                "name": f"{name}.csv",
                "sha256": name,
                "table": name,
                "rows": table.num_rows,
                "accepted": table.num_rows,
                "quarantined": 0,
                "duplicates": 0,
            }
            for name, (_, table) in tables.items()
        ],
        "tables": about,
        "problems_by_code": {},
        "created_at": "2026-01-01T00:00:00+00:00",
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def rows_table(rows: list[dict[str, Fact]], kinds: dict[str, pa.DataType]) -> pa.Table:
    columns = {}
    for name in rows[0]:
        values = [row[name] for row in rows]
        columns[name] = pa.array(values, type=kinds.get(name) or column_type(name, values))
    return pa.table(columns)


def members(lake: Lake) -> pa.Table:
    rows: list[dict[str, object]] = []
    for house, (_, count, _, _) in HOUSES.items():
        for number in range(1, count + 1):
            person = f"{house}{number}"
            identity = {"number": None, "title": "นาย", "first_name": person, "last_name": "ทดสอบ"}
            rows.append(
                {
                    "house_id": house,
                    "household_id": lake.keys.household_id(house),
                    "member_no": number,
                    "person_key": None if person in WITHOUT_NUMBER else person,
                    "sex": "male",
                    "birth_year": 1950,
                    "birth_month": None,
                    "birth_day": None,
                    "relation": "head" if number == 1 else "other",
                    "identity": lake.keys.seal(json.dumps(identity, ensure_ascii=False)),
                    "source_file": "member",
                    "source_row": len(rows) + 2,
                }
            )
    integers = dict.fromkeys(("member_no", "birth_year", "birth_month", "birth_day"), pa.int32())
    return rows_table(rows, integers | {"identity": pa.binary(), "person_key": pa.string()})  # type: ignore[arg-type]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    space = create_workspace(tmp_path / "office", name="test", demo=True, province="22", edition=EDITION)
    lake = Lake(space)
    people = members(lake)
    rows = [
        dict(household_facts(house))
        | {"household_id": lake.keys.household_id(house), "source_file": "household", "source_row": row}
        for row, house in enumerate(HOUSES, start=2)
    ]
    houses = rows_table(rows, {"house_durable": pa.bool_(), "safe_work": pa.bool_()})
    write_snapshot(
        lake, "bmn", {"household": (["house_id"], houses), "member": (["house_id", "member_no"], people)}
    )
    cards: list[dict[str, Fact]] = [
        {"person_key": person, "card_registered": registered, "card_validated": validated}
        for person, (registered, validated) in CARDS.items()
    ]
    write_snapshot(lake, "welfare-card", {"person": (["person_key"], rows_table(cards, {}))})
    return space


@pytest.fixture
def linked(workspace: Workspace) -> LinkResult:
    return link(workspace, EDITION)


@pytest.fixture
def result(workspace: Workspace, linked: LinkResult) -> MeasureResult:
    return measure(workspace, "tpmap-2561", EDITION, linked)


def test_the_households_have_the_words_of_the_reference_engine(result: MeasureResult) -> None:
    found = {row["house_id"]: row for row in pq.read_table(result.households_file).to_pylist()}
    assert set(found) == set(HOUSES)
    for house, (village, count, _, _) in HOUSES.items():
        facts = {**household_facts(house), "member_count": count}
        expected = words(assess(facts, SET, assessed_on(EDITION)), SET)
        row = found[house]
        assert Words(row["deprived"], row["known"], row["applies"]) == expected
        assert (row["village_code"], row["member_count"]) == (village, count)
    assert [row["village_code"] for row in found.values()] == sorted(house[0] for house in HOUSES.values())


def test_the_figures_of_the_small_census(result: MeasureResult) -> None:
    found = Histogram.load(result.folder).figures("22")
    assert (found.households, found.persons) == (5, 12)
    assert (found.poor_households, found.poor_persons) == (2, 7)
    assert (found.unknown_households, found.unknown_persons) == (1, 1)
    assert (found.registered_persons, found.target_persons, found.target_households) == (4, 3, 2)
    assert found.target_unknown_persons == 1
    assert (found.card_registered_persons, found.card_validated_persons, found.unlinked_persons) == (5, 4, 2)
    assert {each.id: each.poor_persons for each in found.dimensions} == {
        "health": 0,
        "living": 7,
        "education": 0,
        "income": 4,
        "accessibility": 0,
    }
    assert Histogram.load(result.histogram_file).figures("22", "00010").poor_persons == 4


def test_the_second_run_changes_nothing(
    workspace: Workspace, linked: LinkResult, result: MeasureResult
) -> None:
    before = {path: path.stat().st_mtime_ns for path in result.folder.iterdir()}
    again = measure(workspace, "tpmap-2561", EDITION, linked)
    assert again.already_there
    assert not result.already_there
    assert {path: path.stat().st_mtime_ns for path in again.folder.iterdir()} == before
    assert open_result(result.folder) == result
    assert result.totals["persons"] == 12


def test_progress_is_told(workspace: Workspace, linked: LinkResult) -> None:
    told: list[tuple[int, int | None]] = []
    measure(workspace, "tpmap-2561", EDITION, linked, lambda done, total, _: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_from_2567_the_card_is_no_condition(workspace: Workspace) -> None:
    registers = workspace.lake / "registers"
    for register in ("bmn", "welfare-card"):
        (registers / register / str(EDITION)).rename(registers / register / "2567")
    later = measure(workspace, "tpmap-2561", 2567, link(workspace, 2567))
    found = Histogram.load(later.folder).figures("22")
    assert (
        (found.target_persons, found.target_households)
        == (found.poor_persons, found.poor_households)
        == (7, 2)
    )
    assert found.target_unknown_persons == 0


def test_what_fails_on_the_way_leaves_nothing(
    workspace: Workspace, linked: LinkResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    (linked.path / "person.parquet").write_bytes(b"spoiled")
    with pytest.raises(Exception, match=r"(?i)parquet"):
        measure(workspace, "tpmap-2561", EDITION, linked)
    assert not list((workspace.lake / "results").rglob("*.parquet"))
    assert not list((workspace.lake / "unfinished").glob("*.lock"))


def test_the_list_of_target_households(workspace: Workspace, result: MeasureResult) -> None:
    found = target_households(workspace, result, "22")
    assert [(each.house_no, each.target_persons, each.deprived_dimensions) for each in found] == [
        ("D/1", 2, ("living", "income")),
        ("A/1", 1, ("living",)),
    ]
    assert target_household_count(workspace, result, "TH") == 2
    assert [each.house_no for each in target_households(workspace, result, "22050601")] == ["A/1"]
    assert [each.house_no for each in target_households(workspace, result, "22", offset=1)] == ["A/1"]
    assert [each.house_no for each in target_households(workspace, result, "22", switch="00010")] == ["D/1"]
    assert target_households(workspace, result, "10") == ()
    with pytest.raises(SamutError, match="POLICY_008"):
        target_households(workspace, result, "22", switch="1")


def test_one_household_up_close(workspace: Workspace, result: MeasureResult) -> None:
    page = household_page(workspace, result, Lake(workspace).keys.household_id("A"))
    assert page is not None
    assert (page.house_no, page.village_code, page.poor) == ("A/1", "22050601", Answer.YES)
    living = page.dimensions[1]
    assert living.answer is Answer.YES
    water = next(each for each in living.decisions if each.indicator.id == "drinking_water")
    assert (water.status, water.facts) == (Status.DEPRIVED, (("drinking_water_enough", False),))
    assert [member.identity.full_name for member in page.members] == [
        "นายA1 ทดสอบ",
        "นายA2 ทดสอบ",
        "นายA3 ทดสอบ",
    ]
    assert [member.target for member in page.members] == [Answer.YES, Answer.NO, Answer.UNKNOWN]
    assert [member.registers["welfare-card"] for member in page.members] == [True, True, None]
    assert page.members[0].birth == PartialDate(1950)
    assert (page.source.file, page.source.row, page.source.register) == ("household.csv", 2, "bmn")
    assert len(page.other_decisions) == 31 - 17
    told = {fact.name: fact.value for fact in page.facts}
    assert told["drinking_water_enough"] is False
    assert told["member_count"] == 3


def test_an_id_nobody_has(workspace: Workspace, result: MeasureResult) -> None:
    assert household_page(workspace, result, "0" * 16) is None
