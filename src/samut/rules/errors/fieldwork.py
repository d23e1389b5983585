"""Problems of forms and submissions: codes FORM_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "FORM_001",
        Severity.REFUSE,
        what=("ไม่รู้จักแบบสำรวจ {form}", "The form {form} is not known."),
        why=("จึงรับข้อมูลชุดนี้ไม่ได้", "The submission cannot be filed."),
        do=("ติดต่อผู้ดูแลแบบสำรวจ", "Ask whoever keeps the forms."),
    ),
)
