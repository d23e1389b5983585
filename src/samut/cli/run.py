"""`samut run` and `samut serve`: the main job, and the site."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

import click
import django
from django.core.management import call_command

from samut.cli.open_data import publish_all
from samut.cli.screen import TerminalReporter, console, in_workspace, told_clearly
from samut.cli.search import built_index
from samut.cli.work import name_site, start_beside
from samut.cli.workspace import say_what_ails
from samut.engine import pipeline
from samut.engine.demo import demo_workspace
from samut.engine.workspace import Workspace, begin_workspace, may_begin, open_workspace
from samut.rules.errors import SamutError


def start_site(workspace: Workspace) -> None:
    """Point Django at the workspace. The site is reached by its settings alone, never imported here."""
    name_site(workspace)
    django.setup()


def free_port_or_fail(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as taken:
            raise SamutError("WORK_020", port=port, other=port + 1) from taken


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


@click.command()
@click.option("--port", type=int, default=8000, show_default=True)
@in_workspace
def serve(folder: Path | None, port: int) -> None:
    """Serve the site on 127.0.0.1.

    A named folder that is empty or not there becomes a new workspace: the first page of the site, at
    the address that is printed, makes its administrator and asks whose it is.
    """
    with told_clearly():
        free_port_or_fail(port)
        workspace = workspace_to_serve(folder)
        say_what_ails(workspace)
        start_site(workspace)
        call_command("migrate", verbosity=0, interactive=False)  # made by an older Samut, perhaps
        call_command("setup_address", base=f"http://127.0.0.1:{port}")
        serve_site(workspace, port)


def workspace_to_serve(folder: Path | None) -> Workspace:
    """The workspace, or the folder in which the first page of the site is to make one.

    Raises: WORK_001 where there is none and none can begin, WORK_002, WORK_004.
    """
    if folder is not None and may_begin(folder):
        return begin_workspace(folder)
    return open_workspace(folder)


def serve_site(workspace: Workspace, port: int) -> None:
    """Hand this process over to the server; it ends with Ctrl-C, and so does the worker beside it."""
    name_site(workspace)
    start_beside(workspace)
    console.print(f"\nhttp://127.0.0.1:{port}/   (Ctrl-C ends)")
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    options = ["--port", str(port), "--workers", "2", "--blocking-threads", "4", "--log-level", "warning"]
    os.execv(sys.executable, [*server, *options, "samut.web.wsgi:application"])  # noqa: S606
