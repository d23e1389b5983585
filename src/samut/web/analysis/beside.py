"""What the pages of areas hide, so that no table gives it away.

A page of an area lists the areas below it and hides a small count together with another, so that the
sum does not tell it. Were the other one shown in a table, or found there by adding up, the small one
would be known. So of the entries that add up to a figure which a page hides, a table hides one at least.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from samut.engine.areas import parent_of
from samut.engine.pivot.asking import PivotTable
from samut.engine.pivot.fields import Field, FieldKind
from samut.rules.disclosure_table import Entry
from samut.web.areas import queries as areas
from samut.web.insight.figures import AreaFigures, Missing
from samut.web.insight.queries import Holdings, rows_of
from samut.web.insight.switch import Switch

POOR = "poor"
EVERYBODY = ("households", "persons")
OF_POOR = {
    "yes": ("poor_households", "poor_persons", "target_persons"),
    "unknown": ("unknown_households", "unknown_persons"),
}
DIMENSION = "dim-"
# An area, and the class of poverty or of a dimension that is told of there; "" for everybody.
Told = tuple[str, str]


def entries_beside(table: PivotTable, held: Holdings) -> frozenset[Entry]:
    """The entries to hide because pages of areas hide what they add up to. None where filters are used:
    no page shows those figures."""
    asked = table.asked
    if asked.filters or not any(each.kind is FieldKind.PLACE for each in (*asked.rows, *asked.columns)):
        return frozenset()
    groups = _adding_up(table)
    figures = _on_pages(held, {area for area, _, _ in groups})
    return frozenset(
        max(entries, key=lambda entry: table.grids.households[entry[0]][entry[1]])
        for (area, of, _), entries in groups.items()
        if area in figures and _is_hidden(figures[area], of)
    )


def _on_pages(held: Holdings, codes: Iterable[str]) -> Mapping[str, AreaFigures]:
    """What the page of the area around tells of each area, to whoever may not see its persons."""
    parents = {parent for code in codes if (parent := parent_of(code)) not in (None, areas.COUNTRY)}
    rows = (row for parent in sorted(parents) for row in rows_of(held, str(parent), Switch(), exact=False))
    return {row.area.code: row.figures for row in rows if row.figures is not None}


def _adding_up(table: PivotTable) -> Mapping[tuple[str, str, str], list[Entry]]:
    """For each area and class the entries that add up to it: those inside, and those of each total."""
    found: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    rows, columns = table.asked.rows, table.asked.columns
    for row, key in enumerate((*table.rows, None)):
        for column, other in enumerate((*table.columns, None)):
            told = dict(zip(rows, key or (), strict=False)) | dict(zip(columns, other or (), strict=False))
            layer = f"{key is None}{other is None}"
            for area, of in _told(told):
                found[(area, of, layer)].append((row, column))
    return found


def _told(classes: Mapping[Field, str]) -> Iterator[Told]:
    """The areas of an entry with each figure of theirs that it is a part of."""
    places = [of for field, of in classes.items() if field.kind is FieldKind.PLACE]
    figures = [
        f"{field.id}:{of}"
        for field, of in classes.items()
        if field.id == POOR or field.kind is FieldKind.DIMENSION
    ]
    for area in places[-1:]:
        yield area, ""
        yield from ((area, figure) for figure in figures)


def _is_hidden(figures: AreaFigures, of: str) -> bool:
    field, _, answer = of.partition(":")
    if field.startswith(DIMENSION) and answer == "yes":
        id = field.removeprefix(DIMENSION)
        return any(
            isinstance(count, Missing)
            for each in figures.dimensions
            if each.id == id
            for count in (each.poor_persons, each.target_persons)
        )
    names = OF_POOR.get(answer, ()) if field == POOR else () if field else EVERYBODY
    return any(isinstance(getattr(figures, name), Missing) for name in names)
