"""Reads of target groups: counts for everybody, members and kept lists for who may see the persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samut.engine.areas import Area
from samut.engine.lake import Lake, parquet
from samut.engine.results import MeasureResult, open_result
from samut.engine.target_lists.counting import GroupCount, are_counted
from samut.engine.target_lists.keeping import KeptList, kept_list, kept_lists
from samut.engine.target_lists.telling import listed
from samut.rules.errors import SamutError, Text
from samut.rules.target_groups import TargetGroup, target_group
from samut.web.accounts.policies import (
    AnyUser,
    check_may_see_persons,
    may_see_exact_counts,
    may_see_persons,
)
from samut.web.areas import queries as areas
from samut.web.households.models import ShownResult
from samut.web.households.queries import result_folder
from samut.web.insight.queries import holdings
from samut.web.missed.covering import covered, covered_below
from samut.web.missed.queries import Lacking, in_province, lacking_of
from samut.web.target_lists import members
from samut.web.target_lists.counts import GroupLine, GroupTables, counted_of, family_of, lines_of
from samut.web.target_lists.members import MemberLine
from samut.web.target_lists.policies import may_keep

PAGE_MEMBERS = 50
# A list that is handed on is made for work in an area; more are a copy of the register.
MOST_EXPORTED = 20_000
# Belonging, or not known; those who do not belong are nobody's list.
ANSWERS = {
    "yes": Text("อยู่ในกลุ่ม", "Belong"),
    "unknown": Text("ไม่ทราบ", "Not known"),
}


@dataclass(frozen=True)
class Place:
    """The area a page is about, the edition it speaks of, and what of it the viewer may do."""

    area: Area
    trail: tuple[Area, ...]
    edition: int
    editions: tuple[int, ...]
    province: Area
    sees: bool
    may_keep: bool
    shown: ShownResult | None = None
    lacking: Lacking | None = None

    @property
    def query(self) -> str:
        """The tail of an address that keeps the edition; empty for the newest."""
        return "" if self.edition == self.editions[0] else f"?edition={self.edition}"


@dataclass(frozen=True)
class AreaPage:
    """Every group in one area. `waiting`: the counts are not made yet. `kept`: lists that reach into it."""

    place: Place
    lines: tuple[GroupLine, ...] = ()
    waiting: bool = False
    kept: tuple[KeptLine, ...] = ()

    @property
    def hides(self) -> bool:
        return any(each.asked and each.count is None for each in self.lines)


@dataclass(frozen=True)
class KeptLine:
    """One kept list by its group and area. `group` None: the policy has no such group any more."""

    kept: KeptList
    group: TargetGroup | None
    area: Area


@dataclass(frozen=True)
class Below:
    """One area one level down. `count` None: hidden."""

    area: Area
    count: GroupCount | None


@dataclass(frozen=True)
class GroupPage:
    """One group in one area, and in the areas below it."""

    place: Place
    line: GroupLine
    rows: tuple[Below, ...]
    kept: tuple[KeptLine, ...]

    @property
    def hides(self) -> bool:
        return (self.line.asked and self.line.count is None) or any(row.count is None for row in self.rows)


@dataclass(frozen=True)
class MembersPage:
    """One page of the members of a group, or of a kept list, in one area."""

    place: Place
    group: TargetGroup
    answer: str
    counts: GroupCount
    lines: tuple[MemberLine, ...]
    total: int
    page: int
    pages: int
    kept: KeptLine | None = None
    others: tuple[KeptLine, ...] = ()


def place_of(user: AnyUser, code: str, edition: str = "") -> Place:
    """The area and edition that are asked for.

    Raises: SITE_003 for an unknown code, MISSED_020 for another province, SITE_004 for an edition
    that is not shown.
    """
    area = areas.area(code)
    if not in_province(code):
        raise SamutError("MISSED_020", area=Text(area.name_th, area.name_en))
    held = holdings()
    shown = {each.edition: each for each in ShownResult.objects.filter(measure=held.config.measure)}
    editions = (held.config.edition, *sorted(shown.keys() - {held.config.edition}, reverse=True))
    if edition and edition not in map(str, editions):
        raise SamutError("SITE_004", name="edition")
    year = int(edition) if edition else held.config.edition
    return Place(
        area,
        areas.trail(code),
        year,
        editions,
        areas.area(held.config.province),
        may_see_persons(user, code),
        may_keep(user, code),
        shown.get(year),
        lacking_of(held) if year == held.config.edition else None,
    )


def result_of(place: Place) -> MeasureResult:
    """The result a page rests on. Raises: SITE_005 before the first."""
    if place.shown is None:
        raise SamutError("SITE_005")
    return open_result(result_folder(areas.workspace(), place.shown))


def area_page(user: AnyUser, code: str, edition: str, *, count: bool) -> AreaPage:
    """Every group in an area. Without `count`, one whose counts are not made yet says so at once.

    Raises: what `place_of` raises.
    """
    place = place_of(user, code, edition)
    if place.shown is None:
        return AreaPage(place)
    kept = _kept_in(code) if place.sees else ()
    result = result_of(place)
    if not count and not are_counted(areas.workspace(), result):
        return AreaPage(place, waiting=True, kept=kept)
    counted = counted_of(result.folder)
    hidden = frozenset[str]() if may_see_exact_counts(user, code) else covered(_tables(place, result), code)
    return AreaPage(place, lines_of(counted, code, hidden), kept=kept)


def group_page(user: AnyUser, code: str, group_id: str, edition: str) -> GroupPage:
    """One group in an area and below it.

    Raises: SITE_006 for a group there is none of, SITE_005 before the first result, what `place_of` raises.
    """
    group, place = _group(group_id), place_of(user, code, edition)
    result = result_of(place)
    counted, tables = counted_of(result.folder), _tables(place, result)
    hidden = frozenset[str]() if may_see_exact_counts(user, code) else covered(tables, code)
    line = next(each for each in lines_of(counted, code, hidden) if each.group == group)
    codes = tuple(each for each in counted.below(code) if in_province(each)) if line.asked else ()
    below = {} if place.sees else covered_below(tables, code)
    family = family_of(group)
    deep = len(code) == areas.TAMBON_DIGITS
    places = areas.village_areas(codes) if deep else tuple(areas.area(each) for each in codes)
    rows = tuple(
        Below(each, None if family in below.get(each.code, ()) else counted.in_area(each.code)[group.id])
        for each in places
    )
    kept = tuple(each for each in _kept_in(code) if each.kept.group == group.id) if place.sees else ()
    return GroupPage(place, line, rows, kept)


def members_page(
    user: AnyUser, code: str, group_id: str, edition: str, answer: str, page: int
) -> MembersPage:
    """The members of a group in an area, a page of them. The caller logs the look.

    Raises: SITE_001 for whoever may not see its persons; ASSESS_004 and POLICY_007 for a group without
    a rule in the edition; what `group_page` raises.
    """
    check_may_see_persons(user, code)
    group, place = _group(group_id), place_of(user, code, edition)
    result = result_of(place)
    units = members.units_of(result.folder, group.id, code)
    found = members.with_answer(units, answer)
    page, pages = _paging(page, found.num_rows)
    part = found.slice((page - 1) * PAGE_MEMBERS, PAGE_MEMBERS)
    told = members.told(part, group, result.edition, result.measure)
    counts = {each: members.with_answer(units, each).num_rows for each in ("yes", "no", "unknown")}
    lines = members.lines(told, result.edition)
    return MembersPage(place, group, answer, GroupCount(**counts), lines, found.num_rows, page, pages)


def members_of(user: AnyUser, code: str, group_id: str, edition: str, answer: str) -> MembersPage:
    """All members at once, for a file. The caller logs the look.

    Raises: LIST_020 when there are too many; what `members_page` raises.
    """
    first = members_page(user, code, group_id, edition, answer, 1)
    _check_size(first.total)
    result = result_of(first.place)
    units = members.with_answer(members.units_of(result.folder, first.group.id, code), answer)
    told = members.told(units, first.group, result.edition, result.measure)
    return replace(first, lines=members.lines(told, result.edition))


def kept_for(user: AnyUser, code: str, list_id: str) -> KeptLine:
    """A kept list that reaches into an area, for whoever may see its persons.

    Raises: SITE_001, LIST_003 for none, LIST_005 for one that was altered, SITE_006 for one of elsewhere.
    """
    check_may_see_persons(user, code)
    kept = kept_list(areas.workspace(), list_id)
    if not _reaches(kept, code):
        raise SamutError("SITE_006")
    return _line(kept)


def kept_page(
    user: AnyUser, code: str, list_id: str, answer: str, page: int, *, whole: bool = False
) -> MembersPage:
    """The members of a kept list in an area; `whole`: all at once. The caller logs the look.

    Raises: what `kept_for` and `place_of` raise; LIST_020 for the whole of too many; POLICY_002 when the
    policy has no such group any more.
    """
    line, place = kept_for(user, code, list_id), place_of(user, code)
    kept, group = line.kept, target_group(line.kept.group)
    counts = _kept_counts(kept, code)
    total = getattr(counts, answer)
    if whole:
        _check_size(total)
    page, pages = _paging(page, total)
    units = listed(
        Lake(areas.workspace()),
        parquet(kept.units),
        group,
        edition=kept.edition,
        measure_id=kept.measure,
        answer=answer,
        area_code=code,
        limit=None if whole else PAGE_MEMBERS,
        offset=0 if whole else (page - 1) * PAGE_MEMBERS,
    )
    same = (each for each in _kept_in(code) if each.kept.group == kept.group and each.kept.id != kept.id)
    return MembersPage(
        replace(place, edition=kept.edition),
        group,
        answer,
        counts,
        members.lines(units, kept.edition),
        total,
        page,
        pages,
        line,
        tuple(same),
    )


def read_answer(text: str) -> str:
    """Which of ANSWERS is asked for. Raises: SITE_004."""
    if text not in ANSWERS:
        raise SamutError("SITE_004", name="answer")
    return text


def _group(group_id: str) -> TargetGroup:
    try:
        return target_group(group_id)
    except SamutError as error:
        raise SamutError("SITE_006") from error


def _tables(place: Place, result: MeasureResult) -> GroupTables:
    """Pages of areas speak of the workspace's own edition alone."""
    held = holdings() if place.edition == place.editions[0] else None
    return GroupTables(counted_of(result.folder), held, result.folder)


def _paging(page: int, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PAGE_MEMBERS))
    return min(max(page, 1), pages), pages


def _check_size(total: int) -> None:
    if total > MOST_EXPORTED:
        raise SamutError("LIST_020", members=f"{total:,}", most=f"{MOST_EXPORTED:,}")


def _reaches(kept: KeptList, code: str) -> bool:
    """Whether an area and the area of a list have something in common."""
    if areas.COUNTRY in (kept.area_code, code):
        return True
    return kept.area_code.startswith(code) or code.startswith(kept.area_code)


def _kept_in(code: str) -> tuple[KeptLine, ...]:
    return tuple(_line(each) for each in kept_lists(areas.workspace()) if _reaches(each, code))


def _line(kept: KeptList) -> KeptLine:
    try:
        group = target_group(kept.group)
    except SamutError:
        group = None
    return KeptLine(kept, group, areas.area(kept.area_code))


def _kept_counts(kept: KeptList, code: str) -> GroupCount:
    first, end = ("", ":") if code == areas.COUNTRY else (code, code + ":")
    with Lake(areas.workspace()).read() as connection:
        rows: Sequence[tuple[str, int]] = connection.execute(
            f"SELECT answer, count(*) FROM {parquet(kept.units)} "
            "WHERE village_code >= ? AND village_code < ? GROUP BY answer",
            [first, end],
        ).fetchall()
    return GroupCount(**dict(rows))
