"""TPMAP's published figures, as they were imported: by province, and for the country by addition.

TPMAP publishes all dimensions together and each one alone. Everything else it does not publish
stays unpublished here; nothing is worked out from it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from samut.engine.lake import Lake
from samut.engine.workspace import Workspace
from samut.rules.errors.entry import Text
from samut.rules.policy import Measure
from samut.web.insight.figures import AreaFigures, Count, DimensionCounts, IndicatorCounts, Missing, Source
from samut.web.insight.switch import ALL, Switch

REGISTER, TABLE = "tpmap-province", "area_figure"
COUNTRY = "TH"
LABEL = Text("ตัวเลขที่ TPMAP เผยแพร่", "Figures published by TPMAP")
HOUSEHOLDS, PERSONS = "household.CNT", "HOUSEMEMBER_CNT"
POOR_HOUSEHOLDS, POOR_PERSONS = "poor.household.CNT", "poor.JPT.CNT"
REGISTERED, TARGET = "poor.JPT.MOFreg.CNT", "poor.JPT.MOFval.CNT"
ADDED_UP = (HOUSEHOLDS, PERSONS, POOR_HOUSEHOLDS, POOR_PERSONS, REGISTERED, TARGET)


@dataclass(frozen=True)
class Published:
    """Every published figure by area code, the country's added up from the provinces."""

    source: Source
    version: str
    figures: Mapping[str, Mapping[str, float]]

    def has(self, area_code: str) -> bool:
        return area_code in self.figures

    def provinces(self) -> tuple[str, ...]:
        return tuple(sorted(code for code in self.figures if code != COUNTRY))

    def count(self, area_code: str, figure: str) -> Count:
        value = self.figures.get(area_code, {}).get(figure)
        return Missing.UNPUBLISHED if value is None else round(value)

    def area(self, area_code: str, measure: Measure, switch: Switch) -> AreaFigures:
        """The area under a switch; what is not published for that switch is marked so."""
        dimensions = tuple(
            DimensionCounts(
                dimension.id,
                dimension.label,
                Missing.UNPUBLISHED,
                self.count(area_code, f"poor.JPT.MOFval.{dimension.id}"),
                Missing.UNPUBLISHED,
            )
            for dimension in measure.dimensions
        )
        whole = switch.bits == ALL
        target = self.count(area_code, TARGET) if whole else Missing.UNPUBLISHED
        if not whole and switch.single is not None:
            target = dimensions[switch.single].target_persons
        return AreaFigures(
            households=self.count(area_code, HOUSEHOLDS),
            persons=self.count(area_code, PERSONS),
            poor_households=self.count(area_code, POOR_HOUSEHOLDS) if whole else Missing.UNPUBLISHED,
            poor_persons=self.count(area_code, POOR_PERSONS) if whole else Missing.UNPUBLISHED,
            registered_persons=self.count(area_code, REGISTERED) if whole else Missing.UNPUBLISHED,
            target_persons=target,
            target_unknown_persons=Missing.UNPUBLISHED,
            unknown_households=Missing.UNPUBLISHED,
            unknown_persons=Missing.UNPUBLISHED,
            dimensions=dimensions,
        )

    def indicators(self, area_code: str, labels: Mapping[int, Text]) -> tuple[IndicatorCounts, ...]:
        return tuple(
            IndicatorCounts(
                number,
                label,
                self.count(area_code, f"indicator{number}.ALL"),
                self.count(area_code, f"indicator{number}.CNT"),
                self.count(area_code, f"poor.JPT.MOFval.ind{number}.CNT"),
                Missing.UNPUBLISHED,
            )
            for number, label in sorted(labels.items())
        )


def published(workspace: Workspace, edition: int) -> Published | None:
    """The published figures of an edition; None while they have not been imported."""
    snapshots = Lake(workspace).snapshots(REGISTER, edition)
    if not snapshots:
        return None
    return _read(workspace, edition, "-".join(snapshot.id for snapshot in snapshots))


@lru_cache(maxsize=4)
def _read(workspace: Workspace, edition: int, version: str) -> Published:
    lake = Lake(workspace)
    relation = lake.view(REGISTER, TABLE, edition)
    with lake.read() as connection:
        rows = connection.execute(f"SELECT area_code, figure, value FROM {relation} AS figures").fetchall()
    figures: dict[str, dict[str, float]] = {}
    for area_code, figure, value in rows:
        if value is not None:
            figures.setdefault(area_code, {})[figure] = value
    figures[COUNTRY] = _country(figures)
    newest = lake.snapshots(REGISTER, edition)[-1]
    detail = ", ".join(file.name for file in newest.files)
    source = Source(LABEL, edition, dt.datetime.fromisoformat(newest.created_at), detail)
    return Published(source, version, figures)


def _country(figures: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The sums of the counts that every province has. A figure one province lacks has no sum."""
    provinces = list(figures.values())
    if not provinces:
        return {}
    shared = set(provinces[0]).intersection(*provinces[1:])
    return {name: sum(each[name] for each in provinces) for name in shared if _adds_up(name)}


def _adds_up(figure: str) -> bool:
    return figure in ADDED_UP or figure.startswith(("indicator", "poor.JPT.MOFval."))
