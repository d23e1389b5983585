"""`samut quarantine`: the refused rows of a register as a workbook for the office to mend."""

from __future__ import annotations

import getpass
from datetime import datetime
from pathlib import Path

import click

from samut.cli.explain import check_purpose, log_look
from samut.cli.screen import console, in_workspace, told_clearly
from samut.engine.lake import Lake, disk_error
from samut.engine.registers.returning import ReturnedFile, returned_files
from samut.engine.workspace import open_workspace
from samut.reports.quarantine_book import RefusedRow, quarantine_book
from samut.rules.errors import Text
from samut.rules.purposes import PURPOSES


@click.command()
@click.argument("register")
@click.option("--edition", type=int, help="Buddhist year; default: the workspace's.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The .xlsx file to write.")
@click.option("--purpose", default="", help=f"What it is looked at for: {', '.join(PURPOSES)}.")
@in_workspace
def quarantine(folder: Path | None, register: str, edition: int | None, out: Path, purpose: str) -> None:
    """Write the rows of REGISTER that the newest import refused, as the spreadsheet the office sent.

    Each row has its reasons, each wrong cell is coloured and has a note. Mended and imported again, only
    the mended rows enter. The rows are of persons: the look is logged before anything is written. Where
    the import had several files, each gets a workbook of its own.
    """
    with told_clearly():
        check_purpose(purpose)
        workspace = open_workspace(folder)
        year = edition or workspace.config.edition
        lake = Lake(workspace)
        log_look(workspace, "", workspace.config.province, purpose)
        files = returned_files(lake, register, year)
        now = datetime.now().astimezone()
        who = Text(
            f"ทำโดย {getpass.getuser()} {now:%d/%m}/{now.year + 543} {now:%H:%M}",
            f"made by {getpass.getuser()}, {now:%Y-%m-%d %H:%M}",
        )
        for number, file in enumerate(files, start=1):
            path = out if number == 1 else out.with_stem(f"{out.stem}-{number}")
            try:
                path.write_bytes(_book(file, who, demo=workspace.config.demo))
            except OSError as error:
                raise disk_error(error, path.parent) from error
            console.print(f"{path}: {len(file.rows):,} แถวจาก · rows of {file.name}")


def _book(file: ReturnedFile, who: Text, *, demo: bool) -> bytes:
    rows = [RefusedRow(each.number, each.cells, each.problems, each.places) for each in file.rows]
    return quarantine_book(file.header, rows, made_for=who, demo=demo)
