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
    entry(
        "LINK_004",
        Severity.REFUSE,
        what=("มีผู้อื่นตอบคู่นี้แล้วระหว่างที่ท่านดูอยู่", "Somebody else answered this pair while you looked at it."),
        why=("คำตอบของท่านจึงยังไม่ถูกบันทึก", "So your answer was not recorded."),
        do=(
            "อ่านคำตอบนั้นก่อน หากไม่เห็นด้วยให้ถอนแล้วตอบใหม่",
            "Read that answer; where you disagree, withdraw it and answer anew.",
        ),
    ),
    entry(
        "LINK_005",
        Severity.REFUSE,
        what=(
            "รายการหนึ่งในคู่นี้มีผู้ตอบไว้แล้วว่าเป็นคนเดียวกับอีกรายการ",
            "One of the two records was already said to be one person with another record.",
        ),
        why=("คนหนึ่งคนเป็นได้เพียงรายการเดียวของแต่ละทะเบียน", "A person is one record of a register."),
        do=("ถอนคำตอบเดิมก่อน แล้วจึงตอบคู่นี้", "Withdraw the earlier answer first, then answer this pair."),
    ),
    entry(
        "LINK_006",
        Severity.REFUSE,
        what=("คู่นี้ไม่มีคำตอบให้ถอน", "This pair has no answer to withdraw."),
        why=("อาจมีผู้ถอนไปก่อนแล้ว", "Somebody may have withdrawn it before."),
        do=("เปิดรายการที่ต้องถามใหม่อีกครั้ง", "Open the list of pairs to ask about again."),
    ),
    entry(
        "LINK_020",
        Severity.REFUSE,
        what=(
            "ปี {before} ไม่ได้มาก่อนปี {after}",
            "Edition {before} does not come before edition {after}.",
        ),
        why=(
            "ครัวเรือนติดตามจากปีก่อนไปยังปีหลังเท่านั้น",
            "Households are followed from an edition to a later one.",
        ),
        do=("ระบุปีที่เก่ากว่าใน --before", "Name the older edition in --before."),
    ),
    entry(
        "LINK_021",
        Severity.REFUSE,
        what=(
            "ไม่มีข้อมูลสำรวจของปีก่อน {edition} ในคลังข้อมูล",
            "The lake holds no census of an edition before {edition}.",
        ),
        why=(
            "ต้องมีอย่างน้อยสองปีจึงจะบอกได้ว่าครัวเรือนแยก รวม หรือย้าย",
            "What split, merged or moved shows between two editions only.",
        ),
        do=("นำเข้าข้อมูลปีก่อนหน้าด้วย samut import", "Import an earlier edition with samut import."),
    ),
    entry(
        "LINK_022",
        Severity.REFUSE,
        what=("ไม่มีพื้นที่รหัส {area}", "There is no area with the code {area}."),
        why=("รหัสพื้นที่มี 2 4 6 หรือ 8 หลัก", "Codes of areas have 2, 4, 6 or 8 digits."),
        do=("ตรวจรหัสในหน้า areas ของเว็บ", "Look the code up under areas on the site."),
    ),
)
