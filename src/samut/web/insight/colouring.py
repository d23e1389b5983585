"""What may colour the map of an area: target poor, poor, not known, any dimension, any indicator.

A choice reads two counts of an area: a part and the whole it is a part of. Either may be hidden or
unpublished; then the area has no colour, and the map says which of the two it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from samut.rules.errors import SamutError
from samut.rules.errors.entry import Text
from samut.rules.policy import Measure
from samut.web.insight.figures import AreaFigures, Count, IndicatorCounts, Missing, hide_in_columns, share
from samut.web.insight.queries import Holdings, Row, indicator_of

RATE, NUMBER = "rate", "number"
DIMENSION, INDICATOR = "dim-", "ind-"
DECIMALS = 4
NO_DATA_TEXT = Text("ไม่มีข้อมูล", "no data")
UNPUBLISHED_TEXT = Text("ไม่ได้เผยแพร่", "not published")
SMALL_TEXT = Text("น้อยกว่า 5 คน", "fewer than 5 persons")
OF_TARGETS = Text("คนจนเป้าหมาย", "Target poor")
OF_SURVEY = Text("จากการสำรวจ", "From the survey")
OF_DIMENSIONS = Text("คนจนเป้าหมายรายมิติ", "Target poor by dimension")
OF_INDICATORS = Text("ตัวชี้วัดที่ตกเกณฑ์", "Failing indicators")


@dataclass(frozen=True)
class Colour:
    """What colours one area: `part` of `whole` persons. None: there are no data of the area."""

    part: Count | None
    whole: Count | None
    as_number: bool = False

    @property
    def value(self) -> float | None:
        """The number, or percent (0 to 100); None where it is not known, hidden or unpublished."""
        if self.part is None or self.whole is None or isinstance(self.part, Missing):
            return None
        if self.as_number:
            return self.part
        told = share(self.part, self.whole)
        return None if told is None else round(told * 100, DECIMALS)

    @property
    def is_small(self) -> bool:
        return self.part is Missing.SMALL

    def in_words(self, language: str) -> str:
        """The number and the rate, or why there is none."""
        if self.part is None or self.whole is None:
            return NO_DATA_TEXT.in_language(language)
        if isinstance(self.part, Missing):
            return (SMALL_TEXT if self.is_small else UNPUBLISHED_TEXT).in_language(language)
        told = share(self.part, self.whole)
        percent = "" if told is None else f" · {told * 100:.2f}%"
        whole = f"{self.whole:,}" if isinstance(self.whole, int) else "–"
        if language.startswith("th"):
            return f"{self.part:,} จาก {whole} คน{percent}"
        return f"{self.part:,} of {whole} persons{percent}"


NOTHING = Colour(None, None)
Reading = Callable[[AreaFigures], tuple[Count, Count]]


@dataclass(frozen=True)
class Choice:
    """One thing that may colour the map. `indicator`: it is read from that indicator's counts."""

    id: str
    group: Text
    label: Text
    title: Text
    read: Reading | None = None
    indicator: int | None = None

    @property
    def as_number(self) -> bool:
        return self.id == NUMBER


def _target(figures: AreaFigures) -> tuple[Count, Count]:
    return figures.target_persons, figures.persons


def _poor(figures: AreaFigures) -> tuple[Count, Count]:
    return figures.poor_persons, figures.persons


def _unknown(figures: AreaFigures) -> tuple[Count, Count]:
    return figures.unknown_persons, figures.persons


def _of_dimension(place: int, figures: AreaFigures) -> tuple[Count, Count]:
    return figures.dimensions[place].target_persons, figures.persons


def choices(measure: Measure) -> tuple[Choice, ...]:
    """Everything that may colour a map under a measure, in the order it is offered."""
    rate, number = Text("ร้อยละ", "Rate"), Text("จำนวนคน", "Number")
    poor, unknown = Text("คนจน จปฐ.", "BMN-poor persons"), Text("ยังไม่ทราบผล", "Not known")
    found = [
        Choice(
            RATE,
            OF_TARGETS,
            rate,
            Text("คนจนเป้าหมาย ร้อยละของคนที่สำรวจ", "Target poor, percent of the surveyed"),
            _target,
        ),
        Choice(NUMBER, OF_TARGETS, number, Text("คนจนเป้าหมาย (คน)", "Target poor (persons)"), _target),
        Choice("poor", OF_SURVEY, poor, _percent(poor), _poor),
        Choice("unknown", OF_SURVEY, unknown, _percent(unknown), _unknown),
    ]
    for place, each in enumerate(measure.dimensions):
        title = Text(f"คนจนเป้าหมาย มิติ{each.label.th}", f"Target poor, {each.label.en}")
        found.append(
            Choice(
                f"{DIMENSION}{each.id}",
                OF_DIMENSIONS,
                each.label,
                _percent(title),
                partial(_of_dimension, place),
            )
        )
    for indicator in sorted(measure.indicator_set.indicators, key=lambda each: each.number):
        label = Text(f"{indicator.number}. {indicator.label.th}", f"{indicator.number}. {indicator.label.en}")
        title = Text(
            f"ตกเกณฑ์ข้อ {label.th} ร้อยละของคนที่เกี่ยวข้อง", f"Failing {label.en}, percent of those concerned"
        )
        found.append(
            Choice(f"{INDICATOR}{indicator.number}", OF_INDICATORS, label, title, indicator=indicator.number)
        )
    return tuple(found)


def _percent(of: Text) -> Text:
    return Text(f"{of.th} ร้อยละของคนที่สำรวจ", f"{of.en}, percent of the surveyed")


def read_choice(text: str, measure: Measure) -> Choice:
    """What an address asks the map to show. Raises: SITE_004 where there is no such thing."""
    found = next((each for each in choices(measure) if each.id == text), None)
    if found is None:
        raise SamutError("SITE_004", name="show")
    return found


def colours(held: Holdings, rows: tuple[Row, ...], choice: Choice, *, exact: bool) -> Mapping[str, Colour]:
    """The colour of each area of a table, by its code. `exact`: its small counts are shown."""
    if choice.indicator is not None:
        return _of_indicator(held, rows, choice.indicator, exact=exact)
    read = choice.read or _target
    return {
        row.area.code: NOTHING if row.figures is None else Colour(*read(row.figures), choice.as_number)
        for row in rows
    }


def _of_indicator(held: Holdings, rows: tuple[Row, ...], number: int, *, exact: bool) -> Mapping[str, Colour]:
    """Persons in households that fail, of those the indicator concerns; hidden among siblings as a column."""
    counts: list[IndicatorCounts | None] = [
        None if row.figures is None else indicator_of(held, row.area.code, number) for row in rows
    ]
    told = counts if exact else hide_in_columns(counts)
    return {
        row.area.code: NOTHING if each is None else Colour(each.failing_persons, each.exposed_persons)
        for row, each in zip(rows, told, strict=True)
    }
