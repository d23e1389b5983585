"""Following people over the editions of a file or of the lake: counts of states, rates, warnings.

Why it exists: the difference of two counts of the poor says nothing of who left and who came. This
says it for everybody who can be followed, and beside it, never in it, what became of the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from samut.engine.panel.rates import Cell, Rate, rates
from samut.engine.panel.rows import (
    Edition,
    PanelColumns,
    check_columns,
    check_values,
    editions_in,
    normal_rows,
)
from samut.engine.panel.states import POOR, STATE_OF_LETTER, UNITS, Pair, counts_sql
from samut.engine.sql_engines import DUCKDB, SqlEngine, open_engine, text
from samut.rules.errors import Problem, SamutError, Text, Where
from samut.rules.panel import LABELS, PanelPolicy, State, change_too_large, load_panel_policy

SCHEMA = pa.schema(
    [
        ("unit", pa.string()),
        ("from", pa.string()),
        ("to", pa.string()),
        ("by", pa.string()),
        ("group", pa.string()),
        ("state", pa.string()),
        ("rate", pa.string()),
        ("poor_before", pa.string()),
        ("poor_after", pa.string()),
        ("count", pa.int64()),
        ("denominator", pa.int64()),
        ("share", pa.float64()),
        ("label_th", pa.string()),
        ("label_en", pa.string()),
    ]
)


@dataclass(frozen=True)
class EditionCounts:
    """What one edition holds. Unit: rows (persons), and of them poor, of unknown poverty, not followable."""

    edition: Edition
    persons: int
    poor: int
    unknown: int
    without_number: int
    number_held_twice: int


@dataclass(frozen=True)
class Panel:
    """What became of everybody.

    `table` has one row per unit, pair of editions, grouping, state and poverty on both sides
    (poor_before, poor_after: yes, no, unknown, or empty: not in that edition), and rows that hold a
    rate with its denominator. `by` is empty for the whole; `group` is NULL where the grouping column
    is (for a household: where its members differ).
    """

    table: pa.Table
    editions: tuple[EditionCounts, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class Asked:
    """What the caller chose. `error`: the chance that an edition takes one for poor who is not, or
    the other way round. `largest_change_percent`: what is still believed; None: as policy says."""

    editions: tuple[str, ...] = ()
    error: float | None = None
    largest_change_percent: float | None = None

    def __post_init__(self) -> None:
        if self.error is not None and not 0 <= self.error <= 1:
            raise SamutError("PANEL_009", name="error-rate", least=0, most=1)
        if self.largest_change_percent is not None and self.largest_change_percent < 0:
            raise SamutError("PANEL_009", name="largest-change", least=0, most="∞")


def follow_file(path: Path, columns: PanelColumns, asked: Asked | None = None) -> Panel:
    """Follow everybody in a file with one row per person and time (CSV or Parquet).

    Raises: ENGINE_010 to ENGINE_013 for a file that cannot be read, MEASURE_001, PANEL_001 to PANEL_004.
    """
    with open_engine(DUCKDB) as engine:
        check_columns(list(engine.columns(path)), columns, path.name)
        relation = engine.relation(path)
        check_values(engine, relation, columns, path.name)
        return follow(engine, relation, columns, asked or Asked(), file=path.name)


def follow(engine: SqlEngine, relation: str, columns: PanelColumns, asked: Asked, file: str = "") -> Panel:
    """Follow everybody in a relation with one row per person and edition, each edition with the next."""
    policy = load_panel_policy(datetime.now(UTC).date())
    rows = normal_rows(relation, columns)
    editions = editions_in(engine, rows, asked.editions)
    held = _edition_counts(engine, rows, editions)
    warnings = _not_followable(held, file)
    lines: list[dict[str, object]] = []
    for place in range(len(editions) - 1):
        pair = Pair(editions[place], editions[place + 1], editions[:place])
        cells = _cells(engine, rows, pair, columns)
        lines += _lines(cells, pair, asked.error)
        warnings += _doubts(held[place], held[place + 1], cells, policy, asked, file)
    return Panel(pa.Table.from_pylist(lines, SCHEMA), tuple(held), tuple(warnings))


def _edition_counts(engine: SqlEngine, rows: str, editions: Sequence[Edition]) -> list[EditionCounts]:
    labels = ", ".join(text(each.label) for each in editions)
    found = engine.table(
        "SELECT edition, sum(n)::BIGINT AS persons, sum(poor)::BIGINT AS poor, "
        "sum(unknown)::BIGINT AS unknown, coalesce(sum(n) FILTER (WHERE person IS NULL), 0)::BIGINT AS bare, "
        "coalesce(sum(n) FILTER (WHERE person IS NOT NULL AND n > 1), 0)::BIGINT AS twice "
        "FROM (SELECT edition, person, count(*) AS n, count(*) FILTER (WHERE poor = 1) AS poor, "
        f"count(*) FILTER (WHERE poor IS NULL) AS unknown FROM ({rows}) WHERE edition IN ({labels}) "
        "GROUP BY edition, person) GROUP BY edition"
    ).to_pylist()
    by_label = {each["edition"]: each for each in found}
    return [
        EditionCounts(
            edition,
            *(by_label[edition.label][name] for name in ("persons", "poor", "unknown", "bare", "twice")),
        )
        for edition in editions
    ]


def _cells(engine: SqlEngine, rows: str, pair: Pair, columns: PanelColumns) -> list[Cell]:
    found = engine.table(counts_sql(rows, pair, len(columns.by))).to_pylist()
    cells = [
        Cell(
            unit=each["unit"],
            by=columns.by[each["by"]] if each["by"] >= 0 else "",
            group="" if each["by"] < 0 else each["group"],
            state=STATE_OF_LETTER[each["state"]],
            before=POOR[each["before"]],
            after=POOR[each["after"]],
            poor_earlier=each["earlier"],
            count=each["count"],
        )
        for each in found
    ]
    order = {name: place for place, name in enumerate(("", *columns.by))}
    return sorted(
        cells,
        key=lambda each: (UNITS.index(each.unit), order[each.by], each.group is None, each.group or ""),
    )


def _lines(cells: Sequence[Cell], pair: Pair, error: float | None) -> Iterable[dict[str, object]]:
    """The rows of the table for one pair of editions: states first, then rates, group by group."""
    groups: dict[tuple[str, str, str | None], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.unit, cell.by, cell.group), []).append(cell)
    for (unit, by, group), within in groups.items():
        head = {
            "unit": unit,
            "from": pair.before.label,
            "to": pair.after.label,
            "by": by,
            "group": group,
            "state": "",
            "rate": "",
            "poor_before": "",
            "poor_after": "",
        }
        counts: Counter[tuple[State, str, str]] = Counter()
        for cell in within:
            counts[cell.state, cell.before or "", cell.after or ""] += cell.count
        for state in State:
            for (found, before, after), count in sorted(counts.items()):
                if found is state:
                    said = {"state": state.value, "poor_before": before, "poor_after": after, "count": count}
                    yield head | said | _labels(LABELS[state])
        for rate in rates(within, error):
            yield head | _rate_line(rate)


def _rate_line(rate: Rate) -> dict[str, object]:
    said = {"rate": rate.id, "count": rate.numerator, "denominator": rate.denominator, "share": rate.share}
    return said | _labels(rate.label)


def _labels(label: Text) -> dict[str, object]:
    return {"label_th": label.th, "label_en": label.en}


def _not_followable(held: Sequence[EditionCounts], file: str) -> list[Problem]:
    return [
        _warning(
            "PANEL_007",
            file,
            edition=each.edition.label,
            count=f"{each.without_number + each.number_held_twice:,}",
            without=f"{each.without_number:,}",
            shared=f"{each.number_held_twice:,}",
        )
        for each in held
        if each.without_number + each.number_held_twice
    ]


def _doubts(
    before: EditionCounts,
    after: EditionCounts,
    cells: Sequence[Cell],
    policy: PanelPolicy,
    asked: Asked,
    file: str,
) -> list[Problem]:
    """What makes the changes between two editions doubtful."""
    since, until = before.edition, after.edition
    found = [
        _warning(
            "PANEL_005",
            file,
            series=each.series,
            since=each.since,
            until=each.until,
            poor_before=f"{each.poor_before:,}",
            poor_after=f"{each.poor_after:,}",
        )
        for each in policy.breaks
        if each.lies_between(since.moment, until.moment)
    ]
    largest = asked.largest_change_percent
    largest = policy.largest_change_percent if largest is None else largest
    if change_too_large(before.poor, after.poor, largest):
        poor = {"poor_before": f"{before.poor:,}", "poor_after": f"{after.poor:,}"}
        found.append(
            _warning("PANEL_006", file, since=since.label, until=until.label, largest=f"{largest:g}", **poor)
        )
    dead = sum(
        each.count
        for each in cells
        if each.unit == "person" and not each.by and each.state is State.DIED and each.after is not None
    )
    if dead:
        found.append(_warning("PANEL_008", file, count=f"{dead:,}", edition=until.label))
    return found


def _warning(code: str, file: str, **values: object) -> Problem:
    return Problem(code, Where(file=file), tuple((name, str(value)) for name, value in values.items()))
