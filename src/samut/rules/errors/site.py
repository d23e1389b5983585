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
)
