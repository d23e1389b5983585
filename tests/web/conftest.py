"""The small world of tests/web_world.py, built once, and its people with a browser each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from samut.engine.lake import Lake
from samut.engine.workspace import Workspace
from samut.web.accounts.models import Assignment, User
from samut.web.households import live
from web_world import EDITION, PEOPLE, build_workspace


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace of the small world, imported, linked and measured by the real engine."""
    return build_workspace(tmp_path_factory.mktemp("world") / "workspace")


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which nothing is."""
    return tmp_path_factory.mktemp("nothing")


@pytest.fixture(scope="session")
def household_ids(world: Workspace) -> dict[str, str]:
    """The opaque id of each household of the world, by its house number."""
    lake = Lake(world)
    with lake.connect() as connection:
        return dict(
            connection.execute(
                f"SELECT house_no, household_id FROM {lake.view('bmn', 'household', EDITION)}"
            ).fetchall()
        )


@pytest.fixture(autouse=True)
def cheap_passwords(settings: object) -> None:
    """Passwords cost nothing in tests. That the site keeps them by Argon2 has a test of its own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture
def site(world: Workspace, settings: object, db: None) -> Iterator[Workspace]:
    """The site, serving the small world with its result loaded."""
    settings.SAMUT_WORKSPACE = world.root  # type: ignore[attr-defined]
    call_command("load_results")
    # Each test has a database of its own; what a process holds in memory belongs to the one before.
    live.forget()
    yield world


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """Everybody of PEOPLE, by name."""
    nobody_types_it = make_password(None)
    made = {name: User.objects.create(username=name, password=nobody_types_it) for name in PEOPLE}
    for name, held in PEOPLE.items():
        if held is not None:
            Assignment.objects.create(
                user=made[name], role=held[0].value, area_code=held[1], valid_from=timezone.localdate()
            )
    return made


@pytest.fixture
def browser_of(people: dict[str, User]) -> Callable[..., Client]:
    """A browser in which the named person is logged in (`anonymous`: nobody), the purpose already said."""

    def browser(name: str, *, purpose: str = "visit", language: str = "") -> Client:
        client = Client()
        if language:
            client.cookies["django_language"] = language
        if name == "anonymous":
            return client
        client.force_login(people[name])
        if purpose:
            session = client.session
            session["purpose"] = purpose
            session.save()
        return client

    return browser
