"""Primary suppression: a count of people that is small enough to point at somebody is not shown.

Nought is shown: it points at nobody. Complementary suppression (hiding a second cell so that the
first cannot be worked out from a total) is the business of whoever lays out a table.
"""

from __future__ import annotations

from dataclasses import dataclass

SMALLEST_SHOWN = 5


@dataclass(frozen=True)
class ShownCount:
    """A count as it may be published: the number, or None when it is hidden as too small."""

    count: int | None

    @property
    def hidden(self) -> bool:
        return self.count is None

    def in_words(self, language: str = "th") -> str:
        if self.count is not None:
            return f"{self.count:,}"
        thai = language.startswith("th")
        return f"น้อยกว่า {SMALLEST_SHOWN}" if thai else f"fewer than {SMALLEST_SHOWN}"


def is_small(count: int) -> bool:
    """Whether a count of people is above nought and below the smallest that is shown."""
    return 0 < count < SMALLEST_SHOWN


def shown(count: int) -> ShownCount:
    """The count as it may be published."""
    return ShownCount(None if is_small(count) else count)
