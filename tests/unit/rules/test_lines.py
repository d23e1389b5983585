"""Poverty lines: dated, sourced, and refused for a year they are not of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from samut.rules import policy_files
from samut.rules.errors import SamutError
from samut.rules.indicators import load_indicator_set, parameters_on
from samut.rules.lines import line_asked_for, line_names, load_line
from samut.rules.policy_files import STATUSES


@pytest.fixture
def nesdc_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of the national line, to be spoilt."""
    copy = tmp_path / "policy"
    shutil.copytree(policy_files.policy_dir() / "lines", copy / "lines")
    monkeypatch.setattr(policy_files, "_PLACES", (copy,))
    load_line.cache_clear()
    yield copy / "lines" / "nesdc.toml"
    load_line.cache_clear()


def refused(text: str, edition: int | None = None) -> SamutError:
    with pytest.raises(SamutError) as refusal:
        line_asked_for(text, edition)
    return refusal.value


@pytest.mark.parametrize("name", line_names())
def test_every_line_has_amounts_with_source_and_status(name: str) -> None:
    line = load_line(name)
    assert line.id == name
    assert line.label.th and line.label.en and line.source and line.status in STATUSES
    assert line.entries
    for entry in line.entries:
        assert entry.baht > 0 and entry.source and entry.status in STATUSES


@pytest.mark.parametrize("name", line_names())
def test_no_day_has_two_amounts(name: str) -> None:
    entries = sorted(load_line(name).entries, key=lambda entry: entry.since)
    for earlier, later in pairwise(entries):
        assert earlier.until is not None and earlier.until <= later.since


@pytest.mark.parametrize(("text", "edition", "baht", "name"), [
    ("nesdc:2564", None, 2803 * 12, "nesdc:2564"),
    ("nesdc", 2567, 3078 * 12, "nesdc:2567"),
    ("nesdc:2564", 2567, 2803 * 12, "nesdc:2564"),
    ("bmn-floor:2561", None, 38000, "bmn-floor:2561"),
    ("eef", None, 36000, "eef"),
    ("38000", None, 38000, "38000"),
    ("38,000", None, 38000, "38000"),
    ("2802/month", 2564, 33624, "33624"),
    ("2802.50/month", None, 33630, "33630"),
    ("0.5/year", None, Decimal("0.5"), "0.5"),
])  # fmt: skip
def test_a_line_as_somebody_names_it(text: str, edition: int | None, baht: Decimal, name: str) -> None:
    line = line_asked_for(text, edition)
    assert line.baht_year == baht
    assert line.name == name


def test_a_year_without_a_line_is_refused_with_the_years_there_are() -> None:
    problem = refused("nesdc:2562")
    assert problem.code == "MONEY_001"
    assert "2560, 2564, 2566, 2567" in problem.in_words("en")
    assert refused("nesdc").code == "MONEY_001"
    assert "2560-2564, 2566-" in refused("bmn-floor", 2565).in_words("th")


@pytest.mark.parametrize(("text", "code"), [
    ("0", "MONEY_002"),
    ("-5/month", "MONEY_002"),
    ("nan", "MONEY_002"),
    ("3000/week", "POLICY_009"),
    ("nesdk", "POLICY_002"),
])  # fmt: skip
def test_what_is_no_line(text: str, code: str) -> None:
    assert refused(text).code == code


@pytest.mark.parametrize(("old", "new", "code"), [
    ("baht = 2803", 'baht = "much"', "MONEY_002"),
    ("baht = 2803", "baht = 0", "MONEY_002"),
    ('per = "month"', 'per = "week"', "POLICY_009"),
    ("until = 2022-01-01", "till = 2022-01-01", "POLICY_001"),
])  # fmt: skip
def test_a_spoilt_file_is_refused(nesdc_copy: Path, old: str, new: str, code: str) -> None:
    text = nesdc_copy.read_text("utf-8")
    assert old in text
    nesdc_copy.write_text(text.replace(old, new), "utf-8")
    assert refused("nesdc:2564").code == code


@pytest.mark.parametrize(("edition", "day", "of_set"), [
    (2561, date(2018, 7, 1), "bmn-2560"),
    (2567, date(2024, 7, 1), "bmn-2566"),
])  # fmt: skip
def test_the_census_floor_is_the_one_its_indicator_has(edition: int, day: date, of_set: str) -> None:
    indicator = load_indicator_set(of_set).indicator("average_income")
    floor = parameters_on(indicator, day).income_floor_baht_year
    assert line_asked_for("bmn-floor", edition).baht_year == floor


def test_the_national_line_says_it_is_held_against_consumption() -> None:
    assert line_asked_for("nesdc:2564").held_against == "consumption"
    assert line_asked_for("low-income").poor_on_it
    assert not line_asked_for("bmn-floor:2561").poor_on_it
