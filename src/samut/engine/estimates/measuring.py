"""`samut.measure`: a measure, a data file and a design in; every estimate out, one row each."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from samut import __version__
from samut.engine.estimates.changes import change_table, changes
from samut.engine.estimates.checking import check_data
from samut.engine.estimates.design import SingleCluster
from samut.engine.estimates.levels import levels, sample_of
from samut.engine.estimates.output import labels_of, long_table, with_labels, without_errors
from samut.engine.estimates.tally import Survey, Tally, tally
from samut.engine.life_cycle import LifeCycleFacts
from samut.engine.sql_engines import DUCKDB, open_engine
from samut.rules.alkire_foster import AlkireFoster, Unknown
from samut.rules.errors import SamutError
from samut.rules.measure_files import load_weighted
from samut.rules.policy_files import policy_version
from samut.rules.weighting import Number, cutoff

LEVEL = 95.0


@dataclass(frozen=True)
class Asked:
    """What is asked of the data. `by`: each entry a column, or a hierarchy of columns.

    `on`: the day whose dated numbers the rules of a policy measure take; today unless it is said.
    `everybody`: the data are no sample, so there is no sampling error to show.
    """

    survey: Survey = field(default_factory=Survey)
    by: tuple[tuple[str, ...], ...] = ()
    level: float = LEVEL
    engine: str = DUCKDB
    single_cluster: SingleCluster = SingleCluster.MISSING
    on: date = field(default_factory=lambda: today())
    everybody: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.level < 100:
            raise SamutError("MEASURE_033", found=self.level)

    @property
    def groups(self) -> tuple[str, ...]:
        """Every column that some group is told by."""
        return tuple(dict.fromkeys(name for hierarchy in self.by for name in hierarchy))


@dataclass(frozen=True)
class Estimates:
    """What was estimated, and what has to be said with it.

    `rows` are all of the data, `used` those the estimates rest on; the shares are of the weight too.
    `single_strata` have one cluster. `table` has one row an estimate.
    """

    measure: AlkireFoster
    table: pa.Table
    rows: int
    used: int
    used_weight_share: float
    clusters: int
    degrees_of_freedom: int
    single_strata: tuple[str, ...]

    @property
    def used_share(self) -> float:
        return self.used / self.rows


def measure(
    measure: str | Path | AlkireFoster,
    data: str | Path | pa.Table,
    *,
    weight: str = "",
    psu: str = "",
    strata: str = "",
    by: str | Sequence[str] = (),
    time: str = "",
    cutoff: Number | Sequence[Number] = (),
    unknown: str = "",
    level: float = LEVEL,
    single_cluster: str = SingleCluster.MISSING,
    engine: str = DUCKDB,
    on: date | None = None,
    life_cycle: LifeCycleFacts | None = None,
    labels: bool = False,
) -> pa.Table:
    """Estimate a measure: H, A, M0, headcounts, contributions, population shares.

    `measure` is a name in policy/measures, a TOML file, or a loaded measure; `data` a CSV or Parquet
    file, a folder of Parquet files, or an Arrow table, with a row a household or person. `by` names
    columns; "province,amphoe" is a hierarchy and gives both levels. `cutoff` and `unknown` take the
    place of the measure's own; `life_cycle` says how ages and conditions are told, and gives every
    statistic by life-cycle group too, of the person and of the household.
    Rows: one per estimate, in the columns of output.COLUMNS.

    Raises: POLICY_… and MEASURE_… for a measure or data that cannot be used, all problems of the
    data together; ENGINE_… for data that cannot be read.
    """
    survey = Survey(weight, psu, strata, time, life_cycle)
    asked = Asked(survey, hierarchies(by), level, engine, SingleCluster(single_cluster), on or today())
    chosen = chosen_measure(measure, cutoff, unknown)
    table = estimate_levels(chosen, data, asked).table
    return with_labels(table, labels_of(chosen)) if labels else table


def change(
    measure: str | Path | AlkireFoster,
    data: str | Path | pa.Table,
    *,
    time: str,
    weight: str = "",
    psu: str = "",
    strata: str = "",
    by: str | Sequence[str] = (),
    cutoff: Number | Sequence[Number] = (),
    unknown: str = "",
    level: float = LEVEL,
    single_cluster: str = SingleCluster.MISSING,
    engine: str = DUCKDB,
    on: date | None = None,
    labels: bool = False,
) -> pa.Table:
    """Estimate how a measure changed between the times of a column: absolute, relative, by the year.

    As `measure`, with the columns `change`, `time_from` and `time_to`. Raises: MEASURE_016 for fewer
    than two times.
    """
    survey = Survey(weight, psu, strata, time)
    asked = Asked(survey, hierarchies(by), level, engine, SingleCluster(single_cluster), on or today())
    chosen = chosen_measure(measure, cutoff, unknown)
    table = estimate_changes(chosen, data, asked).table
    return with_labels(table, labels_of(chosen)) if labels else table


def today() -> date:
    """The day whose dated numbers hold unless another is said."""
    return datetime.now(UTC).date()


def hierarchies(by: str | Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """`--by` as it is written: a column, or columns with commas between them; one, or several."""
    several = [by] if isinstance(by, str) else by
    found = (tuple(part.strip() for part in each.split(",") if part.strip()) for each in several)
    return tuple(each for each in found if each)


def chosen_measure(
    measure: str | Path | AlkireFoster, cutoffs: Number | Sequence[Number] = (), unknown: str = ""
) -> AlkireFoster:
    """The measure with other cutoffs or another rule for unknown answers, where they are given."""
    loaded = measure if isinstance(measure, AlkireFoster) else load_weighted(measure)
    several = [cutoffs] if isinstance(cutoffs, Number) else cutoffs
    if several and not loaded.is_union:
        loaded = replace(loaded, cutoffs=tuple(cutoff(each) for each in several))
    return replace(loaded, unknown=Unknown(unknown)) if unknown else loaded


def estimate_levels(chosen: AlkireFoster, data: str | Path | pa.Table, asked: Asked) -> Estimates:
    """The levels of a measure, with what has to be said of them; see `measure`."""
    lines = counted(chosen, data, asked)
    found = levels(
        lines,
        chosen,
        asked.survey,
        asked.by,
        level=asked.level,
        single_cluster=asked.single_cluster,
    )
    return with_notes(chosen, long_table(found, chosen), lines, asked)


def estimate_changes(chosen: AlkireFoster, data: str | Path | pa.Table, asked: Asked) -> Estimates:
    """The changes of a measure, with what has to be said of them; see `change`."""
    lines = counted(chosen, data, asked)
    found = changes(
        lines,
        chosen,
        asked.survey,
        asked.by,
        level=asked.level,
        single_cluster=asked.single_cluster,
    )
    return with_notes(chosen, change_table(found, chosen), lines, asked)


def with_notes(chosen: AlkireFoster, table: pa.Table, lines: Tally, asked: Asked) -> Estimates:
    """A table of estimates with what has to be said of the rows it rests on."""
    sample = sample_of(lines, chosen, asked.survey, asked.single_cluster)
    said = {
        "measure": chosen.id,
        "policy_version": policy_version(),
        "samut_version": __version__,
        "unknown": str(chosen.unknown),
        "on": asked.on.isoformat(),
    }
    weight = float(lines.weight.sum())
    if asked.everybody:
        table = without_errors(table)
    return Estimates(
        measure=chosen,
        table=table.replace_schema_metadata({f"samut.{name}": value for name, value in said.items()}),
        rows=int(lines.rows.sum()),
        used=int(sample.used.rows.sum()),
        used_weight_share=float(sample.used.weight.sum()) / weight if weight else 0.0,
        clusters=int(sample.strata.clusters.sum()),
        degrees_of_freedom=sample.strata.degrees_of_freedom,
        single_strata=sample.strata.single,
    )


def counted(chosen: AlkireFoster, data: str | Path | pa.Table, asked: Asked) -> Tally:
    """The data checked and counted. Raises: MEASURE_… with every problem of the data."""
    if not isinstance(data, str | Path):
        with tempfile.TemporaryDirectory(prefix="samut-data-") as folder:
            path = Path(folder) / "data.parquet"
            pq.write_table(data, path)
            return counted(chosen, path, asked)
    with open_engine(asked.engine) as engine:
        check_data(engine, Path(data), chosen, asked.survey, asked.groups)
        return tally(engine, Path(data), chosen, asked.survey, asked.groups, asked.on)
