"""The worker: takes one job after another, keeps its lease while it works, stops when told to.

The lease is renewed from a thread of its own, so that a long step that tells nothing (writing a large
table) does not lose it; whoever kills the process kills the thread with it.
"""

from __future__ import annotations

import logging
import math
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.db import close_old_connections, connection
from django.db.utils import Error as DatabaseProblem
from django.utils.module_loading import import_string

from samut.rules.errors import Problem, SamutError
from samut.web.jobs import actions
from samut.web.jobs.kinds import kind_of
from samut.web.jobs.models import Job

LOG = logging.getLogger(__name__)
BEAT_SECONDS = 1.0
SAY_HERE_SECONDS = 10.0
TIDY_SECONDS = 3600.0


class Stopped(Exception):
    """The work is to stop now: its owner cancelled it, the lease is another's, or the worker ends."""


@dataclass
class Told:
    """How far the work said it is, and since when it counts."""

    done: int = 0
    total: int | None = None
    label: str = ""
    began: float = field(default_factory=time.monotonic)

    def say(self, done: int, total: int | None, label: str) -> None:
        if done < self.done:
            self.began = time.monotonic()
        self.done, self.total, self.label = done, total, label

    def rate(self) -> float | None:
        """Unit: per second."""
        seconds = time.monotonic() - self.began
        return self.done / seconds if self.done and seconds > BEAT_SECONDS else None


@dataclass
class Beat:
    """Renews the lease of one job each second. `lost`: the work must stop."""

    job: Job
    worker: str
    told: Told = field(default_factory=Told)
    lost: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        try:
            while not self.over.wait(BEAT_SECONDS):
                if not self._renewed():
                    self.lost.set()
                    return
        finally:
            connection.close()

    def _renewed(self) -> bool:
        told = self.told
        try:
            return actions.renew(
                job=self.job,
                worker=self.worker,
                done=told.done,
                total=told.total,
                label=told.label,
                rate=told.rate(),
            )
        except DatabaseProblem:
            # Locked for a moment; the lease outlasts many beats.
            LOG.warning("job %s: the lease could not be renewed just now", self.job.pk)
            return True


@contextmanager
def beating(beat: Beat) -> Iterator[None]:
    thread = threading.Thread(target=beat.run, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        beat.over.set()
        thread.join()


def new_mark() -> str:
    """A name that no other worker has."""
    return f"{os.getpid()}-{secrets.token_hex(6)}"


def work_on(job: Job, worker: str, must_end: Callable[[], bool]) -> None:
    """Do one job whose lease the worker holds, and write down how it ended."""
    beat = Beat(job, worker)

    def progress(done: int, total: int | None, label: str) -> None:
        beat.told.say(done, total, label)
        if beat.lost.is_set() or must_end():
            raise Stopped

    try:
        with beating(beat):
            result = kind_of(job.kind).work(job, progress)
    except Stopped:
        # Cancelled where its owner asked for it; given back otherwise; nothing where another has it.
        _ = actions.stop(job=job, worker=worker) or actions.give_back(job=job, worker=worker)
    except SamutError as error:
        actions.fail(job=job, worker=worker, problem=error.problem)
    except Exception:
        # The border of the worker: a fault of ours is told as one, and the next job is done.
        LOG.exception("job %s (%s) failed", job.pk, job.kind)
        actions.fail(job=job, worker=worker, problem=Problem("JOB_004", values=(("number", str(job.pk)),)))
    else:
        actions.finish(job=job, worker=worker, result=result)


def tidy() -> None:
    """Let each app throw away what has had its time."""
    for path in settings.SAMUT_TIDYING:
        import_string(path)()


def work_until(must_end: Callable[[], bool], *, once: bool = False) -> int:
    """Do jobs until told to end, or (`once`) until none is left; how many were taken."""
    worker, taken = new_mark(), 0
    said = tidied = -math.inf
    try:
        while not must_end():
            if time.monotonic() - said > SAY_HERE_SECONDS:
                actions.say_here(worker=worker)
                said = time.monotonic()
            if time.monotonic() - tidied > TIDY_SECONDS:
                tidy()
                tidied = time.monotonic()
            job = actions.take_next(worker=worker)
            if job is not None:
                work_on(job, worker, must_end)
                taken += 1
                continue
            if once:
                break
            close_old_connections()
            time.sleep(BEAT_SECONDS)
    finally:
        actions.say_gone(worker=worker)
    return taken
