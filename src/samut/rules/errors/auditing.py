"""Problems of the audit, its chain, and the keys that seal: codes AUDIT_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "AUDIT_001",
        Severity.REFUSE,
        what=(
            "ไม่พบกุญแจของบันทึกการใช้งาน (keys/audit.key) หรือกุญแจเสียหาย",
            "The key of the audit (keys/audit.key) is gone or damaged.",
        ),
        why=(
            "บันทึกเดิมผูกไว้ด้วยกุญแจนี้ หากสร้างใหม่จะพิสูจน์บันทึกเดิมไม่ได้อีก จึงยังไม่เปิดข้อมูลบุคคลใด",
            "The rows written so far are chained with it; under a new key they could never be proved again. "
            "No personal data is shown meanwhile.",
        ),
        do=(
            "นำโฟลเดอร์ keys จากสำเนาสำรองกลับมา",
            "Bring the keys folder back from the backup.",
        ),
    ),
    entry(
        "AUDIT_010",
        Severity.REFUSE,
        what=(
            "มีข้อความหรือดัชนีของบุคคลที่กุญแจปัจจุบันเปิดหรือคำนวณใหม่ไม่ได้",
            "Something sealed, or an index of a person, does not open or follow with the key in use.",
        ),
        why=(
            "สิ่งที่อ่านไม่ได้ย่อมทำใหม่ด้วยกุญแจใหม่ไม่ได้ จึงไม่ได้เปลี่ยนกุญแจ ข้อมูลเดิมอยู่ครบ",
            "What cannot be read cannot be made anew with another key. The key was not changed.",
        ),
        do=(
            "ตรวจด้วย samut doctor ว่าไฟล์เสียหรือมาจากพื้นที่ทำงานอื่นหรือไม่ แล้วนำไฟล์จากสำเนาสำรองกลับมา",
            "Look with samut doctor whether the file is damaged or comes from another workspace, "
            "and bring it back from the backup.",
        ),
    ),
    entry(
        "AUDIT_011",
        Severity.REFUSE,
        what=("การเปลี่ยนกุญแจยังไม่เสร็จ", "A change of the key was interrupted at its last step."),
        why=(
            "ข้อมูลชุดใหม่ทำเสร็จและตรวจแล้ว เหลือเพียงการสลับเข้าที่ ระหว่างนี้ยังเปิดข้อมูลบุคคลไม่ได้",
            "The new lake is made and proved and only to be put into place. No person opens until then.",
        ),
        do=("สั่ง samut keys rotate อีกครั้ง จะทำต่อจนเสร็จในทันที", "Run samut keys rotate again: it ends at once."),
    ),
    entry(
        "AUDIT_012",
        Severity.REFUSE,
        what=(
            "ยังไม่ได้ปลดกุญแจเดิมของการเปลี่ยนครั้งก่อน",
            "The old key of the last change has not been retired yet.",
        ),
        why=(
            "กุญแจเดิมและข้อมูลชุดเดิมเก็บไว้ได้ครั้งละหนึ่งชุด",
            "One old key and its lake are kept at a time.",
        ),
        do=(
            "เมื่อแน่ใจว่าทุกอย่างเปิดได้ สั่ง samut keys rotate --retire แล้วจึงเปลี่ยนอีกครั้ง",
            "When everything opens as it should, run samut keys rotate --retire, and then change it again.",
        ),
    ),
    entry(
        "AUDIT_013",
        Severity.REFUSE,
        what=("พื้นที่ทำงานนี้ยังไม่มีกุญแจ", "The workspace has no key yet."),
        why=("กุญแจสร้างเมื่อนำเข้าทะเบียนครั้งแรก", "The first import of a register makes it."),
        do=("นำเข้าทะเบียนก่อน", "Import a register first."),
    ),
    entry(
        "AUDIT_014",
        Severity.REFUSE,
        what=("ไม่มีกุญแจเดิมให้ปลด", "There is no old key to retire."),
        why=(
            "ยังไม่เคยเปลี่ยนกุญแจ หรือปลดไปแล้ว",
            "The key was never changed, or the old one was retired already.",
        ),
        do=("สั่ง samut keys rotate เพื่อเปลี่ยนกุญแจ", "Run samut keys rotate to change the key."),
    ),
    entry(
        "AUDIT_015",
        Severity.REFUSE,
        what=("ข้อมูลที่ทำใหม่ไม่ตรงกับของเดิม", "What was made anew does not agree with what was there."),
        why=(
            "จึงไม่ได้เปลี่ยนกุญแจ ข้อมูลเดิมอยู่ครบ",
            "So the key was not changed; everything stays as it was.",
        ),
        do=(
            "ปิดเว็บและงานเบื้องหลังให้หมดแล้วลองใหม่ หากยังเป็นอีกให้แจ้งผู้ดูแลระบบ",
            "Stop the site and its worker and try again; if it happens again tell the administrator.",
        ),
    ),
    entry(
        "AUDIT_020",
        Severity.REFUSE,
        what=("ยังไม่ได้เขียนว่าพบอย่างไร", "Nothing is said of what was found."),
        why=(
            "บันทึกการตรวจสอบต้องอ่านเข้าใจได้ในภายหลัง",
            "Whoever reads later that a pattern was looked into has to know what came of it.",
        ),
        do=("เขียนสั้น ๆ แล้วบันทึกอีกครั้ง", "Write it briefly and keep it again."),
    ),
    entry(
        "AUDIT_021",
        Severity.REFUSE,
        what=("บันทึกไม่มีผู้ใช้หมายเลขนี้", "The log knows no user of this number."),
        why=("ผู้ใช้นี้ไม่เคยเปิดดูข้อมูลบุคคล", "They never looked at a person."),
        do=("เลือกผู้ใช้จากรายการ รายผู้ใช้", "Choose one from the list By user."),
    ),
    entry(
        "AUDIT_022",
        Severity.REFUSE,
        what=("ไม่ใช่เลขประจำตัวประชาชน 13 หลักที่ถูกต้อง", "This is no valid 13-digit number."),
        why=("จึงค้นหาไม่ได้", "So nothing can be looked up by it."),
        do=("ตรวจกับบัตรประชาชนแล้วพิมพ์ใหม่", "Compare it with the identity card and type it again."),
    ),
    entry(
        "AUDIT_023",
        Severity.REFUSE,
        what=(
            "ไม่มีครัวเรือนใดในพื้นที่ทำงานนี้ที่มีบุคคลเลขนี้",
            "No household of this workspace has a person with this number.",
        ),
        why=(
            "จึงไม่มีใครเปิดดูบุคคลนี้ในหน้าครัวเรือนได้",
            "So nobody can have looked at this person on the page of a household.",
        ),
        do=(
            "หากทราบรหัสครัวเรือน ค้นด้วยรหัสแทน",
            "Where the id of the household is known, look it up by that instead.",
        ),
    ),
    entry(
        "AUDIT_024",
        Severity.REFUSE,
        what=("ไม่ใช่รหัสครัวเรือน", "This is no id of a household."),
        why=(
            "รหัสครัวเรือนมีตัวเลข 0-9 และตัวอักษร a-f",
            "An id is made of the digits 0 to 9 and the letters a to f.",
        ),
        do=(
            "คัดลอกรหัสจากหน้าครัวเรือนหรือเอกสารคำขอ",
            "Copy it from the page of the household or from the request.",
        ),
    ),
)
