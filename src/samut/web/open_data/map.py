"""The open map of an area: what lies below it as GeoJSON, coloured by published figures alone.

Percent and numbers are of the rounded figures. A figure that is hidden or not published is null.
"""

from __future__ import annotations

import json

from django.urls import reverse

from samut.engine.areas import Area
from samut.engine.open_data.columns import PERSONS, TARGET
from samut.engine.open_data.tables import percent
from samut.rules.errors.entry import Text
from samut.web.areas import geometry
from samut.web.areas import queries as areas
from samut.web.open_data.queries import OpenEdition, Row, Values, rows_below

RATE, NUMBER = "rate", "number"
SHOWS = (RATE, NUMBER)
TITLES = {
    RATE: Text("คนจนเป้าหมาย ร้อยละของคนที่สำรวจ", "Target poor, percent of the surveyed"),
    NUMBER: Text("คนจนเป้าหมาย (คน)", "Target poor (persons)"),
}
HIDDEN = Text("ปกปิดเพื่อคุ้มครองบุคคล", "hidden to protect persons")
NO_DATA = Text("ไม่มีข้อมูล", "no data")


def value_of(values: Values, show: str) -> float | None:
    """What colours an area: target poor persons, or their percentage of the surveyed."""
    return values.get(TARGET) if show == NUMBER else percent(values, TARGET)


def note_of(values: Values, language: str) -> str:
    """The number and the percentage in words, or why there is none."""
    target, whole = values.get(TARGET), values.get(PERSONS)
    if target is None:
        return (HIDDEN if TARGET in values else NO_DATA).in_language(language)
    rate = percent(values, TARGET)
    share = "" if rate is None else f" · {rate:.2f}%"
    persons = "–" if whole is None else f"{whole:,}"
    if language == "th":
        return f"{target:,} จาก {persons} คน{share}"
    return f"{target:,} of {persons} persons{share}"


def drawn_around(code: str, edition: OpenEdition) -> str:
    """Whose parts a map shows: the area's own, or for the lowest areas those of the area around."""
    if rows_below(code, edition) or code == areas.COUNTRY:
        return code
    return areas.area(code).parent or areas.COUNTRY


def feature_collection(code: str, edition: OpenEdition, show: str, language: str) -> str:
    """The GeoJSON text of a map of an area."""
    drawn = drawn_around(code, edition)
    shapes = geometry.child_shapes(drawn)
    features = ",".join(
        f'{{"type":"Feature","properties":{_json(_properties(row, edition, show, language, code))},'
        f'"geometry":{shapes[row.area.code]}}}'
        for row in rows_below(drawn, edition)
        if row.area.code in shapes
    )
    head = {
        "type": "FeatureCollection",
        "show": show,
        "title": TITLES[show].in_language(language),
        "bounds": geometry.bounds(drawn),
    }
    outline = geometry.outline(drawn) or "null"
    return f'{_json(head)[:-1]},"outline":{outline},"features":[{features}]}}'


def _properties(row: Row, edition: OpenEdition, show: str, language: str, current: str) -> dict[str, object]:
    value = value_of(row.values, show)
    note = note_of(row.values, language)
    found: dict[str, object] = {
        "code": row.area.code,
        "name": row.area.name_th if language == "th" else row.area.name_en,
        "value": value,
        "url": None if row.area.code == current or not row.values else address(row.area, edition, language),
    }
    if value is None:
        found["missing"] = note
    else:
        found |= {"note": note, "size": row.values[TARGET]}
    if row.area.code == current:
        found["current"] = True
    return found


def address(area: Area, edition: OpenEdition, language: str) -> str:
    """The open page of an area in an edition."""
    page = reverse("open_data:area", kwargs={"language": language, "code": area.code})
    return f"{page}?edition={edition.tables.edition}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
