"""Reads of the search: the index of this process, and what it finds in the areas of who asks."""

from __future__ import annotations

from dataclasses import dataclass

from samut.engine.areas import Area, all_areas
from samut.engine.search import Answer, OpenedIndex, Question, find, opened_index, question
from samut.rules.linkage import load_link_policy
from samut.rules.name_keys import bare_name
from samut.web.accounts.policies import AnyUser
from samut.web.areas import queries as areas
from samut.web.areas.models import Village
from samut.web.jobs.models import OPEN, Job
from samut.web.search.policies import searched_ranges, searching

BUILD = "search.build"
TAMBON = "tambon"


@dataclass(frozen=True)
class Found:
    """What was typed, how it was understood and what it found. `villages`, `tambons`: of the hits.

    `answer` None: there is no index to search yet. `current`: nothing newer waits to come into it.
    """

    typed: str
    asked: Question
    answer: Answer | None
    current: bool
    villages: dict[str, Area]
    tambons: dict[str, Area]


def opened() -> OpenedIndex:
    """The index of the workspace's edition. Raises: SEARCH_001 without a census."""
    workspace = areas.workspace()
    return opened_index(workspace, workspace.config.edition)


def found(user: AnyUser, index: OpenedIndex, typed: str) -> Found:
    """What the text finds in the areas whose persons the user may see. The caller logs the looks.

    Raises: SITE_001 for whoever sees no persons.
    """
    searching(user)
    asked = question(typed, load_link_policy().titles)
    if index.index is None:
        return Found(typed, asked, None, index.current, {}, {})
    ranges = searched_ranges(user)
    villages = _villages_of(asked.place) if asked.place else None
    answer = find(index.index, index.keys, ranges, asked, villages=villages)
    codes = tuple(sorted({each.village_code for each in answer.hits}))
    named = {each.code: each for each in areas.village_areas(codes)}
    return Found(typed, asked, answer, index.current, named, _tambons_of(codes))


def _tambons_of(villages: tuple[str, ...]) -> dict[str, Area]:
    """The tambon of each village that lies in a known one."""
    known, above = all_areas(), {code: code[: areas.TAMBON_DIGITS] for code in villages}
    return {code: known[tambon] for code, tambon in above.items() if tambon in known}


def _villages_of(place: str) -> frozenset[str]:
    """The villages that bear the name, and those of the tambons that bear it."""
    wanted = bare_name(place)
    every = (each for each in all_areas().values() if each.level == TAMBON)
    tambons = [each.code for each in every if bare_name(each.name_th) == wanted]
    of_tambons = Village.objects.filter(tambon_code__in=tambons).values_list("code", flat=True)
    named = Village.objects.filter(name_th__contains=place).values_list("code", flat=True)
    return frozenset((*of_tambons, *named))


def open_build() -> Job | None:
    """The building of an index that waits or runs, whoever asked for it."""
    return Job.objects.filter(kind=BUILD, state__in=OPEN).order_by("id").first()
