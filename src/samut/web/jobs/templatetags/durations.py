"""How long something takes, in words."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

register = template.Library()
MINUTE, HOUR = 60, 3600


@register.filter
def duration(seconds: int | None) -> str:
    """About so long: minutes from two on, hours from two on; a dash where nobody knows."""
    if seconds is None:
        return "–"
    thai = (get_language() or "th").startswith("th")
    if seconds < 2 * MINUTE:
        return f"{seconds} วินาที" if thai else f"{seconds} seconds"
    if seconds < 2 * HOUR:
        minutes = round(seconds / MINUTE)
        return f"{minutes} นาที" if thai else f"{minutes} minutes"
    hours = round(seconds / HOUR)
    return f"{hours} ชั่วโมง" if thai else f"{hours} hours"
