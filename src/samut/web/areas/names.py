"""Names of places in dictionary order."""

from __future__ import annotations

from samut.rules.thai_order import MARKS, sort_key

__all__ = ["MARKS", "sort_key"]
