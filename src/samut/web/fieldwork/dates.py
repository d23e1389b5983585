"""Days as people type them into a form: Buddhist or common years, Thai or Arabic digits."""

from __future__ import annotations

from datetime import date

from samut.rules.errors import SamutError
from samut.rules.thai_dates import BE_OFFSET, from_be, parse_be, to_arabic_digits

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
    if not year.isdecimal():
        return None
    number = int(year)
    try:
        return date.fromisoformat(
            f"{from_be(number) if number >= FIRST_BUDDHIST_YEAR else number:04d}-{rest}"
        )
    except ValueError:
        return None


def _typed(text: str) -> date | None:
    """Day, month and year; a year before 2400 is a common one."""
    found = parse_be(text)
    if found is None or found.month is None or found.day is None:
        return None
    year = found.year if found.year + BE_OFFSET >= FIRST_BUDDHIST_YEAR else found.year + BE_OFFSET
    return date(year, found.month, found.day)
