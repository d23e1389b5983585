"""Areas and their figures: what the pages of areas show, with the same suppression."""

from __future__ import annotations

from enum import StrEnum

from django.http import HttpRequest
from ninja import Query, Router

from samut.rules.errors import SamutError
from samut.web.api.callers import caller_of
from samut.web.api.problems import answers
from samut.web.api.schemas import (
    AggregatesOut,
    AreaFiguresOut,
    AreaListOut,
    ChildrenOut,
    IndicatorsOut,
    aggregate_out,
    area_figures_out,
    area_out,
    child_out,
    indicators_out,
)
from samut.web.api.scopes import Scope
from samut.web.areas import queries as areas
from samut.web.insight.queries import SORTS, Row, area_page, read_sort
from samut.web.insight.switch import ALL, read_switch

IN_ORDER_OF_CODES = "code"
SORT = Query(IN_ORDER_OF_CODES, pattern=f"^({IN_ORDER_OF_CODES}|-?({'|'.join(('name', *SORTS))}))$")
# Five digits of which one is 1 at least.
SWITCH = "^(1[01]{4}|01[01]{3}|001[01]{2}|0001[01]|00001)$"
DIMS = Query(ALL, pattern=SWITCH, description="Which of health, living, education, income and access count")
AREA = "The country TH, or two to eight digits"
router = Router(tags=["areas"])


class Level(StrEnum):
    """The levels below the country."""

    PROVINCE = "province"
    AMPHOE = "amphoe"
    TAMBON = "tambon"
    VILLAGE = "village"

    @property
    def digits(self) -> int:
        """How many digits the codes of the level have."""
        return 2 * (1 + list(Level).index(self))


@router.get("/areas", response=answers(AreaListOut), summary="The areas one level down")
def below(request: HttpRequest, parent: str = Query(areas.COUNTRY, description=AREA)) -> AreaListOut:
    """Codes and names alone, without figures."""
    caller_of(request).check(Scope.FIGURES)
    above = areas.area(parent)
    return AreaListOut(area=area_out(above), areas=[area_out(each) for each in areas.children(parent)])


@router.get("/areas/{code}", response=answers(AreaFiguresOut), summary="The figures of one area")
def area(request: HttpRequest, code: str, dims: str = DIMS) -> AreaFiguresOut:
    """Headline and dimensions under a switch of the five dimensions."""
    caller = caller_of(request)
    caller.check(Scope.FIGURES)
    return area_figures_out(area_page(caller.user, code, read_switch(dims), "name"))


@router.get(
    "/areas/{code}/children", response=answers(ChildrenOut), summary="The areas one level down, with figures"
)
def children(request: HttpRequest, code: str, dims: str = DIMS, sort: str = SORT) -> ChildrenOut:
    """`sort`: `code`, `name` or the name of a count; with - before it the largest come first."""
    caller = caller_of(request)
    caller.check(Scope.FIGURES)
    page = area_page(caller.user, code, read_switch(dims), read_sort(sort, also=IN_ORDER_OF_CODES))
    return ChildrenOut(
        area=area_out(page.area),
        switch=page.switch.bits,
        edition=page.edition,
        children=[child_out(row) for row in page.rows],
    )


@router.get(
    "/areas/{code}/indicators", response=answers(IndicatorsOut), summary="Every indicator in one area"
)
def indicators(request: HttpRequest, code: str) -> IndicatorsOut:
    """Persons an indicator concerns, those in households that fail it, the target poor among them."""
    caller = caller_of(request)
    caller.check(Scope.FIGURES)
    return indicators_out(area_page(caller.user, code, read_switch(ALL), "name"))


@router.get("/aggregates", response=answers(AggregatesOut), summary="Figures of every area of a level")
def aggregates(
    request: HttpRequest,
    level: Level,
    area: str = Query(areas.COUNTRY, description=AREA),
    dims: str = DIMS,
) -> AggregatesOut:
    """All areas of a level inside one area, each as the table of its own parent shows it."""
    caller = caller_of(request)
    caller.check(Scope.FIGURES)
    above = areas.area(area)
    if level.digits <= _digits(area):
        raise SamutError("API_020", level=level.value)
    switch = read_switch(dims)
    page = area_page(caller.user, area, switch, IN_ORDER_OF_CODES)
    rows: tuple[Row, ...] = page.rows
    while rows and len(rows[0].area.code) < level.digits:
        inner = (area_page(caller.user, row.area.code, switch, IN_ORDER_OF_CODES).rows for row in rows)
        rows = tuple(row for each in inner for row in each)
    return AggregatesOut(
        area=area_out(above),
        level=level.value,
        switch=switch.bits,
        edition=page.edition,
        rows=[aggregate_out(row) for row in rows if row.figures is not None],
    )


def _digits(code: str) -> int:
    return 0 if code == areas.COUNTRY else len(code)
