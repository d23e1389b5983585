"""Problems of public statistics and their downloads: codes OPEN_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "OPEN_001",
        Severity.REFUSE,
        what=("หน่วยงานนี้ไม่ได้เปิดหน้าสาธารณะ", "This office has not opened its public pages."),
        why=(
            "สถิติจึงดูได้เฉพาะผู้ที่เข้าสู่ระบบ",
            "Its statistics are for those who sign in.",
        ),
        do=(
            "หากเป็นเจ้าหน้าที่ให้เข้าสู่ระบบ ผู้ดูแลระบบเปิดหน้านี้ได้ด้วย public = true ใต้ [site] ใน samut.toml",
            "If you work here, sign in. An administrator opens these pages: public = true under [site] in "
            "samut.toml.",
        ),
    ),
    entry(
        "OPEN_002",
        Severity.REFUSE,
        what=("ยังไม่มีตารางสถิติสาธารณะ", "There are no public tables yet."),
        why=(
            "ตารางทำขึ้นครั้งเดียวต่อผลการวัดหนึ่งครั้ง และยังไม่ได้ทำ",
            "They are made once for each result, and have not been made.",
        ),
        do=("ให้ผู้ดูแลระบบสั่ง samut open-data", "Have the administrator run: samut open-data"),
    ),
    entry(
        "OPEN_003",
        Severity.REFUSE,
        what=("ไม่มีไฟล์ชื่อ {name} ในข้อมูลเปิด", "There is no file called {name} in the open data."),
        why=("ชื่ออาจพิมพ์ผิด หรือเป็นของรุ่นปีที่ไม่มี", "It may be mistyped, or of an edition that is not here."),
        do=("ดูรายการไฟล์ที่หน้าข้อมูลเปิด", "See the list of files on the page of open data."),
    ),
    entry(
        "OPEN_004",
        Severity.REFUSE,
        what=(
            "ไม่มีตัวเลขสาธารณะของพื้นที่รหัส {area_code}",
            "There are no public figures of the area {area_code}.",
        ),
        why=(
            "พื้นที่นี้ไม่มีครัวเรือนที่สำรวจ หรือเล็กกว่าระดับที่เผยแพร่",
            "No household was surveyed there, or it is below the lowest level that is published.",
        ),
        do=("เริ่มจากหน้าข้อมูลเปิดแล้วเลือกพื้นที่", "Start from the page of open data and choose an area."),
    ),
    entry(
        "OPEN_005",
        Severity.REFUSE,
        what=("ไม่มีแผนภูมิชนิด {name}", "There is no chart of the kind {name}."),
        why=("ที่อยู่ของแผนภูมิอาจพิมพ์ผิด", "The address of the chart may be mistyped."),
        do=(
            "คัดลอกข้อความฝังแผนภูมิใหม่จากหน้าของพื้นที่ในข้อมูลเปิด",
            "Copy the text for embedding anew from the area's page of open data.",
        ),
    ),
)
