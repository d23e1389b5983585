"""One million persons, the nation, one cutoff: ours with the design's errors, beside Python mpitb.

    make bench-mpitb

Each run is a process of its own, from the Parquet file to the estimates: seconds on the clock and of
the processor, peak memory. mpitb's errors do not know the design; how far off they are is a figure.
mpitbR (R) needed 776 seconds for a million persons, measured elsewhere; it is not run here.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from report import Aim, finish
from survey_data import DIMENSIONS, INDICATORS, measure_toml, write_survey

RUNS = 5
PERSONS = 1_000_000
MPITB_R_SECONDS = 776.0
FOLDER = Path(__file__).parent / "data" / "survey"
DATA, MEASURE = FOLDER / "million.parquet", FOLDER / "measure.toml"

# pandas comes with mpitb alone; pyarrow loads it wherever it lies, which is no part of our work.
OURS = f"""
import sys
class WithoutPandas:
    def find_spec(self, name, path=None, target=None):
        if name == "pandas":
            raise ImportError(name)
sys.meta_path.insert(0, WithoutPandas())
import samut
found = samut.measure({str(MEASURE)!r}, {str(DATA)!r}, weight="weight", psu="psu", strata="strata")
rows = {{row["statistic"]: row for row in found.to_pylist() if not row["indicator"]}}
result = {{name: (rows[name]["estimate"], rows[name]["se"]) for name in ("H", "A", "M0")}}
"""
SPEC = [([each for each in INDICATORS if each.startswith(f"d_{name}_")], name) for name in DIMENSIONS]
THEIRS = f"""
import pandas, mpitb
data = pandas.read_parquet({str(DATA)!r})
mpitb.mpi.svyset(psu="psu", weight="weight", strata="strata")
mpitb.mpi.set("bench", dimensions={SPEC!r})
found = mpitb.mpi.est(data, "bench", klist=[100 / 3], svy=True)
rows = {{row["measure"]: row for row in found if "indicator" not in row}}
result = {{name: (float(rows[name]["b"]), float(rows[name]["se"])) for name in ("H", "A", "M0")}}
"""
REPORTED = """
import json, resource
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"result": result, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1e6}))
"""


def timed(code: str) -> dict[str, object]:
    """One run as a process of its own."""
    begun = "import time\nstarted = time.perf_counter()\n"
    ended = "\nseconds = time.perf_counter() - started\n"
    reported = REPORTED.replace('{"result"', '{"seconds": seconds, "result"')
    # As anybody has it: modules are compiled once, not at each start.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", begun + code + ended + reported]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    write_survey(DATA, PERSONS)
    MEASURE.write_text(measure_toml(), encoding="utf-8")
    figures: dict[str, float] = {}
    results: dict[str, dict[str, tuple[float, float]]] = {}
    for name, code in (("samut", OURS), ("mpitb_python", THEIRS)):
        runs = [timed(code) for _ in range(RUNS)]
        for figure, unit in (("seconds", "seconds"), ("cpu", "cpu_seconds"), ("peak", "peak_gb")):
            figures[f"{name}_{unit}"] = round(statistics.median(float(str(run[figure])) for run in runs), 3)
        results[name] = runs[0]["result"]  # type: ignore[assignment]
    figures["mpitb_r_seconds_measured_elsewhere"] = MPITB_R_SECONDS
    figures["seconds_ratio_to_mpitb_python"] = round(
        figures["samut_seconds"] / figures["mpitb_python_seconds"], 3
    )
    figures["seconds_ratio_to_mpitb_r"] = round(figures["samut_seconds"] / MPITB_R_SECONDS, 5)
    for statistic, (estimate, se) in results["samut"].items():
        other, other_se = results["mpitb_python"][statistic]
        figures[f"{statistic}_difference_of_estimates"] = abs(estimate - other)
        figures[f"{statistic}_se_of_mpitb_python_over_ours"] = round(other_se / se, 3)
    aims = [Aim("seconds_ratio_to_mpitb_python", 1.1), Aim("seconds_ratio_to_mpitb_r", 0.01)]
    finish("mpitb", figures, aims)


if __name__ == "__main__":
    main()
