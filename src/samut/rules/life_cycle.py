"""Life-cycle groups: of what age a person is, and which conditions they live with.

Why it exists: poverty has another face at each age. A figure "of the elderly" can mean the elderly
themselves, or everybody who lives with an elderly person; both are told, each under its own name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from samut.rules.errors import SamutError, Text
from samut.rules.policy_files import STATUSES, Table, policy_dir, read_file
from samut.rules.status import Answer
from samut.rules.thai_dates import PartialDate

# The facts a condition can rest on.
CONDITION_FACTS = ("disabled", "bedridden", "chronic", "alone")


class Attribution(StrEnum):
    """Who counts with a group: those who belong to it, or everybody in a household where one does."""

    PERSON = "person"
    HOUSEHOLD = "household"


@dataclass(frozen=True)
class AgeBand:
    """A group by age. `last` is None where it has no end. Unit: completed years."""

    id: str
    label: Text
    first: int
    last: int | None
    source: str
    status: str


@dataclass(frozen=True)
class Condition:
    """A group by a condition; `fact` is the name of the fact that says it."""

    id: str
    label: Text
    fact: str
    source: str
    status: str


@dataclass(frozen=True)
class LifeCycle:
    """Every group, the age bands in the order of age."""

    bands: tuple[AgeBand, ...]
    conditions: tuple[Condition, ...]

    def own_labels(self) -> dict[str, Text]:
        """What each group is called."""
        groups: tuple[AgeBand | Condition, ...] = (*self.bands, *self.conditions)
        return {group.id: group.label for group in groups}

    def labels(self, attribution: Attribution) -> dict[str, Text]:
        """What each group is called, and to whom it is attributed."""
        return {id: attributed(label, attribution) for id, label in self.own_labels().items()}


@dataclass(frozen=True)
class Ages:
    """The least and the greatest age somebody can have. Unit: completed years. None: not known."""

    least: int | None
    greatest: int | None


@cache
def load_life_cycle() -> LifeCycle:
    """The groups of policy/life_cycle.toml.

    Raises: POLICY_001, POLICY_003, POLICY_009, LIFE_001 when an age is in no band or in two.
    """
    table = read_file(policy_dir() / "life_cycle.toml")
    table.only("id", "label", "source", "status", "age_band", "condition")
    bands = tuple(_age_band(entry) for entry in table.tables("age_band"))
    expected: int | None = 0
    for band in bands:
        if band.first != expected or (band.last is not None and band.last < band.first):
            raise SamutError("LIFE_001", table.where, name=band.id)
        expected = None if band.last is None else band.last + 1
    if not bands or expected is not None:
        raise SamutError("LIFE_001", table.where, name=bands[-1].id if bands else "age_band")
    return LifeCycle(bands, tuple(_condition(entry) for entry in table.tables("condition")))


def _age_band(table: Table) -> AgeBand:
    table.only("id", "label", "from_years", "to_years", "source", "status")
    return AgeBand(
        id=table.need("id"),
        label=table.text("label"),
        first=table.need("from_years"),
        last=table.values.get("to_years"),
        source=table.need("source"),
        status=table.one_of("status", STATUSES),
    )


def _condition(table: Table) -> Condition:
    table.only("id", "label", "fact", "source", "status")
    return Condition(
        id=table.need("id"),
        label=table.text("label"),
        fact=table.one_of("fact", CONDITION_FACTS),
        source=table.need("source"),
        status=table.one_of("status", STATUSES),
    )


def attributed(label: Text, attribution: Attribution) -> Text:
    """A group's label, saying to whom it is attributed."""
    if attribution is Attribution.PERSON:
        return Text(f"{label.th}: ตัวบุคคล", f"{label.en}: the person")
    return Text(f"{label.th}: คนในครัวเรือนที่มี", f"{label.en}: anyone in a household with one")


def possible_ages(born: PartialDate | None, on: date) -> Ages:
    """How old somebody can be on a day, of whose birthday month or day may be unknown.

    Born in the year of that day but after it, they count as nought: a census takes months. Born in
    a later year, or no year known: unknown. An unknown day may be the 31st of any month.
    """
    if born is None or born.year > on.year:
        return Ages(None, None)
    earliest = (born.month or 1, born.day or 1)
    latest = (born.month or 12, born.day or 31)
    today = (on.month, on.day)
    years = on.year - born.year
    return Ages(max(0, years - (today < latest)), max(0, years - (today < earliest)))


def in_band(ages: Ages, band: AgeBand) -> Answer:
    """Whether somebody belongs to an age band; unknown where their age could lie in it or outside."""
    if ages.least is None or ages.greatest is None:
        return Answer.UNKNOWN
    if ages.greatest < band.first or (band.last is not None and ages.least > band.last):
        return Answer.NO
    if ages.least >= band.first and (band.last is None or ages.greatest <= band.last):
        return Answer.YES
    return Answer.UNKNOWN


def groups_of(ages: Ages, facts: dict[str, bool | None], life_cycle: LifeCycle) -> dict[str, Answer]:
    """Of each group, whether one person belongs. A fact that was not told is unknown."""
    found = {band.id: in_band(ages, band) for band in life_cycle.bands}
    return found | {each.id: _answer(facts.get(each.fact)) for each in life_cycle.conditions}


def any_member(members: Sequence[Answer]) -> Answer:
    """Whether anybody of a household belongs: yes when one does, no when it is no for all."""
    if Answer.YES in members:
        return Answer.YES
    return Answer.UNKNOWN if Answer.UNKNOWN in members else Answer.NO


def census_disabled(health: str | None, in_register: bool | None) -> bool | None:
    """Disabled by the census or by the disability register.

    The census has one answer for health, so of who is chronically ill it does not say whether they
    are disabled too; and not being in the register is not being well.
    """
    if health == "disabled" or in_register:
        return True
    return False if health == "normal" else None


def census_chronic(health: str | None) -> bool | None:
    """Chronically ill by the census, which does not say it of those it lists as disabled."""
    return {"chronic": True, "normal": False}.get(health or "")


def census_bedridden(health: str | None, can_help_self: bool | None) -> bool | None:
    """Disabled or chronically ill, and cannot help themselves.

    Unknown for those who cannot help themselves and are well: most of them are small children.
    """
    if can_help_self:
        return False
    return True if can_help_self is False and health in ("disabled", "chronic") else None


def _answer(told: bool | None) -> Answer:
    if told is None:
        return Answer.UNKNOWN
    return Answer.YES if told else Answer.NO
