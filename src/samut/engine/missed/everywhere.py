"""Who is missed in every village at once, kept in the lake beside the result it is of: what pages read.

    lake/missed/<edition>/<result id>-<policy>/{household.parquet, person.parquet, register.parquet}

Counting one area goes over everybody's answers and takes seconds, one village as long as the country.
So everything is counted once by village, and any area is a sum of its villages. Counts only; whatever
is not known stays a count of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from samut import __version__
from samut.engine.areas import COUNTRY
from samut.engine.census_facts import card_sql
from samut.engine.lake import SPILL, Lake, parquet, whole_folder
from samut.engine.life_cycle import census_members
from samut.engine.linkage import REGISTERS, LinkResult, read_link
from samut.engine.missed.cells import HOUSEHOLD_FACTS, HouseholdCell, PersonCell
from samut.engine.missed.counting import Missed, households_sql, link_columns, persons_sql
from samut.engine.missed.registers import TAMBON_DIGITS, RegisterOnly, register_rows_sql
from samut.engine.registers.checks import quote
from samut.engine.results import MeasureResult
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.life_cycle import Attribution, load_life_cycle
from samut.rules.policy_files import policy_version

FOLDER = "missed"
HOUSEHOLDS, PERSONS, REGISTER_ROWS = "household.parquet", "person.parquet", "register.parquet"
NUMBERLESS = "without_number"
Row = TypeVar("Row")


@dataclass(frozen=True)
class VillagePersons:
    """Persons of one village and life-cycle group ("": everybody; NUMBERLESS: without a usable number)."""

    village: str
    cell: PersonCell


@dataclass(frozen=True)
class TambonRows:
    """A register's rows of one tambon ("": the row names none), and those in no surveyed household."""

    register: str
    tambon: str
    persons: int
    in_no_household: int


@dataclass(frozen=True)
class MissedEverywhere:
    """Everything that was counted by village. `in_area` says the same as `missed_of`, at once."""

    result: MeasureResult
    households: tuple[HouseholdCell, ...]
    persons: tuple[VillagePersons, ...]
    registers: tuple[TambonRows, ...]
    linked_registers: frozenset[str]

    def in_area(self, area_code: str = COUNTRY) -> Missed:
        """Who is missed in one area, country to village; nobody where nobody was surveyed."""
        persons = _added_up(self._persons_by_area.get(area_code, ()))
        everybody = [each.persons for each in persons if each.group == ""]
        without = [each.persons for each in persons if each.group == NUMBERLESS]
        labels = load_life_cycle().labels(Attribution.PERSON)
        return Missed(
            area_code,
            self.result.edition,
            self.result.measure,
            tuple(self._households_by_area.get(area_code, ())),
            tuple(each for each in persons if each.group != NUMBERLESS),
            tuple((group, labels[group]) for group in self._groups),
            tuple(self._register_only(register, area_code) for register in REGISTERS),
            sum(everybody),
            sum(without),
        )

    def below(self, area_code: str) -> tuple[str, ...]:
        """The codes one level down in which somebody was surveyed."""
        return tuple(sorted(self._below.get(area_code, ())))

    @cached_property
    def _groups(self) -> tuple[str, ...]:
        """The life-cycle groups that the data tell of, in the order of the policy."""
        told = {each.cell.group for each in self.persons}
        return tuple(id for id in load_life_cycle().labels(Attribution.PERSON) if id in told)

    @cached_property
    def _households_by_area(self) -> dict[str, list[HouseholdCell]]:
        return _by_area(self.households, lambda each: each.village)

    @cached_property
    def _persons_by_area(self) -> dict[str, list[VillagePersons]]:
        return _by_area(self.persons, lambda each: each.village)

    @cached_property
    def _registers_by_area(self) -> dict[str, list[TambonRows]]:
        return _by_area(self.registers, lambda each: each.tambon)

    @cached_property
    def _below(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for village in {each.village for each in self.households}:
            steps = areas_of(village)
            for above, step in pairwise(steps):
                found[above].add(step)
        return found

    def _register_only(self, register: str, area_code: str) -> RegisterOnly:
        if register not in self.linked_registers or (area_code != COUNTRY and len(area_code) > TAMBON_DIGITS):
            return RegisterOnly(register, None, None)
        rows = [each for each in self._registers_by_area.get(area_code, ()) if each.register == register]
        return RegisterOnly(
            register, sum(each.persons for each in rows), sum(each.in_no_household for each in rows)
        )


def areas_of(code: str) -> tuple[str, ...]:
    """The areas a village or tambon lies in, the country first and itself last; "" lies in the country."""
    return (COUNTRY, *(code[:end] for end in range(2, len(code) + 1, 2)))


def _by_area(rows: Iterable[Row], code_of: Callable[[Row], str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for area in areas_of(code_of(row)):
            found[area].append(row)
    return found


def _added_up(rows: Iterable[VillagePersons]) -> tuple[PersonCell, ...]:
    counts: dict[tuple[str, bool | None, bool | None], int] = defaultdict(int)
    for each in rows:
        cell = each.cell
        counts[cell.group, cell.poor, cell.card] += cell.persons
    return tuple(PersonCell(*place, persons) for place, persons in counts.items() if persons)


def folder_of(workspace: Workspace, result: MeasureResult) -> Path:
    """Where the counts of a result lie, once made; another policy or program makes others."""
    return workspace.lake / FOLDER / str(result.edition) / f"{result.result_id}-{_made_by()}"


@cache
def _made_by() -> str:
    """The policy and the program. A process reads the policy once, so it asks once which it is."""
    return f"{policy_version('.')}-{__version__}"


def missed_everywhere(workspace: Workspace, result: MeasureResult) -> MissedEverywhere:
    """The counts of a result, made and kept at the first question.

    Raises: WORK_009 when the link is damaged; WORK_004, WORK_005 for the disk.
    """
    lake, final = Lake(workspace), folder_of(workspace, result)
    linked = read_link(lake.root / "links" / str(result.edition) / result.link_id)
    if not final.is_dir():
        try:
            with whole_folder(lake.root, final) as draft, lake.connect(draft / SPILL) as connection:
                _write(lake, connection, result, linked, draft)
        except SamutError:
            if not final.is_dir():  # else another process was first
                raise
    return _read(lake, final, result, frozenset(linked.editions))


def _write(
    lake: Lake, connection: duckdb.DuckDBPyConnection, result: MeasureResult, linked: LinkResult, draft: Path
) -> None:
    columns = link_columns(connection, linked.path)
    named = ", ".join(("village_code", *HOUSEHOLD_FACTS))
    counts = "count(*)::BIGINT AS households, sum(persons)::BIGINT AS persons"
    households = households_sql(lake, result, columns, COUNTRY)
    _copy(
        connection,
        f"SELECT {named}, {counts} FROM {households} AS household GROUP BY ALL",
        draft / HOUSEHOLDS,
    )
    members = census_members(lake, result)
    own = {each.group: each.name for each in members.columns if each.attribution is Attribution.PERSON}
    asked = {"": "true", NUMBERLESS: "person_key IS NULL", **own}
    groups = ", ".join(
        f"{{'id': {quote(id)}, 'persons': count(*) FILTER ({sql})::BIGINT}}" for id, sql in asked.items()
    )
    persons = persons_sql(members, card_sql(columns, "person."), COUNTRY)
    cells = f"SELECT village_code, poor, card, unnest([{groups}]) AS counted FROM {persons} AS person"
    _copy(
        connection,
        f"SELECT village_code, counted.id AS life_group, poor, card, counted.persons AS persons "
        f"FROM ({cells} GROUP BY village_code, poor, card)",
        draft / PERSONS,
    )
    listed = [
        f"SELECT {quote(register)} AS register, tambon_code, count(*)::BIGINT AS persons, "
        "count(*) FILTER (NOT surveyed)::BIGINT AS in_no_household "
        f"FROM {register_rows_sql(lake, linked, register)} AS listed GROUP BY tambon_code"
        for register in REGISTERS
        if register in linked.editions
    ]
    if listed:
        _copy(connection, " UNION ALL ".join(listed), draft / REGISTER_ROWS)


def _copy(connection: duckdb.DuckDBPyConnection, sql: str, path: Path) -> None:
    connection.execute(f"COPY ({sql}) TO {quote(str(path))} (FORMAT parquet, COMPRESSION zstd)")


def _read(
    lake: Lake, folder: Path, result: MeasureResult, linked_registers: frozenset[str]
) -> MissedEverywhere:
    with lake.read() as connection:

        def rows(name: str, columns: str) -> list[tuple[Any, ...]]:
            return connection.execute(
                f"SELECT {columns} FROM {parquet(folder / name)} ORDER BY ALL"
            ).fetchall()

        facts = ", ".join(HOUSEHOLD_FACTS)
        households = rows(HOUSEHOLDS, f"coalesce(village_code, ''), {facts}, households, persons")
        persons = rows(PERSONS, "coalesce(village_code, ''), life_group, poor, card, persons")
        listed = []
        if (folder / REGISTER_ROWS).is_file():
            listed = rows(REGISTER_ROWS, "register, coalesce(tambon_code, ''), persons, in_no_household")
    return MissedEverywhere(
        result,
        tuple(HouseholdCell(*row) for row in households),
        tuple(VillagePersons(row[0], PersonCell(*row[1:])) for row in persons),
        tuple(TambonRows(*row) for row in listed),
        linked_registers,
    )
