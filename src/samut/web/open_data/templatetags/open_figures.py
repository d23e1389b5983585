"""Figures of open pages: a number, the word for a hidden one, a dash for one that is not published."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

from samut.engine.open_data.tables import percent
from samut.rules.errors.entry import Text

register = template.Library()
NO_FIGURE = "–"
HIDDEN = Text("ปกปิด", "hidden")


@register.filter
def figure(values: Mapping[str, int | None], name: str) -> str:
    """The figure of that name in words."""
    if name not in values:
        return NO_FIGURE
    value = values[name]
    return HIDDEN.in_language(get_language() or "th") if value is None else f"{value:,}"


@register.filter
def known(values: Mapping[str, int | None], name: str) -> int | None:
    """The figure of that name as a number, None where it is hidden or not published."""
    return values.get(name)


@register.filter
def share(values: Mapping[str, int | None], name: str) -> str:
    """A figure as a percentage of the persons surveyed."""
    found = percent(values, name)
    return NO_FIGURE if found is None else f"{found:.2f}%"


@register.filter
def is_told(values: Mapping[str, int | None], name: str) -> bool:
    """Whether the figure is published at all, shown or hidden."""
    return name in values


@register.simple_tag
def largest(lines: object, part: str) -> int:
    """The longest bar of the lines, by their `target` or `failing` figure."""
    found = [line.values.get(getattr(line, part)) for line in lines]  # type: ignore[attr-defined]
    return max((each for each in found if each is not None), default=0)
