"""What the pages of areas hide, so that no table gives it away.

A page of an area lists the areas below it and hides a small count together with another, so that the
sum does not tell it. Were the other one shown in a table, or found there by adding up, the small one
would be known. So of the entries that add up to a figure which a page hides, a table hides one at least.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from samut.engine.areas import parent_of
from samut.engine.pivot.asking import PivotTable
from samut.engine.pivot.covering import Shown
from samut.engine.pivot.fields import EDITION, Field, FieldKind
from samut.rules.disclosure_table import Entry
from samut.web.areas import queries as areas
from samut.web.insight.figures import AreaFigures, Missing
from samut.web.insight.queries import Holdings, rows_of
from samut.web.insight.switch import Switch

POOR = "poor"
# What a page tells of everybody and of each answer to whether somebody is poor.
EVERYBODY = {"": ("households", "persons")}
OF_POOR = {
    "yes": ("poor_households", "poor_persons"),
    "unknown": ("unknown_households", "unknown_persons"),
}
# All target persons live in poor households.
TARGETS = {"": ("target_persons",), "yes": ("target_persons",)}
DIMENSION = "dim-"
# An area, and the class of poverty or of a dimension that is told of there; "" for everybody.
Told = tuple[str, str]


def entries_beside(table: PivotTable, held: Holdings, shown: Shown) -> frozenset[Entry]:
    """The entries to hide because pages of areas hide what they add up to, in what is counted.

    None where a filter leaves figures that no page shows, or where no areas are told apart.
    """
    asked = table.asked
    places = any(each.kind is FieldKind.PLACE for each in (*asked.rows, *asked.columns))
    filters = [each for each in asked.filters if each.field.id != EDITION]
    if not places or len(filters) > 1 or any(not _is_on_pages(each.field) for each in filters):
        return frozenset()
    groups = _adding_up(table, str(held.config.edition), [f"{each.field.id}:{each.of}" for each in filters])
    figures = _on_pages(held, {area for area, _, _ in groups})
    grids = table.grids
    # A share tells of both counts that it is made of.
    counted = {Shown.RATE: (True, False), Shown.TARGET: (True,)}.get(shown, (False,))

    def tells(entry: Entry) -> tuple[int, int]:
        """Nought is never hidden, so the entry must count somebody, in target persons too where it can."""
        return grids.target[entry[0]][entry[1]], grids.households[entry[0]][entry[1]]

    return frozenset(
        max(entries, key=tells)
        for (area, of, _), entries in groups.items()
        if area in figures and any(_is_hidden(figures[area], of, of_target=each) for each in counted)
    )


def _is_on_pages(field: Field) -> bool:
    """Whether pages tell of the classes of a field."""
    return field.id == POOR or field.kind is FieldKind.DIMENSION


def _on_pages(held: Holdings, codes: Iterable[str]) -> Mapping[str, AreaFigures]:
    """What the page of the area around tells of each area, to whoever may not see its persons."""
    parents = {parent for code in codes if (parent := parent_of(code)) not in (None, areas.COUNTRY)}
    rows = (row for parent in sorted(parents) for row in rows_of(held, str(parent), Switch(), exact=False))
    return {row.area.code: row.figures for row in rows if row.figures is not None}


def _adding_up(
    table: PivotTable, edition: str, filtered: Sequence[str]
) -> Mapping[tuple[str, str, str], list[Entry]]:
    """For each area and class the entries that add up to it: those inside, and those of each total.

    Pages are of one edition; in a table of several only its entries add up to what they tell.
    """
    found: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    asked = table.asked
    editions = {each.of for each in asked.filters if each.field.id == EDITION}
    for row, key in enumerate((*table.rows, None)):
        for column, other in enumerate((*table.columns, None)):
            told = dict(zip(asked.rows, key or (), strict=False))
            told |= dict(zip(asked.columns, other or (), strict=False))
            editions_here = editions | {of for field, of in told.items() if field.id == EDITION}
            layer = f"{key is None}{other is None}"
            for area, of in _told(told, filtered) if editions_here <= {edition} else ():
                found[(area, of, layer)].append((row, column))
    return found


def _told(classes: Mapping[Field, str], filtered: Sequence[str]) -> Iterator[Told]:
    """The areas of an entry with each figure of theirs that it is a part of."""
    figures = [f"{field.id}:{of}" for field, of in classes.items() if _is_on_pages(field)]
    for area in [of for field, of in classes.items() if field.kind is FieldKind.PLACE][-1:]:
        if filtered:
            yield area, filtered[0]
        else:
            yield area, ""
            yield from ((area, figure) for figure in figures)


def _is_hidden(figures: AreaFigures, of: str, *, of_target: bool) -> bool:
    """Whether the page hides the figure of a class, in target persons or in all."""
    field, _, answer = of.partition(":")
    if field.startswith(DIMENSION):
        id = field.removeprefix(DIMENSION)
        found = [each for each in figures.dimensions if each.id == id and answer == "yes"]
        return any(
            isinstance(each.target_persons if of_target else each.poor_persons, Missing) for each in found
        )
    names = TARGETS if of_target else OF_POOR if field == POOR else EVERYBODY
    return any(isinstance(getattr(figures, name), Missing) for name in names.get(answer, ()))
