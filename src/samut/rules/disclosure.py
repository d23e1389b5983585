"""Primary suppression: a count of people that is small enough to point at somebody is not shown.

Nought is shown: it points at nobody. Complementary suppression (hiding a second cell so that the
first cannot be worked out from a total) is the business of whoever lays out a table; `rows_to_cover`
says which rows of one, `samut.rules.disclosure_tree` which counts of a tree of areas. From what size a
count is shown stands in policy/disclosure.toml.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from samut.rules.disclosure_policy import load_disclosure_policy

SMALLEST_SHOWN = load_disclosure_policy().limits.smallest_shown


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


def rounded(count: int, base: int) -> int:
    """The multiple of `base` nearest to a count; of two as near the even one, so that sums do not drift."""
    return round(count / base) * base


def rows_to_cover(
    rows: Sequence[Sequence[int]], also: Collection[int] = (), *, sum_shown: bool = True
) -> frozenset[int]:
    """Which rows of a table must be covered.

    Each row is the counts that its figures tell of. A row with a small count is covered, and so
    are those of `also`. Where the sum of all rows stands beside them, one covered row alone is what
    the sum leaves over, and so is a small count of all covered rows together: then the row with the
    smallest counts goes with them, until neither is so or no row left has such a count. Nought
    everywhere points at nobody and covers nobody.
    """
    covered = {place for place, counts in enumerate(rows) if any(map(is_small, counts))} | set(also)
    others = sorted(
        (place for place, counts in enumerate(rows) if any(counts) and place not in covered),
        key=lambda place: (list(rows[place]).count(0), sorted(filter(None, rows[place])), place),
    )
    while covered and sum_shown:
        together = [sum(column) for column in zip(*(rows[place] for place in covered), strict=True)]
        few = [column for column, count in enumerate(together) if is_small(count)]
        hiding = [place for place in others if any(rows[place][column] for column in few)]
        if not hiding and len(covered) == 1:
            hiding = others
        if not hiding:
            break
        covered.add(hiding[0])
        others.remove(hiding[0])
    return frozenset(covered)
