"""A form brings answers: the household's words, its areas' figures and its page follow; nothing is lost."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from functools import partial
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from samut.engine.histogram import Histogram
from samut.engine.lake import Lake
from samut.engine.live import folding
from samut.engine.results import MeasureResult
from samut.engine.workspace import Workspace
from samut.forms.build import shipped_form
from samut.rules.errors import SamutError
from samut.rules.policy import load_measure
from samut.web.accounts.models import User
from samut.web.audit.models import AuditEvent
from samut.web.households import live
from samut.web.households.actions import fold_reassessments, reassess_household
from samut.web.households.models import Reassessment, ShownResult
from samut.web.households.queries import current_result, household
from samut.web.insight.queries import holdings
from samut.web.openrosa import actions
from samut.web.openrosa.models import Submission

Browser = Callable[..., Client]
TODAY = dt.date(2021, 4, 22)
MEASURE = load_measure("tpmap-2561")
# 2/1 of the small world is poor by its income alone: three members on 20,000 baht a year.
POOR, WELL_OFF = "2/1", "2/4"
VILLAGE, TAMBON = "22050602", "220506"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question looks at the outbox; nobody waits in a test."""
    monkeypatch.setattr(live, "SECONDS_BETWEEN_LOOKS", 0.0)


@pytest.fixture
def own_site(site: Workspace, at_once: None, tmp_path: Path, settings: object) -> Workspace:
    """The small world in a folder of its own, for what is folded stays in the lake."""
    shutil.copytree(site.root, tmp_path / "own")
    settings.SAMUT_WORKSPACE = tmp_path / "own"  # type: ignore[attr-defined]
    live.forget()
    return Workspace(tmp_path / "own")


@pytest.fixture
def phone(site: Workspace, people: dict[str, User], at_once: None, tmp_path: Path, settings: object) -> Phone:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    _, token = actions.create_collector(
        by=people["officer_malee"], user=people["volunteer_somchai"], area_code=VILLAGE
    )
    return Phone(token)


class Phone:
    """A volunteer's phone with a key for the village."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._client = Client(headers={"X-OpenRosa-Version": "1.0"}, enforce_csrf_checks=True)

    def send(self, household_id: str, instance: str = "uuid:1", **answers: object) -> int:
        told = "".join(f"<{name}>{value}</{name}>" for name, value in answers.items())
        xml = (
            f'<data id="census_reassessment" version="2564042201"><household_id>{household_id}</household_id>'
            f"<visited_on>2564-04-22</visited_on><asked>income</asked><income>{told}</income>"
            f"<meta><instanceID>{instance}</instanceID></meta></data>"
        )
        part = SimpleUploadedFile("s.xml", xml.encode(), "text/xml")
        answer = self._client.post(f"/key/{self._token}/submission", {"xml_submission_file": part})
        return int(answer.status_code)


def poor_persons(area: str, switch: str = "11111") -> int:
    shown = holdings().shown
    assert shown is not None
    return live.histogram(shown).figures(area, switch).poor_persons


def test_a_form_changes_the_figures_of_every_area_and_the_page_of_the_household(
    phone: Phone, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    before = {area: poor_persons(area) for area in ("TH", "22", "2205", TAMBON, VILLAGE, "22050601")}
    officer = browser_of("officer_malee")
    page = officer.get(f"/area/{TAMBON}/").content.decode()
    province = browser_of("outsider").get("/area/22/").content.decode()
    assert phone.send(household_ids[POOR], income_year_baht="๙๐๐๐๐๐") == 201
    changed = {area: poor_persons(area) for area in before}
    assert changed == {area: count - (3 if area != "22050601" else 0) for area, count in before.items()}
    # At the next request of anybody, the page itself is another.
    assert officer.get(f"/area/{TAMBON}/").content.decode() != page
    assert browser_of("outsider").get("/area/22/").content.decode() != province
    shown = officer.get(f"/household/{household_ids[POOR]}/").content.decode()
    assert "900,000" in shown and "ถามใหม่" in shown and "22 เม.ย. 2564" in shown
    assert "ทะเบียนบอกว่า" in shown and "20,000" in shown
    held = Submission.objects.get()
    assert Reassessment.objects.get().source == f"submission:{held.pk}"
    event = AuditEvent.objects.get(event="household.reassessed")
    assert (event.actor_name, event.area_code) == ("volunteer_somchai", VILLAGE)
    assert household_ids[POOR] not in str(event.facts) + event.target


def test_the_map_is_fetched_anew_after_a_form(
    phone: Phone, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    officer = browser_of("officer_malee")
    first = officer.get(f"/area/{TAMBON}/map.json")
    assert first.status_code == 200
    same = officer.get(f"/area/{TAMBON}/map.json", headers={"If-None-Match": first["ETag"]})
    assert same.status_code == 304
    phone.send(household_ids[POOR], income_year_baht=900_000)
    again = officer.get(f"/area/{TAMBON}/map.json", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200


def test_what_was_not_told_leaves_the_register_as_it_is(phone: Phone, household_ids: dict[str, str]) -> None:
    """A blank and "unknown" are no answers: nothing is written, nobody becomes unknown by them."""
    before = poor_persons(VILLAGE)
    assert phone.send(household_ids[POOR], income_year_baht="", house_durable="unknown") == 201
    assert not Reassessment.objects.exists()
    assert phone.send(household_ids[POOR], "uuid:2", income_year_baht="", house_durable="no") == 201
    assert Reassessment.objects.get().facts == {"house_durable": False}
    assert poor_persons(VILLAGE) == before


def test_the_same_form_again_counts_once(phone: Phone, household_ids: dict[str, str]) -> None:
    assert phone.send(household_ids[POOR], income_year_baht=900_000) == 201
    assert phone.send(household_ids[POOR], income_year_baht=900_000) == 202
    assert phone.send(household_ids[POOR], income_year_baht=1) == 409
    assert Reassessment.objects.count() == 1


def test_a_household_elsewhere_is_filed_and_not_applied(phone: Phone, household_ids: dict[str, str]) -> None:
    for place, household_id in enumerate([household_ids["1/1"], "0123456789abcdef"]):
        assert phone.send(household_id, f"uuid:{place}", income_year_baht=900_000) == 201
    assert Submission.objects.count() == 2
    assert not Reassessment.objects.exists()
    events = AuditEvent.objects.filter(event="submission.not_applied")
    assert [event.facts for event in events] == [{"code": "SITE_001"}] * 2


def test_words_before_are_the_words_after_of_the_time_before(
    own_site: Workspace, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    by, household_id = people["officer_malee"], household_ids[WELL_OFF]
    first = poor_persons(VILLAGE)
    tell = partial(reassess_household, by=by, household_id=household_id, told_on=TODAY, source="test:1")
    one = tell(answers={"income_year_baht": 1})
    two = tell(answers={"drinking_water_enough": False})
    three = tell(answers={"income_year_baht": 900_000, "drinking_water_enough": True})
    assert one is not None and two is not None and three is not None
    assert (two.before, three.before) == (one.after, two.after)
    assert one.before.words == three.after.words
    assert [each.turn for each in (one, two, three)] == [1, 2, 3]
    assert poor_persons(VILLAGE) == first
    record = household(by, household_id)
    (income,) = [fact for fact in record.facts if fact.name == "income_year_baht"]
    assert (income.value, income.registered) == (900_000, 900_000)
    assert income.told is not None and income.told.on == TODAY


def test_two_at_once_cannot_start_from_the_same_words(
    site: Workspace, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    one = reassess_household(
        by=people["officer_malee"],
        household_id=household_ids[POOR],
        answers={"income_year_baht": 1},
        source="test:1",
        told_on=TODAY,
    )
    assert one is not None
    one.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        Reassessment.objects.bulk_create([one])


@pytest.mark.parametrize(
    ("who", "answers", "code"),
    [
        ("officer_of_other_tambon", {"income_year_baht": 1}, "SITE_001"),
        ("analyst", {"income_year_baht": 1}, "SITE_001"),
        ("officer_malee", {"income_year_bath": 1}, "POLICY_001"),
    ],
)
def test_who_may_not_and_what_nobody_asks(
    site: Workspace,
    people: dict[str, User],
    household_ids: dict[str, str],
    who: str,
    answers: dict[str, int],
    code: str,
) -> None:
    with pytest.raises(SamutError) as refused:
        reassess_household(
            by=people[who],
            household_id=household_ids[POOR],
            answers=answers,
            source="test:1",
            told_on=TODAY,
        )
    assert refused.value.code == code
    assert not Reassessment.objects.exists()


def tell_some(people: dict[str, User], household_ids: dict[str, str]) -> None:
    told: list[tuple[str, dict[str, int | bool]]] = [
        (POOR, {"income_year_baht": 900_000}),
        (WELL_OFF, {"drinking_water_enough": False}),
        (POOR, {"house_durable": False}),
        ("1/1", {"income_year_baht": 800_000}),
        ("2/2", {"income_year_baht": 900_000}),
    ]
    for number, (house_no, answers) in enumerate(told):
        reassess_household(
            by=people["officer_malee"],
            household_id=household_ids[house_no],
            answers=answers,
            source=f"test:{number}",
            told_on=TODAY,
        )


def as_told(result: MeasureResult) -> list[object]:
    histogram = Histogram.load(result.histogram_file)
    areas = ("TH", "22", TAMBON, VILLAGE, "22050601")
    return [(histogram.figures(area), histogram.indicator_figures(area)) for area in areas]


def in_memory() -> list[object]:
    shown = holdings().shown
    assert shown is not None
    histogram = live.histogram(shown)
    areas = ("TH", "22", TAMBON, VILLAGE, "22050601")
    return [(histogram.figures(area), histogram.indicator_figures(area)) for area in areas]


def test_folding_shows_the_same_figures_and_equals_measuring_everybody_anew(
    own_site: Workspace, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    before = current_result()
    tell_some(people, household_ids)
    followed = in_memory()
    shown = fold_reassessments(by=None)
    assert shown is not None and shown.result_id != before.result_id
    assert folding.differences(own_site, current_result()) == 0
    assert as_told(current_result()) == followed
    # A process that starts now, or goes on, says the same: nothing is counted twice.
    assert in_memory() == followed
    live.forget()
    assert in_memory() == followed
    assert fold_reassessments(by=None) is None
    # And it goes on from there.
    reassess_household(
        by=people["officer_malee"],
        household_id=household_ids[POOR],
        answers={"house_durable": True},
        source="test:9",
        told_on=TODAY,
    )
    followed = in_memory()
    assert fold_reassessments(by=None) is not None
    assert as_told(current_result()) == followed
    assert folding.differences(own_site, current_result()) == 0


def test_a_form_that_came_between_measuring_and_showing_is_not_lost(
    own_site: Workspace, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    """The row was written beside another result; its household's words are looked up in the shown one."""
    first = current_result()
    tell_some(people, household_ids)
    followed = in_memory()
    fold_reassessments(by=None)
    ShownResult.objects.update(result_id=first.result_id)
    live.forget()
    assert in_memory() == followed
    Reassessment.objects.update(result_id="another", deprived_before=0)
    live.forget()
    assert in_memory() == followed


def test_rows_written_just_now_are_left_out_where_they_may_not_be_settled(
    own_site: Workspace, people: dict[str, User], household_ids: dict[str, str]
) -> None:
    tell_some(people, household_ids)
    assert fold_reassessments(by=None, settled_before=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)) is None


def test_the_command_folds_and_checks(
    own_site: Workspace,
    people: dict[str, User],
    household_ids: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tell_some(people, household_ids)
    said = StringIO()
    call_command("fold", check=True, stdout=said)
    assert "folded" in said.getvalue() and "equals measuring everybody anew" in said.getvalue()
    said = StringIO()
    call_command("fold", stdout=said)
    assert "nothing new" in said.getvalue()
    monkeypatch.setattr("samut.web.households.management.commands.fold.differences", lambda *_: 3)
    with pytest.raises(CommandError, match="WORK_016"):
        call_command("fold", check=True, stdout=StringIO())


def test_the_outbox_is_looked_at_four_times_a_second_at_most(
    site: Workspace,
    people: dict[str, User],
    household_ids: dict[str, str],
    django_assert_num_queries: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter([10.0, 10.1, 10.24, 10.26, 10.3])
    monkeypatch.setattr(live, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    shown = holdings().shown
    assert shown is not None
    figures = live.figures(shown)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        for _ in range(4):
            figures.follow()


def test_every_question_of_the_form_is_a_fact_of_its_kind(site: Workspace) -> None:
    """What is asked with yes and no is a yes or no in the register; what is a number is a number."""
    lake = Lake(site)
    with lake.connect() as connection:
        view = lake.view("bmn", "household", current_result().edition)
        columns = connection.execute(f"DESCRIBE SELECT * FROM {view}").fetchall()
    kinds = {name: "choice" if kind == "BOOLEAN" else "integer" for name, kind, *_ in columns}
    form = shipped_form("census_reassessment")
    facts = MEASURE.indicator_set.fact_labels
    asked = {question.name: question.kind for question in form.questions if question.name in facts}
    assert asked == {name: kinds[name] for name in asked}
    read = {
        fact
        for dimension in MEASURE.dimensions
        for name in dimension.indicators
        for fact in MEASURE.indicator_set.indicator(name).facts
    }
    left_out = {"child_to_1_count", "birth_weight_low_count", "member_count"}
    assert set(asked) == read - left_out
    others = {question.name for question in form.questions} - set(asked)
    assert others == {"started_at", "ended_at", "household_id", "visited_on", "asked"}
