"""Countries of 1, 4 and 13 million households: does time grow with them, and memory not?

    make bench-growth

Three pieces of work of make bench-national at each size, medians of five: words from answers, the
whole cube in SQL, and compiled. Time is linear when a household more costs the same CPU from 4 to 13
million as from 1 to 4, and a household of the largest country no more than one of any other. That a
small country costs more a household, because opening 77 files does, is told but no aim.
"""

from __future__ import annotations

from pathlib import Path

import measured
from measured import Runs
from national_data import country
from national_words import person_words
from report import Aim, finish

TASKS = Path(__file__).parent / "national_tasks.py"
SIZES = (1_000_000, 4_000_000, 13_000_000)
WORK = ("words", "cube_sql", "cube_numba")
TIMES = 5
A_QUARTER = 0.25


def main() -> None:
    figures: dict[str, float] = {}
    for size in SIZES:
        person_words(country(size))
    for work in WORK:
        by_size = {size: measured.run(TASKS, work, size, times=TIMES) for size in SIZES}
        for size, runs in by_size.items():
            figures |= runs.figures(f"{work}_{size // 1_000_000}m")
        figures |= growth(work, by_size)
    aims = [
        aim
        for work in WORK
        for aim in (
            Aim(f"{work}_cpu_of_a_household_more_ratio", 1 + A_QUARTER),
            Aim(f"{work}_cpu_per_household_13m_to_least_ratio", 1 + A_QUARTER),
            Aim(f"{work}_memory_from_4m_to_13m_ratio", 1 + A_QUARTER),
        )
    ]
    finish("growth", figures, aims)


def growth(work: str, by_size: dict[int, Runs]) -> dict[str, float]:
    """What a household more costs, what one costs on average, and how memory grows."""
    sizes, runs = list(by_size), list(by_size.values())
    more = [(runs[n + 1].cpu - runs[n].cpu) / (sizes[n + 1] - sizes[n]) for n in range(len(sizes) - 1)]
    each = [run.cpu / size for size, run in by_size.items()]
    small, middle, large = (run.memory for run in runs)
    return {
        f"{work}_cpu_of_a_household_more_ratio": round(max(more) / min(more), 3),
        f"{work}_cpu_per_household_13m_to_least_ratio": round(each[-1] / min(each), 3),
        f"{work}_cpu_per_household_largest_to_least_ratio": round(max(each) / min(each), 3),
        f"{work}_memory_from_1m_to_13m_ratio": round(large / small, 3),
        f"{work}_memory_from_4m_to_13m_ratio": round(large / middle, 3),
    }


if __name__ == "__main__":
    main()
