"""The one line a benchmark ends with: figures with their units, the aims, whether they hold, the machine."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Aim:
    """A figure must be at most (or at least) so much."""

    figure: str
    limit: float
    at_most: bool = True

    def holds(self, figures: dict[str, float]) -> bool:
        value = figures[self.figure]
        return value <= self.limit if self.at_most else value >= self.limit


def machine() -> dict[str, object]:
    """Cores, memory, processor and Python of this machine."""
    lines = (
        Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if Path("/proc/cpuinfo").exists()
        else []
    )
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "processor": names[0] if names else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory, 1),
        "python": platform.python_version(),
    }


def finish(bench: str, figures: dict[str, float], aims: list[Aim]) -> None:
    """Print and keep the line; exit 1 when an aim is missed."""
    ok = all(aim.holds(figures) for aim in aims)
    told = {aim.figure: f"{'<=' if aim.at_most else '>='} {aim.limit}" for aim in aims}
    line = json.dumps({"bench": bench, "ok": ok, "figures": figures, "aims": told, "machine": machine()})
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{bench}.json").write_text(line + "\n", encoding="utf-8")
    print(line)
    sys.exit(0 if ok else 1)
