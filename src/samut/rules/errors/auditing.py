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
)
