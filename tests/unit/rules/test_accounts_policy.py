"""policy/accounts.toml, read; and a copy of it with a slip in it, refused."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date
from pathlib import Path

import pytest

from samut.rules import accounts_policy
from samut.rules.accounts_policy import load_accounts_policy
from samut.rules.errors import SamutError
from samut.rules.policy import policy_dir

TODAY = date(2026, 11, 1)


def test_everything_is_some_time_or_some_attempts() -> None:
    assert all(each > 0 for each in astuple(load_accounts_policy(TODAY)))


def test_a_code_does_not_outlive_an_invitation() -> None:
    policy = load_accounts_policy(TODAY)
    assert policy.one_time_code_hours < policy.setup_hours <= policy.invitation_days * 24


def test_before_the_first_entry_nothing_is_known() -> None:
    with pytest.raises(SamutError) as refused:
        load_accounts_policy(date(2020, 1, 1))
    assert refused.value.problem.code == "POLICY_005"


def test_a_misspelt_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (policy_dir() / "accounts.toml").read_text(encoding="utf-8")
    (tmp_path / "accounts.toml").write_text(text.replace("setup_hours", "set_up_hours"), encoding="utf-8")
    monkeypatch.setattr(accounts_policy, "policy_dir", lambda: tmp_path)
    load_accounts_policy.cache_clear()
    with pytest.raises(SamutError) as refused:
        load_accounts_policy(TODAY)
    load_accounts_policy.cache_clear()
    assert refused.value.problem.code == "POLICY_001"
