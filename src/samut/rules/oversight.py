"""When a day of looks at persons is unusual: named rules over named counts, each with its reason in words.

A pattern proves nothing. It says where the data protection officer may want to ask. What is not known
(the median of colleagues, where there are too few) makes no pattern.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from samut.rules.errors.entry import Text
from samut.rules.oversight_policy import Limits


@dataclass(frozen=True)
class DayCounts:
    """What one user did on one day. The counts of an hour are those of the fullest one.

    `colleagues_median`: looks of a day with looks, of the others of the role; None where there are too few.
    `exports_in_hour`: files. `before_end`: looks outside working hours when a role
    of the user ended within the days that the policy names.
    """

    looks: int = 0
    night: int = 0
    holiday: int = 0
    colleagues_median: int | None = None
    households_in_hour: int = 0
    villages_in_hour: int = 0
    exports_in_hour: int = 0
    misfits: int = 0
    before_end: int = 0


@dataclass(frozen=True)
class HouseholdCounts:
    """What one user did with one household in the period. `visits`: what the field brought of it."""

    days: int
    visits: int


def at_night(counts: DayCounts, limits: Limits) -> bool:
    return counts.night >= limits.least_night


def on_a_holiday(counts: DayCounts, limits: Limits) -> bool:
    return counts.holiday >= limits.least_holiday


def far_more_than_colleagues(counts: DayCounts, limits: Limits) -> bool:
    if counts.colleagues_median is None or counts.looks < limits.least_many:
        return False
    return counts.looks >= limits.times_colleagues * counts.colleagues_median


def many_villages_at_once(counts: DayCounts, limits: Limits) -> bool:
    households = counts.households_in_hour >= limits.households_an_hour
    return households and counts.villages_in_hour >= limits.villages_an_hour


def many_exports_at_once(counts: DayCounts, limits: Limits) -> bool:
    return counts.exports_in_hour >= limits.exports_an_hour


def purpose_does_not_fit(counts: DayCounts, limits: Limits) -> bool:
    return counts.misfits >= limits.least_misfits


def before_the_end(counts: DayCounts, limits: Limits) -> bool:
    return counts.before_end >= limits.least_before_end


def one_household_again_and_again(counts: HouseholdCounts, limits: Limits) -> bool:
    return counts.days >= limits.days_of_one_household and counts.visits == 0


@dataclass(frozen=True)
class Pattern:
    """A rule by its name. `why` names counts and limits in {braces}."""

    id: str
    label: Text
    why: Text
    holds: Callable[[DayCounts, Limits], bool]


PATTERNS = (
    Pattern(
        "night",
        Text("เปิดดูกลางคืน", "At night"),
        Text(
            "เปิดดู {night} ครั้งระหว่าง {night_from}.00 ถึง {night_to}.00 น. (ตั้งแต่ {least_night} ครั้งจึงแสดง)",
            "{night} looks between {night_from}:00 and {night_to}:00 (shown from {least_night} on)",
        ),
        at_night,
    ),
    Pattern(
        "holiday",
        Text("เปิดดูในวันหยุด", "On a day off"),
        Text(
            "เปิดดู {holiday} ครั้งในวันเสาร์ อาทิตย์ หรือวันหยุดราชการ (ตั้งแต่ {least_holiday} ครั้งจึงแสดง)",
            "{holiday} looks on a weekend or a public holiday (shown from {least_holiday} on)",
        ),
        on_a_holiday,
    ),
    Pattern(
        "many",
        Text("มากกว่าเพื่อนร่วมบทบาทมาก", "Far more than colleagues"),
        Text(
            "เปิดดู {looks} ครั้งในวันเดียว ขณะที่ผู้มีบทบาทเดียวกันเปิดดูวันละ {colleagues_median} ครั้ง (ค่ากลาง)",
            "{looks} looks in a day, where others of the role have {colleagues_median} (median)",
        ),
        far_more_than_colleagues,
    ),
    Pattern(
        "villages",
        Text("หลายหมู่บ้านในเวลาสั้น", "Many villages in a short time"),
        Text(
            "เปิดดู {households_in_hour} ครัวเรือนใน {villages_in_hour} หมู่บ้านภายในหนึ่งชั่วโมง",
            "{households_in_hour} households of {villages_in_hour} villages within an hour",
        ),
        many_villages_at_once,
    ),
    Pattern(
        "exports",
        Text("ส่งออกหลายครั้งติดกัน", "Many files in a short time"),
        Text(
            "ดาวน์โหลดไฟล์ {exports_in_hour} ครั้งภายในหนึ่งชั่วโมง",
            "{exports_in_hour} files within an hour",
        ),
        many_exports_at_once,
    ),
    Pattern(
        "misfit",
        Text("เหตุผลไม่เข้ากับหน้าที่เปิด", "Purpose and page do not fit"),
        Text(
            "เปิดดู {misfits} ครั้งในหน้าที่เหตุผลที่แจ้งไว้ไม่ครอบคลุม",
            "{misfits} looks at pages that the stated purpose does not explain",
        ),
        purpose_does_not_fit,
    ),
    Pattern(
        "end",
        Text("ก่อนพ้นบทบาท นอกเวลางาน", "Outside working hours, before a role ended"),
        Text(
            "เปิดดู {before_end} ครั้งนอกเวลางาน ภายใน {days_before_end} วันก่อนพ้นบทบาท",
            "{before_end} looks outside working hours within {days_before_end} days before a role ended",
        ),
        before_the_end,
    ),
)
AGAIN = "again"
AGAIN_LABEL = Text("ครัวเรือนเดิมซ้ำ ๆ โดยไม่มีการเยี่ยม", "One household again and again without a visit")
AGAIN_WHY = Text(
    "เปิดดูครัวเรือนเดียวใน {days} วันที่ต่างกัน โดยไม่มีข้อมูลจากการเยี่ยมเข้ามาเลย (ตั้งแต่ {days_of_one_household} วันจึงแสดง)",
    "one household on {days} different days, and nothing came from a visit to it "
    "(shown from {days_of_one_household} on)",
)
LABELS = {each.id: each.label for each in PATTERNS} | {AGAIN: AGAIN_LABEL}


def patterns_of(counts: DayCounts, limits: Limits) -> tuple[Pattern, ...]:
    """The patterns that a day shows."""
    return tuple(each for each in PATTERNS if each.holds(counts, limits))


def why(pattern: Pattern, counts: DayCounts, limits: Limits) -> Text:
    """The reason in words, with the counts that made it."""
    return _filled(pattern.why, counts, limits)


def why_again(counts: HouseholdCounts, limits: Limits) -> Text:
    """The same for looks at one household again and again."""
    return _filled(AGAIN_WHY, counts, limits)


def _filled(text: Text, counts: DayCounts | HouseholdCounts, limits: Limits) -> Text:
    named = {**vars(limits), **vars(counts)}
    return Text(text.th.format(**named), text.en.format(**named))
