"""How many belong to each target group in every village, counted once and kept beside the result.

    lake/group_counts/<edition>/<result id>-<policy>/count.parquet

Asking every group goes over everybody several times and takes seconds. A page of an area adds up its
villages. Counts only: who belongs is asked anew, where somebody may see it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from samut import __version__
from samut.engine.areas import COUNTRY
from samut.engine.census_facts import answer_names, census_answers_sql, census_facts_sql
from samut.engine.lake import SPILL, Lake, whole_folder
from samut.engine.life_cycle import census_members
from samut.engine.results import MeasureResult
from samut.engine.target_lists.units import ask, link_columns, measure_of
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.household_levels import HouseholdLevels
from samut.rules.life_cycle import Attribution
from samut.rules.policy_files import policy_version
from samut.rules.status import Answer
from samut.rules.target_groups import GroupKind, TargetGroup, target_groups

FOLDER, COUNTS = "group_counts", "count.parquet"
# A group that has no rule in an edition is not asked in it; that is no answer of nobody.
NO_RULE = ("ASSESS_004", "POLICY_007")
Answers = dict[tuple[str, str], int]


@dataclass(frozen=True)
class GroupCount:
    """How many belong, how many do not, and of how many it is not known: persons, or households."""

    yes: int = 0
    no: int = 0
    unknown: int = 0

    @property
    def asked(self) -> int:
        return self.yes + self.no + self.unknown

    def plus(self, other: GroupCount) -> GroupCount:
        return GroupCount(self.yes + other.yes, self.no + other.no, self.unknown + other.unknown)


@dataclass(frozen=True)
class VillageCount:
    """The count of one group in one village; "" where the village is not known."""

    group: str
    village: str
    count: GroupCount


@dataclass(frozen=True)
class CountedGroups:
    """Every group that has a rule in the edition, by village."""

    result: MeasureResult
    villages: tuple[VillageCount, ...]

    def in_area(self, area_code: str = COUNTRY) -> Mapping[str, GroupCount]:
        """Each group's count; noughts where nobody was asked."""
        return self._areas.get(area_code) or dict.fromkeys(self.groups, GroupCount())

    def below(self, area_code: str) -> tuple[str, ...]:
        """The codes one level down in which somebody was asked."""
        start, digits = ("", 2) if area_code == COUNTRY else (area_code, len(area_code) + 2)
        return tuple(
            sorted(
                code
                for code in self._areas
                if len(code) == digits and code.startswith(start) and code != COUNTRY
            )
        )

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups that have a rule, in the order of the policy."""
        asked = {each.group for each in self.villages}
        return tuple(group.id for group in target_groups() if group.id in asked)

    @cached_property
    def _areas(self) -> dict[str, dict[str, GroupCount]]:
        found: dict[str, dict[str, GroupCount]] = defaultdict(
            lambda: dict.fromkeys(self.groups, GroupCount())
        )
        for each in self.villages:
            ends = range(2, len(each.village) + 1, 2)
            for area in (COUNTRY, *(each.village[:end] for end in ends)):
                found[area][each.group] = found[area][each.group].plus(each.count)
        return dict(found)


def folder_of(workspace: Workspace, result: MeasureResult) -> Path:
    """Where the counts of a result lie, once made; another policy or program makes others."""
    return workspace.lake / FOLDER / str(result.edition) / f"{result.result_id}-{_made_by()}"


@cache
def _made_by() -> str:
    """The policy and the program. A process reads the policy once, so it asks once which it is."""
    return f"{policy_version('.')}-{__version__}"


def are_counted(workspace: Workspace, result: MeasureResult) -> bool:
    """Whether the counts are there already, so that nobody has to wait for them."""
    return (folder_of(workspace, result) / COUNTS).is_file()


def counted_groups(workspace: Workspace, result: MeasureResult) -> CountedGroups:
    """The counts of a result, made and kept at the first question.

    Raises: LIST_001 for a measure that asks what the census has not; WORK_004, WORK_005 for the disk.
    """
    lake, final = Lake(workspace), folder_of(workspace, result)
    if not are_counted(workspace, result):
        try:
            with whole_folder(lake.root, final) as draft, lake.connect(draft / SPILL) as connection:
                pq.write_table(_table(_counted(lake, connection, result)), draft / COUNTS, compression="zstd")
        except SamutError:
            if not are_counted(workspace, result):  # else another process was first
                raise
    rows = pq.read_table(final / COUNTS).to_pylist()
    return CountedGroups(
        result,
        tuple(
            VillageCount(row["group"], row["village_code"], GroupCount(row["yes"], row["no"], row["unknown"]))
            for row in rows
        ),
    )


def _table(counted: Mapping[str, Answers]) -> pa.Table:
    rows = []
    for group, answers in counted.items():
        for village in sorted({village for village, _ in answers}):
            told = {each.value: answers.get((village, each.value), 0) for each in Answer}
            rows.append({"group": group, "village_code": village, **told})
    counts = [(each.value, pa.int64()) for each in Answer]
    schema = pa.schema([("group", pa.string()), ("village_code", pa.string()), *counts])
    return pa.Table.from_pylist(rows, schema)


def _counted(
    lake: Lake, connection: duckdb.DuckDBPyConnection, result: MeasureResult
) -> Mapping[str, Answers]:
    """Each group's answers by village. Life-cycle groups, and levels of a measure, are asked together."""
    found: dict[str, Answers] = _life_cycle(lake, connection, result)
    by_kind = [each for each in target_groups() if each.kind is not GroupKind.LIFE_CYCLE]
    for group in by_kind:
        if group.id in found:
            continue
        try:
            if group.kind is GroupKind.LEVEL:
                same = [each for each in by_kind if (each.kind, each.of) == (group.kind, group.of)]
                found |= _levels(lake, connection, result, same)
            else:
                asked = ask(lake, result, group).sql
                found[group.id] = _grouped(connection, f"SELECT village_code, answer, 1 AS n FROM {asked}")
        except SamutError as error:
            if error.code not in NO_RULE:
                raise
    return found


def _grouped(connection: duckdb.DuckDBPyConnection, sql: str) -> Answers:
    rows = connection.execute(
        f"SELECT coalesce(village_code, ''), answer, sum(n)::BIGINT FROM ({sql}) AS answered GROUP BY ALL"
    ).fetchall()
    return {(village, answer): count for village, answer, count in rows if count}


def _life_cycle(
    lake: Lake, connection: duckdb.DuckDBPyConnection, result: MeasureResult
) -> dict[str, Answers]:
    members = census_members(lake, result)
    own = {each.group: each.name for each in members.columns if each.attribution is Attribution.PERSON}
    groups = [each for each in target_groups() if each.kind is GroupKind.LIFE_CYCLE and each.of in own]
    counts = [
        f"count(*) FILTER ({own[group.of]} IS {said})"
        for group in groups
        for said in ("TRUE", "FALSE", "NULL")
    ]
    rows = connection.execute(
        f"SELECT coalesce(village_code, ''), {', '.join(counts)} FROM {members.sql} AS person GROUP BY ALL"
    ).fetchall()
    names = [each.value for each in (Answer.YES, Answer.NO, Answer.UNKNOWN)]
    return {
        group.id: {
            (row[0], name): row[1 + place * len(names) + number]
            for row in rows
            for number, name in enumerate(names)
        }
        for place, group in enumerate(groups)
    }


def _levels(
    lake: Lake,
    connection: duckdb.DuckDBPyConnection,
    result: MeasureResult,
    groups: Iterable[TargetGroup],
) -> dict[str, Answers]:
    """The levels of one measure: a household is of a level where that is the only one it can have."""
    groups = tuple(groups)
    measure = measure_of(groups[0])
    if not isinstance(measure, HouseholdLevels):
        raise SamutError("LIST_001", measure=measure.id, fact=groups[0].level, nearest="-")
    facts = census_facts_sql(lake, result, link_columns(lake, result))
    rows = connection.execute(
        "SELECT coalesce(village_code, ''), least, most, count(*) "
        f"FROM {census_answers_sql(measure, result.edition, facts)} AS answered GROUP BY ALL"
    ).fetchall()
    found: dict[str, Answers] = {}
    for group in groups:
        place = answer_names(measure).index(group.level) + 1
        answers: Answers = defaultdict(int)
        for village, least, most, count in rows:
            answer = Answer.UNKNOWN if least < most else Answer.YES
            if not least <= place <= most:
                answer = Answer.NO
            answers[village, answer.value] += count
        found[group.id] = dict(answers)
    return found
