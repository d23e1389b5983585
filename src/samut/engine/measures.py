"""Measuring: facts and links in, three words a household out, and the histogram of the words.

A result is a folder named after the hash of what went into it (snapshots, link, policy, engine), so
the same question is answered once. It is written elsewhere and renamed: there whole, or not at all.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
from sqlglot import exp

from samut.engine.lake import MANIFEST, Lake, parquet, quoted, whole_folder
from samut.engine.linkage import LinkResult
from samut.engine.live.reassessed import Told, newest_told, overlaid
from samut.engine.results import (
    HOUSEHOLDS,
    REGISTER,
    MeasureResult,
    assessed_on,
    manifest_text,
    open_result,
    result_id_of,
)
from samut.engine.words import DIALECT, WORDS, words_sql
from samut.engine.workspace import Workspace
from samut.rules.kleene import MEMBER_COUNT
from samut.rules.policy import IndicatorSet, load_measure, load_target, policy_version
from samut.rules.targeting import PERSON_FACTS, EditionRule

# Raised whenever the same inputs would give other numbers or other columns.
ENGINE_VERSION = "1"
TARGET = "target-poor"
PLACE = ("household_id", "house_id", "village_code", "latitude", "longitude")
PERSON_COUNTS = (
    "registered_count",
    "validated_count",
    "unlinked_count",
    "target_count",
    "target_unknown_count",
)
STEPS = 4

Progress = Callable[[int, int | None, str], None]


def measure(
    workspace: Workspace, measure_id: str, edition: int, link: LinkResult, progress: Progress | None = None
) -> MeasureResult:
    """Measure every household of the edition and write the result; at once when it is there already.

    Raises: POLICY_… for a measure or target that cannot be used, WORK_015 when nothing was
    imported, WORK_004 and WORK_005 when the result cannot be written.
    """
    told = progress or (lambda done, total, text: None)
    lake = Lake(workspace)
    anew = newest_told(lake, edition)
    planned = _planned(lake, measure_id, edition, link, anew)
    if (planned.folder / MANIFEST).is_file():
        told(STEPS, STEPS, "")
        return replace(open_result(planned.folder), already_there=True)
    rule = load_target(TARGET).rule_for(edition)
    indicator_set = load_measure(measure_id).indicator_set
    with whole_folder(lake.root, planned.folder) as draft, lake.connect(spill=draft / "spill") as connection:
        _count_persons(connection, link.path / "person.parquet", rule)
        told(1, STEPS, "persons")
        view = lake.view(REGISTER, HOUSEHOLDS, edition)
        facts = overlaid(view, anew)
        write_households(connection, facts, indicator_set, assessed_on(edition), draft / "household.parquet")
        told(2, STEPS, "words")
        write_histogram(connection, draft / "household.parquet", draft / "histogram.parquet")
        told(3, STEPS, "histogram")
        result = replace(planned, totals=_totals(connection, draft, view))
        (draft / MANIFEST).write_text(manifest_text(result), encoding="utf-8")
        shutil.rmtree(draft / "spill", ignore_errors=True)
    told(STEPS, STEPS, "")
    return result


def _planned(lake: Lake, measure_id: str, edition: int, link: LinkResult, anew: Told | None) -> MeasureResult:
    """The result as it will be called, before anything is reckoned."""
    planned = MeasureResult(
        result_id="",
        measure=measure_id,
        target=TARGET,
        edition=edition,
        policy_version=policy_version(),
        engine_version=ENGINE_VERSION,
        link_id=link.link_id,
        snapshots=tuple(snapshot.id for snapshot in lake.snapshots(REGISTER, edition)),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        totals={},
        folder=lake.root / "results" / measure_id / str(edition),
        told_id=anew.id if anew else "",
        told_to=anew.last if anew else 0,
    )
    result_id = result_id_of(planned)
    return replace(planned, result_id=result_id, folder=planned.folder / result_id)


def target_sql(rule: EditionRule) -> str:
    """Whether a person of a poor household belongs to the target group, as SQL over the link's columns."""
    person = _PersonInPoorHousehold()
    found: exp.Expression = rule.rule(person)
    return found.sql(DIALECT)


class _PersonInPoorHousehold:
    """A row of the link as a target rule sees it, its household taken for poor.

    Which household is poor depends on the dimensions that are switched on, so it is decided later,
    on the words. That works because no target rule takes in a person of a household that is not.
    """

    def __getattr__(self, name: str) -> exp.Expression:
        if name not in PERSON_FACTS:
            raise AttributeError(name)
        return exp.true() if name == "household_poor" else exp.column(name, quoted=True)


def _count_persons(connection: duckdb.DuckDBPyConnection, persons: Path, rule: EditionRule) -> None:
    """The table `person_count`: each household's members, and how many are in which register."""
    connection.execute(f"CREATE TEMP TABLE person_count AS {person_count_sql(persons, rule)}")


def person_count_sql(persons: Path, rule: EditionRule) -> str:
    """SQL of each household's members by register. Rows: one per household of the link's person.parquet."""
    target = target_sql(rule)
    return f"""
        SELECT household_id,
               count(*) AS {MEMBER_COUNT},
               count(*) FILTER (card_registered) AS registered_count,
               count(*) FILTER (card_validated) AS validated_count,
               count(*) FILTER (card_validated IS NULL) AS unlinked_count,
               count(*) FILTER ({target}) AS target_count,
               count(*) FILTER (({target}) IS NULL) AS target_unknown_count
        FROM {parquet(persons)} GROUP BY household_id
        """


def write_households(
    connection: duckdb.DuckDBPyConnection, view: str, indicator_set: IndicatorSet, on: date, path: Path
) -> None:
    """household.parquet: where each household is, its words, and its persons by register.

    Rows: one per household of the view, by village and household. Reads the table person_count.
    """
    connection.execute(
        f"""
        COPY ({households_sql(view, "person_count", indicator_set, on)} ORDER BY village_code, household_id)
        TO '{_escaped(path)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 8192)
        """
    )


def households_sql(view: str, person_count: str, indicator_set: IndicatorSet, on: date) -> str:
    """SQL of household.parquet, in no order. `person_count` is what person_count_sql gives, after FROM."""
    read = dict.fromkeys(name for indicator in indicator_set.indicators for name in indicator.facts)
    told = [quoted(name) for name in read if name != MEMBER_COUNT]
    place = [quoted(name) for name in PLACE]
    counts = [quoted(name) for name in PERSON_COUNTS]
    chosen = ", ".join([*place, *told, *counts, MEMBER_COUNT])
    facts = f"(SELECT {chosen} FROM {view} AS seen LEFT JOIN {person_count} AS counted USING (household_id))"
    words = words_sql(indicator_set, on, facts, keep=(*PLACE, MEMBER_COUNT, *PERSON_COUNTS))
    columns = ["household_id", "house_id", "village_code", MEMBER_COUNT, *WORDS, *PERSON_COUNTS]
    return f"SELECT {', '.join([*columns, 'latitude', 'longitude'])} FROM ({words}) AS worded"


def write_histogram(connection: duckdb.DuckDBPyConnection, households: Path, path: Path) -> None:
    """histogram.parquet: how many households and persons have which words, by village."""
    connection.execute(
        f"COPY ({histogram_sql(parquet(households))}) "
        f"TO '{_escaped(path)}' (FORMAT parquet, COMPRESSION zstd)"
    )


def histogram_sql(households: str) -> str:
    """SQL of histogram.parquet from what households_sql gives (or the file of it), after FROM.

    Whether the household is poor is the same for all of one line, whichever dimensions are on.
    target_… are the persons and households that belong to the target group if the line is poor.
    """
    return f"""
        SELECT village_code, deprived, known, applies,
               count(*)::BIGINT AS households,
               coalesce(sum({MEMBER_COUNT}), 0)::BIGINT AS persons,
               coalesce(sum(registered_count), 0)::BIGINT AS registered_persons,
               coalesce(sum(validated_count), 0)::BIGINT AS validated_persons,
               coalesce(sum(unlinked_count), 0)::BIGINT AS unlinked_persons,
               coalesce(sum(target_count), 0)::BIGINT AS target_persons,
               coalesce(sum(target_unknown_count), 0)::BIGINT AS target_unknown_persons,
               count(*) FILTER (target_count > 0)::BIGINT AS target_households
        FROM {households} AS counted
        GROUP BY village_code, deprived, known, applies
        ORDER BY village_code, deprived, known, applies
        """


def _totals(connection: duckdb.DuckDBPyConnection, draft: Path, view: str) -> dict[str, int]:
    """The sums of the result; nobody may have been lost or counted twice on the way."""
    names = ("households", "persons", "registered_persons", "validated_persons", "unlinked_persons")
    sums = ", ".join(f"sum({name})::BIGINT" for name in names)
    lines = parquet(draft / "histogram.parquet")
    (row,) = connection.execute(f"SELECT {sums} FROM {lines}").fetchall()
    totals = {name: int(value or 0) for name, value in zip(names, row, strict=True)}
    (households,) = connection.execute(f"SELECT count(*) FROM {view}").fetchall()
    (persons,) = connection.execute(f"SELECT sum({MEMBER_COUNT}) FROM person_count").fetchall()
    if (totals["households"], totals["persons"]) != (households[0], int(persons[0] or 0)):
        raise AssertionError("the result does not hold each household and person exactly once")
    return totals


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")
