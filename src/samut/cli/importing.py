"""`samut import`: files of a register in, every row accounted for."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.table import Table

from samut.cli.screen import (
    EXIT_CANCELLED,
    EXIT_QUARANTINED,
    TerminalReporter,
    console,
    in_workspace,
    told_clearly,
)
from samut.engine import pipeline
from samut.engine.lake import Lake
from samut.engine.registers.importing import ImportResult, import_register
from samut.engine.registers.preview import Preview, TablePreview, preview_import
from samut.engine.workspace import Workspace, open_workspace
from samut.rules.errors import CATALOGUE

ROWS_SHOWN = 10


@click.command(name="import")
@click.argument("register")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--edition", type=int, help="Buddhist year; default: the workspace's.")
@click.option("--profile", help="A name in policy/profiles or a TOML file; default: the register's own.")
@click.option("--preview", is_flag=True, help="Show what would change, and write nothing.")
@in_workspace
def import_command(
    folder: Path | None,
    register: str,
    files: tuple[Path, ...],
    edition: int | None,
    profile: str | None,
    preview: bool,
) -> None:
    """Import FILES of a REGISTER: rows = accepted + quarantined + duplicates, always.

    FILES may be folders and archives. Exit code 0 when nothing was quarantined, 3 when something was (with
    --preview: would be), 1 when nothing could be imported, 130 when it was stopped with Ctrl-C.
    """
    with told_clearly(), nothing_when_stopped():
        workspace = open_workspace(folder)
        chosen = edition or workspace.config.edition
        if preview:
            found = previewed(workspace, register, files, chosen, profile)
            show_preview(found)
            sys.exit(EXIT_QUARANTINED if any(each.refused for each in found.tables) else 0)
        result = imported(workspace, register, files, chosen, profile)
    show_import(result)
    if result.quarantined:
        show_quarantine(workspace, result)
    sys.exit(EXIT_QUARANTINED if result.quarantined else 0)


def imported(
    workspace: Workspace, register: str, files: tuple[Path, ...], edition: int, profile: str | None
) -> ImportResult:
    with TerminalReporter().step(f"นำเข้า {register}", f"import {register}") as progress:
        return import_register(
            workspace, register, list(files), edition=edition, profile=profile, progress=progress
        )


def previewed(
    workspace: Workspace, register: str, files: tuple[Path, ...], edition: int, profile: str | None
) -> Preview:
    with TerminalReporter().step(f"ดูก่อนนำเข้า {register}", f"preview {register}") as progress:
        return preview_import(
            workspace, register, list(files), edition=edition, profile=profile, progress=progress
        )


@contextmanager
def nothing_when_stopped() -> Iterator[None]:
    """Ctrl-C ends an import before it has changed anything; say so."""
    try:
        yield
    except KeyboardInterrupt:
        console.print("หยุดแล้ว ไม่มีข้อมูลใดถูกนำเข้า · stopped: nothing was imported")
        sys.exit(EXIT_CANCELLED)


def show_preview(preview: Preview) -> None:
    """One line a table, then which facts change, then what would be refused."""
    before = preview.compared_with
    console.print(
        "ยังไม่มีข้อมูลเดิมให้เทียบ · nothing to compare with yet"
        if before is None
        else f"เทียบกับข้อมูลปี {before} · compared with edition {before}"
    )
    table = Table("", "แถว\nrows", "ใหม่\nnew", "เปลี่ยน\nchanged", "เหมือนเดิม\nunchanged",
                  "หายไป\ngone", "ถูกกัก\nrefused", "ซ้ำ\nduplicates")  # fmt: skip
    for each in preview.tables:
        counts = (each.rows, each.new, each.changed, each.unchanged, each.gone, each.refused, each.duplicates)
        table.add_row(f"{each.label.th}\n{each.label.en}", *(f"{count:,}" for count in counts))
    console.print(table)
    for each in preview.tables:
        show_changed_fields(each)
    show_problems(preview.problems_by_code)
    console.print("ยังไม่ได้บันทึกอะไร · nothing was written")


def show_changed_fields(table: TablePreview) -> None:
    if table.fields:
        console.print(f"ค่าที่เปลี่ยนใน{table.label.th} · what changes in {table.label.en}:")
    for each in table.fields:
        console.print(f"  {each.label.th} · {each.label.en}: {each.rows:,}")


def show_import(result: ImportResult) -> None:
    table = Table("file", "rows", "accepted", "quarantined", "duplicates")
    for file in result.files:
        counts = (file.rows, file.accepted, file.quarantined, file.duplicates)
        table.add_row(file.name, *(f"{count:,}" for count in counts))
    console.print(table)
    console.print(pipeline.import_line(result))
    show_problems(result.problems_by_code)


def show_problems(by_code: dict[str, int]) -> None:
    """How often each problem, and what to do about it."""
    for code, count in sorted(by_code.items()):
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
