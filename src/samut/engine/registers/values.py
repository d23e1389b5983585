"""What the texts of a table's columns mean, and what is wrong with them: each text is read once.

Answers repeat: of a million cells of a column a few dozen differ. The SQL of the checks therefore runs
over the texts not met before; rows are told only which of the known texts they have. Columns in which
most cells differ are read row by row, by the same SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from samut.engine.lake import quoted
from samut.engine.registers.checks import Check, problem_list, typed
from samut.engine.registers.profile import Table

# A column with more texts than this is read anew in each batch.
MOST_REMEMBERED = 20_000
# Where more than one cell in so many has a text of its own, telling them apart costs more than it saves.
CELLS_PER_TEXT = 4
_PLACE = "place"
PROBLEM = pa.struct(
    [("code", pa.string()), ("column", pa.string()), ("detail", pa.string()), ("refused", pa.bool_())]
)


@dataclass(frozen=True)
class Reading:
    """What one column says in each row of a batch.

    `facts`: the values by name, null unknown. `content`: a number of each row's facts, 0 when none is
    known. `faulty`: the places of rows with a problem, one for each of `problems`.
    """

    facts: dict[str, pa.Array]
    content: npt.NDArray[np.int64]
    faulty: npt.NDArray[np.int64]
    problems: pa.Array


class TableValues:
    """The columns of one table, and the texts that were met in each so far."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: Table, checks: list[Check]) -> None:
        self.connection = connection
        self.table = table
        self.checks = {each.column.name: each for each in checks}
        self.texts = {name: pa.array([], pa.string()) for name in self.checks}
        self.known: dict[str, pa.Table] = {}

    def read(self, batch: pa.Table) -> list[Reading]:
        """What the batch says, column by column. A column that it lacks is unknown in every row."""
        cells = {name: _coded(batch, name) for name in self.checks if not self._is_number(name)}
        repeating = {
            name: each
            for name, each in cells.items()
            if len(each.dictionary) * CELLS_PER_TEXT <= len(each) or not len(each)
        }
        self._learn({name: each.dictionary for name, each in repeating.items()})
        rows = {f"x_{name}": _decoded(each) for name, each in cells.items() if name not in repeating}
        rows.update(self._numbers(batch))
        direct = self._read(rows, [each for each in self.checks if each not in repeating])
        readings = []
        for name, check in self.checks.items():
            if name in repeating:
                place_of_text = pc.index_in(cells[name].dictionary, self.texts[name])
                places = place_of_text.take(cells[name].indices).to_numpy(zero_copy_only=False)
                readings.append(_reading(self.known[name], places, check))
            else:
                readings.append(_reading(direct, np.arange(len(batch)), check))
        return readings

    def _learn(self, met: Mapping[str, pa.Array]) -> None:
        """Read the texts that are not known yet: all columns at once, the shorter filled up with nothing."""
        unseen = {}
        for name, texts in met.items():
            fresh = texts.filter(pc.invert(pc.is_in(texts, self.texts[name]))).unique()
            if len(self.texts[name]) and len(self.texts[name]) + len(fresh) > MOST_REMEMBERED:
                self.texts[name], fresh = self.texts[name][:0], texts.unique()
            if len(fresh) or name not in self.known:
                unseen[name] = fresh
        longest = max(map(len, unseen.values()), default=0)
        filled = {f"x_{name}": _filled(texts, longest) for name, texts in unseen.items()}
        read = self._read(filled, list(unseen))
        for name, texts in unseen.items():
            told = read.select(_names(self.checks[name])).slice(0, len(texts))
            known = [self.known[name].slice(0, len(self.texts[name]))] if name in self.known else []
            self.known[name] = pa.concat_tables([*known, told]).combine_chunks()
            self.texts[name] = pa.concat_arrays([self.texts[name], texts])

    def _numbers(self, batch: pa.Table) -> dict[str, pa.Array]:
        """The two columns of each 13-digit number: what it is, and its keyed hash."""
        arrays = {}
        for name in filter(self._is_number, self.checks):
            for column, kind in ((f"x_{name}", pa.int8()), (f"k_{name}", pa.string())):
                there = column in batch.column_names
                arrays[column] = batch[column] if there else pa.nulls(len(batch), kind)
        return arrays

    def _is_number(self, name: str) -> bool:
        return self.checks[name].column.kind == "thai_id"

    def _read(self, cells: Mapping[str, pa.Array], names: Iterable[str]) -> pa.Table:
        """Facts, content and problems of these columns, row by row."""
        checks = [self.checks[name] for name in names]
        if not checks:
            return pa.table({})
        told = ", ".join(_told(self.table, each) for each in checks)
        rows = len(next(iter(cells.values())))
        self.connection.register("batch", pa.table({_PLACE: np.arange(rows), **cells}))
        try:
            query = f"SELECT {_PLACE}, {told} FROM ({typed(checks, list(cells))})"
            # Two threads hand over their rows as each is ready.
            return self.connection.sql(query).to_arrow_table().sort_by(_PLACE)
        finally:
            self.connection.unregister("batch")


def _coded(batch: pa.Table, name: str) -> pa.DictionaryArray:
    """A column's cells, each different one once; nothing is a text of its own."""
    if f"x_{name}" not in batch.column_names:
        return pa.nulls(len(batch), pa.string()).dictionary_encode("encode")
    cells = _one_array(batch[f"x_{name}"])
    return cells if isinstance(cells, pa.DictionaryArray) else cells.dictionary_encode("encode")


def _decoded(cells: pa.DictionaryArray) -> pa.Array:
    return cells.dictionary.take(cells.indices)


def _filled(texts: pa.Array, length: int) -> pa.Array:
    return pa.concat_arrays([texts, pa.nulls(length - len(texts), pa.string())])


def _reading(read: pa.Table, places: npt.NDArray[Any], check: Check) -> Reading:
    """What was read of the texts, for the rows that have them."""
    name = check.column.name
    every = len(places) == len(read) and check.column.kind == "thai_id"
    taken = pa.array(places)
    facts = {
        each: _one_array(read[each]) if every else _one_array(read[each]).take(taken) for each in check.values
    }
    content = read[f"content {name}"].to_numpy()[places]
    lists = _one_array(read[f"problems {name}"])
    told = pc.list_value_length(lists).to_numpy(zero_copy_only=False)
    if not told.any():
        return Reading(facts, content, np.empty(0, np.int64), pa.array([], PROBLEM))
    faulty = np.flatnonzero(told[places])
    problems = lists.take(pa.array(places[faulty])).flatten().cast(PROBLEM)
    return Reading(facts, content, np.repeat(faulty, told[places[faulty]]), problems)


def _one_array(column: pa.ChunkedArray) -> pa.Array:
    combined = column.combine_chunks()
    return combined.chunk(0) if isinstance(combined, pa.ChunkedArray) else combined


def _names(check: Check) -> list[str]:
    return [*check.values, f"content {check.column.name}", f"problems {check.column.name}"]


def _told(table: Table, check: Check) -> str:
    """SQL of what one column says: its facts, the number of them, its problems."""
    facts = ", ".join(map(quoted, check.values))
    name = check.column.name
    content, problems = quoted(f"content {name}"), quoted(f"problems {name}")
    return f"{facts}, {_content_hash(check)} AS {content}, {problem_list(table, [check])} AS {problems}"


def _content_hash(check: Check) -> str:
    """SQL of a number that is equal for texts that say the same in this column; 0 where nothing is said."""
    names = [quoted(each) for each in check.values]
    said = [f"coalesce(CAST({each} AS VARCHAR), chr(26))" for each in names]
    parts = ", ".join([f"'{check.column.name}'", *said])
    unknown = " AND ".join(f"{each} IS NULL" for each in names)
    number = f"CAST('0x' || left(md5(concat_ws(chr(31), {parts})), 15) AS BIGINT)"
    return f"CASE WHEN {unknown} THEN 0 ELSE {number} END"
