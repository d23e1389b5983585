"""The way in for programs: tokens narrow what their owner may see, lists come in pages, looks are logged."""

from __future__ import annotations

import datetime as dt
import io
import re
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis.core.result import Ok

from samut.engine.target_lists.keeping import keep
from samut.engine.workspace import Workspace
from samut.rules.target_groups import target_group
from samut.web.accounts.models import User
from samut.web.api.actions import digest_of, make_token, remove_old_askings, revoke_token
from samut.web.api.models import Asking, Token
from samut.web.api.scopes import Scope
from samut.web.audit.models import AuditEvent, Look
from samut.web.households.queries import current_result
from web_world import House, house, houses

Browser = Callable[..., Client]
People = dict[str, User]
OPERATIONS = 16
ROOT = Path(__file__).resolve().parents[2]
PERSONS = frozenset({Scope.FIGURES, Scope.HOUSEHOLDS, Scope.NAMES, Scope.LISTS, Scope.JOBS})


def token(
    owner: User, scopes: frozenset[Scope] = PERSONS, areas: tuple[str, ...] = ("220506",), days: int = 7
) -> tuple[Token, Client]:
    """A token of the owner's, and a program that shows it."""
    made, secret = make_token(
        by=owner, name="test", scopes=scopes, area_codes=areas, days=days, purpose="check"
    )
    return made, Client(headers={"authorization": f"Bearer {secret}"})


def pages(program: Client, path: str, field: str) -> Iterator[dict[str, Any]]:
    """Every item of a list, page after page."""
    after = ""
    while after is not None:
        said = program.get(f"{path}&cursor={after}").json()
        yield from said[field]
        after = said["next"]


def in_chaman(drawn: House) -> bool:
    return drawn.village.startswith("220506")


def test_every_household_of_the_area_comes_once(site: Workspace, people: People) -> None:
    _, program = token(people["officer_malee"])
    found = list(pages(program, "/api/v1/households?area=220506&limit=4", "households"))
    assert sorted(each["house_no"] for each in found) == sorted(
        each.house_no for each in houses() if in_chaman(each)
    )
    assert [each["id"] for each in found] == [
        each["id"] for each in sorted(found, key=lambda each: (each["village_code"], each["id"]))
    ]
    by_number = {each["house_no"]: each for each in found}
    assert {number for number, each in by_number.items() if each["poor"] == "yes"} == {
        "1/1",
        "1/2",
        "1/3",
        "2/1",
    }
    # Nobody would tell the income of 2/2: not known is not no.
    assert by_number["2/2"]["poor"] == "unknown" and by_number["2/2"]["dimensions"]["income"] == "unknown"


def test_every_household_told_is_a_look(site: Workspace, people: People) -> None:
    _, program = token(people["officer_malee"])
    found = program.get("/api/v1/households?area=22050602&limit=3").json()["households"]
    looks = Look.objects.filter(page="api")
    assert {look.household_id for look in looks} == {each["id"] for each in found}
    assert {(look.actor_name, look.purpose) for look in looks} == {("officer_malee", "check")}


def test_persons_have_names_only_with_their_scope(site: Workspace, people: People) -> None:
    drawn = house("2/1")
    _, with_names = token(people["officer_malee"])
    _, without = token(people["officer_malee"], frozenset({Scope.HOUSEHOLDS}))
    path = "/api/v1/persons?area=22050602&limit=2"
    named = list(pages(with_names, path, "persons"))
    assert len(named) == sum(each.members for each in houses() if each.village == "22050602")
    assert {each["number"] for each in named} >= {drawn.number(1), drawn.number(2)}
    bare = list(pages(without, path, "persons"))
    assert [each["member_no"] for each in bare] == [each["member_no"] for each in named]
    for name in ("number", "title", "first_name", "last_name"):
        assert {each[name] for each in bare} == {None}


def test_a_token_sees_its_area_alone(site: Workspace, people: People, household_ids: dict[str, str]) -> None:
    _, program = token(people["provincial_officer"], areas=("220506",))
    assert program.get("/api/v1/households?area=220506").status_code == 200
    assert program.get("/api/v1/households?area=220501").json()["code"] == "SITE_001"
    assert program.get("/api/v1/households?area=22").json()["code"] == "SITE_001"
    assert program.get(f"/api/v1/households/{household_ids['9/1']}").status_code == 403
    assert program.get(f"/api/v1/households/{household_ids['2/1']}").status_code == 200


def test_a_token_for_figures_sees_what_an_outsider_sees(
    site: Workspace, people: People, browser_of: Browser
) -> None:
    _, program = token(people["officer_malee"], frozenset({Scope.FIGURES}))
    path = "/api/v1/areas/220506/children"
    assert program.get(path).json() == browser_of("outsider").get(path).json()
    assert program.get(path).json() != browser_of("officer_malee").get(path).json()
    refused = program.get("/api/v1/households?area=220506")
    assert refused.status_code == 403 and refused.json()["code"] == "API_012"


def test_a_token_is_worth_nothing_once_its_owner_is(site: Workspace, people: People) -> None:
    officer = people["officer_malee"]
    _, program = token(officer)
    assert program.get("/api/v1/households?area=220506").status_code == 200
    officer.assignments.update(
        valid_from=timezone.localdate() - dt.timedelta(days=2), valid_to=timezone.localdate()
    )
    assert program.get("/api/v1/households?area=220506").json()["code"] == "SITE_001"
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert program.get("/api/v1/areas/22").status_code == 401


def test_a_revoked_and_an_expired_token_open_nothing(site: Workspace, people: People) -> None:
    revoked, program = token(people["officer_malee"])
    revoke_token(by=people["officer_malee"], token=revoked)
    assert program.get("/api/v1/areas/22").json()["code"] == "API_001"
    expired, other = token(people["officer_malee"])
    Token.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    assert other.get("/api/v1/areas/22").status_code == 401
    assert Client(headers={"authorization": "Bearer samut_wrong"}).get("/api/v1/areas/22").status_code == 401


@pytest.mark.parametrize(
    ("person", "scopes", "areas", "days", "purpose", "code"),
    [
        ("officer_malee", {Scope.FIGURES}, ("2205",), 7, "", "API_014"),
        ("officer_malee", {Scope.FIGURES}, (), 7, "", "API_011"),
        ("officer_malee", set(), ("220506",), 7, "", "API_011"),
        ("officer_malee", {Scope.FIGURES}, ("220506",), 367, "", "API_011"),
        ("officer_malee", {Scope.HOUSEHOLDS}, ("220506",), 7, "", "API_011"),
        ("analyst", {Scope.HOUSEHOLDS}, ("22",), 7, "check", "API_015"),
        ("agency_officer", {Scope.LISTS}, ("22",), 7, "check", "API_015"),
        ("outsider", {Scope.FIGURES}, ("22",), 7, "", "API_014"),
    ],
)
def test_nobody_makes_a_token_for_more_than_they_may_see(
    person: str,
    scopes: set[Scope],
    areas: tuple[str, ...],
    days: int,
    purpose: str,
    code: str,
    site: Workspace,
    browser_of: Browser,
) -> None:
    sent = {"name": "x", "scope": [*scopes], "area": [*areas], "days": str(days), "purpose": purpose}
    answer = browser_of(person).post("/tokens/", sent)
    assert answer.status_code == 400 and answer.context["problem"].code == code
    assert not Token.objects.exists()


def test_a_token_is_made_shown_once_and_revoked_on_its_page(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    sent = {"name": "QGIS", "scope": ["figures"], "area": ["220506"], "days": "30", "purpose": ""}
    made = browser.post("/tokens/", sent)
    secret = made.context["made"]["secret"]
    assert secret in made.content.decode() and secret not in browser.get("/tokens/").content.decode()
    assert secret not in str(list(Token.objects.values())) + str(list(AuditEvent.objects.values()))
    program = Client(headers={"authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/areas/220506").status_code == 200
    pk = Token.objects.get().pk
    assert browser_of("provincial_officer").post(f"/tokens/{pk}/revoke/").status_code == 404
    assert browser.post(f"/tokens/{pk}/revoke/").status_code == 302
    assert program.get("/api/v1/areas/220506").status_code == 401
    assert list(AuditEvent.objects.filter(event__startswith="token").values_list("event", flat=True)) == [
        "token.revoked",
        "token.made",
    ]


def test_without_a_purpose_no_person_is_told(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee", purpose="")
    assert browser.get("/api/v1/households?area=220506").json()["code"] == "API_017"
    assert browser.get("/api/v1/areas/220506").status_code == 200


def test_kept_lists_and_their_members(site: Workspace, people: People) -> None:
    at = timezone.now()
    kept = keep(
        site,
        current_result(),
        target_group("elderly"),
        area_code="220506",
        reason="x",
        by="officer_malee",
        at=at,
    )
    _, program = token(people["officer_malee"])
    (told,) = program.get("/api/v1/lists?area=220506").json()["lists"]
    assert told["id"] == kept.id and told["counts"] == dict(kept.counts)
    for answer, count in kept.counts.items():
        if answer != "no":
            path = f"/api/v1/lists/{kept.id}/members?area=220506&answer={answer}"
            assert len(list(pages(program, path, "members"))) == count
    _, elsewhere = token(people["officer_of_other_tambon"], areas=("220501",))
    assert elsewhere.get(f"/api/v1/lists/{kept.id}/members?area=220501").status_code == 404


def test_a_cursor_belongs_to_its_question(site: Workspace, people: People) -> None:
    _, program = token(people["officer_malee"])
    after = program.get("/api/v1/households?area=220506&limit=1").json()["next"]
    for path in ("households?area=22050602", "persons?area=22050602", "jobs?x=1"):
        assert program.get(f"/api/v1/{path}&cursor={after}").json()["code"] == "API_018"
    assert program.get(f"/api/v1/households?area=220506&cursor={after}x").status_code == 409


def test_an_answer_that_still_holds_is_not_sent_again(site: Workspace, browser_of: Browser) -> None:
    browser = browser_of("officer_malee")
    first = browser.get("/api/v1/areas/220506")
    again = browser.get("/api/v1/areas/220506", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    other = browser_of("analyst").get("/api/v1/areas/22050602", headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200


def test_too_many_requests_in_a_minute(site: Workspace, people: People, settings: Any) -> None:
    settings.SAMUT_API_REQUESTS_A_MINUTE = 3
    # The minute may turn between two requests: of eight, one minute still has more than three.
    made, program = token(people["officer_malee"])
    answers = [program.get("/api/v1/areas/22") for _ in range(8)]
    codes = [each.status_code for each in answers]
    assert codes[:3] == [200, 200, 200] and 429 in codes
    refused = next(each for each in answers if each.status_code == 429)
    assert refused.json()["code"] == "API_013" and 1 <= int(refused["Retry-After"]) <= 60
    assert answers[0]["RateLimit-Remaining"] == "2"
    Asking.objects.update(minute=timezone.now() - dt.timedelta(days=2))
    remove_old_askings()
    assert not Asking.objects.filter(caller=f"token:{made.pk}").exists()


def test_jobs_are_the_callers_own(site: Workspace, people: People, browser_of: Browser) -> None:
    from_nobody = browser_of("analyst").get("/api/v1/jobs").json()
    assert from_nobody == {"jobs": [], "next": None}


def test_the_description_is_openapi_31_and_complete(site: Workspace) -> None:
    told = Client().get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    operations = [each for path in told["paths"].values() for each in path.values()]
    assert len(operations) == OPERATIONS
    assert all({"200", "401", "403", "404", "429"} <= set(each["responses"]) for each in operations)
    assert "null" in str(told["components"]["schemas"]["FiguresOut"]["properties"]["poor_households"])


def test_every_operation_keeps_to_its_description(site: Workspace, people: People, settings: Any) -> None:
    settings.SAMUT_API_REQUESTS_A_MINUTE = 1_000_000
    _, secret = make_token(
        by=people["officer_malee"],
        name="all",
        scopes=PERSONS,
        area_codes=["220506"],
        days=1,
        purpose="check",
    )
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations = [each.ok() for each in described.get_all_operations() if isinstance(each, Ok)]
    assert len(operations) == OPERATIONS
    for operation in operations:
        _ask_anything(operation, secret)


def _ask_anything(operation: Any, secret: str) -> None:
    """Whatever the description allows, and what it does not: the answer must be one that it tells of."""

    @given(case=operation.as_strategy())
    @hypothesis_settings(
        max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    def ask(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})

    ask()


def test_the_client_of_the_docs(
    site: Workspace, people: People, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "docs" / "how-to" / "use-the-api.md").read_text(encoding="utf-8")
    client, use = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    made, _ = token(people["officer_malee"])

    def opened(asked: urllib.request.Request) -> io.BytesIO:
        headers = {name.lower(): value for name, value in asked.header_items()}
        return io.BytesIO(Client(headers=headers).get(asked.selector).content)

    secret = "samut_of_the_docs"
    Token.objects.filter(pk=made.pk).update(digest=digest_of(secret))
    monkeypatch.setattr(urllib.request, "urlopen", opened)
    exec(client + use, {"token": secret})  # noqa: S102
    target, *lines = capsys.readouterr().out.splitlines()
    assert int(target) == 8 and len(lines) == sum(map(in_chaman, houses()))
