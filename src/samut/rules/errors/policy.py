"""Problems of policy files: codes POLICY_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "POLICY_001",
        Severity.REFUSE,
        what=("ไม่รู้จักชื่อ {name} (ใกล้เคียงที่สุด: {nearest})", "The name {name} is not known (nearest: {nearest})."),
        why=("กฎที่อ้างชื่อนี้จึงใช้ไม่ได้", "The rule that names it cannot be used."),
        do=("แก้ชื่อในไฟล์นโยบาย", "Correct the name in the policy file."),
    ),
    entry(
        "POLICY_002",
        Severity.REFUSE,
        what=(
            "ไม่พบไฟล์นโยบาย {name} (ใกล้เคียงที่สุด: {nearest})",
            "There is no policy file {name} (nearest: {nearest}).",
        ),
        why=("จึงไม่รู้ว่าต้องใช้กฎใด", "So it is not known which rule to use."),
        do=("เลือกชื่อที่มีในโฟลเดอร์ policy", "Choose a name that stands in the policy folder."),
    ),
    entry(
        "POLICY_003",
        Severity.REFUSE,
        what=("ไฟล์นโยบายไม่มี {name}", "The policy file lacks {name}."),
        why=("กฎทุกข้อต้องบอกชื่อ ที่มา และสถานะ", "Each rule must name itself, its source and its status."),
        do=("เติม {name} ในไฟล์", "Add {name} to the file."),
    ),
    entry(
        "POLICY_004",
        Severity.REFUSE,
        what=("อ่านไฟล์นโยบายไม่ได้: {detail}", "The policy file cannot be read: {detail}."),
        why=("ไฟล์ไม่เป็นรูปแบบ TOML", "It is not well-formed TOML."),
        do=("แก้บรรทัดที่ระบุ", "Correct the line named."),
    ),
    entry(
        "POLICY_005",
        Severity.REFUSE,
        what=("{name} ยังไม่มีค่าที่ใช้ในวันที่ {day}", "{name} has no value in force on {day}."),
        why=("จึงตัดสินตามกฎไม่ได้", "The rule cannot be decided without it."),
        do=(
            "เติมรายการที่มี from ก่อนวันดังกล่าว พร้อมแหล่งที่มา",
            "Add an entry whose from is not later, with its source.",
        ),
    ),
    entry(
        "POLICY_006",
        Severity.REFUSE,
        what=("บิตที่ {bit} ใช้ซ้ำ: {name}", "Bit {bit} is used twice: {name}."),
        why=("ผลที่คำนวณไว้แล้วจะอ่านผิดตัวชี้วัด", "Results already written would be read as another indicator."),
        do=("ให้บิตใหม่ที่ไม่เคยใช้", "Give it a bit that was never used."),
    ),
    entry(
        "POLICY_007",
        Severity.REFUSE,
        what=(
            "เกณฑ์เป้าหมาย {name} ไม่มีกฎสำหรับปี {edition}",
            "The target {name} has no rule for edition {edition}.",
        ),
        why=("ความหมายของเป้าหมายเปลี่ยนตามปี", "What it means differs from edition to edition."),
        do=("เติมรายการของปีนั้นในไฟล์ targets", "Add an entry for that edition to the file in targets."),
    ),
    entry(
        "POLICY_008",
        Severity.REFUSE,
        what=("สวิตช์มิติ {switch} ไม่ถูกต้อง", "{switch} is no dimension switch."),
        why=(
            "ต้องเป็นเลข 0 หรือ 1 ตามจำนวนมิติ {count} ตัว",
            "It must be {count} digits 0 or 1, one for each dimension.",
        ),
        do=("ใช้เช่น 11111 เพื่อเลือกทุกมิติ", "Use for example 11111 for every dimension."),
    ),
    entry(
        "POLICY_009",
        Severity.REFUSE,
        what=("{name} ต้องเป็นหนึ่งใน {allowed} แต่พบ {found}", "{name} must be one of {allowed}, not {found}."),
        why=("ค่าอื่นไม่มีความหมายที่ตกลงไว้", "Nothing else has an agreed meaning."),
        do=("แก้ค่าในไฟล์นโยบาย", "Correct the value in the policy file."),
    ),
)
