"""Which of several sources counts: the order of policy, the newest of one source, and never the unknown."""

from __future__ import annotations

import datetime as dt

import pytest

from samut.rules.errors import Text
from samut.rules.sources import Said, Standing, Subject, load_sources_policy, standings
from samut.rules.thai_dates import PartialDate

ORDER = Subject("x", Text("", ""), ("visit", "census"), Text("", ""), "", "proposed")
COUNTS, AGREES, OLDER, BEHIND = Standing.COUNTS, Standing.AGREES, Standing.OLDER, Standing.BEHIND
BESIDE, SILENT, LESS = Standing.BESIDE, Standing.SILENT, Standing.LESS_PRECISE


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((), ()),
        ((Said("census", 5),), (COUNTS,)),
        ((Said("census", 5), Said("visit", 6)), (BEHIND, COUNTS)),
        ((Said("census", 5), Said("visit", 5)), (AGREES, COUNTS)),
        # Unknown never counts before what is known, and nought is known.
        ((Said("census", 5), Said("visit", None)), (COUNTS, SILENT)),
        ((Said("census", 0), Said("visit", None)), (COUNTS, SILENT)),
        ((Said("census", False), Said("visit", None)), (COUNTS, SILENT)),
        ((Said("census", None), Said("visit", None)), (SILENT, SILENT)),
        # Of one source the newest, whatever the order they are told in.
        (
            (Said("visit", 1, _day("2020-01-02")), Said("visit", 2, _day("2020-01-01"))),
            (COUNTS, OLDER),
        ),
        ((Said("visit", 1), Said("visit", 2, _day("2020-01-01"))), (OLDER, COUNTS)),
        # What is not in the order never counts, not even when nobody else knows.
        ((Said("other_census", 7), Said("census", 5)), (BESIDE, COUNTS)),
        ((Said("other_census", 5), Said("census", 5)), (AGREES, COUNTS)),
        ((Said("other_census", 7), Said("census", None)), (BESIDE, SILENT)),
    ],
)
def test_which_counts(said: tuple[Said, ...], expected: tuple[Standing, ...]) -> None:
    assert standings(said, ORDER) == expected


YEAR, DAY, OTHER = PartialDate(1960), PartialDate(1960, 5, 20), PartialDate(1961, 5, 20)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (YEAR, DAY, (LESS, COUNTS)),
        (DAY, YEAR, (COUNTS, LESS)),
        (YEAR, OTHER, (COUNTS, BEHIND)),
        (DAY, DAY, (COUNTS, AGREES)),
        (YEAR, "1960", (COUNTS, BEHIND)),
    ],
)
def test_who_tells_a_date_more_precisely_counts(
    first: object, second: object, expected: tuple[Standing, ...]
) -> None:
    assert standings((Said("visit", first), Said("census", second)), ORDER) == expected


def test_at_most_one_counts_and_it_is_known() -> None:
    values = (None, 1, 2)
    told = [
        (Said("visit", a), Said("census", b), Said("visit", c, _day("2020-01-01")), Said("far", d))
        for a in values
        for b in values
        for c in values
        for d in values
    ]
    for said in told:
        found = standings(said, ORDER)
        assert found.count(COUNTS) == any(each.value is not None for each in said[:3])
        assert all(
            (each.value is None) == (standing is SILENT) for each, standing in zip(said, found, strict=True)
        )


def test_policy_names_sources_and_words() -> None:
    policy = load_sources_policy()
    assert {"answer", "birth", "name", "place", "person", "card"} <= set(policy.subjects)
    assert policy.old_after_days > 0
    assert policy.status == "proposed"
    for each in policy.subjects.values():
        assert each.order and each.because.th and each.because.en and each.source
    assert policy.subjects["answer"].order == ("visit", "census")
