"""Reads of field work: the campaigns of an area, and what the registers say of its villages."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from samut.engine.histogram import Figures, Histogram
from samut.engine.targets import target_household_count, target_households
from samut.planning.areas import Suggestion, VillageCounts, suggest
from samut.planning.workload import Workload
from samut.reports.target_list import TargetLine, target_table
from samut.reports.workbook import Table
from samut.rules.errors import SamutError
from samut.rules.errors.entry import Text
from samut.rules.policy import load_measure
from samut.web.accounts.policies import (
    PROVINCE_DIGITS,
    AnyUser,
    AreaScope,
    check_may_see_persons,
    scope_of,
)
from samut.web.areas.queries import VILLAGE_DIGITS, area, village_areas, workspace
from samut.web.fieldwork.models import Campaign
from samut.web.fieldwork.policies import may_run_fieldwork
from samut.web.households.live import histogram
from samut.web.households.queries import LISTED_LEVELS, current_result, shown_result


def in_ranges(scope: AreaScope) -> Q:
    """The filter of a scope on a plain `area_code` column; an empty scope finds nothing."""
    found = Q(pk__in=())
    for low, high in scope.ranges():
        found |= Q(area_code__gte=low, area_code__lt=high)
    return found


def campaigns_of(user: AnyUser, area_code: str) -> QuerySet[Campaign]:
    """Campaigns in an area and below it, as far as the user works there."""
    below = in_ranges(AreaScope((area_code,)))
    return Campaign.objects.filter(below & in_ranges(scope_of(user)))


def campaign_for(user: AnyUser, pk: int) -> Campaign:
    """One campaign, for an officer of its area. Raises: SITE_002, the same whether it exists or not."""
    campaign = Campaign.objects.filter(pk=pk).first()
    if campaign is None or not may_run_fieldwork(user, campaign.area_code):
        raise SamutError("SITE_002")
    return campaign


@dataclass(frozen=True)
class VillageLine:
    """One suggested village with its name."""

    name: str
    name_en: str
    suggestion: Suggestion


@dataclass(frozen=True)
class SurveyArea:
    """The suggested order of the villages of an area. `basis` says which households are counted."""

    lines: tuple[VillageLine, ...]
    basis: Text
    edition: int


TARGETS = Text(
    "ครัวเรือนเป้าหมาย (มีคนจนเป้าหมายอย่างน้อย 1 คน)", "target households (with at least one target person)"
)
POOR = Text("ครัวเรือนยากจนตามเกณฑ์ จปฐ.", "poor households by the basic-needs census")


def survey_area(
    user: AnyUser, area_code: str, workload: Workload, *, team_days: int | None
) -> SurveyArea | None:
    """The villages of an area in the suggested order; None where there is no result to go by.

    The counts are exact, so only whoever may see the persons of the area sees the order.

    Raises: SITE_001.
    """
    check_may_see_persons(user, area_code)
    config = workspace().config
    shown = shown_result(config.measure, config.edition)
    if shown is None or area_code[:PROVINCE_DIGITS] not in histogram(shown).provinces:
        return None
    villages = _villages(histogram(shown), area_code)
    targets_known = all(figures.target_households is not None for figures in villages.values())
    counts = [
        VillageCounts(
            code,
            figures.households,
            figures.target_households if targets_known else figures.poor_households,
            figures.unknown_households,
        )
        for code, figures in villages.items()
    ]
    suggestions = suggest(counts, workload, team_days=team_days)
    lines = tuple(_line(suggestion) for suggestion in suggestions)
    return SurveyArea(lines, TARGETS if targets_known else POOR, config.edition)


def _villages(held: Histogram, area_code: str) -> dict[str, Figures]:
    """The figures of every village in an area, going down level by level."""
    if len(area_code) == VILLAGE_DIGITS:
        figures = held.figures(area_code)
        return {area_code: figures} if figures.households else {}
    below = held.children(area_code)
    if all(len(code) == VILLAGE_DIGITS for code in below):
        return dict(below)
    return {village: figures for code in below for village, figures in _villages(held, code).items()}


def target_list(user: AnyUser, area_code: str) -> Table:
    """The target households of a tambon or a village as a table without names or numbers.

    Raises: SITE_001 for whoever may not see its persons, SITE_006 above a tambon, SITE_005 without
    a result.
    """
    check_may_see_persons(user, area_code)
    place = area(area_code)
    if place.level not in LISTED_LEVELS:
        raise SamutError("SITE_006")
    result = current_result()
    measure = load_measure(result.measure)
    labels = {dimension.id: dimension.label for dimension in measure.dimensions}
    total = target_household_count(workspace(), result, area_code)
    found = target_households(workspace(), result, area_code, limit=total)
    villages = {
        each.code: each for each in village_areas(tuple(sorted({each.village_code for each in found})))
    }
    lines = [
        TargetLine(
            household_id=each.household_id,
            village_code=each.village_code,
            village_name=villages[each.village_code].name_th,
            house_no=each.house_no,
            member_count=each.member_count,
            target_persons=each.target_persons,
            dimensions=tuple(labels[name] for name in each.deprived_dimensions),
        )
        for each in found
    ]
    source = Text(
        f"ที่มา: {measure.label.th} ผลการวัด {result.result_id[:12]}",
        f"Source: {measure.label.en}, result {result.result_id[:12]}",
    )
    return target_table(Text(place.name_th, place.name_en), result.edition, lines, source=source)


def _line(suggestion: Suggestion) -> VillageLine:
    village = area(suggestion.village.village_code)
    return VillageLine(village.name_th, village.name_en, suggestion)
