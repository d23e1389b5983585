"""Samut (สมุด): find the households left behind, and stay with each until it no longer is.

`samut.measure`, `samut.change`, `samut.money` and `samut.robustness` are the Python API of the commands
of those names.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

# What the package offers by name; loaded when it is asked for, so that a rule alone stays light.
_OFFERED = {
    "change": "samut.engine.estimates.measuring",
    "measure": "samut.engine.estimates.measuring",
    "money": "samut.engine.estimates.money",
    "robustness": "samut.engine.estimates.robustness",
}
__all__ = ["__version__", "change", "measure", "money", "robustness"]


def __getattr__(name: str) -> Any:
    if name not in _OFFERED:
        raise AttributeError(f"module 'samut' has no attribute {name!r}")
    return getattr(importlib.import_module(_OFFERED[name]), name)
