"""Problems of the workspace and the machine: codes WORK_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "WORK_001",
        Severity.REFUSE,
        what=("ไม่พบพื้นที่ทำงานที่ {folder}", "There is no workspace at {folder}."),
        why=("คำสั่งนี้ต้องใช้พื้นที่ทำงาน", "The command needs one."),
        do=("สร้างด้วย samut init หรือระบุ --workspace", "Make one with samut init, or name one with --workspace."),
    ),
)
