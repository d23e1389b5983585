"""How the page of a household tells a value with all its sources: which counts, and why the rest do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samut.engine.household import SourceRow
from samut.engine.household_sources import CENSUS, OTHER_CENSUS, VISIT, SourcedValue, Told
from samut.rules.errors.entry import Text
from samut.rules.fact_words import RELATIONS, UNKNOWN, value_words
from samut.rules.sources import Standing, load_sources_policy
from samut.rules.thai_dates import PartialDate, format_date
from samut.web.households.masking import COVERED, Shown, name_as_shown
from samut.web.households.presenting import (
    REGISTER_LABELS,
    SEXES,
    birth_words,
    edition_words,
    imported_words,
)

# A sign and a word for each: whoever misses one of the two still has the other.
STANDINGS = {
    Standing.COUNTS: ("✓", Text("ใช้ค่านี้", "this one counts")),
    Standing.AGREES: ("=", Text("ตรงกับค่าที่ใช้", "says the same")),
    Standing.OLDER: ("–", Text("ไม่ใช้: แหล่งเดียวกันบอกใหม่แล้ว", "does not count: the same source told it anew")),
    Standing.BEHIND: (
        "–",
        Text("ไม่ใช้: ลำดับรองจากแหล่งที่ใช้", "does not count: comes after the source that does"),
    ),
    Standing.LESS_PRECISE: (
        "=",
        Text("ไม่ขัดกัน แต่บอกละเอียดน้อยกว่า", "does not contradict, but tells less of it"),
    ),
    Standing.BESIDE: ("–", Text("แสดงไว้เทียบ ไม่ใช้", "stands beside for comparison, does not count")),
    Standing.SILENT: ("?", Text("ไม่ทราบ จึงไม่ใช้แทนค่าที่รู้", "does not know, so it replaces nothing")),
}
NOBODY = Text("ไม่มีแหล่งใดที่ใช้ได้รู้ค่านี้", "No source that may count knows it")
SOURCES = {
    CENSUS: Text("จปฐ. รุ่นที่วัด", "census of the measured edition"),
    OTHER_CENSUS: Text("จปฐ. รุ่นอื่น", "another edition of the census"),
    VISIT: Text("ถามใหม่เมื่อลงเยี่ยม", "asked anew on a visit"),
    "civil_registration": Text("ทะเบียนราษฎร", "civil registration"),
    "welfare-card": REGISTER_LABELS["welfare-card"],
    "disability": REGISTER_LABELS["disability"],
    "elderly-allowance": REGISTER_LABELS["elderly-allowance"],
}


@dataclass(frozen=True)
class SourceRowLine:
    """One source of a value: what it says, where and when, and whether it counts."""

    value: Text
    where: Text
    when: Text
    sign: str
    standing: Text
    counts: bool


@dataclass(frozen=True)
class SourcedLine:
    """One value on the page. `order`: which source comes before which; `proposed`: that is not settled."""

    label: Text
    member_no: int | None
    value: Text
    differs: bool
    rows: tuple[SourceRowLine, ...]
    because: Text
    order: Text
    proposed: bool


@dataclass(frozen=True)
class SourcesBlock:
    """All values with several sources: those that differ first. `alone`: how many have the census only."""

    differing: tuple[SourcedLine, ...]
    agreeing: tuple[SourcedLine, ...]
    alone: int


def sources_block(values: Sequence[SourcedValue], alone: int, shown: Shown = COVERED) -> SourcesBlock:
    """`shown`: what of the members is in the clear; the caller has logged it."""
    lines = [sourced_line(each, shown) for each in values]
    return SourcesBlock(
        tuple(each for each in lines if each.differs),
        tuple(each for each in lines if not each.differs),
        alone,
    )


def sourced_line(value: SourcedValue, shown: Shown = COVERED) -> SourcedLine:
    subject = load_sources_policy().subjects[value.subject]
    names = [SOURCES[each] for each in subject.order]
    return SourcedLine(
        label=value.label,
        member_no=value.member_no,
        value=NOBODY if value.chosen is None else _words(value, value.chosen, shown),
        differs=value.differs,
        rows=tuple(
            _row(value, told, standing, shown)
            for told, standing in zip(value.told, value.standings, strict=True)
        ),
        because=subject.because,
        order=Text(" › ".join(each.th for each in names), " › ".join(each.en for each in names)),
        proposed=subject.status == "proposed",
    )


def _row(value: SourcedValue, told: Told, standing: Standing, shown: Shown) -> SourceRowLine:
    sign, word = STANDINGS[standing]
    return SourceRowLine(
        _words(value, told, shown), _where(told), _when(told), sign, word, standing is Standing.COUNTS
    )


def _words(value: SourcedValue, told: Told, shown: Shown) -> Text:
    if told.identity is not None:
        name = name_as_shown(told.identity, shown)
        return Text(name, name) if name else UNKNOWN
    if told.value is None or isinstance(told.value, PartialDate):
        return birth_words(told.value)
    if value.name == "sex":
        return SEXES.get(str(told.value), UNKNOWN)
    if value.name == "relation":
        return RELATIONS.get(str(told.value), UNKNOWN)
    return value_words(told.value)  # type: ignore[arg-type]


def _where(told: Told) -> Text:
    if told.by == VISIT:
        number = told.visit.rpartition(":")[2]
        return Text(f"{SOURCES[VISIT].th} แบบที่ส่งลำดับ {number}", f"{SOURCES[VISIT].en}, submission {number}")
    label = REGISTER_LABELS["bmn"] if told.by in (CENSUS, OTHER_CENSUS) else SOURCES[told.by]
    named = label if told.edition is None else edition_words(label, told.edition)
    return named if told.row is None else _with_row(named, told.row)


def _with_row(named: Text, row: SourceRow) -> Text:
    return Text(f"{named.th} · {row.file} แถว {row.row}", f"{named.en} · {row.file} row {row.row}")


def _when(told: Told) -> Text:
    """The day it was told; else the day it was taken in."""
    if told.on is not None:
        th, en = (format_date(told.on, language, short=True) for language in ("th", "en"))
        return Text(f"บอกเมื่อ {th}", f"told on {en}")
    if told.row is not None:
        return imported_words(told.row.imported_at)
    return Text("ไม่ทราบวันที่", "day not known")
