"""Measures that one rule decides (kind `rule`): a household is vulnerable or not, or it is not known.

A rule is of the editions from one Buddhist year to another and is never overwritten: a new meaning is
a new entry. Its numbers are dated; those in force on the first day of the edition's year hold.
What the sources leave open stands in the file as `unclear`, and is shown with every result.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samut.rules.asked_facts import AskedFacts, asked_facts, example_facts, missing_or_all
from samut.rules.deciding import deciding_facts
from samut.rules.errors import SamutError, Text, Where
from samut.rules.household_rules import RULES, HouseholdRule
from samut.rules.kleene import Subject
from samut.rules.policy_files import (
    STATUSES,
    Fact,
    Facts,
    Parameter,
    ParametersAsked,
    ParametersOnDay,
    Table,
    check_read,
    parameters_in,
    values_on,
)
from samut.rules.status import Answer
from samut.rules.thai_dates import from_be

KIND = "rule"
_KEYS = ("id", "label", "kind", "source", "status", "fact", "edition", "unclear", "example")


@dataclass(frozen=True)
class BoundRule:
    """A rule function with the facts and the dated numbers it reads."""

    name: str
    rule: HouseholdRule
    facts: tuple[str, ...]
    parameters: tuple[Parameter, ...]

    def values_for(self, edition: int) -> ParametersOnDay:
        """The numbers in force on the first day of the edition. Raises: POLICY_005."""
        return values_on(self.parameters, date(from_be(edition), 1, 1))

    def answer(self, facts: Facts, edition: int) -> Answer:
        """What the rule says of one household. Unknown: a fact that is None or not there."""
        household = Subject({name: facts.get(name) for name in self.facts}, self.facts)
        content = self.rule(household, self.values_for(edition)).content
        if content is None:
            return Answer.UNKNOWN
        return Answer.YES if content else Answer.NO

    @property
    def in_words(self) -> str:
        """What the rule says, as its author wrote it."""
        return (self.rule.__doc__ or "").strip()


@dataclass(frozen=True)
class EditionTest:
    """The rule of some editions. `status` is of the rule, `years_status` of the years it is said to hold."""

    from_edition: int
    to_edition: int | None
    label: Text
    bound: BoundRule
    source: str
    status: str
    years_status: str

    def covers(self, edition: int) -> bool:
        return self.from_edition <= edition and (self.to_edition is None or edition <= self.to_edition)

    @property
    def years(self) -> str:
        return f"{self.from_edition}-{self.to_edition or ''}"


@dataclass(frozen=True)
class AnswerExample:
    """A household anybody can picture, and what the rule of the edition must say."""

    say: str
    facts: Facts
    edition: int
    expected: Answer


@dataclass(frozen=True)
class HouseholdTest:
    """A measure of this kind with all its editions."""

    id: str
    label: Text
    facts: AskedFacts
    editions: tuple[EditionTest, ...]
    parameters: tuple[Parameter, ...]
    unclear: tuple[Text, ...]
    examples: tuple[AnswerExample, ...]
    source: str
    status: str

    def of_edition(self, edition: int) -> EditionTest:
        """The rule of that edition (Buddhist year). Raises: ASSESS_004."""
        for each in self.editions:
            if each.covers(edition):
                return each
        known = ", ".join(each.years for each in self.editions)
        raise SamutError("ASSESS_004", name=self.id, edition=edition, known=known)

    def facts_read(self, edition: int) -> tuple[str, ...]:
        return self.of_edition(edition).bound.facts


@dataclass(frozen=True)
class HouseholdAnswer:
    """What a rule says of one household, and the facts that decided (for unknown: the missing ones)."""

    answer: Answer
    facts: tuple[tuple[str, Fact], ...]


def household_answer(test: HouseholdTest, facts: Facts, edition: int) -> HouseholdAnswer:
    """The answer for one household, slowly and obviously. Raises: ASSESS_004, POLICY_005.

    Unknown: a fact that is None or not there. Facts the rule does not read are passed over.
    """
    bound = test.of_edition(edition).bound
    answer = bound.answer(facts, edition)
    if answer is Answer.UNKNOWN:
        return HouseholdAnswer(answer, missing_or_all(bound.facts, facts))
    told = {name: facts[name] for name in bound.facts if facts.get(name) is not None}
    names = deciding_facts(lambda some: bound.answer(some, edition), told, answer)
    return HouseholdAnswer(answer, tuple((name, facts[name]) for name in names))


def household_test_in(table: Table) -> HouseholdTest:
    """The measure a policy file declares. Raises: POLICY_001, POLICY_003, POLICY_009."""
    asked, parameters = asked_facts(table), parameters_in(table, besides=_KEYS)
    editions = tuple(_edition(entry, asked, parameters) for entry in table.tables("edition"))
    check_all_read(asked, parameters, [each.bound for each in editions], table.where)
    return HouseholdTest(
        id=table.need("id"),
        label=table.text("label"),
        facts=asked,
        editions=editions,
        parameters=parameters,
        unclear=unclear_in(table),
        examples=tuple(_example(entry, asked) for entry in table.tables("example")),
        source=table.need("source"),
        status=table.one_of("status", STATUSES),
    )


def unclear_in(table: Table) -> tuple[Text, ...]:
    """What the sources leave open."""
    return tuple(Text(th=entry.need("th"), en=entry.need("en")) for entry in table.tables("unclear"))


def bound_rule(name: str, asked: AskedFacts, parameters: tuple[Parameter, ...], where: Where) -> BoundRule:
    """The rule of that name with what it reads, found by running it on a household nobody knows."""
    nobody, numbers = Subject({}, asked), ParametersAsked()
    RULES[name](nobody, numbers)
    read = tuple(parameter for parameter in parameters if parameter.name in numbers.read)
    check_read(read, numbers, where)
    return BoundRule(name, RULES[name], tuple(nobody.read), read)


def check_all_read(
    asked: AskedFacts, parameters: tuple[Parameter, ...], rules: list[BoundRule], where: Where
) -> None:
    """Refuse a fact or a number that no rule of the file reads. Raises: ASSESS_008."""
    read = {name for rule in rules for name in rule.facts}
    read |= {parameter.name for rule in rules for parameter in rule.parameters}
    for name in (*asked, *(parameter.name for parameter in parameters)):
        if name not in read:
            raise SamutError("ASSESS_008", where, name=name)


def _edition(table: Table, asked: AskedFacts, parameters: tuple[Parameter, ...]) -> EditionTest:
    table.only("from", "to", "rule", "label", "source", "status", "years_status")
    return EditionTest(
        from_edition=table.need("from"),
        to_edition=table.values.get("to"),
        label=table.text("label"),
        bound=bound_rule(table.one_of("rule", tuple(RULES)), asked, parameters, table.where),
        source=table.need("source"),
        status=table.one_of("status", STATUSES),
        years_status=table.one_of("years_status", STATUSES),
    )


def _example(table: Table, asked: AskedFacts) -> AnswerExample:
    table.only("say", "household", "edition", "answer")
    expected = Answer(table.one_of("answer", tuple(Answer)))
    return AnswerExample(table.need("say"), example_facts(table, asked), table.need("edition"), expected)
