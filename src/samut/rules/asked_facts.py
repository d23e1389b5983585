"""The facts a measure asks for, with how each is answered: a number, a count, yes or no, one of some.

Why it exists: such a measure is put to any file with a column for each fact. A cell of a file is text
that somebody wrote, so it must be said what an answer can be before one can be told from a slip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from samut.rules.errors import Text
from samut.rules.policy_files import Fact, Facts, Table, unknown_name


class AnswerKind(StrEnum):
    """What an answer to a fact can be. A count is a whole number, nought or more."""

    NUMBER = "number"
    COUNT = "count"
    YES_NO = "yes_no"
    CHOICE = "choice"


@dataclass(frozen=True)
class AskedFact:
    """One fact. `choices` are the ids of the answers, where there is a choice of them."""

    name: str
    label: Text
    kind: AnswerKind
    choices: tuple[str, ...] = ()


AskedFacts = Mapping[str, AskedFact]


def asked_facts(table: Table) -> dict[str, AskedFact]:
    """The facts of the [fact] table, by name. Raises: POLICY_003, POLICY_009."""
    named = Table(table.need("fact"), table.where)
    return {name: _asked(name, Table(named.values[name], table.where)) for name in named.values}


def _asked(name: str, table: Table) -> AskedFact:
    table.only("th", "en", "kind")
    kind = table.one_of("kind", (AnswerKind.NUMBER, AnswerKind.COUNT, AnswerKind.YES_NO))
    return AskedFact(name, Text(th=table.need("th"), en=table.need("en")), AnswerKind(kind))


def example_facts(table: Table, asked: AskedFacts) -> Facts:
    """The `household` of an example. Raises: POLICY_001 for a fact that the measure does not ask for."""
    facts: Facts = table.need("household")
    for name in facts:
        if name not in asked:
            raise unknown_name(name, asked, table.where)
    return facts


def missing_or_all(names: tuple[str, ...], facts: Facts) -> tuple[tuple[str, Fact], ...]:
    """Of the named facts those that are not known; all of them where none is missing."""
    missing = [name for name in names if facts.get(name) is None]
    return tuple((name, facts.get(name)) for name in (missing or names))
