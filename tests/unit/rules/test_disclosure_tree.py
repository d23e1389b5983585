"""Which counts of a tree are hidden: small worlds drawn here, each with what must be hidden in it."""

from __future__ import annotations

import random

import pytest

from samut.rules.disclosure_policy import Limits
from samut.rules.disclosure_tree import Relation, hidden_counts

LIMITS = Limits(smallest_shown=5, rounding_base=5, fewest_values=5)


def around(code: str) -> str | None:
    return code[:-1] or None


def hidden(
    drawing: str, *relations: Relation, before: dict[str, list[str]] | None = None
) -> dict[str, set[str]]:
    """The areas in which each count is hidden. The first line names the counts; codes nest by letter."""
    head, *lines = [line.split() for line in drawing.strip().split("\n")]
    counts = {name: {line[0]: int(line[place]) for line in lines} for place, name in enumerate(head, 1)}
    parents = {code[:end]: around(code[:end]) for code, *_ in lines for end in range(1, len(code) + 1)}
    told = hidden_counts(parents, counts, relations, LIMITS, before)
    return {name: set(areas) for name, areas in told.items() if areas}


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        # Nothing is small, and nought is nobody.
        ("poor\nAA 5\nAB 0\nAC 70", set()),
        # The smallest sibling that leaves enough doubt goes with a small count.
        ("poor\nAA 3\nAB 20\nAC 70", {"AA", "AB"}),
        # Two small ones together are not enough doubt; with a third they are.
        ("poor\nAA 2\nAB 2\nAC 70\nAD 9", {"AA", "AB", "AD"}),
        # Both are enough by themselves.
        ("poor\nAA 4\nAB 4\nAC 70", {"AA", "AB"}),
        # No sibling has anybody: the parent goes too, and one of the next amphoe with one of its tambon.
        ("poor\nAAA 3\nAAB 0\nABA 30\nABB 20\nACA 90", {"AAA", "AA", "AB", "ABB"}),
        # Few in all: the count is nowhere shown, not even nought.
        ("poor\nAAA 1\nAAB 0\nABA 2", {"A", "AA", "AB", "AAA", "AAB", "ABA"}),
    ],
)
def test_of_one_count(drawing: str, expected: set[str]) -> None:
    assert hidden(drawing).get("poor", set()) == expected


def test_a_part_is_not_told_by_its_whole() -> None:
    """Five poor, of whom three are target: the target can be told up to five only if poor is shown."""
    drawing = "poor target\nAA 5 3\nAB 60 20\nAC 70 30"
    found = hidden(drawing, Relation(("target",), ("poor",)))
    assert found["target"] == {"AA", "AB"}
    assert "poor" not in found


def test_where_a_whole_leaves_too_little_room_it_is_hidden_too() -> None:
    """Three of five poor are target and two have no number: with five shown, three could not be more."""
    drawing = "poor target nameless\nAA 5 3 2\nAB 60 40 9\nAC 70 30 8"
    found = hidden(drawing, Relation(("target", "nameless"), ("poor",)))
    assert {"AA"} <= found["target"] & found["nameless"] & found["poor"]


def test_few_who_are_left_over_of_a_whole_are_protected() -> None:
    drawing = "persons poor\nAA 50 48\nAB 60 20\nAC 70 30"
    assert not hidden(drawing, Relation(("poor",), ("persons",)))
    assert hidden(drawing, Relation(("poor",), ("persons",), rest_tells=True))["poor"] >= {"AA"}


def test_few_left_over_are_protected_once() -> None:
    """The part is small itself and hidden: nothing more of that area."""
    drawing = "persons poor\nAA 6 3\nAB 60 20\nAC 70 30"
    found = hidden(drawing, Relation(("poor",), ("persons",), rest_tells=True))
    assert "persons" not in found


def test_two_counts_that_are_always_the_same_are_hidden_everywhere_when_one_must_be() -> None:
    drawing = "persons sick\nAA 3 3\nAB 40 40\nAC 50 50"
    same = (Relation(("sick",), ("persons",)), Relation(("persons",), ("sick",)))
    everywhere = {"A", "AA", "AB", "AC"}
    assert hidden(drawing, *same) == {"persons": everywhere, "sick": everywhere}


def test_what_was_hidden_before_stays_hidden_unless_nobody_is_left() -> None:
    drawing = "poor\nAA 30\nAB 20\nAC 70\nAD 0"
    found = hidden(drawing, before={"poor": ["AA", "AD", "ZZ"], "no_longer_counted": ["AA"]})
    assert found == {"poor": {"AA", "AB"}}


def test_a_parent_that_is_hidden_hides_some_of_what_adds_up_to_it() -> None:
    drawing = "poor\nAAA 30\nAAB 20\nABA 70\nABB 50"
    found = hidden(drawing, before={"poor": ["AA"]})["poor"]
    assert {"AA", "AB"} <= found
    assert found & {"AAA", "AAB"}
    assert found & {"ABA", "ABB"}


def test_trees_stand_by_themselves() -> None:
    found = hidden("poor\nAA 3\nAB 20\nBA 1\nBB 80\nBC 90")
    assert found == {"poor": {"AA", "AB", "BA", "BB"}}
    assert hidden("poor\nAA 3\nAB 0\nBA 10\nBB 80") == {"poor": {"A", "AA", "AB"}}


def test_without_areas_nothing_is_hidden() -> None:
    assert hidden_counts({}, {"poor": {}}, (), LIMITS) == {"poor": frozenset()}


NESTED = (
    Relation(("poor", "unknown"), ("persons",), rest_tells=True),
    Relation(("target",), ("poor",)),
    Relation(("sick",), ("poor",)),
    Relation(("sick_target",), ("sick",)),
    Relation(("sick_target",), ("target",)),
)


def drawn(dice: random.Random) -> str:
    """A province of up to three amphoe with up to four tambon each."""
    lines = ["persons poor unknown target sick sick_target"]
    for amphoe in "ABC"[: dice.randint(1, 3)]:
        for tambon in "ABCD"[: dice.randint(1, 4)]:
            persons = dice.randint(0, dice.choice([3, 9, 30, 60]))
            poor = dice.randint(0, persons)
            unknown = dice.randint(0, min(persons - poor, 9))
            target, sick = dice.randint(0, poor), dice.randint(0, poor)
            both = dice.randint(0, min(target, sick))
            lines.append(f"P{amphoe}{tambon} {persons} {poor} {unknown} {target} {sick} {both}")
    return "\n".join(lines)


def test_in_drawn_worlds_a_total_less_its_parts_tells_nothing() -> None:
    dice = random.Random(2561)  # noqa: S311
    for _ in range(1000):
        drawing = drawn(dice)
        found = hidden(drawing, *NESTED)
        codes = {line.split()[0][:end] for line in drawing.split("\n")[1:] for end in range(1, 4)}
        for areas in found.values():
            for parent in codes - areas:
                assert len([area for area in areas if around(area) == parent]) != 1, drawing
            for inner in areas:
                below = [area for area in codes if around(area) == inner]
                assert not below or areas & set(below), drawing
