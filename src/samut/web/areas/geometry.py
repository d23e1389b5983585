"""The shapes of the map as GeoJSON texts, each written once and kept.

Polygons are simplified to what a screen shows at that level. Villages have no official polygon:
they are points, where the village register has one.
"""

from __future__ import annotations

import json
from functools import lru_cache

import shapely

from samut.engine.areas import children, polygon
from samut.web.areas.queries import COUNTRY, TAMBON_DIGITS, village_points

# In degrees: about 800 m for the country, 100 m for a province, 30 m for an amphoe.
TOLERANCE = {2: 0.008, 4: 0.001, 6: 0.0003}
DECIMALS = 4


def child_shapes(code: str) -> dict[str, str]:
    """The GeoJSON geometry of each area below `code`, by its code, where there is one."""
    if len(code) == TAMBON_DIGITS:
        return {
            village: json.dumps({"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]})
            for village, (longitude, latitude) in village_points(code).items()
        }
    return _polygons_below(code)


@lru_cache(maxsize=1100)
def _polygons_below(code: str) -> dict[str, str]:
    shapes = ((area.code, _shape_text(area.code)) for area in children(code))
    return {child: text for child, text in shapes if text is not None}


def _shape_text(code: str) -> str | None:
    shape = polygon(code)
    if shape is None:
        return None
    simple = shapely.simplify(shape, TOLERANCE[len(code)], preserve_topology=True)
    return shapely.to_geojson(shapely.set_precision(simple, 10**-DECIMALS, mode="pointwise"))


@lru_cache(maxsize=256)
def outline(code: str) -> str | None:
    """The outline of the area itself, drawn around its villages; None for the country and villages."""
    return None if code == COUNTRY or len(code) > TAMBON_DIGITS else _shape_text(code)


@lru_cache(maxsize=1024)
def bounds(code: str) -> tuple[float, float, float, float] | None:
    """West, south, east, north of an area that has a polygon."""
    shape = polygon(code) if code != COUNTRY else None
    if shape is None:
        return None
    west, south, east, north = (round(float(edge), DECIMALS) for edge in shape.bounds)
    return west, south, east, north
