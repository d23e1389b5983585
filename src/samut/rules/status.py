"""What a rule can say: three-valued answers, the status of an indicator, and the words of a household."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """Yes, no, or not known. Not known is never taken for no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """What one indicator says of one household."""

    DEPRIVED = "yes"
    NOT_DEPRIVED = "no"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Words:
    """All indicators of a household in three signed 64-bit numbers; bit i is the indicator with bit i.

    `deprived` is set only where `known` is. `applies` is not set exactly where the indicator is not
    applicable (nobody is eligible); there `known` is set, for that much is known.
    """

    deprived: int
    known: int
    applies: int
