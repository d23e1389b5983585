"""Areas by what somebody types: a code, a name, or what the search offered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samut.engine.areas import all_areas
from samut.rules.errors import SamutError, Text
from samut.web.areas import queries as areas

# Beyond this a name says too little; the page lists the first.
MOST_LISTED = 12
CODE = re.compile(r"(?:^|\()(TH|\d{2,8})\)?$")
# How a Thai reader tells a tambon from the amphoe of the same name; English names the province behind.
SHORT = {
    "province": "จ.",
    "amphoe": "อ.",
    "tambon": "ต.",
}


@dataclass(frozen=True)
class Suggestion:
    """An area as the search offers it: "อ.มะขาม จันทบุรี (2205)"."""

    code: str
    label: Text


def named(codes: Iterable[str]) -> tuple[Suggestion, ...]:
    """How each area is offered."""
    return tuple(Suggestion(code, _label(code)) for code in codes)


def _label(code: str) -> Text:
    trail = areas.trail(code)
    area = trail[-1]
    level = SHORT.get(area.level, "")
    around = trail[1] if len(trail) > 2 else None
    thai = f"{level}{area.name_th}" + (f" {around.name_th}" if around else "")
    english = f"{area.name_en}" + (f", {around.name_en}" if around else "")
    return Text(f"{thai} ({code})", f"{english} ({code})")


def areas_called(typed: str) -> Sequence[str]:
    """The codes of the areas somebody may mean: exactly one where it is clear, none where there is none."""
    text = typed.strip()
    told = CODE.search(text)
    if told:
        return _known(told.group(1))
    wanted = text.casefold()
    names = {code: (area.name_th.casefold(), area.name_en.casefold()) for code, area in all_areas().items()}
    same = [code for code, both in names.items() if wanted in both]
    return (same or [code for code, both in names.items() if any(wanted in name for name in both)])[
        :MOST_LISTED
    ]


def _known(code: str) -> Sequence[str]:
    try:
        return [areas.area(code).code]
    except SamutError:
        return []
