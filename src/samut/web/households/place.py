"""Where a household lies, drawn small: the outline of its tambon, its village, and the house itself."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from samut.engine.household import HouseholdRecord
from samut.web.areas import geometry
from samut.web.areas.queries import TAMBON_DIGITS, village_points

WIDTH, HEIGHT, MARGIN = 320, 240, 12


@dataclass(frozen=True)
class Point:
    """A place on the drawing. Unit: its own."""

    x: float
    y: float


@dataclass(frozen=True)
class Place:
    """The drawing. `house` None: nobody knows where it stands; `outside`: it is said to lie elsewhere."""

    width: int
    height: int
    outline: str
    villages: tuple[Point, ...]
    village: Point | None
    house: Point | None
    outside: bool
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class _Sheet:
    """How degrees become places on the drawing."""

    west: float
    north: float
    scale: float
    squeeze: float
    left: float
    top: float

    def at(self, longitude: float, latitude: float) -> Point:
        return Point(
            round(self.left + (longitude - self.west) * self.squeeze * self.scale, 1),
            round(self.top + (self.north - latitude) * self.scale, 1),
        )


def place_of(household: HouseholdRecord) -> Place | None:
    """The drawing of a household's place; None where the tambon has no outline."""
    tambon = household.village_code[:TAMBON_DIGITS]
    drawn = _drawn(tambon)
    if drawn is None:
        return None
    sheet, outline = drawn
    points = {code: sheet.at(*each) for code, each in village_points(tambon).items()}
    house = None
    if household.longitude is not None and household.latitude is not None:
        house = sheet.at(household.longitude, household.latitude)
    outside = house is not None and not (0 <= house.x <= WIDTH and 0 <= house.y <= HEIGHT)
    return Place(
        WIDTH,
        HEIGHT,
        outline,
        tuple(each for code, each in sorted(points.items()) if code != household.village_code),
        points.get(household.village_code),
        None if outside else house,
        outside,
        household.latitude,
        household.longitude,
    )


@lru_cache(maxsize=256)
def _drawn(tambon: str) -> tuple[_Sheet, str] | None:
    text = geometry.outline(tambon)
    rings = list(_rings(json.loads(text))) if text else []
    if not rings:
        return None
    east, west = (end(x for ring in rings for x, _ in ring) for end in (max, min))
    north, south = (end(y for ring in rings for _, y in ring) for end in (max, min))
    # A degree of longitude is shorter than one of latitude, the more so the farther north.
    squeeze = math.cos(math.radians((north + south) / 2))
    wide, high = (east - west) * squeeze, north - south
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    sheet = _Sheet(west, north, scale, squeeze, (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2)
    return sheet, " ".join(_path(sheet, ring) for ring in rings)


def _path(sheet: _Sheet, ring: list[list[float]]) -> str:
    points = [sheet.at(*each) for each in ring]
    return "M" + "L".join(f"{each.x:g} {each.y:g}" for each in points) + "Z"


def _rings(shape: dict[str, Any]) -> Iterator[list[list[float]]]:
    """The rings of a polygon or of several; none of any other shape."""
    if shape["type"] not in ("Polygon", "MultiPolygon"):
        return
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    for polygon in polygons:
        yield from ([point[:2] for point in ring] for ring in polygon)
