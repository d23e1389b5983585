"""Two provinces in one workspace: nobody is told anything of persons they may not see, on any address.

Every address of the site is asked for, as everybody, with the codes and ids of the other province in
it; whatever comes back (page, JSON, spreadsheet, archive) is searched for the marks of its households.
Analysts, administrators, data protection officers and agency officers are asked about both provinces.
An officer of the other province must find marks at the same addresses, or the search proves nothing.
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pyarrow.parquet as pq
import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from samut.engine.lake import Lake
from samut.engine.target_lists.keeping import keep
from samut.engine.workspace import Workspace
from samut.rules.roles import Role
from samut.rules.target_groups import target_group
from samut.web.accounts.actions import delegate_role
from samut.web.accounts.models import Assignment, User
from samut.web.administration.actions import invite
from samut.web.administration.given_roles import GivenRole
from samut.web.analysis.actions import save_view
from samut.web.api.actions import make_token
from samut.web.api.scopes import Scope
from samut.web.fieldwork.actions import create_campaign
from samut.web.households import live
from samut.web.households.queries import current_result
from samut.web.jobs.actions import ask_for
from samut.web.logbook.actions import open_case
from samut.web.meetings.actions import create_meeting
from samut.web.openrosa.actions import create_collector
from samut.web.registers.models import Upload
from web_access import ACCESS
from web_world import EDITION, HOUSES, HOUSES_OF_RAYONG, PEOPLE, House, build_workspace, houses

Codes = tuple[tuple[str, str], ...]
VILLAGE, TAMBON, AMPHOE = "21010101", "210101", "2101"
# What stands in the examples of web_access, and the same of the other province.
CODES: Codes = (("22050602", VILLAGE), ("220506", TAMBON), ("2205", AMPHOE), ("220501", TAMBON))
# What would change something, did it come from somebody who may.
BODIES: dict[str, dict[str, str]] = {
    "fieldwork:move": {"to": "open", "state": "open"},
    "logbook:move": {"to": "assigned", "note": "x"},
    "logbook:open": {"note": "x"},
    "target_lists:keep": {"reason": "x"},
}
# The lake keeps one list of a group and an area a second.
LISTS_KEPT = itertools.count()
# Rows that come from being asked.
GROW = {
    "audit.AuditEvent",
    "audit.Look",
    "accounts.LoginAttempts",
    "api.Asking",
    "oversight.CountedDay",
    "oversight.DaySummary",
}
# What officers write into things of their work, by province; and what they call a campaign.
NOTES = {"21": "ข้อความที่เขียนไว้ในระยอง", "22": "ข้อความที่เขียนไว้ในจันทบุรี"}
PLANS = {"21": "แผนงานของระยอง", "22": "แผนงานของจันทบุรี"}
THERE, HERE = "officer_of_rayong", "officer_of_chanthaburi"
# Who sees no person by their role: nothing of either province may come back.
SEE_NOBODY = (
    "agency_officer",
    "analyst",
    "data_protection_officer",
    "administrator",
    "outsider",
    "anonymous",
)
OF_THE_COUNTRY = frozenset(name for name, held in PEOPLE.items() if held is not None and held[1] == "TH")
# Addresses whose example holds the secret of a phone: whoever has that is the volunteer.
BY_SECRET = frozenset({"form_list", "form", "submission", "elsewhere", "base"})
# Addresses where an officer of the place itself is told marks of persons, so that the search can find them.
TELLS = {
    "households:list",
    "households:household",
    "programmes:household",
    "logbook:household",
    "target_lists:members",
    "target_lists:members_file",
    "fieldwork:targets",
    "api:households",
    "api:household",
    "api:members",
    "api:persons",
    "logbook:case",
    "meetings:meeting",
}


@dataclass(frozen=True)
class Marks:
    """What tells of a household: texts of its members, and its ids."""

    personal: tuple[str, ...]
    ids: tuple[str, ...]

    def in_text(self, text: str, *, ids: bool) -> list[str]:
        return [each for each in (*self.personal, *(self.ids if ids else ())) if each in text]


@pytest.fixture(scope="module")
def two_provinces(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return build_workspace(tmp_path_factory.mktemp("two") / "workspace", HOUSES + HOUSES_OF_RAYONG)


@pytest.fixture
def both(two_provinces: Workspace, settings: object, db: None) -> Iterator[Workspace]:
    settings.SAMUT_WORKSPACE = two_provinces.root  # type: ignore[attr-defined]
    settings.SAMUT_API_REQUESTS_A_MINUTE = 1_000_000  # type: ignore[attr-defined]
    call_command("load_results")
    live.forget()
    yield two_provinces
    live.forget()


@pytest.fixture
def users(db: None) -> dict[str, User]:
    """Everybody of PEOPLE, and an officer of each province's whole."""
    roles = {
        **PEOPLE,
        THERE: (Role.PROVINCIAL_OFFICER, "21"),
        HERE: (Role.PROVINCIAL_OFFICER, "22"),
    }
    made = {name: User.objects.create(username=name, password=make_password(None)) for name in roles}
    for name, held in roles.items():
        if held is not None:
            Assignment.objects.create(
                user=made[name], role=held[0].value, area_code=held[1], valid_from=timezone.localdate()
            )
    return made


@pytest.fixture
def ids(both: Workspace) -> dict[str, str]:
    lake = Lake(both)
    with lake.connect() as connection:
        return dict(
            connection.execute(
                f"SELECT house_no, household_id FROM {lake.view('bmn', 'household', EDITION)}"
            ).fetchall()
        )


def marks_of(drawn: list[House], ids: dict[str, str]) -> Marks:
    personal = [each.surname for each in drawn]
    personal += [each.number(member) for each in drawn for member in range(1, each.members + 1)]
    return Marks(
        (*personal, NOTES[drawn[0].village[:2]]),
        tuple(ids[each.house_no] for each in drawn) + tuple(e.house_id for e in drawn),
    )


def log_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
        session = client.session
        session["purpose"] = "visit"
        session.save()
    return client


def made_in(workspace: Workspace, officer: User, code: str, household_id: str) -> dict[str, str]:
    """Things of a province, made by its officer: what stands for the placeholders of web_access."""
    today = timezone.localdate()
    tambon, note = code[:6], NOTES[code[:2]]
    campaign = create_campaign(
        by=officer,
        name=PLANS[code[:2]],
        area_code=tambon,
        starts_on=today,
        ends_on=today + dt.timedelta(days=4),
        form_id="follow_up_visit",
    )
    collector, secret = create_collector(by=officer, user=officer, area_code=tambon)
    case = open_case(by=officer, household_id=household_id, note=note)
    meeting = create_meeting(
        by=officer, area_code=tambon, title=note, held_on=today, place=note, items=[note]
    )
    upload = Upload.objects.create(owner=officer, register="bmn", edition=EDITION, folder=f"none-{code}")
    job = ask_for(by=officer, kind="register.preview", area_code=code[:2], upload=upload.pk)
    token, _ = make_token(
        by=officer,
        name=note,
        scopes=[Scope.FIGURES],
        area_codes=[tambon],
        days=1,
        purpose="",
    )
    # Somebody who never signs in here: a passkey of the officer would have to be a real one.
    owner = User.objects.create(username=f"has a passkey {code}", password=make_password(None))
    key = Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data={"name": note})
    session = UserSession.objects.create(user=officer, ip="127.0.0.1", session_key=f"none-{code}")
    kept = keep(
        workspace,
        current_result(),
        target_group("elderly"),
        area_code=tambon,
        reason=note,
        by=officer.username,
        at=timezone.now() + dt.timedelta(minutes=next(LISTS_KEPT)),
    )
    stands_in = delegate_role(
        by=officer,
        assignment=officer.assignments.get(),
        to=owner,
        area_code=tambon,
        valid_from=today,
        valid_to=today + dt.timedelta(days=4),
    )
    invitation, _ = invite(
        by=User.objects.get(username="administrator"),
        username=f"invited {code}",
        full_name=PLANS[code[:2]],
        roles=[GivenRole(Role.TAMBON_OFFICER, tambon, today)],
    )
    view = save_view(by=officer, title=note, address=f"/area/{code}/", shared=False)
    return {
        "analysis": view.token,
        "fieldwork": str(campaign.pk),
        "openrosa": str(collector.pk),
        "openrosa secret": secret,
        "logbook": str(case.pk),
        "meetings": str(meeting.pk),
        "jobs": str(job.pk),
        "api": str(job.pk),
        "registers": str(upload.pk),
        "api_token_revoke": str(token.pk),
        "target_lists": kept.id,
        "mfa_remove_webauthn": str(key.pk),
        "account_end_session": str(session.pk),
        "oversight": str(officer.pk),
        "administration": str(officer.pk),
        "administration:end_role": str(officer.assignments.get().pk),
        "administration:end_standing_in": str(stands_in.pk),
        "administration:withdraw": str(invitation.pk),
        # Who may renew one changes it by asking; there is none of this number.
        "administration:renew": "999999",
    }


def at(name: str, household_id: str, things: dict[str, str], codes: Codes = ()) -> str:
    """The example of an address with the household and the things of a province in it, and its codes."""
    path = ACCESS[name].path.replace("household/0/", f"household/{household_id}/")
    for example, code in codes:
        path = path.replace(example, code)
    if re.search(r"/0/", path):
        thing = things.get(name, things.get(name.partition(":")[0], ""))
        assert thing, f"{name} names something by a number: make one in made_in"
        path = path.replace("/0/", f"/{thing}/")
    path = re.sub(r"/jobs/1(?=$|/)", f"/jobs/{things['jobs']}", path)
    return path.replace("/none/", f"/{things['target_lists']}/").format(poor=household_id)


def everything_in(answer: Any) -> str:
    """All text of an answer: its head, and its body unpacked."""
    body = b"".join(answer) if answer.streaming else answer.content
    return "\n".join((str(dict(answer.headers)), *texts_of(body)))


def texts_of(body: bytes) -> Iterator[str]:
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for each in archive.namelist():
                yield from texts_of(archive.read(each))
    elif body.startswith(b"\x1f\x8b"):
        yield from texts_of(gzip.decompress(body))
    elif body.startswith(b"PAR1"):
        yield str(pq.read_table(io.BytesIO(body)).to_pylist())
    else:
        yield body.decode("utf-8", errors="replace")


def ask(client: Client, name: str, path: str) -> Any:
    if ACCESS[name].method == "post":
        return client.post(path, BODIES.get(name, {}))
    return client.get(path)


def rows_of_the_site() -> dict[str, list[object]]:
    """Every row that tells of work or of persons; not the logs, which grow by being asked."""
    return {
        model._meta.label: [
            {name: value for name, value in row.items() if name != "last_login"}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in apps.get_models()
        if model.__module__.startswith("samut.") and model._meta.label not in GROW
    }


def addresses() -> list[str]:
    return [
        name
        for name in sorted(ACCESS)
        if not (name.startswith("openrosa:") and name.partition(":")[2] in BY_SECRET)
    ]


Worlds = tuple[dict[str, str], dict[str, str]]


@pytest.fixture
def things(both: Workspace, users: dict[str, User], ids: dict[str, str]) -> Worlds:
    """What the officers of both provinces have made."""
    of_here = made_in(both, users[HERE], "22050602", ids["2/1"])
    return of_here, made_in(both, users[THERE], VILLAGE, ids["7/1"])


def test_nothing_of_another_province(
    both: Workspace, users: dict[str, User], ids: dict[str, str], things: Worlds
) -> None:
    marks = marks_of(houses(HOUSES_OF_RAYONG), ids)
    # Who works for the whole country may know that a campaign is planned.
    with_plans = replace(marks, personal=(*marks.personal, PLANS["21"]))
    before, leaks = rows_of_the_site(), []
    for person in sorted({*users, "anonymous"} - {THERE}):
        client = log_in(users.get(person))
        for name in addresses():
            path = at(name, ids["7/1"], things[1], CODES)
            told = everything_in(ask(client, name, path))
            # The log names households by their ids, for whoever reads the log.
            searched = marks if person in OF_THE_COUNTRY else with_plans
            found = searched.in_text(told, ids=person != "data_protection_officer")
            leaks += [(person, name, each) for each in found if each not in path]
            client = client if client.session.get("_auth_user_id") else log_in(users.get(person))
    assert not leaks
    assert rows_of_the_site() == before


def test_no_person_at_all_for_those_who_see_nobody(
    both: Workspace, users: dict[str, User], ids: dict[str, str], things: Worlds
) -> None:
    marks = marks_of(houses(HOUSES), ids)
    before, leaks = rows_of_the_site(), []
    for person in SEE_NOBODY:
        client = log_in(users.get(person))
        for name in addresses():
            path = at(name, ids["2/1"], things[0])
            told = everything_in(ask(client, name, path))
            found = marks.in_text(told, ids=person != "data_protection_officer")
            leaks += [(person, name, each) for each in found if each not in path]
            client = client if client.session.get("_auth_user_id") else log_in(users.get(person))
    assert not leaks
    assert rows_of_the_site() == before


def test_the_officer_of_the_place_is_told(
    both: Workspace, users: dict[str, User], ids: dict[str, str], things: Worlds
) -> None:
    """The search for marks finds them where they are: otherwise it would prove nothing."""
    marks = marks_of(houses(HOUSES_OF_RAYONG), ids)
    client = log_in(users[THERE])
    told = set()
    for name in addresses():
        if ACCESS[name].method == "get":
            answer = everything_in(client.get(at(name, ids["7/1"], things[1], CODES)))
            if marks.in_text(answer, ids=True):
                told.add(name)
    assert told >= TELLS
