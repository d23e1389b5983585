"""Parts of the pages of analysis: differences with their sign, and a bar of what was and what would be."""

from __future__ import annotations

from enum import Enum

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from samut.rules.errors import Text
from samut.web.accounts.policies import AnyUser
from samut.web.analysis.policies import may_count

register = template.Library()
NO_FIGURE, COVERED = "–", Text("ปกปิด", "hidden")
HIDDEN = '<span aria-hidden="true">✱</span><span class="visually-hidden">{}</span>'

# What would be is filled, what would be gone is hatched beside it; the figures stand beside it as text.
BAR = (
    '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    '<rect class="bar__ground" width="100" height="4"/><rect class="bar__value" width="{}" height="4"/>'
    '<rect class="bar__unknown" x="{}" width="{}" height="4"/></svg>'
)


def _number(value: int | None) -> str:
    return NO_FIGURE if value is None else f"{value:,}"


def _sign(value: float) -> str:
    return "+" if value > 0 else "\u2212" if value < 0 else ""


@register.filter
def signed(value: Enum | int | None) -> SafeString | str:
    """A difference: +12, −12, 0; the word for a hidden one."""
    if not isinstance(value, int):
        return told(value)
    return f"{_sign(value)}{abs(value):,}"


@register.filter
def told(value: Enum | int | None) -> SafeString | str:
    """A count; a sign, and the word for whoever hears the page, where it is covered."""
    return covered(True) if isinstance(value, Enum) else _number(value)


@register.filter
def covered(_hidden: bool) -> SafeString:
    """What stands in a cell that is hidden."""
    return format_html(HIDDEN, COVERED.in_language(get_language() or "th"))


@register.filter
def signed_percent(value: float | None) -> str:
    """A share of change as percent with its sign."""
    if value is None:
        return NO_FIGURE
    return f"{_sign(value)}{abs(value) * 100:.1f}%"


@register.filter
def signed_points(value: float | None) -> str:
    """Percentage points with their sign."""
    if value is None:
        return NO_FIGURE
    return f"{_sign(value)}{abs(value):.2f}"


@register.filter
def cell(value: int | float | None) -> str:
    """A cell of a table: a count, or a share as percent."""
    return f"{value * 100:.2f}%" if isinstance(value, float) else _number(value)


@register.filter
def may_count_in(user: AnyUser, area_code: str) -> bool:
    """Whether somebody may make tables of an area, so that no link leads to a refusal."""
    return may_count(user, area_code)


@register.simple_tag
def before_after(before: int | None, after: int | None, widest: int) -> SafeString:
    """A bar of what would be, and of what would be gone. Nothing is drawn where a count is hidden."""
    if before is None or after is None or not widest:
        return format_html(BAR, "0", "0", "0")
    stays, goes = 100 * after / widest, 100 * max(0, before - after) / widest
    return format_html(BAR, f"{stays:.2f}", f"{stays:.2f}", f"{goes:.2f}")
