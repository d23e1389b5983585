"""Life-cycle groups: for made-up households the columns say what the reference says of each person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from samut.engine.life_cycle import LifeCycleColumns, LifeCycleFacts, life_cycle_columns
from samut.rules.life_cycle import (
    Ages,
    Attribution,
    any_member,
    groups_of,
    load_life_cycle,
    possible_ages,
)
from samut.rules.status import Answer
from samut.rules.thai_dates import PartialDate

GROUPS = load_life_cycle()
TOLD = {"1": True, "0": False, "": None}
SAID = {True: Answer.YES, False: Answer.NO, None: Answer.UNKNOWN}
BORN = LifeCycleFacts("home", born="born", on=date(2018, 2, 28), disabled="lame", bedridden="bed")
AGED = LifeCycleFacts("home", age_years="age", chronic="ill")


@dataclass(frozen=True)
class Person:
    home: str
    year: int | None
    month: int
    day: int
    buddhist: bool
    age: str
    lame: str
    bed: str
    ill: str

    @property
    def born(self) -> str:
        """As a file would have it: a day, a month, a year, or nothing."""
        if self.year is None:
            return ""
        year = self.year + 543 if self.buddhist else self.year
        return f"{year:04d}-{self.month:02d}-{self.day:02d}" if self.month else str(year)

    def ages(self, facts: LifeCycleFacts) -> Ages:
        if facts is AGED:
            years = int(float(self.age)) if self.age not in ("", "?", "-1") else None
            return Ages(years, years)
        if self.year is None or facts.on is None:
            return Ages(None, None)
        day = self.day if self.month else 0
        return possible_ages(PartialDate(self.year, self.month or None, day or None), facts.on)

    def groups(self, facts: LifeCycleFacts) -> dict[str, Answer]:
        told = {"disabled": self.lame, "bedridden": self.bed, "chronic": self.ill}
        return groups_of(
            self.ages(facts), {name: TOLD[said] for name, said in told.items() if facts.of(name)}, GROUPS
        )


@st.composite
def persons(draw: st.DrawFn) -> Person:
    return Person(
        home=draw(st.sampled_from(["A", "B", "C", ""])),
        year=draw(st.none() | st.integers(1955, 2019)),
        month=draw(st.sampled_from([0, 1, 2, 2, 3, 12])),
        day=draw(st.sampled_from([0, 1, 27, 28])),
        buddhist=draw(st.booleans()),
        age=draw(st.sampled_from(["0", "2", "3", "14.9", "15", "59", "60", "", "?", "-1"])),
        lame=draw(st.sampled_from(["1", "0", ""])),
        bed=draw(st.sampled_from(["1", "0", ""])),
        ill=draw(st.sampled_from(["1", "0", ""])),
    )


def by_engine(drawn: list[Person], facts: LifeCycleFacts) -> tuple[LifeCycleColumns, list[dict[str, object]]]:
    names = ("home", "age", "lame", "bed", "ill", "born")
    table = {name: pa.array([getattr(each, name) for each in drawn], pa.string()) for name in names}
    with duckdb.connect(":memory:", config={"threads": "1"}) as connection:
        connection.register("drawn", pa.table(table | {"place": pa.array(range(len(drawn)))}))
        found = life_cycle_columns("drawn", facts)
        rows = connection.sql(f"SELECT * FROM {found.sql} ORDER BY place").to_arrow_table()
    return found, rows.to_pylist()


@settings(max_examples=50, deadline=None)
@given(st.lists(persons(), min_size=1, max_size=9), st.sampled_from([BORN, AGED]))
def test_columns_say_what_the_reference_says(drawn: list[Person], facts: LifeCycleFacts) -> None:
    found, rows = by_engine(drawn, facts)
    assert len(rows) == len(drawn)
    own = [person.groups(facts) for person in drawn]
    for column in found.columns:
        for place, person in enumerate(drawn):
            expected = own[place][column.group]
            if column.attribution is Attribution.HOUSEHOLD and person.home:
                others = [own[i] for i, other in enumerate(drawn) if other.home == person.home]
                expected = any_member([each[column.group] for each in others])
            elif column.attribution is Attribution.HOUSEHOLD and expected is Answer.NO:
                expected = Answer.UNKNOWN
            assert SAID[rows[place][column.name]] is expected, (column.name, person)  # type: ignore[index]


@settings(max_examples=15, deadline=None)
@given(st.lists(persons(), min_size=1, max_size=9))
def test_whoever_belongs_counts_by_household_too(drawn: list[Person]) -> None:
    found, rows = by_engine(drawn, BORN)
    names = {(column.group, column.attribution): column.name for column in found.columns}
    for row in rows:
        for group, attribution in names:
            if attribution is Attribution.PERSON and row[names[group, attribution]]:
                assert row[names[group, Attribution.HOUSEHOLD]]


def test_a_condition_the_data_do_not_hold_has_no_column() -> None:
    columns = life_cycle_columns("drawn", AGED).columns
    assert {column.group for column in columns} & {"disabled", "bedridden", "chronic"} == {"chronic"}
    assert {column.attribution for column in columns} == set(Attribution)


def test_the_columns_are_written_for_spark_too() -> None:
    written = life_cycle_columns("drawn", BORN, dialect="spark").sql
    assert sqlglot.parse_one(f"SELECT * FROM {written}", read="spark").sql("duckdb")
