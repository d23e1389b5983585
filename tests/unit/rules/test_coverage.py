"""Of how many there are, how many were surveyed: nothing is clipped, nothing unknown becomes nought."""

from __future__ import annotations

from fractions import Fraction

from samut.rules.coverage import Coverage, Reach, VillageCount, coverage


def test_an_area_is_the_sum_of_its_villages() -> None:
    found = coverage(
        "220506", [VillageCount("22050601", 100, 300, 80, 240), VillageCount("22050602", 50, 100, 0, 0)]
    )
    assert found == Coverage("220506", 2, 0, 1, Reach(150, 80), Reach(400, 240))
    assert (found.households.share, found.households.left_out) == (Fraction(8, 15), 70)
    assert not found.households.over


def test_one_village_without_a_count_leaves_the_sum_unknown() -> None:
    found = coverage(
        "220506", [VillageCount("22050601", 100, None, 80, 240), VillageCount("22050602", None, 100, 9, 30)]
    )
    assert (found.not_counted, found.households, found.persons) == (2, Reach(None, 89), Reach(None, 270))
    assert (found.households.share, found.households.left_out, found.households.over) == (None, None, False)


def test_more_surveyed_than_counted_is_shown_as_it_is() -> None:
    reach = Reach(50, 60)
    assert (reach.share, reach.left_out, reach.over) == (Fraction(6, 5), -10, True)


def test_nobody_counted_has_no_share_but_is_known() -> None:
    assert (Reach(0, 3).share, Reach(0, 3).left_out, Reach(0, 3).over) == (None, -3, True)


def test_an_area_of_no_village_is_unknown() -> None:
    assert coverage("TH", []).households == Reach(None, 0)
