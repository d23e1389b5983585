"""The main job on one province: seconds and memory from files on disk to finished, and of a second run.

    make bench-run

The registers are the demo's; each run works in a folder of its own, as a process of its own.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from report import Aim, finish

RUNS = 3
SAMUT = [sys.executable, "-m", "samut.cli"]


def timed(workspace: Path) -> tuple[float, float]:
    """Seconds and peak memory (GB, all its processes) of `samut run`."""
    started = time.monotonic()
    process = psutil.Popen([*SAMUT, "--workspace", str(workspace), "run"], stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        try:
            family = [process, *process.children(recursive=True)]
            peak = max(peak, sum(each.memory_info().rss for each in family))
        except psutil.NoSuchProcess:
            continue
        time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"samut run ended with {process.returncode}")
    return time.monotonic() - started, peak / 1e9


def main() -> None:
    seconds, peaks, again = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        subprocess.run([*SAMUT, "--workspace", str(source), "run", "--demo"], check=True)
        for run in range(RUNS):
            workspace = Path(folder) / f"run{run}"
            workspace.mkdir()
            shutil.copytree(source / "incoming", workspace / "incoming")
            shutil.copy(source / "samut.toml", workspace)
            for name in ("lake", "keys", "media"):
                (workspace / name).mkdir(mode=0o700)
            first, peak = timed(workspace)
            seconds.append(first)
            peaks.append(peak)
            again.append(timed(workspace)[0])
            shutil.rmtree(workspace)
    figures = {
        "main_job_seconds_median": round(statistics.median(seconds), 2),
        "main_job_seconds_max": round(max(seconds), 2),
        "main_job_peak_memory_gb": round(max(peaks), 3),
        "second_run_seconds_median": round(statistics.median(again), 2),
    }
    aims = [
        Aim("main_job_seconds_median", 60),
        Aim("main_job_peak_memory_gb", 2),
        Aim("second_run_seconds_median", 5),
    ]
    finish("run", figures, aims)


if __name__ == "__main__":
    main()
