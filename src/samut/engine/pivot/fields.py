"""Every field that a table may be made of, declared once: what it is called, its classes, how it is told.

All are of households. None is a name, a number, an address, a day or an amount of money: a class of
each holds many, and where it does not the table covers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from samut.engine.life_cycle import GREATEST, LEAST
from samut.engine.pivot.households import WITH, house_answers
from samut.engine.sql_engines import text
from samut.engine.words import poor_sql
from samut.rules.analysis_policy import Band, load_analysis_policy
from samut.rules.errors import SamutError, Text
from samut.rules.life_cycle import load_life_cycle
from samut.rules.policy import Measure
from samut.rules.policy_files import nearest
from samut.rules.thai_dates import BE_OFFSET
from samut.rules.union import switch_mask


class FieldKind(StrEnum):
    """What a field tells of; the order of the groups of a choice."""

    PLACE = "place"
    TIME = "time"
    POVERTY = "poverty"
    DIMENSION = "dimension"
    INDICATOR = "indicator"
    HOUSEHOLD = "household"
    MEMBERS = "members"
    HOUSE = "house"


@dataclass(frozen=True)
class FieldClass:
    """One class of a field."""

    id: str
    label: Text


@dataclass(frozen=True)
class Field:
    """One field. `sql` gives the class's id over the columns of the prepared households.

    A field of places has no classes of its own: they are the codes of the areas found.
    """

    id: str
    kind: FieldKind
    label: Text
    sql: str
    classes: tuple[FieldClass, ...] = ()

    def holds_class(self, id: str) -> bool:
        return self.kind is FieldKind.PLACE or id in {each.id for each in self.classes}


UNKNOWN, EDITION = "unknown", "edition"
YES = FieldClass("yes", Text("ใช่", "yes"))
NO = FieldClass("no", Text("ไม่ใช่", "no"))
NOT_KNOWN = FieldClass(UNKNOWN, Text("ไม่ทราบ", "unknown"))
HAS = (FieldClass("yes", Text("มี", "yes")), FieldClass("no", Text("ไม่มี", "no")), NOT_KNOWN)
TOLD = (YES, NO, NOT_KNOWN)
DEPRIVED = (
    FieldClass("yes", Text("ตกเกณฑ์", "deprived")),
    FieldClass("no", Text("ผ่านเกณฑ์", "not deprived")),
    NOT_KNOWN,
)
NOT_APPLICABLE = FieldClass("not_applicable", Text("ไม่เกี่ยวข้อง", "does not apply"))
POOR = (
    FieldClass("yes", Text("ยากจน", "poor")),
    FieldClass("no", Text("ไม่ยากจน", "not poor")),
    NOT_KNOWN,
)
SEXES = (FieldClass("female", Text("หญิง", "female")), FieldClass("male", Text("ชาย", "male")), NOT_KNOWN)
PLACES = {
    "province": (2, Text("จังหวัด", "Province")),
    "amphoe": (4, Text("อำเภอ", "District")),
    "tambon": (6, Text("ตำบล", "Subdistrict")),
    "village": (8, Text("หมู่บ้าน", "Village")),
}


def fields_of(measure: Measure, on: date, editions: Sequence[int] = ()) -> dict[str, Field]:
    """Every field of a measure's households by its id, in the order of a choice.

    Of editions (Buddhist years) there is a field where there are several.
    """
    found = (
        *_places(),
        *_editions(editions),
        *_poverty(measure),
        *_dimensions(measure),
        *_indicators(measure),
        *_household(on),
        *_members(),
        *_house(measure),
    )
    return {each.id: each for each in found}


def field_of(fields: dict[str, Field], id: str) -> Field:
    """The field of that id. Raises: ANALYSIS_002 with the nearest there is."""
    if id not in fields:
        raise SamutError("ANALYSIS_002", name=id, nearest=nearest(id, fields))
    return fields[id]


def _places() -> Iterator[Field]:
    for id, (digits, label) in PLACES.items():
        yield Field(id, FieldKind.PLACE, label, f"substr(village_code, 1, {digits})")


def _editions(editions: Sequence[int]) -> Iterator[Field]:
    classes = tuple(
        FieldClass(str(each), Text(str(each), f"{each} ({each - BE_OFFSET})")) for each in sorted(editions)
    )
    if len(classes) > 1:
        yield Field(EDITION, FieldKind.TIME, Text("รุ่นปี", "Edition"), "edition", classes)


def _answer(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 'yes' WHEN NOT ({condition}) THEN 'no' ELSE '{UNKNOWN}' END"


def _poverty(measure: Measure) -> Iterator[Field]:
    poor = poor_sql(measure)
    label = Text("ยากจนตามดัชนี", "Poor by the measure")
    yield Field("poor", FieldKind.POVERTY, label, _answer(poor), POOR)
    target = (
        f"CASE WHEN ({poor}) IS NULL THEN '{UNKNOWN}' WHEN NOT ({poor}) THEN 'no' WHEN target > 0 THEN 'yes' "
        f"WHEN target_unknown > 0 THEN '{UNKNOWN}' ELSE 'no' END"
    )
    yield Field("target", FieldKind.POVERTY, Text("มีคนจนเป้าหมาย", "Has target poor persons"), target, HAS)
    card = f"CASE WHEN registered > 0 THEN 'yes' WHEN unlinked > 0 THEN '{UNKNOWN}' ELSE 'no' END"
    yield Field(
        "card",
        FieldKind.POVERTY,
        Text("มีคนลงทะเบียนบัตรสวัสดิการ", "Has persons registered for the welfare card"),
        card,
        HAS,
    )


def _dimensions(measure: Measure) -> Iterator[Field]:
    undecided = f"'{UNKNOWN}'" if measure.unknown == "report" else "'no'"
    for each in measure.dimensions:
        sql = (
            f"CASE WHEN (deprived & {each.mask}) <> 0 THEN 'yes' "
            f"WHEN (known & {each.mask}) <> {each.mask} THEN {undecided} ELSE 'no' END"
        )
        yield Field(f"dim-{each.id}", FieldKind.DIMENSION, each.label, sql, DEPRIVED)


def _indicators(measure: Measure) -> Iterator[Field]:
    in_use = switch_mask(measure, measure.whole_switch)
    for each in measure.indicator_set.indicators:
        sql = (
            f"CASE WHEN (known & {each.mask}) = 0 THEN '{UNKNOWN}' "
            f"WHEN (applies & {each.mask}) = 0 THEN 'not_applicable' "
            f"WHEN (deprived & {each.mask}) <> 0 THEN 'yes' ELSE 'no' END"
        )
        mark = "" if each.mask & in_use else " *"
        label = Text(f"{each.number}. {each.label.th}{mark}", f"{each.number}. {each.label.en}{mark}")
        classes = (*DEPRIVED, NOT_APPLICABLE)
        yield Field(f"ind-{each.id}", FieldKind.INDICATOR, label, sql, classes)


def _household(on: date) -> Iterator[Field]:
    policy = load_analysis_policy(on)
    sizes, ages = policy.bands_of("size"), policy.bands_of("head_age")
    yield Field(
        "size",
        FieldKind.HOUSEHOLD,
        Text("ขนาดครัวเรือน", "Size of the household"),
        _banded(sizes, "persons", "persons"),
        _classes(sizes),
    )
    yield Field(
        "head-sex",
        FieldKind.HOUSEHOLD,
        Text("เพศหัวหน้าครัวเรือน", "Sex of the head"),
        f"CASE WHEN head_sex IN ('female', 'male') THEN head_sex ELSE '{UNKNOWN}' END",
        SEXES,
    )
    yield Field(
        "head-age",
        FieldKind.HOUSEHOLD,
        Text("อายุหัวหน้าครัวเรือน", "Age of the head"),
        _banded(ages, f"head_{LEAST}", f"head_{GREATEST}"),
        _classes(ages),
    )


def _banded(bands: tuple[Band, ...], least: str, greatest: str) -> str:
    """The band both ends lie in; unknown where they lie in two."""
    cases = " ".join(
        f"WHEN {least} >= {each.first}"
        + ("" if each.last is None else f" AND {greatest} <= {each.last}")
        + f" THEN {text(each.id)}"
        for each in bands
    )
    return f"CASE {cases} ELSE '{UNKNOWN}' END"


def _classes(bands: tuple[Band, ...]) -> tuple[FieldClass, ...]:
    return (*(FieldClass(each.id, each.label) for each in bands), NOT_KNOWN)


def _members() -> Iterator[Field]:
    for id, label in load_life_cycle().own_labels().items():
        told = Text(f"มี{label.th}", f"Has members: {label.en}")
        yield Field(f"with-{id}", FieldKind.MEMBERS, told, _answer(f'"{WITH}{id}"'), HAS)


def _house(measure: Measure) -> Iterator[Field]:
    for name in house_answers(measure):
        label = measure.indicator_set.fact_labels[name]
        yield Field(name.replace("_", "-"), FieldKind.HOUSE, label, _answer(f'"{name}"'), TOLD)
