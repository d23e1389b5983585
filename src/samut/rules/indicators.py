"""Indicators as policy holds them, joined to the functions that decide them.

Reading a set checks the two against each other: each file has its function and each function its
file, every fact and parameter a rule asks for exists, every bit is used once and for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from samut.rules import bmn_2560, bmn_2566, child_mpi_thailand, global_mpi, thailand_mpi
from samut.rules.errors import SamutError, Text, Where
from samut.rules.kleene import MEMBER_COUNT, Subject
from samut.rules.policy_files import (
    STATUSES,
    Facts,
    Parameter,
    ParametersAsked,
    ParametersOnDay,
    Table,
    check_read,
    fact_labels,
    parameters_in,
    policy_dir,
    read_file,
    read_table,
    unknown_name,
    values_on,
)
from samut.rules.registry import Rule, rules_of
from samut.rules.status import Status

RULE_SETS = (
    bmn_2560.SET_ID,
    bmn_2566.SET_ID,
    child_mpi_thailand.SET_ID,
    global_mpi.SET_ID,
    thailand_mpi.SET_ID,
)
UNITS = ("household", "persons")
_KEYS = ("id", "number", "label", "unit", "source", "status", "rule_status", "example")
# Bits 0 to 62 of a signed 64-bit number.
LAST_BIT = 62


@dataclass(frozen=True)
class Example:
    """A household anybody can picture, and what the indicator must say of it."""

    say: str
    facts: Facts
    expected: Status
    on: date


@dataclass(frozen=True)
class Indicator:
    """One indicator of a set. `facts` are the names its rule reads, those of `applies` first.

    `status` is how sure its name is and, where `rule_status` does not say otherwise, its pass rule.
    """

    id: str
    number: int
    bit: int
    label: Text
    unit: str
    source: str
    status: str
    parameters: tuple[Parameter, ...]
    examples: tuple[Example, ...]
    facts: tuple[str, ...]
    rule: Rule
    rule_status: str = ""

    @property
    def mask(self) -> int:
        return 1 << self.bit


@dataclass(frozen=True)
class IndicatorSet:
    """The indicators of one generation of the census, in the order of their numbers."""

    id: str
    label: Text
    source: str
    indicators: tuple[Indicator, ...]
    fact_labels: Mapping[str, Text]

    def indicator(self, name: str, asked_in: Where | None = None) -> Indicator:
        """The indicator of that id. Raises: POLICY_001."""
        by_id = {indicator.id: indicator for indicator in self.indicators}
        if name not in by_id:
            raise unknown_name(name, by_id, asked_in)
        return by_id[name]

    @property
    def mask(self) -> int:
        return sum(indicator.mask for indicator in self.indicators)


@dataclass(frozen=True)
class _SetFile:
    """What the set's own file says: labels, the facts there are, and which bit is whose."""

    id: str
    label: Text
    source: str
    since: date
    facts: Mapping[str, Text]
    bits: Mapping[str, int]


def indicator_set_ids() -> tuple[str, ...]:
    """The indicator sets that policy holds, by name."""
    return tuple(sorted(path.stem for path in (policy_dir() / "indicators").glob("*.toml")))


def parameters_on(indicator: Indicator, day: date) -> ParametersOnDay:
    """The numbers of the rule that are in force on that day."""
    return values_on(indicator.parameters, day)


@cache
def load_indicator_set(set_id: str) -> IndicatorSet:
    """The indicator set of that name, checked.

    Raises: POLICY_001 for a name nothing knows, POLICY_002 for a set there is not, POLICY_003 for
    a file that lacks something, POLICY_006 for a bit used twice.
    """
    about = _set_file(set_id)
    files = {path.stem: path for path in (policy_dir() / "indicators" / set_id).glob("*.toml")}
    rules = rules_of(set_id)
    _check_names(files, rules, Where(file=f"indicators/{set_id}"))
    _check_names(files, about.bits, Where(file=f"indicators/{set_id}.toml"))
    indicators = [_indicator(read_file(path), rules[name], about) for name, path in files.items()]
    return IndicatorSet(
        id=set_id,
        label=about.label,
        source=about.source,
        indicators=tuple(sorted(indicators, key=lambda indicator: indicator.number)),
        fact_labels=about.facts,
    )


def _set_file(set_id: str) -> _SetFile:
    table = read_table("indicators", set_id)
    table.only("id", "label", "profile", "table", "fact", "from", "source", "status", "bits", "retired_bits")
    table.one_of("status", STATUSES)
    bits: dict[str, int] = table.need("bits")
    _check_bits(bits, table.need("retired_bits"), table.where)
    facts = _facts_of(table)
    facts[MEMBER_COUNT] = Text(th="จำนวนสมาชิกในครัวเรือน (คน)", en="Members of the household (persons)")
    return _SetFile(set_id, table.text("label"), table.need("source"), table.need("from"), facts, bits)


def _facts_of(table: Table) -> dict[str, Text]:
    """The facts the rules may read: those of a register's table, or those the set names itself."""
    if "fact" in table.values:
        named = Table(table.need("fact"), table.where)
        return {name: named.text(name) for name in named.values}
    return dict(fact_labels(table.need("profile"), table.need("table")))


def _check_bits(bits: Mapping[str, int], retired: Mapping[str, int], where: Where) -> None:
    used: set[int] = set()
    for name, bit in (*bits.items(), *retired.items()):
        if bit in used:
            raise SamutError("POLICY_006", where, bit=bit, name=name)
        if bit not in range(LAST_BIT + 1):
            raise SamutError("POLICY_009", where, name=name, found=bit, allowed=f"0-{LAST_BIT}")
        used.add(bit)


def _check_names(files: Mapping[str, Path], known: Mapping[str, object], where: Where) -> None:
    for name in files:
        if name not in known:
            raise unknown_name(name, known, where)
    for name in known:
        if name not in files:
            raise unknown_name(name, files, where)


def _indicator(table: Table, rule: Rule, about: _SetFile) -> Indicator:
    parameters = parameters_in(table, besides=_KEYS)
    return Indicator(
        id=table.need("id"),
        number=table.need("number"),
        bit=about.bits[table.need("id")],
        label=table.text("label"),
        unit=table.one_of("unit", UNITS),
        source=table.need("source"),
        status=table.one_of("status", STATUSES),
        parameters=parameters,
        examples=tuple(_example(entry, about) for entry in table.tables("example")),
        facts=_facts_read(rule, parameters, about, table.where),
        rule=rule,
        rule_status=table.one_of("rule_status", STATUSES) if "rule_status" in table.values else "",
    )


def _example(table: Table, about: _SetFile) -> Example:
    table.only("say", "household", "deprived", "on")
    facts: Facts = table.need("household")
    for name in facts:
        if name not in about.facts:
            raise unknown_name(name, about.facts, table.where)
    expected = Status(table.one_of("deprived", tuple(Status)))
    return Example(table.need("say"), facts, expected, table.values.get("on", about.since))


def _facts_read(
    rule: Rule, parameters: tuple[Parameter, ...], about: _SetFile, where: Where
) -> tuple[str, ...]:
    """Run the rule once on a household of which nothing is known, and see what it asks for.

    Rules do not branch, so what they ask for once is all they ever ask for.
    """
    nobody, asked = Subject({}, about.facts), ParametersAsked()
    if rule.applies is not None:
        rule.applies(nobody, asked)
    rule.deprived(nobody, asked)
    check_read(parameters, asked, where)
    return tuple(nobody.read)
