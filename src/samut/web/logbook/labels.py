"""What the screens call the statuses and outcomes of a case."""

from __future__ import annotations

from samut.rules.case import CaseStatus, Outcome
from samut.rules.errors import Text

STATUS_LABELS: dict[CaseStatus, Text] = {
    CaseStatus.IDENTIFIED: Text("พบแล้ว", "Identified"),
    CaseStatus.ASSIGNED: Text("มอบหมายแล้ว", "Assigned"),
    CaseStatus.SURVEYED: Text("สำรวจแล้ว", "Surveyed"),
    CaseStatus.VERIFIED: Text("ยืนยันแล้ว", "Verified"),
    CaseStatus.REJECTED: Text("ไม่ยืนยัน", "Rejected"),
    CaseStatus.PLANNED: Text("มีแผนแล้ว", "Planned"),
    CaseStatus.IN_PROGRESS: Text("กำลังช่วยเหลือ", "In progress"),
    CaseStatus.FOLLOWED_UP: Text("ติดตามแล้ว", "Followed up"),
    CaseStatus.REASSESSED: Text("วัดซ้ำแล้ว", "Re-assessed"),
    CaseStatus.CLOSED: Text("ปิดแล้ว", "Closed"),
    CaseStatus.REOPENED: Text("เปิดใหม่", "Reopened"),
}
OUTCOME_LABELS: dict[Outcome, Text] = {
    Outcome.LEFT_POVERTY: Text("พ้นความยากจน", "Left poverty"),
    Outcome.MOVED: Text("ย้ายออก", "Moved away"),
    Outcome.DIED: Text("เสียชีวิต", "Died"),
    Outcome.REFUSED: Text("ไม่ประสงค์รับความช่วยเหลือ", "Refused"),
    Outcome.NOT_POOR: Text("ไม่ยากจน", "Not poor"),
}
