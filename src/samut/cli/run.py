"""`samut run`: the main job."""

from __future__ import annotations

import time
from pathlib import Path

import click
from django.core.management import call_command

from samut.cli.open_data import publish_all
from samut.cli.screen import TerminalReporter, console, in_workspace, told_clearly
from samut.cli.search import built_index
from samut.cli.serving import free_port_or_fail, serve_site, start_site
from samut.cli.workspace import say_what_ails
from samut.engine import pipeline
from samut.engine.demo import demo_workspace
from samut.engine.workspace import open_workspace


@click.command()
@click.option("--demo", is_flag=True, help="Make the demo workspace first, where there is none.")
@click.option("--serve/--no-serve", default=False, help="Serve the site afterwards.")
@click.option("--port", type=int, default=8000, show_default=True)
@in_workspace
def run(folder: Path | None, demo: bool, serve: bool, port: int) -> None:
    """The main job: import → link → measure → targets → search → public tables → load the site."""
    started = time.monotonic()
    reporter = TerminalReporter()
    with told_clearly():
        if serve:
            free_port_or_fail(port)
        workspace = demo_workspace(folder or Path("demo"), reporter) if demo else open_workspace(folder)
        say_what_ails(workspace)
        result = pipeline.run(workspace, reporter)
        built_index(workspace, workspace.config.edition, reporter)
        publish_all(workspace, reporter)
        with reporter.step("นำผลขึ้นเว็บ", "load the summary into the site"):
            start_site(workspace)
            call_command("migrate", verbosity=0, interactive=False)
            call_command("load_results")
    console.print(f"\n[bold]เสร็จแล้ว · done[/bold] in {time.monotonic() - started:.1f} s")
    if result.quarantined:
        console.print(
            f"{result.quarantined:,} rows wait in quarantine, with reasons: see /registers/ on the site"
        )
    if workspace.config.demo:
        console.print("ข้อมูลบุคคลทั้งหมดเป็นข้อมูลสมมติ · all people here are synthetic")
        call_command("demo_users")
    if serve:
        serve_site(workspace, port)
    else:
        console.print(f"samut --workspace {workspace.root} serve")
