"""`samut measure explain` on a household of the lake: what it says, and that the look is logged first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from samut.cli import main
from samut.engine.workspace import Workspace
from samut.rules.purposes import PURPOSES
from samut.web.accounts.management.commands import log_look
from samut.web.accounts.models import User
from samut.web.audit.models import Look
from samut.web.households.actions import reassess_household
from web_world import EDITION, house

Explain = Callable[..., Result]


@pytest.fixture
def explain(site: Workspace, monkeypatch: pytest.MonkeyPatch) -> Explain:
    # The command names its workspace in the environment of its process, which here is the tests' own.
    monkeypatch.setenv("SAMUT_WORKSPACE", str(site.root))

    def asked(*arguments: object) -> Result:
        line = ["--workspace", str(site.root), "measure", "explain", *map(str, arguments)]
        return CliRunner().invoke(main, line, catch_exceptions=False)

    return asked


def test_it_says_what_made_the_household_poor_and_of_whom_nothing(
    explain: Explain, household_ids: dict[str, str]
) -> None:
    done = explain(household_ids["1/1"], "--purpose", "check")
    assert done.exit_code == 0, done.output
    for said in (
        "deprived in 1 of 5 dimensions (one is enough): poor",
        "ขาดแคลน 1 จาก 5 มิติ",
        "= 20,000",
        "income_floor_baht_year: 38,000",
        "Members of the household (persons) = 4",
    ):
        assert said in done.output
    drawn = house("1/1")
    for nobodys in (drawn.surname, drawn.number(1), "สมมติ1", drawn.house_id, "1/1"):
        assert nobodys not in done.output


def test_the_look_is_in_the_log_with_who_what_for_and_which(
    explain: Explain, household_ids: dict[str, str], browser_of: Callable[..., Client]
) -> None:
    explain(household_ids["1/1"], "--purpose", "help")
    (look,) = Look.objects.all()
    assert look.actor_name == log_look.CommandLineUser().get_username()
    assert look.actor_name.endswith("(command line)")
    assert (look.actor_id, look.page, look.purpose) == (0, "command", "help")
    assert (look.household_id, look.area_code) == (household_ids["1/1"], "22050601")
    page = browser_of("data_protection_officer").get(reverse("oversight:looks")).content.decode()
    assert look.actor_name in page and "samut measure explain" in page


@pytest.mark.parametrize("purpose", [(), ("--purpose", ""), ("--purpose", "curiosity")])
def test_without_a_purpose_nothing_is_shown(
    explain: Explain, household_ids: dict[str, str], purpose: tuple[str, ...]
) -> None:
    done = explain(household_ids["1/1"], *purpose)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "MEASURE_024" in done.stderr
    assert all(name in done.stderr for name in PURPOSES)
    assert not Look.objects.exists()


def test_what_cannot_be_logged_is_not_shown(
    explain: Explain, household_ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**values: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(log_look, "record_look", full)
    done = explain(household_ids["1/1"], "--purpose", "check")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "MEASURE_025" in done.stderr


@pytest.mark.parametrize(
    ("household", "said"),
    [("0" * 16, "0" * 16), ("somebody", "somebody"), ("1234567890123", "x" * 13)],
)
def test_an_id_nobody_has_is_no_look(explain: Explain, household: str, said: str) -> None:
    done = explain(household, "--purpose", "check")
    assert done.exit_code == 1
    assert "MEASURE_020" in done.stderr and f"There is no household {said}." in done.stderr
    assert not Look.objects.exists()


def test_an_unknown_answer_is_told_with_what_to_ask(explain: Explain, household_ids: dict[str, str]) -> None:
    done = explain(household_ids["2/2"], "--purpose", "visit")
    assert "(one is enough): cannot be told yet" in done.output
    asked = done.output.split("to know, ask:")[1]
    assert "Income of the household in a year" in asked


def test_any_measure_on_the_questions_of_the_edition_explains(
    explain: Explain, household_ids: dict[str, str]
) -> None:
    done = explain(household_ids["1/1"], "--measure", "logbook", "--purpose", "check")
    assert done.exit_code == 0, done.stderr
    other = explain(household_ids["1/1"], "--measure", "thailand-mpi", "--purpose", "check")
    assert other.exit_code == 1
    assert "MEASURE_023" in other.stderr and str(EDITION) in other.stderr
    assert Look.objects.count() == 1


def test_the_site_s_own_command_takes_no_purpose_of_its_own_making(site: Workspace) -> None:
    with pytest.raises(CommandError):
        call_command("log_look", household="0" * 16, area="22050601", purpose="curiosity")
    assert not Look.objects.exists()


def test_an_answer_told_after_the_census_decides_and_says_since_when(
    explain: Explain, household_ids: dict[str, str], people: dict[str, User]
) -> None:
    reassess_household(
        by=people["officer_malee"],
        household_id=household_ids["1/1"],
        answers={"income_year_baht": 900_000},
        source="test:1",
        told_on=dt.date(2018, 5, 2),
    )
    done = explain(household_ids["1/1"], "--purpose", "check")
    assert "(one is enough): not poor" in done.output
    assert "= 900,000 (ตอบใหม่ 2 พ.ค. 2561 · told anew 2 May 2018)" in done.output
    assert "20,000" not in done.output
