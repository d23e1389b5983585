"""Programmes of the state: dated eligibility for one person, with the facts that decided.

The answer is always yes, no or unknown; unknown names the facts that are missing, which is a
question for the next visit. The amount is by band and may be unknown though eligibility is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from samut.rules.deciding import deciding_facts
from samut.rules.errors import Text, Where
from samut.rules.kleene import Subject
from samut.rules.policy_files import (
    STATUSES,
    Fact,
    Facts,
    Parameter,
    ParametersAsked,
    Table,
    check_read,
    parameters_in,
    policy_dir,
    read_table,
    unknown_name,
    values_on,
)
from samut.rules.programme_rules import RULES, ProgrammeRule
from samut.rules.status import Answer

_KEYS = (
    "id",
    "label",
    "agency",
    "unit",
    "documents",
    "receives",
    "source",
    "status",
    "band",
    "planned",
    "example",
)
FACTS_FILE = "_facts"


@dataclass(frozen=True)
class Band:
    """An amount from a day on, for whoever has at least so much of a fact."""

    since: date
    fact: str
    at_least: int
    baht_month: int
    source: str


@dataclass(frozen=True)
class ProgrammeExample:
    """A person anybody can picture, and what the programme must say."""

    say: str
    facts: Facts
    expected: Answer
    on: date
    baht_month: int | None


@dataclass(frozen=True)
class Programme:
    """One programme. `receives` is the fact that says whether the person has it already."""

    id: str
    label: Text
    agency: Text
    documents: tuple[Text, ...]
    receives: str
    parameters: tuple[Parameter, ...]
    bands: tuple[Band, ...]
    planned: tuple[Text, ...]
    examples: tuple[ProgrammeExample, ...]
    facts: tuple[str, ...]
    source: str
    status: str
    rule: ProgrammeRule


@dataclass(frozen=True)
class Eligibility:
    """What a programme says of one person, and why.

    `facts` decided it; where the answer is unknown they are the missing ones. `baht_month` is None
    where the person is not eligible or the band cannot be told.
    """

    programme: Programme
    answer: Answer
    facts: tuple[tuple[str, Fact], ...]
    baht_month: int | None
    already_receives: Answer


@cache
def programme_facts() -> Mapping[str, Text]:
    """The facts that programmes may ask for, with what to call them."""
    labels = Table(
        read_table("programmes", FACTS_FILE).need("label"), read_table("programmes", FACTS_FILE).where
    )
    return {name: labels.text(name) for name in labels.values}


def programme_ids() -> tuple[str, ...]:
    files = (policy_dir() / "programmes").glob("*.toml")
    return tuple(sorted(path.stem for path in files if not path.stem.startswith("_")))


@cache
def load_programme(programme_id: str) -> Programme:
    """The programme of that name. Raises: POLICY_001, POLICY_002, POLICY_003, POLICY_009."""
    table = read_table("programmes", programme_id)
    if programme_id not in RULES:
        raise unknown_name(programme_id, RULES, table.where)
    table.one_of("unit", ("person",))
    rule, parameters = RULES[programme_id], parameters_in(table, besides=_KEYS)
    return Programme(
        id=table.need("id"),
        label=table.text("label"),
        agency=table.text("agency"),
        documents=tuple(Text(entry.need("th"), entry.need("en")) for entry in table.tables("documents")),
        receives=_known_fact(table.need("receives"), table),
        parameters=parameters,
        bands=tuple(_band(entry) for entry in table.tables("band")),
        planned=tuple(entry.text("say") for entry in table.tables("planned")),
        examples=tuple(_example(entry) for entry in table.tables("example")),
        facts=_facts_read(rule, parameters, table.where),
        source=table.need("source"),
        status=table.one_of("status", STATUSES),
        rule=rule,
    )


def _known_fact(name: str, table: Table) -> str:
    if name not in programme_facts():
        raise unknown_name(name, programme_facts(), table.where)
    return name


def _band(table: Table) -> Band:
    table.only("from", "fact", "at_least", "baht_month", "source")
    return Band(
        since=table.need("from"),
        fact=_known_fact(table.need("fact"), table),
        at_least=table.need("at_least"),
        baht_month=table.need("baht_month"),
        source=table.need("source"),
    )


def _example(table: Table) -> ProgrammeExample:
    table.only("say", "person", "eligible", "on", "baht_month")
    facts: Facts = {_known_fact(name, table): value for name, value in table.need("person").items()}
    expected = Answer(table.one_of("eligible", tuple(Answer)))
    return ProgrammeExample(
        table.need("say"), facts, expected, table.need("on"), table.values.get("baht_month")
    )


def _facts_read(rule: ProgrammeRule, parameters: tuple[Parameter, ...], where: Where) -> tuple[str, ...]:
    nobody = Subject({}, programme_facts())
    asked = ParametersAsked()
    rule(nobody, asked)
    check_read(parameters, asked, where)
    return tuple(nobody.read)


def eligibility(programme: Programme, facts: Facts, on: date) -> Eligibility:
    """What the programme says of one person on a day.

    Unknown: a fact that is None or not there. Raises: POLICY_005 for a day before the programme.
    """
    answer = answer_for(programme, facts, on)
    told = {name: facts[name] for name in programme.facts if facts.get(name) is not None}
    if answer is Answer.UNKNOWN:
        names: tuple[str, ...] = tuple(name for name in programme.facts if name not in told)
    else:
        names = deciding_facts(lambda some: answer_for(programme, some, on), told, answer)
    return Eligibility(
        programme=programme,
        answer=answer,
        facts=tuple((name, facts.get(name)) for name in names),
        baht_month=amount(programme, facts, on) if answer is Answer.YES else None,
        already_receives=_as_answer(facts.get(programme.receives)),
    )


def answer_for(programme: Programme, facts: Facts, on: date) -> Answer:
    """Yes, no or unknown. Facts the rule does not read are passed over."""
    person = Subject({name: facts.get(name) for name in programme.facts}, programme.facts)
    return _as_answer(programme.rule(person, values_on(programme.parameters, on)).content)


def _as_answer(content: Fact) -> Answer:
    if content is None:
        return Answer.UNKNOWN
    return Answer.YES if content else Answer.NO


def amount(programme: Programme, facts: Facts, on: date) -> int | None:
    """Baht a month by the bands in force on the day; None where the fact they go by is not known."""
    in_force = [band for band in programme.bands if band.since <= on]
    newest = max((band.since for band in in_force), default=None)
    reached = [
        band
        for band in in_force
        if band.since == newest and (have := facts.get(band.fact)) is not None and have >= band.at_least  # type: ignore[operator]
    ]
    return max(reached, key=lambda band: band.at_least).baht_month if reached else None
