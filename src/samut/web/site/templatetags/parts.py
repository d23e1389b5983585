"""Small parts of pages: bars as SVG attributes (no style attribute passes the policy), status pills."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from samut.web.site.templatetags.words import language

register = template.Library()

# A word, a sign and a colour: whoever misses one of the three still has two.
PILLS = {
    "deprived": ("✕", "ตกเกณฑ์", "below the line"),
    "not_deprived": ("✓", "ผ่าน", "passes"),
    "unknown": ("?", "ไม่ทราบ", "not known"),
    "not_applicable": ("–", "ไม่เกี่ยวข้อง", "does not apply"),
}

BAR = (
    '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    '<rect class="bar__ground" width="100" height="4"/>'
    '<rect class="bar__value" width="{}" height="4"/></svg>'
)


@register.simple_tag
def pill(status: object, th: str = "", en: str = "") -> SafeString:
    """The pill of a status (an enum member or its name), with its usual word or another one."""
    name = str(getattr(status, "name", status)).lower()
    sign, thai, english = PILLS[name]
    word = (th or thai) if language() == "th" else (en or english)
    return format_html(
        '<span class="pill pill--{}"><span aria-hidden="true">{}</span> {}</span>', name, sign, word
    )


@register.simple_tag
def bar(value: float | None, maximum: float | None) -> SafeString:
    """A horizontal bar, drawn for the eye alone: the figure stands beside it as text."""
    width = 0.0 if value is None or not maximum else max(0.0, min(100.0, 100 * value / maximum))
    return format_html(BAR, f"{width:.2f}")
