"""What an edition says of itself: whose figures, of what, how they were protected, under which licence."""

from __future__ import annotations

from dataclasses import dataclass

from samut.rules.disclosure_policy import DisclosurePolicy
from samut.rules.errors import Text
from samut.rules.thai_dates import from_be

DEMO = Text(
    "ข้อมูลสาธิต: บุคคลและครัวเรือนทั้งหมดเป็นข้อมูลสังเคราะห์ ไม่มีตัวตนจริง",
    "Demonstration data: every person and household is synthetic; none of them exists.",
)


@dataclass(frozen=True)
class Edition:
    """One edition of the public tables. `year` is Buddhist."""

    office: str
    measure: Text
    year: int
    result_id: str
    measured_at: str
    policy: DisclosurePolicy
    demo: bool


def how_protected(policy: DisclosurePolicy) -> tuple[Text, ...]:
    """What was done to the figures, in sentences."""
    limits = policy.limits
    return (
        Text(
            f"จำนวนที่มากกว่าศูนย์แต่น้อยกว่า {limits.smallest_shown} ไม่แสดง",
            f"Counts above nought and below {limits.smallest_shown} are not shown.",
        ),
        Text(
            "ปกปิดตัวเลขอื่นเพิ่มเท่าที่จำเป็นทุกระดับพร้อมกัน เพื่อไม่ให้คิดย้อนจากยอดรวมหรือจากตัวเลขอื่นได้ "
            f"ตัวเลขที่ปกปิดยังเป็นไปได้อย่างน้อย {limits.fewest_values} ค่าเสมอ",
            "Further figures are hidden where they would tell a hidden one, at all levels together: "
            f"a hidden figure can still be at least {limits.fewest_values} different numbers.",
        ),
        Text(
            f"ตัวเลขที่แสดงปัดเป็นจำนวนที่หารด้วย {limits.rounding_base} ลงตัว "
            "ยอดรวมปัดแยกต่างหาก ผลบวกจึงอาจไม่เท่ายอดรวม",
            f"Figures shown are rounded to multiples of {limits.rounding_base}, totals by themselves: "
            "parts need not add up to their total.",
        ),
        Text(
            "ช่องว่างคือปกปิด ไม่ใช่ศูนย์ ศูนย์คือศูนย์",
            "An empty value is hidden, never nought. Nought is nought.",
        ),
    )


def attribution(edition: Edition) -> Text:
    """How whoever uses the figures names where they are from."""
    return Text(
        f"{edition.office} ข้อมูลเปิดจากสมุด รุ่นปี {edition.year}",
        f"{edition.office}, open data from Samut, edition {edition.year} ({from_be(edition.year)})",
    )


def licence_text(edition: Edition) -> str:
    policy = edition.policy
    named = attribution(edition)
    lines = [
        policy.licence.label.th,
        policy.licence.label.en,
        policy.licence.address,
        "",
        f"ระบุที่มา: {named.th}",
        f"Attribution: {named.en}",
        "",
        "แหล่งข้อมูลที่ใช้ · Sources it rests on",
    ]
    lines += [
        f"- {each.label.th} · {each.label.en}: {each.licence} ({each.source})" for each in policy.sources
    ]
    return "\n".join(lines) + "\n"


def readme_text(edition: Edition) -> str:
    said = how_protected(edition.policy)
    year = f"{edition.year} ({from_be(edition.year)})"
    lines = [
        f"# {edition.office}: {edition.measure.th} {edition.year}",
        "",
        *([DEMO.th, ""] if edition.demo else []),
        "สถิติความยากจนรายพื้นที่ ไม่มีข้อมูลบุคคล ความหมายของทุกคอลัมน์อยู่ใน dictionary.csv",
        "",
        *(f"- {each.th}" for each in said),
        "",
        f"# {edition.office}: {edition.measure.en}, edition {year}",
        "",
        *([DEMO.en, ""] if edition.demo else []),
        "Poverty statistics by area, no data of persons. dictionary.csv says what each column means.",
        "",
        *(f"- {each.en}" for each in said),
        "",
        f"Result {edition.result_id}, measured {edition.measured_at}. Licence: see LICENCE.txt.",
    ]
    return "\n".join(lines) + "\n"
