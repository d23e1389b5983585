"""Problems of files that come in: codes IMPORT_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "IMPORT_001",
        Severity.REFUSE,
        what=("ไฟล์ {file_name} ไม่มีข้อมูลเลย", "The file {file_name} is empty."),
        why=("จึงไม่มีอะไรให้นำเข้า", "There is nothing to import."),
        do=("ตรวจสอบไฟล์ต้นทางแล้วส่งใหม่", "Check the file at its source and send it again."),
    ),
)
