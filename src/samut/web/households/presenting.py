"""How the page of a household says things: answers in words, birth dates known in part, sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from samut.engine.household import DimensionRecord, FactRecord, HouseholdRecord, SourceRow, ToldFact
from samut.rules.errors.entry import Text
from samut.rules.fact_words import UNKNOWN, value_words
from samut.rules.policy_files import Fact
from samut.rules.reference import Decision
from samut.rules.status import Answer
from samut.rules.thai_dates import (
    PartialDate,
    age_years,
    format_en,
    format_partial,
    format_th,
    from_be,
)

REGISTER_LABELS = {
    "bmn": Text("จปฐ.", "BMN census"),
    "welfare-card": Text("บัตรสวัสดิการแห่งรัฐ", "Welfare card"),
    "disability": Text("ทะเบียนคนพิการ", "Disability register"),
    "elderly-allowance": Text("เบี้ยยังชีพผู้สูงอายุ", "Elderly allowance"),
    "villages": Text("ทะเบียนหมู่บ้าน", "Village register"),
    "tpmap-province": Text("ตัวเลขรายจังหวัดของ TPMAP", "TPMAP's figures by province"),
}
SEXES = {"male": Text("ชาย", "Male"), "female": Text("หญิง", "Female")}
DAY_UNKNOWN = Text("ไม่ทราบวันที่", "day not known")
MONTH_UNKNOWN = Text("ไม่ทราบวันและเดือน", "day and month not known")
# A dimension's answer as the status its pill shows.
PILL_OF_ANSWER = {Answer.YES: "deprived", Answer.NO: "not_deprived", Answer.UNKNOWN: "unknown"}


@dataclass(frozen=True)
class SourceLine:
    """Where something stands, and the day it was taken in."""

    where: Text
    when: Text


@dataclass(frozen=True)
class Registered:
    """What the register says of a question that was asked anew."""

    value: Text
    source: SourceLine
    differs: bool


@dataclass(frozen=True)
class FactLine:
    """One answer that decided: its label, the answer in words, and where it stands.

    `registered` is there where the answer is one told anew: the register's stands beside it.
    """

    label: Text
    value: Text
    source: SourceLine
    registered: Registered | None = None


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator on the page."""

    number: int
    label: Text
    status: str
    facts: tuple[FactLine, ...]


@dataclass(frozen=True)
class DimensionLine:
    """One dimension on the page; open where it fails or is not known."""

    id: str
    label: Text
    status: str
    indicators: tuple[IndicatorLine, ...]

    @property
    def icon(self) -> str:
        return f"site/icons/{self.id}.svg"

    @property
    def opened(self) -> bool:
        return self.status != "not_deprived"


def masked(number: str | None) -> str:
    """A 13-digit number with all but its last three digits covered; empty when there is none."""
    if not number:
        return ""
    digits = "".join(letter for letter in number if letter.isdigit())
    return f"x-xxxx-xxxxx-{digits[-3:-1]}-{digits[-1]}" if len(digits) == 13 else "x" * len(digits)


def spaced(number: str | None) -> str:
    """A 13-digit number in the groups a card prints it in; what is no such number as it is written."""
    digits = "".join(letter for letter in number or "" if letter.isdigit())
    if len(digits) != 13:
        return number or ""
    return f"{digits[0]}-{digits[1:5]}-{digits[5:10]}-{digits[10:12]}-{digits[12]}"


def ages(birth: PartialDate | None, on: dt.date) -> Text:
    """Completed years; two figures where the unknown day or month leaves it open."""
    if birth is None:
        return UNKNOWN
    oldest, youngest = age_years(birth.earliest(), on), age_years(birth.latest(), on)
    years = str(oldest) if oldest == youngest else f"{youngest}–{oldest}"
    return Text(f"{years} ปี", f"{years} years")


def birth_words(birth: PartialDate | None) -> Text:
    """The birth date, Buddhist in Thai, with what of it is not known."""
    if birth is None:
        return UNKNOWN
    th, en = format_partial(birth, "th"), format_partial(birth, "en")
    if birth.month and birth.day:
        return Text(th, en)
    missing = DAY_UNKNOWN if birth.month else MONTH_UNKNOWN
    return Text(f"{th} ({missing.th})", f"{en} ({missing.en})")


def edition_words(register: Text, edition: int) -> Text:
    """A register and its edition, in English with the common year beside the Buddhist one."""
    return Text(f"{register.th} {edition}", f"{register.en} {edition} ({from_be(edition)})")


def imported_words(imported_at: str) -> Text:
    """The day of an import, as manifests of the lake write the moment."""
    if not imported_at:
        return Text("ไม่ทราบวันนำเข้า", "day of import not known")
    day = timezone.localtime(dt.datetime.fromisoformat(imported_at)).date()
    return Text(f"นำเข้า {format_th(day, short=True)}", f"imported {format_en(day, short=True)}")


def source_line(source: SourceRow, register: Text | None = None) -> SourceLine:
    """Where a value stands and since when: register, edition, file, row, day of import."""
    named = edition_words(register or REGISTER_LABELS[source.register], source.edition)
    return SourceLine(
        Text(f"{named.th} · {source.file} แถว {source.row}", f"{named.en} · {source.file} row {source.row}"),
        imported_words(source.imported_at),
    )


def _indicator_line(
    decision: Decision, facts: dict[str, FactRecord], household: HouseholdRecord
) -> IndicatorLine:
    labels = household.measure.indicator_set.fact_labels
    lines = tuple(
        _fact_line(labels[name], value, facts.get(name), household) for name, value in decision.facts
    )
    indicator = decision.indicator
    return IndicatorLine(indicator.number, indicator.label, decision.status.name.lower(), lines)


def _fact_line(label: Text, value: Fact, fact: FactRecord | None, household: HouseholdRecord) -> FactLine:
    source = source_line(household.source if fact is None else fact.source)
    if fact is None or fact.told is None:
        return FactLine(label, value_words(value), source)
    registered = Registered(value_words(fact.registered), source, fact.registered != value)
    return FactLine(label, value_words(value), told_line(fact.told), registered)


def told_line(told: ToldFact) -> SourceLine:
    """Where an answer told anew stands, and the day it was told."""
    number = told.source.rpartition(":")[2]
    return SourceLine(
        Text(f"ถามใหม่ แบบที่ส่งลำดับ {number}", f"Asked anew, submission {number}"),
        Text(f"เมื่อ {format_th(told.on, short=True)}", f"on {format_en(told.on, short=True)}"),
    )


def dimension_line(record: DimensionRecord, household: HouseholdRecord) -> DimensionLine:
    facts = {fact.name: fact for fact in household.facts}
    return DimensionLine(
        record.dimension.id,
        record.dimension.label,
        PILL_OF_ANSWER[record.answer],
        tuple(_indicator_line(decision, facts, household) for decision in record.decisions),
    )


def other_lines(household: HouseholdRecord) -> tuple[IndicatorLine, ...]:
    """The indicators that no dimension of the measure uses."""
    facts = {fact.name: fact for fact in household.facts}
    return tuple(_indicator_line(decision, facts, household) for decision in household.other_decisions)
