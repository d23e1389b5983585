"""The map of one area: its children as GeoJSON, each with its figure, its text and its class.

Rates are percent here, 0 to 100. A figure that is unknown, unpublished or hidden is null, never 0,
and its text says which.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping

from django.urls import reverse

from samut.web.areas import geometry
from samut.web.insight.colouring import NUMBER, RATE, Choice, Colour
from samut.web.insight.queries import Row

CLASSES = 5
NO_DATA, SMALL = "none", "small"


def limits_of(values: list[float]) -> list[float]:
    """The upper limits of all classes but the last, each class holding about as many areas.

    Areas of the same figure share a class, so there may be fewer classes.
    """
    ordered = sorted(values)
    places = (max(0, len(ordered) * step // CLASSES - 1) for step in range(1, CLASSES))
    return sorted({ordered[place] for place in places} - {ordered[-1]}) if ordered else []


def class_of(colour: Colour, limits: list[float]) -> str:
    """ "1" (least) to "5" (most), or why there is none."""
    if colour.value is not None:
        return str(1 + bisect_left(limits, colour.value))
    return SMALL if colour.is_small else NO_DATA


def _properties(
    row: Row, colour: Colour, language: str, query: str, limits: list[float], current: str
) -> dict[str, object]:
    text = colour.in_words(language)
    area = row.area
    properties: dict[str, object] = {
        "code": area.code,
        "name": area.name_th if language.startswith("th") else area.name_en,
        "name_th": area.name_th,
        "name_en": area.name_en,
        "value": colour.value,
        "text": text,
        "note": text,
        "url": reverse("insight:area", kwargs={"code": area.code}) + query,
        "class": class_of(colour, limits),
    }
    if area.level == "village" and isinstance(colour.part, int):
        properties["size"] = colour.part
    if area.code == current:
        properties |= {"current": True, "url": None}
    return properties


def feature_collection(
    code: str,
    rows: tuple[Row, ...],
    colours: Mapping[str, Colour],
    choice: Choice,
    language: str,
    query: str,
    current: str = "",
) -> str:
    """The GeoJSON text of the areas below `code`; `current` is the one among them that the page is about.

    Geometries are kept texts, so only the properties are written anew.
    """
    shapes = geometry.child_shapes(code)
    limits = limits_of([each.value for each in colours.values() if each.value is not None])
    features = ",".join(
        f'{{"type":"Feature","properties":'
        f"{_json(_properties(row, colours[row.area.code], language, query, limits, current))},"
        f'"geometry":{shapes[row.area.code]}}}'
        for row in rows
        if row.area.code in shapes
    )
    head = {
        "type": "FeatureCollection",
        "show": NUMBER if choice.as_number else RATE,
        "title": choice.title.in_language(language),
        "limits": limits,
        "bounds": geometry.bounds(code),
    }
    outline = geometry.outline(code) or "null"
    return f'{_json(head)[:-1]},"outline":{outline},"features":[{features}]}}'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
