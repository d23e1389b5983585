"""Life-cycle groups of one person and one household."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from samut.rules import life_cycle
from samut.rules.errors import SamutError
from samut.rules.life_cycle import (
    AgeBand,
    Ages,
    Attribution,
    any_member,
    census_bedridden,
    census_chronic,
    census_disabled,
    groups_of,
    in_band,
    load_life_cycle,
    possible_ages,
)
from samut.rules.status import Answer
from samut.rules.thai_dates import PartialDate

GROUPS = load_life_cycle()
DAY = date(2018, 1, 1)
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN

# born | least and greatest age on the first of January 2018
BIRTHS = [
    (None, None, None),
    (PartialDate(2019), None, None),
    (PartialDate(2018, 3, 1), 0, 0),
    (PartialDate(2018), 0, 0),
    (PartialDate(2018, 1, 1), 0, 0),
    (PartialDate(2017, 1, 1), 1, 1),
    (PartialDate(2017, 1, 2), 0, 0),
    (PartialDate(1958), 59, 60),
    (PartialDate(1958, 1), 59, 60),
    (PartialDate(1958, 2), 59, 59),
    (PartialDate(1958, 1, 1), 60, 60),
]


@pytest.mark.parametrize(("born", "least", "greatest"), BIRTHS)
def test_possible_ages(born: PartialDate | None, least: int | None, greatest: int | None) -> None:
    assert possible_ages(born, DAY) == Ages(least, greatest)


def test_every_age_is_in_exactly_one_band() -> None:
    for age in range(130):
        answers = [in_band(Ages(age, age), band) for band in GROUPS.bands]
        assert answers.count(YES) == 1
        assert answers.count(NO) == len(answers) - 1


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "newborn"),
        (2, "newborn"),
        (3, "preschool"),
        (5, "preschool"),
        (6, "school"),
        (14, "school"),
        (15, "youth"),
        (24, "youth"),
        (25, "working_age"),
        (59, "working_age"),
        (60, "elderly"),
        (101, "elderly"),
    ],
)
def test_the_edges_of_the_bands(age: int, band: str) -> None:
    assert groups_of(Ages(age, age), {}, GROUPS)[band] is YES


def test_an_age_that_may_lie_on_either_side_is_unknown_on_both_and_no_elsewhere() -> None:
    found = groups_of(Ages(59, 60), {"disabled": True, "chronic": False}, GROUPS)
    assert (found["working_age"], found["elderly"]) == (UNKNOWN, UNKNOWN)
    assert {found[name] for name in ("newborn", "preschool", "school", "youth")} == {NO}
    assert (found["disabled"], found["chronic"], found["bedridden"]) == (YES, NO, UNKNOWN)


def test_without_an_age_no_band_can_be_told() -> None:
    assert {in_band(Ages(None, None), band) for band in GROUPS.bands} == {UNKNOWN}


def test_a_household_has_one_when_anybody_is_one() -> None:
    assert any_member([NO, UNKNOWN, YES]) is YES
    assert any_member([NO, UNKNOWN]) is UNKNOWN
    assert any_member([NO, NO]) is NO


# What the census and the register say | disabled | chronically ill | bedridden
CENSUS = [
    ("normal", True, None, False, False, False),
    ("normal", False, None, False, False, None),
    ("normal", True, True, True, False, False),
    ("disabled", False, False, True, None, True),
    ("disabled", None, None, True, None, None),
    ("chronic", True, False, None, True, False),
    ("chronic", False, True, True, True, True),
    (None, None, None, None, None, None),
    (None, False, True, True, None, None),
]


@pytest.mark.parametrize(("health", "helps_self", "registered", "disabled", "chronic", "bedridden"), CENSUS)
def test_conditions_of_the_census(
    health: str | None,
    helps_self: bool | None,
    registered: bool | None,
    disabled: bool | None,
    chronic: bool | None,
    bedridden: bool | None,
) -> None:
    assert census_disabled(health, registered) is disabled
    assert census_chronic(health) is chronic
    assert census_bedridden(health, helps_self) is bedridden


def test_labels_say_to_whom_a_group_is_attributed() -> None:
    own, person, household = GROUPS.own_labels(), *(GROUPS.labels(each) for each in Attribution)
    assert set(own) == set(person) == set(household)
    for name in own:
        assert len({own[name].th, person[name].th, household[name].th}) == 3
        assert len({own[name].en, person[name].en, household[name].en}) == 3


def test_every_group_has_source_and_status() -> None:
    assert all(band.source and band.status for band in GROUPS.bands)
    assert all(condition.source and condition.status for condition in GROUPS.conditions)


BAND = """
[[age_band]]
id = "{id}"
label = {{ th = "ก", en = "a" }}
source = "test"
status = "proposed"
from_years = {first}
{last}
"""


def written(*bands: tuple[str, int, int | None]) -> str:
    return "".join(
        BAND.format(id=id, first=first, last="" if last is None else f"to_years = {last}")
        for id, first, last in bands
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        written(("a", 0, 5)),
        written(("a", 1, None)),
        written(("a", 0, 5), ("b", 7, None)),
        written(("a", 0, 5), ("b", 5, None)),
        written(("a", 0, 5), ("b", 6, 3), ("c", 4, None)),
        written(("a", 0, None), ("b", 5, None)),
    ],
)
def test_bands_with_a_gap_or_an_overlap_are_refused(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "life_cycle.toml").write_text(text, "utf-8")
    monkeypatch.setattr(life_cycle, "policy_dir", lambda: tmp_path)
    load_life_cycle.cache_clear()
    with pytest.raises(SamutError, match="LIFE_001"):
        load_life_cycle()
    load_life_cycle.cache_clear()


def test_bands_that_follow_each_other_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "life_cycle.toml").write_text(written(("a", 0, 5), ("b", 6, None)), "utf-8")
    monkeypatch.setattr(life_cycle, "policy_dir", lambda: tmp_path)
    load_life_cycle.cache_clear()
    assert [(each.id, each.first, each.last) for each in load_life_cycle().bands] == [
        ("a", 0, 5),
        ("b", 6, None),
    ]
    assert isinstance(load_life_cycle().bands[0], AgeBand)
    load_life_cycle.cache_clear()
