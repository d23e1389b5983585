"""One import, or one check of a table in Parquet, as a process of its own: its seconds, memory, rows."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import import_data

from samut.engine.registers.checking import check_table
from samut.engine.registers.importing import import_register
from samut.engine.registers.profile import load_profile
from samut.engine.workspace import Workspace, create_workspace

EDITION = 2561


def in_a_process(task: str, name: str, *arguments: object) -> dict[str, float]:
    """What the task took, each figure by the name given."""
    command = [sys.executable, __file__, task, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    print(name, told, flush=True)
    figures: dict[str, float] = {f"{name}_{figure}": value for figure, value in told.items()}
    return figures


@contextmanager
def _workspace(folder: str | None) -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        yield create_workspace(
            Path(place) / "w", name="", demo=True, province="22", edition=EDITION, registers=[]
        )


def imported(path: str, profile: str, folder: str | None = None) -> dict[str, float]:
    with _workspace(folder) as workspace:
        started = time.perf_counter()
        result = import_register(workspace, import_data.REGISTER, [path], edition=EDITION, profile=profile)
        seconds = time.perf_counter() - started
    return {
        **_took(seconds, result.rows),
        "accepted_rows": result.accepted,
        "refused_rows": result.quarantined,
    }


def checked(path: str, profile: str) -> dict[str, float]:
    described = load_profile(Path(profile))
    table = described.tables[0]
    with _workspace(None) as workspace:
        started = time.perf_counter()
        report = check_table(
            workspace, described, table, Path(path), edition=EDITION, today=date(2026, 11, 25)
        )
        seconds = time.perf_counter() - started
    return {
        **_took(seconds, report.rows),
        "faulty_rows": report.faulty_rows,
        "problems": len(report.problems),
    }


def _took(seconds: float, rows: int) -> dict[str, float]:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    return {
        "seconds": round(seconds, 2),
        "memory_gb": round(memory, 2),
        "rows": rows,
        "rows_per_second": round(rows / seconds),
    }


if __name__ == "__main__":
    print(json.dumps({"imported": imported, "checked": checked}[sys.argv[1]](*sys.argv[2:])))
