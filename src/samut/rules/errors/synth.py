"""Problems of making a synthetic province: codes SYNTH_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "SYNTH_001",
        Severity.REFUSE,
        what=(
            "ไม่มีตัวเลขที่ TPMAP เผยแพร่ของจังหวัด {province} ปี {edition}",
            "TPMAP has published no figures for province {province}, edition {edition}, that Samut holds.",
        ),
        why=("ข้อมูลสมมติต้องมียอดจริงให้อ้างอิง", "A synthetic census needs real totals to agree with."),
        do=(
            "เลือกจังหวัดและปีที่มีใน policy/published/tpmap",
            "Choose a province and an edition found in policy/published/tpmap.",
        ),
    ),
    entry(
        "SYNTH_002",
        Severity.REFUSE,
        what=(
            "ไม่มีตารางสัดส่วนประชากรรายตำบลของจังหวัด {province}",
            "There is no table of tambon shares for province {province}.",
        ),
        why=(
            "จึงไม่รู้ว่าแต่ละตำบลควรมีกี่ครัวเรือน",
            "Without it nobody knows how many households each tambon should get.",
        ),
        do=(
            "เพิ่มไฟล์ policy/codes/demo_tambon_share_{province}.csv",
            "Add policy/codes/demo_tambon_share_{province}.csv.",
        ),
    ),
)
