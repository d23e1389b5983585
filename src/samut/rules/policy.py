"""The door to policy: what other parts ask the policy files for."""

from __future__ import annotations

from samut.rules.indicators import (
    Indicator,
    IndicatorSet,
    indicator_set_ids,
    load_indicator_set,
    parameters_on,
)
from samut.rules.policy_files import fact_labels, nearest, policy_dir, policy_version
from samut.rules.targeting import Target, load_target
from samut.rules.union import Dimension, Measure, load_measure, union_measure_ids

__all__ = [
    "Dimension",
    "Indicator",
    "IndicatorSet",
    "Measure",
    "Target",
    "fact_labels",
    "indicator_set_ids",
    "load_indicator_set",
    "load_measure",
    "load_target",
    "nearest",
    "parameters_on",
    "policy_dir",
    "policy_version",
    "union_measure_ids",
]
