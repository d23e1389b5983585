"""Lists and changes as files to hand on: a spreadsheet with definitions, or CSV."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from samut.reports.unit_list import UnitLine, change_table, csv_bytes, unit_table
from samut.reports.workbook import MEDIA_TYPE, Table, workbook_bytes
from samut.rules.errors import SamutError, Text
from samut.web.areas.queries import workspace
from samut.web.target_lists.comparing import ComparisonPage
from samut.web.target_lists.queries import ANSWERS, MembersPage

ENDINGS = ("xlsx", "csv")


def check_ending(ending: str) -> None:
    """Raises: SITE_006 for a kind of file that there is none of."""
    if ending not in ENDINGS:
        raise SamutError("SITE_006")


def members_table(page: MembersPage) -> Table:
    """The members of a group or of a kept list in one area."""
    area, edition, answer = page.place.area, page.place.edition, ANSWERS[page.answer]
    title = Text(
        f"{page.group.label.th} ({answer.th}) {area.name_th} ปี {edition}",
        f"{page.group.label.en} ({answer.en}), {area.name_en}, {edition} BE",
    )
    lines = (
        UnitLine(
            each.unit.household_id,
            each.unit.member_no,
            each.unit.village_code or "",
            each.village.name_th if each.village else "",
            each.house_no,
            Text(each.unit.in_words("th"), each.unit.in_words("en")),
        )
        for each in page.lines
    )
    return unit_table(title, lines, notes=_notes(page))


def changes_table(page: ComparisonPage) -> Table:
    """Who came in and who dropped out, from one kept list to another."""
    before, after = page.before.kept, page.after.kept
    title = Text(
        f"{page.group.label.th} {page.place.area.name_th}: {before.id} → {after.id}",
        f"{page.group.label.en}, {page.place.area.name_en}: {before.id} → {after.id}",
    )
    lines = (
        UnitLine(
            each.household_id,
            each.member_no,
            each.village_code or "",
            each.village.name_th if each.village else "",
            each.house_no,
            each.in_words,
            each.change,
        )
        for each in page.lines
    )
    return change_table(title, lines, notes=(_kept_note(before.kept_at, before.kept_by, before.reason),))


def file_response(table: Table, name: str, ending: str) -> HttpResponse:
    """The table as a file to save."""
    if ending == "csv":
        response = HttpResponse(csv_bytes(table), content_type="text/csv; charset=utf-8")
    else:
        demo = workspace().config.demo
        content = workbook_bytes(table, demo=demo, made_on=timezone.localdate())
        response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _notes(page: MembersPage) -> tuple[Text, ...]:
    if page.kept is not None:
        kept = page.kept.kept
        return (_kept_note(kept.kept_at, kept.kept_by, kept.reason),)
    shown = page.place.shown
    if shown is None:
        return ()
    said = f"{shown.measure} {shown.result_id[:12]}"
    return (Text(f"ที่มา: ผลการวัด {said}", f"Source: result {said}"),)


def _kept_note(at: str, by: str, reason: str) -> Text:
    return Text(f"บันทึกเมื่อ {at} โดย {by}: {reason}", f"Kept {at} by {by}: {reason}")
