"""Problems of the search for persons and households: codes SEARCH_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry, Severity, entry

ENTRIES: tuple[Entry, ...] = (
    entry(
        "SEARCH_001",
        Severity.REFUSE,
        what=("ยังไม่มีข้อมูล จปฐ. ปี {edition} ให้ค้น", "There is no census of edition {edition} to search in."),
        why=("การค้นหาใช้ชื่อและบ้านเลขที่จาก จปฐ.", "Names and houses are searched for in the census."),
        do=("นำเข้า จปฐ. ก่อน แล้วค้นใหม่", "Import the census, then search again."),
    ),
    entry(
        "SEARCH_002",
        Severity.REFUSE,
        what=(
            "ดัชนีค้นหาเสียหาย หรือปิดผนึกด้วยกุญแจอื่น",
            "The search index is damaged, or was sealed with another key.",
        ),
        why=(
            "ดัชนีสร้างจากคลังข้อมูล จึงไม่มีข้อมูลใดสูญหาย",
            "It is built from the lake, so nothing is lost.",
        ),
        do=("สั่ง samut search build เพื่อสร้างใหม่", "Run samut search build to build it anew."),
    ),
    entry(
        "SEARCH_003",
        Severity.REFUSE,
        what=("ผลการค้นหานี้ไม่มีแล้ว", "What this search found is no longer kept."),
        why=(
            "ระบบจำคำค้นล่าสุดไว้ไม่กี่ครั้ง เฉพาะระหว่างที่ท่านเข้าใช้อยู่ เพราะคำค้นมักเป็นชื่อคน",
            "Your last few searches are kept only while you are signed in, since they name people.",
        ),
        do=("พิมพ์ค้นใหม่อีกครั้ง", "Search again."),
    ),
)
