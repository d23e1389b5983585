"""Who is missed in one area as a page tells it: figures, each a number or hidden, and bands of shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from samut.engine.missed.counting import GROUPS, Group
from samut.rules.coverage import Coverage
from samut.rules.errors import Text
from samut.rules.targeting_errors import (
    Band,
    Reached,
    coverage,
    exclusion_error,
    inclusion_error,
    poverty_rate,
    targeting_differential,
    type_one,
    type_two,
)
from samut.web.households.presenting import REGISTER_LABELS
from samut.web.missed.held import (
    HOUSEHOLDS,
    LIFE_CYCLE,
    NUMBERS,
    PERSONS,
    REACH,
    AreaCounts,
    register_part,
    unknown_part,
)

# The three that provinces ask for, then the other way round.
PROVINCE_GROUPS = tuple(each for each in GROUPS if each.id != "card_fails_nothing")
OTHER_WAY = next(each for each in GROUPS if each.id == "card_fails_nothing")


HOUSES, PEOPLE = Text("บ้านและครัวเรือน", "Houses and households"), Text("คน", "Persons")


@dataclass(frozen=True)
class ErrorMeaning:
    """One figure of targeting: what it is called, what of what, and how it is reckoned."""

    label: Text
    of_what: Text
    reckoned: Callable[[Reached], Band]


ERRORS = (
    ErrorMeaning(
        Text("ตกหล่น (exclusion error)", "Exclusion error"),
        Text("ยากจนแต่ไม่มีบัตร จากผู้ยากจนทั้งหมด", "Poor without a card, of all the poor"),
        exclusion_error,
    ),
    ErrorMeaning(
        Text("รั่วไหล (inclusion error)", "Inclusion error"),
        Text("มีบัตรแต่ไม่ยากจน จากผู้มีบัตรทั้งหมด", "Card holders who are not poor, of all card holders"),
        inclusion_error,
    ),
    ErrorMeaning(
        Text("อัตราความยากจน", "Poverty rate"), Text("ผู้ยากจน จากทั้งหมด", "The poor, of everybody"), poverty_rate
    ),
    ErrorMeaning(
        Text("ความครอบคลุม", "Coverage"), Text("ผู้มีบัตร จากทั้งหมด", "Card holders, of everybody"), coverage
    ),
    ErrorMeaning(
        Text("ตกหล่นต่อทั้งหมด (type I)", "Type I"),
        Text("ยากจนแต่ไม่มีบัตร จากทั้งหมด", "Poor without a card, of everybody"),
        type_one,
    ),
    ErrorMeaning(
        Text("รั่วไหลต่อทั้งหมด (type II)", "Type II"),
        Text("มีบัตรแต่ไม่ยากจน จากทั้งหมด", "Card holders who are not poor, of everybody"),
        type_two,
    ),
    ErrorMeaning(
        Text("ผลต่างความครอบคลุม", "Targeting differential"),
        Text(
            "ความครอบคลุมของผู้ยากจน ลบด้วยของผู้ไม่ยากจน (1 คือตรงเป้าทั้งหมด 0 คือเหมือนจับสลาก)",
            "Coverage of the poor less that of the others (1 is perfect, 0 is a lottery)",
        ),
        targeting_differential,
    ),
)


@dataclass(frozen=True)
class Share:
    """A band of a share, 0 to 1. None: there is nobody to take a share of, or it is hidden."""

    known: float | None
    lowest: float | None
    highest: float | None


@dataclass(frozen=True)
class GroupLine:
    """One group in one area. Counts of None are hidden."""

    group: Group
    households: int | None
    persons: int | None
    unknown_households: int | None
    unknown_persons: int | None


@dataclass(frozen=True)
class ErrorTable:
    """The errors of targeting with the counts they are of; `hidden`: none of it may be told."""

    poor: int
    reached: int
    unknown: int
    everybody: int
    missed: int
    leaked: int
    lines: tuple[tuple[ErrorMeaning, Share], ...]
    hidden: bool = False

    @property
    def exclusion(self) -> Share:
        return self.lines[0][1]

    @property
    def rate(self) -> Share:
        return self.lines[2][1]


@dataclass(frozen=True)
class LifeLine:
    """One life-cycle group: persons in poor households, those without a card of their own, the error."""

    label: Text
    poor: int
    missed: int
    unknown: int
    exclusion: Share


@dataclass(frozen=True)
class RegisterLine:
    """A register's persons of the area, and those in no surveyed household. `known`: the lake can tell."""

    label: Text
    known: bool
    persons: int | None
    in_no_household: int | None


@dataclass(frozen=True)
class ReachLine:
    """Of how many there are, how many were surveyed. `counted` None: not of every village known."""

    label: Text
    surveyed: int
    counted: int | None
    share: float | None
    over: bool


@dataclass(frozen=True)
class ReachTold:
    """How much of another office's count the census reached. `lines` empty: hidden."""

    lines: tuple[ReachLine, ...]
    villages: int
    not_surveyed: int
    not_counted: int


@dataclass(frozen=True)
class AreaTold:
    """Everything that is told of one area to one viewer."""

    groups: tuple[GroupLine, ...]
    card_fails_nothing: GroupLine
    households: ErrorTable
    persons: ErrorTable
    life_cycle: tuple[LifeLine, ...]
    life_cycle_hidden: bool
    registers: tuple[RegisterLine, ...]
    members: int | None
    without_number: int | None
    reach: ReachTold | None
    hides: bool

    @property
    def longest(self) -> int:
        """The longest bar of the groups."""
        return max((each.households or 0 for each in (*self.groups, self.card_fails_nothing)), default=0)


def told(
    counts: AreaCounts, covered: frozenset[str], life_labels: dict[str, Text], reach: Coverage | None = None
) -> AreaTold:
    """What is told of an area where these parts of it are covered."""
    lines = {each.group.id: each for each in _group_lines(counts, covered)}
    hides_numbers = NUMBERS in covered
    return AreaTold(
        groups=tuple(lines[each.id] for each in PROVINCE_GROUPS),
        card_fails_nothing=lines[OTHER_WAY.id],
        households=_errors(counts.households, hidden=HOUSEHOLDS in covered),
        persons=_errors(counts.persons[""], hidden=PERSONS in covered),
        life_cycle=()
        if LIFE_CYCLE in covered
        else tuple(
            _life_line(label, counts.persons[group])
            for group, label in life_labels.items()
            if group in counts.persons
        ),
        life_cycle_hidden=LIFE_CYCLE in covered,
        registers=_register_lines(counts, covered),
        members=None if hides_numbers else counts.members,
        without_number=None if hides_numbers else counts.without_number,
        reach=None if reach is None else _reach(reach, hidden=REACH in covered),
        hides=bool(covered),
    )


def share(band: Band) -> Share:
    return Share(*(_float(each) for each in (band.known, band.lowest, band.highest)))


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _group_lines(counts: AreaCounts, covered: frozenset[str]) -> tuple[GroupLine, ...]:
    lines = []
    for group, count in zip(GROUPS, counts.groups, strict=True):
        yes = (None, None) if group.id in covered else (count.households, count.persons)
        hidden = unknown_part(group.id) in covered
        unknown = (None, None) if hidden else (count.unknown_households, count.unknown_persons)
        lines.append(GroupLine(group, *yes, *unknown))
    return tuple(lines)


def _errors(reached: Reached, *, hidden: bool) -> ErrorTable:
    told_of = Reached({}) if hidden else reached
    return ErrorTable(
        told_of.poor,
        told_of.reached,
        told_of.unknown,
        told_of.everybody,
        told_of.count(True, False),
        told_of.count(False, True),
        tuple((each, share(each.reckoned(told_of))) for each in ERRORS),
        hidden,
    )


def _life_line(label: Text, reached: Reached) -> LifeLine:
    return LifeLine(
        label, reached.poor, reached.count(True, False), reached.unknown, share(exclusion_error(reached))
    )


def _register_lines(counts: AreaCounts, covered: frozenset[str]) -> tuple[RegisterLine, ...]:
    lines = []
    for each in counts.registers:
        label = REGISTER_LABELS.get(each.register, Text(each.register, each.register))
        known, hidden = each.persons is not None, register_part(each.register) in covered
        persons, outside = (None, None) if hidden else (each.persons, each.in_no_household)
        lines.append(RegisterLine(label, known, persons, outside))
    return tuple(lines)


def _reach(found: Coverage, *, hidden: bool) -> ReachTold:
    lines = (
        ReachLine(label, each.surveyed, each.counted, _float(each.share), each.over)
        for label, each in ((HOUSES, found.households), (PEOPLE, found.persons))
    )
    return ReachTold(() if hidden else tuple(lines), found.villages, found.not_surveyed, found.not_counted)
