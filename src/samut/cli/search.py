"""`samut search`: the index that persons and houses are found by on the site."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from samut.cli.screen import EXIT_CANCELLED, TerminalReporter, console, in_workspace, told_clearly
from samut.engine.pipeline import Reporter
from samut.engine.search import BuiltIndex, build
from samut.engine.workspace import Workspace, open_workspace


@click.group(name="search")
def search_group() -> None:
    """The search for persons and houses on the site."""


@search_group.command(name="build")
@click.option("--edition", type=int, help="Buddhist year; default: the workspace's.")
@in_workspace
def build_command(folder: Path | None, edition: int | None) -> None:
    """Build the search index of a census, sealed beside the lake. Does nothing when it is there.

    `samut run` does this too; it is needed by hand after `samut import` or `samut keys rotate` alone.
    """
    started = time.monotonic()
    with told_clearly(), nothing_when_stopped():
        workspace = open_workspace(folder)
        built = built_index(workspace, edition or workspace.config.edition, TerminalReporter())
    console.print(f"{time.monotonic() - started:.1f} s" + (" (done before)" if built.done_before else ""))


def built_index(workspace: Workspace, edition: int, reporter: Reporter) -> BuiltIndex:
    """Build it, showing how far it is, and say what is in it."""
    with reporter.step("เตรียมการค้นหา", "prepare the search") as progress:
        built = build(workspace, edition, progress)
    reporter.line(
        f"{built.persons:,} persons in {built.households:,} houses; {built.first_names:,} first and "
        f"{built.last_names:,} last names, {built.telephones:,} telephone numbers; "
        f"{built.bytes_in_memory / 1e6:.0f} MB in memory"
    )
    return built


@contextmanager
def nothing_when_stopped() -> Iterator[None]:
    """Ctrl-C leaves the index of before; say so."""
    try:
        yield
    except KeyboardInterrupt:
        console.print("หยุดแล้ว ดัชนีเดิมยังใช้ได้ · stopped: the index of before stays")
        sys.exit(EXIT_CANCELLED)
