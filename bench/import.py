"""How fast a register comes in: a CSV of 47 columns, everything from the file to the manifest.

python bench/import.py [--rows 1000000]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import import_data
from import_data import DHIS2_ROWS_PER_SECOND
from report import Aim, finish

from samut.engine.registers.importing import import_register
from samut.engine.workspace import create_workspace


def once(path: str, profile: str) -> None:
    """One import in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = create_workspace(
            Path(folder) / "w", name="", demo=True, province="22", edition=2561, registers=[]
        )
        started = time.perf_counter()
        result = import_register(workspace, import_data.REGISTER, [path], edition=2561, profile=profile)
        seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    print(json.dumps({"seconds": seconds, "memory_gb": memory, "rows": result.rows}))


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=import_data.ROWS)
    rows = words.parse_args().rows
    figures: dict[str, float] = {"dhis2_rows_per_second": DHIS2_ROWS_PER_SECOND}
    aims = []
    for encoding in ("utf-8", "cp874"):
        path = import_data.csv_file(rows, encoding)
        command = [
            sys.executable,
            __file__,
            "once",
            str(path),
            str(import_data.write_profile(import_data.DATA)),
        ]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        name = encoding.replace("-", "")
        figures[f"{name}_seconds"] = round(told["seconds"], 2)
        figures[f"{name}_memory_gb"] = round(told["memory_gb"], 2)
        figures[f"{name}_rows_per_second"] = round(told["rows"] / told["seconds"])
        aims += [Aim(f"{name}_seconds", 20), Aim(f"{name}_memory_gb", 1)]
    finish("import", figures, aims)


if __name__ == "__main__":
    if sys.argv[1:2] == ["once"]:
        once(*sys.argv[2:])
    else:
        main()
