"""Spark beside DuckDB on this machine: the same questions, the same rows, the seconds of each.

    make bench-spark

The province: the lake of the demo, from register tables to the histogram. The country: 36 million
persons' answers to words, 13 million households' answers to the histogram, 36 million persons' words
to the cells of the cube. Spark runs as two threads of one process and as a cluster of two workers.
Each engine is a process of its own and answers everything twice, for the first time it also compiles.
What the engines answer is compared, all rows of it.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pyarrow as pa
from national_data import HOUSEHOLDS, Country, country
from national_rules import INDICATOR_SET, ON
from national_tasks import QUESTION
from national_words import person_words
from report import Aim, finish

from samut.engine.linkage import link
from samut.engine.outgrown import lake_histogram, village_cells
from samut.engine.spark import SparkEngine
from samut.engine.sql_engines import DuckDBEngine, SqlEngine
from samut.engine.words import WORDS, words_sql
from samut.engine.workspace import open_workspace

ENGINES: dict[str, Callable[[], SqlEngine]] = {
    "duckdb": DuckDBEngine,
    "spark_local": lambda: SparkEngine("local[2]"),
    "spark_cluster": lambda: SparkEngine("local-cluster[2,1,2048]", {"spark.executor.memory": "2g"}),
}
WORKS = ("province_histogram", "country_words", "country_histogram", "country_cells")
TIMES = ("first", "again")
MEASURE, EDITION = "tpmap-2561", 2561
LINE = ["village_code", *WORDS]
SAMPLE_SECONDS = 0.1

# A piece of work gives back how many rows it found, and a digest of them all.
Found = tuple[int, str]


def province_histogram(engine: SqlEngine, workspace: Path, _: Country) -> Found:
    """The lake's households and persons, joined, to words, to the histogram."""
    opened = open_workspace(workspace)
    lines = lake_histogram(engine, opened, MEASURE, EDITION, link(opened, EDITION))
    return lines.num_rows, digest(lines)


def country_words(engine: SqlEngine, _: Path, of: Country) -> Found:
    """Everybody's answers to words, of which one number each is kept."""
    words = words_sql(
        INDICATOR_SET, ON, engine.relation(of.folder / "persons"), keep=(), dialect=engine.dialect
    )
    kept = ", ".join(f"bit_xor({word}) AS {word}" for word in WORDS)
    table = engine.table(f"SELECT count(*) AS persons, {kept} FROM ({words}) AS words")
    return table.column("persons")[0].as_py(), digest(table)


def country_histogram(engine: SqlEngine, _: Path, of: Country) -> Found:
    """Every household's answers to words, to how many households and persons have which in a village."""
    words = words_sql(
        INDICATOR_SET,
        ON,
        engine.relation(of.folder / "households"),
        keep=("village_code", "persons"),
        dialect=engine.dialect,
    )
    line = ", ".join(LINE)
    counts = "count(*) AS households, CAST(sum(persons) AS BIGINT) AS persons"
    lines = engine.table(f"SELECT {line}, {counts} FROM ({words}) AS words GROUP BY {line}")
    return lines.num_rows, digest(lines.sort_by([(name, "ascending") for name in LINE]))


def country_cells(engine: SqlEngine, _: Path, of: Country) -> Found:
    """Everybody's words to the cells of the cube: village, sex and age group, every statistic."""
    cells = village_cells(engine, QUESTION, of.folder / "person_words")
    told = hashlib.sha256(cells.codes.tobytes())
    told.update(cells.counts.tobytes())
    return int(np.count_nonzero(cells.counts[0])), told.hexdigest()


def digest(table: pa.Table) -> str:
    told = hashlib.sha256()
    for name, column in zip(table.column_names, table.columns, strict=True):
        told.update(name.encode())
        if pa.types.is_string(column.type):
            told.update("\n".join(column.to_pylist()).encode())
        else:
            told.update(column.to_numpy().astype(np.int64).tobytes())
    return told.hexdigest()


class Family:
    """This process and all it started: its CPU seconds, and the most memory it took together."""

    def __init__(self) -> None:
        self.peak_gb = 0.0
        self._me = psutil.Process()
        threading.Thread(target=self._watch, daemon=True).start()

    def cpu_seconds(self) -> float:
        return sum(times.user + times.system for times in self._asked(psutil.Process.cpu_times))

    def _watch(self) -> None:
        while True:
            memory = sum(told.rss for told in self._asked(psutil.Process.memory_info))
            self.peak_gb = max(self.peak_gb, memory / 1e9)
            time.sleep(SAMPLE_SECONDS)

    def _asked(self, question: Callable[[psutil.Process], Any]) -> list[Any]:
        answers = []
        for process in (self._me, *self._me.children(recursive=True)):
            try:
                answers.append(question(process))
            except psutil.NoSuchProcess:
                continue
        return answers


def child(name: str, workspace: Path, of: Country) -> None:
    """One engine at all its work; a line of JSON at the end."""
    family = Family()
    told: dict[str, Any] = {}
    started = time.monotonic()
    with ENGINES[name]() as engine:
        engine.table("SELECT 1 AS one")
        told["start_seconds"] = round(time.monotonic() - started, 2)
        for work in WORKS:
            for nth in TIMES:
                started, cpu = time.monotonic(), family.cpu_seconds()
                rows, found = globals()[work](engine, workspace, of)
                told[f"{work}_{nth}_seconds"] = round(time.monotonic() - started, 2)
                told[f"{work}_{nth}_cpu_seconds"] = round(family.cpu_seconds() - cpu, 2)
            told[work] = [rows, found]
        told["peak_memory_gb"] = round(family.peak_gb, 2)
    print(json.dumps(told))


def main() -> None:
    households = int(sys.argv[1]) if len(sys.argv) > 1 else HOUSEHOLDS
    of = person_words(country(households))
    told: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "demo"
        command = [sys.executable, "-m", "samut.cli", "--workspace", str(workspace), "run", "--demo"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for name in ENGINES:
            asked = [sys.executable, __file__, name, str(workspace), str(households)]
            done = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True)
            told[name] = json.loads(done.stdout.splitlines()[-1])
            print(name, told[name], flush=True)
    figures: dict[str, float] = {"households": of.households, "persons": of.persons}
    for work in WORKS:
        figures[f"{work}_rows"] = told["duckdb"][work][0]
        others = [each[work] for each in told.values()]
        figures[f"{work}_engines_differing"] = sum(other != told["duckdb"][work] for other in others)
    for name, each in told.items():
        figures |= {f"{name}_{figure}": value for figure, value in each.items() if figure not in WORKS}
    finish("spark", figures, [Aim(f"{work}_engines_differing", 0) for work in WORKS])


if __name__ == "__main__":
    if len(sys.argv) > 2:
        child(sys.argv[1], Path(sys.argv[2]), country(int(sys.argv[3])))
    else:
        main()
