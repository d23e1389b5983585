"""What public tables hide stays hidden: attackers with all that is shown and linear programming try."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from samut.rules.disclosure_policy import Limits
from samut.rules.disclosure_tree import Relation, hidden_counts

LIMITS = Limits(smallest_shown=5, rounding_base=5, fewest_values=5)
RELATIONS = (
    Relation(("poor", "unknown"), ("persons",), rest_tells=True),
    Relation(("target",), ("poor",)),
    Relation(("target_health",), ("target",)),
    Relation(("poor_health",), ("poor",)),
    Relation(("target_health",), ("poor_health",)),
)
SOLVED, WITHOUT_END = 0, 3
NAMES = ("persons", "poor", "unknown", "target", "poor_health", "target_health")


@dataclass(frozen=True)
class World:
    """A tree of areas with the counts of its lowest ones."""

    parents: dict[str, str | None]
    counts: dict[str, dict[str, int]]

    @property
    def lowest(self) -> list[str]:
        return sorted(self.counts["persons"])

    def below(self, area: str) -> list[str]:
        return [each for each in self.lowest if each.startswith(area)]

    def total(self, name: str, area: str) -> int:
        return sum(self.counts[name][each] for each in self.below(area))

    def cells(self) -> list[tuple[str, str]]:
        return [(name, area) for name in self.counts for area in self.parents]


@st.composite
def one_area(draw: st.DrawFn) -> dict[str, int]:
    persons = draw(st.one_of(st.integers(0, 9), st.integers(0, 60)))
    poor = draw(st.integers(0, persons))
    unknown = draw(st.integers(0, min(persons - poor, 9)))
    target = draw(st.integers(0, poor))
    poor_health = draw(st.integers(0, poor))
    target_health = draw(st.integers(0, min(target, poor_health)))
    return dict(zip(NAMES, (persons, poor, unknown, target, poor_health, target_health), strict=True))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A province (1) of one to three amphoe with one to four tambon each."""
    parents: dict[str, str | None] = {"1": None}
    counts: dict[str, dict[str, int]] = {name: {} for name in NAMES}
    for amphoe in range(draw(st.integers(1, 3))):
        parents[f"1{amphoe}"] = "1"
        for tambon in range(draw(st.integers(1, 4))):
            code = f"1{amphoe}{tambon}"
            parents[code] = f"1{amphoe}"
            for name, number in draw(one_area()).items():
                counts[name][code] = number
    return World(parents, counts)


Hidden = dict[str, frozenset[str]]


def hidden_in(world: World) -> Hidden:
    return hidden_counts(world.parents, world.counts, RELATIONS, LIMITS)


def naive(world: World) -> Hidden:
    """Small counts alone."""
    return {
        name: frozenset(area for area in world.parents if 0 < world.total(name, area) < LIMITS.smallest_shown)
        for name in NAMES
    }


class Attacker:
    """Knows every shown figure exactly, that areas add up and parts lie in wholes, and reckons."""

    def __init__(self, world: World, hidden: Hidden) -> None:
        self.world, self.hidden = world, hidden
        keys = [(name, area) for name in NAMES for area in world.lowest]
        self.place = {key: place for place, key in enumerate(keys)}
        shown = [cell for cell in world.cells() if cell[1] not in hidden[cell[0]]]
        self.equal = np.array([self.line(*cell) for cell in shown]).reshape(len(shown), len(keys))
        self.totals = [world.total(*cell) for cell in shown]
        at_most = [
            sum(self.line(name, area) for name in each.lesser)
            - sum(self.line(name, area) for name in each.greater)
            for each in RELATIONS
            for area in world.lowest
        ]
        self.at_most = np.array(at_most)
        # Nought is shown where it can be: so a hidden count is at least one, unless noughts are hidden too.
        self.least = [
            1
            if area in hidden[name]
            and all(world.counts[name][each] for each in world.lowest if each in hidden[name])
            else 0
            for name, area in keys
        ]

    def line(self, name: str, area: str) -> np.ndarray:
        found = np.zeros(len(self.place))
        found[[self.place[name, each] for each in self.world.below(area)]] = 1
        return found

    def values(self, name: str, area: str) -> float:
        """How many numbers a figure can be, for all the attacker knows."""
        ends = []
        for sign in (1, -1):
            solved = linprog(
                sign * self.line(name, area),
                A_ub=self.at_most,
                b_ub=np.zeros(len(self.at_most)),
                A_eq=self.equal if len(self.equal) else None,
                b_eq=self.totals if len(self.equal) else None,
                bounds=[(least, None) for least in self.least],
                method="highs",
            )
            assert solved.status in (SOLVED, WITHOUT_END)
            ends.append(sign * solved.fun if solved.status == SOLVED else math.inf)
        return math.floor(ends[1] + 1e-6) - math.ceil(ends[0] - 1e-6) + 1 if ends[1] < math.inf else math.inf


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_linear_programming_leaves_every_hidden_figure_in_doubt(world: World) -> None:
    hidden = hidden_in(world)
    attacker = Attacker(world, hidden)
    for name in NAMES:
        for area in hidden[name]:
            values = attacker.values(name, area)
            assert values >= LIMITS.fewest_values, (name, area, world.total(name, area), values)


# Three tambon of one amphoe: the second has three target poor. The others of the amphoe tell them.
DRAWN = """
111  60 30 0 20 10 10
112  50 20 0  3 10  2
113  40 20 0  9  9  8
121  50 30 0 20 20 10
"""


def drawn() -> World:
    rows = [line.split() for line in DRAWN.split("\n") if line]
    parents = {"1": None, "11": "1", "12": "1"} | {row[0]: row[0][:2] for row in rows}
    counts = {name: {row[0]: int(row[place]) for row in rows} for place, name in enumerate(NAMES, 1)}
    return World(parents, counts)


def by_differencing(world: World, hidden: Hidden) -> set[tuple[str, str]]:
    """What a shown total less the shown areas within tells, where one of them is hidden alone."""
    found = set()
    for name in NAMES:
        for parent in set(world.parents.values()) - {None}:
            within = [area for area, around in world.parents.items() if around == parent]
            missing = [area for area in within if area in hidden[name]]
            if parent not in hidden[name] and len(missing) == 1:
                found.add((name, missing[0]))
    return found


def test_hiding_small_counts_alone_is_found_out() -> None:
    world = drawn()
    assert by_differencing(world, naive(world)) == {("target", "112"), ("target_health", "112")}
    assert Attacker(world, naive(world)).values("target", "112") == 1


def test_hiding_two_of_a_column_is_found_out_where_the_whole_is_shown() -> None:
    """Of eleven target poor two are hidden with nine: but all nine and two of three are said to be sick."""
    world = drawn()
    siblings = naive(world) | {
        "target": frozenset({"112", "113"}),
        "target_health": frozenset({"112", "113"}),
    }
    attacker = Attacker(world, siblings)
    assert not by_differencing(world, siblings)
    assert attacker.values("target_health", "112") >= LIMITS.fewest_values
    one_shown = siblings | {"target_health": frozenset()}
    assert Attacker(world, one_shown).values("target", "112") < LIMITS.fewest_values


def test_of_the_same_world_nothing_is_found_out() -> None:
    world = drawn()
    hidden = hidden_in(world)
    attacker = Attacker(world, hidden)
    assert {("target", "112"), ("target_health", "112")} <= {
        (name, area) for name in NAMES for area in hidden[name]
    }
    assert not by_differencing(world, hidden)
    for name in NAMES:
        assert all(attacker.values(name, area) >= LIMITS.fewest_values for area in hidden[name])


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_differencing_tells_nothing_and_small_counts_are_never_shown(world: World) -> None:
    hidden = hidden_in(world)
    assert not by_differencing(world, hidden)
    for name, areas in naive(world).items():
        assert areas <= hidden[name]


@settings(max_examples=30, deadline=None)
@given(worlds())
def test_the_naive_rule_would_not_pass(world: World) -> None:
    """The attackers are able: whatever the naive rule leaves to differencing, programming finds as well."""
    hidden = naive(world)
    attacker = Attacker(world, hidden)
    for name, area in by_differencing(world, hidden):
        assert attacker.values(name, area) == 1


@settings(max_examples=40, deadline=None)
@given(worlds(), st.integers(0, 3))
def test_what_was_hidden_stays_hidden_and_protected(world: World, turn: int) -> None:
    earlier = {
        name: [area for place, area in enumerate(sorted(world.parents)) if place % 4 == turn]
        for name in NAMES
    }
    hidden = hidden_counts(world.parents, world.counts, RELATIONS, LIMITS, earlier)
    attacker = Attacker(world, hidden)
    for name in NAMES:
        kept = {area for area in earlier[name] if world.total(name, area)}
        assert kept <= hidden[name]
        assert all(attacker.values(name, area) >= LIMITS.fewest_values for area in hidden[name])
