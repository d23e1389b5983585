"""Saved views: an address under a name, opened by whoever may, showing each what they may see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.analysis import actions, queries
from samut.web.analysis.models import SavedView
from samut.web.audit.models import AuditEvent

Browser = Callable[..., Client]
TABLE = "/analysis/pivot/?area=220506&row=poor&count=persons"


def save(user: User, address: str = TABLE, *, title: str = "คนจนในตำบล", shared: bool = False) -> SavedView:
    return actions.save_view(by=user, title=title, address=address, shared=shared)


@pytest.mark.parametrize(
    ("address", "page", "area"),
    [
        (TABLE, "analysis:pivot", "220506"),
        ("/analysis/220506/what-if/?solve=average_income", "analysis:what_if", "220506"),
        ("/analysis/compare/?a=220501&b=220506", "analysis:compare", "220501"),
        ("/area/2205/?dims=10000", "insight:area", "2205"),
        ("/analysis/pivot/", "analysis:pivot", "220506"),
    ],
)
def test_an_address_is_kept_with_its_page_and_area(
    address: str, page: str, area: str, site: Workspace, people: dict[str, User]
) -> None:
    view = save(people["officer_malee"], address)
    assert (view.page, view.area_code, view.address) == (page, area, address)
    (event,) = AuditEvent.objects.filter(event="view.saved")
    assert event.area_code == area and "คนจน" not in str(event.facts)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/analysis/pivot/",
        "//example.org/analysis/pivot/",
        "/household/abc/",
        "/analysis/views/",
        "/nowhere/",
        "javascript:alert(1)",
        "",
        "/analysis/pivot/?area=22\n",
        "/analysis/pivot/?a=" + "1" * 5000,
    ],
)
def test_other_addresses_are_refused(address: str, site: Workspace, people: dict[str, User]) -> None:
    with pytest.raises(SamutError) as refused:
        save(people["officer_malee"], address)
    assert refused.value.code == "ANALYSIS_009"
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
def test_a_view_has_a_name(title: str, site: Workspace, people: dict[str, User]) -> None:
    with pytest.raises(SamutError) as refused:
        save(people["officer_malee"], title=title)
    assert refused.value.code == "ANALYSIS_008"


def test_nobody_keeps_more_than_the_policy_says(
    site: Workspace, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "policy", lambda: type("Few", (), {"most_saved_views": 1}))
    save(people["officer_malee"])
    save(people["analyst"])
    with pytest.raises(SamutError) as refused:
        save(people["officer_malee"])
    assert refused.value.code == "ANALYSIS_010"


def test_a_view_is_its_owners_until_it_is_shared_and_then_for_the_area(
    site: Workspace, people: dict[str, User]
) -> None:
    view = save(people["officer_malee"])

    def who_may() -> set[str]:
        opened = set()
        for name, user in people.items():
            listed = {line.view.pk for line in (*queries.my_views(user), *queries.shared_views(user))}
            try:
                opened |= {name} if queries.view_for(user, view.token) else set()
            except SamutError as refused:
                assert refused.code == "ANALYSIS_011"
            assert (view.pk in listed) == (name in opened)
        return opened

    assert who_may() == {"officer_malee"}
    actions.change_view(by=people["officer_malee"], view=view, title="ใหม่", shared=True)
    assert who_may() == {
        "officer_malee",
        "provincial_officer",
        "agency_officer",
        "analyst",
        "data_protection_officer",
        "administrator",
    }


def test_whoever_opens_a_shared_view_sees_what_they_may(site: Workspace, browser_of: Browser) -> None:
    officer, analyst = browser_of("officer_malee"), browser_of("analyst")
    address = "/analysis/pivot/?area=220506&row=village&column=poor"
    sent = {"address": address, "title": "หมู่บ้าน", "shared": "1"}
    assert officer.post("/analysis/views/save/", sent)["Location"] == address
    link = f"/analysis/views/{SavedView.objects.get().token}/"
    assert "✱" not in officer.get(link, follow=True).content.decode()
    assert "✱" in analyst.get(link, follow=True).content.decode()
    assert browser_of("outsider").get(link).status_code == 404


def test_only_the_owner_names_it_anew_or_deletes_it_and_is_asked_first(
    site: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    view = save(people["officer_malee"], shared=True)
    address = f"/analysis/views/{view.token}/"
    for step in ("change/", "delete/"):
        assert browser_of("provincial_officer").post(f"{address}{step}", {"title": "a"}).status_code == 404
    for action in (actions.delete_view,):
        with pytest.raises(SamutError):
            action(by=people["provincial_officer"], view=view)
    officer = browser_of("officer_malee")
    officer.post(f"{address}change/", {"title": " ชื่อ  ใหม่ "})
    view.refresh_from_db()
    assert (view.title, view.is_shared) == ("ชื่อ ใหม่", False)
    assert "ชื่อ ใหม่" in officer.get(f"{address}delete/").content.decode() and SavedView.objects.exists()
    assert officer.post(f"{address}delete/").status_code == 302 and not SavedView.objects.exists()
    assert {"view.changed", "view.deleted"} <= set(AuditEvent.objects.values_list("event", flat=True))


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_list_shows_ones_own_and_what_colleagues_share(
    language: str, site: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    browser = browser_of("analyst", language=language)
    assert 'class="empty"' in browser.get("/analysis/views/").content.decode()
    save(people["analyst"], title="ของฉันเอง")
    save(people["officer_malee"], title="ของมาลี", shared=True)
    text = browser.get("/analysis/views/").content.decode()
    assert "ของฉันเอง" in text and "ของมาลี" in text
