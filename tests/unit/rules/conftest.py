"""A copy of the policy folder that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from samut.rules import household_measures, indicators, policy_files, programmes, targeting, union

CACHES = (
    policy_files.fact_labels,
    indicators.load_indicator_set,
    union.load_measure,
    targeting.load_target,
    programmes.load_programme,
    programmes.programme_facts,
    household_measures.load_household_measure,
)


@pytest.fixture
def policy_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    copy = tmp_path / "policy"
    for folder in ("indicators", "measures", "targets", "programmes", "profiles"):
        shutil.copytree(policy_files.policy_dir() / folder, copy / folder)
    monkeypatch.setattr(policy_files, "_PLACES", (tmp_path / "nowhere", copy))
    for cache in CACHES:
        cache.cache_clear()
    yield copy
    for cache in CACHES:
        cache.cache_clear()
