"""Panels: for made-up registers the engine says of everybody what the reference function says.

Here the situation of each person and household is found with loops over their rows, slowly and
obviously; the engine finds it with one statement.
"""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from samut.engine.panel.following import Panel, follow_file
from samut.engine.panel.rows import PanelColumns
from samut.rules.panel import (
    FOLLOWED,
    Homes,
    HouseholdKnown,
    Moment,
    PersonKnown,
    Place,
    State,
    born_since,
    household_state,
    person_state,
    recorded_dead,
)
from samut.rules.status import Answer

YEARS = (2561, 2562, 2563)
COLUMNS = PanelColumns("pid", "hh", "year", "poor", area="area", born="born", died="died", by=("sex",))
ANSWERS = {"1": Answer.YES, "0": Answer.NO, "": Answer.UNKNOWN}


@dataclass(frozen=True)
class Row:
    pid: str
    hh: str
    year: int
    poor: str
    area: str
    born: str
    died: str
    sex: str


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """A small register over three editions in which a lot happens; numbers can be missing or held twice."""
    found = []
    for year in YEARS:
        for _ in range(draw(st.integers(1, 7))):
            home = draw(st.sampled_from(["A", "B", "C", "D", ""]))
            found.append(
                Row(
                    pid=draw(st.sampled_from(["1", "2", "3", "4", "5", "6", ""])),
                    hh=home,
                    year=year,
                    poor=draw(st.sampled_from(["1", "0", "0", "1", ""])),
                    area=draw(st.sampled_from(["x", "x", "x", "y", ""])),
                    born=draw(st.sampled_from(["", "", "2540", "2018", "2019", "2561-05-02"])),
                    died=draw(st.sampled_from(["", "", "", "", "2562", "2018", "2020-01-31"])),
                    sex=draw(st.sampled_from(["m", "f", ""])),
                )
            )
    return found


def followed(drawn: list[Row]) -> Panel:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "panel.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(Row.__dataclass_fields__))
            writer.writeheader()
            writer.writerows(vars(row) for row in drawn)
        return follow_file(path, COLUMNS)


def moment(text: str) -> Moment | None:
    if not text:
        return None
    year = int(text[:4])
    day = int(text[5:7] + text[8:10]) if len(text) == 10 else 0
    return Moment(year - 543 if year > 2400 else year, day)


@dataclass(frozen=True)
class Life:
    """A person in two editions, as loops find them."""

    before: Row | None
    after: Row | None
    known: PersonKnown

    @property
    def found(self) -> bool:
        return self.before is not None and self.after is not None and not self.known.died


class Slow:
    """Everything about one pair of editions, by looking at all rows again and again."""

    def __init__(self, drawn: list[Row], before: int, after: int) -> None:
        self.drawn, self.then, self.now = drawn, before, after
        self.held_twice = {
            row.pid for row in drawn if row.year in (before, after) and self._holders(row.pid, row.year) > 1
        }
        pids = {row.pid for row in drawn if row.year in (before, after) and self.is_followable(row)}
        self.lives = {pid: self._without_split(pid) for pid in pids}

    def _holders(self, pid: str, year: int) -> int:
        return sum(row.pid == pid and row.year == year for row in self.drawn) if pid else 0

    def is_followable(self, row: Row) -> bool:
        return bool(row.pid) and row.pid not in self.held_twice

    def _without_split(self, pid: str) -> Life:
        mine = [row for row in self.drawn if row.pid == pid]
        before = next((row for row in mine if row.year == self.then), None)
        after = next((row for row in mine if row.year == self.now), None)
        born = next((row.born for row in (after, before) if row and row.born), "")
        died = next((row.died for row in (after, before) if row and row.died), "")
        then, now = Moment(self.then - 543), Moment(self.now - 543)
        known = PersonKnown(
            before=ANSWERS[before.poor] if before else None,
            after=ANSWERS[after.poor] if after else None,
            place=self._place(before, after),
            born_since=born_since(moment(born), then),
            died=recorded_dead(moment(died), now, listed=after is not None),
            poor_earlier=any(
                row.poor == "1" and row.year < self.then and self._holders(pid, row.year) == 1 for row in mine
            ),
        )
        return Life(before, after, known)

    def _place(self, before: Row | None, after: Row | None) -> Place:
        if before is None or after is None:
            return Place.SAME
        if not before.hh or not after.hh:
            return Place.UNKNOWN
        if before.area and after.area and before.area != after.area:
            return Place.OTHER_AREA
        return Place.SAME if before.hh == after.hh else Place.OTHER_HOUSEHOLD

    def people_of(self, home: str) -> list[Life]:
        """The found people of an old household whose new household is known."""
        return [
            life
            for life in self.lives.values()
            if life.found and life.before and life.after and life.before.hh == home and life.after.hh
        ]

    def is_split(self, home: str) -> bool:
        near = [life for life in self.people_of(home) if life.known.place is not Place.OTHER_AREA]
        return len({life.after.hh for life in near if life.after}) > 1

    def persons(self) -> Counter[tuple[State, str, str]]:
        counts: Counter[tuple[State, str, str]] = Counter()
        for life in self.lives.values():
            split = bool(life.before and life.before.hh) and self.is_split(life.before.hh)  # type: ignore[union-attr]
            known = PersonKnown(**{**vars(life.known), "split": split})
            counts[person_state(known), said(known.before), said(known.after)] += 1
        for row in self.drawn:
            if row.year in (self.then, self.now) and not self.is_followable(row):
                old = ANSWERS[row.poor] if row.year == self.then else None
                new = ANSWERS[row.poor] if row.year == self.now else None
                state = person_state(PersonKnown(old, new, followable=False))
                counts[state, said(old), said(new)] += 1
        return counts

    def households(self) -> Counter[tuple[State, str, str]]:
        counts: Counter[tuple[State, str, str]] = Counter()
        for home in {row.hh for row in self.drawn if row.hh and row.year in (self.then, self.now)}:
            known = self._household(home)
            counts[household_state(known), said(known.before), said(known.after)] += 1
        return counts

    def _household(self, home: str) -> HouseholdKnown:
        before = [row for row in self.drawn if row.hh == home and row.year == self.then]
        after = [row for row in self.drawn if row.hh == home and row.year == self.now]
        people = self.people_of(home)
        homes = {life.after.hh for life in people if life.after}
        areas = [min((row.area for row in side if row.area), default="") for side in (before, after)]
        moved = any(life.known.place is Place.OTHER_AREA for life in people)
        return HouseholdKnown(
            before=household_poor(before),
            after=household_poor(after),
            followable=all(not side or any(map(self.is_followable, side)) for side in (before, after)),
            shared=home in homes,
            other_area=all(areas) and areas[0] != areas[1] if after else moved,
            split=self.is_split(home),
            homes=Homes.NONE if not homes else Homes.ONE if len(homes) == 1 else Homes.SEVERAL,
            died=bool(before) and all(self._dead(row) for row in before),
            known_people=any(self._was_there(row) for row in after),
            poor_earlier=any(
                row.hh == home and row.year < self.then and row.poor == "1" for row in self.drawn
            ),
        )

    def _dead(self, row: Row) -> bool:
        return self.is_followable(row) and self.lives[row.pid].known.died

    def _was_there(self, row: Row) -> bool:
        return self.is_followable(row) and self.lives[row.pid].before is not None


def household_poor(side: list[Row]) -> Answer | None:
    answers = [ANSWERS[row.poor] for row in side]
    for answer in (Answer.YES, Answer.UNKNOWN, Answer.NO):
        if answer in answers:
            return answer
    return None


def said(answer: Answer | None) -> str:
    return "" if answer is None else answer.value


def counted(panel: Panel, unit: str, before: int, after: int) -> Counter[tuple[State, str, str]]:
    counts: Counter[tuple[State, str, str]] = Counter()
    for line in panel.table.to_pylist():
        whole = line["state"] and not line["by"]
        if whole and (line["unit"], line["from"], line["to"]) == (unit, str(before), str(after)):
            counts[State(line["state"]), line["poor_before"], line["poor_after"]] += line["count"]
    return counts


@settings(max_examples=40, deadline=None)
@given(rows())
def test_the_engine_says_what_the_reference_says(drawn: list[Row]) -> None:
    panel = followed(drawn)
    for before, after in pairwise(YEARS):
        slow = Slow(drawn, before, after)
        assert counted(panel, "person", before, after) == slow.persons()
        assert counted(panel, "household", before, after) == slow.households()


@settings(max_examples=12, deadline=None)
@given(rows())
def test_everybody_in_an_edition_has_exactly_one_state(drawn: list[Row]) -> None:
    panel = followed(drawn)
    for before, after in pairwise(YEARS):
        persons = counted(panel, "person", before, after)
        homes = counted(panel, "household", before, after)
        for place, year in ((1, before), (2, after)):
            listed = [row for row in drawn if row.year == year]
            assert sum(count for key, count in persons.items() if key[place]) == len(listed)
            dwellings = {row.hh for row in listed if row.hh}
            assert sum(count for key, count in homes.items() if key[place]) == len(dwellings)


@settings(max_examples=12, deadline=None)
@given(rows())
def test_groups_add_up_and_only_the_found_in_one_household_leave(drawn: list[Row]) -> None:
    panel = followed(drawn)
    whole: Counter[tuple[str, ...]] = Counter()
    parts: Counter[tuple[str, ...]] = Counter()
    for line in panel.table.to_pylist():
        if line["state"]:
            key = tuple(line[name] for name in ("unit", "from", "state", "poor_before", "poor_after"))
            (parts if line["by"] else whole)[key] += line["count"]
            if line["state"] in FOLLOWED:
                assert {line["poor_before"], line["poor_after"]} <= {"yes", "no"}
        elif line["share"] is not None:
            assert line["share"] == line["count"] / line["denominator"]
    assert parts == whole
