"""`samut work`: does in the background what people ask for on the site.

Two processes: a small one that keeps watch, and the worker itself, which is started again when it
breaks down (an import may run out of memory). Whoever ends the first ends both.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import click

from samut.cli.screen import console, in_workspace, told_clearly
from samut.engine.workspace import CONFIG_FILE, Workspace, open_workspace

LOOK_SECONDS = 1.0
# What a worker is given to end in; a job it was in the middle of is begun anew by the next.
GRACE_SECONDS = 10.0
NICE = 10
# A worker that breaks down at once is not started again at once.
LONGEST_PAUSE_SECONDS = 60.0
# The worker loads much; what keeps watch over it does not, and so stays small.
DJANGO = (sys.executable, "-m", "django")


@click.command()
@click.option("--once", is_flag=True, help="End when no job is waiting.")
@click.option("--with", "parent", type=int, default=0, hidden=True)
@in_workspace
def work(folder: Path | None, once: bool, parent: int) -> None:
    """Do the jobs asked for on the site, such as imports, one after another. Ends with Ctrl-C.

    `samut serve` and `samut run --serve` start one beside the site. More may run at once: each job is
    done by one of them. A job whose worker was killed is begun anew within a minute.
    """
    if parent:
        _let_pages_go_first()
    with told_clearly():
        # Beside a site that is not set up yet there is no samut.toml to open.
        workspace = Workspace(folder.resolve()) if parent and folder else open_workspace(folder)
        name_site(workspace)
    if not parent:  # else the site beside it has seen to that
        subprocess.run([*DJANGO, "migrate", "--verbosity=0", "--no-input"], check=True)  # noqa: S603
    if once:
        sys.exit(subprocess.run([*DJANGO, "work", "--once"], check=False).returncode)  # noqa: S603
    if not parent:
        console.print("รองาน · waiting for jobs   (Ctrl-C ends)")
    watch = Watch(parent)
    watch.wait_for(workspace.root / CONFIG_FILE)
    watch.keep()


def _let_pages_go_first() -> None:
    """Beside a site, whoever waits for a page waits less than whoever waits for an import."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(NICE)


def name_site(workspace: Workspace) -> None:
    """Say to Django, here and in what is started from here, which workspace it is."""
    os.environ["SAMUT_WORKSPACE"] = str(workspace.root)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samut.web.settings")


class Watch:
    """Keeps one worker at work until told to end, or until the process that started this one is gone."""

    def __init__(self, parent: int) -> None:
        self.parent = parent
        self.told_to_end = False
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, self._end)

    def wait_for(self, file: Path) -> None:
        """Until the site is set up there is nothing to do."""
        while not file.exists() and not self._must_end():
            time.sleep(LOOK_SECONDS)

    def keep(self) -> None:
        pause = LOOK_SECONDS
        while not self._must_end():
            lasted = self._watch_one()
            pause = LOOK_SECONDS if lasted > LONGEST_PAUSE_SECONDS else min(2 * pause, LONGEST_PAUSE_SECONDS)
            self._sleep(pause)

    def _watch_one(self) -> float:
        """Start a worker and stay with it; how many seconds it lasted."""
        started = time.monotonic()
        command = [*DJANGO, "work", "--with", str(os.getpid())]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL) as worker:  # noqa: S603
            while worker.poll() is None and not self._must_end():
                time.sleep(LOOK_SECONDS)
            _end_worker(worker)
        return time.monotonic() - started

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._must_end():
            time.sleep(LOOK_SECONDS)

    def _must_end(self) -> bool:
        return self.told_to_end or bool(self.parent and os.getppid() != self.parent)

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.told_to_end = True


def _end_worker(worker: subprocess.Popen[bytes]) -> None:
    """Let a worker end what it is in the middle of; one that does not listen is killed."""
    if worker.poll() is not None:
        return
    worker.terminate()
    try:
        worker.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()


def start_beside(workspace: Workspace) -> None:
    """A watch that ends with this process, also when the server has taken this process's place."""
    command = [sys.executable, "-m", "samut.cli", "--workspace", str(workspace.root), "work"]
    subprocess.Popen([*command, "--with", str(os.getpid())], stdin=subprocess.DEVNULL)  # noqa: S603
