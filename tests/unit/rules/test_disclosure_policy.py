"""policy/disclosure.toml, as it stands on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from samut.rules import disclosure_policy
from samut.rules.disclosure import SMALLEST_SHOWN, rounded
from samut.rules.disclosure_policy import Limits, load_disclosure_policy
from samut.rules.errors import SamutError


def test_what_is_in_force() -> None:
    policy = load_disclosure_policy(date(2026, 1, 1))
    assert policy.limits == Limits(smallest_shown=5, rounding_base=5, fewest_values=5)
    assert policy.limits.smallest_shown == SMALLEST_SHOWN
    assert policy.lowest_level == "tambon"
    assert (policy.licence.id, policy.licence.status) == ("CC-BY-4.0", "proposed")
    assert [each.licence for each in policy.sources] == ["CC BY 3.0 IGO", "CC BY 4.0"]
    assert load_disclosure_policy() == load_disclosure_policy(date(2026, 1, 1))


def test_before_anything_was_in_force_there_is_no_policy() -> None:
    with pytest.raises(SamutError, match="POLICY_005"):
        load_disclosure_policy(date(2016, 12, 31))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('level = "tambon"', 'level = "house"', "POLICY_009"),
        ("[[lowest_level]]\nfrom = 2017-01-01", "[[lowest_level]]\nfrom = 2017-01-02", "POLICY_005"),
        ('address = "https://creativecommons.org/licenses/by/4.0/"', "", "POLICY_003"),
    ],
)
def test_what_is_wrong_is_named(
    old: str, new: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (disclosure_policy.policy_dir() / "disclosure.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "disclosure.toml").write_text(text.replace(old, new), "utf-8")
    monkeypatch.setattr(disclosure_policy, "policy_dir", lambda: tmp_path)
    disclosure_policy._in_force.cache_clear()
    try:
        with pytest.raises(SamutError, match=code):
            load_disclosure_policy(date(2017, 1, 1))
    finally:
        disclosure_policy._in_force.cache_clear()


def test_rounding_takes_the_nearest_and_the_even_of_two() -> None:
    assert [rounded(count, 5) for count in (0, 5, 7, 8, 12, 13)] == [0, 5, 5, 10, 10, 15]
    assert [rounded(count, 10) for count in (5, 15, 25, 35)] == [0, 20, 20, 40]
