"""Proving the audit: every row read again, its digest computed anew, the chain followed to its head.

What is found: a row that was changed, removed, put in or put elsewhere; rows that were made without the
key; and a tail cut off behind a head that was kept. What is not found: rows cut off since the last head
was kept (a minute at the most), and whatever somebody does who has the key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from samut.web.audit.chain import START, audit_key, digest_of, told_fields
from samut.web.audit.heads import Head, keep_head, kept_heads
from samut.web.audit.models import AppendOnlyModel

# Rows read at once: no writer waits longer for the reading than that takes.
BATCH = 5000
Told = Callable[[int, int], None]
Row = Mapping[str, Any]


class How(StrEnum):
    """The way in which a chain is broken at a row."""

    CHANGED = "changed"
    REMOVED = "removed"
    PUT_IN = "put_in"
    REPLACED = "replaced"
    CUT = "cut"


@dataclass(frozen=True)
class Break:
    """Where a chain is broken first. Rows before it are whole."""

    position: int
    how: How


@dataclass(frozen=True)
class Verdict:
    """What became of reading one chain: rows read, heads they were held against, the first break."""

    chain: str
    rows: int
    heads: int
    broken: Break | None


def chains() -> list[type[AppendOnlyModel]]:
    """Every table that is chained, whichever app it belongs to."""
    return AppendOnlyModel.__subclasses__()


def verify_chain(model: type[AppendOnlyModel], told: Told | None = None) -> Verdict:
    """Read one chain from its start. A chain that is whole leaves a new head behind."""
    chain = str(model._meta.model_name)
    # Before the rows are: heads of rows written meanwhile are none of this reading's.
    heads = kept_heads(chain)
    key, total = audit_key(), _last_position(model)
    position, digest = 0, START
    for row in _rows(model):
        how = _how_it_breaks(row, position, digest, key, chain, heads)
        if how is not None:
            at = position + 1 if how is How.REMOVED else row["position"]
            return Verdict(
                chain, position, len(heads), Break(at, _seen_closer(model, row, digest, how, heads))
            )
        position, digest = row["position"], row["digest"]
        if told is not None and position % BATCH == 0:
            told(position, max(total, position))
    if any(rows > position for rows in heads):
        return Verdict(chain, position, len(heads), Break(position + 1, How.CUT))
    if position:
        keep_head(chain, position, digest, at_once=True)
    return Verdict(chain, position, len(heads), None)


def _last_position(model: type[AppendOnlyModel]) -> int:
    return model.objects.order_by("-position").values_list("position", flat=True).first() or 0


def _rows(model: type[AppendOnlyModel]) -> Iterator[Row]:
    last = None
    while True:
        rest = model.objects.all() if last is None else model.objects.filter(position__gt=last)
        batch = list(rest.order_by("position").values(*told_fields(model), "digest")[:BATCH])
        if not batch:
            return
        yield from batch
        last = batch[-1]["position"]


def _how_it_breaks(
    row: Row, position: int, digest: str, key: bytes, chain: str, heads: Mapping[int, Head]
) -> How | None:
    if row["position"] > position + 1:
        return How.REMOVED
    if row["position"] < position + 1 or not _fits(row, key, chain):
        return How.CHANGED
    head = heads.get(row["position"])
    # Each row fits the key, but not each other, or not what was kept: the rows are another copy's.
    if row["previous"] != digest or (head is not None and head.digest != row["digest"]):
        return How.REPLACED
    return None


def _fits(row: Row, key: bytes, chain: str) -> bool:
    said = {name: value for name, value in row.items() if name != "digest"}
    try:
        return digest_of(key, chain, said) == row["digest"]
    except TypeError:  # a column holds what Samut never wrote there
        return False


def _seen_closer(
    model: type[AppendOnlyModel], row: Row, digest: str, how: How, heads: Mapping[int, Head]
) -> How:
    """Whether a row that does not fit was changed, or stands between two that belong together."""
    if how is not How.CHANGED:
        return how
    later = model.objects.filter(position__gt=row["position"])
    if later.filter(previous=row["digest"]).exists():
        return How.CHANGED
    if later.filter(previous=digest).exists():
        return How.PUT_IN
    # The last of all: one that was there already when a head was kept, or one too many.
    return How.CHANGED if any(rows >= row["position"] for rows in heads) else How.PUT_IN
