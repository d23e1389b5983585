"""Programmes of a household's members: yes, no, not known yet, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from samut.engine.workspace import Workspace
from samut.rules.programmes import programme_ids
from samut.rules.status import Answer
from samut.rules.thai_dates import PartialDate
from samut.web.accounts.models import User
from samut.web.audit.models import Look
from samut.web.programmes.facts import ages_on, is_thai
from samut.web.programmes.queries import household_programmes
from web_world import house

Browser = Callable[..., Client]
DAY = dt.date(2026, 6, 1)


def test_every_programme_answers_for_every_member_with_its_facts(
    site: Workspace, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    found = household_programmes(people["officer_malee"], household_ids["2/1"], DAY)
    assert len(found.members) == house("2/1").members
    for member in found.members:
        assert [answer.programme.id for answer in member.answers] == list(programme_ids())
        for answer in member.answers:
            assert answer.facts, "an answer without the facts that decided, or are missing"
    # The first member was born in 2531: too young for the allowance of the old, whatever else is unknown.
    by_id = {answer.programme.id: answer for answer in found.members[0].answers}
    assert by_id["elderly-allowance"].answer is Answer.NO
    assert ("age_years", 38) in by_id["elderly-allowance"].facts
    # The second was born in 2500, so is 68 or 69: old enough, and no infant, either way.
    second = {answer.programme.id: answer for answer in found.members[1].answers}
    assert second["elderly-allowance"].answer is Answer.UNKNOWN
    assert dict(second["elderly-allowance"].facts) == {"in_local_house_register": None}
    assert second["newborn-grant"].answer is Answer.NO
    assert ("age_years", "68–69") in second["newborn-grant"].facts


def test_the_page_says_what_is_still_to_be_asked_and_logs_the_look(
    site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    text = (
        browser_of("volunteer_somchai", purpose="help")
        .get(f"/programmes/{household_ids['2/1']}/")
        .content.decode()
    )
    assert "เบี้ยยังชีพผู้สูงอายุ" in text and "ยังไม่ทราบ" in text and "ต้องถามเพิ่ม" in text
    assert house("2/1").number(1) not in text
    look = Look.objects.get()
    assert (look.page, look.household_id, look.purpose) == ("programmes", household_ids["2/1"], "help")


@pytest.mark.parametrize("person", ["officer_of_other_tambon", "analyst", "agency_officer", "outsider"])
def test_others_see_nothing_and_no_look_is_logged(
    person: str, site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    answer = browser_of(person).get(f"/programmes/{household_ids['2/1']}/")
    assert answer.status_code == 403 and house("2/1").surname not in answer.content.decode()
    assert not Look.objects.exists()


@pytest.mark.parametrize(
    ("birth", "ages"),
    [
        (PartialDate(1960, 5, 20), (66,)),
        (PartialDate(1960, 6, 2), (65,)),
        (PartialDate(1960, None, None), (65, 66)),
        (None, ()),
    ],
)
def test_the_ages_a_birth_date_leaves_open(birth: PartialDate | None, ages: tuple[int, ...]) -> None:
    assert ages_on(birth, DAY) == ages


@pytest.mark.parametrize(
    ("number", "thai"),
    [
        ("1999900000011", True),
        ("5", True),
        ("0999900000011", False),
        ("8999", None),
        ("", None),
        (None, None),
    ],
)
def test_nationality_by_the_first_digit(number: str | None, thai: bool | None) -> None:
    assert is_thai(number) is thai
