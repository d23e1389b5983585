"""`samut link`: who of the census is in which register, by number and by name."""

from __future__ import annotations

import time
from pathlib import Path

import click
from rich.table import Table

from samut.cli.screen import TerminalReporter, console, in_workspace, told_clearly
from samut.engine.linkage import REGISTERS, LinkResult, link
from samut.engine.workspace import open_workspace

HEADINGS = (
    ("ด้วยเลข", "by number"),
    ("ด้วยชื่อ", "by name"),
    ("ต้องถาม", "to ask"),
    ("ขัดแย้ง", "conflicts"),
    ("ไม่พบที่นี่", "nobody here"),
)
ABSENT = "—"


@click.command(name="link")
@click.option("--edition", type=int, help="Buddhist year; default: the workspace's.")
@in_workspace
def link_command(folder: Path | None, edition: int | None) -> None:
    """Find the people of the census in the registers: by 13-digit number, then by name.

    A pair that is not sure waits for a person's answer; nothing is ever joined for good.
    """
    started = time.monotonic()
    with told_clearly():
        workspace = open_workspace(folder)
        year = edition or workspace.config.edition
        with TerminalReporter().step("เชื่อมโยงบุคคลข้ามทะเบียน", "link persons across registers") as progress:
            found = link(workspace, year, progress)
        show(found)
    console.print(f"{time.monotonic() - started:.1f} s" + (" (done before)" if found.done_before else ""))


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
