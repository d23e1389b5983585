"""A whole country: answers to words, words to the whole cube, against rivals in the same run.

    make bench-national

Invents the country and its words where they are not there yet (a minute), then times each piece of
work as a process of its own: medians of five, of the two slow rivals of three.
"""

from __future__ import annotations

from pathlib import Path

import measured
from measured import Runs
from national_data import country
from national_words import person_words
from report import Aim, finish

TASKS = Path(__file__).parent / "national_tasks.py"
TIMES = 5
RIVAL_TIMES = 3
# Taken in turns, so that whatever else the machine does meets all of them alike.
ANSWERS = ("scan", "words", "words_by_hand", "words_by_hand_in_lanes")
CUBES = ("words_scan", "words_read", "base_cells_numba", "base_cells_sql", "cube_numba", "cube_sql")
RIVALS = ("cube_count_if", "cube_polars")
AIMS = [
    Aim("words_cpu_per_scan_cpu_ratio", 5),
    Aim("words_memory_gb", 4),
    Aim("words_cpu_per_obvious_sql_cpu_ratio", 1.10),
    Aim("words_cpu_per_best_sql_cpu_ratio", 1.10),
    Aim("words_differing", 0),
    Aim("cube_numba_seconds", 15),
    Aim("cube_numba_memory_gb", 2.5),
    Aim("cube_sql_seconds", 15),
    Aim("cube_sql_memory_gb", 2.5),
    Aim("cube_sql_in_2_gb_memory_gb", 2),
    Aim("base_cells_numba_seconds", 5),
    Aim("base_cells_sql_seconds", 5),
    Aim("count_if_cpu_per_cube_sql_cpu_ratio", 2, at_most=False),
    Aim("polars_per_cube_numba_seconds_ratio", 1, at_most=False),
    Aim("polars_per_cube_sql_seconds_ratio", 1, at_most=False),
    Aim("rows_differing_sql_numba", 0),
    Aim("rows_differing_count_if", 0),
    Aim("rows_differing_polars", 0),
]


def main() -> None:
    of = person_words(country())
    once = {name: measured.run(TASKS, name, times=1) for name in ("differing", "floor", "cube_sql_in_2_gb")}
    runs = {
        **measured.in_turns(TASKS, dict.fromkeys(ANSWERS, TIMES)),
        **measured.in_turns(TASKS, dict.fromkeys(CUBES, TIMES) | dict.fromkeys(RIVALS, RIVAL_TIMES)),
    }
    figures: dict[str, float] = {"households": of.households, "persons": of.persons, "villages": of.villages}
    for name, some in {**runs, "cube_sql_in_2_gb": once["cube_sql_in_2_gb"]}.items():
        figures |= some.figures(name)
    finish("national", figures | compared(runs) | found(once, runs), AIMS)


def compared(runs: dict[str, Runs]) -> dict[str, float]:
    """Ours against the scan and the rivals, CPU against CPU and seconds against seconds."""

    def ratio(one: float, other: float) -> float:
        return round(one / other, 3)

    words, compiled, sql = runs["words"], runs["cube_numba"], runs["cube_sql"]
    by_hand, in_lanes = runs["words_by_hand"], runs["words_by_hand_in_lanes"]
    count_if, polars = runs["cube_count_if"], runs["cube_polars"]
    return {
        "words_cpu_per_scan_cpu_ratio": ratio(words.cpu, runs["scan"].cpu),
        "words_cpu_per_obvious_sql_cpu_ratio": ratio(words.cpu, by_hand.cpu),
        "words_cpu_per_best_sql_cpu_ratio": ratio(words.cpu, in_lanes.cpu),
        "count_if_cpu_per_cube_sql_cpu_ratio": ratio(count_if.cpu, sql.cpu),
        "count_if_cpu_per_cube_numba_cpu_ratio": ratio(count_if.cpu, compiled.cpu),
        # The rivals begin with answers; so do these two: our words and our cube together.
        "count_if_cpu_per_words_and_cube_sql_cpu_ratio": ratio(count_if.cpu, words.cpu + sql.cpu),
        "polars_seconds_per_words_and_cube_numba_seconds_ratio": ratio(
            polars.second, words.second + compiled.second
        ),
        "polars_per_cube_sql_seconds_ratio": ratio(polars.second, sql.second),
        "polars_per_cube_numba_seconds_ratio": ratio(polars.second, compiled.second),
        "polars_cpu_per_cube_sql_cpu_ratio": ratio(polars.cpu, sql.cpu),
    }


def found(once: dict[str, Runs], runs: dict[str, Runs]) -> dict[str, float]:
    """What differs, and how far the cube is from going through memory once."""
    told, floor = once["differing"].told, once["floor"].told["pass_seconds"]
    ways = [runs[name].told for name in ("words", "words_by_hand", "words_by_hand_in_lanes")]
    return {
        "words_differing": sum(each != ways[0] for each in ways),
        "rows_compared": told["compared"],
        "rows_differing_sql_numba": told["sql_numba"],
        "rows_compared_with_rivals": told["compared_with_rivals"],
        "rows_differing_count_if": told["by_count_if"],
        "rows_differing_polars": told["by_polars"],
        "memory_pass_seconds": round(floor, 4),
        "cube_numba_per_memory_pass_ratio": round(runs["cube_numba"].second / floor, 1),
        "base_cells_numba_per_memory_pass_ratio": round(runs["base_cells_numba"].second / floor, 1),
    }


if __name__ == "__main__":
    main()
