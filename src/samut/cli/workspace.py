"""`samut init` and `samut doctor`: a workspace made, and examined."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from samut.cli.screen import EXIT_ERROR, console, in_workspace, say_problem, told_clearly
from samut.engine.doctor import examine
from samut.engine.workspace import Workspace, create_workspace, open_workspace


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="Samut", help="What the office calls it.")
@click.option("--province", required=True, help="Two-digit province code.")
@click.option("--edition", required=True, type=int, help="Buddhist year of the edition.")
def init(folder: Path, name: str, province: str, edition: int) -> None:
    """Make an empty workspace."""
    with told_clearly():
        workspace = create_workspace(
            folder, name=name, demo=False, province=province, edition=edition, registers=[]
        )
    console.print(f"สร้างพื้นที่ทำงานแล้ว · workspace made: {workspace.root}")


@click.command()
@in_workspace
def doctor(folder: Path | None) -> None:
    """Check this machine and the workspace; say what to do about what is wrong."""
    with told_clearly():
        findings = examine(open_workspace(folder))
    for finding in findings:
        sign = "✓" if finding.ok else "✗"
        console.print(f"{sign} {finding.name}: {finding.text.th} · {finding.text.en}")
        if finding.problem is not None:
            say_problem(finding.problem)
    sys.exit(0 if all(finding.ok for finding in findings) else EXIT_ERROR)


def say_what_ails(workspace: Workspace) -> None:
    """At start: only what is wrong, and what to do about it. The work goes on where it can."""
    for finding in examine(workspace):
        if finding.problem is not None:
            say_problem(finding.problem)
