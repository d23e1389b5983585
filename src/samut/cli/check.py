"""`samut check`: results held against published figures."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.table import Table

from samut.cli.screen import EXIT_ERROR, console, in_workspace, told_clearly
from samut.engine import tpmap_check
from samut.engine.workspace import open_workspace


@click.group()
def check() -> None:
    """Hold results against published figures."""


@check.command(name="tpmap")
@in_workspace
def check_tpmap(folder: Path | None) -> None:
    """Our figures beside TPMAP's, with the differences. Exit code 0 only if every one holds."""
    with told_clearly():
        rows = tpmap_check.compare(open_workspace(folder))
    table = Table("figure", "TPMAP", "Samut", "difference", "allowed", "")
    for row in rows:
        mark = "✓" if row.ok else "[bold red]✗[/bold red]"
        table.add_row(
            row.figure, f"{row.published:,}", f"{row.ours:,}", f"{row.difference:+,}", row.allowed_words, mark
        )
    console.print(table)
    held = sum(row.ok for row in rows)
    console.print(f"{held} of {len(rows)} figures hold")
    sys.exit(0 if held == len(rows) else EXIT_ERROR)
