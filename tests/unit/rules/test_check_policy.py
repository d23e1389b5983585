"""What policy/checks.toml says of households and places that are doubtful."""

from __future__ import annotations

from datetime import date

import pytest

from samut.rules.check_policy import load_doubt_limits
from samut.rules.errors import SamutError


def test_every_limit_is_there_and_in_order() -> None:
    limits = load_doubt_limits()
    assert limits.most_members > 1
    assert 0 < limits.least_years_to_child < limits.least_years_to_grandchild
    assert 0 < limits.least_head_age_years < limits.least_years_to_grandchild
    assert limits.most_metres_outside > 0


def test_before_the_census_there_was_no_limit() -> None:
    with pytest.raises(SamutError, match="POLICY_005"):
        load_doubt_limits(date(2000, 1, 1))
