"""Areas of Thailand: codes, names, what lies in what, and what became of abolished codes.

Codes are DOPA's: two digits for a province, four an amphoe, six a tambon, eight a village;
"TH" is the country. Villages are known from the lake's `villages` register only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import geothai
import pyarrow.parquet as pq
import shapely
from geothai.abolished import abolished_areas

from samut.engine.lake import Lake
from samut.engine.workspace import Workspace
from samut.rules.policy import policy_dir

COUNTRY = "TH"
LEVELS = {2: "province", 4: "amphoe", 6: "tambon", 8: "village"}


@dataclass(frozen=True)
class Area:
    """One area. `level`: country, province, amphoe, tambon or village."""

    code: str
    level: str
    name_th: str
    name_en: str
    parent: str | None


@dataclass(frozen=True)
class Village:
    """One village of the village register."""

    code: str
    name_th: str
    latitude: float | None
    longitude: float | None


def level_of(code: str) -> str:
    """The level a code's length says, "" when it is no code's length."""
    return "country" if code == COUNTRY else LEVELS.get(len(code), "")


def parent_of(code: str) -> str | None:
    """The code of the area around, None for the country."""
    if code == COUNTRY:
        return None
    return COUNTRY if len(code) == 2 else code[:-2]


@cache
def all_areas() -> dict[str, Area]:
    """Every area in force down to the tambon, by code, in the order of the codes."""
    areas = [Area(COUNTRY, "country", "ประเทศไทย", "Thailand", None)]
    for province in geothai.provinces():
        areas.append(Area(province.code, "province", province.name_th, province.name_en, COUNTRY))
        for amphoe in geothai.districts(province.code):
            areas.append(Area(amphoe.code, "amphoe", amphoe.name_th, amphoe.name_en, province.code))
            areas.extend(
                Area(tambon.code, "tambon", tambon.name_th, tambon.name_en, amphoe.code)
                for tambon in geothai.subdistricts(amphoe.code)
            )
    return {each.code: each for each in areas}


@cache
def _children() -> dict[str, tuple[Area, ...]]:
    grouped: dict[str, list[Area]] = {}
    for each in all_areas().values():
        if each.parent is not None:
            grouped.setdefault(each.parent, []).append(each)
    return {code: tuple(within) for code, within in grouped.items()}


def area(code: str, workspace: Workspace | None = None) -> Area | None:
    """The area of a code, None when there is none in force.

    A village has its name from the workspace's village register, else its number.
    """
    found = all_areas().get(code)
    if found is not None or len(code) != 8 or code[:6] not in all_areas():
        return found
    village = villages(workspace).get(code) if workspace is not None else None
    number = code[6:].lstrip("0") or "0"
    name_th = village.name_th if village is not None else f"หมู่ที่ {number}"
    return Area(code, "village", name_th, f"Moo {number}", code[:6])


def children(code: str, workspace: Workspace | None = None) -> tuple[Area, ...]:
    """The areas directly within. Those of a tambon are its villages in the village register."""
    if len(code) != 6 or workspace is None:
        return _children().get(code, ())
    found = (area(each, workspace) for each in sorted(villages(workspace)) if each.startswith(code))
    return tuple(each for each in found if each is not None)


def trail(code: str, workspace: Workspace | None = None) -> tuple[Area, ...]:
    """The area and all around it, the country first."""
    found: list[Area] = []
    step: str | None = code
    while step is not None:
        here = area(step, workspace)
        if here is not None:
            found.append(here)
        step = parent_of(step)
    return tuple(reversed(found))


@cache
def abolished_codes() -> dict[str, str]:
    """Every abolished code with its successors ("221003", several separated by blanks, "" unknown)."""
    return {each.code: " ".join(each.successors) for each in abolished_areas()}


def abolished(code: str) -> str | None:
    """The code that took an abolished tambon's or amphoe's place.

    None when the code is not abolished, or nothing (or not one area alone) took its place.
    """
    successors = abolished_codes().get(code, "").split()
    return successors[0] if len(successors) == 1 else None


_villages_read: dict[tuple[str, ...], dict[str, Village]] = {}


def villages(workspace: Workspace) -> dict[str, Village]:
    """The newest edition of the village register in the lake, by code; empty without one."""
    lake = Lake(workspace)
    edition = lake.newest_edition("villages")
    if edition is None:
        return {}
    seen = tuple(str(each.path) for each in lake.snapshots("villages", edition))
    if seen not in _villages_read:
        with lake.connect() as connection:
            rows = connection.execute(
                "SELECT village_code, name_th, latitude, longitude "
                f"FROM {lake.view('villages', 'village', edition)} ORDER BY village_code"
            ).fetchall()
        _villages_read[seen] = {row[0]: Village(row[0], row[1] or "", row[2], row[3]) for row in rows}
    return _villages_read[seen]


@cache
def polygons(level: str) -> dict[str, shapely.Geometry]:
    """The shapes of all areas of a level (province, amphoe, tambon), by code. WGS 84."""
    table = pq.read_table(policy_dir() / "geo" / f"{level}.parquet", columns=[f"{level}_code", "geometry"])
    shapes = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    return dict(zip(table[f"{level}_code"].to_pylist(), shapes, strict=True))


def polygon(code: str) -> shapely.Geometry | None:
    """The shape of one area, None where the source has none."""
    level = level_of(code)
    return polygons(level).get(code) if level in {"province", "amphoe", "tambon"} else None
