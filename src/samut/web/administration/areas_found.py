"""The area that somebody means who types a code or a name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from samut.engine.areas import Area, all_areas
from samut.rules.errors import SamutError
from samut.web.accounts.policies import COUNTRY, AreaScope
from samut.web.areas import queries as areas
from samut.web.areas.models import Village

MOST_FOUND = 20
BEGINS_WITH_CODE = re.compile(r"\s*(TH|[0-9]{2,8})(?![0-9])", re.IGNORECASE)


def named(codes: Iterable[str]) -> dict[str, Area]:
    """The areas of these codes, with their names; those of which there is none are left out."""
    wanted = set(codes)
    known = all_areas()
    villages = areas.village_areas(
        tuple(sorted(code for code in wanted if code not in known and len(code) == 8))
    )
    return {code: known[code] for code in wanted if code in known} | {each.code: each for each in villages}


def full_name(area: Area, *, thai: bool) -> str:
    """An area with those around it below the country: two tambon may have one name."""
    around = [each for each in areas.trail(area.code) if each.code != COUNTRY] or [area]
    return " · ".join(each.name_th if thai or not each.name_en else each.name_en for each in reversed(around))


def areas_meant(text: str, scope: AreaScope) -> tuple[Area, ...]:
    """The areas of a scope that a code (with or without its name) or a name may mean.

    Those that bear the very name; else those in whose name it stands. Those of the own province first.
    """
    told = BEGINS_WITH_CODE.match(text)
    if told is not None:
        return _by_code(told[1].upper(), scope)
    wanted = " ".join(text.split()).casefold()
    if not wanted:
        return ()
    found = [
        each
        for each in all_areas().values()
        if scope.covers(each.code) and (wanted in each.name_th or wanted in each.name_en.casefold())
    ]
    found += _villages(wanted, scope)
    exact = [each for each in found if wanted in (each.name_th, each.name_en.casefold())]
    config = areas.workspace_config()
    home = config.province if config is not None else COUNTRY
    found = sorted(exact or found, key=lambda each: (not each.code.startswith(home), each.code))
    return tuple(found[:MOST_FOUND])


def _by_code(code: str, scope: AreaScope) -> tuple[Area, ...]:
    try:
        return (areas.area(code),) if scope.covers(code) else ()
    except SamutError:
        return ()


def _villages(wanted: str, scope: AreaScope) -> tuple[Area, ...]:
    found = Village.objects.filter(name_th__contains=wanted).values_list("code", flat=True)
    codes = [code for code in found[: 5 * MOST_FOUND] if scope.covers(code)]
    return areas.village_areas(tuple(codes[:MOST_FOUND]))
