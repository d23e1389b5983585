"""Who says whether two records are one person: officers, of pairs whose both records lie in their areas."""

from __future__ import annotations

from dataclasses import dataclass

from samut.engine.linkage.asking import Places, Ranges
from samut.rules.errors import SamutError
from samut.web.accounts.policies import AnyUser, AreaScope
from samut.web.fieldwork.policies import officer_scope_of


@dataclass(frozen=True)
class PairScope:
    """The pairs somebody answers for. What is listed and what may be opened are the same ranges."""

    scope: AreaScope

    def ranges(self) -> Ranges:
        """Ranges of area codes that both records of a pair must lie in."""
        return self.scope.ranges()

    def covers(self, places: Places) -> bool:
        """Whether both records lie in them."""
        return self.scope.covers(places.area_code) and self.scope.covers(places.register_area)


def pair_scope_of(user: AnyUser) -> PairScope:
    """Raises: SITE_002 for whoever is no officer anywhere."""
    scope = officer_scope_of(user)
    if not scope.codes:
        raise SamutError("SITE_002")
    return PairScope(scope)


def may_review(user: AnyUser) -> bool:
    return bool(officer_scope_of(user).codes)


def check_may_open(user: AnyUser, places: Places | None) -> None:
    """Raises: SITE_002 for whoever is no officer, LINK_001 the same whether the pair exists or not."""
    scope = pair_scope_of(user)
    if places is None or not scope.covers(places):
        raise SamutError("LINK_001")
