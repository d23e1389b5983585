"""Days as people type them into a form: Buddhist or common years, Thai or Arabic digits."""

from __future__ import annotations

import re
from datetime import date

from samut.rules.errors import SamutError
from samut.rules.thai_dates import from_be, parse_be, to_arabic_digits, to_be

FIRST_BUDDHIST_YEAR = 2400


def read_day(text: str) -> date:
    """22/04/2564, 22 เม.ย. 2564, 22/04/2021 and 2021-04-22 are the same day.

    Raises: PLAN_005 when it is no whole date.
    """
    arabic = to_arabic_digits(text.strip())
    day = _iso(arabic) or _typed(arabic)
    if day is None:
        raise SamutError("PLAN_005", value=text.strip()[:20])
    return day


def _iso(text: str) -> date | None:
    """A date as a browser's own date field sends it; some calendars put the Buddhist year into it."""
    year, _, rest = text.partition("-")
    if not re.fullmatch("[0-9]{4}", year):
        return None
    number = int(year)
    try:
        return date.fromisoformat(
            f"{from_be(number) if number >= FIRST_BUDDHIST_YEAR else number:04d}-{rest}"
        )
    except ValueError:
        return None


def _typed(text: str) -> date | None:
    """Day, month and year; a year before 2400 is a common one (leap years are those of the common one)."""
    rest, year = text[:-4], text[-4:]
    if not re.fullmatch("[0-9]{4}", year):
        return None
    found = parse_be(rest + year if int(year) >= FIRST_BUDDHIST_YEAR else f"{rest}{to_be(int(year)):04d}")
    if found is None or found.month is None or found.day is None:
        return None
    return date(found.year, found.month, found.day)
