"""What all commands share: the screen, progress, problems told clearly, the workspace option."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text as RichText

from samut.rules.errors import Problem, ProblemsFound, SamutError, Severity

EXIT_ERROR = 1
EXIT_CANCELLED = 130
EXIT_QUARANTINED = 3

# How far a step is: done, of how many, a word about it.
Told = Callable[[int, int | None, str], None]

STYLES = {Severity.REFUSE: "bold red", Severity.WARN: "bold yellow", Severity.NOTE: "bold"}

console = Console(highlight=False, soft_wrap=True)


class RateColumn(ProgressColumn):
    """How many a second, as soon as that is known."""

    def render(self, task: Task) -> RichText:
        return RichText(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")


class TerminalReporter:
    """A bar while a step runs, with how many a second and the time left; a line when it is done."""

    @contextmanager
    def step(self, th: str, en: str) -> Iterator[Told]:
        started = time.monotonic()
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            RateColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
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
    except ProblemsFound as found:
        for problem in found.problems:
            say_problem(problem)
        sys.exit(EXIT_ERROR)
    except SamutError as error:
        say_problem(error.problem)
        sys.exit(EXIT_ERROR)


@contextmanager
def working(th: str, en: str) -> Iterator[None]:
    """A sign of life beside the result, which may be piped elsewhere."""
    screen = Console(stderr=True)
    if not screen.is_terminal:
        yield
        return
    with screen.status(f"{th} · {en} …"):
        yield


def say_problem(problem: Problem) -> None:
    screen = Console(stderr=True, highlight=False, soft_wrap=True)
    style = STYLES[problem.entry.severity]
    for language in ("th", "en"):
        where = problem.where.in_words(language)
        what = escape(f"{f' ({where})' if where else ''} {problem.what(language)}")
        screen.print(f"[{style}]{problem.code}[/{style}]{what}")
        screen.print(escape(f"   {problem.why(language)} → {problem.do(language)}"))


def in_workspace(command: Callable[..., None]) -> Callable[..., Any]:
    """Give a command the named workspace folder first, whether it was named before the command or after."""

    @click.option("--workspace", "own_folder", type=click.Path(path_type=Path), help="The workspace folder.")
    @click.pass_obj
    @wraps(command)
    def called(outer_folder: Path | None, own_folder: Path | None, **options: object) -> None:
        command(own_folder or outer_folder, **options)

    return called
