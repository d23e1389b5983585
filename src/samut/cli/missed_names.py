"""The sheets with names of `samut missed --names`: a look at each household is logged first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.management import CommandError, call_command
from django.db import Error as DatabaseProblem

from samut.cli.serving import start_site
from samut.engine.missed.cells import Known
from samut.engine.missed.counting import GROUPS
from samut.engine.missed.named import ListedHousehold, NamedMember, listed_households, members_of
from samut.engine.results import MeasureResult
from samut.engine.workspace import Workspace
from samut.reports.missed_book import Sheet, SheetCell
from samut.rules.errors import SamutError, Text
from samut.rules.fact_words import RELATIONS
from samut.rules.life_cycle import Ages
from samut.rules.thai_id import masked

# What the sheet of each group is called; a sheet's name has 31 letters at most.
SHEETS = {
    "poor_without_card": Text("ชื่อ ตกเกณฑ์", "names poor"),
    "vulnerable_without_card": Text("ชื่อ เปราะบาง", "names vulnerable"),
    "both_without_card": Text("ชื่อ ทั้งสอง", "names both"),
    "card_fails_nothing": Text("ชื่อ มีบัตร", "names card"),
}
HEADINGS = (
    Text("รหัสหมู่บ้าน", "Village code"),
    Text("บ้านเลขที่", "House number"),
    Text("รหัสครัวเรือน", "Household"),
    Text("คนที่", "Member"),
    Text("ชื่อ-สกุล", "Name"),
    Text("เลขประจำตัว (ปิดบัง)", "Number (masked)"),
    Text("อายุ (ปี)", "Age (years)"),
    Text("ความสัมพันธ์กับหัวหน้าครัวเรือน", "Relation to the head"),
    Text("ตนเองถือบัตร", "Holds a card"),
    Text("มีผู้ถือบัตรในครัวเรือน", "A card in the household"),
    Text("ตัวชี้วัดที่ตกเกณฑ์", "Failing indicators"),
    Text("เหตุที่เปราะบาง", "Why vulnerable"),
)
ANSWERS = {True: Text("มี", "yes"), False: Text("ไม่มี", "no")}
NOTHING = "—"


def name_sheets(
    workspace: Workspace, result: MeasureResult, area: str, groups: Sequence[str], purpose: str
) -> tuple[Sheet, ...]:
    """A sheet for each group, with everybody who lives in its households. Rows: one per person.

    Raises: MISSED_010 when they are too many, MEASURE_025 when the looks could not be logged; then no
    name was opened.
    """
    households = listed_households(workspace, result, area, groups)
    log_looks(workspace, households, purpose)
    members = members_of(workspace, result, households)
    return tuple(
        Sheet(
            SHEETS[group.id],
            HEADINGS,
            [row for each in households if group.id in each.groups for row in _rows(each, members)],
        )
        for group in GROUPS
        if group.id in groups
    )


def log_looks(workspace: Workspace, households: Sequence[ListedHousehold], purpose: str) -> None:
    """Write a look at each household into the workspace's log. Raises: MEASURE_025 when it cannot."""
    try:
        start_site(workspace)
        call_command("migrate", verbosity=0, interactive=False)
        call_command(
            "log_looks",
            households=[f"{each.household_id}:{each.village}" for each in households],
            purpose=purpose,
        )
    except (DatabaseProblem, CommandError, OSError) as error:
        raise SamutError("MEASURE_025") from error


def _rows(
    household: ListedHousehold, members: Mapping[str, Sequence[NamedMember]]
) -> list[tuple[SheetCell, ...]]:
    failing = _joined(household.failing)
    why = _joined([_said(label, value) for label, value in household.vulnerable])
    end: tuple[SheetCell, ...] = (_answer(household.card), failing, why)
    start: tuple[SheetCell, ...] = (household.village, household.house_no, household.household_id)
    return [
        (
            *start,
            each.member_no,
            each.identity.full_name or None,
            masked(each.identity.number) if each.identity.number else None,
            _age(each.ages),
            RELATIONS.get(each.relation or ""),
            _answer(each.card),
            *end,
        )
        for each in members.get(household.household_id, ())
    ] or [(*start, *(None,) * 6, *end)]


def _said(label: Text, value: Text) -> Text:
    return Text(f"{label.th}: {value.th}", f"{label.en}: {value.en}")


def _joined(texts: Sequence[Text]) -> SheetCell:
    if not texts:
        return NOTHING
    return Text("; ".join(each.th for each in texts), "; ".join(each.en for each in texts))


def _answer(known: Known) -> Text | None:
    return None if known is None else ANSWERS[known]


def _age(ages: Ages) -> SheetCell:
    if ages.least is None or ages.least == ages.greatest:
        return ages.least
    return f"{ages.least}-{ages.greatest}"
