"""`samut keys`: a new key for the lake, and everything in it made anew with it."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.core.management import call_command

from samut.cli.screen import TerminalReporter, console, in_workspace, told_clearly
from samut.cli.serving import start_site
from samut.engine.keys.rotating import Rotation, planned, retire, rotate
from samut.engine.workspace import Workspace, open_workspace

MEGABYTE = 1_000_000
SITE_MUST_REST = (
    "ปิดเว็บและ samut work แล้วหรือยัง และสำรองข้อมูลไว้แล้วหรือยัง · Are the site and samut work stopped, "
    "and is there a backup?"
)


@click.group()
def keys() -> None:
    """The keys that seal names and numbers, kept outside the database and the lake."""


@keys.command(name="rotate")
@click.option("--dry-run", is_flag=True, help="Say what would be read and written, and change nothing.")
@click.option("--retire", "retiring", is_flag=True, help="Remove the old key and the lake sealed with it.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@in_workspace
def rotate_command(folder: Path | None, dry_run: bool, retiring: bool, yes: bool) -> None:
    """Seal names and numbers with a new key, and index them with it.

    A whole new lake is made beside the old one, proved row by row, and put in its place in one step; an
    interrupted change is done again or brought to its end by the same command. The old key and the old
    lake stay until --retire, which opens every sealed text with the new key before it removes them.
    """
    with told_clearly():
        workspace = open_workspace(folder)
        if dry_run:
            _show_plan(planned(workspace))
            return
        if not yes:
            click.confirm(SITE_MUST_REST, abort=True)
        if retiring:
            _retire(workspace)
        else:
            _rotate(workspace)


def _rotate(workspace: Workspace) -> None:
    with TerminalReporter().step("เปลี่ยนกุญแจ", "change the key") as progress:
        done = rotate(workspace, progress)
    if done.finished_one or done.built is None:
        console.print("ทำต่อจากครั้งที่ค้างไว้จนเสร็จ · the interrupted change was brought to its end")
        _log(workspace, "keys.rotated", interrupted=True)
        return
    built = done.built
    _log(
        workspace,
        "keys.rotated",
        rows=done.rows,
        persons=built.persons,
        files=len(built.sealed) + len(built.indexed),
        lists={
            str(path.parent): list(each) for path, each in built.hashes.items() if path.parts[0] == "lists"
        },
    )
    console.print(
        f"  {built.persons:,} คนค้นพบได้ด้วยกุญแจใหม่ · persons are found with the new key "
        f"({len(built.sealed):,} + {len(built.indexed):,} ไฟล์ · files, {done.rows:,} แถว · rows)"
    )
    console.print("  สั่ง samut run เพื่อเตรียมการค้นหาใหม่ · run samut run to prepare the search again")
    if built.decided:
        console.print(
            "  สั่ง samut run เพื่อเชื่อมทะเบียนใหม่ · run samut run to link anew, since pairs were decided"
        )
    console.print(
        "  เก็บกุญแจเดิมไว้ที่ keys/lake.key.before จนกว่าจะสั่ง --retire · the old key is kept until --retire"
    )


def _retire(workspace: Workspace) -> None:
    with TerminalReporter().step("ตรวจแล้วปลดกุญแจเดิม", "prove and retire the old key") as progress:
        opened = retire(workspace, progress)
    _log(workspace, "keys.retired", opened=opened)
    console.print(f"  เปิดได้ครบ {opened:,} ข้อความ · texts opened with the new key; the old one is gone")


def _show_plan(plan: Rotation) -> None:
    console.print(
        f"{plan.files:,} ไฟล์ · files, {plan.rows:,} แถว · rows, {plan.bytes / MEGABYTE:,.1f} MB; "
        "ไม่มีอะไรเปลี่ยน · nothing was changed"
    )


def _log(workspace: Workspace, event: str, **facts: object) -> None:
    start_site(workspace)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("log_event", event=event, facts=json.dumps(facts))
