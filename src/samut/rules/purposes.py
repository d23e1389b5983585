"""What somebody may look at a household for: one closed list, for the site and the command line.

Every look is logged with its purpose, so that the data protection officer can ask whether it was one.
"""

from __future__ import annotations

from samut.rules.errors import Text

PURPOSES: dict[str, Text] = {
    "visit": Text("เตรียมลงเยี่ยมครัวเรือน", "Preparing a visit"),
    "help": Text("พิจารณาให้ความช่วยเหลือ", "Deciding on help"),
    "check": Text("ตรวจสอบความถูกต้องของข้อมูล", "Checking the data"),
    "request": Text("เจ้าของข้อมูลร้องขอ", "The person concerned asked"),
}
