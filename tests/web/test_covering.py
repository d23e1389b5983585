"""Tables of areas covered level by level: whatever is drawn, nothing small is told or left over."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from samut.rules.disclosure import is_small
from samut.web.missed.covering import Counts, covered, covered_below

VILLAGES = ("22010101", "22010102", "22010201", "22010202", "22010203", "22020101", "22020102")
count = st.one_of(st.just(0), st.integers(1, 12), st.integers(20, 90))
drawn = st.fixed_dictionaries({village: st.tuples(count, count) for village in VILLAGES})


@dataclass(frozen=True)
class Drawn:
    """Counts of villages, added up to every area above; `elsewhere` are codes that another page hides."""

    villages: Mapping[str, Counts]
    elsewhere: frozenset[str] = frozenset()

    def below(self, code: str) -> tuple[str, ...]:
        start, digits = ("", 2) if code == "TH" else (code, len(code) + 2)
        return tuple(sorted({v[:digits] for v in self.villages if v.startswith(start) and len(v) >= digits}))

    def parts(self, code: str) -> Mapping[str, Counts]:
        inside = [counts for village, counts in self.villages.items() if village.startswith(code)]
        return {"persons": tuple(map(sum, zip(*inside, strict=True)))}

    def beside(self, parent: str, name: str, covered: Sequence[Collection[str]]) -> set[int]:
        return {place for place, code in enumerate(self.below(parent)) if code in self.elsewhere}


def told_below(tables: Drawn, parent: str) -> dict[str, Counts]:
    """What an outsider reads in the table below an area."""
    hidden = covered_below(tables, parent)
    return {
        code: tables.parts(code)["persons"] for code in tables.below(parent) if "persons" not in hidden[code]
    }


@given(drawn, st.sets(st.sampled_from(VILLAGES)))
@settings(max_examples=150, deadline=None)
def test_nothing_small_is_told_and_nothing_is_left_over(
    villages: dict[str, Counts], elsewhere: set[str]
) -> None:
    tables = Drawn(villages, frozenset(elsewhere))
    for parent in ("22", "2201", "2202", "220101", "220102", "220201"):
        shown = told_below(tables, parent)
        hidden = set(tables.below(parent)) - set(shown)
        assert not [each for counts in shown.values() for each in counts if is_small(each)]
        assert not hidden & elsewhere ^ {code for code in tables.below(parent) if code in elsewhere}
        if "persons" in covered(tables, parent):
            # The sum is hidden, so its rows must not add up to it.
            assert not any(map(any, shown.values()))
            continue
        for place, whole in enumerate(tables.parts(parent)["persons"]):
            left = whole - sum(counts[place] for counts in shown.values())
            others = any(counts[place] for counts in shown.values())
            assert not (is_small(left) and others), (parent, place)
        told = [code for code, counts in shown.items() if any(counts)]
        assert not (len(hidden) == 1 and told), parent


@given(drawn)
@settings(max_examples=60, deadline=None)
def test_a_page_hides_what_the_table_above_it_hides(villages: dict[str, Counts]) -> None:
    tables = Drawn(villages)
    assert covered(tables, "22") == covered(tables, "TH") == frozenset()
    for parent in ("22", "2201", "220102"):
        below = covered_below(tables, parent)
        assert {code: covered(tables, code) for code in tables.below(parent)} == below
