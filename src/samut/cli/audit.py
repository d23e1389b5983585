"""`samut audit`: prove that the audit is whole, and write its events down for an inspection."""

from __future__ import annotations

import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import click
from django.core.management import call_command

from samut.cli.screen import EXIT_ERROR, TerminalReporter, console, in_workspace, told_clearly
from samut.cli.serving import start_site
from samut.engine.lake import disk_error
from samut.engine.workspace import open_workspace
from samut.rules.errors import Text

CHAINS = {
    "auditevent": Text("เหตุการณ์", "events"),
    "lookedinto": Text("ข้อตรวจสอบของเจ้าหน้าที่คุ้มครองข้อมูล", "notes of the data protection officer"),
    "look": Text("การดูข้อมูลบุคคล", "looks at persons"),
}
HOW = {
    "changed": Text("ถูกแก้ไข หรือเขียนโดยไม่มีกุญแจ", "was changed, or written without the key"),
    "removed": Text("ถูกลบ", "was removed"),
    "put_in": Text("ถูกแทรกเข้ามา", "was put in"),
    "replaced": Text("ถูกแทนด้วยแถวจากสำเนาอื่น", "was replaced by rows of another copy"),
    "cut": Text("ถูกตัดทิ้งพร้อมทุกแถวหลังจากนี้", "was cut off, with all rows after it"),
}


@click.group()
def audit() -> None:
    """Prove the log of who did what and who looked at whom; write it down for an inspection."""


@audit.command()
@in_workspace
def verify(folder: Path | None) -> None:
    """Read every row of the audit again and say whether the chain is whole.

    Exit code 0: whole. 1: broken, with the first row at which it is and how.
    """
    with told_clearly():
        reporter = TerminalReporter()
        start_site(open_workspace(folder))
        call_command("migrate", verbosity=0, interactive=False)
        with reporter.step("ตรวจสายโซ่ของบันทึก", "read the chain of the audit") as progress:
            said = _said("verify_audit", told=lambda done, total: progress(done, total, ""))
        broken = [each for each in json.loads(said) if not _show(each)]
    if broken:
        sys.exit(EXIT_ERROR)


@audit.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A .csv file.")
@in_workspace
def export(folder: Path | None, out: Path) -> None:
    """Write the events of the audit into a CSV file for an inspection.

    It holds no name, number or address of anybody: who it was stands as a code.
    """
    with told_clearly():
        start_site(open_workspace(folder))
        call_command("migrate", verbosity=0, interactive=False)
        try:
            rows = int(_said("export_audit", out=out))
        except OSError as error:
            raise disk_error(error, out.parent) from error
    console.print(f"{out}: {rows:,} เหตุการณ์ · events")


def _said(command: str, **options: Any) -> str:
    said = StringIO()
    call_command(command, stdout=said, **options)
    return said.getvalue().strip()


def _show(verdict: dict[str, Any]) -> bool:
    """Tell what became of a chain. Whether it is whole."""
    name, rows, heads = CHAINS[verdict["chain"]], verdict["rows"], verdict["heads"]
    head = f"{name.th} · {name.en}: {rows:,} แถว · rows"
    broken = verdict["broken"]
    if broken is None:
        console.print(f"[bold]✓[/bold] {head}, ครบถ้วน · whole ({heads:,} หัวโซ่ · kept heads)")
        if rows and not heads:
            console.print("  ยังไม่เคยเก็บหัวโซ่ · no head had been kept: a tail cut off before now is not seen")
        return True
    how = HOW[broken["how"]]
    console.print(f"[bold red]✗[/bold red] {head}")
    console.print(f"  แถวที่ {broken['position']:,} {how.th} · row {broken['position']:,} {how.en}")
    return False
