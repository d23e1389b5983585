"""The households of a result with all that tables may ask of them, made once and kept beside the result.

    lake/analysis/<edition>/<result id>-<policy>/household.parquet

Joining the census with the links takes seconds; a table is then one pass over one file. The rows are
microdata without a name, number or id: they stay on the server, only counts of them leave.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb

from samut import __version__
from samut.engine.lake import SPILL, Lake, parquet, quoted, whole_folder
from samut.engine.life_cycle import GREATEST, LEAST, LifeCycleColumns, census_members
from samut.engine.results import HOUSEHOLDS, MEMBERS, REGISTER, MeasureResult
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.life_cycle import Attribution
from samut.rules.policy import Measure, load_measure
from samut.rules.policy_files import policy_version

FOLDER, FILE = "analysis", "household.parquet"
# Answers of the census about the house that say nothing of a person.
HOUSE_ANSWERS = ("tenure_secure", "house_durable", "toilet_hygienic")
WITH = "with_"


def folder_of(workspace: Workspace, result: MeasureResult) -> Path:
    """Where the households of a result lie, once made; another policy or program makes others."""
    return workspace.lake / FOLDER / str(result.edition) / f"{result.result_id}-{_made_by()}"


@cache
def _made_by() -> str:
    """The policy and the program. A process reads the policy once, so it asks once which it is."""
    return f"{policy_version('.')}-{__version__}"


def are_prepared(workspace: Workspace, result: MeasureResult) -> bool:
    """Whether they are there already, so that nobody has to wait."""
    return (folder_of(workspace, result) / FILE).is_file()


def prepared_households(workspace: Workspace, result: MeasureResult) -> Path:
    """The file of the households, made and kept at the first question.

    Rows: one per household. Raises: WORK_004, WORK_005 for the disk, WORK_015 without the census.
    """
    lake, final = Lake(workspace), folder_of(workspace, result)
    if not are_prepared(workspace, result):
        try:
            with whole_folder(lake.root, final) as draft, lake.connect(draft / SPILL) as connection:
                _write(connection, lake, result, draft / FILE)
        except SamutError:
            if not are_prepared(workspace, result):  # else another process was first
                raise
    return final / FILE


def _write(connection: duckdb.DuckDBPyConnection, lake: Lake, result: MeasureResult, path: Path) -> None:
    target = str(path).replace("'", "''")
    connection.execute(
        f"COPY ({households_sql(lake, result)} ORDER BY village_code, deprived, known) "
        f"TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
    )


def households_sql(lake: Lake, result: MeasureResult) -> str:
    """SQL of the households: where, words, persons by register, the head, the members' groups, the house.

    Unknown: NULL. A household whose census names two heads has the first of them.
    """
    members = census_members(lake, result)
    heads = (
        f"SELECT household_id, min_by(sex, member_no) AS head_sex "
        f"FROM {lake.view(REGISTER, MEMBERS, result.edition)} AS member "
        "WHERE relation = 'head' GROUP BY household_id"
    )
    homes = ", ".join(f"any_value({column}) AS {quoted(WITH + group)}" for group, column in _groups(members))
    ages = ", ".join(
        f"min_by({age}, member_no) FILTER (relation = 'head') AS head_{age}" for age in (LEAST, GREATEST)
    )
    persons = f"SELECT household_id, {ages}, {homes} FROM {members.sql} AS person GROUP BY household_id"
    answers = ", ".join(quoted(name) for name in house_answers(load_measure(result.measure)))
    told = f"SELECT household_id, {answers} FROM {lake.view(REGISTER, HOUSEHOLDS, result.edition)} AS told"
    return (
        "SELECT worded.village_code, deprived, known, applies, member_count AS persons, "
        "registered_count AS registered, validated_count AS validated, unlinked_count AS unlinked, "
        "target_count AS target, target_unknown_count AS target_unknown, "
        "homes.* EXCLUDE (household_id), heads.head_sex, told.* EXCLUDE (household_id) "
        f"FROM {parquet(result.households_file)} AS worded "
        f"LEFT JOIN ({persons}) AS homes USING (household_id) "
        f"LEFT JOIN ({heads}) AS heads USING (household_id) "
        f"LEFT JOIN ({told}) AS told USING (household_id)"
    )


def house_answers(measure: Measure) -> tuple[str, ...]:
    """Those of HOUSE_ANSWERS that the census of the measure asks."""
    return tuple(name for name in HOUSE_ANSWERS if name in measure.indicator_set.fact_labels)


def _groups(members: LifeCycleColumns) -> Iterator[tuple[str, str]]:
    """Each life-cycle group, and the column that says whether the household has one of it."""
    for each in members.columns:
        if each.attribution is Attribution.HOUSEHOLD:
            yield each.group, each.name
