"""The area a page of analysis is about, and what its viewer may be told there."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from samut.engine.areas import Area
from samut.rules.analysis_policy import AnalysisPolicy, load_analysis_policy
from samut.rules.errors import SamutError
from samut.web.accounts.policies import AnyUser, may_see_persons
from samut.web.accounts.queries import home_area
from samut.web.areas import queries as areas
from samut.web.households.models import ShownResult
from samut.web.insight.queries import Holdings, holdings


@dataclass(frozen=True)
class Place:
    """One area. `sees`: the viewer may see its persons, so every count is told as it is."""

    area: Area
    trail: tuple[Area, ...]
    held: Holdings
    sees: bool

    @property
    def code(self) -> str:
        return self.area.code

    @property
    def shown(self) -> ShownResult | None:
        """The measured result that answers for the area; None where there is none."""
        return self.held.shown if self.held.is_ours(self.code) else None

    @property
    def edition(self) -> int:
        return self.held.config.edition


def place_of(user: AnyUser, code: str) -> Place:
    """Raises: SITE_003 for an unknown code, WORK_001 without a workspace."""
    return Place(areas.area(code), areas.trail(code), holdings(), may_see_persons(user, code))


def measured(place: Place) -> ShownResult:
    """The result that answers for the area. Raises: ANALYSIS_007 where nothing was measured."""
    if place.shown is None:
        raise SamutError("ANALYSIS_007")
    return place.shown


def first_area(user: AnyUser) -> str:
    """Where somebody begins: their own area, and for whoever works countrywide the workspace's province."""
    home = home_area(user)
    return home if home != areas.COUNTRY else areas.workspace().config.province or home


def policy() -> AnalysisPolicy:
    return load_analysis_policy(timezone.localdate())
