"""Estimates of an invented survey against R's survey package: stored results always, R itself where it is.

The survey, how it was made, what R was asked and what it answered stand in tests/data/survey.
"""

from __future__ import annotations

import csv
import runpy
import shutil
import subprocess
from collections.abc import Iterable
from math import isclose
from pathlib import Path
from typing import Any

import pytest

import samut

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data" / "survey"
SURVEY, MEASURE = DATA / "survey.csv", DATA / "measure.toml"
DESIGN = {"weight": "weight", "psu": "village", "strata": "stratum", "time": "year"}
KEY = ("kind", "statistic", "cutoff", "by", "group", "time", "indicator")
# How far apart the two may be. Percent contributions and changes in percent are a hundred times as large.
APART = {"estimate": 1e-7, "se": 1e-12, "lower": 1e-7, "upper": 1e-7}

Rows = dict[tuple[str, ...], dict[str, Any]]


def r_rows(lines: Iterable[str]) -> Rows:
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {tuple(row[name] for name in KEY): row for row in rows}


@pytest.fixture(scope="module")
def stored() -> Rows:
    return r_rows((DATA / "r_levels.csv").read_text("utf-8").splitlines())


@pytest.fixture(scope="module")
def ours() -> Rows:
    by = ["area", "region"]
    levels = samut.measure(MEASURE, SURVEY, by=by, **DESIGN).to_pylist()
    changes = samut.change(MEASURE, SURVEY, by=by, **DESIGN).to_pylist()
    rows = [{"kind": "level", **row} for row in levels] + [{"kind": row["change"], **row} for row in changes]
    found = {tuple(str(row[name]) for name in KEY): row for row in rows}
    assert len(found) == len(rows)
    return found


def differences(found: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """What is further apart than it may be."""
    scale = 100 if "percent" in expected["statistic"] or expected["kind"].startswith("relative") else 1
    apart = []
    for name, most in APART.items():
        wanted = float(expected[name]) if expected[name] else None
        if (found[name] is None) != (wanted is None):
            apart.append(f"{name} {found[name]} {wanted}")
        elif wanted is not None and not isclose(found[name], wanted, rel_tol=0, abs_tol=scale * most):
            apart.append(f"{name} {found[name]} {wanted} ({abs(found[name] - wanted):.2g})")
    return apart


def test_every_level_and_change_is_that_of_r(ours: Rows, stored: Rows) -> None:
    off = {key: found for key, row in stored.items() if (found := differences(ours[key], row))}
    assert not off
    kinds = {key[0] for key in stored}
    assert kinds == {"level", "absolute", "relative", "absolute_annual", "relative_annual"}
    assert {key[1] for key in stored} == {
        *("H", "A", "M0", "headcount", "censored_headcount"),
        *("contribution", "contribution_percent", "population_share"),
    }


def test_no_level_of_ours_is_without_its_rival(ours: Rows, stored: Rows) -> None:
    assert {key for key in ours if key[0] == "level"} == {key for key in stored if key[0] == "level"}


def test_the_survey_has_what_is_hard() -> None:
    """Rounds that share villages, villages in one round alone, groups within villages, unknown answers."""
    with SURVEY.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert 2000 < len(rows) < 5000
    rounds: dict[tuple[str, str], set[str]] = {}
    areas: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        place = row["stratum"], row["village"]
        rounds.setdefault(place, set()).add(row["year"])
        areas.setdefault(place, set()).add(row["area"])
    assert {frozenset(each) for each in rounds.values()} == {
        frozenset({"2560"}),
        frozenset({"2564"}),
        frozenset({"2560", "2564"}),
    }
    assert {"urban", "rural"} in areas.values()
    assert any(not row["nutrition"] for row in rows)
    none_of_school_age = [row for row in rows if row["school_age"] == "0"]
    assert none_of_school_age and all(not row["attendance"] for row in none_of_school_age)
    table = samut.measure(MEASURE, SURVEY, cutoff="1/3", **DESIGN).to_pylist()
    assert 0 < sum(row["unknown"] for row in table if row["statistic"] == "H") < 0.15 * len(rows)


def test_the_survey_is_what_its_script_makes() -> None:
    made = runpy.run_path(str(DATA / "make_survey.py"))
    with SURVEY.open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header == list(made["COLUMNS"])
    assert rows == [[str(value) for value in row] for row in made["households"]()]


def test_r_says_it_again(ours: Rows) -> None:
    command = shutil.which("Rscript")
    if command is None:
        pytest.skip(
            "R IS NOT INSTALLED: only its stored results were compared (tests/data/survey/r_levels.csv)"
        )
    asked = [command, "-e", 'quit(status = !requireNamespace("survey", quietly = TRUE))']
    if subprocess.run(asked, check=False, capture_output=True).returncode:
        pytest.skip("R HAS NO PACKAGE survey: only its stored results were compared")
    again = subprocess.run(
        [command, "tests/data/survey/levels.R"], check=True, capture_output=True, text=True, cwd=ROOT
    )
    off = {
        key: found
        for key, row in r_rows(again.stdout.splitlines()).items()
        if (found := differences(ours[key], row))
    }
    assert not off
