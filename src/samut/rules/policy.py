"""The door to policy: what other parts ask the policy files for."""

from __future__ import annotations

from samut.rules.policy_files import fact_labels, nearest, policy_dir, policy_version

__all__ = ["fact_labels", "nearest", "policy_dir", "policy_version"]
