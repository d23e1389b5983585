"""One household and one village's list out of the whole invented country, as Parquet by province.

    python bench/drill.py [--households 13000000] [--times 200]

Everywhere at random, so no question helps the next. DuckDB, told the province's file and its keys,
answers the same questions beside it.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.parquet as pq
from national_data import HOUSEHOLDS, Country, country
from national_words import household_words
from report import Aim, finish

from samut.engine.drill import Drill

KEY = "household_no"
# As samut.engine.measures writes the households of a result.
ROW_GROUP = 8192
LAKE = "lake_households"


def as_in_the_lake(of: Country) -> Country:
    """The country, its households written once more in groups of rows as large as the lake's."""
    place = of.folder / LAKE
    if not place.is_dir():
        draft = Path(tempfile.mkdtemp(prefix=f"{LAKE}-", dir=of.folder))
        for path in of.files("households"):
            pq.write_table(
                pq.read_table(path), draft / path.name, row_group_size=ROW_GROUP, compression="zstd"
            )
        draft.rename(place)
    return of


def questions(of: Country, times: int) -> list[tuple[str, int]]:
    """Households anywhere: village and number."""
    rng = np.random.default_rng(3)
    files = of.files("households")
    rows = np.array([pq.read_metadata(path).num_rows for path in files])
    found = []
    for place in np.sort(rng.choice(len(files), times, p=rows / rows.sum())):
        opened = pq.ParquetFile(files[place])
        group = int(rng.integers(opened.num_row_groups))
        table = opened.read_row_group(group, columns=["village_code", KEY])
        row = int(rng.integers(len(table)))
        found.append((table["village_code"][row].as_py(), table[KEY][row].as_py()))
    return [found[place] for place in rng.permutation(len(found))]


def timed(ask: Callable[[str, int], object], asked: list[tuple[str, int]]) -> list[float]:
    took = []
    for village, household in asked:
        begun = time.perf_counter()
        answer = ask(village, household)
        took.append((time.perf_counter() - begun) * 1000)
        if not answer:
            raise SystemExit(f"nobody found in {village}")
    return took


def main() -> None:
    said = argparse.ArgumentParser(description="Look households and villages up among all of them.")
    said.add_argument("--households", type=int, default=HOUSEHOLDS)
    said.add_argument("--times", type=int, default=200)
    chosen = said.parse_args()
    of = as_in_the_lake(household_words(country(chosen.households)))
    asked = questions(of, chosen.times)
    begun = time.perf_counter()
    answers = Drill(of.files(LAKE), KEY)
    opened = time.perf_counter() - begun
    words = Drill(of.files("household_words"), KEY)
    connection = duckdb.connect(config={"threads": 2})

    def by_duckdb(table: str, where: str) -> Callable[[str, int], object]:
        def ask(village: str, household: int) -> object:
            path = of.folder / table / f"{village[:2]}.parquet"
            return connection.execute(
                f"SELECT * FROM '{path}' WHERE {where}", {"village": village, "household": household}
            ).fetchall()

        return ask

    its_own = f"village_code = $village AND {KEY} = $household"
    ways: dict[str, Callable[[str, int], object]] = {
        "household": lambda village, household: answers.household(village, household),
        "household_words": lambda village, household: words.household(village, household),
        "village": lambda village, _: answers.village(village).num_rows,
        "household_duckdb": by_duckdb(LAKE, its_own),
        "village_duckdb": by_duckdb(LAKE, "village_code = $village AND $household > 0"),
    }
    figures: dict[str, float] = {
        "households": of.households,
        "villages": of.villages,
        "open_all_files_ms": round(opened * 1000, 1),
    }
    for name, ask in ways.items():
        timed(ask, asked[:20])
        took = timed(ask, asked)
        figures[f"{name}_p50_ms"] = round(statistics.median(took), 2)
        figures[f"{name}_p95_ms"] = round(float(np.percentile(took, 95)), 2)
        print(f"{name:<18} {figures[f'{name}_p50_ms']:8.2f} {figures[f'{name}_p95_ms']:8.2f} ms")
    aims = [Aim(f"{name}_p50_ms", 5) for name in ("household", "village")]
    aims += [Aim(f"{name}_p95_ms", 15) for name in ("household", "village")]
    finish("drill", figures, aims)


if __name__ == "__main__":
    main()
