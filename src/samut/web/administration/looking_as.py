"""What exactly a user can see, worked out by the policies that the pages ask: nothing of a person in it.

It is no session in the user's name: whoever looks stays who they are, opens nothing, and is logged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from samut.engine.areas import Area
from samut.engine.lake import Lake
from samut.rules.errors import SamutError, Text
from samut.web.accounts.models import User
from samut.web.accounts.policies import (
    COUNTRY,
    AnyUser,
    AreaScope,
    account_scope_of,
    may_read_logs,
    may_see_imports,
    person_scope_of,
    scope_of,
)
from samut.web.administration import queries
from samut.web.administration.actions import record_looking_as
from samut.web.administration.areas_found import named
from samut.web.administration.people_views import me
from samut.web.areas.queries import children, workspace
from samut.web.fieldwork.policies import officer_scope_of
from samut.web.insight.queries import figures_for, holdings
from samut.web.insight.switch import Switch
from samut.web.registers.policies import may_import
from samut.web.tables.registered import table_of

EVERYWHERE = AreaScope((COUNTRY,))
NOWHERE = AreaScope()


@dataclass(frozen=True)
class Family:
    """Pages of one kind. `page`: an example in an area; `scope`: the areas in which the user may open it."""

    label: Text
    address: str
    page: Callable[[str], str]
    scope: Callable[[AnyUser], AreaScope]


def _in_area(name: str) -> Callable[[str], str]:
    return lambda code: reverse(name, args=[code])


def _at(name: str) -> Callable[[str], str]:
    return lambda code: reverse(name)


def _everywhere_if(may: Callable[[AnyUser], bool]) -> Callable[[AnyUser], AreaScope]:
    return lambda user: EVERYWHERE if may(user) else NOWHERE


def _signed_in(user: AnyUser) -> AreaScope:
    return EVERYWHERE if user.is_active else NOWHERE


FAMILIES = (
    Family(
        Text("หน้าพื้นที่ แผนที่ และตัวเลข", "Area pages, map and figures"),
        "/area/…/",
        _in_area("insight:area"),
        _signed_in,
    ),
    Family(
        Text("กลุ่มเป้าหมายและใครตกหล่น: ตัวเลข", "Target groups and who is missed: figures"),
        "/targets/…/ /missed/…/",
        _in_area("target_lists:area"),
        _signed_in,
    ),
    Family(
        Text("ถ้าแก้ไขได้จะเป็นอย่างไร และเทียบพื้นที่", "What if, and two areas side by side"),
        "/analysis/…/what-if/ /analysis/compare/",
        _in_area("analysis:what_if"),
        _signed_in,
    ),
    Family(
        Text("ตารางตามที่เลือกเอง", "Tables by any fields"),
        "/analysis/pivot/?area=…",
        lambda code: f"{reverse('analysis:pivot')}?area={code}&row=poor",
        scope_of,
    ),
    Family(
        Text("ค้นหาคนหรือบ้าน", "Search for a person or a house"),
        "/search/",
        _at("search:start"),
        person_scope_of,
    ),
    Family(
        Text("รายชื่อครัวเรือนเป้าหมาย และหน้าครัวเรือน", "Lists of target households, and household pages"),
        "/area/…/households/ /household/…/",
        _in_area("households:list"),
        person_scope_of,
    ),
    Family(
        Text("รายชื่อกลุ่มเป้าหมาย และไฟล์", "Members of target groups, and their files"),
        "/targets/…/members/",
        lambda code: reverse("target_lists:members", args=[code, "elderly"]),
        person_scope_of,
    ),
    Family(
        Text("ไฟล์รายการครัวเรือนสำหรับงานภาคสนาม", "Spreadsheets for field work"),
        "/fieldwork/…/targets.xlsx",
        _in_area("fieldwork:targets"),
        person_scope_of,
    ),
    Family(
        Text("กระดานสมุดพก และการประชุม", "Board of logbooks, and meetings"),
        "/logbook/…/ /meetings/…/",
        _in_area("logbook:board"),
        person_scope_of,
    ),
    Family(
        Text(
            "งานของเจ้าหน้าที่: วางแผนภาคสนาม กุญแจแอปสำรวจ", "Officers' work: field plans, keys of survey phones"
        ),
        "/collectors/…/",
        _in_area("openrosa:keys"),
        officer_scope_of,
    ),
    Family(
        Text("คู่รายการที่ต้องถาม", "Pairs of records to ask about"),
        "/linkage/",
        _at("linkage:queue"),
        officer_scope_of,
    ),
    Family(
        Text("ดูการนำเข้าทะเบียน (ไม่มีข้อความบุคคล)", "Imports of registers (no personal text)"),
        "/registers/",
        _at("registers:imports"),
        _everywhere_if(may_see_imports),
    ),
    Family(
        Text("นำเข้าทะเบียน และแถวที่กักไว้", "Bring registers in, and their refused rows"),
        "/registers/send/",
        _at("registers:send"),
        _everywhere_if(may_import),
    ),
    Family(
        Text("บันทึกการเปิดดูข้อมูลบุคคล", "Log of looks at persons"),
        "/oversight/",
        _at("oversight:start"),
        _everywhere_if(may_read_logs),
    ),
    Family(
        Text("ผู้ใช้และสิทธิ์", "People and their roles"),
        "/administration/",
        _at("administration:people"),
        account_scope_of,
    ),
    Family(
        Text("โทเคนสำหรับโปรแกรม (ไม่เกินที่เจ้าของเห็น)", "Tokens for programs (never more than their owner)"),
        "/tokens/",
        _at("api_tokens"),
        scope_of,
    ),
)


@dataclass(frozen=True)
class FamilyLine:
    """A kind of pages, and where the user may open them: everywhere, in some areas, or nowhere."""

    family: Family
    areas: tuple[Area, ...]
    everywhere: bool

    @property
    def may(self) -> bool:
        return self.everywhere or bool(self.areas)


@dataclass(frozen=True)
class ScopeLine:
    """An area whose persons the user may see, and how many households are in it, as the asker may know."""

    area: Area
    households: int | Enum | None


@dataclass(frozen=True)
class FileLine:
    """A table that can be taken as a file, and where the user may: in some areas, or everywhere."""

    table: str
    title: Text
    areas: tuple[Area, ...]
    everywhere: bool

    def covers(self, code: str) -> bool:
        return self.everywhere or AreaScope(tuple(each.code for each in self.areas)).covers(code)


@dataclass(frozen=True)
class Sight:
    """All of it. `registers`: those whose imports the user sees; `files`: tables taken as CSV or XLSX."""

    person: queries.PersonPage
    scopes: tuple[ScopeLine, ...]
    families: tuple[FamilyLine, ...]
    registers: tuple[tuple[str, int], ...]
    files: tuple[FileLine, ...]


def sight_of(by: AnyUser, pk: int) -> Sight:
    """What a user can see today. Raises: SITE_002, ACCOUNT_030."""
    person = queries.person_page(by, pk)
    user = User.objects.get(pk=pk)
    families = tuple(_family_line(each, user) for each in FAMILIES)
    registers = Lake(workspace()).registers() if may_see_imports(user) else ()
    return Sight(person, _scope_lines(by, user), families, registers, _files(user))


def _files(user: User) -> tuple[FileLine, ...]:
    """Each table's own check is asked, as the export itself asks it."""
    names = named(scope_of(user).codes)
    tables = (table_of(name) for name in settings.SAMUT_TABLES)
    return tuple(
        FileLine(
            table.id,
            table.title,
            tuple(area for _, area in sorted(names.items()) if _passes_within(table.check, user, area)),
            _passes(table.check, AnonymousUser(), COUNTRY),
        )
        for table in tables
    )


def _passes_within(check: Callable[[AnyUser, str], None], user: User, area: Area) -> bool:
    """In the area, or in an example of each level below: some tables are those of a tambon alone."""
    if _passes(check, user, area.code):
        return True
    within = children(area.code)
    return bool(within) and _passes_within(check, user, within[0])


def _passes(check: Callable[[AnyUser, str], None], user: AnyUser, code: str) -> bool:
    try:
        check(user, code)
    except SamutError:
        return False
    return True


def _family_line(family: Family, user: User) -> FamilyLine:
    scope = family.scope(user)
    names = named(scope.codes)
    places = tuple(names[code] for code in scope.codes if code in names)
    return FamilyLine(family, places, COUNTRY in scope.codes)


def _scope_lines(by: AnyUser, user: User) -> tuple[ScopeLine, ...]:
    scope = person_scope_of(user)
    names = named(scope.codes)
    return tuple(ScopeLine(names[code], _households(by, code)) for code in scope.codes if code in names)


def _households(by: AnyUser, code: str) -> int | Enum | None:
    """How many households were measured in an area, for the asker: small counts stay hidden."""
    try:
        figures = figures_for(by, holdings(), code, Switch())
    except SamutError:
        return None
    return figures.households if figures is not None else None


@require_safe
def sees(request: HttpRequest, pk: int) -> HttpResponse:
    """The page. Looking is logged."""
    by = me(request)
    sight = sight_of(by, pk)
    record_looking_as(by=by, user=sight.person.user)
    return render(request, "administration/sees.html", {"sight": sight, "person": sight.person})
