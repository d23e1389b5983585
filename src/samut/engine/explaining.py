"""Why a household is poor, is not, or cannot be told: its answers, what each weighs, and the cutoff.

The same for a household of the lake, a row of a file and words alone: the rules are asked once more
for this one household, slowly, together with the answers that decided. No person is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from samut.engine.household import ITS_ROWS, ToldFact, rows_of
from samut.engine.lake import Lake
from samut.engine.results import HOUSEHOLDS, MEMBERS, REGISTER
from samut.rules.alkire_foster import (
    AlkireFoster,
    ScoreRange,
    Term,
    Unknown,
    WeighedDimension,
    on_the_cutoff,
    poor,
    score_range,
)
from samut.rules.errors import SamutError, Text
from samut.rules.indicators import Indicator
from samut.rules.kleene import MEMBER_COUNT
from samut.rules.policy_files import DatedValue, Fact, Facts
from samut.rules.reference import Decision, decide, statuses, words
from samut.rules.status import Answer, Status, Words
from samut.rules.weighting import Cutoff

HOUSEHOLD_ID = re.compile(r"[0-9a-f]{16}")
# Thirteen digits, however they are parted, may be the number of somebody.
PERSON_NUMBER = re.compile(r"\D?(?:\d[- ]?){13}\D?")
FACTS_NAMED = 5


@dataclass(frozen=True)
class SaidFact:
    """One answer with what it is called. `value` None: not known.

    `told_on`: the day it was told anew, after the census; None where it is the register's.
    """

    label: Text
    value: Fact
    told_on: date | None = None


@dataclass(frozen=True)
class NumberInForce:
    """A number the rule compared with, on the day."""

    name: str
    entry: DatedValue


@dataclass(frozen=True)
class IndicatorExplained:
    """One indicator: its status, its share of all weight, and the answers that decided.

    Where the status is unknown the answers are those that would have to be asked; where each of
    them has a value, they are all there is and do not suffice. Empty: the data hold the status alone.
    """

    term: Term
    status: Status
    weight: Fraction
    facts: tuple[SaidFact, ...]
    numbers: tuple[NumberInForce, ...]

    @property
    def to_ask(self) -> tuple[SaidFact, ...]:
        """The answers that are missing, where it is unknown."""
        unknown = self.status is Status.UNKNOWN
        return tuple(fact for fact in self.facts if fact.value is None) if unknown else ()


@dataclass(frozen=True)
class DimensionExplained:
    """One dimension: whether anything in it fails, by the measure's rule, and each of its indicators."""

    dimension: WeighedDimension
    answer: Answer
    indicators: tuple[IndicatorExplained, ...]


@dataclass(frozen=True)
class Verdict:
    """The household's score at one cutoff. `answer` follows the measure's rule for unknown answers.

    `exactly`: the score is known and is the cutoff itself.
    """

    cutoff: Cutoff
    score: ScoreRange
    total: int
    answer: Answer
    exactly: bool

    @property
    def open(self) -> bool:
        """Unknown answers leave the score open."""
        return self.score.least < self.score.most


@dataclass(frozen=True)
class Explanation:
    """One household explained by one measure, with the numbers in force on a day."""

    measure: AlkireFoster
    on: date
    dimensions: tuple[DimensionExplained, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def indicators(self) -> tuple[IndicatorExplained, ...]:
        return tuple(each for dimension in self.dimensions for each in dimension.indicators)

    @property
    def deprived_dimensions(self) -> int:
        return sum(each.answer is Answer.YES for each in self.dimensions)

    @property
    def left_out(self) -> bool:
        """The measure's estimates leave this household out, for not all of its answers are known."""
        rules = (Unknown.DROP_HOUSEHOLD, Unknown.REPORT)
        unknown = any(each.status is Status.UNKNOWN for each in self.indicators)
        return unknown and self.measure.unknown in rules and not self.measure.is_union


def explain_facts(
    measure: AlkireFoster, facts: Facts, on: date, anew: Mapping[str, ToldFact] | None = None
) -> Explanation:
    """The household that gave these answers; those told `anew` decide in the place of the earlier.

    Unknown: a fact that is None or not there.
    """
    told = anew or {}
    everything = {**facts, **{name: each.value for name, each in told.items()}}
    decisions = {
        term.id: decide(measure.indicator_set.indicator(term.id), everything, on) for term in measure.terms
    }
    found = {each.id: Status.UNKNOWN for each in measure.indicator_set.indicators}
    found |= {name: decision.status for name, decision in decisions.items()}
    days = {name: each.on for name, each in told.items()}
    return _explained(measure, words(found, measure.indicator_set), decisions, on, days)


def explain_words(measure: AlkireFoster, household: Words, on: date) -> Explanation:
    """The household of which only the words are known."""
    found = statuses(household, measure.indicator_set)
    decisions = {
        term.id: Decision(measure.indicator_set.indicator(term.id), found[term.id], ())
        for term in measure.terms
    }
    return _explained(measure, household, decisions, on, {})


def _explained(
    measure: AlkireFoster,
    household: Words,
    decisions: Mapping[str, Decision],
    on: date,
    told_on: Mapping[str, date],
) -> Explanation:
    scheme, labels = measure.schemes[0], measure.indicator_set.fact_labels
    weights = iter([scheme.share(place) for place in range(len(measure.terms))])
    dimensions = []
    for dimension in measure.dimensions:
        indicators = tuple(
            IndicatorExplained(
                term=term,
                status=decisions[term.id].status,
                weight=next(weights),
                facts=tuple(
                    SaidFact(labels[name], value, told_on.get(name))
                    for name, value in decisions[term.id].facts
                ),
                numbers=_numbers(decisions[term.id].indicator, on) if decisions[term.id].facts else (),
            )
            for term in dimension.terms
        )
        answer = _any_deprived(indicators, measure.unknown)
        dimensions.append(DimensionExplained(dimension, answer, indicators))
    verdicts = tuple(_verdict(household, measure, cutoff) for cutoff in measure.cutoffs)
    return Explanation(measure, on, tuple(dimensions), verdicts)


def _numbers(indicator: Indicator, on: date) -> tuple[NumberInForce, ...]:
    found = []
    for parameter in indicator.parameters:
        in_force = [entry for entry in parameter.entries if entry.since <= on]
        if in_force:
            found.append(NumberInForce(parameter.name, max(in_force, key=lambda entry: entry.since)))
    return tuple(found)


def _any_deprived(indicators: tuple[IndicatorExplained, ...], rule: Unknown) -> Answer:
    """Whether anything fails; what an unknown answer is taken for is the measure's rule."""
    found = {each.status for each in indicators}
    if Status.DEPRIVED in found or (Status.UNKNOWN in found and rule is Unknown.DEPRIVED):
        return Answer.YES
    open_ = Status.UNKNOWN in found and rule is not Unknown.NOT_DEPRIVED
    return Answer.UNKNOWN if open_ else Answer.NO


def _verdict(household: Words, measure: AlkireFoster, cutoff: Cutoff) -> Verdict:
    scheme = measure.schemes[0]
    score = score_range(household, measure, scheme)
    threshold = cutoff.smallest_poor_score(scheme.total)
    if measure.unknown is Unknown.NOT_DEPRIVED:
        answer = Answer.YES if score.least >= threshold else Answer.NO
    elif measure.unknown is Unknown.DEPRIVED:
        answer = Answer.YES if score.most >= threshold else Answer.NO
    else:
        answer = poor(household, measure, scheme, cutoff)
    known = score.least == score.most
    exactly = known and on_the_cutoff(household, measure, scheme, cutoff)
    return Verdict(cutoff, score, scheme.total, answer, exactly)


def check_fits(lake: Lake, measure: AlkireFoster, edition: int) -> None:
    """Refuse a measure whose facts the census of the edition does not ask. Raises: MEASURE_023, WORK_015."""
    with lake.read() as connection:
        described = connection.execute(f"DESCRIBE SELECT * FROM {_view(lake, HOUSEHOLDS, edition, '')}")
        columns = {str(name) for name, *_ in described.fetchall()}
    missing = [name for name in facts_read(measure) if name not in columns and name != MEMBER_COUNT]
    if missing:
        named = ", ".join(missing[:FACTS_NAMED]) + (", …" if len(missing) > FACTS_NAMED else "")
        raise SamutError("MEASURE_023", name=measure.id, facts=named, edition=edition)


def facts_read(measure: AlkireFoster) -> tuple[str, ...]:
    """The facts that the measure's indicators rest on."""
    indicators = (measure.indicator_set.indicator(term.id) for term in measure.terms)
    return tuple(dict.fromkeys(name for indicator in indicators for name in indicator.facts))


def village_of(lake: Lake, household_id: str, edition: int) -> str:
    """The village of a household, to be logged with the look. Nothing else of it is read.

    Raises: MEASURE_020 when there is no household of that id, WORK_015 without such an edition.
    """
    if HOUSEHOLD_ID.fullmatch(household_id):
        view = _view(lake, HOUSEHOLDS, edition, ITS_ROWS)
        with lake.read() as connection:
            asked = {"household_id": household_id}
            found = connection.execute(f"SELECT village_code FROM {view}", asked).fetchone()
        if found is not None:
            return str(found[0])
    raise no_household(household_id)


def no_household(household_id: str) -> SamutError:
    """MEASURE_020. A number that may be somebody's is covered."""
    covered = PERSON_NUMBER.fullmatch(household_id) is not None
    return SamutError("MEASURE_020", household="x" * len(household_id) if covered else household_id)


def facts_of(lake: Lake, measure: AlkireFoster, household_id: str, edition: int) -> Facts:
    """What the census says of a household, as far as the measure asks; and how many live there.

    The caller has logged the look. Raises: MEASURE_020.
    """
    names = [name for name in facts_read(measure) if name != MEMBER_COUNT]
    chosen = ", ".join(f'"{name}"' for name in ("household_id", *names))
    asked = {"household_id": household_id}
    with lake.read() as connection:
        households = _view(lake, HOUSEHOLDS, edition, ITS_ROWS)
        found = rows_of(connection.execute(f"SELECT {chosen} FROM {households}", asked))
        members = _view(lake, MEMBERS, edition, ITS_ROWS)
        (counted,) = connection.execute(f"SELECT count(*) FROM {members}", asked).fetchall()
    if not found:
        raise no_household(household_id)
    return {**{name: found[0][name] for name in names}, MEMBER_COUNT: int(counted[0])}


def _view(lake: Lake, table: str, edition: int, only: str) -> str:
    return lake.view(REGISTER, table, edition, only=only)
