"""`samut link`: who of the census is in which register, and what became of the households."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.table import Table

from samut.cli.explain import check_purpose, log_look
from samut.cli.screen import EXIT_CANCELLED, TerminalReporter, console, in_workspace, told_clearly
from samut.engine.areas import COUNTRY
from samut.engine.linkage import REGISTERS, LinkResult, link
from samut.engine.linkage.households import HouseholdChanges, edition_before, households_between
from samut.engine.linkage.households_told import AreaCount, check_area, events_by_area, persons_of_events
from samut.engine.workspace import Workspace, open_workspace
from samut.reports.long_table import check_ending, write_table
from samut.rules.errors import SamutError
from samut.rules.household_events import EVENTS, Event
from samut.rules.purposes import PURPOSES

HEADINGS = (
    ("ด้วยเลข", "by number"),
    ("ด้วยชื่อ", "by name"),
    ("ต้องถาม", "to ask"),
    ("ขัดแย้ง", "conflicts"),
    ("ไม่พบที่นี่", "nobody here"),
)
HOUSEHOLD_HEADINGS = (
    ("in_register", "อยู่ในทะเบียน", "in it"),
    ("not_in_register", "ไม่อยู่", "not in it"),
    ("unknown", "ไม่ทราบ", "unknown"),
)
ABSENT = "—"
SHORT = {
    Event.STAYED: ("อยู่เดิม", "stayed"),
    Event.SPLIT: ("แยก", "split"),
    Event.MERGED: ("รวม", "merged"),
    Event.JOINED: ("เข้าร่วม", "joined"),
    Event.MOVED: ("ย้าย", "moved"),
    Event.REPLACED: ("คนใหม่", "replaced"),
    Event.SAME_HOUSE: ("บ้านเดิม ?", "same house ?"),
    Event.UNKNOWN: ("ไม่ทราบ", "unknown"),
}


@click.command(name="link")
@click.option("--edition", type=int, help="Buddhist year; default: the workspace's.")
@click.option("--households", is_flag=True, help="Count by area what became of the households.")
@click.option("--before", type=int, help="The older edition; default: the one before.")
@click.option("--area", default="", help="Only this area: 2, 4, 6 or 8 digits.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write who lived where and lives where (opaque ids): .csv, .parquet or .xlsx. Needs --purpose.",
)
@click.option("--purpose", default="", help=f"What it is looked at for: {', '.join(PURPOSES)}.")
@in_workspace
def link_command(
    folder: Path | None,
    edition: int | None,
    households: bool,
    before: int | None,
    area: str,
    out: Path | None,
    purpose: str,
) -> None:
    """Find the people of the census in the registers: by 13-digit number, then by name.

    A pair that is not sure waits for a person's answer; nothing is ever joined for good. Where the
    lake holds an earlier edition too, households are followed from it: who split, merged, moved.
    """
    started = time.monotonic()
    with told_clearly(), nothing_when_stopped():
        if out is not None:
            check_ending(out)
            check_purpose(purpose)
        workspace = open_workspace(folder)
        check_area(area, workspace)
        year = edition or workspace.config.edition
        asked = bool(households or before or area or out)
        earlier = before or edition_before(workspace, year)
        if asked and earlier is None:
            raise SamutError("LINK_021", edition=year)
        with TerminalReporter().step("เชื่อมโยงบุคคลข้ามทะเบียน", "link persons across registers") as progress:
            found = link(workspace, year, progress)
        show(found)
        if earlier is not None:
            follow(workspace, earlier, year, area if asked else None, out, purpose)
    console.print(f"{time.monotonic() - started:.1f} s" + (" (done before)" if found.done_before else ""))


def follow(
    workspace: Workspace, before: int, after: int, area: str | None, out: Path | None, purpose: str
) -> None:
    """Follow the households; list them by area unless `area` is None; write who, after logging the look."""
    with TerminalReporter().step("ติดตามครัวเรือนข้ามปี", "follow households between editions") as progress:
        changes = households_between(workspace, before, after, progress)
    show_changes(changes)
    if area is not None:
        show_areas(events_by_area(workspace, changes, area))
    if out is not None:
        log_look(workspace, "", area or COUNTRY, purpose)
        write_table(out, persons_of_events(workspace, changes, area or ""))


@contextmanager
def nothing_when_stopped() -> Iterator[None]:
    """Ctrl-C ends linking before it has kept anything half done; say so."""
    try:
        yield
    except KeyboardInterrupt:
        console.print("หยุดแล้ว ไม่มีผลใดค้างครึ่งทาง · stopped: nothing is left half done")
        sys.exit(EXIT_CANCELLED)


def show(found: LinkResult) -> None:
    """One line for each register. A register that is not in the lake has no figures, not zeros."""
    table = Table("ทะเบียน\nregister", title=f"{found.persons:,} persons, {found.with_number:,} with a number")
    for th, en in HEADINGS:
        table.add_column(f"{th}\n{en}", justify="right")
    for register in REGISTERS:
        if register not in found.editions:
            table.add_row(register, *[ABSENT] * len(HEADINGS))
            continue
        nobody = found.nobody_here[register] - found.named[register]
        counts = (found.linked, found.named, found.asked, found.odd)
        table.add_row(register, *(f"{each[register]:,}" for each in counts), f"{nobody:,}")
    console.print(table)
    if found.conflicts:
        console.print(
            f"เลขที่มีผู้ใช้สองคน {found.conflicts:,} เลข · {found.conflicts:,} numbers are held by two members"
        )
    show_households(found)


def show_households(found: LinkResult) -> None:
    """The same by household: one member found is enough to be in, one not known leaves it unknown."""
    table = Table("ทะเบียน\nregister", title="ครัวเรือน · households")
    for _, th, en in HOUSEHOLD_HEADINGS:
        table.add_column(f"{th}\n{en}", justify="right")
    for register in REGISTERS:
        there = found.households.get(register, {}) if register in found.editions else {}
        counts = (f"{there[name]:,}" if there else ABSENT for name, _, _ in HOUSEHOLD_HEADINGS)
        table.add_row(register, *counts)
    console.print(table)


def show_changes(changes: HouseholdChanges) -> None:
    """What became of the households, counted by event, and how many persons tell it."""
    title = (
        f"{changes.before} → {changes.after}: {changes.households_before:,} → {changes.households_after:,}"
    )
    table = Table("เหตุการณ์ · event", title=f"ครัวเรือน · households {title}")
    table.add_column("ครั้ง\nrows", justify="right")
    for event in Event:
        label = EVENTS[event]
        table.add_row(f"{label.th} · {label.en}", f"{changes.events[event]:,}")
    console.print(table)
    console.print(
        f"ติดตามได้ด้วยเลข {changes.by_number:,} คน ด้วยชื่อ {changes.by_name:,} คน "
        f"ไม่แน่ใจ {changes.likely:,} คู่ ติดตามไม่ได้ {changes.unknown_before:,} → {changes.unknown_after:,} คน\n"
        f"followed by number {changes.by_number:,}, by name {changes.by_name:,}; {changes.likely:,} pairs "
        f"not sure; not followed {changes.unknown_before:,} → {changes.unknown_after:,} persons"
    )


def show_areas(counts: tuple[AreaCount, ...]) -> None:
    """One line for each area: how often each event happened."""
    if not counts:
        console.print("ไม่มีครัวเรือนในพื้นที่นี้ · no household of this area in either edition")
        return
    # Nine columns fit beside each other on a screen of 80 letters only without spaces around them.
    table = Table("พื้นที่\narea", padding=0)
    for th, en in SHORT.values():
        table.add_column(f"{th}\n{en}", justify="right")
    for area in dict.fromkeys(each.area_code for each in counts):
        of_area = {each.event: each for each in counts if each.area_code == area}
        numbers = [of_area[event].rows if event in of_area else 0 for event in SHORT]
        table.add_row(area or "ไม่ทราบ · unknown", *(f"{number:,}" for number in numbers))
    console.print(table)
