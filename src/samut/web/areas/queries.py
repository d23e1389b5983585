"""Reads of areas: names, the trail above an area, what lies below it; and the workspace itself."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from samut.engine import areas
from samut.engine.areas import Area
from samut.engine.workspace import Config, Workspace, open_workspace
from samut.rules.errors import SamutError
from samut.web.areas.models import Village

COUNTRY = "TH"
VILLAGE_DIGITS = 8
TAMBON_DIGITS = 6


@lru_cache(maxsize=4)
def _workspace_at(root: Path, changed: int) -> Workspace:
    return open_workspace(root)


def workspace() -> Workspace:
    """The workspace this site serves, read again when its samut.toml changes.

    Raises: WORK_001 when there is none at SAMUT_WORKSPACE.
    """
    root = Path(settings.SAMUT_WORKSPACE)
    config = root / "samut.toml"
    return _workspace_at(root, config.stat().st_mtime_ns if config.exists() else 0)


def workspace_config() -> Config | None:
    """What samut.toml says; None where there is no workspace yet (every page still must draw)."""
    try:
        return workspace().config
    except SamutError:
        return None


def _village(code: str, known: Village | None) -> Area:
    number = int(code[TAMBON_DIGITS:])
    thai, english = f"หมู่ที่ {number}", f"Village {number}"
    if known is not None and known.name_th:
        thai, english = f"หมู่ที่ {number} {known.name_th}", f"Village {number} ({known.name_th})"
    return Area(code, "village", thai, english, code[:TAMBON_DIGITS])


def _is_village_code(code: str) -> bool:
    return len(code) == VILLAGE_DIGITS and code.isdecimal() and code.isascii() and not code.endswith("00")


def area(code: str) -> Area:
    """One area, country to village.

    Raises: SITE_003 when there is none of that code.
    """
    if _is_village_code(code) and code[:TAMBON_DIGITS] in areas.all_areas():
        return _village(code, Village.objects.filter(pk=code).first())
    found = areas.all_areas().get(code)
    if found is None:
        raise SamutError("SITE_003", area_code=code[:VILLAGE_DIGITS])
    return found


def trail(code: str) -> tuple[Area, ...]:
    """The area and everything above it, the country first."""
    steps = (
        [COUNTRY] if code == COUNTRY else [COUNTRY, *(code[:end] for end in (2, 4, 6, 8) if end <= len(code))]
    )
    return tuple(area(step) for step in steps)


def children(code: str) -> tuple[Area, ...]:
    """The areas one level down. Villages are those of the village register; a village has none."""
    if len(code) == VILLAGE_DIGITS:
        return ()
    if len(code) == TAMBON_DIGITS:
        return tuple(_village(each.code, each) for each in Village.objects.filter(tambon_code=code))
    return tuple(areas.children(code))


def village_areas(codes: tuple[str, ...]) -> tuple[Area, ...]:
    """The named villages, those the village register does not name by their number."""
    known = Village.objects.in_bulk(codes)
    return tuple(_village(code, known.get(code)) for code in codes)


def village_points(tambon_code: str) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of the villages of a tambon, where the register has them."""
    villages = Village.objects.filter(tambon_code=tambon_code)
    return {
        each.code: (each.longitude, each.latitude)
        for each in villages
        if each.longitude is not None and each.latitude is not None
    }
