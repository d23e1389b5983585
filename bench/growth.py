"""Countries of 1, 4 and 13 million households: does time grow with them, and memory not?

    make bench-growth

Three pieces of work of make bench-national at each size, medians of five: words from answers, the
whole cube in SQL, and compiled. `per_household` compares CPU seconds per household: the country in
which a household costs most against that in which it costs least.
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
MOST_PER_HOUSEHOLD = 1.25
MOST_MEMORY_GROWTH = 1.25


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
            Aim(f"{work}_cpu_per_household_largest_ratio", MOST_PER_HOUSEHOLD),
            Aim(f"{work}_memory_from_4m_to_13m_ratio", MOST_MEMORY_GROWTH),
        )
    ]
    finish("growth", figures, aims)


def growth(work: str, by_size: dict[int, Runs]) -> dict[str, float]:
    """How unlike a household's share of the work is, and how memory grows."""
    each = [runs.cpu / size for size, runs in by_size.items()]
    wall = [runs.second / size for size, runs in by_size.items()]
    small, middle, large = (runs.memory for runs in by_size.values())
    return {
        f"{work}_cpu_per_household_largest_ratio": round(max(each) / min(each), 3),
        f"{work}_seconds_per_household_largest_ratio": round(max(wall) / min(wall), 3),
        f"{work}_memory_from_1m_to_13m_ratio": round(large / small, 3),
        f"{work}_memory_from_4m_to_13m_ratio": round(large / middle, 3),
    }


if __name__ == "__main__":
    main()
