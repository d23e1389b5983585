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
)
