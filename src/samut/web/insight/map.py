"""The map of one area: its children as GeoJSON, each with its figure, its text and its class.

Rates are percent here, 0 to 100. A figure that is unknown, unpublished or hidden is null, never 0,
and its text says which.
"""

from __future__ import annotations

import json
from bisect import bisect_left

from django.urls import reverse

from samut.rules.errors.entry import Text
from samut.web.areas import geometry
from samut.web.insight.figures import AreaFigures, Missing
from samut.web.insight.queries import Row

RATE, NUMBER = "rate", "number"
SHOWS = (RATE, NUMBER)
CLASSES = 5
NO_DATA, SMALL = "none", "small"
NO_DATA_TEXT = Text("ไม่มีข้อมูล", "no data")
UNPUBLISHED_TEXT = Text("ไม่ได้เผยแพร่", "not published")
SMALL_TEXT = Text("น้อยกว่า 5 คน", "fewer than 5 persons")
TITLES = {
    RATE: Text("คนจนเป้าหมาย ร้อยละของคนที่สำรวจ", "Target poor, percent of the surveyed"),
    NUMBER: Text("คนจนเป้าหมาย (คน)", "Target poor (persons)"),
}
DECIMALS = 4


def value_of(figures: AreaFigures | None, show: str) -> float | None:
    """What colours an area: target poor persons, or their percentage of the surveyed."""
    if figures is None or isinstance(figures.target_persons, Missing):
        return None
    if show == NUMBER:
        return figures.target_persons
    return None if figures.rate is None else round(figures.rate * 100, DECIMALS)


def limits_of(values: list[float]) -> list[float]:
    """The upper limits of all classes but the last, each class holding about as many areas.

    Areas of the same figure share a class, so there may be fewer classes.
    """
    ordered = sorted(values)
    places = (max(0, len(ordered) * step // CLASSES - 1) for step in range(1, CLASSES))
    return sorted({ordered[place] for place in places} - {ordered[-1]}) if ordered else []


def class_of(figures: AreaFigures | None, value: float | None, limits: list[float]) -> str:
    """ "1" (least) to "5" (most), or why there is none."""
    if value is not None:
        return str(1 + bisect_left(limits, value))
    return SMALL if figures is not None and figures.target_persons is Missing.SMALL else NO_DATA


def text_of(figures: AreaFigures | None, language: str) -> str:
    """The number and the rate in words."""
    if figures is None:
        return NO_DATA_TEXT.in_language(language)
    target, rate = figures.target_persons, figures.rate
    if isinstance(target, Missing):
        return (SMALL_TEXT if target is Missing.SMALL else UNPUBLISHED_TEXT).in_language(language)
    share = "" if rate is None else f" · {rate * 100:.2f}%"
    persons = figures.persons
    whole = f"{persons:,}" if isinstance(persons, int) else "–"
    if language.startswith("th"):
        return f"{target:,} จาก {whole} คน{share}"
    return f"{target:,} of {whole} persons{share}"


def _properties(
    row: Row, show: str, language: str, query: str, limits: list[float], current: str
) -> dict[str, object]:
    value = value_of(row.figures, show)
    text = text_of(row.figures, language)
    area = row.area
    properties: dict[str, object] = {
        "code": area.code,
        "name": area.name_th if language.startswith("th") else area.name_en,
        "name_th": area.name_th,
        "name_en": area.name_en,
        "value": value,
        "text": text,
        "note": text,
        "url": reverse("insight:area", kwargs={"code": area.code}) + query,
        "class": class_of(row.figures, value, limits),
    }
    if area.level == "village" and row.figures is not None and isinstance(row.figures.target_persons, int):
        properties["size"] = row.figures.target_persons
    if area.code == current:
        properties |= {"current": True, "url": None}
    return properties


def feature_collection(
    code: str, rows: tuple[Row, ...], show: str, language: str, query: str, current: str = ""
) -> str:
    """The GeoJSON text of the areas below `code`; `current` is the one among them that the page is about.

    Geometries are kept texts, so only the properties are written anew.
    """
    shapes = geometry.child_shapes(code)
    values = [value for row in rows if (value := value_of(row.figures, show)) is not None]
    limits = limits_of(values)
    features = ",".join(
        f'{{"type":"Feature","properties":{_json(_properties(row, show, language, query, limits, current))},'
        f'"geometry":{shapes[row.area.code]}}}'
        for row in rows
        if row.area.code in shapes
    )
    head = {
        "type": "FeatureCollection",
        "show": show,
        "title": TITLES[show].in_language(language),
        "limits": limits,
        "bounds": geometry.bounds(code),
    }
    outline = geometry.outline(code) or "null"
    return f'{_json(head)[:-1]},"outline":{outline},"features":[{features}]}}'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
