"""The page of a household: each value with all its sources, which counts and why; its place, its timeline."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from samut.engine.household import household_page
from samut.engine.household_sources import SourcedValue
from samut.engine.registers.importing import import_register
from samut.engine.workspace import Workspace
from samut.rules.sources import Standing
from samut.web.accounts.models import User
from samut.web.households import place, queries
from samut.web.households.actions import reassess_household
from samut.web.households.timeline import timeline
from web_world import EDITION, add_registers, house, houses, write_registers

Browser = Callable[..., Client]
EARLIER = 2560
# The same houses a year before: 1/3 earned enough then, and lived under another number.
BEFORE = """
1/1   22050601  4   20000
1/3   22050601  5   900000
"""


@pytest.fixture(scope="module")
def told_world(world: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The small world with two more registers, and two of its houses in an earlier census."""
    root = tmp_path_factory.mktemp("told") / "workspace"
    shutil.copytree(world.root, root)
    held = Workspace(root)
    add_registers(held)
    folder = tmp_path_factory.mktemp("earlier")
    files = write_registers(folder, houses(BEFORE))
    _survey_earlier(files["bmn"][0])
    import_register(held, "bmn", files["bmn"], edition=EARLIER)
    return held


def _survey_earlier(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("15/02/2561", "01/02/2560"), encoding="utf-8")


@pytest.fixture
def told_site(told_world: Workspace, settings: object, db: None) -> Workspace:
    settings.SAMUT_WORKSPACE = told_world.root  # type: ignore[attr-defined]
    call_command("load_results")
    return told_world


def _values(user: User, household_id: str) -> dict[tuple[str, int | None], SourcedValue]:
    return {(each.name, each.member_no): each for each in queries.seen_whole(user, household_id).values}


def _said(value: SourcedValue) -> list[tuple[str, object, str]]:
    return [
        (told.by, told.value, standing.value)
        for told, standing in zip(value.told, value.standings, strict=True)
    ]


def test_the_measured_census_counts_and_other_editions_stand_beside(
    told_site: Workspace, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    found = _values(people["officer_malee"], household_ids["1/3"])
    income = found["income_year_baht", None]
    assert _said(income) == [("census", 20000, "counts"), ("other_census", 900000, "beside")]
    assert income.differs
    assert [told.on for told in income.told] == [dt.date(2018, 2, 15), dt.date(2017, 2, 1)]
    saves = found["saves_nothing", None]
    assert _said(saves) == [("census", False, "counts"), ("other_census", False, "agrees")]
    assert not saves.differs
    # A house that only the measured census has: nothing of it has a second source.
    assert all(member is not None for _, member in _values(people["officer_malee"], household_ids["2/3"]))


def test_what_a_visit_was_told_counts_and_the_newest_of_them(
    told_site: Workspace, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    officer, chosen = people["officer_malee"], household_ids["1/3"]
    for income, day in ((300000, 1), (40000, 2), (None, 3)):
        reassess_household(
            by=officer,
            household_id=chosen,
            answers={"income_year_baht": income},
            source=f"submission:{day}",
            told_on=dt.date(2019, 5, day),
        )
    found = _values(officer, chosen)["income_year_baht", None]
    assert _said(found) == [
        ("census", 20000, "behind"),
        ("visit", 40000, "counts"),
        ("visit", 300000, "older"),
        ("other_census", 900000, "beside"),
    ]


def test_an_answer_nobody_gave_is_not_taken_from_another_edition(
    told_site: Workspace,
    people: dict[str, User],
    household_ids: dict[str, str],
) -> None:
    """The measure says unknown, so the page must not say that another year's answer counts."""
    seen = queries.seen_whole(people["officer_malee"], household_ids["2/2"])
    income = next(each for each in seen.record.facts if each.name == "income_year_baht")
    assert income.registered is None
    for value in seen.values:
        for told, standing in zip(value.told, value.standings, strict=True):
            assert (told.value is None) == (standing is Standing.SILENT)
            assert told.by != "other_census" or standing is not Standing.COUNTS


def test_registers_and_census_tell_a_member(
    told_site: Workspace, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    found = _values(people["officer_malee"], household_ids["1/3"])
    name = found["name", 1]
    assert [(by, standing) for by, _, standing in _said(name)] == [
        ("census", "agrees"),
        ("welfare-card", "counts"),
        ("disability", "agrees"),
        ("elderly-allowance", "behind"),
        ("other_census", "agrees"),
    ]
    # The card register tells no birth date here, so the next one that knows it counts.
    birth = {by: standing for by, _, standing in _said(found["birth", 1])}
    assert birth == {
        "census": "agrees",
        "welfare-card": "silent",
        "disability": "counts",
        "elderly-allowance": "behind",
        "other_census": "agrees",
    }
    assert _said(found["card", 1])[:2] == [("census", True, "agrees"), ("welfare-card", True, "counts")]
    assert _said(found["card", 3])[:2] == [("census", True, "behind"), ("welfare-card", False, "counts")]
    # Nobody can be looked up without a number: the census's own answer is what there is.
    assert _said(found["card", 5])[:2] == [("census", True, "counts"), ("welfare-card", None, "silent")]


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_page_says_which_counts_and_why(
    language: str, told_site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    browser, path = browser_of("officer_malee", language=language), f"/household/{household_ids['1/3']}/"
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browser.get(path).content.decode()))
    expected = {
        "th": (
            "แหล่งข้อมูลบอกไม่ตรงกัน",
            "ใช้ค่านี้",
            "แสดงไว้เทียบ ไม่ใช้",
            "จปฐ. 2560",
            "ผลวัดใช้ จปฐ. ของรุ่นที่วัด",
            "ยังไม่ได้รับรอง",
            "พิกัดในทะเบียนอยู่นอกตำบลนี้",
        ),
        "en": (
            "Sources that differ",
            "this one counts",
            "does not count",
            "BMN census 2560 (2017)",
            "The measure rests on",
            "not yet confirmed",
        ),
    }
    assert [each for each in expected[language] if each not in text] == []
    # Names are covered here too, until they are asked for.
    assert "ต่างทะเบียน" not in text
    assert "ต่างทะเบียน" in browser.post(path, {"show": "names"}).content.decode()


def test_the_timeline_tells_days_newest_first(
    told_site: Workspace, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    officer, chosen = people["officer_malee"], household_ids["1/3"]
    reassess_household(
        by=officer,
        household_id=chosen,
        answers={"income_year_baht": 900000},
        source="submission:1",
        told_on=dt.date(2019, 5, 1),
    )
    seen = queries.seen_whole(officer, chosen)
    events = timeline(seen.record, seen.registers, seen.visits, seen.values, seen.shown)
    days = [each.on for each in events]
    assert days == sorted(days, reverse=True)
    told = {(each.on.isoformat(), each.title.en, each.note.en) for each in events}
    assert {
        ("2018-02-15", "Surveyed for the census", "BMN census 2561 (2018)"),
        ("2017-02-01", "Surveyed for the census", "BMN census 2560 (2017)"),
        ("2019-05-01", "Asked anew on a visit", "answers: 1; result changed from poor to not poor"),
    } <= told
    assert any(day == "2008-05-04" and "member 1" in note for day, _, note in told)


def test_the_place_is_drawn_and_what_is_not_known_is_said(
    told_site: Workspace, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    record = queries.household(people["officer_malee"], household_ids["1/3"])
    drawn = place.place_of(record)
    assert drawn is not None and drawn.outline.startswith("M")
    assert drawn.village is not None
    nowhere = place.place_of(type(record)(**{**vars(record), "latitude": None, "longitude": None}))
    assert nowhere is not None and nowhere.house is None and not nowhere.outside
    elsewhere = place.place_of(type(record)(**{**vars(record), "latitude": 18.0, "longitude": 99.0}))
    assert elsewhere is not None and elsewhere.house is None and elsewhere.outside
    assert house("1/3").village == record.village_code


def test_rows_held_by_tambon_are_those_of_the_files(
    told_site: Workspace, household_ids: dict[str, str], tmp_path: Path
) -> None:
    """The quick way and the plain one agree, before and after another import of the census."""
    root = tmp_path / "workspace"
    shutil.copytree(told_site.root, root)
    held, result = Workspace(root), queries.current_result()
    result = replace(result, folder=root / result.folder.relative_to(told_site.root))
    villages = {household_ids[each.house_no]: each.village for each in houses()}

    def incomes() -> list[object]:
        found: list[object] = []
        for household_id, village in villages.items():
            plain = household_page(held, result, household_id)
            assert plain is not None
            assert household_page(held, result, household_id, village_code=village) == plain
            found += [each.registered for each in plain.facts if each.name == "income_year_baht"]
        return found

    before = incomes()
    files = write_registers(tmp_path, houses("1/1 22050601 4 77777\n1/2 22050601 3 20000"))
    import_register(held, "bmn", files["bmn"], edition=EDITION)
    after = incomes()
    assert 77777 in after and 77777 not in before
    assert household_page(held, result, "0" * 16, village_code="22050601") is None
