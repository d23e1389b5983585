"""`samut doubts`: what is doubtful in rows that were taken in, as a list to work through."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from samut.cli.importing import show_problems
from samut.cli.screen import console, in_workspace, told_clearly
from samut.engine.lake import Lake, Snapshot, disk_error
from samut.engine.registers.doubts import Doubts, doubtful_rows, newest_doubts
from samut.engine.workspace import open_workspace

# Of each code.
ROWS_SHOWN = 3
HEADER = ("ไฟล์ file", "แถว row", "คอลัมน์ column", "รหัส code", "ข้อสังเกต", "ควรทำ", "doubt", "what to do")


@click.command()
@click.argument("register")
@click.option("--edition", type=int, help="Buddhist year; default: the workspace's.")
@click.option("--out", type=click.Path(path_type=Path), help="A .csv file for the whole list.")
@in_workspace
def doubts(folder: Path | None, register: str, edition: int | None, out: Path | None) -> None:
    """Tell what is doubtful in rows of REGISTER that the newest import took in.

    Households beside their members, births beside each other, positions beside the map, and values that
    could not be read and are unknown. Each line names file, row and column, never a person.
    """
    with told_clearly():
        workspace = open_workspace(folder)
        lake = Lake(workspace)
        found = newest_doubts(lake, register, edition or workspace.config.edition)
        if found is None:
            console.print("ไม่มีข้อสังเกต · nothing is doubtful")
            return
        show_problems(found.by_code)
        if out is None:
            _show_first(lake, found)
            return
        try:
            _write(lake, found.snapshot, out)
        except OSError as error:
            raise disk_error(error, out.parent) from error
        console.print(f"{out}: {found.count:,} ข้อสังเกต · doubts")


def _show_first(lake: Lake, found: Doubts) -> None:
    console.print(
        f"แถวแรก ๆ ของแต่ละข้อ จากทั้งหมด {found.count:,} · the first rows of each, of {found.count:,}:"
    )
    for each in doubtful_rows(lake, found.snapshot, of_each=ROWS_SHOWN):
        where = each.where
        console.print(f"  {each.code}  {where.file} แถว/row {where.row} {where.column}")
    console.print("ทั้งหมดลงไฟล์ · all of them into a file: --out FILE.csv")


def _write(lake: Lake, snapshot: Snapshot, path: Path) -> None:
    # With a mark at its start a spreadsheet reads the Thai as it is.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(HEADER)
        for each in doubtful_rows(lake, snapshot):
            where = each.where
            texts = (each.what("th"), each.do("th"), each.what("en"), each.do("en"))
            lines.writerow((where.file, where.row, where.column, each.code, *texts))
