"""Dates as Thai offices write them: Buddhist years, Thai months, birthdays known only in part.

Inside Samut dates are Gregorian. A Buddhist year appears only at the borders: in files that come
in, on screens and on paper. Buddhist year = Gregorian year + 543.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

BE_OFFSET = 543
TWO_DIGITS = 2
MONTHS_TH = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
MONTHS_TH_SHORT = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
_ARABIC, _THAI = "0123456789", "๐๑๒๓๔๕๖๗๘๙"
_TO_ARABIC, _TO_THAI = str.maketrans(_THAI, _ARABIC), str.maketrans(_ARABIC, _THAI)
_MONTH_NUMBER = {
    name.replace(".", "").lower(): number
    for names in (MONTHS_TH, MONTHS_TH_SHORT, tuple(calendar.month_name[1:]), tuple(calendar.month_abbr[1:]))
    for number, name in enumerate(names, start=1)
}
_PARTS = re.compile(r"\s*(\d{1,2})\s*[/\-.\s]\s*([^\s/\d][^\s/]*|\d{1,2})\s*[/\-\s.]\s*(\d{4})\s*")
_YEAR_ONLY = re.compile(r"\s*(\d{4})\s*")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})")
# Of either order: no year of a person or a paper begins with 12 or less, and no month is above that.
_EIGHT_DIGITS = re.compile(r"\d{8}")
_WORDED = re.compile(r"(?:(\d{1,2})[\s/\-.]*)?([^\s/\d\-]+?\.?)[\s/\-.]*(\d{4}|\d{2})")
# Words before a day or a year that say nothing else.
_ERA = re.compile(r"วันที่|เดือน|พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|ปี")


@dataclass(frozen=True)
class PartialDate:
    """A Gregorian date of which month or day may be unknown. Unknown parts are None, never 1."""

    year: int
    month: int | None = None
    day: int | None = None

    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def to_arabic_digits(text: str) -> str:
    return text.translate(_TO_ARABIC)


def to_thai_digits(text: str) -> str:
    return text.translate(_TO_THAI)


def to_be(year: int) -> int:
    """The Buddhist year of a Gregorian one."""
    return year + BE_OFFSET


def from_be(year_be: int) -> int:
    """The Gregorian year of a Buddhist one."""
    return year_be - BE_OFFSET


def parse_be(text: str) -> PartialDate | None:
    """Read day/month/Buddhist year, month by number or by Thai or English name; None if it is no date.

    Unknown: "00/00/2490", "0/5/2490" and "2490" leave the part that is nought or absent unknown.
    """
    text = to_arabic_digits(text)
    if year_only := _YEAR_ONLY.fullmatch(text):
        return _partial(int(year_only[1]), 0, 0)
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return None
    month = int(parts[2]) if parts[2].isdigit() else _month_number(parts[2])
    return None if month is None else _partial(int(parts[3]), month, int(parts[1]))


def plain_date(text: str) -> str:
    """A date written in words, in eight digits or in part, as day/month/year; "0" is a part not known.

    The year stays as it was written, of two digits and of any era. A text that is none of these comes
    back as it is: whether it is a date at all is not decided here.
    """
    written = _ERA.sub("", to_arabic_digits(text)).strip()
    if year_only := _YEAR_ONLY.fullmatch(written):
        return f"0/0/{year_only[1]}"
    if month_and_year := _MONTH_AND_YEAR.fullmatch(written):
        return f"0/{month_and_year[1]}/{month_and_year[2]}"
    if _EIGHT_DIGITS.fullmatch(written):
        year_first = int(written[4:6]) <= len(MONTHS_TH)
        year, rest = (written[:4], written[4:]) if year_first else (written[4:], written[:4])
        day, month = (rest[2:], rest[:2]) if year_first else (rest[:2], rest[2:])
        return f"{day}/{month}/{year}"
    parts = _WORDED.fullmatch(written)
    month_number = _month_number(parts[2]) if parts else None
    # Two digits beside an English month may be of either era.
    if parts is None or month_number is None or (len(parts[3]) == TWO_DIGITS and parts[2].isascii()):
        return text
    return f"{parts[1] or 0}/{month_number}/{parts[3]}"


def _month_number(name: str) -> int | None:
    return _MONTH_NUMBER.get(name.replace(".", "").lower())


def _partial(year_be: int, month: int, day: int) -> PartialDate | None:
    year = from_be(year_be)
    if year < 1 or month > 12 or (day and not month):
        return None
    if month and day > calendar.monthrange(year, month)[1]:
        return None
    return PartialDate(year, month or None, day or None)


def format_th(day: date, *, short: bool = False, thai_digits: bool = False) -> str:
    """22 เมษายน 2564, or 22 เม.ย. 2564 when short."""
    months = MONTHS_TH_SHORT if short else MONTHS_TH
    text = f"{day.day} {months[day.month - 1]} {to_be(day.year)}"
    return to_thai_digits(text) if thai_digits else text


def format_en(day: date, *, short: bool = False) -> str:
    """22 April 2021, or 22 Apr 2021 when short."""
    months = calendar.month_abbr if short else calendar.month_name
    return f"{day.day} {months[day.month]} {day.year}"


def format_date(day: date, language: str, *, short: bool = False) -> str:
    """The date in the language of the screen: Buddhist year in Thai, Gregorian in English."""
    return format_th(day, short=short) if language.startswith("th") else format_en(day, short=short)


def format_partial(day: PartialDate, language: str) -> str:
    """A date as far as it is known: whole, month and year, or year alone."""
    if day.month and day.day:
        return format_date(date(day.year, day.month, day.day), language)
    thai = language.startswith("th")
    year = str(to_be(day.year) if thai else day.year)
    if not day.month:
        return f"พ.ศ. {year}" if thai else year
    return f"{MONTHS_TH[day.month - 1] if thai else calendar.month_name[day.month]} {year}"


def age_years(born: date, on: date) -> int:
    """Completed years of life on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
