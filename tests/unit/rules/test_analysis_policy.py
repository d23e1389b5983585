"""What policy/analysis.toml says is whole: bands without a gap, programmes and indicators that there are."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from samut.rules.analysis_policy import load_analysis_policy
from samut.rules.indicators import load_indicator_set
from samut.rules.programmes import programme_ids

POLICY = load_analysis_policy(date(2026, 1, 1))


@pytest.mark.parametrize("field", ["size", "head_age"])
def test_bands_follow_each_other_and_the_last_has_no_end(field: str) -> None:
    bands = POLICY.bands_of(field)
    assert all(one.last is not None and one.last + 1 == other.first for one, other in pairwise(bands))
    assert bands[-1].last is None and len({band.id for band in bands}) == len(bands)
    assert all(band.source for band in bands)


def test_every_programme_is_told_and_solves_indicators_that_there_are() -> None:
    known = {each.id for each in load_indicator_set("bmn-2560").indicators}
    assert {effect.programme for effect in POLICY.programmes} == set(programme_ids())
    for effect in POLICY.programmes:
        assert set(effect.indicators) <= known
        assert effect.status == "proposed" and effect.source and effect.say.th and effect.label.th


def test_a_programme_counts_from_its_day_on() -> None:
    assert not load_analysis_policy(date(2017, 6, 1)).programmes


def test_limits_are_above_nought() -> None:
    limits = (POLICY.most_cells, POLICY.most_classes, POLICY.most_filters, POLICY.most_saved_views)
    assert min(*limits, POLICY.steps_shown, POLICY.most_prepared_at_once) > 0
