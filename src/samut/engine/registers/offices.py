"""The registry offices that give numbers to persons: digits 2 to 5 of the 13."""

from __future__ import annotations

from functools import cache

import geothai

from samut.engine.areas import LEVELS, abolished_codes
from samut.rules.check_policy import load_doubt_limits
from samut.rules.thai_id import TEST_OFFICE

MOST_OFFICES = 100
AMPHOE_DIGITS = next(digits for digits, level in LEVELS.items() if level == "amphoe")


@cache
def registry_offices() -> frozenset[str]:
    """Codes of every amphoe there is or was, of the municipalities' offices, and the one of nobody.

    What is the number of a municipality's office is not known from a list but from its range, so an
    office in here may not exist; one that is not in here does not.
    """
    provinces = [each.code for each in geothai.provinces()]
    amphoe = {each.code for province in provinces for each in geothai.districts(province)}
    gone = {code for code in abolished_codes() if len(code) == AMPHOE_DIGITS}
    least = load_doubt_limits().least_municipal_office
    municipal = {f"{province}{place}" for province in provinces for place in range(least, MOST_OFFICES)}
    return frozenset(amphoe | gone | municipal | {TEST_OFFICE})
