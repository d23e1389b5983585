"""Invented people: numbers, names, ages, households, places, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import shapely

from samut.engine.synth import copy_published, write_province
from samut.engine.synth.composition import compose
from samut.engine.synth.families import CHILD, HEAD, SPOUSE, draw_families
from samut.engine.synth.identities import birth_texts
from samut.engine.synth.margins import DIMENSIONS, load_margins
from samut.engine.synth.names import first_names, name_lists, slipped, titles
from samut.engine.synth.numbers import mistaken, numbers
from samut.engine.synth.places import lay_out, tambon_polygons
from samut.rules import thai_id
from samut.rules.errors import SamutError


def test_numbers_are_valid_unique_and_of_the_test_range() -> None:
    years = np.random.default_rng(1).integers(2460, 2562, 20_000)
    made = numbers(0, years, np.random.default_rng(2)) + numbers(20_000, years, np.random.default_rng(2))
    assert len(set(made)) == 40_000
    assert all(thai_id.valid(number) and thai_id.is_test_number(number) for number in made)


def test_a_mistaken_number_never_passes() -> None:
    rng = np.random.default_rng(3)
    made = numbers(0, np.full(500, 2530), rng)
    assert not any(thai_id.valid(mistaken(number, rng)) for number in made)


def test_names_are_plain_thai_and_fit_the_old_encoding() -> None:
    lists = name_lists()
    for names in (lists.male, lists.female, lists.family):
        assert len(names) > 4000
        assert all(re.fullmatch("[ก-์]+", name) and name.encode("cp874") for name in names)
    sex = np.array([1, 2] * 500)
    made = first_names(sex, np.random.default_rng(4))
    assert all(name in set(lists.male) for name in made[::2])
    assert all(name in set(lists.female) for name in made[1::2])


def test_a_slip_changes_a_name_a_little() -> None:
    rng = np.random.default_rng(5)
    names = name_lists().family[:400]
    changed = [(name, slipped(name, rng)) for name in names]
    assert sum(name != other for name, other in changed) > 390
    assert all(abs(len(name) - len(other)) <= 1 for name, other in changed)


def test_titles_follow_age_sex_and_marriage() -> None:
    age, sex = np.array([8, 8, 40, 40, 40]), np.array([1, 2, 1, 2, 2])
    married = np.array([False, False, False, True, False])
    found = [titles(age, sex, married, np.random.default_rng(seed)) for seed in range(60)]
    allowed = [{"ด.ช.", "เด็กชาย"}, {"ด.ญ.", "เด็กหญิง"}, {"นาย"}, {"นาง"}, {"น.ส.", "นางสาว"}]
    assert [set(column) for column in zip(*found, strict=True)] == allowed


def test_birth_dates_are_buddhist_with_some_days_unknown() -> None:
    born = np.full(5000, np.datetime64("1950-07-09"))
    texts = birth_texts(born, np.full(5000, 67), np.random.default_rng(6))
    arabic = {text.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")) for text in texts}
    assert arabic == {"09/07/2493", "00/07/2493", "00/00/2493"}
    assert any("๒" in text for text in texts)


def test_families_are_plausible() -> None:
    families = draw_families(7, 5000)
    assert all([person.relation for person in family].count(HEAD) == 1 for family in families)
    assert all(0 <= person.age <= 110 for family in families for person in family)
    for family in families:
        parents = [person.age for person in family if person.relation in (HEAD, SPOUSE)]
        children = [person.age for person in family if person.relation == CHILD]
        assert not children or max(children) <= max(parents) - 15
    assert draw_families(7, 50) == draw_families(7, 50) != draw_families(8, 50)


def test_the_composition_meets_the_margins_of_ages() -> None:
    margins = load_margins("22", 2561)
    people = compose(margins, 1)
    assert (people.households, len(people.age)) == (101_967, 277_122)
    school_age = people.size[people.has(people.aged(6, 14))].sum()
    assert school_age == pytest.approx(margins.exposed[16], rel=0.005)
    assert people.aged(60).sum() == pytest.approx(margins.elderly, rel=0.005)


def test_villages_lie_in_their_tambon_and_grow_with_its_size() -> None:
    places = lay_out("22", 20_000, 1)
    polygons = tambon_polygons("22")
    assert {village.tambon for village in places.villages} == set(polygons)
    assert all(
        shapely.contains_xy(polygons[village.tambon], village.longitude, village.latitude)
        for village in places.villages
    )
    tambon = np.array([village.tambon for village in places.villages])[places.village]
    assert (tambon == "220106").mean() == pytest.approx(0.0591, abs=0.001)
    assert (np.diff(places.village) >= 0).all()


def test_margins_are_the_published_row() -> None:
    margins = load_margins("22", 2561)
    assert (margins.poor_households, margins.poor_validated) == (11_007, 5_063)
    assert margins.happiness_sum == 822_752
    assert sum(len(numbers) for numbers in DIMENSIONS.values()) == 17


def test_the_published_files_are_copied_whole(tmp_path: Path) -> None:
    paths = copy_published(tmp_path / "incoming")
    assert paths == ("incoming/2561_province_common.csv", "incoming/2561_province_poor.csv")
    assert all(len((tmp_path / path).read_text("utf-8").splitlines()) == 77 for path in paths)


@pytest.mark.parametrize(("province", "year", "code"), [("99", 2561, "SYNTH_001"), ("22", 2500, "SYNTH_001")])
def test_without_published_figures_nothing_is_made(
    tmp_path: Path, province: str, year: int, code: str
) -> None:
    with pytest.raises(SamutError) as caught:
        write_province(tmp_path, province=province, year=year)
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_without_tambon_sizes_nothing_is_placed() -> None:
    with pytest.raises(SamutError) as caught:
        lay_out("50", 100, 1)
    assert caught.value.code == "SYNTH_002"
