"""Shares that are not known to a point: a band from lowest to highest; and counts that may be covered."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from samut.web.site.templatetags.words import NO_FIGURE, number, t

register = template.Library()

# Certain at least, then what may be; the figures stand beside it as text.
BAND = (
    '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    '<rect class="bar__ground" width="100" height="4"/><rect class="bar__value" width="{}" height="4"/>'
    '<rect class="bar__unknown" x="{}" width="{}" height="4"/></svg>'
)


@register.filter
def or_hidden(count: int | str | None) -> str:
    """A count; the word for one that is covered to protect persons (a template reads a part of it as "")."""
    return number(count) if isinstance(count, int) else t("ปกปิด", "hidden")


@register.filter
def points(value: float | None) -> str:
    """A share of 0 to 1 as percent with one decimal; a dash where there is nobody to take a share of."""
    return NO_FIGURE if value is None else f"{value * 100:.1f}%"


@register.simple_tag
def band(lowest: float | None, highest: float | None) -> SafeString:
    """A bar of what is certain and, hatched beside it, of what may be. A share under 0 begins at 0."""
    low, high = (100 * max(0.0, min(1.0, each or 0.0)) for each in (lowest, highest))
    return format_html(BAND, f"{low:.2f}", f"{low:.2f}", f"{max(0.0, high - low):.2f}")
