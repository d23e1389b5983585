"""`samut open-data`: the public tables of every edition, made once for each result."""

from __future__ import annotations

from pathlib import Path

import click

from samut.cli.screen import TerminalReporter, console, in_workspace, told_clearly
from samut.engine.open_data.kept import PublicTables, newest_results
from samut.engine.open_data.publishing import publish
from samut.engine.pipeline import Reporter
from samut.engine.workspace import Workspace, open_workspace
from samut.rules.errors import SamutError


@click.command("open-data")
@in_workspace
def open_data(folder: Path | None) -> None:
    """Make the public tables of the newest result of each edition: statistics only, protected, as files.

    What is made is never changed; running it again changes nothing. Whether anybody can open them on
    the site says `public` under [site] in samut.toml.
    """
    with told_clearly():
        workspace = open_workspace(folder)
        made = publish_all(workspace, TerminalReporter())
        if not made:
            raise SamutError("SITE_005")
    for tables in made:
        console.print(f"  {tables.folder}")
    if not workspace.config.site.public:
        console.print(
            "หน้าสาธารณะปิดอยู่ (samut.toml: [site] public = false) · the public pages are off",
            markup=False,
        )


def publish_all(workspace: Workspace, reporter: Reporter) -> tuple[PublicTables, ...]:
    """The public tables of the newest result of each edition, made where they are not there yet."""
    made = []
    for result in newest_results(workspace):
        with reporter.step(
            f"ทำตารางสถิติสาธารณะ {result.edition}", f"make the public tables of {result.edition}"
        ) as progress:
            tables = publish(workspace, result, progress)
        again = " (already there: nothing changed)" if tables.already_there else ""
        reporter.line(f"{tables.areas:,} areas x {tables.figures} figures, {tables.hidden:,} hidden{again}")
        made.append(tables)
    return tuple(made)
