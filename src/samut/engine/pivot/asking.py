"""A table by up to two fields on its rows and two on its columns: one pass over the prepared households."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from samut.engine.areas import COUNTRY
from samut.engine.lake import Lake, parquet
from samut.engine.pivot.fields import Field, FieldKind
from samut.engine.sql_engines import text
from samut.engine.words import poor_sql
from samut.rules.errors import SamutError
from samut.rules.policy import Measure

Key = tuple[str, ...]
Counts = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Filter:
    """Only the households of one class of a field."""

    field: Field
    of: str


@dataclass(frozen=True)
class Asked:
    """What a table is asked for: fields on rows and on columns, filters, and the area it is of."""

    rows: tuple[Field, ...]
    columns: tuple[Field, ...]
    filters: tuple[Filter, ...]
    area: str


@dataclass(frozen=True)
class Grids:
    """The counts of a table, a row and a column of totals last. Shape: rows + 1, columns + 1.

    `target` are the target persons in poor households.
    """

    households: Counts
    persons: Counts
    target: Counts


@dataclass(frozen=True)
class ByClass:
    """What the table would be for each class of a filter's field, the other filters as they are.

    `asked` is the place of the class that the filter asks for.
    """

    grids: tuple[Grids, ...]
    asked: int


@dataclass(frozen=True)
class PivotTable:
    """A table as it is, nothing covered. `by_class`: for each filter the classes beside the one asked for."""

    asked: Asked
    rows: tuple[Key, ...]
    columns: tuple[Key, ...]
    grids: Grids
    by_class: tuple[ByClass, ...] = ()


@dataclass(frozen=True)
class Limits:
    """The most a table may have."""

    cells: int
    classes: int


def pivot(
    lake: Lake, households: Mapping[int, Path], measure: Measure, asked: Asked, limits: Limits
) -> PivotTable:
    """The table of an area. `households` are the prepared households of each edition it counts.

    Raises: ANALYSIS_003 where it has more rows, columns or cells than allowed.
    """
    rows, columns = len(asked.rows), len(asked.columns)
    fields = (*asked.rows, *asked.columns)
    keys = ", ".join(f"{each.sql} AS k{place}" for place, each in enumerate(fields)) or "1 AS nothing"
    classes = ", ".join(f"{each.field.sql} AS f{place}" for place, each in enumerate(asked.filters))
    poor = f"coalesce({poor_sql(measure)}, false)"
    inner = (
        f"SELECT {', '.join(filter(None, (keys, classes)))}, persons, "
        f"CASE WHEN {poor} THEN target ELSE 0 END AS target "
        f"FROM {_prepared(households)} AS prepared{_within(asked.area)}"
    )
    named = [f"k{place}" for place in range(len(fields))] + [
        f"f{place}" for place in range(len(asked.filters))
    ]
    chosen = "".join(f"{name}, " for name in named)
    with lake.read() as connection:
        found = connection.execute(
            f"SELECT {chosen}count(*), coalesce(sum(persons), 0)::BIGINT, coalesce(sum(target), 0)::BIGINT "
            f"FROM ({inner}) AS told GROUP BY ALL"
        ).fetchall()
    lines = [
        _Line(row[:rows], row[rows : rows + columns], row[rows + columns : -3], row[-3:]) for row in found
    ]
    return _laid_out(asked, lines, limits)


def _prepared(households: Mapping[int, Path]) -> str:
    """The households of all editions with a column that says which."""
    parts = (f"SELECT *, '{edition}' AS edition FROM {parquet(path)}" for edition, path in households.items())
    return f"({' UNION ALL BY NAME '.join(parts)})"


def _within(area: str) -> str:
    return "" if area == COUNTRY else f" WHERE starts_with(village_code, {text(area)})"


@dataclass(frozen=True)
class _Line:
    """Households of one class of each field, those of the filters among them, and how many they are."""

    row: Key
    column: Key
    classes: tuple[str, ...]
    counts: tuple[int, ...]


def _laid_out(asked: Asked, lines: Sequence[_Line], limits: Limits) -> PivotTable:
    wanted = tuple(each.of for each in asked.filters)
    here = [line for line in lines if line.classes == wanted]
    rows = _sorted({line.row for line in here}, asked.rows)
    columns = _sorted({line.column for line in here}, asked.columns)
    if len(rows) * len(columns) > limits.cells or max(len(rows), len(columns)) > limits.classes:
        raise SamutError(
            "ANALYSIS_003",
            rows=len(rows),
            columns=len(columns),
            cells=limits.cells,
            classes=limits.classes,
        )
    table = PivotTable(asked, rows, columns, _grids(rows, columns, here))
    by_class = (_by_class(table, lines, place) for place in range(len(wanted)))
    return replace(table, by_class=tuple(by_class))


def _by_class(table: PivotTable, lines: Sequence[_Line], place: int) -> ByClass:
    """The table of each class of one filter's field that anybody is of, and of the class asked for."""
    wanted = [each.of for each in table.asked.filters]
    others = (*wanted[:place], *wanted[place + 1 :])
    found: dict[str, list[_Line]] = {wanted[place]: []}
    for line in lines:
        if (*line.classes[:place], *line.classes[place + 1 :]) == others:
            found.setdefault(line.classes[place], []).append(line)
    names = sorted(found)
    grids = tuple(_grids(table.rows, table.columns, found[name]) for name in names)
    return ByClass(grids, names.index(wanted[place]))


def _sorted(keys: Iterable[Key], fields: Sequence[Field]) -> tuple[Key, ...]:
    """The classes in the order of their field, areas by their code."""
    orders: list[Callable[[str], tuple[int, str]]] = [_order(field) for field in fields]
    return tuple(sorted(keys, key=lambda key: [order(part) for order, part in zip(orders, key, strict=True)]))


def _order(field: Field) -> Callable[[str], tuple[int, str]]:
    if field.kind is FieldKind.PLACE:
        return lambda id: (0, id)
    places = {each.id: place for place, each in enumerate(field.classes)}
    return lambda id: (places[id], id)


def _grids(rows: Sequence[Key], columns: Sequence[Key], lines: Iterable[_Line]) -> Grids:
    row_of, column_of = ({key: place for place, key in enumerate(keys)} for keys in (rows, columns))
    grids = [[[0] * (len(columns) + 1) for _ in range(len(rows) + 1)] for _ in range(3)]
    for line in lines:
        # Another class of a filter may lie in rows that the table does not have.
        row, column = row_of.get(line.row), column_of.get(line.column)
        for grid, count in zip(grids, line.counts, strict=True):
            for down in {row, len(rows)} - {None}:
                for across in {column, len(columns)} - {None}:
                    grid[down][across] += count  # type: ignore[index]
    households, persons, target = (tuple(map(tuple, grid)) for grid in grids)
    return Grids(households, persons, target)
