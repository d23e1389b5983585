"""What the page of who is missed shows, for one area and one viewer.

Anybody who may log in sees the figures of any area of the workspace's province, as on the page of the
area itself; what somebody may be told of them is decided in `held`. No person is read here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from samut.engine.areas import Area
from samut.engine.lake import Lake
from samut.engine.linkage import CENSUS, MEMBER
from samut.engine.missed.recapture import two_lists_of
from samut.engine.results import open_result
from samut.rules.capture_recapture import Estimate, TwoLists, estimate, reasons_against
from samut.rules.errors import Problem, SamutError, Text
from samut.rules.life_cycle import load_life_cycle
from samut.rules.missed_policy import load_missed_policy
from samut.web.accounts.policies import AnyUser, may_see_exact_counts, may_see_persons
from samut.web.areas import queries as areas
from samut.web.areas.names import sort_key
from samut.web.households.models import ShownResult
from samut.web.households.queries import result_folder
from samut.web.insight.queries import Holdings, holdings
from samut.web.missed.covering import covered, covered_below
from samut.web.missed.figures import AreaTold, told
from samut.web.missed.held import MissedTables, Reaches, held_of, reaches_of

COUNTRY = areas.COUNTRY
CARD_REGISTER = "welfare-card"


class Lacking(StrEnum):
    """Why there is nothing to count yet."""

    CENSUS = "census"
    LINK = "link"
    RESULT = "result"
    HOUSEHOLDS = "households"


@dataclass(frozen=True)
class Row:
    """One area one level down."""

    area: Area
    told: AreaTold


@dataclass(frozen=True)
class MissedPage:
    """The page of one area. `lacking` says why it has no figures; `has_cards`: the register is linked."""

    area: Area
    trail: tuple[Area, ...]
    edition: int
    province: Area
    lacking: Lacking | None = None
    told: AreaTold | None = None
    rows: tuple[Row, ...] = ()
    shown: ShownResult | None = None
    has_cards: bool = True
    may_see_lists: bool = False
    reaches: Reaches | None = None

    @property
    def hides(self) -> bool:
        return self.told is not None and (self.told.hides or any(row.told.hides for row in self.rows))


@dataclass(frozen=True)
class PairTold:
    """Two lists beside each other: the estimate, or every reason why there is none."""

    lists: TwoLists
    reasons: tuple[Problem, ...]
    estimate: Estimate | None

    @property
    def found_share(self) -> str:
        """The share of the same persons that the links find: so fine that what they miss is seen."""
        return "" if self.lists.sensitivity is None else f"{self.lists.sensitivity:.2%}"


def missed_page(user: AnyUser, code: str, sort: str) -> MissedPage:
    """Who is missed in an area.

    Raises: SITE_003 for an unknown code, MISSED_020 for an area of another province, WORK_001.
    """
    page, held = _empty_page(code), holdings()
    lacking = lacking_of(held)
    if lacking is not None or held.shown is None:
        return replace(page, lacking=lacking)
    counted = held_of(result_folder(areas.workspace(), held.shown))
    if not counted.area(code).households.everybody:
        return replace(page, lacking=Lacking.HOUSEHOLDS)
    exact = may_see_exact_counts(user, code)
    reaches = reaches_of(counted.everywhere.result.folder)
    tables = MissedTables(counted, held, reaches)
    hidden = frozenset[str]() if exact else covered(tables, code)
    return replace(
        page,
        told=told(counted.area(code), hidden, _life_labels(), reaches.of(code)),
        rows=_sorted(_rows(user, tables, code), sort),
        reaches=reaches,
        shown=held.shown,
        has_cards=CARD_REGISTER in counted.everywhere.linked_registers,
        may_see_lists=may_see_lists(user, code),
    )


def may_see_lists(user: AnyUser, code: str) -> bool:
    """Whether the lists of an area are set against each other for this viewer: their sizes are exact."""
    return len(code) <= areas.TAMBON_DIGITS and may_see_exact_counts(user, code)


def pairs_of(user: AnyUser, code: str, found_share: float | None) -> tuple[MissedPage, tuple[PairTold, ...]]:
    """The lists of an area set against each other. `found_share`: of the same persons, how many links find.

    Raises: SITE_006 for a village, SITE_001 below a province for whoever may not see its persons; what
    `missed_page` raises.
    """
    page = _empty_page(code)
    if len(code) > areas.TAMBON_DIGITS:
        raise SamutError("SITE_006")
    if not may_see_lists(user, code):
        raise SamutError("SITE_001")
    held = holdings()
    lacking = lacking_of(held)
    if lacking is not None or held.shown is None:
        return replace(page, lacking=lacking), ()
    lists = _lists_of(result_folder(areas.workspace(), held.shown), code, found_share)
    return replace(page, shown=held.shown), tuple(pair_told(each) for each in lists)


def published_pairs() -> tuple[PairTold, ...]:
    """TPMAP's published lists, of which no estimate is printed."""
    return tuple(pair_told(each) for each in load_missed_policy().published)


def pair_told(lists: TwoLists) -> PairTold:
    reasons = reasons_against(lists, load_missed_policy().limits)
    return PairTold(lists, reasons, None if reasons else estimate(lists))


def read_found_share(text: str) -> float | None:
    """The share of the same persons that the links find, as percent; None where none was said.

    Raises: SITE_004 for what is no percentage over 0 and up to 100.
    """
    if not text.strip():
        return None
    try:
        percent = float(text)
    except ValueError as error:
        raise SamutError("SITE_004", name="found") from error
    if not 0 < percent <= 100:
        raise SamutError("SITE_004", name="found")
    return percent / 100


def in_province(code: str) -> bool:
    """Whether the registers can tell of an area: the country, or a province that they hold."""
    return code == COUNTRY or code.startswith(areas.workspace().config.province) or holdings().is_ours(code)


@lru_cache(maxsize=256)
def _lists_of(folder: Path, code: str, found_share: float | None) -> tuple[TwoLists, ...]:
    """A result never changes, so what was counted of it stays."""
    return two_lists_of(areas.workspace(), open_result(folder), code, found_share)


def _empty_page(code: str) -> MissedPage:
    area = areas.area(code)
    if not in_province(code):
        raise SamutError("MISSED_020", area=Text(area.name_th, area.name_en))
    config = areas.workspace().config
    return MissedPage(area, areas.trail(code), config.edition, areas.area(config.province))


def lacking_of(held: Holdings) -> Lacking | None:
    """What has to be done before anything can be counted."""
    if held.shown is not None:
        return None
    workspace, edition = areas.workspace(), held.config.edition
    if not Lake(workspace).has_table(CENSUS, MEMBER, edition):
        return Lacking.CENSUS
    linked = any((workspace.lake / "links" / str(edition)).glob("*/person.parquet"))
    return Lacking.RESULT if linked else Lacking.LINK


def _rows(user: AnyUser, tables: MissedTables, code: str) -> tuple[Row, ...]:
    counted = tables.counted
    codes = tuple(each for each in counted.below(code) if in_province(each))
    deep = len(code) == areas.TAMBON_DIGITS
    places = areas.village_areas(codes) if deep else tuple(areas.area(each) for each in codes)
    exact = may_see_persons(user, code)
    hidden = {} if exact else covered_below(tables, code)
    labels = _life_labels()
    return tuple(
        Row(each, told(counted.area(each.code), hidden.get(each.code, frozenset()), labels))
        for each in places
    )


def _life_labels() -> dict[str, Text]:
    return load_life_cycle().own_labels()


SORTS = {
    "poor_without_card": lambda told: told.groups[0].households,
    "vulnerable_without_card": lambda told: told.groups[1].households,
    "both_without_card": lambda told: told.groups[2].households,
    "card_fails_nothing": lambda told: told.card_fails_nothing.households,
    "unknown": lambda told: told.groups[0].unknown_households,
    "exclusion": lambda told: told.households.exclusion.known,
    "rate": lambda told: told.households.rate.known,
}


def read_sort(text: str) -> str:
    """The column to sort by. Raises: SITE_004 when there is none of that name."""
    if text.removeprefix("-") not in {*SORTS, "name"}:
        raise SamutError("SITE_004", name="sort")
    return text


def _sorted(rows: tuple[Row, ...], sort: str) -> tuple[Row, ...]:
    """Rows by a column, "-" before its name for the largest first; hidden ones last, in order of codes."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if name == "name":
        return tuple(sorted(rows, key=lambda row: sort_key(row.area.name_th), reverse=descending))
    known = [(value, row) for row in rows if (value := SORTS[name](row.told)) is not None]
    hidden = [row for row in rows if SORTS[name](row.told) is None]
    known.sort(key=lambda pair: pair[0], reverse=descending)
    return (*(row for _, row in known), *hidden)
