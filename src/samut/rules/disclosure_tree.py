"""Which counts of a tree of areas are hidden, so that those that are shown together do not tell them.

Why it exists: a small count is worked out from its parent less its siblings, from villages added up
where a tambon is hidden, or from a count it is a part of. So other counts are hidden with it.

How it is made sure: for each hidden count other worlds are named that show exactly the same and in
which it is another number. In such a world people of one hidden count are moved between areas that
hide it, along a way on which every area hides it, so that no shown total changes; and where a part
would become larger than its whole, the whole, hidden too, is moved with it. A count is left alone
when there are enough such worlds; else one more is hidden: a sibling, the parent, the whole, and at
last the count everywhere. Every world keeps what people know anyway: parts are not larger than their
wholes, areas add up, no count is below nought, and a hidden one is at least one.

Rounding what is shown comes on top: nothing here rests on it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from samut.rules.disclosure_policy import Limits

NOBODY = 0
ABOVE_ALL = -1
Amount = float  # people, or no end of them


@dataclass(frozen=True)
class Relation:
    """In every area the counts `lesser` together are at most the counts `greater` together.

    `rest_tells`: who is in the greater and in none of the lesser is a group of people too, and must
    not be small.
    """

    lesser: tuple[str, ...]
    greater: tuple[str, ...]
    rest_tells: bool = False


def hidden_counts(
    parents: Mapping[str, str | None],
    counts: Mapping[str, Mapping[str, int]],
    relations: Sequence[Relation],
    limits: Limits,
    before: Mapping[str, Iterable[str]] | None = None,
) -> dict[str, frozenset[str]]:
    """The areas in which each count is hidden.

    `parents`: every area with the one around it, None for a tree's top. `counts`: for each count, the
    areas that have no areas below, with their numbers; the more important count, and the whole, first.
    `before`: what was hidden earlier and stays so. A count that is nowhere hidden has an empty set.
    """
    table = _Table(parents, counts, relations, limits)
    table.hide_small()
    table.hide_small_rests()
    for name, areas in (before or {}).items():
        table.hide_named(name, areas)
    table.settle()
    return table.told()


@dataclass
class _Group:
    """The hidden areas below one that is shown (or a whole tree: `free`), for one count.

    `leaves`: those without areas below, and how far each can fall and rise by itself.
    """

    free: bool
    members: list[int] = field(default_factory=list)
    leaves: dict[int, tuple[Amount, Amount]] = field(default_factory=dict)
    all_fall: Amount = 0
    all_rise: Amount = 0

    def fall_besides(self, fall: Amount) -> Amount:
        return math.inf if self.free else self.all_fall - fall

    def rise_besides(self, rise: Amount, others: int) -> Amount:
        """How far those can rise who are left; without an end where one of them has none."""
        if self.free:
            return math.inf
        if not others:
            return NOBODY
        return self.all_rise if math.isinf(self.all_rise) else self.all_rise - rise


@dataclass(frozen=True)
class _Rule:
    """A relation by the places of its counts, and how many of each side one world may move at once."""

    lesser: tuple[int, ...]
    greater: tuple[int, ...]
    lesser_moved: int = 1
    greater_moved: int = 1


class _Table:
    """All counts of all areas by place, and what is hidden so far. Hiding only ever grows."""

    def __init__(
        self,
        parents: Mapping[str, str | None],
        counts: Mapping[str, Mapping[str, int]],
        relations: Sequence[Relation],
        limits: Limits,
    ) -> None:
        self.limits, self.relations = limits, relations
        self.names, self.codes = list(counts), _top_down(parents)
        self.place = {code: place for place, code in enumerate(self.codes)}
        around = (parents[code] for code in self.codes)
        self.parent = [ABOVE_ALL if code is None else self.place[code] for code in around]
        self.children: list[list[int]] = [[] for _ in self.codes]
        for area, parent in enumerate(self.parent):
            if parent != ABOVE_ALL:
                self.children[parent].append(area)
        self.counts = [self._added_up(counts[name]) for name in self.names]
        self.hidden = [bytearray(len(self.codes)) for _ in self.names]
        self.as_lesser: list[list[_Rule]] = [[] for _ in self.names]
        self.as_greater: list[list[_Rule]] = [[] for _ in self.names]
        self.rests = [self._rule(each) for each in relations if each.rest_tells]
        for rule in self._counted([self._rule(each) for each in relations]):
            for count in rule.lesser:
                self.as_lesser[count].append(rule)
            for count in rule.greater:
                self.as_greater[count].append(rule)
        self.groups: list[dict[int, _Group]] = [{} for _ in self.names]
        self.unsettled = set(range(len(self.names)))
        self.given_up: set[tuple[int, int]] = set()

    def _rule(self, relation: Relation) -> _Rule:
        number = {name: place for place, name in enumerate(self.names)}
        lesser, greater = (
            tuple(number[each] for each in side) for side in (relation.lesser, relation.greater)
        )
        return _Rule(lesser, greater)

    def _counted(self, rules: Sequence[_Rule]) -> Iterator[_Rule]:
        """The rules, each with how many of its counts are moved by a world that lifts wholes with a part."""
        moved: list[set[int]] = []
        for count in range(len(self.names)):
            wholes = [
                rule.greater[0] for rule in rules if count in rule.lesser and self._may_lift(count, rule)
            ]
            moved.append({count}.union(*(moved[whole] for whole in wholes)))
        for rule in rules:
            lesser, greater = (
                max((len(each & set(side)) for each in moved), default=1)
                for side in (rule.lesser, rule.greater)
            )
            yield replace(rule, lesser_moved=max(lesser, 1), greater_moved=max(greater, 1))

    def _added_up(self, lowest: Mapping[str, int]) -> list[int]:
        found = [NOBODY] * len(self.codes)
        for area in reversed(range(len(self.codes))):
            if not self.children[area]:
                found[area] = lowest.get(self.codes[area], NOBODY)
            if self.parent[area] != ABOVE_ALL:
                found[self.parent[area]] += found[area]
        return found

    # What is hidden for its own sake.

    def hide_small(self) -> None:
        smallest = self.limits.smallest_shown
        for count, numbers in enumerate(self.counts):
            for area, number in enumerate(numbers):
                if NOBODY < number < smallest:
                    self._hide(count, area)

    def hide_small_rests(self) -> None:
        """Where few are left of a whole, the least important count of the two sides is hidden."""
        smallest = self.limits.smallest_shown
        for rule in self.rests:
            involved = (*rule.lesser, *rule.greater)
            for area in range(len(self.codes)):
                if not NOBODY < self._slack(rule, area) < smallest:
                    continue
                told = [each for each in involved if self.counts[each][area]]
                if not any(self.hidden[each][area] for each in told):
                    self._hide(max(told), area)

    def hide_named(self, name: str, areas: Iterable[str]) -> None:
        if name not in self.names:
            return
        count = self.names.index(name)
        for code in areas:
            if code in self.place and self.counts[count][self.place[code]]:
                self._hide(count, self.place[code])

    # What is hidden so that the rest does not tell.

    def settle(self) -> None:
        """Hide more until every hidden count is left in enough doubt; where nothing helps, all of it."""
        closed: set[tuple[int, int]] = set()
        self._settle_all()
        while (left := self._left_over(closed)) is not None:
            closed.add(left)
            self._close(*left)
            self._settle_all()

    def _left_over(self, closed: set[tuple[int, int]]) -> tuple[int, int] | None:
        """A count and a tree in which something was given up and is in too little doubt."""
        for count, area in sorted(self.given_up):
            group = self._group(count, self._top(count, area))
            left = count, next(each for each in self._roots() if self._lies_in(area, each))
            if left not in closed and self._values(count, area, group) < self._fewest:
                return left
        return None

    def _settle_all(self) -> None:
        while self.unsettled:
            count = min(self.unsettled)
            self.unsettled.discard(count)
            for area in reversed(range(len(self.codes))):
                self._settle_below(count, area)
            for root in self._roots():
                if self.hidden[count][root]:
                    self._close(count, root)
                    self._settle_group(count, ~root)

    def told(self) -> dict[str, frozenset[str]]:
        return {
            name: frozenset(
                code for code, hidden in zip(self.codes, self.hidden[count], strict=True) if hidden
            )
            for count, name in enumerate(self.names)
        }

    def _settle_below(self, count: int, area: int) -> None:
        """The group right below an area that is shown."""
        hidden = self.hidden[count]
        if not hidden[area] and any(hidden[child] for child in self.children[area]):
            self._settle_group(count, area)

    def _settle_group(self, count: int, top: int) -> None:
        while (doubtful := self._doubtful(count, top)) is not None:
            self._repair(count, top, doubtful)
            if top >= 0 and self.hidden[count][top]:
                return  # the group is now a part of one further up

    def _doubtful(self, count: int, top: int) -> int | None:
        """A hidden area of the group that too few worlds differ in."""
        group = self._group(count, top)
        for area in group.members:
            if (count, area) not in self.given_up and self._values(count, area, group) < self._fewest:
                return area
        return None

    @property
    def _fewest(self) -> int:
        return self.limits.fewest_values

    def _repair(self, count: int, top: int, area: int) -> None:
        """Hide one more thing that puts this count into more doubt."""
        group = self._group(count, top)
        if self.children[area]:
            within = [each for each in group.leaves if self._lies_in(each, area)]
            if not within or self._inner(count, within) < self._fewest - 1:
                self._hide_or_give_up(count, area, self._smallest_child(count, area))
                return
        elif self._lift(count, area) + self._fall(count, area) < self._fewest - 1:
            if not self._loosen(count, area):
                self.given_up.add((count, area))
            return
        self._extend(count, top)  # a whole tree leaves doubt enough

    def _loosen(self, count: int, area: int) -> bool:
        """A whole stands in the way: hide it as well, or let it move further. False: nothing helps."""
        rule = min(self.as_lesser[count], key=lambda each: self._room(count, each, area), default=None)
        if rule is None or not self._may_lift(count, rule):
            return False
        whole = rule.greater[0]
        if not self.hidden[whole][area]:
            self._hide(whole, area)
            return True
        top = self._top(whole, area)
        if top >= 0 and self._lift(whole, area) > self._upward(whole, area):
            self._extend(whole, top)
            return True
        return self._loosen(whole, area)

    def _extend(self, count: int, top: int) -> None:
        """One more area for a group: a sibling; where none is left the parent; at last all."""
        others = [each for each in self.children[top] if self._can_go_along(count, each)]
        if others:
            need = self._fewest - 1
            by_size = sorted(others, key=lambda each: (self.counts[count][each], each))
            fitting = [each for each in by_size if self._could_fall(count, each) >= need]
            self._hide_down(count, (fitting or by_size)[0])
        elif self.parent[top] == ABOVE_ALL:
            self._close(count, top)
        else:
            self._hide(count, top)

    def _can_go_along(self, count: int, area: int) -> bool:
        return not self.hidden[count][area] and self.counts[count][area] > NOBODY

    def _could_fall(self, count: int, area: int) -> Amount:
        if not self.children[area]:
            return self._fall(count, area)
        return sum(self._could_fall(count, each) for each in self.children[area])

    def _hide_or_give_up(self, count: int, area: int, child: int | None) -> None:
        if child is None:
            self.given_up.add((count, area))
        else:
            self._hide_down(count, child)

    def _hide_down(self, count: int, area: int) -> None:
        """Hide an area, and below it one at each level, unless one is hidden there already."""
        self._hide(count, area)
        while not any(self.hidden[count][child] for child in self.children[area]):
            child = self._smallest_child(count, area)
            if child is None:
                return
            self._hide(count, child)
            area = child

    def _smallest_child(self, count: int, area: int) -> int | None:
        shown = [each for each in self.children[area] if self._can_go_along(count, each)]
        return min(shown, key=lambda each: (self.counts[count][each], each), default=None)

    def _close(self, count: int, root: int) -> None:
        """Hide a count in a whole tree; nought as well, where it could be more."""
        for area in reversed(range(len(self.codes))):
            if not self._lies_in(area, root):
                continue
            if self.children[area]:
                hides = any(self.hidden[count][child] for child in self.children[area])
            else:
                hides = self.counts[count][area] > NOBODY or self._lift(count, area) >= self._fewest - 1
            if hides and not self.hidden[count][area]:
                self._hide(count, area)

    def _hide(self, count: int, area: int) -> None:
        self.groups[count].pop(area, None)
        self.groups[count].pop(self._top(count, area), None)
        self.hidden[count][area] = True
        self.groups[count].pop(self._top(count, area), None)
        self.unsettled.add(count)

    # What the worlds are.

    def _values(self, count: int, area: int, group: _Group) -> Amount:
        """How many numbers a hidden count can be, in the worlds that are named here."""
        within = (
            [area] if area in group.leaves else [each for each in group.leaves if self._lies_in(each, area)]
        )
        fall = sum(group.leaves[each][0] for each in within)
        rise = sum(group.leaves[each][1] for each in within)
        others = len(group.leaves) - len(within)
        lift = max((self._lift(count, each) for each in within), default=NOBODY)
        up = min(max(rise, lift), group.fall_besides(fall))
        down = min(fall, group.rise_besides(rise, others))
        return 1 + up + down

    def _inner(self, count: int, within: Sequence[int]) -> Amount:
        """How far an area above these can move at the most, whatever lies outside it."""
        rise = sum(self._rise(count, each) for each in within)
        lift = max(self._lift(count, each) for each in within)
        return max(rise, lift) + sum(self._fall(count, each) for each in within)

    def _rise(self, count: int, area: int) -> Amount:
        """By how much a count can be more while every other count of the area stays."""
        return min(
            (self._slack(rule, area) // rule.lesser_moved for rule in self.as_lesser[count]), default=math.inf
        )

    def _fall(self, count: int, area: int) -> Amount:
        """By how much it can be less, at least one remaining, while every other count stays."""
        least = max(self.counts[count][area] - 1, NOBODY)
        return min(
            [least, *(self._slack(rule, area) // rule.greater_moved for rule in self.as_greater[count])]
        )

    def _lift(self, count: int, area: int) -> Amount:
        """By how much it can be more when hidden wholes are moved with it."""
        return min((self._room(count, rule, area) for rule in self.as_lesser[count]), default=math.inf)

    def _room(self, count: int, rule: _Rule, area: int) -> Amount:
        room: Amount = self._slack(rule, area) // rule.lesser_moved
        if self._may_lift(count, rule) and self.hidden[rule.greater[0]][area]:
            room += self._upward(rule.greater[0], area)
        return room

    def _may_lift(self, count: int, rule: _Rule) -> bool:
        """A whole is moved with its part; only one that stands before it, so that there is no circle."""
        return len(rule.greater) == 1 and rule.greater[0] < count

    def _upward(self, count: int, area: int) -> Amount:
        group = self._group(count, self._top(count, area))
        return min(self._lift(count, area), group.fall_besides(group.leaves[area][0]))

    def _slack(self, rule: _Rule, area: int) -> int:
        greater = sum(self.counts[each][area] for each in rule.greater)
        return max(greater - sum(self.counts[each][area] for each in rule.lesser), NOBODY)

    # The groups.

    def _top(self, count: int, area: int) -> int:
        """The shown area above, or the tree (as the root's complement) where all above are hidden."""
        while self.parent[area] != ABOVE_ALL:
            area = self.parent[area]
            if not self.hidden[count][area]:
                return area
        return ~area

    def _group(self, count: int, top: int) -> _Group:
        if top not in self.groups[count]:
            self.groups[count][top] = self._gathered(count, top)
        return self.groups[count][top]

    def _gathered(self, count: int, top: int) -> _Group:
        group = _Group(free=top < 0)
        waiting = [~top] if group.free else [each for each in self.children[top] if self.hidden[count][each]]
        while waiting:
            area = waiting.pop()
            group.members.append(area)
            if self.children[area]:
                waiting += [child for child in self.children[area] if self.hidden[count][child]]
            else:
                group.leaves[area] = (self._fall(count, area), self._rise(count, area))
        group.all_fall = sum(fall for fall, _ in group.leaves.values())
        group.all_rise = sum(rise for _, rise in group.leaves.values())
        return group

    def _lies_in(self, area: int, outer: int) -> bool:
        while area > outer:
            area = self.parent[area]
        return area == outer

    def _roots(self) -> Iterator[int]:
        return (area for area, parent in enumerate(self.parent) if parent == ABOVE_ALL)


def _top_down(parents: Mapping[str, str | None]) -> list[str]:
    """The areas, each after the one around it."""
    depth: dict[str, int] = {}

    def depth_of(code: str) -> int:
        if code not in depth:
            parent = parents[code]
            depth[code] = 0 if parent is None else depth_of(parent) + 1
        return depth[code]

    return sorted(parents, key=lambda code: (depth_of(code), code))
