"""Submissions of all manner of phones become the same rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samut.forms.build import build_form, shipped_form
from samut.forms.submission import open_envelope, read_submission
from samut.rules.errors import SamutError
from samut.rules.thai_dates import to_thai_digits

FORM = shipped_form("follow_up_visit")
HOUSEHOLD = "0123456789abcdef"


def filled(
    *, household: str = HOUSEHOLD, visited: str = "2021-04-22", health: str = "problem", help_given: str = ""
) -> bytes:
    return f"""<data id="follow_up_visit" version="2564042201"
        xmlns:orx="http://openrosa.org/xforms"><household_id>{household}</household_id>
        <visited_on>{visited}</visited_on><dimensions><health_seen>{health}</health_seen><living_seen/>
        </dimensions><help_given>{help_given}</help_given>
        <orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>""".encode()


def test_answers_arrive_typed_and_what_was_not_said_is_none() -> None:
    read = read_submission(filled(help_given="money care"), FORM)
    assert (read.envelope.form_id, read.envelope.version) == ("follow_up_visit", "2564042201")
    assert read.envelope.instance_id == "uuid:1"
    assert read.household_id == HOUSEHOLD
    assert read.main.value("visited_on") == date(2021, 4, 22)
    assert read.main.value("health_seen") == "problem"
    assert read.main.value("help_given") == ("money", "care")
    assert read.main.value("living_seen") is None and read.main.value("income_seen") is None
    assert read.problems == ()


def test_the_choice_unknown_is_not_an_answer() -> None:
    answer = next(
        a for a in read_submission(filled(health="unknown"), FORM).main.answers if a.name == "health_seen"
    )
    assert answer.value is None and answer.received == "unknown"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_buddhist_years_and_thai_digits_mean_the_same_day(day: date) -> None:
    buddhist = f"{day.year + 543:04d}-{day.month:02d}-{day.day:02d}"
    for written, flagged in ((day.isoformat(), False), (buddhist, True), (to_thai_digits(buddhist), True)):
        read = read_submission(filled(visited=written), FORM)
        assert read.main.value("visited_on") == day
        assert [problem.code for problem in read.problems] == (["FORM_014"] if flagged else [])


def test_the_leap_day_of_a_buddhist_year() -> None:
    read = read_submission(filled(visited="2567-02-29"), FORM)
    assert read.main.value("visited_on") == date(2024, 2, 29)


def test_thai_digits_in_the_household_id() -> None:
    assert read_submission(filled(household=to_thai_digits(HOUSEHOLD)), FORM).household_id == HOUSEHOLD


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("visited_on", {"visited": "22/4/64"}),
        ("health_seen", {"health": "fine"}),
        ("household_id", {"household": "123"}),
        ("help_given", {"help_given": "money gold"}),
    ],
)
def test_what_cannot_be_read_is_unknown_kept_and_reported(name: str, values: dict[str, str]) -> None:
    read = read_submission(filled(**values), FORM)
    answer = next(a for a in read.main.answers if a.name == name)
    assert answer.value is None and answer.received == next(iter(values.values()))
    (problem,) = read.problems
    assert (problem.code, problem.where.column) == ("FORM_013", name)
    assert next(iter(values.values())) not in problem.what("en")


def test_the_same_answers_written_out_anew_have_the_same_hash() -> None:
    xml = filled()
    anew = (
        xml.replace(b"orx:", b"m:")
        .replace(b":orx", b":m")
        .replace(b"<living_seen/>", b"<living_seen></living_seen>")
    )
    assert anew != xml
    assert open_envelope(anew).content_hash == open_envelope(xml).content_hash
    assert open_envelope(filled(health="good")).content_hash != open_envelope(xml).content_hash


def test_repeats_become_rows_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "repeat.md"
    path.write_text(
        "| survey | type | name | label::ไทย (th) | label::English (en) |\n"
        "| | begin_repeat | member | ก | A |\n"
        "| | integer | age_years | ก | A |\n"
        "| | end_repeat | | | |\n"
        "| | integer | room_count | ก | A |\n"
        "\n| settings | form_title | form_id | version | default_language |\n| | r | r | 1 | ไทย (th) |\n",
        "utf-8",
    )
    xml = (
        "<data id='r' version='1'><member><age_years>๔๐</age_years></member>"
        "<member><age_years/></member><room_count>2</room_count>"
        "<meta><instanceID>uuid:2</instanceID></meta></data>"
    ).encode()
    rows = read_submission(xml, build_form(path)).rows
    assert [(row.table, row.number) for row in rows] == [("", 1), ("member", 1), ("member", 2)]
    assert rows[0].value("room_count") == 2 and rows[0].value("age_years") is None
    assert [row.value("age_years") for row in rows[1:]] == [40, None]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", "SEND_003"),
        (b"<data><", "SEND_003"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><data>&b;</data>', "SEND_003"),
        (b"<data id='a'><meta/></data>", "SEND_004"),
        (b"<data id='a'><meta><instanceID> </instanceID></meta></data>", "SEND_004"),
    ],
)
def test_what_cannot_be_filed_is_refused(xml: bytes, code: str) -> None:
    with pytest.raises(SamutError, match=code):
        open_envelope(xml)
