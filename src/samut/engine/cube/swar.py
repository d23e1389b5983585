"""The cells of villages in SQL: several counters packed in one 64-bit sum.

A SUM for each of some 140 statistics would go over 36 million rows 140 times. Here four bits of a
word are spread over four 16-bit counters of one number, and one SUM adds to them all. Rows that
cannot add to a statistic (most people are deprived in nothing and answered everything) are left
out of its sums: that is why there are four queries and not one.

Counters of 16 bits hold cells of fewer than 65,536 rows; where a cell has more, counters have 32
bits, two to a number. They are unpacked before anything is added up further.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from samut.engine.cube.cells import (
    GROUP_KEY,
    PERSONS,
    POOR,
    POOR_SCORE,
    SCORE,
    UNDECIDED,
    Cells,
    Question,
    finish_answered,
    group_of,
    numbered,
)
from samut.engine.whatif.lines import Ints

WORD_BITS = 64
COUNTER_BITS = (16, 32)
KEYS = "village_code, group_key"
KEY_COUNT = 2


@dataclass(frozen=True)
class _Sum:
    """One SUM: its SQL, and the columns of a cell that are counted in it, from the lowest counter up.

    Where there is one column, the sum is that column. None: a bit that nobody asks about.
    """

    sql: str
    columns: tuple[int | None, ...]


@dataclass(frozen=True)
class _Query:
    """The rows that can add to these sums, and the sums."""

    rows: str
    sums: tuple[_Sum, ...]

    @property
    def sql(self) -> str:
        sums = ", ".join(f"({each.sql})::UBIGINT" for each in self.sums)
        return f"SELECT {KEYS}, {sums} FROM ({self.rows}) AS counted GROUP BY {KEYS}"


def cells(question: Question, connection: duckdb.DuckDBPyConnection, relation: str) -> Cells:
    """The cells of the relation's villages, see samut.engine.cube.cells.CellEngine."""
    for bits in COUNTER_BITS:
        everybody = _everybody(question, relation, bits)
        found = connection.sql(everybody.sql).to_arrow_table()
        if (pc.max(found.column(KEY_COUNT)).as_py() or 0) < 1 << bits:
            break
    else:
        raise AssertionError("a cell of more than four thousand million rows")
    codes, village = numbered(found.column(0))
    keys, group = np.unique(found.column(1).to_numpy(), return_inverse=True)
    counts = np.zeros((len(question.statistics), len(codes), len(keys)), np.int64)
    flat = counts.reshape(len(question.statistics), -1)
    _unpack(everybody, found, bits, flat, village * len(keys) + group)
    for query in (
        _deprived(question, relation, bits),
        _poor(question, relation, bits),
        _unknown(question, relation, bits),
    ):
        some = connection.sql(query.sql).to_arrow_table()
        here, village = numbered(some.column(0))
        area, group = np.searchsorted(codes, here)[village], np.searchsorted(keys, some.column(1).to_numpy())
        _unpack(query, some, bits, flat, area * len(keys) + group)
    finish_answered(question, counts)
    return Cells(codes, tuple(group_of(key) for key in keys.tolist()), counts)


def _everybody(question: Question, relation: str, bits: int) -> _Query:
    """How many there are, and how many of them an indicator does not concern."""
    rows = _rows(relation, f"~applies & {question.weighted} AS word")
    return _Query(rows, (_Sum("count(*)", (PERSONS,)), *_spread(question, "answered", bits)))


def _deprived(question: Question, relation: str, bits: int) -> _Query:
    """Of those deprived in anything: scores, poverty by union, headcounts."""
    rows = _rows(relation, "deprived AS word", f"deprived & {question.mask} <> 0")
    unions = [
        (f"word & {mask} <> 0", question.union_column(place, "poor"))
        for place, (_, mask) in enumerate(question.unions)
    ]
    score = _Sum(f"sum({_score(question, 'word')})", (SCORE,))
    return _Query(rows, (score, *_flags(unions, bits), *_spread(question, "deprived", bits)))


def _poor(question: Question, relation: str, bits: int) -> _Query:
    """Of those poor by weights: how many they are, their scores, censored headcounts."""
    some = f"deprived & {question.weighted} <> 0"
    scored = _rows(relation, f"deprived AS word, {_score(question, 'deprived')} AS score", some)
    rows = f"SELECT * FROM ({scored}) AS scored WHERE score >= {question.least}"
    whole = (_Sum("count(*)", (POOR,)), _Sum("sum(score)", (POOR_SCORE,)))
    return _Query(rows, (*whole, *_spread(question, "censored", bits)))


def _unknown(question: Question, relation: str, bits: int) -> _Query:
    """Of those with an answer unknown: which, and whether it leaves their poverty undecided."""
    word, score = f"~known & {question.mask}", _score(question, "deprived")
    columns = f"deprived, {word} AS word, {score} AS score, {_score(question, f'({word})')} AS missing"
    rows = _rows(relation, columns, f"{word} <> 0")
    undecided = [
        (f"score < {question.least} AND score + missing >= {question.least}", UNDECIDED),
        *(
            (f"deprived & {mask} = 0 AND word & {mask} <> 0", question.union_column(place, "undecided"))
            for place, (_, mask) in enumerate(question.unions)
        ),
    ]
    return _Query(rows, (*_flags(undecided, bits), *_spread(question, "unknown", bits)))


def _rows(relation: str, columns: str, where: str = "true") -> str:
    return f"SELECT village_code, {GROUP_KEY}, {columns} FROM {relation} AS people WHERE {where}"


def _score(question: Question, word: str) -> str:
    """The score of a word: indicators that weigh the same are counted together."""
    together: dict[int, int] = {}
    for mask, weight in zip(question.masks, question.weights, strict=True):
        together[weight] = together.get(weight, 0) | mask
    return " + ".join(f"bit_count({word} & {mask})::BIGINT * {weight}" for weight, mask in together.items())


def _flags(conditions: Sequence[tuple[str, int]], bits: int) -> list[_Sum]:
    """Conditions counted together, as many to a sum as there is room for."""
    room, sums = WORD_BITS // bits, []
    for first in range(0, len(conditions), room):
        some = conditions[first : first + room]
        cases = (
            f"CASE WHEN {condition} THEN {1 << bits * place}::BIGINT ELSE 0 END"
            for place, (condition, _) in enumerate(some)
        )
        sums.append(_Sum(f"sum({' + '.join(cases)})", tuple(column for _, column in some)))
    return sums


def _spread(question: Question, what: str, bits: int) -> list[_Sum]:
    """The bits of `word`, each spread over a counter of its own: the indicators' counts of that kind.

    Copies of a few bits, each one bit less than a counter further up, leave one bit at the foot of
    each counter; the others are cut off.
    """
    room = WORD_BITS // bits
    copies = sum(1 << (bits - 1) * place for place in range(room))
    feet = sum(1 << bits * place for place in range(room))
    column = {
        mask.bit_length() - 1: question.indicator_column(what, place)
        for place, mask in enumerate(question.masks)
    }
    sums = []
    for first in range(0, WORD_BITS, room):
        columns = tuple(column.get(bit) for bit in range(first, first + room))
        if any(each is not None for each in columns):
            few = f"((word >> {first}) & {(1 << room) - 1})"
            sums.append(_Sum(f"sum({few} * {copies} & {feet})", columns))
    return sums


def _unpack(query: _Query, table: pa.Table, bits: int, flat: Ints, places: npt.NDArray[Any]) -> None:
    """Put the sums into the columns of the cells; `places` is the cell of each row of the table."""
    for number, each in enumerate(query.sums):
        found = table.column(KEY_COUNT + number).to_numpy().astype("<u8")
        if len(each.columns) == 1 and each.columns[0] is not None:
            flat[each.columns[0], places] = found
            continue
        counters = found.view(f"<u{bits // 8}").reshape(len(found), WORD_BITS // bits)
        for counter, column in enumerate(each.columns):
            if column is not None:
                flat[column, places] = counters[:, counter]
