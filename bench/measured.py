"""A piece of work as a process of its own: its seconds, its CPU seconds, the most memory it took.

A script of tasks, run with a task's name, does that task once and tells what it took. A task is a
function that prepares (imports, files, compiled code: what a process does once) and gives back the
work that is timed.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Told = Mapping[str, float]
Work = Callable[[], Told]
Task = Callable[..., Work]


@dataclass(frozen=True)
class Runs:
    """What the runs of one task took. `told` is what the last of them found."""

    seconds: tuple[float, ...]
    cpu_seconds: tuple[float, ...]
    memory_gb: tuple[float, ...]
    told: Told

    @property
    def second(self) -> float:
        return statistics.median(self.seconds)

    @property
    def cpu(self) -> float:
        return statistics.median(self.cpu_seconds)

    @property
    def memory(self) -> float:
        return max(self.memory_gb)

    def figures(self, name: str) -> dict[str, float]:
        """Medians of seconds and CPU seconds, the largest memory, and of how many runs."""
        return {
            f"{name}_seconds": round(self.second, 3),
            f"{name}_cpu_seconds": round(self.cpu, 3),
            f"{name}_memory_gb": round(self.memory, 3),
            f"{name}_runs": len(self.seconds),
        }


def run(script: Path, task: str, *arguments: object, times: int = 5) -> Runs:
    """Run a task of the script that many times, each as a process of its own."""
    return in_turns(script, {task: times}, *arguments)[task]


def in_turns(script: Path, times: Mapping[str, int], *arguments: object) -> dict[str, Runs]:
    """Run each task, one after the other, and again, so often as it is to be run.

    Whatever else the machine does meets all of them alike.
    """
    told: dict[str, list[dict[str, float]]] = {task: [] for task in times}
    for turn in range(max(times.values())):
        for task in (task for task, often in times.items() if turn < often):
            told[task].append(_once(script, task, arguments))
            latest = told[task][-1]
            figures = (
                f"{latest['seconds']:.2f} s, {latest['cpu_seconds']:.2f} CPU s, {latest['memory_gb']:.2f} GB"
            )
            print(" ".join([task, *map(str, arguments)]), figures, flush=True)
    return {task: _runs(each) for task, each in told.items()}


def _runs(told: list[dict[str, float]]) -> Runs:
    own = ("seconds", "cpu_seconds", "memory_gb")
    seconds, cpu, memory = (tuple(each[name] for each in told) for name in own)
    return Runs(seconds, cpu, memory, {name: value for name, value in told[-1].items() if name not in own})


def _once(script: Path, task: str, arguments: tuple[object, ...]) -> dict[str, float]:
    command = [sys.executable, str(script), task, *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def perform(tasks: Mapping[str, Task]) -> None:
    """The child's side: prepare the task that the command line names, time it, tell in one line."""
    name, *arguments = sys.argv[1:]
    work = tasks[name](*arguments)
    before, started = _cpu(), time.perf_counter()
    told = work()
    seconds, cpu = time.perf_counter() - started, _cpu() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu, "memory_gb": memory, **told}))
    sys.stdout.flush()
    # Freeing gigabytes at the end is no part of anything.
    os._exit(0)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
