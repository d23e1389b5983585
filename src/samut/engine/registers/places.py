"""Positions beside the map: a house that lies outside its tambon, as far as the outlines can tell.

A table has places where it has one column of latitude, one of longitude and a code of its village or
tambon. The outlines are simplified, so what lies outside by less than policy/checks.toml allows is
inside. A tambon without an outline, and a position that is not known, tell nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from samut.engine.areas import polygons
from samut.engine.lake import quoted
from samut.engine.registers.checks import quote
from samut.engine.registers.profile import Table
from samut.engine.registers.staging import Staging
from samut.rules.check_policy import load_doubt_limits

OUTSIDE_TAMBON = "CHECK_060"
OUTSIDE_PROVINCE = "CHECK_061"
METRES_PER_DEGREE = 111_320.0
BATCH_ROWS = 200_000
# Said of a point that lies in no tambon: at sea, or abroad.
NOWHERE = "-"
AREA_KINDS = ("village_code", "new_village_code", "tambon_code")

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[Any]


@dataclass(frozen=True)
class Position:
    """The columns of a table that say where its rows are."""

    latitude: str
    longitude: str
    area: str


def position_of(table: Table) -> Position | None:
    """Which columns say where a row is; None where that is not plain."""
    named = [[each.name for each in table.columns if each.kind == kind] for kind in ("latitude", "longitude")]
    area = next((each.name for kind in AREA_KINDS for each in table.columns if each.kind == kind), None)
    if area is None or any(len(each) != 1 for each in named):
        return None
    return Position(named[0][0], named[1][0], area)


def note_places(staging: Staging) -> None:
    """Store which rows that are taken in lie outside their tambon or province."""
    for table in staging.profile.tables:
        where = position_of(table)
        if where is not None and staging.has_staged(table):
            _note(staging, table, where, load_doubt_limits().most_metres_outside)


def placed(staging: Staging, table: Table) -> str:
    """SQL of the accepted rows; positions outside their province unknown where the profile says so."""
    accepted = staging.accepted(table)
    unknown = [each.name for each in table.columns if each.outside_is_unknown]
    if not unknown:
        return accepted
    outside_rows = (
        "SELECT DISTINCT source_order, source_row, true AS is_outside FROM problem "
        f'WHERE "table" = {quote(table.id)} AND code = {quote(OUTSIDE_PROVINCE)}'
    )
    made = ", ".join(
        f"CASE WHEN is_outside THEN NULL ELSE {quoted(each)} END AS {quoted(each)}" for each in unknown
    )
    return (
        f"SELECT * EXCLUDE (is_outside) REPLACE ({made}) FROM ({accepted}) "
        f"LEFT JOIN ({outside_rows}) USING (source_order, source_row) ORDER BY source_order, source_row"
    )


def _note(staging: Staging, table: Table, where: Position, most_metres: float) -> None:
    latitude, longitude, area = map(quoted, (where.latitude, where.longitude, where.area))
    # A cursor of its own: what is found is stored while the next rows are read.
    reader = staging.connection.cursor().sql(
        f"SELECT source_order, source_row, {longitude} AS x, {latitude} AS y, left({area}, 6) AS tambon "
        f"FROM ({staging.accepted(table)}) "
        f"WHERE {latitude} IS NOT NULL AND {longitude} IS NOT NULL AND {area} IS NOT NULL"
    )
    for batch in reader.to_arrow_reader(BATCH_ROWS):
        found = outside(batch["x"].to_numpy(), batch["y"].to_numpy(), batch["tambon"], most_metres)
        if len(found) == 0:
            continue
        rows = pa.Table.from_batches([batch]).select(["source_order", "source_row"])
        told = rows.take(found["place"])
        for name in ("code", "detail"):
            told = told.append_column(name, found[name])
        staging.connection.register("outside_rows", told)
        staging.connection.execute(
            f"INSERT INTO problem SELECT {quote(table.id)}, source_order, source_row, code, "
            f"{quote(where.latitude)}, detail, false FROM outside_rows"
        )
        staging.connection.unregister("outside_rows")


def outside(x: Floats, y: Floats, homes: pa.Array, most_metres: float) -> pa.Table:
    """Which points lie further than that outside their tambon, `homes`.

    Rows: one for each such point: place (from 0), code, detail (the tambon it lies in, or a dash).
    """
    places = np.flatnonzero(~_within_own("tambon", homes, x, y, most_metres))
    x, y = x[places], y[places]
    lies_in = _tambons_at(x, y)
    provinces = pc.utf8_slice_codeunits(homes.take(pa.array(places)), 0, 2)
    in_province = np.array([each[:2] for each in lies_in]) == np.array(provinces.to_pylist())
    elsewhere = np.flatnonzero(~in_province)
    in_province[elsewhere] = _within_own(
        "province", provinces.take(pa.array(elsewhere)), x[elsewhere], y[elsewhere], most_metres
    )
    codes = np.where(in_province, OUTSIDE_TAMBON, OUTSIDE_PROVINCE)
    return pa.table(
        {
            "place": pa.array(places, pa.int64()),
            "code": pa.array(codes, pa.string()),
            "detail": pa.array(lies_in, pa.string()),
        }
    )


def _within_own(level: str, homes: pa.Array, x: Floats, y: Floats, most_metres: float) -> Flags:
    """Whether each point lies in the area it is said to; so it does where that has no outline."""
    within = np.ones(len(homes), bool)
    shapes, coded = polygons(level), homes.dictionary_encode()
    codes, of_point = coded.dictionary.to_pylist(), coded.indices.to_numpy()
    order = np.argsort(of_point, kind="stable")
    starts = np.searchsorted(of_point[order], np.arange(1, len(codes)))
    for code, points in zip(codes, np.split(order, starts), strict=False):
        if code in shapes:
            within[points] = _within(shapes[code], x[points], y[points], most_metres)
    return within


def _within(shape: shapely.Geometry, x: Floats, y: Floats, most_metres: float) -> Flags:
    """Whether points lie in a shape, or no further outside than that."""
    shapely.prepare(shape)
    inside: Flags = shapely.contains_xy(shape, x, y)
    west, south, east, north = shape.bounds
    # A degree of longitude is measured at the shape's middle.
    scale = METRES_PER_DEGREE * np.array([np.cos(np.radians((south + north) / 2)), 1.0])
    wide, high = most_metres / scale
    near = (x >= west - wide) & (x <= east + wide) & (y >= south - high) & (y <= north + high)
    asked = np.flatnonzero(near & ~inside)
    if len(asked):
        inside[asked] = _metres(shape, x[asked], y[asked], scale) <= most_metres
    return inside


def _metres(shape: shapely.Geometry, x: Floats, y: Floats, scale: Floats) -> Floats:
    """How far outside a shape points lie. `scale`: metres of a degree eastwards and northwards."""
    flat = shapely.transform(shape, lambda points: points * scale)
    shapely.prepare(flat)
    metres: Floats = shapely.distance(flat, shapely.points(np.column_stack([x, y]) * scale))
    return metres


@cache
def _map_of_tambons() -> tuple[shapely.STRtree, Texts]:
    shapes = polygons("tambon")
    return shapely.STRtree(list(shapes.values())), np.array(list(shapes), dtype=object)


def _tambons_at(x: Floats, y: Floats) -> Texts:
    """The code of the tambon that each point lies in; a dash where it lies in none."""
    tree, codes = _map_of_tambons()
    found = np.full(len(x), NOWHERE, dtype=object)
    points, areas = tree.query(shapely.points(x, y), predicate="intersects")
    found[points] = codes[areas]
    return found
