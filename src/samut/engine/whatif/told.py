"""What is told of a what-if: rows with names, small counts covered, and the table of a file.

Two answers that differ by one question can tell of one household. So a small count covers not only
itself: where few leave poverty, all that stands after the change is covered, for the difference to
what stood before would say how many; and in a table with its sum a second row goes with the first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from samut.engine.areas import area, level_of
from samut.engine.whatif.areas import AreaChange
from samut.engine.whatif.fixes import BestFixes, Fix
from samut.engine.workspace import Workspace
from samut.rules.alkire_foster import AlkireFoster
from samut.rules.disclosure import is_small, rows_to_cover

Value = int | float | str | None

WHOLE_NUMBERS, NUMBERS, WORDS = pa.int64(), pa.float64(), pa.string()
AREA_COLUMNS = {
    "level": WORDS,
    "area": WORDS,
    "area_th": WORDS,
    "area_en": WORDS,
    "persons": WHOLE_NUMBERS,
    **{f"poor_{when}": WHOLE_NUMBERS for when in ("before", "after", "difference")},
    **{f"{name}_{when}": NUMBERS for name in ("h", "m0") for when in ("before", "after", "difference")},
    "leaving": WHOLE_NUMBERS,
    "entering": WHOLE_NUMBERS,
    "undecided_before": WHOLE_NUMBERS,
    "undecided_after": WHOLE_NUMBERS,
}
FIX_COLUMNS = {
    "ranked_by": WORDS,
    "rank": WHOLE_NUMBERS,
    "indicator": WORDS,
    "indicator_th": WORDS,
    "indicator_en": WORDS,
    "village": WORDS,
    "village_th": WORDS,
    "village_en": WORDS,
    "leaving": WHOLE_NUMBERS,
    "m0_fall": NUMBERS,
    "helped": WHOLE_NUMBERS,
    "mean_score_helped": NUMBERS,
}
# Of what is covered, the file says which it is: a count that is small, or what would tell of one.
COVER_COLUMNS = {"small": WORDS, "covered": WORDS}
BEFORE, AFTER = ("poor_before", "h_before", "m0_before"), ("poor_after", "h_after", "m0_after")
DIFFERENCE, MOVES = ("poor_difference", "h_difference", "m0_difference"), ("leaving", "entering")


@dataclass(frozen=True)
class Row:
    """One row as it is told. What is in `small` or `covered` has no value.

    `small` are counts under the smallest that is shown, `covered` what would give one away.
    """

    values: Mapping[str, Value]
    small: frozenset[str] = frozenset()
    covered: frozenset[str] = frozenset()

    def without(self, hidden: frozenset[str]) -> Row:
        """The row with these columns covered."""
        counts = hidden - frozenset(DIFFERENCE)
        small = frozenset(name for name in counts if is_small_count(self.values[name]))
        kept = {name: None if name in hidden else value for name, value in self.values.items()}
        return Row(kept, small, hidden - small)


def is_small_count(value: Value) -> bool:
    return isinstance(value, int) and is_small(value)


def area_rows(
    changes: Sequence[AreaChange], workspace: Workspace, *, unsuppressed: bool = False
) -> tuple[Row, ...]:
    """The areas' rows in their order: the whole first, then those that add up to it."""
    rows = [_area_row(each, workspace) for each in changes]
    if unsuppressed:
        return tuple(rows)
    (of_whole,) = _hidden(changes[:1], frozenset(AREA_COLUMNS))
    hidden = [of_whole, *_hidden(changes[1:], of_whole)]
    return tuple(row.without(names) for row, names in zip(rows, hidden, strict=True))


def _hidden(changes: Sequence[AreaChange], of_sum: frozenset[str]) -> list[frozenset[str]]:
    """The columns to cover in each row of a table; `of_sum` are those covered in its sum."""

    def cover(names: Sequence[str], counts: Sequence[Sequence[int]], also: Collection[int]) -> frozenset[int]:
        return rows_to_cover(counts, also, sum_shown=not of_sum.issuperset(names))

    moved = [(each.leaving, each.entering, each.rescored) for each in changes]
    few = cover(("persons",), [(each.persons,) for each in changes], ())
    before = cover(BEFORE, [(each.before.poor,) for each in changes], few)
    then = [(each.after.poor, *moves) for each, moves in zip(changes, moved, strict=True)]
    after = cover(AFTER, then, few)
    undecided = [(each.before.undecided,) for each in changes]
    undecided_then = [(each.after.undecided, each.settled, each.unsettled) for each in changes]
    groups: tuple[tuple[frozenset[int], tuple[str, ...]], ...] = (
        (few, ("persons",)),
        (before, BEFORE),
        (after, AFTER),
        (before | after, DIFFERENCE),
        # Before and after with who left or entered between them give each other away.
        (cover(MOVES, [each[:2] for each in moved], before | after), MOVES),
        (cover(("undecided_before",), undecided, few), ("undecided_before",)),
        (cover(("undecided_after",), undecided_then, few), ("undecided_after",)),
    )
    return [
        frozenset(name for covered, names in groups if place in covered for name in names)
        for place in range(len(changes))
    ]


def _area_row(change: AreaChange, workspace: Workspace) -> Row:
    before, after = change.before, change.after
    return Row(
        {
            "level": level_of(change.code),
            **_named("area", change.code, workspace),
            "persons": change.persons,
            **_two("poor", before.poor, after.poor),
            **_two("h", before.incidence, after.incidence),
            **_two("m0", before.adjusted, after.adjusted),
            "leaving": change.leaving,
            "entering": change.entering,
            "undecided_before": before.undecided,
            "undecided_after": after.undecided,
        }
    )


def _two(name: str, before: float | None, after: float | None) -> dict[str, Value]:
    difference = None if before is None or after is None else after - before
    return {f"{name}_before": before, f"{name}_after": after, f"{name}_difference": difference}


def _named(column: str, code: str, workspace: Workspace) -> dict[str, Value]:
    """A code with the names it has; the code itself where no area of that code is in force."""
    found = area(code, workspace)
    names = (found.name_th, found.name_en) if found else (code, code)
    return {column: code, f"{column}_th": names[0], f"{column}_en": names[1]}


def fix_rows(
    found: BestFixes, measure: AlkireFoster, workspace: Workspace, *, unsuppressed: bool = False
) -> tuple[Row, ...]:
    """The fixes that let most leave poverty, then those that lower M0 most, each best first."""
    rows = []
    for name, fixes in (("leaving", found.by_leaving), ("m0_fall", found.by_fall)):
        for rank, fix in enumerate(fixes, start=1):
            row = _fix_row(name, rank, fix, measure, workspace)
            rows.append(row if unsuppressed else row.without(_hidden_of_fix(fix)))
    return tuple(rows)


def _hidden_of_fix(fix: Fix) -> frozenset[str]:
    """Of few persons nothing is told; where few leave, the fall of M0 would say how many."""
    if is_small(fix.helped):
        return frozenset(("leaving", "m0_fall", "helped", "mean_score_helped"))
    return frozenset(("leaving", "m0_fall")) if is_small(fix.leaving) else frozenset()


def _fix_row(ranked_by: str, rank: int, fix: Fix, measure: AlkireFoster, workspace: Workspace) -> Row:
    term = measure.terms[fix.place]
    return Row(
        {
            "ranked_by": ranked_by,
            "rank": rank,
            "indicator": term.id,
            "indicator_th": term.label.th,
            "indicator_en": term.label.en,
            **_named("village", fix.village, workspace),
            "leaving": fix.leaving,
            "m0_fall": fix.fall,
            "helped": fix.helped,
            "mean_score_helped": fix.mean_score,
        }
    )


def told_table(rows: Sequence[Row], columns: Mapping[str, pa.DataType]) -> pa.Table:
    """The rows as a file has them: null where covered, with the names of what is in `small` and `covered`."""
    found = {name: pa.array([row.values[name] for row in rows], kind) for name, kind in columns.items()}
    for name in COVER_COLUMNS:
        found[name] = pa.array([" ".join(sorted(getattr(row, name))) for row in rows], WORDS)
    return pa.table(found)
