"""A what-if of one area: which villages, which households, which indicators; and what would then be so."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from samut.engine.areas import Area
from samut.engine.lake import Lake
from samut.engine.pivot.fields import Field, FieldKind, field_of, fields_of
from samut.engine.whatif.solving import AnswerLines, Solving, lines_of, lines_of_group
from samut.rules.analysis_policy import ProgrammeEffect
from samut.rules.errors import SamutError, Text
from samut.rules.policy import Measure
from samut.web.accounts.policies import AnyUser
from samut.web.analysis.place import Place, measured, place_of, policy
from samut.web.analysis.prepared import prepared_of
from samut.web.analysis.what_if_told import Answer, answer_of
from samut.web.areas import queries as areas
from samut.web.households import live

GROUP_KINDS = (FieldKind.POVERTY, FieldKind.HOUSEHOLD, FieldKind.MEMBERS, FieldKind.HOUSE)
OUTSIDE = Text("ตัวชี้วัดนอกดัชนี (แก้แล้วจำนวนคนจนไม่เปลี่ยน)", "Outside the measure (solving them moves no poverty)")


@dataclass(frozen=True)
class Asked:
    """What the address asks for. `areas` are codes within the area; none: all of it.

    `group` is a field and a class of it, such as ("with-elderly", "yes"); None: every household.
    """

    areas: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    programme: str = ""
    group: tuple[str, str] | None = None

    @property
    def group_text(self) -> str:
        return ":".join(self.group) if self.group else ""

    @property
    def query(self) -> str:
        """The tail of the address that asks this."""
        told = [("in", each) for each in self.areas] + [("solve", each) for each in self.indicators]
        told += [("programme", self.programme)] if self.programme else []
        told += [("group", self.group_text)] if self.group else []
        return f"?{urlencode(told)}" if told else ""


@dataclass(frozen=True)
class GroupChoice:
    """One class of households that help may be meant for."""

    value: str
    label: Text


@dataclass(frozen=True)
class GroupField:
    """The classes of one field."""

    label: Text
    choices: tuple[GroupChoice, ...]


@dataclass(frozen=True)
class IndicatorChoice:
    """One indicator that may be solved."""

    id: str
    number: int
    label: Text
    chosen: bool


@dataclass(frozen=True)
class DimensionChoice:
    """The indicators of one dimension, or those no dimension uses."""

    id: str
    label: Text
    indicators: tuple[IndicatorChoice, ...]

    @property
    def is_open(self) -> bool:
        return any(each.chosen for each in self.indicators)


@dataclass(frozen=True)
class AreaChoice:
    """An area below that may be chosen, with those below it."""

    area: Area
    chosen: bool
    below: tuple[AreaChoice, ...] = ()

    @property
    def is_open(self) -> bool:
        return any(each.chosen or each.is_open for each in self.below)


@dataclass(frozen=True)
class WhatIfPage:
    """Everything on the page. `answer` None: nothing was measured here, or the group has to be prepared."""

    place: Place
    asked: Asked
    dimensions: tuple[DimensionChoice, ...] = ()
    areas: tuple[AreaChoice, ...] = ()
    groups: tuple[GroupField, ...] = ()
    programmes: tuple[ProgrammeEffect, ...] = ()
    programme: ProgrammeEffect | None = None
    waiting: bool = False
    answer: Answer | None = None
    said: tuple[Text, ...] = ()


def read(place: Place, query: QueryDict) -> Asked:
    """What an address asks for.

    Raises: ANALYSIS_002, ANALYSIS_005, ANALYSIS_006, ANALYSIS_012, ANALYSIS_014.
    """
    typed = query.get("codes", "").replace(",", " ").split()
    wanted = tuple(dict.fromkeys([*query.getlist("in"), *typed]))
    for code in wanted:
        if not (code.isascii() and code.isdecimal() and code.startswith(place.code)):
            raise SamutError("ANALYSIS_006", area=code[: areas.VILLAGE_DIGITS])
    if wanted and not place.sees:
        raise SamutError("ANALYSIS_014")
    known = {each.id for each in place.held.measure.indicator_set.indicators}
    indicators = tuple(dict.fromkeys(query.getlist("solve")))
    programme = query.get("programme", "")
    offered = {each.programme for each in policy().programmes if each.indicators}
    for name in (*(set(indicators) - known), *({programme} - offered - {""})):
        raise SamutError("ANALYSIS_012", name=name[:60])
    return Asked(wanted, indicators, programme, _read_group(place.held.measure, query.get("group", "")))


def _read_group(measure: Measure, said: str) -> tuple[str, str] | None:
    if not said:
        return None
    name, _, of = said.partition(":")
    field = field_of(group_fields(measure), name)
    if not field.holds_class(of):
        raise SamutError("ANALYSIS_005", name=said[:60], limit=1)
    return name, of


def group_fields(measure: Measure) -> dict[str, Field]:
    """The fields whose classes may be helped alone: those that solving an indicator does not change."""
    fields = fields_of(measure, timezone.localdate())
    return {id: each for id, each in fields.items() if each.kind in GROUP_KINDS}


def what_if_page(user: AnyUser, code: str, query: QueryDict) -> WhatIfPage:
    """The page of one area for one viewer. Raises: SITE_003, and what `read` raises."""
    place = place_of(user, code)
    asked = read(place, query)
    if place.shown is None:
        return WhatIfPage(place, asked)
    programme = next((each for each in policy().programmes if each.programme == asked.programme), None)
    lines = _lines(place, asked)
    return WhatIfPage(
        place,
        asked,
        _dimensions(place.held.measure, asked),
        _areas(place, asked) if place.sees else (),
        _groups(place.held.measure),
        tuple(each for each in policy().programmes if each.indicators),
        programme,
        lines is None,
        None if lines is None else answer_of(user, place, _solving(place, asked, programme), lines),
        _said(place, asked),
    )


def _solving(place: Place, asked: Asked, programme: ProgrammeEffect | None) -> Solving:
    known = {each.id for each in place.held.measure.indicator_set.indicators}
    more = [each for each in programme.indicators if each in known] if programme else []
    return Solving(tuple(dict.fromkeys([*asked.indicators, *more])), asked.areas or (place.code,))


def _lines(place: Place, asked: Asked) -> AnswerLines | None:
    """The lines of the area; None where a group has to be prepared by a job first."""
    shown, measure = measured(place), place.held.measure
    if asked.group is None:
        return lines_of(live.histogram(shown)).within(place.code)
    path = prepared_of(shown)
    if path is None:
        return None
    name, of = asked.group
    condition = f"({group_fields(measure)[name].sql}) = '{of}'"
    with Lake(areas.workspace()).read() as connection:
        return lines_of_group(connection, path, condition, measure).within(place.code)


def _dimensions(measure: Measure, asked: Asked) -> tuple[DimensionChoice, ...]:
    by_id = {each.id: each for each in measure.indicator_set.indicators}

    def choice(id: str) -> IndicatorChoice:
        found = by_id.pop(id)
        return IndicatorChoice(id, found.number, found.label, id in asked.indicators)

    inside = [
        DimensionChoice(each.id, each.label, tuple(choice(id) for id in each.indicators))
        for each in measure.dimensions
    ]
    return (*inside, DimensionChoice("outside", OUTSIDE, tuple(choice(id) for id in list(by_id))))


def _areas(place: Place, asked: Asked) -> tuple[AreaChoice, ...]:
    """The areas below, two levels at once: villages under their tambon, tambons under their amphoe."""
    found = []
    for area in areas.children(place.code):
        below = areas.children(area.code)
        inner = tuple(AreaChoice(each, each.code in asked.areas) for each in below)
        found.append(AreaChoice(area, area.code in asked.areas, inner))
    return tuple(found)


def _groups(measure: Measure) -> tuple[GroupField, ...]:
    return tuple(
        GroupField(
            field.label,
            tuple(GroupChoice(f"{field.id}:{each.id}", each.label) for each in field.classes),
        )
        for field in group_fields(measure).values()
    )


def _said(place: Place, asked: Asked) -> tuple[Text, ...]:
    """What is asked in words, for paper and for whoever opens the link: what, where, whom."""
    measure = place.held.measure
    solved = [measure.indicator_set.indicator(each) for each in asked.indicators]
    told = [
        Text(f"แก้ {each.number}. {each.label.th}", f"Solved: {each.number}. {each.label.en}")
        for each in solved
    ]
    named = [areas.area(code) for code in asked.areas]
    told += [Text(f"ใน {each.name_th} ({each.code})", f"In {each.name_en} ({each.code})") for each in named]
    if asked.group:
        field = group_fields(measure)[asked.group[0]]
        of = next(each.label for each in field.classes if each.id == asked.group[1])
        told.append(
            Text(f"เฉพาะครัวเรือน {field.label.th}: {of.th}", f"Only households, {field.label.en}: {of.en}")
        )
    return tuple(told)
