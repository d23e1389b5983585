"""Scorecards (kind `scorecard`): a few questions, points for each answer, and what the points mean.

The shape is that of the Poverty Probability Index: the points are added up and a table gives the
likelihood that such a household is poor. The mean likelihood of many households is their poverty
rate. A question without an answer leaves the points open; then there are bounds of the likelihood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from samut.rules.asked_facts import AnswerKind, AskedFact, example_facts
from samut.rules.errors import SamutError, Text
from samut.rules.policy_files import STATUSES, Fact, Facts, Table
from samut.rules.weighting import exact

KIND = "scorecard"
MOST_POINTS = 100
PER_CENT = 100
_KEYS = ("id", "label", "kind", "source", "status", "question", "likelihood", "unclear", "example")


@dataclass(frozen=True)
class Choice:
    """One answer to a question and its points."""

    id: str
    label: Text
    points: int


@dataclass(frozen=True)
class Question:
    """One question of a scorecard."""

    id: str
    label: Text
    choices: tuple[Choice, ...]

    @property
    def least(self) -> int:
        return min(choice.points for choice in self.choices)

    @property
    def most(self) -> int:
        return max(choice.points for choice in self.choices)


@dataclass(frozen=True)
class Likelihood:
    """How likely it is to be poor (0 to 1) from so many points on, up to the next line of the table."""

    from_points: int
    share: Fraction


@dataclass(frozen=True)
class ScoreExample:
    """A household anybody can picture; `points` is None where a question has no answer."""

    say: str
    facts: Facts
    points: int | None
    least: Fraction
    most: Fraction


@dataclass(frozen=True)
class Scorecard:
    """A measure of this kind. `table` stands in the order of the points; more points, less likely poor."""

    id: str
    label: Text
    questions: tuple[Question, ...]
    table: tuple[Likelihood, ...]
    unclear: tuple[Text, ...]
    examples: tuple[ScoreExample, ...]
    source: str
    status: str

    @property
    def facts(self) -> Mapping[str, AskedFact]:
        return {
            question.id: AskedFact(
                question.id,
                question.label,
                AnswerKind.CHOICE,
                tuple(choice.id for choice in question.choices),
            )
            for question in self.questions
        }

    def facts_read(self, edition: int) -> tuple[str, ...]:
        return tuple(question.id for question in self.questions)

    def likelihood(self, points: int) -> Fraction:
        """What the table says of so many points."""
        return max(
            (line for line in self.table if line.from_points <= points), key=lambda line: line.from_points
        ).share


@dataclass(frozen=True)
class ScoreAnswer:
    """The points of one household and how likely it is poor.

    `points` is None where a question has no answer; `facts` are then those questions, else all
    answers with their points. `least` and `most` enclose the likelihood.
    """

    points: int | None
    least: Fraction
    most: Fraction
    facts: tuple[tuple[str, Fact], ...]

    @property
    def likelihood(self) -> Fraction | None:
        return self.least if self.least == self.most else None


def score(scorecard: Scorecard, facts: Facts) -> ScoreAnswer:
    """What the scorecard says of one household, slowly and obviously.

    Unknown: a question that is None or not there. Raises: POLICY_009 for an answer that is none.
    """
    least = most = 0
    for question in scorecard.questions:
        told = facts.get(question.id)
        points = [choice.points for choice in question.choices if told in (None, choice.id)]
        if not points:
            raise SamutError("POLICY_009", name=question.id, found="?", allowed=_ids(question))
        least, most = least + min(points), most + max(points)
    missing = [question.id for question in scorecard.questions if facts.get(question.id) is None]
    return ScoreAnswer(
        points=None if missing else least,
        least=scorecard.likelihood(most),
        most=scorecard.likelihood(least),
        facts=tuple((name, facts.get(name)) for name in (missing or scorecard.facts)),
    )


def scorecard_in(table: Table) -> Scorecard:
    """The scorecard a policy file declares.

    Raises: POLICY_001, POLICY_003, POLICY_009 (also where the points can pass 100 or the table does
    not begin with the least points or lets more points be poorer).
    """
    table.only(*_KEYS)
    questions = tuple(_question(entry) for entry in table.tables("question"))
    lines = tuple(_likelihood(entry) for entry in table.tables("likelihood"))
    scorecard = Scorecard(
        id=table.need("id"),
        label=table.text("label"),
        questions=questions,
        table=lines,
        unclear=tuple(Text(th=entry.need("th"), en=entry.need("en")) for entry in table.tables("unclear")),
        examples=(),
        source=table.need("source"),
        status=table.one_of("status", STATUSES),
    )
    _check(scorecard, table)
    examples = tuple(_example(entry, scorecard) for entry in table.tables("example"))
    return replace(scorecard, examples=examples)


def _question(table: Table) -> Question:
    table.only("id", "label", "answers")
    table.need("answers")
    choices = tuple(
        Choice(each.need("id"), Text(th=each.need("th"), en=each.need("en")), each.need("points"))
        for each in table.tables("answers")
    )
    return Question(table.need("id"), table.text("label"), choices)


def _likelihood(table: Table) -> Likelihood:
    table.only("from_points", "percent")
    return Likelihood(table.need("from_points"), _share(table.need("percent"), table))


def _share(percent: object, table: Table) -> Fraction:
    return exact(percent, "percent", table.where) / PER_CENT


def _check(scorecard: Scorecard, table: Table) -> None:
    least = sum(question.least for question in scorecard.questions)
    most = sum(question.most for question in scorecard.questions)
    if least < 0 or most > MOST_POINTS:
        raise SamutError(
            "POLICY_009", table.where, name="points", found=f"{least}-{most}", allowed=f"0-{MOST_POINTS}"
        )
    if not scorecard.table or scorecard.table[0].from_points > least:
        raise SamutError("POLICY_009", table.where, name="from_points", found="-", allowed=str(least))
    for before, after in pairwise(scorecard.table):
        if after.from_points <= before.from_points or after.share > before.share:
            raise SamutError(
                "POLICY_009",
                table.where,
                name="percent",
                found=f"{float(after.share) * PER_CENT:g}",
                allowed=f"≤ {float(before.share) * PER_CENT:g}",
            )


def _example(table: Table, scorecard: Scorecard) -> ScoreExample:
    table.only("say", "household", "points", "percent", "percent_between")
    facts = example_facts(table, scorecard.facts)
    for question in scorecard.questions:
        if question.id in facts:
            Table(facts, table.where).one_of(question.id, tuple(choice.id for choice in question.choices))
    if "percent" in table.values:
        share = _share(table.need("percent"), table)
        return ScoreExample(table.need("say"), facts, table.need("points"), share, share)
    least, most = (_share(percent, table) for percent in table.need("percent_between"))
    return ScoreExample(table.need("say"), facts, None, least, most)


def _ids(question: Question) -> str:
    return ", ".join(choice.id for choice in question.choices)
