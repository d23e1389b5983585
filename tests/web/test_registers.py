"""What was imported, and what was refused, with its reasons."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from samut.engine.workspace import Workspace
from web_world import house, houses

Browser = Callable[..., Client]


def _text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_imports_account_for_every_row(site: Workspace, browser_of: Browser) -> None:
    answer = browser_of("administrator").get("/registers/")
    imported = {each.register: each for each in answer.context["imported"]}
    assert set(imported) == {"bmn", "villages", "welfare-card", "tpmap-province"}
    for each in imported.values():
        assert each.rows == each.accepted + each.quarantined + each.duplicates
    assert imported["bmn"].quarantined == 1
    assert imported["bmn"].accepted == len(houses()) + sum(each.members for each in houses())
    assert "households.csv" in _text(answer)


def test_quarantined_rows_say_why_and_what_to_do(site: Workspace, browser_of: Browser) -> None:
    for language in ("th", "en"):
        answer = browser_of("officer_malee", language=language).get("/registers/bmn/2561/quarantine/")
        (row,) = answer.context["page"].rows
        assert (row.file, row.row) == ("households.csv", len(houses()) + 2)
        text = _text(answer)
        for problem in row.reasons:
            assert problem.code in text
            assert problem.do(language)[:20] in text
        assert house("1/1").surname not in text and house("1/1").number(1) not in text


def test_unknown_register(site: Workspace, browser_of: Browser) -> None:
    answer = browser_of("officer_malee").get("/registers/nothing/2561/quarantine/")
    assert answer.status_code == 404 and "SITE_006" in _text(answer)
    assert browser_of("officer_malee").get("/registers/bmn/2561/quarantine/?page=99").status_code == 200
