"""What became of households between two editions of a census, told by who lives where and by house codes.

Why it exists: a house is not a family. One house may hold several families, families part and come
together, and a house may get other people. So nothing is merged: what happened is a row that names
the households before and after, and says what it is known by.
"""

from __future__ import annotations

from enum import StrEnum

from samut.rules.errors import Text


class Event(StrEnum):
    """One thing that happened to one or more households. A household can be in several.

    Split: its people live in several households now. Merged: people of several households live in
    one that none of its own people of before live in any more. Joined: they live with a household
    that was there before and still is. Moved: they are together in another house, and nobody else
    who is known. Replaced: one house code, people who can be followed, none of them the same. Same
    house: one house code, but whether the people are the same cannot be told. Unknown: neither a
    person nor the house code is in the other edition; that is not to be gone, nor to be new.
    """

    STAYED = "stayed"
    SPLIT = "split"
    MERGED = "merged"
    JOINED = "joined"
    MOVED = "moved"
    REPLACED = "replaced"
    SAME_HOUSE = "same_house"
    UNKNOWN = "unknown"


EVENTS = {
    Event.STAYED: Text("อยู่บ้านเดิม", "stayed in the same house"),
    Event.SPLIT: Text("แยกไปอยู่หลายบ้าน", "split into several households"),
    Event.MERGED: Text("หลายครัวเรือนรวมเป็นครัวเรือนใหม่", "several merged into a new household"),
    Event.JOINED: Text("เข้าไปอยู่ร่วมกับครัวเรือนอื่น", "joined a household that was there"),
    Event.MOVED: Text("ย้ายบ้านไปด้วยกัน", "moved to another house together"),
    Event.REPLACED: Text("บ้านเดิม คนใหม่", "same house, other people"),
    Event.SAME_HOUSE: Text("บ้านเดิม ไม่ทราบว่าเป็นคนเดิมหรือไม่", "same house, whether the same people is unknown"),
    Event.UNKNOWN: Text("ไม่ทราบ", "unknown"),
}
