"""Write survey.csv: an invented sample of households that figures are compared on with R.

    python tests/data/money/make_survey.py

All households are invented, from a fixed seed. 12 strata in three regions, five to seven villages each,
ten to twelve households a village; some incomes unknown, some of nought, one negative.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

SEED = 2564
COLUMNS = [
    "household",
    "region",
    "stratum",
    "village",
    "weight",
    "members",
    "head_sex",
    "income_year_baht",
    "score",
    "poor",
]


def households() -> list[list[object]]:
    random = np.random.default_rng(SEED)
    found: list[list[object]] = []
    for stratum in range(12):
        region = ("north", "northeast", "south")[stratum % 3]
        level = 10.6 + (0.25, -0.2, 0.05)[stratum % 3] + random.normal(0, 0.1)
        for village in range(random.integers(5, 8)):
            here = level + random.normal(0, 0.25)
            for _ in range(random.integers(10, 13)):
                found.append(_household(random, len(found) + 1, region, stratum, village, here))
    return found


def _household(
    random: np.random.Generator, number: int, region: str, stratum: int, village: int, level: float
) -> list[object]:
    members = int(random.integers(1, 8))
    head_sex = "f" if random.random() < 0.4 else "m"
    per_person = np.exp(random.normal(level - (0.1 if head_sex == "f" else 0), 0.75))
    income: object = int(per_person * members)
    luck = random.random()
    if luck < 0.03:
        income = ""
    elif luck < 0.045:
        income = 0
    elif number == 77:
        income = -12000
    score = round(float(np.clip(random.beta(1.4, 3) + 0.1 * (per_person < 30000), 0, 1)) * 18) / 18
    poor: object = int(score >= 6 / 18)
    if random.random() < 0.02:
        poor = ""
    shown_members: object = "" if random.random() < 0.01 else members
    weight = round(float(random.uniform(40, 160)), 1)
    return [
        number,
        region,
        f"s{stratum + 1:02d}",
        village + 1,
        weight,
        shown_members,
        head_sex,
        income,
        f"{score:.6f}",
        poor,
    ]


def main() -> None:
    with Path(__file__).with_name("survey.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(households())


if __name__ == "__main__":
    main()
