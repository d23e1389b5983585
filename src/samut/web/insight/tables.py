"""The table of the areas below an area, to filter and take along: the figures of its page and no others."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from samut.rules.errors.entry import Text
from samut.web.accounts.policies import AnyUser
from samut.web.areas import queries as areas
from samut.web.insight.figures import AreaFigures
from samut.web.insight.queries import AreaPage, area_page
from samut.web.insight.switch import ALL, read_switch
from samut.web.tables.declaring import Asked, Column, Filter, Found, Kind, Question, Row, TableDefinition
from samut.web.tables.memory import in_memory

NO_DATA = Text("ไม่มีข้อมูล", "no data")
COUNTS = {
    "target": ("target_persons", Text("คนจนเป้าหมาย", "Target poor")),
    "registered": ("registered_persons", Text("ลงทะเบียน", "Registered")),
    "poor_persons": ("poor_persons", Text("คนจน จปฐ.", "BMN-poor persons")),
    "poor_households": ("poor_households", Text("ครัวเรือนยากจน", "Poor households")),
    "unknown": ("unknown_persons", Text("ไม่ทราบผล (คน)", "Unknown (persons)")),
    "persons": ("persons", Text("คนที่สำรวจ", "Persons surveyed")),
    "households": ("households", Text("ครัวเรือนที่สำรวจ", "Households surveyed")),
}


def check(user: AnyUser, area_code: str) -> None:
    """Everybody who is logged in sees figures of areas. Raises: SITE_003 where there is no such area."""
    areas.area(area_code)


def rows(question: Question) -> Found:
    """The areas below, with small counts hidden as on the page. Raises: SITE_003, SITE_004."""
    switch = read_switch(question.asked.said("dims") or ALL)
    page = area_page(question.user, question.area_code, switch, "name")
    lines = [
        _line(each.area.code, Text(each.area.name_th, each.area.name_en or each.area.name_th), each.figures)
        for each in page.rows
    ]
    found, total = in_memory(CHILDREN, lines, question)
    return Found(found, total, _source(page), page.hides_small)


def _line(code: str, name: Text, figures: AreaFigures | None) -> Row:
    told = {} if figures is None else {key: getattr(figures, field) for key, (field, _) in COUNTS.items()}
    rate = None if figures is None else figures.rate
    return {"code": code, "name": name, "rate": rate, **dict.fromkeys(COUNTS), **told}


def _source(page: AreaPage) -> tuple[Text, ...]:
    edition = Text(f"รุ่นปี {page.edition}", f"edition {page.edition}")
    return (
        (edition,) if page.source is None else (page.source.label, edition, Text(*[page.source.detail] * 2))
    )


def _dimensions(asked: Asked) -> Sequence[Text]:
    bits = asked.said("dims") or ALL
    return (
        () if bits == ALL else (Text(f"มิติที่นับ (สุขภาพถึงการเข้าถึง): {bits}", f"dimensions that count: {bits}"),)
    )


def _count(name: str) -> Column:
    return Column(name, COUNTS[name][1], Kind.COUNT, filter=Filter.RANGE, unknown=NO_DATA)


CHILDREN = TableDefinition(
    id="children",
    title=Text("ตัวเลขของพื้นที่ย่อย", "Figures of the areas below"),
    columns=(
        Column(
            "name",
            Text("พื้นที่", "Area"),
            filter=Filter.TEXT,
            address=lambda row: reverse("insight:area", args=[row["code"]]),
        ),
        Column("code", Text("รหัสพื้นที่", "Code"), Kind.CODE, usual=False),
        _count("target"),
        Column("rate", Text("ร้อยละ", "Rate"), Kind.SHARE, filter=Filter.RANGE, unknown=Text("–", "–")),
        *(_count(name) for name in COUNTS if name != "target"),
    ),
    rows=rows,
    check=check,
    page=lambda code: reverse("tables:page", args=["children", code]),
    sort="-rate",
    also=("dims", "show"),
    also_words=_dimensions,
)
