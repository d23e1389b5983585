"""`samut serve`: the site, and the way other commands reach it. Loads little: whoever starts it waits."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import click
import django
from django.core.management import call_command

from samut.cli.screen import console, in_workspace, told_clearly
from samut.cli.work import name_site, start_beside
from samut.cli.workspace import say_what_ails
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
