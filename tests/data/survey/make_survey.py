"""Write survey.csv: an invented survey of two rounds that estimates are compared on with R.

    python tests/data/survey/make_survey.py

All households are invented, from a fixed seed. Eight strata with five to nine villages each, four to
sixteen households a village and round; most villages were visited in both rounds, some in one. Groups
(urban or rural, region) cross the villages or not. Answers are 1 deprived, 0 not, empty unknown;
school_age says whether anybody in the house is of school age. health is two indicators, school two,
living four.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

SEED = 2567
ROUNDS = ("2560", "2564")
INDICATORS = ("nutrition", "mortality", "attendance", "schooling", "water", "toilet", "fuel", "assets")
COLUMNS = ("household", "year", "stratum", "village", "region", "area", "weight", "school_age", *INDICATORS)
# How often a household is deprived at the start, and how much less four years later.
RATES = (0.3, 0.08, 0.12, 0.35, 0.28, 0.22, 0.55, 0.3)
LATER = 0.85
UNKNOWN = 0.012


def households() -> list[list[object]]:
    random = np.random.default_rng(SEED)
    found: list[list[object]] = []
    for stratum in range(8):
        region = ("north", "northeast", "south")[stratum % 3]
        for village in range(int(random.integers(5, 10))):
            hardship = float(np.exp(random.normal(0.1 * (stratum % 3), 0.35)))
            luck = random.random()
            visited = ROUNDS if luck < 0.7 else (ROUNDS[:1] if luck < 0.85 else ROUNDS[1:])
            for year in visited:
                for _ in range(int(random.integers(8, 45))):
                    place = [len(found) + 1, year, f"s{stratum + 1}", f"v{village + 1}", region]
                    found.append([*place, *_answers(random, hardship, year)])
    return found


def _answers(random: np.random.Generator, hardship: float, year: str) -> list[object]:
    area = "urban" if random.random() < 0.35 else "rural"
    weight = round(float(random.uniform(20, 180) * (1.6 if area == "urban" else 1)), 2)
    school_age = int(random.random() < 0.55)
    own = hardship * float(np.exp(random.normal(0, 0.7))) * (0.6 if area == "urban" else 1.1)
    own *= LATER if year == ROUNDS[1] else 1
    answers: list[object] = []
    for name, rate in zip(INDICATORS, RATES, strict=True):
        deprived = int(random.random() < min(rate * own, 0.97))
        unknown = random.random() < UNKNOWN
        answers.append("" if unknown or (name == "attendance" and not school_age) else deprived)
    return [area, weight, school_age, *answers]


def main() -> None:
    with Path(__file__).with_name("survey.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(households())


if __name__ == "__main__":
    main()
