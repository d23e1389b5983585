"""An answer of a household in words, as every screen says it. Unknown is never nought or no."""

from __future__ import annotations

from datetime import date

from samut.rules.errors import Text
from samut.rules.policy_files import Fact
from samut.rules.thai_dates import format_date

UNKNOWN = Text("ไม่ทราบ", "not known")
# How a member stands to the head of the household, by the census's names.
RELATIONS = {
    "head": Text("หัวหน้าครัวเรือน", "Head"),
    "spouse": Text("คู่สมรส", "Spouse"),
    "child": Text("บุตร", "Child"),
    "parent": Text("บิดาหรือมารดา", "Parent"),
    "grandchild": Text("หลาน", "Grandchild"),
    "sibling": Text("พี่น้อง", "Sibling"),
    "child_in_law": Text("เขยหรือสะใภ้", "Child-in-law"),
    "other": Text("อื่น ๆ", "Other"),
}
YES, NO = Text("ใช่", "yes"), Text("ไม่", "no")


def value_words(value: Fact) -> Text:
    """An answer in words: yes or no, a number with separators, a date, or that nobody knows it."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return Text(format_date(value, "th"), format_date(value, "en"))
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return Text(text, text)
