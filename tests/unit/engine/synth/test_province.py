"""The written files hold the published figures: worked out by hand, not through Samut's rules."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import python_calamine
import shapely

import census_by_hand as by_hand
from samut.engine.synth import SynthSummary, write_province
from samut.engine.synth.margins import load_margins
from samut.engine.synth.places import tambon_polygons
from samut.rules import thai_id

pytestmark = pytest.mark.province

TAMBONS = set(tambon_polygons("22"))


@pytest.fixture(scope="module")
def found(province: SynthSummary) -> by_hand.Figures:
    return by_hand.figures(province.folder, TAMBONS)


@pytest.fixture(scope="module")
def members(province: SynthSummary) -> list[by_hand.Row]:
    return by_hand.read(province.folder / "bmn_members_22_2561_synthetic.csv", "utf-8")


@pytest.fixture(scope="module")
def households(province: SynthSummary) -> list[by_hand.Row]:
    return by_hand.read(province.folder / "bmn_households_22_2561_synthetic.csv", "utf-8-sig")


def test_the_main_row_is_exact(found: by_hand.Figures) -> None:
    assert (found.households, found.persons) == (101_967, 277_122)
    assert (found.poor_households, found.poor_persons) == (11_007, 37_248)
    assert (found.poor_registered, found.poor_validated) == (5_825, 5_063)
    assert (found.registered, found.validated) == (38_719, 32_891)


def test_the_dimensions_of_the_target_are_exact(found: by_hand.Figures) -> None:
    assert found.target_by_dimension == {
        "health": 1225,
        "living": 1225,
        "education": 1587,
        "income": 2096,
        "accessibility": 26,
    }


def test_every_indicator_fails_as_often_as_published(found: by_hand.Figures) -> None:
    margins = load_margins("22", 2561)
    assert {number: found.failing[number] for number in margins.failing} == margins.failing
    assert {number: found.target_by_indicator[number] for number in margins.failing} == dict(
        margins.target_by_indicator
    )


def test_every_indicator_is_asked_about_as_published(found: by_hand.Figures) -> None:
    margins = load_margins("22", 2561)
    apart = {
        number: abs(found.exposed[number] - published) / published
        for number, published in margins.exposed.items()
    }
    assert max(apart.values()) < 0.01
    whole = [4, 5, *range(7, 15), *range(22, 27), 30, 31]
    assert [found.exposed[number] for number in whole] == [margins.exposed[number] for number in whole]


def test_elderly_disabled_ill_and_happy_as_published(found: by_hand.Figures) -> None:
    margins = load_margins("22", 2561)
    assert found.elderly == pytest.approx(margins.elderly, rel=0.001)
    assert (found.disabled, found.chronic) == (margins.disabled, margins.chronic)
    assert found.happiness / found.households == pytest.approx(margins.happiness_mean, abs=1e-12)


def test_the_answers_agree_with_the_members(
    members: list[by_hand.Row], households: list[by_hand.Row]
) -> None:
    """Who is counted in an answer lives in the household: ages on the day of the survey."""
    children: Counter[str] = Counter()
    elders: Counter[str] = Counter()
    surveyed = {row["hid"]: _day(row["survey_date"]) for row in households}
    seen = set()
    for row in members:
        birth = row["birthdate"].translate(by_hand.THAI)
        if row["hid"] not in surveyed or "00/" in birth or birth[-4:] > "2561" or birth[:5] == "31/02":
            continue
        if row["gender"] == "7" or (row["hid"], row["member_no"]) in seen:
            continue
        seen.add((row["hid"], row["member_no"]))
        born, day = _day(birth), surveyed[row["hid"]]
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        children[row["hid"]] += 6 <= age <= 14
        elders[row["hid"]] += age >= 60
    unsure = {row["hid"] for row in members if "00/" in row["birthdate"].translate(by_hand.THAI)}
    checked = 0
    for row in households:
        if row["hid"] in unsure or row["hid"] not in elders:
            continue
        assert by_hand.asked(row["31611"]) == children[row["hid"]]
        assert by_hand.asked(row["52711"]) == elders[row["hid"]]
        checked += 1
    assert checked > 90_000


def _day(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year) - 543, int(month), int(day))


def test_every_point_is_inside_its_tambon(households: list[by_hand.Row]) -> None:
    polygons = tambon_polygons("22")
    placed = [row for row in households if row["latitude"] and row["village_code"][:6] in polygons]
    shapes = np.array([polygons[row["village_code"][:6]] for row in placed])
    longitude = np.array([float(row["longitude"]) for row in placed])
    latitude = np.array([float(row["latitude"]) for row in placed])
    assert len(placed) > 0.97 * len(households)
    assert shapely.contains_xy(shapes, longitude, latitude).all()


def test_every_number_is_of_the_test_range(province: SynthSummary, members: list[by_hand.Row]) -> None:
    numbers = [row["idcard"].translate(by_hand.THAI) for row in members]
    cards = by_hand.read(province.folder / "welfare_card_22_synthetic.csv", "cp874")
    elders = by_hand.read(province.folder / "elderly_allowance_22_synthetic.csv", "utf-8")
    numbers += [row["pid"].translate(by_hand.THAI) for row in cards + elders]
    written = [number for number in numbers if number not in ("", "-")]
    assert all(thai_id.is_test_number(number) for number in written)
    assert {thai_id.valid(number) for number in written} == {True, False}
    assert all(row["hid"].startswith("9999") and len(row["hid"]) == 11 for row in members)


def test_the_summary_counts_what_is_in_the_files(province: SynthSummary) -> None:
    for file in province.files:
        rows = _rows(province.folder / file.name, file.register)
        assert len(rows) == file.rows
        assert file.rows == file.accepted + file.dirty + file.duplicates
        assert len(rows) - len(set(rows)) == file.duplicates
        assert file.dirty > 0


def _rows(path: Path, register: str) -> Sequence[tuple[object, ...]]:
    if path.suffix == ".xlsx":
        sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        return [tuple(row) for row in sheet.to_python()[1:]]
    encoding = "cp874" if register == "welfare-card" else "utf-8-sig"
    with path.open(encoding=encoding, newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def test_chaman_has_its_nine_villages(province: SynthSummary) -> None:
    rows = by_hand.read(province.folder / "villages_22_synthetic.csv", "utf-8")
    chaman = {row["mcode"]: row["mname"] for row in rows if row["mcode"].startswith("220506")}
    assert list(chaman) == [f"2205060{number}" for number in range(1, 10)]
    assert chaman["22050609"] == "บ้านสระโอ่ง"


def test_poverty_differs_between_villages(province: SynthSummary, households: list[by_hand.Row]) -> None:
    poor: Counter[str] = Counter()
    surveyed = Counter(row["village_code"] for row in households)
    for row in households:
        poor[row["village_code"]] += by_hand.failed_count(row["31621"]) is True or row["2811"] == "0"
    rates = [poor[code] / count for code, count in surveyed.items() if count >= 30]
    assert max(rates) > 4 * float(np.mean(rates))


def test_the_files_say_that_nobody_is_real(province: SynthSummary) -> None:
    text = (province.folder / "README.txt").read_text("utf-8")
    assert "ไม่ใช่บุคคลจริง" in text
    assert "NO REAL PERSON" in text


def test_the_same_seed_gives_the_same_bytes(province: SynthSummary, tmp_path: Path) -> None:
    again = write_province(tmp_path)
    for file in again.files:
        first = hashlib.sha256((province.folder / file.name).read_bytes()).hexdigest()
        assert hashlib.sha256((tmp_path / file.name).read_bytes()).hexdigest() == first, file.name


def test_another_seed_gives_other_people_and_the_same_figures(tmp_path: Path) -> None:
    other = write_province(tmp_path, seed=7)
    found = by_hand.figures(other.folder, TAMBONS)
    assert (found.poor_households, found.poor_persons, found.poor_validated) == (11_007, 37_248, 5_063)
