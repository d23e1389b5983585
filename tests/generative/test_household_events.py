"""What became of households: the statement agrees with the rule written slowly, on drawn families."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from samut.engine.lake import open_duckdb
from samut.engine.linkage.households import _follow

HOUSES = ("A", "B", "C", "D")
Told = tuple[str, frozenset[str], frozenset[str], int]


@dataclass(frozen=True)
class Life:
    """Where somebody lives in each edition (None: not in it), and what they can be followed by."""

    old: str | None
    new: str | None
    by: str


LIVES = st.builds(
    Life,
    old=st.sampled_from((*HOUSES, None)),
    new=st.sampled_from((*HOUSES, None)),
    # A number of one's own; one that others have too; a name; nothing.
    by=st.sampled_from(("number", "number", "number", "shared", "name", "nothing")),
)
EMPTY = st.frozensets(st.sampled_from(HOUSES), max_size=2)


def followed_by(place: int, life: Life) -> str | None:
    if life.by == "name":
        return f"name {place}" if life.old and life.new else None
    return {"number": f"number {place}", "shared": "shared"}.get(life.by)


def slow(lives: list[Life], empty_before: Iterable[str], empty_after: Iterable[str]) -> Counter[Told]:
    """The events as the rule says them, household by household."""
    marks = [followed_by(place, life) for place, life in enumerate(lives)]
    sides = [[getattr(life, side) for life in lives] for side in ("old", "new")]
    listed = [
        Counter(mark for mark, home in zip(marks, homes, strict=True) if mark and home) for homes in sides
    ]
    twice = {mark for counts in listed for mark, count in counts.items() if count > 1}
    usable = [mark if mark not in twice else None for mark in marks]
    ties: Counter[tuple[str, str]] = Counter()
    for mark in {mark for mark in usable if mark}:
        old = [life.old for life, own in zip(lives, usable, strict=True) if own == mark and life.old]
        new = [life.new for life, own in zip(lives, usable, strict=True) if own == mark and life.new]
        if old and new:
            ties[old[0], new[0]] += 1
    followable = [
        {home for home, mark in zip(homes, usable, strict=True) if home and mark} for homes in sides
    ]
    before, after = (
        {home for home in homes if home} | set(empty)
        for homes, empty in zip(sides, (empty_before, empty_after), strict=True)
    )
    told: Counter[Told] = Counter()

    def tell(event: str, origins: Iterable[str], homes: Iterable[str], persons: int) -> None:
        told[event, frozenset(origins), frozenset(homes), persons] += 1

    for house in before:
        homes = {new for old, new in ties if old == house}
        persons = sum(count for (old, _), count in ties.items() if old == house)
        if len(homes) > 1:
            tell("split", [house], homes, persons)
        elif homes == {house}:
            tell("stayed", [house], homes, persons)
        elif homes and {old for old, new in ties if new in homes} == {house}:
            tell("moved", [house], homes, persons)
        elif not homes and house not in after:
            tell("unknown", [house], [], 0)
    for house in after:
        origins = {old for old, new in ties if new == house}
        others = origins - {house}
        if house in origins and others:
            tell("joined", others, [house], sum(ties[old, house] for old in others))
        elif len(origins) > 1:
            tell("merged", origins, [house], sum(ties[old, house] for old in origins))
        elif not origins and house not in before:
            tell("unknown", [], [house], 0)
    for house in before & after:
        if (house, house) not in ties:
            both = house in followable[0] and house in followable[1]
            tell("replaced" if both else "same_house", [house], [house], 0)
    return told


def tables(lives: list[Life], empty_before: Iterable[str], empty_after: Iterable[str]) -> dict[str, pa.Table]:
    text, whole = pa.string(), pa.int64()
    member = pa.schema(
        [("household_id", text), ("member_no", whole), ("person_key", text), ("village_code", text)]
    )
    sides: dict[str, list[dict[str, object]]] = {"old": [], "new": []}
    named = []
    for place, life in enumerate(lives):
        key = followed_by(place, life) if life.by != "name" else None
        for side, home in (("old", life.old), ("new", life.new)):
            if home:
                sides[side].append(
                    {"household_id": home, "member_no": place, "person_key": key, "village_code": "1"}
                )
        if life.by == "name" and life.old and life.new:
            named.append((life.old, place, life.new, place, 0.999, "same"))
        elif life.old and life.new:
            # Whoever is only likely is not followed.
            named.append((life.old, place, life.new, place, 0.6, "ask"))
    columns = ("old_household", "old_member_no", "new_household", "new_member_no", "probability", "band")
    made = {f"{side}_member": pa.Table.from_pylist(rows, member) for side, rows in sides.items()}
    for side, empty in (("old", empty_before), ("new", empty_after)):
        homes = {str(row["household_id"]) for row in sides[side]} | set(empty)
        made[f"{side}_house"] = pa.table(
            {
                "household_id": pa.array(sorted(homes), text),
                "village_code": pa.array(["1"] * len(homes), text),
            }
        )
    kinds = (text, whole, text, whole, pa.float64(), text)
    made["named"] = pa.Table.from_pylist(
        [dict(zip(columns, row, strict=True)) for row in named],
        pa.schema(list(zip(columns, kinds, strict=True))),
    )
    return made


@settings(max_examples=40, deadline=None)
@given(st.lists(LIVES, max_size=9), EMPTY, EMPTY)
def test_events_agree_with_the_slow_rule(lives: list[Life], before: set[str], after: set[str]) -> None:
    connection = open_duckdb()
    for name, table in tables(lives, before, after).items():
        connection.register(name, table)
    _follow(connection, 2561, 2562)
    rows = connection.execute(
        "SELECT event, from_households, to_households, persons, by_number + by_name FROM event"
    ).fetchall()
    found = Counter((row[0], frozenset(row[1]), frozenset(row[2]), row[3]) for row in rows)
    assert found == slow(lives, before, after)
    assert all(persons == by_evidence for *_, persons, by_evidence in rows)
    # Nobody and no house is lost: whoever is in an edition is in a family, every house in an event.
    sides = connection.execute(
        "SELECT coalesce(sum(persons) FILTER (from_household IS NOT NULL), 0), "
        "coalesce(sum(persons) FILTER (to_household IS NOT NULL), 0) FROM family"
    ).fetchone()
    assert sides == (sum(life.old is not None for life in lives), sum(life.new is not None for life in lives))
    named = [set().union(*(row[place] for row in rows)) if rows else set() for place in (1, 2)]
    homes = [
        {home for life in lives if (home := getattr(life, side))} | set(empty)
        for side, empty in (("old", before), ("new", after))
    ]
    assert named == homes
    connection.close()
