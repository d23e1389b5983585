"""What became of a person or household between two editions, state by state, drawn as tables."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from samut.rules import panel
from samut.rules.errors import SamutError
from samut.rules.panel import (
    FOLLOWED,
    LABELS,
    Homes,
    HouseholdKnown,
    Moment,
    PersonKnown,
    Place,
    State,
    born_since,
    change_too_large,
    household_state,
    load_panel_policy,
    moves_by_error,
    person_state,
    recorded_dead,
)
from samut.rules.status import Answer

TOLD = {"poor": Answer.YES, "not": Answer.NO, "?": Answer.UNKNOWN, "-": None}

# before | after | lives now in | what else is known | state
PERSONS = """
poor | poor | same_household  |                  | stayed_poor
poor | not  | same_household  |                  | left_poverty
not  | poor | same_household  |                  | entered_poverty
not  | poor | same_household  | poor_earlier     | fell_back
not  | not  | same_household  | poor_earlier     | stayed_out
poor | ?    | same_household  |                  | unknown
?    | not  | same_household  |                  | unknown
poor | not  | unknown         |                  | unknown
poor | not  | other_household |                  | moved
poor | not  | other_area      |                  | moved_away
poor | not  | other_area      | split            | moved_away
poor | not  | other_household | split            | split
poor | not  | same_household  | split            | split
poor | -    | same_household  |                  | not_found
poor | -    | same_household  | died             | died
poor | not  | same_household  | died             | died
-    | not  | same_household  | born_since       | born
-    | poor | same_household  |                  | new
poor | not  | same_household  | born_since       | left_poverty
poor | -    | same_household  | died unfollowed  | cannot_follow
-    | not  | same_household  | unfollowed       | cannot_follow
"""

# before | after | what else is known (of a household whose people are all still in it) | state
HOUSEHOLDS = """
poor | poor |                       | stayed_poor
poor | not  |                       | left_poverty
not  | poor |                       | entered_poverty
not  | poor | poor_earlier          | fell_back
not  | not  |                       | stayed_out
poor | ?    |                       | unknown
poor | not  | unshared              | replaced
poor | not  | other_area            | moved_away
poor | not  | split                 | split
poor | not  | unfollowed            | cannot_follow
poor | -    | unshared homes=none   | not_found
poor | -    | unshared homes=none died | died
poor | -    | unshared              | moved
poor | -    | unshared other_area   | moved_away
poor | -    | unshared homes=several other_area | split
-    | not  |                       | formed
-    | not  | strangers             | new
"""


def drawn(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.splitlines() if line.strip()]


@pytest.mark.parametrize("line", drawn(PERSONS), ids=" ".join)
def test_persons(line: list[str]) -> None:
    before, after, place, else_known, state = line
    flags = {name: True for name in else_known.split() if name != "unfollowed"}
    known = PersonKnown(
        TOLD[before], TOLD[after], Place(place), followable="unfollowed" not in else_known, **flags
    )
    assert person_state(known) is State(state)


@pytest.mark.parametrize("line", drawn(HOUSEHOLDS), ids=" ".join)
def test_households(line: list[str]) -> None:
    before, after, else_known, state = line
    said = else_known.split()
    homes = next((Homes(each.split("=")[1]) for each in said if "=" in each), Homes.ONE)
    known = HouseholdKnown(
        TOLD[before],
        TOLD[after],
        followable="unfollowed" not in said,
        shared="unshared" not in said,
        other_area="other_area" in said,
        split="split" in said,
        homes=homes,
        died="died" in said,
        known_people="strangers" not in said,
        poor_earlier="poor_earlier" in said,
    )
    assert household_state(known) is State(state)


def test_nobody_leaves_poverty_who_moved_died_split_or_was_not_found() -> None:
    flags = (False, True)
    for before, after, place in product(TOLD.values(), TOLD.values(), Place):
        for split, born, died, earlier, followable in product(flags, repeat=5):
            known = PersonKnown(before, after, place, split, born, died, earlier, followable)
            if person_state(known) in FOLLOWED:
                assert followable and not died and not split and place is Place.SAME
                assert before in (Answer.YES, Answer.NO) and after in (Answer.YES, Answer.NO)


def test_every_state_has_its_words() -> None:
    assert set(LABELS) == set(State)
    assert len({label.th for label in LABELS.values()}) == len(State)


# born or died | edition | listed in it | whether it counts
BIRTHS = [
    (None, Moment(2018), False),
    (Moment(2017), Moment(2018), False),
    (Moment(2018), Moment(2018), True),
    (Moment(2018, 301), Moment(2018), True),
    (Moment(2018, 301), Moment(2018, 215), True),
    (Moment(2018, 215), Moment(2018, 215), False),
    (Moment(2018), Moment(2018, 215), True),
]
DEATHS = [
    (None, Moment(2018), True, False),
    (Moment(2018), Moment(2018), True, False),
    (Moment(2018), Moment(2018), False, True),
    (Moment(2017), Moment(2018), True, True),
    (Moment(2019), Moment(2018), False, False),
    (Moment(2018, 301), Moment(2018, 215), False, False),
    (Moment(2018, 214), Moment(2018, 215), True, True),
    (Moment(2018, 215), Moment(2018, 215), False, True),
    (Moment(2018, 301), Moment(2018), False, True),
]


@pytest.mark.parametrize(("born", "edition", "since"), BIRTHS)
def test_born_since(born: Moment | None, edition: Moment, since: bool) -> None:
    assert born_since(born, edition) is since


@pytest.mark.parametrize(("died", "edition", "listed", "dead"), DEATHS)
def test_recorded_dead(died: Moment | None, edition: Moment, listed: bool, dead: bool) -> None:
    assert recorded_dead(died, edition, listed) is dead


def test_the_known_break_of_tpmap() -> None:
    (known,) = load_panel_policy(date(2026, 1, 1)).breaks
    assert (known.since, known.until, known.poor_before, known.poor_after) == (2565, 2566, 3_440_000, 655_365)
    assert known.lies_between(Moment(2022), Moment(2023))
    assert known.lies_between(Moment(2018), Moment(2025))
    assert not known.lies_between(Moment(2018), Moment(2022))
    assert not known.lies_between(Moment(2023), Moment(2024))


def test_how_far_the_poor_can_believably_change() -> None:
    assert not change_too_large(100, 130, 30)
    assert change_too_large(100, 131, 30)
    assert change_too_large(100, 69, 30)
    assert change_too_large(0, 1, 30)
    assert not change_too_large(0, 0, 30)


def test_an_error_in_one_of_two_editions_looks_like_a_move() -> None:
    assert moves_by_error(0.02) == pytest.approx(0.0392)
    assert moves_by_error(0) == 0


def test_a_policy_file_with_a_misspelt_name_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "panel.toml").write_text("largest_chnge_percent = 3\n", "utf-8")
    monkeypatch.setattr(panel, "policy_dir", lambda: tmp_path)
    load_panel_policy.cache_clear()
    with pytest.raises(SamutError, match="POLICY_001"):
        load_panel_policy(date(2026, 1, 1))
    load_panel_policy.cache_clear()
