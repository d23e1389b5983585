"""Problems of the site: codes SITE_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "SITE_001",
        Severity.REFUSE,
        what=("ไม่มีสิทธิ์ดูหน้านี้", "You may not see this page."),
        why=(
            "ข้อมูลบุคคลเปิดได้เฉพาะผู้รับผิดชอบพื้นที่",
            "Personal data are open only to those answerable for the area.",
        ),
        do=("หากท่านรับผิดชอบพื้นที่นี้ ให้ติดต่อผู้ดูแลระบบ", "If you answer for this area, ask the administrator."),
    ),
    entry(
        "SITE_002",
        Severity.REFUSE,
        what=("หน้านี้เปิดเฉพาะเจ้าหน้าที่ที่เกี่ยวข้อง", "This page is for other officers."),
        why=("บทบาทของท่านไม่รวมงานส่วนนี้", "Your role does not include this work."),
        do=("หากจำเป็นต้องใช้ ให้ติดต่อผู้ดูแลระบบ", "If you need it, ask the administrator."),
    ),
    entry(
        "SITE_003",
        Severity.REFUSE,
        what=("ไม่รู้จักพื้นที่รหัส {area_code}", "There is no area with the code {area_code}."),
        why=("จึงไม่มีหน้าของพื้นที่นี้", "It has no page."),
        do=(
            "เริ่มจากหน้าประเทศไทยแล้วเลือกพื้นที่จากแผนที่หรือตาราง",
            "Start from the page of Thailand and choose an area on the map or in the table.",
        ),
    ),
    entry(
        "SITE_004",
        Severity.REFUSE,
        what=(
            "ที่อยู่ของหน้านี้มีค่าที่อ่านไม่ได้ ({name})",
            "The address of this page holds a value that cannot be read ({name}).",
        ),
        why=("จึงไม่รู้ว่าจะแสดงอะไร", "It does not say what to show."),
        do=("กลับไปหน้าก่อนแล้วเลือกใหม่จากปุ่มบนหน้า", "Go back and choose again with the buttons of the page."),
    ),
    entry(
        "SITE_005",
        Severity.REFUSE,
        what=("ยังไม่มีผลการวัดให้แสดง", "There is no result to show yet."),
        why=("หน้านี้ต้องใช้ข้อมูลที่นำเข้าและวัดแล้ว", "This page needs registers that were imported and measured."),
        do=(
            "ให้ผู้ดูแลระบบสั่ง samut run แล้วเปิดหน้านี้อีกครั้ง",
            "Have the administrator run: samut run. Then open the page again.",
        ),
    ),
    entry(
        "SITE_006",
        Severity.REFUSE,
        what=("ไม่มีหน้านี้", "There is no such page."),
        why=("ที่อยู่อาจพิมพ์ผิดหรือถูกยกเลิกแล้ว", "The address may be mistyped, or the page was given up."),
        do=("กลับไปหน้าแรก", "Go to the first page."),
    ),
    entry(
        "SITE_007",
        Severity.REFUSE,
        what=("ที่อยู่นี้รับเฉพาะสิ่งที่ส่งจากปุ่มบนหน้า", "This address only takes what a button of a page sends."),
        why=("เปิดจากแถบที่อยู่หรือโหลดซ้ำไม่ได้", "It cannot be opened by itself or loaded again."),
        do=("กลับไปหน้าก่อนแล้วกดปุ่มอีกครั้ง", "Go back to the page before and press the button again."),
    ),
    entry(
        "SITE_008",
        Severity.REFUSE,
        what=("ใส่รหัสผ่านผิดหลายครั้งเกินไป", "Too many attempts to sign in."),
        why=(
            "ชื่อผู้ใช้นี้จากเครื่องนี้ถูกพักไว้ชั่วคราว เพื่อไม่ให้ใครเดารหัสผ่านได้",
            "This user name is paused for this computer, so that nobody can guess a password.",
        ),
        do=(
            "รอ {minutes} นาทีแล้วลองใหม่ หากลืมรหัสผ่านให้ติดต่อผู้ดูแลระบบ",
            "Wait {minutes} minutes and try again. If you forgot the password, ask the administrator.",
        ),
    ),
    entry(
        "SITE_009",
        Severity.REFUSE,
        what=("{name}ยาวเกินไป", "{name}: the text is too long."),
        why=("เก็บได้ไม่เกิน {limit} ตัวอักษร", "There is room for {limit} characters."),
        do=("ย่อข้อความแล้วบันทึกใหม่", "Make it shorter and save again."),
    ),
)
