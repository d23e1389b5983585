"""One column of a table in Parquet: which rows have which problems, without a look at every row.

Answers repeat, and Parquet keeps each text of a group of rows once: those not met before are checked,
by the SQL of an import, and rows are asked only which text they have. Of a column whose texts differ
from row to row, the SQL sees those alone that may be wrong.
"""

from __future__ import annotations

from threading import Lock

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from samut.engine.registers.cells import BLANKS, HAS_THAI_DIGIT, clean_column
from samut.engine.registers.checks import NUMBER_VALID, Check, cell, problem_list, typed
from samut.engine.registers.personal import number_status
from samut.engine.registers.profile import Table
from samut.engine.registers.spelling import plain_cells
from samut.engine.registers.values import MOST_REMEMBERED

# A cell that cleaning may change: the others are compared as they stand.
UNCLEAN = f"{HAS_THAI_DIGIT}|[{BLANKS}]|^-?$"
PROBLEMS = pa.schema(
    [
        ("row", pa.int64()),
        ("code", pa.string()),
        ("column", pa.string()),
        ("detail", pa.string()),
        ("refused", pa.bool_()),
    ]
)


class CheckedColumn:
    """One column and what is known of its texts so far: which are wrong, and how. For any thread."""

    def __init__(self, table: Table, check: Check) -> None:
        self.table = table
        self.check = check
        self._lock = Lock()
        self._known = pa.array([], pa.string())
        self._wrong = PROBLEMS.empty_table().append_column("text", pa.array([], pa.string()))

    def problems(self, cells: pa.Array, connection: duckdb.DuckDBPyConnection) -> pa.Table:
        """The problems of a group of rows; `row` counts from 0.

        `cells`: texts, or texts coded; persons' numbers as they are compared.
        """
        if not isinstance(cells, pa.DictionaryArray):
            return self._checked(cells, connection).select(PROBLEMS.names)
        wrong = self._wrong_of(cells.dictionary, connection)
        if len(wrong) == 0:
            return PROBLEMS.empty_table()
        place = pc.index_in(wrong["text"], cells.dictionary).combine_chunks()
        here = np.flatnonzero(place.is_valid().to_numpy(zero_copy_only=False))
        texts = place.take(pa.array(here)).to_numpy(zero_copy_only=False)
        order = np.argsort(texts, kind="stable")
        rows, found = _rows_with(texts[order], cells)
        return (
            wrong.take(pa.array(here[order][found]))
            .set_column(0, "row", pa.array(rows))
            .select(PROBLEMS.names)
        )

    def _wrong_of(self, texts: pa.Array, connection: duckdb.DuckDBPyConnection) -> pa.Table:
        if len(texts) > MOST_REMEMBERED:
            return self._checked(texts, connection)
        with self._lock:
            fresh = texts.filter(pc.invert(pc.is_in(texts, self._known)))
            if len(fresh):
                self._known = pa.concat_arrays([self._known, fresh])
                found = self._checked(fresh, connection)
                self._wrong = pa.concat_tables([self._wrong, found]).combine_chunks()
            return self._wrong

    def _checked(self, texts: pa.Array, connection: duckdb.DuckDBPyConnection) -> pa.Table:
        """The problems of these texts, as an import would find them. `row` is the place of the text."""
        name = self.check.column.name
        if self.check.column.kind == "thai_id":
            status = number_status(texts).to_numpy()
            places = np.flatnonzero(status != NUMBER_VALID)
            cells = {f"x_{name}": status[places], f"k_{name}": pa.nulls(len(places), pa.string())}
        else:
            places = np.arange(len(texts))
            coded = pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), cleaned(texts))
            cells = {f"x_{name}": plain_cells(self.check.column.kind, coded).dictionary}
        if len(places) == 0:
            return self._wrong.slice(0, 0)
        # Codes and details are worked out for texts alone that have any problem.
        doubtful = " OR ".join(
            f"coalesce({condition}, false)"
            for condition in (
                f"{cell(name)} IS NULL",
                "true" if self.check.column.kind == "thai_id" else self.check.wrong,
                *(each.when for each in self.check.doubts),
            )
        )
        rows = f"SELECT * FROM ({typed([self.check], ['row', *cells], 'checked_batch')}) WHERE {doubtful}"
        connection.register("checked_batch", pa.table({"row": places, **cells}))
        found = (
            connection.sql(
                f'SELECT "row", p.code, p.column, p.detail, p.refused FROM (SELECT "row", '
                f"unnest({problem_list(self.table, [self.check])}) AS p FROM ({rows}))"
            )
            .to_arrow_table()
            .cast(PROBLEMS)
        )
        connection.unregister("checked_batch")
        return found.append_column("text", texts.take(found["row"].combine_chunks()))


def cleaned(texts: pa.Array) -> pa.Array:
    """`clean_column` of texts of which few need it."""
    unclean = pc.match_substring_regex(texts, UNCLEAN)
    if not pc.any(unclean).as_py():
        return texts
    return pc.replace_with_mask(texts, unclean, clean_column(texts.filter(unclean)))


def _rows_with(
    texts: npt.NDArray[np.int64], cells: pa.DictionaryArray
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rows that have one of some texts, and which of them; texts are in order, one may occur again."""
    wanted = np.zeros(len(cells.dictionary), bool)
    wanted[texts] = True
    codes = cells.indices.to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(wanted[codes])
    first, end = (np.searchsorted(texts, codes[rows], side) for side in ("left", "right"))
    often = end - first
    within = np.arange(often.sum()) - np.repeat(np.cumsum(often) - often, often)
    return np.repeat(rows, often), np.repeat(first, often) + within
