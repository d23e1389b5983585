"""Who may open what: every address of the site, as everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from samut.engine.seal import open_keys
from samut.engine.workspace import Workspace
from samut.web.accounts.policies import AreaScope
from web_access import ACCESS, EVERYBODY, LOGGED_IN
from web_world import PEOPLE, house

PRIVACY_CLASSES = {"personal", "sensitive", "area", "free"}
Browser = Callable[..., Client]


def _addresses(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = (*spaces, each.namespace) if each.namespace else spaces
            yield from _addresses(each, inner)
        elif isinstance(each, URLPattern):
            yield ":".join((*spaces, each.name or f"without name: {each.pattern}"))


def test_every_address_is_declared() -> None:
    assert set(_addresses(get_resolver())) == set(ACCESS)


def test_the_table_names_people_there_are() -> None:
    assert all(access.may <= EVERYBODY for access in ACCESS.values())


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_each_address_as_everybody(
    name: str, site: Workspace, browser_of: Browser, household_ids: dict[str, str]
) -> None:
    access = ACCESS[name]
    path = access.path.format(poor=household_ids["2/1"])
    for person in sorted(EVERYBODY):
        answer = getattr(browser_of(person), access.method)(path)
        expected = access.answers if person in access.may else access.otherwise
        if person == "anonymous" and person not in access.may and access.to_login:
            assert answer.status_code == 302, (person, path)
            assert answer["Location"].startswith("/login/")
            continue
        if person == "anonymous" and access.anonymous is not None:
            expected = access.anonymous
        assert answer.status_code == expected, (person, path)


def test_ids_of_households_tell_nothing(site: Workspace, household_ids: dict[str, str]) -> None:
    drawn = house("2/1")
    assert drawn.house_id not in household_ids["2/1"]
    assert open_keys(site).blind_index(drawn.number(1)) not in household_ids.values()


@pytest.mark.parametrize(
    ("codes", "inside", "outside"),
    [
        (("2205",), ("2205", "220506", "22050602"), ("2206", "22", "TH", "2204", "22060101")),
        (("TH",), ("TH", "10", "96079901"), ()),
        ((), (), ("TH", "22", "220506")),
        (("22050602",), ("22050602",), ("22050603", "220506")),
    ],
)
def test_scope_is_the_area_and_all_below_it(
    codes: tuple[str, ...], inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    scope = AreaScope(codes)
    assert all(scope.covers(code) for code in inside)
    assert not any(scope.covers(code) for code in outside)


def test_every_field_of_every_model_says_how_private_it_is() -> None:
    lacking = []
    for model in apps.get_models():
        if not model.__module__.startswith("samut."):
            continue
        fields = {field.name for field in (*model._meta.get_fields(include_parents=True),) if field.concrete}
        declared = getattr(model, "PRIVACY", {})
        if fields != set(declared) or not set(declared.values()) <= PRIVACY_CLASSES:
            lacking.append((model.__name__, fields ^ set(declared)))
    assert not lacking


def test_people_of_the_tests_are_all_roles() -> None:
    assert {held[0].value for held in PEOPLE.values() if held} == {
        "volunteer",
        "tambon_officer",
        "provincial_officer",
        "agency_officer",
        "analyst",
        "data_protection_officer",
        "administrator",
    }
    assert "outsider" in LOGGED_IN
