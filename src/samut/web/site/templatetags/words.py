"""Template words: both languages beside each other, numbers, Buddhist-era dates. Loaded everywhere.

`{% t "ไทย" "English" %}` takes both texts at once, so none of the two can be forgotten.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from samut.rules.errors import Problem
from samut.rules.errors.entry import Text
from samut.rules.thai_dates import format_date

register = template.Library()
NO_FIGURE = "–"


def language() -> str:
    """The language of the screen: th or en."""
    return (get_language() or "th")[:2]


@register.simple_tag
def t(th: str, en: str, **values: object) -> str:
    """One text in the language of the screen; {named} places are filled from the values."""
    text = th if language() == "th" else en
    return text.format(**values) if values else text


@register.simple_tag
def t_other(th: str, en: str) -> str:
    """The same in the other language of the two: for pages that nobody asked for."""
    return en if language() == "th" else th


@register.filter
def words(text: Text | str | None) -> str:
    """A two-language text in the language of the screen."""
    return text.in_language(language()) if isinstance(text, Text) else (text or "")


@register.filter
def area_name(area: object) -> str:
    """The name of an area in the language of the screen."""
    thai, english = getattr(area, "name_th", ""), getattr(area, "name_en", "")
    return thai if language() == "th" or not english else english


LEVELS = {
    "country": Text("ประเทศ", "Country"),
    "province": Text("จังหวัด", "Province"),
    "amphoe": Text("อำเภอ", "District"),
    "tambon": Text("ตำบล", "Subdistrict"),
    "village": Text("หมู่บ้าน", "Village"),
}


@register.filter
def level_name(level: str) -> str:
    return words(LEVELS.get(level, ""))


@register.filter
def other_name(area: object) -> str:
    """The name of an area in the other language."""
    return str(getattr(area, "name_en" if language() == "th" else "name_th", ""))


@register.filter
def number(value: float | None) -> str:
    """1,234,567, and a dash where there is no figure."""
    return NO_FIGURE if value is None else f"{value:,.0f}"


@register.filter
def count(value: Enum | int | None) -> str:
    """A count; "fewer than 5" where it is hidden; a dash where there is none."""
    if isinstance(value, Enum):
        small = value.name == "SMALL"
        return t("น้อยกว่า 5", "fewer than 5") if small else NO_FIGURE
    return number(value)


@register.filter
def drawn(value: Enum | int | None) -> int | None:
    """A count as the length of a bar: none where the count is hidden or absent."""
    return value if isinstance(value, int) else None


@register.filter
def percent(value: float | None) -> str:
    """A share of 0 to 1 as percent with two decimals."""
    return NO_FIGURE if value is None else f"{value * 100:.2f}%"


@register.filter
def thai_date(day: dt.date | dt.datetime | None) -> str:
    """22 เมษายน 2564 in Thai, 22 April 2021 in English."""
    if day is None:
        return NO_FIGURE
    if isinstance(day, dt.datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return format_date(day, language())


@register.filter
def thai_moment(moment: dt.datetime | None) -> str:
    """A date with its time of day."""
    if moment is None:
        return NO_FIGURE
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{format_date(local.date(), language())} {local:%H:%M}"


@register.filter
def iso_moment(text: str) -> str:
    """A moment as manifests of the lake write it."""
    return thai_moment(dt.datetime.fromisoformat(text)) if text else NO_FIGURE


@register.filter
def edition_year(edition: int | None) -> str:
    """An edition is named by its Buddhist year, in English with the common year beside it."""
    if edition is None:
        return NO_FIGURE
    return str(edition) if language() == "th" else f"{edition} ({edition - 543})"


@register.filter
def problem_what(problem: Problem) -> str:
    return problem.what(language())


@register.filter
def problem_why(problem: Problem) -> str:
    return problem.why(language())


@register.filter
def problem_do(problem: Problem) -> str:
    return problem.do(language())


@register.filter
def problem_other(problem: Problem) -> str:
    """What is wrong and what to do, in the other language of the two."""
    other = "en" if language() == "th" else "th"
    return f"{problem.what(other)} {problem.do(other)}"


@register.filter
def plain_places(text: str) -> str:
    """A catalogue text told in general: its {named} places become an ellipsis."""
    return re.sub(r"\{\w+\}", "…", text)
