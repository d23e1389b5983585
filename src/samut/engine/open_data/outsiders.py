"""What whoever may not see persons may not see either: the same figures that the public tables hide.

Why it exists: an analyst's page and the public tables show the same result. Were their hidden figures
others, each would tell the other's.
"""

from __future__ import annotations

from samut.engine.open_data.columns import (
    CONCERNED,
    FAILING,
    HOUSEHOLDS,
    PERSONS,
    POOR,
    POOR_HOUSEHOLDS,
    POOR_PERSONS,
    REGISTERED,
    TARGET,
    TARGETS,
    UNKNOWN,
    UNKNOWN_HOUSEHOLDS,
    UNKNOWN_PERSONS,
    UNKNOWN_TARGET,
    of_dimension,
    of_indicator,
)
from samut.engine.open_data.kept import PublicFigures

# The fields of samut.engine.histogram's figures, by the names they are published under.
OF_AREA = {
    "households": HOUSEHOLDS,
    "persons": PERSONS,
    "poor_households": POOR_HOUSEHOLDS,
    "poor_persons": POOR_PERSONS,
    "registered_persons": REGISTERED,
    "target_persons": TARGET,
    "target_unknown_persons": UNKNOWN_TARGET,
    "unknown_households": UNKNOWN_HOUSEHOLDS,
    "unknown_persons": UNKNOWN_PERSONS,
}
OF_DIMENSION = {"poor_persons": POOR, "target_persons": TARGETS, "unknown_persons": UNKNOWN}
OF_INDICATOR = {"exposed_persons": CONCERNED, "failing_persons": FAILING, "target_persons": TARGETS}


def is_hidden(
    figures: PublicFigures, area_code: str, field: str, *, dimension: str = "", indicator: int = 0
) -> bool | None:
    """Whether a figure (all dimensions on) is hidden from outsiders.

    `dimension` or `indicator` say of which one `field` is. None: the public tables do not say, for they
    hold neither such areas nor such figures; then the asking page's own rule holds.
    """
    name = _published_name(field, dimension, indicator)
    if name not in figures.names or not figures.has(area_code):
        return None
    return figures.is_hidden(area_code, name)


def _published_name(field: str, dimension: str, indicator: int) -> str:
    if dimension:
        return of_dimension(OF_DIMENSION.get(field, ""), dimension)
    if indicator:
        return of_indicator(OF_INDICATOR.get(field, ""), indicator)
    return OF_AREA.get(field, "")
