"""What policy/missed.toml says of the lists and the published figures."""

from __future__ import annotations

from samut.rules.capture_recapture import reasons_against
from samut.rules.missed_policy import load_missed_policy


def test_the_published_lists_of_tpmap_are_refused() -> None:
    policy = load_missed_policy()
    (lists,) = policy.published
    assert (lists.one.persons, lists.other.persons, lists.overlap) == (3_400_000, 11_400_000, 1_026_000)
    codes = [each.code for each in reasons_against(lists, policy.limits)]
    assert codes == ["MISSED_001", "MISSED_006", "MISSED_005", "MISSED_002"]


def test_lists_that_are_set_against_each_other_have_one_construct() -> None:
    lists = load_missed_policy().lists
    for one, other in (("census_disabled", "disability_register"), ("census_elderly", "elderly_allowance")):
        assert lists[one].construct == lists[other].construct
    assert lists["bmn_poor"].construct != lists["welfare_card"].construct
    assert load_missed_policy().people("bmn_poor", 7, 2561).persons == 7


def test_ages_by_which_lists_are_parted_begin_at_birth_and_rise() -> None:
    firsts = load_missed_policy().strata_ages
    assert firsts[0] == 0 and list(firsts) == sorted(set(firsts))
    assert 60 in firsts


def test_lists_are_drawn_anew_as_the_policy_says() -> None:
    draws = load_missed_policy().draws
    assert min(draws.of_two, draws.of_models, draws.seed) > 0
