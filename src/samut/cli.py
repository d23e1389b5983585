"""The command line: `samut …`. Thin: each command calls one function and prints what it found."""

from __future__ import annotations

import os
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

import click
import django
from django.core.management import call_command
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from samut import __version__
from samut.engine import pipeline, tpmap_check
from samut.engine.demo import demo_workspace, write_synthetic
from samut.engine.doctor import examine
from samut.engine.lake import Lake
from samut.engine.registers.importing import ImportResult, import_register
from samut.engine.workspace import Workspace, create_workspace, open_workspace
from samut.rules.errors import CATALOGUE, Problem, SamutError

EXIT_ERROR = 1
EXIT_QUARANTINED = 3
ROWS_SHOWN = 10

console = Console(highlight=False, soft_wrap=True)


class TerminalReporter:
    """A bar while a step runs, a line of result when it is done."""

    @contextmanager
    def step(self, th: str, en: str) -> Iterator[pipeline.Progress]:
        started = time.monotonic()
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
            task = bars.add_task(f"{th} · {en}", total=None)

            def progress(done: int, total: int | None, label: str) -> None:
                bars.update(task, completed=done, total=total, description=f"{th} · {en} {label}".rstrip())

            yield progress
        console.print(f"[bold]✓ {th} · {en}[/bold]  {time.monotonic() - started:.1f} s")

    def line(self, text: str) -> None:
        console.print(f"  {text}")


@contextmanager
def told_clearly() -> Iterator[None]:
    """Turn a known problem into its text in both languages and exit code 1."""
    try:
        yield
    except SamutError as error:
        say_problem(error.problem)
        sys.exit(EXIT_ERROR)


def say_problem(problem: Problem) -> None:
    screen = Console(stderr=True, highlight=False, soft_wrap=True)
    for language in ("th", "en"):
        where = problem.where.in_words(language)
        screen.print(
            f"[bold red]{problem.code}[/bold red]{f' ({where})' if where else ''} {problem.what(language)}"
        )
        screen.print(f"   {problem.why(language)} → {problem.do(language)}")


def start_site(workspace: Workspace) -> None:
    """Point Django at the workspace. The site is reached by its settings alone, never imported here."""
    os.environ["SAMUT_WORKSPACE"] = str(workspace.root)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samut.web.settings")
    django.setup()


def free_port_or_fail(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as taken:
            raise SamutError("WORK_020", port=port, other=port + 1) from taken


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="samut")
@click.option("--workspace", "folder", type=click.Path(path_type=Path), help="The workspace folder.")
@click.pass_context
def main(context: click.Context, folder: Path | None) -> None:
    """Samut (สมุด): find the households left behind, and stay with each until it no longer is.

    Without --workspace: the nearest samut.toml upwards, then ./demo.
    """
    context.obj = folder


def in_workspace(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the named workspace folder first, whether it was named before the command or after."""

    @click.option("--workspace", "own_folder", type=click.Path(path_type=Path), help="The workspace folder.")
    @click.pass_obj
    @wraps(command)
    def called(outer_folder: Path | None, own_folder: Path | None, **options: object) -> None:
        command(own_folder or outer_folder, **options)

    return called


@main.command()
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


@main.group(name="synth")
def synth_group() -> None:
    """Write synthetic register files. All people in them are invented."""


@synth_group.command(name="province")
@click.argument("province")
@click.option("--year", type=int, default=2561, show_default=True, help="Buddhist year of the edition.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("incoming"), show_default=True)
@click.option("--seed", type=int, default=2561, show_default=True)
def synth_province(province: str, year: int, out: Path, seed: int) -> None:
    """Write the registers of one PROVINCE, made to agree with TPMAP's published row."""
    with told_clearly():
        write_synthetic(out, province, year, seed, TerminalReporter())


@main.command(name="import")
@click.argument("register")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--edition", type=int, help="Buddhist year; default: the workspace's.")
@click.option("--profile", help="A name in policy/profiles or a TOML file; default: the register's own.")
@in_workspace
def import_command(
    folder: Path | None, register: str, files: tuple[Path, ...], edition: int | None, profile: str | None
) -> None:
    """Import FILES of a REGISTER: rows = accepted + quarantined + duplicates, always.

    Exit code 0 when nothing was quarantined, 3 when something was, 1 when nothing could be imported.
    """
    with told_clearly():
        workspace = open_workspace(folder)
        reporter = TerminalReporter()
        with reporter.step(f"นำเข้า {register}", f"import {register}") as progress:
            result = import_register(
                workspace,
                register,
                list(files),
                edition=edition or workspace.config.edition,
                profile=profile,
                progress=progress,
            )
    show_import(result)
    if result.quarantined:
        show_quarantine(workspace, result)
    sys.exit(EXIT_QUARANTINED if result.quarantined else 0)


def show_import(result: ImportResult) -> None:
    table = Table("file", "rows", "accepted", "quarantined", "duplicates")
    for file in result.files:
        counts = (file.rows, file.accepted, file.quarantined, file.duplicates)
        table.add_row(file.name, *(f"{count:,}" for count in counts))
    console.print(table)
    console.print(pipeline.import_line(result))
    for code, count in sorted(result.problems_by_code.items()):
        entry = CATALOGUE[code]
        console.print(f"  {code} × {count:,}  {in_general(entry.what.th)} · {in_general(entry.what.en)}")
        console.print(f"    → {in_general(entry.do.th)} · {in_general(entry.do.en)}")


def in_general(text: str) -> str:
    """A text of the catalogue about no row in particular."""
    return re.sub(r"\{[a-z_]+\}", "…", text)


def show_quarantine(workspace: Workspace, result: ImportResult) -> None:
    """The first refused rows: where each is and all its reasons. Never their text: it is personal."""
    console.print(f"แถวแรก ๆ ที่ถูกกัก · the first of {result.quarantined:,} quarantined rows:")
    for row in Lake(workspace).quarantine(
        result.register, result.edition, limit=min(ROWS_SHOWN, result.quarantined)
    ):
        reasons = ", ".join(f"{reason.code} {reason.where.column}".rstrip() for reason in row.reasons)
        console.print(f"  {row.file} แถว/row {row.row}: {reasons}")


@main.command()
@click.option("--demo", is_flag=True, help="Make the demo workspace first, where there is none.")
@click.option("--serve/--no-serve", default=False, help="Serve the site afterwards.")
@click.option("--port", type=int, default=8000, show_default=True)
@in_workspace
def run(folder: Path | None, demo: bool, serve: bool, port: int) -> None:
    """The main job: import → link → measure → targets → load the site."""
    started = time.monotonic()
    reporter = TerminalReporter()
    with told_clearly():
        if serve:
            free_port_or_fail(port)
        workspace = demo_workspace(folder or Path("demo"), reporter) if demo else open_workspace(folder)
        say_what_ails(workspace)
        result = pipeline.run(workspace, reporter)
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


@main.group()
def check() -> None:
    """Hold results against published figures."""


@check.command(name="tpmap")
@in_workspace
def check_tpmap(folder: Path | None) -> None:
    """Our figures beside TPMAP's, with the differences. Exit code 0 only if every one holds."""
    with told_clearly():
        rows = tpmap_check.compare(open_workspace(folder))
    table = Table("figure", "TPMAP", "Samut", "difference", "allowed", "")
    for row in rows:
        mark = "✓" if row.ok else "[bold red]✗[/bold red]"
        table.add_row(
            row.figure, f"{row.published:,}", f"{row.ours:,}", f"{row.difference:+,}", row.allowed_words, mark
        )
    console.print(table)
    held = sum(row.ok for row in rows)
    console.print(f"{held} of {len(rows)} figures hold")
    sys.exit(0 if held == len(rows) else EXIT_ERROR)


@main.command()
@click.option("--port", type=int, default=8000, show_default=True)
@in_workspace
def serve(folder: Path | None, port: int) -> None:
    """Serve the site on 127.0.0.1."""
    with told_clearly():
        free_port_or_fail(port)
        workspace = open_workspace(folder)
        say_what_ails(workspace)
        start_site(workspace)
        call_command("migrate", verbosity=0, interactive=False)  # made by an older Samut, perhaps
        serve_site(workspace, port)


def serve_site(workspace: Workspace, port: int) -> None:
    """Hand this process over to the server; it ends with Ctrl-C."""
    os.environ["SAMUT_WORKSPACE"] = str(workspace.root)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samut.web.settings")
    console.print(f"\nhttp://127.0.0.1:{port}/   (Ctrl-C ends)")
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    options = ["--port", str(port), "--workers", "2", "--blocking-threads", "4", "--log-level", "warning"]
    os.execv(sys.executable, [*server, *options, "samut.web.wsgi:application"])  # noqa: S606


@main.command()
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


if __name__ == "__main__":
    main()
