"""The list of households of an area, province to village: to sort, filter and hand on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone

from samut.engine.areas import Area
from samut.engine.household_list import (
    ALL,
    KINDS,
    OPEN,
    POOR,
    TARGET,
    Anew,
    Condition,
    ListedHousehold,
    ListQuestion,
    listed_households,
)
from samut.engine.results import MeasureResult
from samut.rules.errors import SamutError
from samut.rules.errors.entry import Text
from samut.rules.fact_words import UNKNOWN
from samut.rules.policy import load_measure
from samut.rules.sources import load_sources_policy
from samut.rules.status import Answer
from samut.rules.union import Measure
from samut.web.accounts.policies import AnyUser, check_may_see_persons
from samut.web.areas import queries as areas
from samut.web.households.models import Reassessment
from samut.web.households.queries import current_result
from samut.web.tables.declaring import (
    Asked,
    Choices,
    Column,
    Filter,
    Filtered,
    Found,
    Kind,
    Question,
    Row,
    TableDefinition,
)

LISTED_LEVELS = ("province", "amphoe", "tambon", "village")
KIND_WORDS = {
    TARGET: Text("มีคนจนเป้าหมาย", "With target poor"),
    POOR: Text("ครัวเรือนยากจนทั้งหมด", "All poor households"),
    OPEN: Text("ยังไม่ทราบผล", "Not known whether poor"),
    ALL: Text("ทุกครัวเรือน", "All households"),
}
POOR_WORDS = (Text("ยากจน", "poor"), Text("ไม่ยากจน", "not poor"), Text("ไม่ทราบ", "not known"))
FAILS = (Text("ตกเกณฑ์", "below the line"), Text("ผ่าน", "passes"), Text("ไม่ทราบ", "not known"))
OLD = (Text("เก่า", "old"), Text("ยังใหม่", "recent"), Text("ไม่ทราบ", "not known"))


def check_list(user: AnyUser, area_code: str) -> None:
    """Raises: SITE_001 for whoever may not see its persons, SITE_003 and SITE_006 where there is no list."""
    check_may_see_persons(user, area_code)
    if areas.area(area_code).level not in LISTED_LEVELS:
        raise SamutError("SITE_006")


def households() -> TableDefinition:
    """The table under the measure that this workspace shows."""
    return _table(areas.workspace().config.measure)


@lru_cache(maxsize=4)
def _table(measure_id: str) -> TableDefinition:
    return TableDefinition(
        id="households",
        title=Text("ครัวเรือน", "Households"),
        columns=_columns(load_measure(measure_id)),
        rows=rows,
        check=check_list,
        page=lambda code: reverse("households:list", args=[code]),
        sort="-failing",
        households=lambda row: (str(row["household_id"]), str(row["village_code"])),
        also=("who",),
        also_words=lambda asked: (KIND_WORDS[kind_of(asked)],),
        empty=(
            Text("ไม่มีครัวเรือนแบบนี้ในพื้นที่นี้", "There is no such household in this area"),
            Text(
                "ครัวเรือนที่ยังไม่ทราบผลอยู่ในรายชื่อ “ยังไม่ทราบผล”",
                "Households whose result is not known are in the list “Not known whether poor”.",
            ),
        ),
    )


def _count(name: str, label: Text, *, usual: bool = True) -> Column:
    return Column(name, label, Kind.COUNT, personal=True, usual=usual, filter=Filter.RANGE)


def _day(name: str, label: Text, unknown: Text = UNKNOWN) -> Column:
    return Column(name, label, Kind.DATE, personal=True, usual=False, filter=Filter.RANGE, unknown=unknown)


def _answer(name: str, label: Text, words: tuple[Text, Text, Text]) -> Column:
    return Column(name, label, Kind.ANSWER, personal=True, usual=False, filter=Filter.ANSWER, answers=words)


def _columns(measure: Measure) -> tuple[Column, ...]:
    house = Column(
        "house",
        Text("บ้านเลขที่", "House"),
        Kind.CODE,
        personal=True,
        filter=Filter.TEXT,
        address=lambda row: reverse("households:household", args=[row["household_id"]]),
    )
    which = Text("มิติที่ตกเกณฑ์", "Which fail")
    return (
        house,
        Column("village", Text("หมู่บ้าน", "Village"), filter=Filter.CHOICE, choices=_villages),
        _count("members", Text("สมาชิก", "Members")),
        _count("target", Text("คนจนเป้าหมาย", "Target poor")),
        _count("target_unknown", Text("ไม่ทราบว่าเป็นเป้าหมาย", "Not known whether target"), usual=False),
        _answer("poor", Text("ผล", "Result"), POOR_WORDS),
        _count("failing", Text("จำนวนมิติที่ตกเกณฑ์", "Dimensions that fail")),
        Column("which", which, personal=True, sorts=False, unknown=Text("ไม่มี", "none")),
        _count("open", Text("จำนวนมิติที่ไม่ทราบ", "Dimensions not known"), usual=False),
        *(_answer(f"dimension_{each.id}", each.label, FAILS) for each in measure.dimensions),
        _day("surveyed_on", Text("วันสำรวจ", "Surveyed on")),
        _day("told_on", Text("ถามใหม่เมื่อ", "Asked anew on"), Text("ยังไม่ถามใหม่", "not asked anew")),
        _answer("old", Text("ความเก่าของคำตอบ", "Age of the answers"), OLD),
    )


def _villages(area_code: str) -> Choices:
    """The areas one level down, to choose the households of one; a village is its own only one."""
    own = areas.area(area_code)
    held: tuple[Area, ...] = (own,) if own.level == "village" else areas.children(area_code)
    return tuple((each.code, Text(each.name_th, each.name_en or each.name_th)) for each in held)


def kind_of(asked: Asked) -> str:
    """Whom the list is asked to hold. Raises: SITE_004 for what is no such list."""
    kind = asked.said("who") or TARGET
    if kind not in KINDS:
        raise SamutError("SITE_004", name="who")
    return kind


def rows(question: Question) -> Found:
    """The households of an area for whoever may see its persons. The caller logs the look."""
    check_list(question.user, question.area_code)
    result, asked = current_result(), question.asked
    listed = ListQuestion(
        area_code=question.area_code,
        kind=kind_of(asked),
        sort=asked.sort,
        descending=asked.descending,
        old_before=timezone.localdate() - dt.timedelta(days=load_sources_policy().old_after_days),
        conditions=tuple(_condition(each) for each in asked.filters),
        limit=question.limit,
        offset=question.offset,
    )
    anew = _anew(result, question.area_code)
    found, total = listed_households(areas.workspace(), result, listed, anew)
    villages = _named(question.area_code, {each.village_code for each in found})
    labels = {each.id: each.label for each in load_measure(result.measure).dimensions}
    return Found(tuple(_row(each, villages, labels) for each in found), total, source_of(result))


def _named(area_code: str, codes: Collection[str]) -> Mapping[str, Text]:
    """The villages by code; with their tambon where the list holds several tambons."""
    named = {}
    for each in areas.village_areas(tuple(sorted(codes))):
        th, en = each.name_th, each.name_en or each.name_th
        if len(area_code) < areas.TAMBON_DIGITS:
            tambon = areas.area(each.code[: areas.TAMBON_DIGITS])
            th, en = f"{th} ต.{tambon.name_th}", f"{en}, {tambon.name_en}"
        named[each.code] = Text(th, en)
    return named


def source_of(result: MeasureResult) -> tuple[Text, ...]:
    """What the figures of a result rest on, in words."""
    measure = load_measure(result.measure)
    return (
        Text(f"จปฐ. รุ่นปี {result.edition}", f"BMN census, edition {result.edition}"),
        measure.label,
        Text(f"ผลหมายเลข {result.result_id[:12]}", f"result {result.result_id[:12]}"),
        Text(f"นโยบายรุ่น {result.policy_version}", f"policy version {result.policy_version}"),
    )


def _condition(filtered: Filtered) -> Condition:
    return Condition(
        filtered.column, filtered.texts, filtered.column == "house", filtered.least, filtered.most
    )


def _anew(result: MeasureResult, area_code: str) -> Mapping[str, Anew]:
    """What households of an area were told anew since the result was made; the newest of each."""
    found = Reassessment.objects.filter(
        measure=result.measure,
        edition=result.edition,
        pk__gt=result.told_to,
        village_code__gte=area_code,
        village_code__lt=area_code + ":",
    ).order_by("pk")
    return {each.household_id: Anew(each.after.words, each.told_on) for each in found}


def _row(household: ListedHousehold, villages: Mapping[str, Text], labels: Mapping[str, Text]) -> Row:
    answers = household.dimensions
    failing = tuple(labels[name] for name, answer in answers.items() if answer is Answer.YES)
    return {
        "household_id": household.household_id,
        "village_code": household.village_code,
        "house": household.house_no,
        "village": villages[household.village_code],
        "members": household.member_count,
        "target": household.target_persons,
        "target_unknown": household.target_unknown_persons,
        "poor": household.poor,
        "failing": len(failing),
        "which": failing,
        "open": sum(answer is Answer.UNKNOWN for answer in answers.values()),
        **{f"dimension_{name}": answer for name, answer in answers.items()},
        "surveyed_on": household.surveyed_on,
        "told_on": household.told_on,
        "old": household.is_old,
    }
