"""What policy/linkage.toml says that names find, taken for estimates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from samut.rules import measured_links as module
from samut.rules.linkage import load_link_policy
from samut.rules.measured_links import measured_links

DAY = date(2027, 1, 1)


@pytest.fixture
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Entries of [[measured]] in the place of those of the policy."""

    def write(*entries: tuple[str, float, float]) -> None:
        told = [
            f'[[measured]]\non = {on}\ngenerator = "drawn"\nprobability = {probability}\n'
            f'residual_precision = 0.9\nresidual_recall = {recall}\nstatus = "derived"\n'
            for on, probability, recall in entries
        ]
        (tmp_path / module.POLICY).write_text("\n".join(told), encoding="utf-8")
        monkeypatch.setattr(module, "policy_dir", lambda: tmp_path)
        module._measured.cache_clear()

    yield write
    module._measured.cache_clear()


def test_it_is_the_newest_at_the_threshold_of_that_day(measured) -> None:
    threshold = load_link_policy(DAY).values.same_probability
    measured(
        ("2026-01-01", threshold, 0.7),
        ("2026-05-01", threshold, 0.8),
        ("2026-06-01", 0.5, 0.99),
        ("2027-05-01", threshold, 0.6),
    )
    found = measured_links(DAY)
    assert found is not None
    assert (found.on, found.recall, found.precision) == (date(2026, 5, 1), 0.8, 0.9)
    assert "พฤษภาคม 2569" in found.source.th and "May 2026" in found.source.en
    assert "drawn" in found.source.th and "drawn" in found.source.en


def test_at_another_threshold_it_was_not_measured(measured) -> None:
    measured(("2026-01-01", 0.5, 0.7))
    assert measured_links(DAY) is None


def test_the_policy_has_measured_the_threshold_it_uses() -> None:
    found = measured_links(DAY)
    assert found is not None and 0 < found.recall <= 1 and 0 < found.precision <= 1
