"""Problems of saying who is the same person: codes LINK_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry, Severity, entry

ENTRIES: tuple[Entry, ...] = (
    entry(
        "LINK_001",
        Severity.REFUSE,
        what=("ไม่พบคู่รายการนี้ในผลการเชื่อมโยงล่าสุด", "This pair is not in the latest link."),
        why=(
            "ทะเบียนอาจนำเข้าใหม่แล้ว คู่นี้จึงไม่มีอยู่อีก",
            "A register may have been imported since, and the pair is no longer there.",
        ),
        do=("เปิดรายการที่ต้องถามใหม่อีกครั้ง", "Open the list of pairs to ask about again."),
    ),
    entry(
        "LINK_002",
        Severity.REFUSE,
        what=(
            "อ่านบันทึกคำตอบเรื่องบุคคลเดียวกันไม่เข้าใจ ที่บรรทัด {line}",
            "The log of answers about who is the same person cannot be understood, at line {line}.",
        ),
        why=(
            "คำตอบของเจ้าหน้าที่ต้องไม่สูญหาย จึงไม่เชื่อมโยงต่อ",
            "What people have answered must not be lost, so nothing is linked.",
        ),
        do=(
            "คืนค่าไฟล์ decisions/links.jsonl จากสำเนาสำรอง",
            "Bring decisions/links.jsonl back from a backup.",
        ),
    ),
    entry(
        "LINK_003",
        Severity.REFUSE,
        what=("ยังไม่มีผลการเชื่อมโยงของปี {edition}", "There is no link of edition {edition} yet."),
        why=("จึงยังไม่มีคู่รายการให้ตอบ", "So there are no pairs to answer."),
        do=("สั่ง samut link ก่อน", "Run samut link first."),
    ),
)
