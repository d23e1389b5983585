"""Positions beside the map: what is found at once is what is found point by point."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from register_files import VILLAGE, household, household_csv, member, member_csv, write
from samut.engine.areas import polygons
from samut.engine.lake import WARNINGS, Lake
from samut.engine.registers.importing import import_register
from samut.engine.registers.places import outside, position_of
from samut.engine.registers.profile import choose_profile, known_profiles, load_profile
from samut.engine.workspace import Workspace
from samut.rules.check_policy import load_doubt_limits

MOST_METRES = load_doubt_limits().most_metres_outside
HOME = VILLAGE[:6]
# A tambon without an outline: a new one of Bangkok.
UNDRAWN = "102602"


def metres_to(shape: shapely.Geometry, x: float, y: float) -> float:
    """How far a point lies from a shape, both laid flat around the shape's middle."""
    _, south, _, north = shape.bounds
    wide = 111_320.0 * float(np.cos(np.radians((south + north) / 2)))
    flat = shapely.transform(shape, lambda points: points * np.array([wide, 111_320.0]))
    return float(shapely.distance(flat, shapely.Point(x * wide, y * 111_320.0)))


def slowly(x: float, y: float, home: str) -> tuple[str, str] | None:
    """The code and the tambon of one point, None where nothing is to be told."""
    tambons = polygons("tambon")
    if home not in tambons or metres_to(tambons[home], x, y) <= MOST_METRES:
        return None
    found = next((code for code, shape in tambons.items() if shape.intersects(shapely.Point(x, y))), "-")
    near = metres_to(polygons("province")[home[:2]], x, y) <= MOST_METRES
    return ("CHECK_060" if near or found[:2] == home[:2] else "CHECK_061"), found


def test_points_around_the_borders_are_told_as_one_by_one() -> None:
    random = np.random.default_rng(5)
    homes = [*random.choice([code for code in polygons("tambon") if code[:2] == "22"], 280), *[UNDRAWN] * 20]
    middles = [polygons("tambon").get(code, polygons("tambon")[HOME]).centroid for code in homes]
    x = np.array([each.x for each in middles]) + random.normal(scale=0.06, size=300)
    y = np.array([each.y for each in middles]) + random.normal(scale=0.06, size=300)
    found = outside(x, y, pa.array([str(each) for each in homes]), MOST_METRES).to_pylist()
    told = {each["place"]: (each["code"], each["detail"]) for each in found}
    expected = {place: slowly(x[place], y[place], homes[place]) for place in range(300)}
    assert told == {place: each for place, each in expected.items() if each is not None}
    assert {code for code, _ in told.values()} == {"CHECK_060", "CHECK_061"}
    assert any(lies_in == "-" for _, lies_in in told.values())


def test_no_points_at_all() -> None:
    nothing = np.array([], np.float64)
    assert len(outside(nothing, nothing, pa.array([], pa.string()), MOST_METRES)) == 0


@pytest.mark.parametrize(
    ("latitude", "longitude", "found"),
    [
        ("12.75", "102.2", None),
        ("", "102.2", None),
        ("", "", None),
        ("12.75", "102.0", "CHECK_060"),
        ("18.79", "98.98", "CHECK_061"),
        ("8.0", "100.9", "CHECK_061"),
    ],
)
def test_a_house_outside_its_tambon_is_taken_in_and_told(
    workspace: Workspace, latitude: str, longitude: str, found: str | None
) -> None:
    row = household(1, latitude=latitude, longitude=longitude)
    files = [
        write(workspace, "h.csv", household_csv([row])),
        write(workspace, "m.csv", member_csv([member(1)])),
    ]
    result = import_register(workspace, "bmn", files, edition=2561)
    assert (result.accepted, result.quarantined) == (2, 0)
    newest = Lake(workspace).snapshots("bmn", 2561)[-1]
    rows = pq.read_table(newest.path / WARNINGS).to_pylist()
    told = [(each["table"], each["source_row"], each["code"], each["detail"]) for each in rows]
    assert [each[:3] for each in told] == ([("household", 2, found)] if found else [])
    if found:
        point = shapely.Point(float(longitude), float(latitude))
        (lies_in,) = [code for code, shape in polygons("tambon").items() if shape.intersects(point)] or ["-"]
        assert told[0][3] == lies_in
    with Lake(workspace).connect() as connection:
        view = Lake(workspace).view("bmn", "household", 2561)
        stored = connection.execute(f"SELECT latitude, longitude FROM {view}").fetchall()
    assert stored == [(float(latitude) if latitude else None, float(longitude) if longitude else None)]


def test_which_tables_say_where_their_rows_are() -> None:
    household_table = choose_profile("bmn", 2561).table("household")
    where = position_of(household_table)
    assert where is not None
    assert (where.latitude, where.longitude, where.area) == ("latitude", "longitude", "village_code")
    assert position_of(choose_profile("bmn", 2561).table("member")) is None
    for path in known_profiles():
        for table in load_profile(path).tables:
            assert (position_of(table) is not None) == any(each.kind == "latitude" for each in table.columns)
