"""Who belongs to a target group, by the rule of the edition.

What "target poor" means changed: up to edition 2566 a person counted who was poor by the census and
whose registration for the welfare card was verified; from 2567 the card is an attribute and no
condition. An edition's rule is never overwritten: a new meaning is a new entry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from samut.rules.errors import SamutError, Text
from samut.rules.kleene import Subject
from samut.rules.policy_files import STATUSES, Facts, Table, read_table
from samut.rules.status import Answer
from samut.rules.terms import Column

PERSON_FACTS = ("household_poor", "card_registered", "card_validated")


def poor_and_validated(person: Column) -> Column:
    """The household is poor and the person's own card registration was verified."""
    return person.household_poor & person.card_validated


def poor_with_or_without_card(person: Column) -> Column:
    """The household is poor; the card does not matter."""
    return person.household_poor


RULES: dict[str, Callable[[Column], Column]] = {
    rule.__name__: rule for rule in (poor_and_validated, poor_with_or_without_card)
}


@dataclass(frozen=True)
class EditionRule:
    """The rule of the editions from one Buddhist year to another (to_edition None: until replaced)."""

    from_edition: int
    to_edition: int | None
    name: str
    rule: Callable[[Column], Column]
    source: str
    status: str

    def covers(self, edition: int) -> bool:
        return self.from_edition <= edition and (self.to_edition is None or edition <= self.to_edition)

    @property
    def needs_card(self) -> bool:
        """Whether a person's card decides, so that a person without a valid number stays unknown."""
        person = Subject({}, PERSON_FACTS)
        self.rule(person)
        return "card_validated" in person.read


@dataclass(frozen=True)
class Target:
    """A target group with all its editions."""

    id: str
    label: Text
    rules: tuple[EditionRule, ...]

    def rule_for(self, edition: int) -> EditionRule:
        """The rule of that edition (Buddhist year). Raises: POLICY_007."""
        for rule in self.rules:
            if rule.covers(edition):
                return rule
        raise SamutError("POLICY_007", name=self.id, edition=edition)


@cache
def load_target(target_id: str) -> Target:
    """The target group of that name. Raises: POLICY_001, POLICY_002, POLICY_003, POLICY_009."""
    table = read_table("targets", target_id)
    table.only("id", "label", "source", "status", "edition")
    rules = tuple(_edition_rule(entry) for entry in table.tables("edition"))
    return Target(table.need("id"), table.text("label"), rules)


def _edition_rule(table: Table) -> EditionRule:
    table.only("from", "to", "rule", "source", "status")
    name = table.one_of("rule", tuple(RULES))
    return EditionRule(
        from_edition=table.need("from"),
        to_edition=table.values.get("to"),
        name=name,
        rule=RULES[name],
        source=table.need("source"),
        status=table.one_of("status", STATUSES),
    )


def is_target(person: Facts, rule: EditionRule) -> Answer:
    """Whether one person belongs. Facts: household_poor, card_registered, card_validated."""
    content = rule.rule(Subject(person, PERSON_FACTS)).content
    if content is None:
        return Answer.UNKNOWN
    return Answer.YES if content else Answer.NO
