"""Pairs with what is made of each: one to one where nobody is asked, people's answers before all.

A pair that shares a row with another likely pair is never sure: of two likely persons of one village,
a person says which it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from samut.engine.linkage.decisions import PairKey
from samut.rules.linkage import Answer, Band, Conflict, LinkPolicy, Method, band

PAIR = {
    "pair": pa.string(),
    "edition": pa.int32(),
    "register": pa.string(),
    "register_key": pa.string(),
    "household_id": pa.string(),
    "member_no": pa.int64(),
    "method": pa.string(),
    "probability": pa.float64(),
    "band": pa.string(),
    "conflict": pa.string(),
    "left_file": pa.string(),
    "left_row": pa.int64(),
    "right_file": pa.string(),
    "right_row": pa.int64(),
}
WITHOUT_PLACES = pa.schema([each for each in PAIR.items() if not each[0].endswith(("_file", "_row"))])
Side = tuple[str, object]


@dataclass(frozen=True)
class PairRow:
    """A possible pair before anything is made of it. `probability` None: nothing could be learnt."""

    pair: str
    key: PairKey
    probability: float | None
    conflict: Conflict

    @property
    def sides(self) -> tuple[Side, Side]:
        """The register's row and the member; each belongs to one person of the other side."""
        key = self.key
        return (key.register, key.register_key), (key.register, (key.household_id, key.member_no))


def banded(pairs: Sequence[PairRow], answers: Mapping[str, Answer], policy: LinkPolicy) -> pa.Table:
    """The pairs that are kept, with method and band. `answers`: what people still say, by pair.

    Rows: none for pairs that are different, by probability or by an answer, nor for one whose row a
    person has given to another pair.
    """
    decided = [each for each in pairs if answers.get(each.pair) is Answer.SAME]
    settled = {side for each in decided for side in each.sides}
    left = [each for each in pairs if each.pair not in answers and settled.isdisjoint(each.sides)]
    uses = Counter(side for each in left for side in each.sides)
    rows = [_told(each, Method.DECISION, Band.SAME) for each in decided]
    for each in left:
        rivalled = any(uses[side] > 1 for side in each.sides)
        # Nothing learnt: nobody can say how sure it is, so a person is asked.
        sure = policy.values.ask_probability if each.probability is None else each.probability
        found = band(sure, each.conflict, rivalled=rivalled, policy=policy)
        if found is not Band.DIFFERENT:
            rows.append(_told(each, Method.NAME, found))
    return pa.Table.from_pylist(rows, WITHOUT_PLACES)


def _told(pair: PairRow, method: Method, found: Band) -> dict[str, object]:
    return {
        "pair": pair.pair,
        "edition": pair.key.edition,
        "register": pair.key.register,
        "register_key": pair.key.register_key,
        "household_id": pair.key.household_id,
        "member_no": pair.key.member_no,
        "method": method.value,
        "probability": pair.probability,
        "band": found.value,
        "conflict": pair.conflict.value,
    }
