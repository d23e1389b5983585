"""`samut missed`: who is poor or vulnerable and has no card, in an area; and how many are in no list."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import click
import pyarrow as pa
from rich.table import Table

from samut.cli.explain import check_purpose
from samut.cli.missed_histories import show_histories, show_other_intervals
from samut.cli.missed_names import name_sheets
from samut.cli.missed_recapture import recapture_sheets, show_compared, show_two_lists
from samut.cli.missed_sheets import COUNTED, HOMELESS, NO_COUNT, OVER, sheets_of
from samut.cli.screen import console, in_workspace, told_clearly
from samut.engine.areas import COUNTRY
from samut.engine.estimates.measuring import today
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.missed import Missed
from samut.engine.missed.counting import GROUPS, missed_of
from samut.engine.missed.coverage import AreaCoverage, coverage_of
from samut.engine.missed.incomes import income_ranks
from samut.engine.missed.named import ALL_GROUPS
from samut.engine.missed.recapture import compared_lists
from samut.engine.workspace import open_workspace
from samut.reports.long_table import check_ending, write_table
from samut.reports.missed_book import missed_book
from samut.rules.errors import Text
from samut.rules.missed_policy import load_missed_policy
from samut.rules.purposes import PURPOSES
from samut.rules.targeting_errors import (
    Band,
    IncomeRank,
    Reached,
    coverage,
    exclusion_error,
    inclusion_error,
    poverty_rate,
    targeting_differential,
    type_one,
    type_two,
)

ERRORS = (
    (Text("ยากจนแต่เข้าไม่ถึง ÷ ยากจน", "Exclusion: poor not reached / poor"), exclusion_error),
    (Text("เข้าถึงแต่ไม่ยากจน ÷ เข้าถึง", "Inclusion: reached not poor / reached"), inclusion_error),
    (Text("อัตราความยากจน", "Poverty rate"), poverty_rate),
    (Text("ความครอบคลุม", "Coverage"), coverage),
    (Text("ยากจนแต่เข้าไม่ถึง ÷ ทั้งหมด", "Type I: of everybody"), type_one),
    (Text("เข้าถึงแต่ไม่ยากจน ÷ ทั้งหมด", "Type II: of everybody"), type_two),
    (Text("ผลต่างความครอบคลุม", "Targeting differential"), targeting_differential),
)


@click.command(name="missed")
@click.argument("area", default=COUNTRY)
@click.option("--edition", type=int, help="Buddhist year; default: the workspace's.")
@click.option("--recapture", is_flag=True, help="Estimate too how many are in no list, or say why not.")
@click.option(
    "--sensitivity",
    type=float,
    help="Share of the same persons that the links find, up to 1; default: as it was measured.",
)
@click.option("--published", is_flag=True, help="Only say why TPMAP's two published lists give no estimate.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write .xlsx (all tables), or villages as .csv, .parquet.",
)
@click.option(
    "--histories",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Only estimate from a CSV of three to five lists: a column of 1 and 0 each, and persons.",
)
@click.option("--names", is_flag=True, help="Add a sheet of persons for each group; needs --purpose.")
@click.option("--group", "groups", multiple=True, type=click.Choice(ALL_GROUPS), help="Names of this group.")
@click.option("--purpose", default="", help=f"What names are looked at for: {', '.join(PURPOSES)}.")
@in_workspace
def missed(
    folder: Path | None,
    area: str,
    edition: int | None,
    recapture: bool,
    sensitivity: float | None,
    published: bool,
    out: Path | None,
    histories: Path | None,
    names: bool,
    groups: tuple[str, ...],
    purpose: str,
) -> None:
    """Who is missed in AREA (TH, or 2 to 8 digits): poor or vulnerable, and nobody there has a card.

    Counts only; persons only with --names, and then the look at each household is logged first. What is
    not known stands in columns of its own, never among the noes.
    """
    if names and (out is None or not _is_book(out)):
        raise click.UsageError("--names ต้องระบุ --out เป็นไฟล์ .xlsx · --names needs --out with an .xlsx file")
    with told_clearly():
        if published:
            for lists in load_missed_policy().published:
                show_two_lists(lists)
            return
        if histories is not None:
            show_histories(histories)
            return
        if out is not None:
            check_ending(out)
        if names:
            check_purpose(purpose)
        workspace = open_workspace(folder)
        year = edition or workspace.config.edition
        result = measure(workspace, workspace.config.measure, year, link(workspace, year))
        found = missed_of(workspace, result, area)
        incomes = income_ranks(workspace, result, area)
        reached = coverage_of(workspace, result, area)
        compared = compared_lists(workspace, result, area, sensitivity) if recapture else ()
        if out is not None and _is_book(out):
            sheets = sheets_of(found, ERRORS, incomes, reached, recapture_sheets(compared))
            if names:
                sheets += name_sheets(workspace, result, area, groups or ALL_GROUPS, purpose)
            who = getpass.getuser() if names else ""
            book = missed_book(sheets, demo=workspace.config.demo, made_on=today(), made_by=who)
            out.write_bytes(book)
        elif out is not None:
            write_table(out, village_table(found))
        show(found)
        show_incomes(incomes)
        show_coverage(reached)
        for each in compared:
            show_compared(each)
            show_other_intervals(each.lists)


def _is_book(out: Path) -> bool:
    return out.suffix.lower() == ".xlsx"


def show(found: Missed) -> None:
    """The groups, the errors of targeting by household and by person, and the registers."""
    console.print(f"{found.measure} {found.edition}, {found.area_code}")
    table = _table("กลุ่ม\ngroup", "ครัวเรือน\nhouseholds", "คน\npersons", "ไม่ทราบ\nunknown hh", "คน\npersons")
    for group, count in zip(GROUPS, found.groups(), strict=True):
        numbers = (count.households, count.persons, count.unknown_households, count.unknown_persons)
        table.add_row(_both(group.label), *(f"{each:,}" for each in numbers))
    console.print(table)
    show_errors(Text("ครัวเรือน: มีสมาชิกถือบัตร", "Households: a member holds a card"), found.reached_households())
    show_errors(Text("บุคคล: ถือบัตรเอง", "Persons: hold a card themselves"), found.reached_persons())
    table = _table("กลุ่มวัย\nlife-cycle group", "ยากจน\npoor", "ไม่มีบัตร\nno card", "ตกหล่น\nexclusion")
    for group_id, label in found.life_cycle_labels:
        reached = found.reached_persons(group_id)
        missing = reached.count(True, False)
        table.add_row(_both(label), f"{reached.poor:,}", f"{missing:,}", _band(exclusion_error(reached)))
    console.print(table)
    table = _table("ทะเบียน\nregister", "คน\npersons", "ไม่อยู่ในครัวเรือนที่สำรวจ\nin no surveyed household")
    for each in found.register_only:
        table.add_row(each.register, _number(each.persons), _number(each.in_no_household))
    console.print(table)
    console.print(
        f"ไม่มีเลขที่ใช้ได้ {found.without_number:,} จาก {found.members:,} คน · "
        f"without a usable number: {found.without_number:,} of {found.members:,} persons"
    )


def show_errors(title: Text, reached: Reached) -> None:
    """Each error with its band; both denominators above."""
    table = _table("\n", "ที่ทราบ\nknown", "ต่ำสุด-สูงสุด\nlowest-highest")
    table.title = (
        f"{title.th} · {title.en}\nยากจน poor {reached.poor:,} · เข้าถึง reached {reached.reached:,} · "
        f"ไม่ทราบ unknown {reached.unknown:,} · ทั้งหมด all {reached.everybody:,}"
    )
    for label, error in ERRORS:
        band = error(reached)
        table.add_row(_both(label), _share(band.known), f"{_share(band.lowest)} - {_share(band.highest)}")
    console.print(table)


def show_incomes(ranks: Sequence[IncomeRank]) -> None:
    """How much of the reached are the poorest by income, over their share of the people."""
    table = _table(
        "จนสุดตามรายได้\npoorest by income",
        "จนสุด/ทั้งหมด\npoorest/all",
        "เข้าถึง: จนสุด/ทั้งหมด\nreached: poorest/all",
        "อัตราส่วน CGH\nCGH ratio",
        "ไม่ทราบรายได้\nunknown income",
    )
    for each in ranks:
        ratio = each.ratio()
        table.add_row(
            f"{each.percent}% {each.of.th}\n{each.percent}% {each.of.en}",
            f"{each.poorest:,} / {each.everybody:,}",
            f"{each.reached_poorest:,} / {each.reached:,}",
            f"{_times(ratio.known)} ({_times(ratio.lowest)} - {_times(ratio.highest)})",
            f"{each.unknown_income:,}",
        )
    console.print(table)


def show_coverage(found: AreaCoverage) -> None:
    """The area and those below it against the count of houses and persons, or that there is no count."""
    if not found.register:
        console.print(f"{NO_COUNT.th} · {NO_COUNT.en}")
        return
    table = _table(
        "พื้นที่\narea",
        "ครัวเรือน\nhouseholds",
        "ร้อยละ\npercent",
        "คน\npersons",
        "ร้อยละ\npercent",
        "ไม่มีผู้สำรวจ\nof nobody",
    )
    table.title = (
        "ความครอบคลุม: สำรวจ / นับ และหมู่บ้านที่ไม่มีผู้ถูกสำรวจ\n"
        "Coverage: surveyed / counted, and villages nobody was surveyed in"
    )
    for each in found.below():
        cells = []
        for reach in (each.households, each.persons):
            mark = " !" if reach.over else ""
            cells += [f"{reach.surveyed:,} / {_number(reach.counted)}", f"{_share(reach.share)}{mark}"]
        table.add_row(each.area_code, *cells, f"{each.not_surveyed:,} / {each.villages:,}")
    console.print(table)
    console.print(f"{found.register} {found.edition}: {COUNTED.th} · {COUNTED.en}")
    if any(each.households.over or each.persons.over for each in found.below()):
        console.print(f"! {OVER.th} · {OVER.en}")
    if found.without_village:
        console.print(f"{found.without_village:,} {HOMELESS.th} · {HOMELESS.en}")


def village_table(found: Missed) -> pa.Table:
    """Rows: one per village and group."""
    return pa.Table.from_pylist(
        [
            {
                "village_code": village,
                "group": group.id,
                "group_th": group.label.th,
                "group_en": group.label.en,
                "households": count.households,
                "persons": count.persons,
                "unknown_households": count.unknown_households,
                "unknown_persons": count.unknown_persons,
            }
            for village, counts in found.by_village()
            for group, count in zip(GROUPS, counts, strict=True)
        ]
    )


def _table(first: str, *numbers: str) -> Table:
    table = Table(first, title_justify="left")
    for each in numbers:
        table.add_column(each, justify="right")
    return table


def _both(text: Text) -> str:
    return f"{text.th}\n{text.en}"


def _share(share: Fraction | None) -> str:
    return "—" if share is None else f"{float(share):.1%}"


def _times(ratio: Fraction | None) -> str:
    return "—" if ratio is None else f"{float(ratio):.2f}"


def _band(band: Band) -> str:
    return f"{_share(band.known)} ({_share(band.lowest)} - {_share(band.highest)})"


def _number(number: int | None) -> str:
    return "ไม่ทราบ · unknown" if number is None else f"{number:,}"
