"""`samut import`: files of a register in, every row accounted for."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click
from rich.table import Table

from samut.cli.screen import EXIT_QUARANTINED, TerminalReporter, console, in_workspace, told_clearly
from samut.engine import pipeline
from samut.engine.lake import Lake
from samut.engine.registers.importing import ImportResult, import_register
from samut.engine.workspace import Workspace, open_workspace
from samut.rules.errors import CATALOGUE

ROWS_SHOWN = 10


@click.command(name="import")
@click.argument("register")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--edition", type=int, help="Buddhist year; default: the workspace's.")
@click.option("--profile", help="A name in policy/profiles or a TOML file; default: the register's own.")
@in_workspace
def import_command(
    folder: Path | None, register: str, files: tuple[Path, ...], edition: int | None, profile: str | None
) -> None:
    """Import FILES of a REGISTER: rows = accepted + quarantined + duplicates, always.

    Exit code 0 when nothing was quarantined, 3 when something was, 1 when nothing could be imported.
    """
    with told_clearly():
        workspace = open_workspace(folder)
        reporter = TerminalReporter()
        with reporter.step(f"นำเข้า {register}", f"import {register}") as progress:
            result = import_register(
                workspace,
                register,
                list(files),
                edition=edition or workspace.config.edition,
                profile=profile,
                progress=progress,
            )
    show_import(result)
    if result.quarantined:
        show_quarantine(workspace, result)
    sys.exit(EXIT_QUARANTINED if result.quarantined else 0)


def show_import(result: ImportResult) -> None:
    table = Table("file", "rows", "accepted", "quarantined", "duplicates")
    for file in result.files:
        counts = (file.rows, file.accepted, file.quarantined, file.duplicates)
        table.add_row(file.name, *(f"{count:,}" for count in counts))
    console.print(table)
    console.print(pipeline.import_line(result))
    for code, count in sorted(result.problems_by_code.items()):
        entry = CATALOGUE[code]
        console.print(f"  {code} × {count:,}  {in_general(entry.what.th)} · {in_general(entry.what.en)}")
        console.print(f"    → {in_general(entry.do.th)} · {in_general(entry.do.en)}")


def in_general(text: str) -> str:
    """A text of the catalogue about no row in particular."""
    return re.sub(r"\{[a-z_]+\}", "…", text)


def show_quarantine(workspace: Workspace, result: ImportResult) -> None:
    """The first refused rows: where each is and all its reasons. Never their text: it is personal."""
    console.print(f"แถวแรก ๆ ที่ถูกกัก · the first of {result.quarantined:,} quarantined rows:")
    for row in Lake(workspace).quarantine(
        result.register, result.edition, limit=min(ROWS_SHOWN, result.quarantined)
    ):
        reasons = ", ".join(f"{reason.code} {reason.where.column}".rstrip() for reason in row.reasons)
        console.print(f"  {row.file} แถว/row {row.row}: {reasons}")
