"""Buddhist years and Thai months."""

from __future__ import annotations

from datetime import date

import pytest

from samut.rules import thai_dates
from samut.rules.thai_dates import PartialDate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22/04/2564", PartialDate(2021, 4, 22)),
        ("22-4-2564", PartialDate(2021, 4, 22)),
        (" ๒๒/๐๔/๒๕๖๔ ", PartialDate(2021, 4, 22)),
        ("22 เม.ย. 2564", PartialDate(2021, 4, 22)),
        ("22 เมษายน 2564", PartialDate(2021, 4, 22)),
        ("5 May 2564", PartialDate(2021, 5, 5)),
        ("29/02/2563", PartialDate(2020, 2, 29)),
        ("00/00/2490", PartialDate(1947)),
        ("0/5/2490", PartialDate(1947, 5)),
        ("2490", PartialDate(1947)),
    ],
)
def test_dates_as_offices_write_them(text: str, expected: PartialDate) -> None:
    assert thai_dates.parse_be(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "31/02/2564", "29/02/2564", "5/0/2490", "1/13/2564", "1 Foo 2564", "543", "0543"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert thai_dates.parse_be(text) is None


def test_years_go_both_ways() -> None:
    assert (thai_dates.to_be(2018), thai_dates.from_be(2561)) == (2561, 2018)


def test_formats() -> None:
    day = date(2021, 4, 22)
    assert thai_dates.format_th(day) == "22 เมษายน 2564"
    assert thai_dates.format_th(day, short=True) == "22 เม.ย. 2564"
    assert thai_dates.format_th(day, thai_digits=True) == "๒๒ เมษายน ๒๕๖๔"
    assert thai_dates.format_date(day, "th") == "22 เมษายน 2564"
    assert thai_dates.format_date(day, "en") == "22 April 2021"
    assert thai_dates.format_en(day, short=True) == "22 Apr 2021"


@pytest.mark.parametrize(
    ("day", "thai", "english"),
    [
        (PartialDate(1947, 5, 3), "3 พฤษภาคม 2490", "3 May 1947"),
        (PartialDate(1947, 5), "พฤษภาคม 2490", "May 1947"),
        (PartialDate(1947), "พ.ศ. 2490", "1947"),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_known(day: PartialDate, thai: str, english: str) -> None:
    assert thai_dates.format_partial(day, "th") == thai
    assert thai_dates.format_partial(day, "en") == english


def test_a_partial_date_has_a_first_and_a_last_day() -> None:
    assert (PartialDate(1947).earliest(), PartialDate(1947).latest()) == (
        date(1947, 1, 1),
        date(1947, 12, 31),
    )
    assert PartialDate(1948, 2).latest() == date(1948, 2, 29)
    assert PartialDate(1948, 2, 3).latest() == PartialDate(1948, 2, 3).earliest()


def test_age_is_of_completed_years() -> None:
    born = date(1961, 4, 22)
    assert thai_dates.age_years(born, date(2021, 4, 21)) == 59
    assert thai_dates.age_years(born, date(2021, 4, 22)) == 60


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("12 พ.ค. 2540", "12/5/2540"),
        ("๑๒ ก.พ. ๒๕๖๐", "12/2/2560"),
        ("วันที่ 12 พฤษภาคม พ.ศ. 2540", "12/5/2540"),
        ("12พค40", "12/5/40"),
        ("12-พ.ค.-40", "12/5/40"),
        ("12 MAY 1997", "12/5/1997"),
        ("พ.ค. 2540", "0/5/2540"),
        ("5/2540", "0/5/2540"),
        ("ปี 2540", "0/0/2540"),
        ("25400512", "12/05/2540"),
        ("12052540", "12/05/2540"),
        ("19970512", "12/05/1997"),
        ("20122540", "20/12/2540"),
        ("25400000", "00/00/2540"),
    ],
)
def test_dates_written_in_another_way(written: str, plain: str) -> None:
    assert thai_dates.plain_date(written) == plain


@pytest.mark.parametrize("written", ["12-May-97", "45000", "12 สมชาย 2540", "เดือนหน้า", "1/2/2540", "", "-"])
def test_what_is_no_such_date_comes_back_as_it_is(written: str) -> None:
    assert thai_dates.plain_date(written) == written


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("year", [1850, 1999, 2026, 2401, 2569, 2700])
def test_eight_digits_say_one_date_only(year: int, month: int) -> None:
    for day in (0, 1, 28, 31):
        wanted = f"{day:02d}/{month:02d}/{year}"
        assert thai_dates.plain_date(f"{day:02d}{month:02d}{year}") == wanted
        assert thai_dates.plain_date(f"{year}{month:02d}{day:02d}") == wanted
