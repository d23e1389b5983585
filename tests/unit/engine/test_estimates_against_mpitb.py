"""Levels against a folder of reference levels in the format of the Stata and R packages mpitb and mpitbR.

Skipped unless SAMUT_MPI_LEVELS names a folder with data.csv and expected_lframe.csv: the reference data
of those packages are under a licence of their own and are not part of this repository. What the columns
mean and what was found stands in docs/how-to/check-against-r.md.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from fractions import Fraction
from math import isclose
from pathlib import Path
from typing import Any

import pytest

import samut
from samut.rules.measure_files import load_alkire_foster

FOLDER = os.environ.get("SAMUT_MPI_LEVELS", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="SAMUT_MPI_LEVELS names no folder of reference levels")

DIMENSIONS = {
    "health": ("d_nutr", "d_cm"),
    "education": ("d_satt", "d_educ"),
    "living": ("d_elct", "d_sani", "d_wtr", "d_hsg", "d_ckfl", "d_asst"),
}
# What the reference calls a statistic, and what its percent contributions are told in: shares of 1.
STATISTICS = {
    "H": ("H", 1),
    "A": ("A", 1),
    "M0": ("M0", 1),
    "hd": ("headcount", 1),
    "hdk": ("censored_headcount", 1),
    "actb": ("contribution", 1),
    "pctb": ("contribution_percent", 100),
}
APART = {"b": ("estimate", 1e-7), "se": ("se", 1e-12), "ll": ("lower", 1e-7), "ul": ("upper", 1e-7)}

Row = dict[str, Any]


def rows_of(name: str) -> list[dict[str, str]]:
    with (Path(FOLDER) / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def measure_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = 'kind = "alkire_foster"\ncutoff = ["1/3"]\nunknown = "drop_household"\n'
    for dimension, columns in DIMENSIONS.items():
        text += f'[[dimension]]\nid = "{dimension}"\n'
        text += "".join(f'[[dimension.indicator]]\ncolumn = "{column}"\n' for column in columns)
    path = tmp_path_factory.mktemp("mpitb") / "levels.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="module")
def cutoffs() -> list[str]:
    return [f"{k}/100" for k in sorted({row["k"] for row in rows_of("expected_lframe.csv")} - {""}, key=int)]


@pytest.fixture(scope="module")
def ours(measure_file: Path, cutoffs: list[str]) -> dict[tuple[str, ...], Row]:
    data = Path(FOLDER) / "data.csv"
    groups = sorted({row["loa"] for row in rows_of("expected_lframe.csv")} - {"nat"})
    table = samut.measure(
        measure_file, data, weight="weight", psu="psu", strata="stratum", by=groups, cutoff=cutoffs
    )
    names = "statistic", "cutoff", "by", "group", "indicator"
    return {tuple(row[name] for name in names): row for row in table.to_pylist()}


def on_a_cutoff(measure_file: Path, cutoffs: list[str]) -> Counter[str]:
    """How many complete households have a score that is a cutoff exactly."""
    measure = load_alkire_foster(measure_file)
    scheme, at = measure.schemes[0], {Fraction(cutoff): cutoff for cutoff in cutoffs}
    found: Counter[str] = Counter()
    for row in rows_of("data.csv"):
        answers = [row[term.id] for term in measure.terms]
        if all(answers):
            score = sum(scheme.share(place) for place, each in enumerate(answers) if float(each))
            if score in at:
                found[at[Fraction(score)]] += 1
    return found


def test_every_level_is_that_of_the_reference(
    ours: dict[tuple[str, ...], Row], measure_file: Path, cutoffs: list[str]
) -> None:
    expected = rows_of("expected_lframe.csv")
    apart: list[str] = []
    for row in expected:
        statistic, unit = STATISTICS[row["measure"]]
        by, group = ("", "") if row["loa"] == "nat" else (row["loa"], row["subg"])
        key = statistic, f"{row['k']}/100" if row["k"] else "", by, group, row["indicator"]
        for theirs, (name, most) in APART.items():
            found, wanted = ours[key][name], float(row[theirs]) if row[theirs] else None
            # The reference gives contributions no error; ours have one.
            if wanted is None and row["measure"] in ("actb", "pctb"):
                continue
            if found is None or wanted is None:
                same = found is wanted
            else:
                same = isclose(found / unit, wanted, rel_tol=0, abs_tol=most)
            if not same:
                apart.append(f"{' '.join(key)}: {name} {found} instead of {row[theirs]}")
    exactly = on_a_cutoff(measure_file, cutoffs)
    said = f"{len(apart)} of {len(expected)} rows apart; households exactly on a cutoff: {dict(exactly)}"
    assert not apart, "\n".join([said, *apart])
    assert len(expected) > 3000, said
