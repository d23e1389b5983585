"""Measures that put a household on a level (kind `levels`): the highest level whose rule says yes.

Each level has a rule of its own. Where the rule of a higher level cannot be decided the household's
level is open, and the answer says between which levels; "none" is below the lowest.
"""

from __future__ import annotations

from dataclasses import dataclass

from samut.rules.asked_facts import AskedFacts, asked_facts, example_facts, missing_or_all
from samut.rules.deciding import deciding_facts
from samut.rules.errors import Text
from samut.rules.household_rules import RULES
from samut.rules.household_tests import BoundRule, bound_rule, check_all_read, unclear_in
from samut.rules.policy_files import STATUSES, Fact, Facts, Parameter, Table, parameters_in
from samut.rules.status import Answer

KIND = "levels"
NO_LEVEL = "none"
UNKNOWN_LEVEL = "unknown"
_KEYS = ("id", "label", "kind", "source", "status", "fact", "level", "unclear", "example")


@dataclass(frozen=True)
class Level:
    """One level and the rule that puts a household there, unless a higher one does."""

    level: int
    label: Text
    bound: BoundRule


@dataclass(frozen=True)
class LevelExample:
    """A household anybody can picture, and its level: a number, "none" or "unknown"."""

    say: str
    facts: Facts
    edition: int
    expected: str


@dataclass(frozen=True)
class HouseholdLevels:
    """A measure of this kind. `levels` stand from the highest to the lowest."""

    id: str
    label: Text
    facts: AskedFacts
    levels: tuple[Level, ...]
    parameters: tuple[Parameter, ...]
    unclear: tuple[Text, ...]
    examples: tuple[LevelExample, ...]
    source: str
    status: str

    def facts_read(self, edition: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for level in self.levels for name in level.bound.facts))

    @property
    def names(self) -> tuple[str, ...]:
        """What an answer can be, from none to the highest level."""
        return (NO_LEVEL, *(str(level.level) for level in reversed(self.levels)))


@dataclass(frozen=True)
class LevelAnswer:
    """Between which levels a household is; `facts` decided, or are missing where the level is open."""

    lowest: str
    highest: str
    facts: tuple[tuple[str, Fact], ...]

    @property
    def level(self) -> str:
        return self.lowest if self.lowest == self.highest else UNKNOWN_LEVEL


def level_answer(measure: HouseholdLevels, facts: Facts, edition: int) -> LevelAnswer:
    """The level of one household, slowly and obviously. Raises: POLICY_005.

    Unknown: a fact that is None or not there. Facts the rules do not read are passed over.
    """
    lowest, highest = level_range(measure, facts, edition)
    read = measure.facts_read(edition)
    if lowest != highest:
        return LevelAnswer(lowest, highest, missing_or_all(read, facts))
    told = {name: facts[name] for name in read if facts.get(name) is not None}
    names = deciding_facts(lambda some: level_range(measure, some, edition), told, (lowest, highest))
    return LevelAnswer(lowest, highest, tuple((name, facts[name]) for name in names))


def level_range(measure: HouseholdLevels, facts: Facts, edition: int) -> tuple[str, str]:
    """The lowest and the highest level the household can be on."""
    highest = None
    for level in measure.levels:
        answer = level.bound.answer(facts, edition)
        if answer is not Answer.NO and highest is None:
            highest = str(level.level)
        if answer is Answer.YES:
            return str(level.level), highest or str(level.level)
    return NO_LEVEL, highest or NO_LEVEL


def household_levels_in(table: Table) -> HouseholdLevels:
    """The measure a policy file declares. Raises: POLICY_001, POLICY_003, POLICY_009, ASSESS_008."""
    asked, parameters = asked_facts(table), parameters_in(table, besides=_KEYS)
    levels = [_level(entry, asked, parameters) for entry in table.tables("level")]
    levels.sort(key=lambda level: level.level, reverse=True)
    check_all_read(asked, parameters, [level.bound for level in levels], table.where)
    names = (NO_LEVEL, UNKNOWN_LEVEL, *(str(level.level) for level in levels))
    return HouseholdLevels(
        id=table.need("id"),
        label=table.text("label"),
        facts=asked,
        levels=tuple(levels),
        parameters=parameters,
        unclear=unclear_in(table),
        examples=tuple(_example(entry, asked, names) for entry in table.tables("example")),
        source=table.need("source"),
        status=table.one_of("status", STATUSES),
    )


def _level(table: Table, asked: AskedFacts, parameters: tuple[Parameter, ...]) -> Level:
    table.only("level", "rule", "label")
    bound = bound_rule(table.one_of("rule", tuple(RULES)), asked, parameters, table.where)
    return Level(table.need("level"), table.text("label"), bound)


def _example(table: Table, asked: AskedFacts, names: tuple[str, ...]) -> LevelExample:
    table.only("say", "household", "edition", "level")
    expected = table.one_of("level", names)
    return LevelExample(table.need("say"), example_facts(table, asked), table.need("edition"), expected)
