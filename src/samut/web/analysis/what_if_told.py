"""The answer of a what-if as one viewer may read it: before, after, what remains, the best single steps.

Whoever may not see the area's persons is told no small count, no figure that would give one away, and
what changes to the nearest five: answers to two questions that differ a little then do not tell of one
household. What the page of the area hides is hidden here too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samut.engine.areas import Area, parent_of
from samut.engine.histogram import Figures, IndicatorFigures
from samut.engine.whatif.solving import AnswerLines, Lift, Solved, Solving, Step, lifts, solved, steps
from samut.rules.disclosure import SMALLEST_SHOWN, is_small, rows_to_cover
from samut.rules.errors import Text
from samut.rules.policy import Measure
from samut.web.accounts.policies import AnyUser
from samut.web.analysis.place import Place, policy
from samut.web.areas import queries as areas
from samut.web.insight.figures import AreaFigures, Count, Missing
from samut.web.insight.queries import figures_for, rows_of
from samut.web.insight.switch import Switch

# Counts that give each other away are covered together.
TOGETHER = (
    ("poor_households", "poor_persons"),
    ("target_persons",),
    ("unknown_households", "unknown_persons"),
)
NAMES = tuple(name for group in TOGETHER for name in group)


@dataclass(frozen=True)
class Change:
    """One count before and after."""

    before: Count
    after: Count

    @property
    def difference(self) -> Count:
        if isinstance(self.before, Missing) or isinstance(self.after, Missing):
            return Missing.SMALL
        return self.after - self.before


@dataclass(frozen=True)
class AreaAnswer:
    """One area before and after."""

    area: Area
    poor_households: Change
    poor_persons: Change
    target_persons: Change
    unknown_households: Change
    unknown_persons: Change


@dataclass(frozen=True)
class LabelledChange:
    """A dimension or an indicator: persons in households that fail it, and the target poor of them."""

    id: str
    label: Text
    persons: Change
    target: Change
    solved: bool = False


@dataclass(frozen=True)
class LiftTold:
    """Whom one indicator solved alone would lift."""

    failing: Count
    households: Count
    persons: Count
    to_unknown: Count


@dataclass(frozen=True)
class StepTold:
    """One of the best single steps; `around` is the area its area lies in."""

    area: Area
    around: Area
    label: Text
    households: int
    persons: int
    indicator: str


@dataclass(frozen=True)
class Answer:
    """The whole answer. `asks_nothing`: no indicator is solved, so before and after are one."""

    whole: AreaAnswer
    rows: tuple[AreaAnswer, ...]
    dimensions: tuple[LabelledChange, ...]
    indicators: tuple[LabelledChange, ...]
    lifts: Mapping[str, LiftTold]
    steps: tuple[StepTold, ...]
    asks_nothing: bool

    @property
    def widest(self) -> int:
        """The longest bar of the dimensions."""
        counts = [each.persons.before for each in self.dimensions]
        return max((count for count in counts if isinstance(count, int)), default=0)

    @property
    def remaining(self) -> tuple[LabelledChange, ...]:
        """The indicators that somebody still fails."""
        return tuple(each for each in self.indicators if each.persons.after != 0)


def answer_of(user: AnyUser, place: Place, solving: Solving, lines: AnswerLines) -> Answer:
    """The answer for one viewer."""
    measure, exact = place.held.measure, place.sees
    found = solved(lines, measure, solving, place.code)
    codes = sorted(found.below)
    on_page = figures_for(user, place.held, place.code, Switch())
    below = rows_of(place.held, place.code, Switch(), exact=exact)
    hidden_below = {row.area.code: row.figures for row in below}
    names = {row.area.code: row.area for row in below}
    whole = _rows([place.area], [(found.before, found.after)], [on_page], exact=exact, sum_shown=False)
    rows = _rows(
        [names.get(code) or areas.area(code) for code in codes],
        [found.below[code] for code in codes],
        [hidden_below.get(code) for code in codes],
        exact=exact,
        sum_shown=True,
    )
    told = {id: _lift(lift, exact) for id, lift in lifts(lines, measure, solving.areas).items()}
    return Answer(
        whole[0],
        tuple(rows),
        _dimensions(measure, found, on_page, exact),
        _indicators(measure, found, solving, exact),
        told,
        _steps(place, measure, lines),
        not solving.indicators,
    )


def _rows(
    places: Sequence[Area],
    both: Sequence[tuple[Figures, Figures]],
    on_page: Sequence[AreaFigures | None],
    *,
    exact: bool,
    sum_shown: bool,
) -> list[AreaAnswer]:
    hidden = [frozenset[str]() for _ in both] if exact else _hidden(both, on_page, sum_shown=sum_shown)
    return [
        AreaAnswer(
            area,
            **{name: _change(before, after, name, covered, exact) for name in NAMES},
        )
        for area, (before, after), covered in zip(places, both, hidden, strict=True)
    ]


def _change(before: Figures, after: Figures, name: str, covered: frozenset[str], exact: bool) -> Change:
    was, then = int(getattr(before, name)), int(getattr(after, name))
    return Change(
        Missing.SMALL if f"{name} before" in covered else was,
        Missing.SMALL if f"{name} after" in covered else then if exact else rounded(then, was),
    )


def rounded(after: int, before: int) -> int:
    """What would be: what changed to the nearest five, nought as nought, and never a small count."""
    if after in (0, before):
        return after
    changed = round((before - after) / SMALLEST_SHOWN) * SMALLEST_SHOWN
    return max(SMALLEST_SHOWN, before - changed)


def _hidden(
    both: Sequence[tuple[Figures, Figures]], on_page: Sequence[AreaFigures | None], *, sum_shown: bool
) -> list[frozenset[str]]:
    """What is covered in each row: "poor_households before" and so on."""
    found: list[set[str]] = [set() for _ in both]
    for group in TOGETHER:
        elsewhere = {
            place
            for place, figures in enumerate(on_page)
            if figures is not None and any(isinstance(getattr(figures, name), Missing) for name in group)
        }
        was = [[int(getattr(before, name)) for name in group] for before, _ in both]
        then = [[int(getattr(after, name)) for name in group] for _, after in both]
        moved = [
            [*now, *(abs(one - other) for one, other in zip(now, old, strict=True))]
            for now, old in zip(then, was, strict=True)
        ]
        before = rows_to_cover(was, elsewhere, sum_shown=sum_shown)
        after = rows_to_cover(moved, before, sum_shown=sum_shown)
        for when, covered in (("before", before), ("after", after)):
            for place in covered:
                found[place] |= {f"{name} {when}" for name in group}
    return [frozenset(each) for each in found]


def _dimensions(
    measure: Measure, found: Solved, on_page: AreaFigures | None, exact: bool
) -> tuple[LabelledChange, ...]:
    shown = on_page.dimensions if on_page is not None else ()
    told = []
    pairs = zip(measure.dimensions, found.before.dimensions, found.after.dimensions, strict=True)
    for place, (each, before, after) in enumerate(pairs):
        page = shown[place] if shown else None
        poor, target = (
            page is not None and isinstance(getattr(page, name), Missing)
            for name in ("poor_persons", "target_persons")
        )
        persons = _alone(before.poor_persons, after.poor_persons, exact, poor)
        targets = _alone(before.target_persons, after.target_persons, exact, target)
        told.append(LabelledChange(each.id, each.label, persons, targets))
    return tuple(told)


def _indicators(measure: Measure, found: Solved, solving: Solving, exact: bool) -> tuple[LabelledChange, ...]:
    """The indicators of the measure that somebody fails before, most failing first."""
    labels = {each.id: each for each in measure.indicator_set.indicators}
    inside = {id for dimension in measure.dimensions for id in dimension.indicators}

    def told(before: IndicatorFigures, after: IndicatorFigures) -> LabelledChange:
        return LabelledChange(
            before.id,
            Text(
                f"{before.number}. {labels[before.id].label.th}",
                f"{before.number}. {labels[before.id].label.en}",
            ),
            _alone(before.failing_persons, after.failing_persons, exact),
            _alone(before.target_persons, after.target_persons, exact),
            before.id in solving.indicators,
        )

    failing = [both for both in found.indicators if both[0].id in inside and both[0].failing_persons]
    failing.sort(key=lambda both: (-both[1].failing_persons, both[0].number))
    return tuple(told(*both) for both in failing)


def _alone(before: int, after: int, exact: bool, hidden: bool = False) -> Change:
    """A count that no total stands beside; `hidden`: the page of the area hides it."""
    if exact:
        return Change(before, after)
    moved = hidden or is_small(after) or is_small(abs(before - after))
    return Change(
        Missing.SMALL if hidden or is_small(before) else before,
        Missing.SMALL if moved else rounded(after, before),
    )


def _lift(lift: Lift, exact: bool) -> LiftTold:
    counts = (lift.failing, lift.households, lift.persons, lift.to_unknown)
    if exact:
        return LiftTold(*counts)
    if is_small(lift.households) or is_small(lift.persons):
        return LiftTold(*(Missing.SMALL,) * len(counts))
    return LiftTold(*(Missing.SMALL if is_small(each) else nearest_five(each) for each in counts))


def nearest_five(count: int) -> int:
    """What is told of groups one after the other adds up to all: to the nearest five it tells of nobody."""
    return max(SMALLEST_SHOWN, round(count / SMALLEST_SHOWN) * SMALLEST_SHOWN) if count else 0


def _steps(place: Place, measure: Measure, lines: AnswerLines) -> tuple[StepTold, ...]:
    """Villages for whoever may see their persons; for others the level below, what is small left out."""
    digits = areas.VILLAGE_DIGITS
    if not place.sees:
        digits = min(digits, len(place.code) + 2)
    found = steps(lines, measure, digits)
    if not place.sees:
        found = tuple(step for step in found if step not in _covered(found))
    found = found[: policy().steps_shown]
    labels = {each.id: each.label for each in measure.indicator_set.indicators}
    codes = {code for step in found for code in (step.area, parent_of(step.area) or areas.COUNTRY)}
    named = _named(tuple(sorted(codes)))
    return tuple(
        StepTold(
            named[step.area],
            named[parent_of(step.area) or areas.COUNTRY],
            labels[step.indicator],
            step.households if place.sees else nearest_five(step.households),
            step.persons if place.sees else nearest_five(step.persons),
            step.indicator,
        )
        for step in found
    )


def _covered(found: Sequence[Step]) -> set[Step]:
    """The steps of each indicator that are small, or would say what a small one is."""
    covered: set[Step] = set()
    for indicator in {step.indicator for step in found}:
        these = [step for step in found if step.indicator == indicator]
        rows = rows_to_cover([(step.households, step.persons) for step in these])
        covered |= {these[place] for place in rows}
    return covered


def _named(codes: tuple[str, ...]) -> dict[str, Area]:
    villages = tuple(code for code in codes if len(code) == areas.VILLAGE_DIGITS)
    named = {each.code: each for each in areas.village_areas(villages)}
    return {code: named.get(code) or areas.area(code) for code in codes}
