"""Households and their members beside each other: SQL finds what a slow look at each family finds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from register_files import house, number, write
from samut.engine.lake import WARNINGS, Lake
from samut.engine.registers.importing import ImportResult, import_register
from samut.engine.registers.preview import preview_import
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.check_policy import load_doubt_limits
from samut.rules.errors import CATALOGUE, Severity

LIMITS = load_doubt_limits()
DOUBTS = [f"CHECK_{number:03d}" for number in range(40, 60)]
SURVEYED = date(2018, 1, 15)
PROFILE = """
id = "own"
register = "bmn"
label = { th = "ทดสอบ", en = "Test" }
from_edition = 2560
to_edition = 2570
source = "test"
status = "test"
[[table]]
id = "household"
label = { th = "ครัวเรือน", en = "Households" }
key = ["house_id"]
[[table]]
id = "member"
label = { th = "สมาชิก", en = "Members" }
key = ["house_id", "member_no"]
belongs_to = "household"
"""
NAMED = ("head", "spouse", "child", "parent", "grandchild", "sibling")
# The head is drawn apart, so that most families have one.
RELATIONS = (*NAMED[1:], *NAMED[2:5], *NAMED[2:5], *NAMED, "")
HOUSEHOLD_COLUMNS = {
    "house_id": 'kind = "house_code"\nrequired = true\nblank = "refuse"',
    "surveyed_on": 'kind = "date_be"',
    "stated_member_count": 'kind = "count"',
    "child_0_12_count": 'kind = "asked_count"',
    "elderly_count": 'kind = "count"',
}
MEMBER_COLUMNS = {
    "house_id": 'kind = "house_code"\nrequired = true\nblank = "refuse"',
    "member_no": 'kind = "count"\nrequired = true\nblank = "refuse"',
    "person_key": 'kind = "thai_id"\npersonal = true\nbad = "unknown"',
    "sex": 'kind = "code"\ncodes = { m = "male", f = "female" }',
    "birth": 'kind = "birth_be"',
    "relation": 'kind = "code"\ncodes = { ' + ", ".join(f'{each} = "{each}"' for each in NAMED) + " }",
}


@dataclass(frozen=True)
class Person:
    """A member's row. `birth`: day, month, Gregorian year, nought unknown. `sex` "x" refuses the row."""

    house: int
    place: int
    relation: str
    sex: str
    birth: tuple[int, int, int]
    number: int

    @property
    def earliest(self) -> tuple[int, int, int] | None:
        day, month, year = self.birth
        return (year, month or 1, day or 1) if year else None

    @property
    def latest(self) -> tuple[int, int, int] | None:
        day, month, year = self.birth
        return (year, month or 12, day or 31) if year else None


@dataclass(frozen=True)
class House:
    """A household's row; None is not written."""

    house: int
    stated: int | None = None
    children: int | None = None
    elderly: int | None = None
    surveyed: bool = True


def own_profile(folder: Path) -> Path:
    def columns(of: dict[str, str]) -> str:
        return "".join(
            f'[[table.column]]\nname = "{name}"\nheaders = ["{name}"]\n'
            f'label = {{ th = "{name}", en = "{name}" }}\n{rest}\n'
            for name, rest in of.items()
        )

    head, household_part, member_part = PROFILE.split("[[table]]")
    text = f"{head}[[table]]{household_part}{columns(HOUSEHOLD_COLUMNS)}"
    path = folder / "own.toml"
    path.write_text(f"{text}[[table]]{member_part}{columns(MEMBER_COLUMNS)}", "utf-8")
    return path


def households_text(houses: Iterable[House]) -> str:
    lines = [",".join(HOUSEHOLD_COLUMNS)]
    for each in houses:
        counts = ["" if one is None else str(one) for one in (each.stated, each.children, each.elderly)]
        lines.append(",".join([house(each.house), "15/01/2561" if each.surveyed else "", *counts]))
    return "\n".join(lines) + "\n"


def members_text(people: Iterable[Person]) -> str:
    lines = [",".join(MEMBER_COLUMNS)]
    for each in people:
        day, month, year = each.birth
        birth = f"{day:02d}/{month:02d}/{year + 543:04d}" if year else ""
        person = number(each.number) if each.number else ""
        lines.append(",".join([house(each.house), str(each.place), person, each.sex, birth, each.relation]))
    return "\n".join(lines) + "\n"


def years_later(day: tuple[int, int, int], years: int) -> tuple[int, int, int]:
    return (day[0] + years, *day[1:])


def doubts_of_members(family: list[Person], looked_at: date) -> set[tuple[Person, str]]:
    """One look at each member, knowing the whole family in its order."""
    found = set()
    heads = [each for each in family if each.relation == "head"]
    for at, each in enumerate(family):
        before = family[:at]
        same_relation = [other for other in before if other.relation == each.relation]
        if each.relation == "head":
            if same_relation:
                found.add((each, "CHECK_044"))
            day = (looked_at.year, looked_at.month, looked_at.day)
            if each.earliest and years_later(each.earliest, LIMITS.least_head_age_years) > day:
                found.add((each, "CHECK_050"))
        if each.relation == "spouse" and same_relation:
            found.add((each, "CHECK_056"))
        if each.relation == "parent" and any(each.sex and other.sex == each.sex for other in same_relation):
            found.add((each, "CHECK_057"))
        if each.number and any(other.number == each.number for other in before):
            found.add((each, "CHECK_058"))
        if len(heads) == 1:
            code = doubt_of_ages(each, heads[0])
            if code:
                found.add((each, code))
    return found


def doubt_of_ages(person: Person, head: Person) -> str:
    """What is certain of a member's birth beside the head's, wherever in their years the two lie."""
    if not (person.earliest and person.latest and head.earliest and head.latest):
        return ""
    if person.relation == "child":
        if person.latest < head.earliest:
            return "CHECK_051"
        if person.latest < years_later(head.earliest, LIMITS.least_years_to_child):
            return "CHECK_052"
    if person.relation == "parent":
        if person.earliest > head.latest:
            return "CHECK_053"
        if years_later(person.earliest, LIMITS.least_years_to_child) > head.latest:
            return "CHECK_054"
    youngest = years_later(head.earliest, LIMITS.least_years_to_grandchild)
    return "CHECK_055" if person.relation == "grandchild" and person.latest < youngest else ""


def doubts_of_house(row: House, family: list[Person], *, clear: bool) -> set[str]:
    found = set()
    if len(family) > LIMITS.most_members:
        found.add("CHECK_041")
    if not clear:
        return found
    if row.stated is not None and row.stated != len(family):
        found.add("CHECK_040")
    if max(row.children or 0, row.elderly or 0) > len(family):
        found.add("CHECK_042")
    if all(each.relation not in ("head", "") for each in family):
        found.add("CHECK_043")
    return found


@dataclass(frozen=True)
class Lines:
    """An import's rows, and what the lake had before. Rows are numbered from 2, under the header."""

    houses: list[House]
    people: list[Person]
    held_houses: tuple[House, ...] = ()
    held_people: tuple[Person, ...] = ()


def slowly(lines: Lines) -> set[tuple[str, int, str]]:
    """(table, row, code) of everything that is to be told, house by house."""
    found = set()
    for place in sorted({each.house for each in lines.houses + list(lines.held_houses)}):
        sound = [each for each in lines.people if each.house == place and each.sex != "x"]
        held = [each for each in lines.held_people if each.house == place]
        taken = [each for each in sound if each not in held]
        kept = [each for each in held if all(each.place != other.place for other in taken)]
        family = sorted(kept, key=lambda each: each.place) + taken
        came = [each for each in lines.houses if each.house == place]
        new = [each for each in came if each not in lines.held_houses]
        if not family or not (new or taken):
            continue
        (row,) = new or [each for each in lines.held_houses if each.house == place]
        refused = any(each.house == place and each.sex == "x" for each in lines.people)
        # Who was not asked on a known day is looked at by the end of the edition's year.
        day = SURVEYED if row.surveyed else date(2018, 12, 31)
        for person, code in doubts_of_members(family, day):
            if person in taken:
                found.add(("member", 2 + lines.people.index(person), code))
        for code in doubts_of_house(row, family, clear=not refused):
            if new:
                found.add(("household", 2 + lines.houses.index(row), code))
            else:
                found.add(("member", 2 + lines.people.index(taken[0]), code))
    return found


def told(workspace: Workspace) -> set[tuple[str, int, str]]:
    newest = Lake(workspace).snapshots("bmn", 2561)[-1]
    rows = pq.read_table(newest.path / WARNINGS).to_pylist()
    found = [(each["table"], each["source_row"], each["code"]) for each in rows]
    assert len(set(found)) == len(found)
    return {each for each in found if each[2] in DOUBTS}


def bring(workspace: Workspace, lines: Lines, name: str) -> ImportResult:
    files = []
    if lines.houses:
        files.append(write(workspace, f"{name}-households.csv", households_text(lines.houses)))
    if lines.people:
        files.append(write(workspace, f"{name}-members.csv", members_text(lines.people)))
    profile = own_profile(workspace.incoming)
    return import_register(workspace, "bmn", files, edition=2561, profile=profile)


YEARS = st.sampled_from([0, 1940, 1952, 1953, 1964, 1976, 1977, 1988, 1989, 2002, 2003, 2004, 2010])
BIRTHS = st.builds(
    lambda day, month, year: (day if month else 0, month, year),
    st.sampled_from([0, 1, 15, 28]),
    st.sampled_from([0, 1, 2, 12]),
    YEARS,
)


@st.composite
def persons(draw: st.DrawFn, house: int, place: int) -> Person:
    return Person(
        house,
        place,
        "head" if place == 1 and draw(st.integers(0, 3)) else draw(st.sampled_from(RELATIONS)),
        draw(st.sampled_from(["m", "m", "f", "f", "f", "", "x"])),
        draw(BIRTHS),
        draw(st.sampled_from([0, *[place + 20 * house] * 9, 1, 20 * house + 1])),
    )


@st.composite
def families(draw: st.DrawFn, place: int) -> tuple[House, list[Person]]:
    size = draw(st.one_of(st.integers(1, 5), st.sampled_from([15, 16])))
    maybe = st.one_of(st.none(), st.integers(max(0, size - 1), size + 1))
    row = House(place, draw(maybe), draw(maybe), draw(maybe), draw(st.booleans()))
    return row, [draw(persons(place, each)) for each in range(1, size + 1)]


@st.composite
def imports(draw: st.DrawFn) -> tuple[Lines, Lines]:
    """A first import, and a second of rows of the same households: the same, changed, or more."""
    drawn = [draw(families(place)) for place in range(1, 6)]
    first = Lines([row for row, _ in drawn], [each for _, family in drawn for each in family])
    houses = [replace(each, stated=draw(st.sampled_from([each.stated, 2]))) for each in first.houses] * draw(
        st.sampled_from([0, 1])
    )
    people = [draw(persons(draw(st.integers(1, 5)), each)) for each in range(2, 8)]
    people += draw(st.lists(st.sampled_from(first.people), max_size=4, unique=True))
    by_key = {(each.house, each.place): each for each in people}
    return first, Lines(houses, list(by_key.values()))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=imports())
def test_drawn_families(drawn: tuple[Lines, Lines]) -> None:
    first, second = drawn
    with tempfile.TemporaryDirectory() as folder:
        workspace = create_workspace(
            Path(folder) / "w", name="", demo=True, province="22", edition=2561, registers=[]
        )
        bring(workspace, first, "first")
        if not Lake(workspace).snapshots("bmn", 2561):
            return
        assert told(workspace) == slowly(first)
        held = [each for each in first.people if each.sex != "x"]
        with_members = {each.house for each in held}
        if with_members != {each.house for each in first.houses}:
            return
        result = bring(workspace, second, "second")
        if result.snapshot_id is not None:
            assert told(workspace) == slowly(
                replace(second, held_houses=tuple(first.houses), held_people=tuple(held))
            )


def family(place: int, *people: tuple[str, str, tuple[int, int, int]]) -> list[Person]:
    """A household's members from (relation, sex, birth), each with a number of its own."""
    return [
        Person(place, at, relation, sex, birth, 100 * place + at)
        for at, (relation, sex, birth) in enumerate(people, start=1)
    ]


HEAD = ("head", "f", (15, 6, 1960))


@pytest.mark.parametrize(
    ("people", "codes"),
    [
        ([HEAD, ("child", "m", (15, 6, 1972))], []),
        ([HEAD, ("child", "m", (14, 6, 1972))], ["CHECK_052"]),
        ([HEAD, ("child", "m", (0, 6, 1972))], []),
        ([HEAD, ("child", "m", (0, 0, 1971))], ["CHECK_052"]),
        ([HEAD, ("child", "m", (14, 6, 1960))], ["CHECK_051"]),
        ([HEAD, ("child", "m", (0, 0, 0))], []),
        ([("head", "f", (0, 0, 0)), ("child", "m", (1, 1, 1900))], []),
        ([HEAD, ("parent", "m", (16, 6, 1960))], ["CHECK_053"]),
        ([HEAD, ("parent", "m", (16, 6, 1948))], ["CHECK_054"]),
        ([HEAD, ("parent", "m", (15, 6, 1948)), ("parent", "f", (15, 6, 1940))], []),
        ([HEAD, ("parent", "m", (1, 1, 1930)), ("parent", "m", (1, 1, 1931))], ["CHECK_057"]),
        ([HEAD, ("parent", "", (1, 1, 1930)), ("parent", "", (1, 1, 1931))], []),
        ([HEAD, ("grandchild", "m", (15, 6, 1984))], []),
        ([HEAD, ("grandchild", "m", (14, 6, 1984))], ["CHECK_055"]),
        ([HEAD, ("spouse", "m", (1, 1, 1960)), ("spouse", "m", (1, 1, 1961))], ["CHECK_056"]),
        ([HEAD, ("spouse", "f", (1, 1, 1960))], []),
        ([HEAD, HEAD, ("child", "m", (1, 1, 1950))], ["CHECK_044"]),
        ([("head", "m", (16, 1, 2003))], ["CHECK_050"]),
        ([("head", "m", (15, 1, 2003))], []),
        ([("head", "m", (0, 1, 2003))], []),
        ([("sibling", "m", (1, 1, 1990)), ("sibling", "m", (1, 1, 1991))], ["CHECK_043"]),
        ([("sibling", "m", (1, 1, 1990)), ("", "m", (1, 1, 1991))], []),
        ([("sibling", "m", (1, 1, 1990)), ("head", "x", (1, 1, 1991))], []),
        ([HEAD] + [("sibling", "m", (1, 1, 1970))] * 14, []),
        ([HEAD] + [("sibling", "m", (1, 1, 1970))] * 15, ["CHECK_041"]),
    ],
)
def test_only_what_is_certain_is_told(
    workspace: Workspace, people: list[tuple[str, str, tuple[int, int, int]]], codes: list[str]
) -> None:
    lines = Lines([House(1)], family(1, *people))
    assert sorted(code for _, _, code in slowly(lines)) == codes
    result = bring(workspace, lines, "one")
    assert sorted(code for _, _, code in told(workspace)) == codes
    assert result.accepted == result.rows - sum(sex == "x" for _, sex, _ in people)


def test_where_no_relation_means_the_head_nobody_misses_one(workspace: Workspace) -> None:
    path = own_profile(workspace.incoming)
    path.write_text(path.read_text("utf-8").replace('head = "head"', 'head = "first"'), "utf-8")
    files = [
        write(workspace, "h.csv", households_text([House(1)])),
        write(workspace, "m.csv", members_text(family(1, HEAD, ("sibling", "m", (1, 1, 1990))))),
    ]
    result = import_register(workspace, "bmn", files, edition=2561, profile=path)
    assert (result.accepted, result.problems_by_code) == (3, {})


def test_the_household_says_another_number_than_there_are(workspace: Workspace) -> None:
    houses = [House(1, stated=2), House(2, stated=1), House(3, children=2), House(4, elderly=1)]
    lines = Lines(houses, [each for place in (1, 2, 3, 4) for each in family(place, HEAD)])
    result = bring(workspace, lines, "counts")
    assert result.problems_by_code == {"CHECK_040": 1, "CHECK_042": 1}
    newest = Lake(workspace).snapshots("bmn", 2561)[-1]
    rows = pq.read_table(newest.path / WARNINGS).to_pylist()
    assert [(each["source_row"], each["column"], each["detail"]) for each in rows] == [
        (2, "stated_member_count", "2 ≠ 1"),
        (4, "child_0_12_count", "2 > 1"),
    ]


def test_a_preview_tells_the_same_and_a_file_again_tells_nothing(workspace: Workspace) -> None:
    lines = Lines([House(1)], family(1, HEAD, HEAD))
    files = [
        write(workspace, "h.csv", households_text(lines.houses)),
        write(workspace, "m.csv", members_text(lines.people)),
    ]
    profile = own_profile(workspace.incoming)
    preview = preview_import(workspace, "bmn", files, edition=2561, profile=profile)
    result = bring(workspace, lines, "again")
    assert preview.problems_by_code == result.problems_by_code == {"CHECK_044": 1}
    assert bring(workspace, lines, "again").problems_by_code == {}


def test_of_two_files_the_later_row_of_a_member_counts(workspace: Workspace) -> None:
    (head, child) = family(1, HEAD, ("child", "m", (1, 1, 1950)))
    files = [
        write(workspace, "h.csv", households_text([House(1)])),
        write(workspace, "m1.csv", members_text([head, child])),
        write(workspace, "m2.csv", members_text([replace(child, birth=(1, 1, 1990))])),
    ]
    profile = own_profile(workspace.incoming)
    result = import_register(workspace, "bmn", files, edition=2561, profile=profile)
    assert (result.accepted, result.problems_by_code) == (4, {})


def test_every_doubt_is_told_in_both_languages_and_refuses_nothing() -> None:
    for code in (each for each in DOUBTS if each in CATALOGUE):
        entry = CATALOGUE[code]
        assert entry.severity is not Severity.REFUSE
        assert all(text.th and text.en for text in (entry.what, entry.why, entry.do))
