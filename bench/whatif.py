"""What-ifs over the whole invented country: each question asked many times, compiled and with NumPy alone.

    python bench/whatif.py [--households 13000000] [--times 60]

Every question is asked with other weights, another cutoff or other villages each time, so nothing
can be remembered from the time before.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from national_data import HOUSEHOLDS, Country, country
from national_rules import INDICATOR_SET, WEIGHTS
from national_words import histogram
from report import Aim, finish

from samut.engine.histogram import LINE_COUNTS
from samut.engine.live.figures import Change, HouseholdLine, LiveHistogram
from samut.engine.live.poverty import LivePoverty
from samut.engine.whatif import with_numba, with_numpy
from samut.engine.whatif.lines import Lines, lines_from_table
from samut.engine.whatif.questions import WhatIf
from samut.rules.policy import load_measure
from samut.rules.status import Words
from samut.rules.weighting import Cutoff, WeightScheme

INDICATOR_9 = 8
UNION = "tpmap-2561"
# At most so many milliseconds in the middle of all askings, and twice that for 95 of 100 of them.
AIMS_MS = {"cutoff": 15, "weights": 50, "rolled_up": 100, "solved": 35, "exits": 50, "every_cutoff": 20}
CUTOFFS = [Cutoff(f"{n}/100", Fraction(n, 100)) for n in range(5, 41)]


def lines(of: Country) -> Lines:
    """The country's lines, kept beside it as arrays."""
    folder = of.folder / "whatif"
    if not (folder / "codes.npy").is_file():
        histogram(of)
        table = pa.concat_tables(pq.read_table(path) for path in of.files("histogram"))
        lines_from_table(table, INDICATOR_SET.mask).save(folder)
    return Lines.open(folder)


def schemes(rng: np.random.Generator, count: int) -> list[WeightScheme]:
    """Weights that nobody has asked for before."""
    drawn = rng.integers(1, 100, (count, len(WEIGHTS.numerators))).tolist()
    return [WeightScheme("drawn", WEIGHTS.label, tuple(each), sum(each)) for each in drawn]


def milliseconds(ask: Callable[[int], object], times: int) -> list[float]:
    took = []
    for each in range(times):
        begun = time.perf_counter()
        ask(each)
        took.append((time.perf_counter() - begun) * 1000)
    return took


def asked(of: Lines, kernels: ModuleType, name: str, times: int) -> dict[str, float]:
    """p50 and p95 of each question."""
    rng = np.random.default_rng(1)
    begun = time.perf_counter()
    whatif = WhatIf(of, [each.mask for each in INDICATOR_SET.indicators], kernels=kernels)
    drawn = schemes(rng, times)
    some = [rng.choice(of.codes, len(of.codes) // 7, replace=False).tolist() for _ in range(min(times, 12))]
    questions: dict[str, Callable[[int], object]] = {
        "cutoff": lambda n: whatif.cutoff(WEIGHTS, CUTOFFS[n % len(CUTOFFS)]),
        "weights": lambda n: whatif.weights(drawn[n], CUTOFFS[10]),
        "rolled_up": lambda n: whatif.rolled_up(drawn[n], CUTOFFS[10]),
        "solved": lambda n: whatif.solved(WEIGHTS, CUTOFFS[10], INDICATOR_9, some[n % len(some)]),
        "exits": lambda n: whatif.exits(drawn[n], CUTOFFS[10]),
        "every_cutoff": lambda n: whatif.every_cutoff(drawn[n]),
    }
    for ask in questions.values():
        ask(0)
    figures = {f"first_of_each_{name}_s": round(time.perf_counter() - begun, 2)}
    for question, ask in questions.items():
        took = milliseconds(ask, times)
        figures[f"{question}_{name}_p50_ms"] = round(statistics.median(took), 2)
        figures[f"{question}_{name}_p95_ms"] = round(float(np.percentile(took, 95)), 2)
        print(f"{name:>6} {question:<13} {min(took):8.1f} {statistics.median(took):8.1f} ms")
    return figures


def updates(of: Country, all_lines: Lines, times: int) -> dict[str, float]:
    """One household after the other answers anew: each figure of its village up to the country follows.

    The histogram is one province's (what a change costs does not hang on how many lines there are),
    the measure with weights is the whole country's.
    """
    path = max(of.files("histogram"), key=lambda each: each.stat().st_size)
    table = pq.read_table(path)
    columns = {
        name: table.column(name).to_numpy() if name in table.column_names else np.zeros(len(table), np.int64)
        for name in ("deprived", "known", "applies", *LINE_COUNTS)
    }
    measure = load_measure(UNION)
    villages = table.column("village_code").to_pylist()
    live = LiveHistogram(measure, villages, columns)
    masks = [each.mask for each in INDICATOR_SET.indicators]
    poverty = LivePoverty(all_lines, masks, WEIGHTS, CUTOFFS[10])
    rng = np.random.default_rng(2)
    changes = []
    for line, bit in zip(rng.integers(0, len(table), times), rng.integers(0, 31, times), strict=True):
        deprived, known, applies = (int(columns[name][line]) for name in ("deprived", "known", "applies"))
        persons = int(columns["persons"][line]) // int(columns["households"][line])
        before = HouseholdLine(villages[line], Words(deprived, known, applies), persons, 1, 1, 0, 1, 0)
        after = replace(before, words=Words((deprived ^ (1 << int(bit))) & known & applies, known, applies))
        changes.append(Change(before, after))
    figures = {}
    for name, follow in (("union", live.apply), ("weighted", poverty.apply)):
        took = milliseconds(lambda n, follow=follow: follow(changes[n]), times)
        figures[f"update_{name}_p50_ms"] = round(statistics.median(took), 4)
        figures[f"update_{name}_p99_ms"] = round(float(np.percentile(took, 99)), 4)
        print(f"update {name:<13} {min(took):8.3f} {statistics.median(took):8.3f} ms")
    return figures


def main() -> None:
    said = argparse.ArgumentParser(description="Ask what-ifs of the invented country.")
    said.add_argument("--households", type=int, default=HOUSEHOLDS)
    said.add_argument("--times", type=int, default=60)
    chosen = said.parse_args()
    of = lines(country(chosen.households))
    figures: dict[str, float] = {
        "villages": len(of.codes),
        "households": int(of.all_households.sum()),
        "persons": int(of.all_persons.sum()),
        "lines": len(of.word),
        "distinct_words": len(of.deprived),
        "lines_bytes": sum(path.stat().st_size for path in _files(of, chosen.households)),
        **asked(of, with_numba, "numba", chosen.times),
        **updates(country(chosen.households), of, 20 * chosen.times),
        **asked(of, with_numpy, "numpy", max(5, chosen.times // 4)),
    }
    aims = [Aim(f"{question}_numba_p50_ms", limit) for question, limit in AIMS_MS.items()]
    aims += [Aim(f"{question}_numba_p95_ms", 2 * limit) for question, limit in AIMS_MS.items()]
    aims += [Aim("update_union_p50_ms", 1), Aim("update_weighted_p50_ms", 1)]
    finish("whatif", figures, aims)


def _files(of: Lines, households: int) -> list[Path]:
    return sorted((country(households).folder / "whatif").glob("*.npy"))


if __name__ == "__main__":
    main()
