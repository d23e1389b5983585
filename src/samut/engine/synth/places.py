"""Where the synthetic households are: tambon by their real size, villages, and points inside the polygons."""

from __future__ import annotations

import csv
from dataclasses import dataclass

import numpy as np
import pyarrow.parquet as pq
import shapely

from samut.engine.synth.weights import Floats, Ints, stage_rng, whole_weights
from samut.rules.errors import SamutError
from samut.rules.policy import policy_dir

CENTRE_TRIES = 40
METRES_PER_DEGREE = 111_320.0
VILLAGE_SPREAD_METRES = 420.0
POINT_DECIMALS = 6


@dataclass(frozen=True)
class Village:
    """One village: its 8-digit code, Thai name and point."""

    code: str
    name: str
    longitude: float
    latitude: float

    @property
    def tambon(self) -> str:
        return self.code[:6]


@dataclass(frozen=True)
class Places:
    """All villages in order of code, and for each household its village and point.

    Shape: village, longitude, latitude: (households,); `village` never falls from one to the next.
    """

    villages: tuple[Village, ...]
    village: Ints
    longitude: Floats
    latitude: Floats


@dataclass(frozen=True)
class _Tambon:
    code: str
    share: float
    village_count: int


def lay_out(province: str, households: int, seed: int) -> Places:
    """Villages of a province and a place for each of so many households.

    Raises: SYNTH_002 when the sizes of the province's tambon are not in policy/codes.
    """
    rng = stage_rng(seed, "places")
    tambons = _tambons(province)
    polygons = tambon_polygons(province)
    known = _known_villages(province)
    villages = tuple(
        village for tambon in tambons for village in _villages(tambon, polygons[tambon.code], known, rng)
    )
    shares = {tambon.code: tambon.share for tambon in tambons}
    village = _allocate(villages, shares, households, rng)
    longitude, latitude = _points(villages, village, polygons, rng)
    return Places(villages, village, longitude, latitude)


def _read_table(name: str) -> list[dict[str, str]]:
    path = policy_dir() / "codes" / name
    if not path.is_file():
        return []
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def _tambons(province: str) -> list[_Tambon]:
    rows = _read_table(f"demo_tambon_share_{province}.csv")
    if not rows:
        raise SamutError("SYNTH_002", province=province)
    return [
        _Tambon(row["tambon_code"], float(row["share_per_mille"]), int(row["village_count"])) for row in rows
    ]


def _known_villages(province: str) -> dict[str, dict[str, str]]:
    return {row["village_code"]: row for row in _read_table(f"demo_village_names_{province}.csv")}


def tambon_polygons(province: str) -> dict[str, shapely.Geometry]:
    """The polygon of each tambon of the province, by 6-digit code."""
    table = pq.read_table(
        policy_dir() / "geo" / "tambon.parquet",
        columns=["tambon_code", "geometry"],
        filters=[("province_code", "=", province)],
    )
    codes, shapes = table.column("tambon_code").to_pylist(), table.column("geometry").to_pylist()
    return dict(zip(codes, shapely.from_wkb(shapes), strict=True))


def _villages(
    tambon: _Tambon, polygon: shapely.Geometry, known: dict[str, dict[str, str]], rng: np.random.Generator
) -> list[Village]:
    codes = [f"{tambon.code}{number:02d}" for number in range(1, tambon.village_count + 1)]
    rows = [known.get(code, {}) for code in codes]
    points: dict[str, tuple[float, float]] = {
        code: (float(row["longitude"]), float(row["latitude"]))
        for code, row in zip(codes, rows, strict=True)
        if row.get("longitude")
    }
    for code in codes:
        if code not in points:
            points[code] = _centre(polygon, list(points.values()), rng)
    names = [row.get("name_th") or f"หมู่ที่ {number}" for number, row in enumerate(rows, start=1)]
    return [Village(code, name, *points[code]) for code, name in zip(codes, names, strict=True)]


def _centre(
    polygon: shapely.Geometry, others: list[tuple[float, float]], rng: np.random.Generator
) -> tuple[float, float]:
    """A point well inside and far from the other villages: the best of many tries."""
    west, south, east, north = polygon.bounds
    inside: list[tuple[float, float]] = []
    while len(inside) < CENTRE_TRIES:
        tries = np.round(rng.uniform((west, south), (east, north), size=(CENTRE_TRIES, 2)), POINT_DECIMALS)
        kept = tries[shapely.contains_xy(polygon, tries[:, 0], tries[:, 1])]
        inside += [(float(longitude), float(latitude)) for longitude, latitude in kept]
    points = shapely.points(np.array(inside))
    room = shapely.distance(points, polygon.boundary)
    if others:
        room = np.minimum(2 * room, shapely.distance(points, shapely.multipoints(np.array(others))))
    return inside[int(np.argmax(room))]


def _allocate(
    villages: tuple[Village, ...], shares: dict[str, float], households: int, rng: np.random.Generator
) -> Ints:
    """The village of each household: tambon by share, villages within a tambon by a random size."""
    weight = rng.gamma(5.0, size=len(villages))
    tambon = np.array([village.tambon for village in villages])
    for code, share in shares.items():
        of_tambon = tambon == code
        weight[of_tambon] *= share / weight[of_tambon].sum()
    counts = whole_weights(weight * (households / weight.sum()), 0.5)
    return np.repeat(np.arange(len(villages)), counts)


def _points(
    villages: tuple[Village, ...],
    village: Ints,
    polygons: dict[str, shapely.Geometry],
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """A point for each household around its village's, inside the polygon of the tambon."""
    centre_x = np.array([place.longitude for place in villages])[village]
    centre_y = np.array([place.latitude for place in villages])[village]
    shape = np.array([polygons[place.tambon] for place in villages], dtype=object)[village]
    x, y = centre_x.copy(), centre_y.copy()
    open_places = np.arange(len(village))
    spread = VILLAGE_SPREAD_METRES / METRES_PER_DEGREE
    while len(open_places):
        step = rng.normal(scale=spread, size=(len(open_places), 2))
        squeeze = np.cos(np.radians(centre_y[open_places]))
        x[open_places] = np.round(centre_x[open_places] + step[:, 0] / squeeze, POINT_DECIMALS)
        y[open_places] = np.round(centre_y[open_places] + step[:, 1], POINT_DECIMALS)
        inside = shapely.contains_xy(shape[open_places], x[open_places], y[open_places])
        open_places = open_places[~inside]
        spread *= 0.8
    return x, y
