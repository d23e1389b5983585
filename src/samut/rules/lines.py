"""Poverty lines in money: how much income a person needs not to be poor, as policy dates it.

A line is of a year. What is asked for a year that has none is refused with the years there are: last
year's line quietly taken for this year's is how a poverty rate goes wrong. A line in money may also be
given as a number, per year or (3000/month) per month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

from samut.rules.errors import SamutError, Text
from samut.rules.policy_files import STATUSES, Table, policy_dir, read_table
from samut.rules.thai_dates import BE_OFFSET

FOLDER = "lines"
# What an amount or an income is of; the number of times that goes into a year.
PERIODS = {"year": 1, "month": 12}
HELD_AGAINST = ("income", "consumption")
ON_THE_LINE = ("not_poor", "poor")


@dataclass(frozen=True)
class DatedLine:
    """The amount in force from `since` up to but not on `until` (None: still). Unit: baht per person."""

    since: date
    until: date | None
    baht: Decimal
    source: str
    status: str

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def years_in_words(self) -> str:
        """The Buddhist years it is for: 2564, 2560-2564, or 2565- where it is still in force."""
        first = self.since.year + BE_OFFSET
        if self.until is None:
            return f"{first}-"
        # `until` is the first day it no longer holds.
        last = date.fromordinal(self.until.toordinal() - 1).year + BE_OFFSET
        return str(first) if first == last else f"{first}-{last}"


@dataclass(frozen=True)
class PovertyLine:
    """A named line with its history. `per` is a key of PERIODS, the rest as in its file."""

    id: str
    label: Text
    per: str
    held_against: str
    on_the_line: str
    source: str
    status: str
    entries: tuple[DatedLine, ...]

    def in_edition(self, edition: int | None) -> DatedLine:
        """The amount in the middle of a Buddhist year; without one, the only amount there is.

        Raises: MONEY_001 where the year has none, or where no year is named and there are several.
        """
        if edition is None:
            held = self.entries
        else:
            middle = date(edition - BE_OFFSET, 7, 1)
            held = tuple(entry for entry in self.entries if entry.holds_on(middle))
        if len(held) != 1:
            years = ", ".join(entry.years_in_words for entry in self.entries)
            raise SamutError("MONEY_001", line=self.id, edition=edition or "-", years=years)
        return held[0]


@dataclass(frozen=True)
class Line:
    """One amount to hold incomes against. Unit: baht per person and year.

    `name` is what results call it. `poor_on_it`: whether an income of just this much is poor.
    """

    name: str
    label: Text
    baht_year: Decimal
    poor_on_it: bool = False
    held_against: str = "income"
    source: str = ""
    status: str = ""


@cache
def load_line(line_id: str) -> PovertyLine:
    """The line of that name. Raises: POLICY_001, POLICY_002, POLICY_003, POLICY_009, MONEY_002."""
    table = read_table(FOLDER, line_id)
    table.only("id", "label", "per", "held_against", "on_the_line", "source", "status", "entry")
    return PovertyLine(
        id=table.need("id"),
        label=table.text("label"),
        per=table.one_of("per", PERIODS),
        held_against=table.one_of("held_against", HELD_AGAINST),
        on_the_line=table.one_of("on_the_line", ON_THE_LINE),
        source=table.need("source"),
        status=table.one_of("status", STATUSES),
        entries=tuple(_entry(entry) for entry in table.tables("entry")),
    )


def line_names() -> tuple[str, ...]:
    """The lines policy knows."""
    return tuple(sorted(path.stem for path in (policy_dir() / FOLDER).glob("*.toml")))


def line_asked_for(text: str, edition: int | None = None) -> Line:
    """The line somebody names: bmn-floor, nesdc:2564, 36000 (a year) or 3000/month.

    `edition` is the Buddhist year of a name without its own. Raises: MONEY_001, MONEY_002, POLICY_002.
    """
    amount, _, period = text.partition("/")
    number = _number(amount)
    if number is not None:
        if period and period not in PERIODS:
            raise SamutError("POLICY_009", name=text, found=period, allowed=", ".join(PERIODS))
        baht = _above_nought(number) * PERIODS[period or "year"]
        words = _in_words(baht)
        return Line(words, Text(th=f"{words} บาท/คน/ปี", en=f"{words} baht per person and year"), baht)
    name, _, year = text.partition(":")
    policy = load_line(name)
    wanted = int(year) if year.isdecimal() else edition
    dated = policy.in_edition(wanted)
    return Line(
        name=policy.id if wanted is None else f"{policy.id}:{wanted}",
        label=policy.label,
        baht_year=dated.baht * PERIODS[policy.per],
        poor_on_it=policy.on_the_line == "poor",
        held_against=policy.held_against,
        source=dated.source,
        status=dated.status,
    )


def _entry(table: Table) -> DatedLine:
    table.only("from", "until", "baht", "source", "status")
    baht = _number(str(table.need("baht")))
    if baht is None:
        raise SamutError("MONEY_002", table.where, found=table.need("baht"))
    return DatedLine(
        since=table.need("from"),
        until=table.values.get("until"),
        baht=_above_nought(baht),
        source=table.need("source"),
        status=table.one_of("status", STATUSES),
    )


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _above_nought(baht: Decimal) -> Decimal:
    if not (baht.is_finite() and baht > 0):
        raise SamutError("MONEY_002", found=baht)
    return baht


def _in_words(baht: Decimal) -> str:
    return f"{baht:f}".rstrip("0").rstrip(".") if "." in f"{baht:f}" else f"{baht:f}"
