"""`samut missed --names`: a look at every household is in the log, and without a purpose nothing is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from openpyxl import load_workbook

from register_files import card, card_csv, household, household_csv, member, member_csv, write
from samut.cli import main
from samut.engine.registers.importing import import_register
from samut.engine.workspace import create_workspace
from samut.web.accounts.management.commands import log_looks
from samut.web.audit.actions import record_looks
from samut.web.audit.models import Look

EDITION = 2561
Missed = Callable[..., Result]


@pytest.fixture
def missed(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Missed:
    """The command on a poor household of two without a card, and a rich one of whom one holds a card."""
    office = create_workspace(tmp_path / "office", name="test", demo=True, province="22", edition=EDITION)
    monkeypatch.setenv("SAMUT_WORKSPACE", str(office.root))
    census = household_csv([household(1, income_year_baht="1000"), household(2, income_year_baht="900000")])
    people = member_csv([member(1, 1), member(1, 2), member(1, 3), member(2, 1)])
    files = [write(office, "households.csv", census), write(office, "members.csv", people)]
    import_register(office, "bmn", files, edition=EDITION)
    import_register(
        office, "welfare-card", [write(office, "cards.csv", card_csv([card(21)]))], edition=EDITION
    )

    def asked(*arguments: object) -> Result:
        line = ["--workspace", str(office.root), "missed", *map(str, arguments)]
        return CliRunner().invoke(main, line, catch_exceptions=False)

    return asked


def test_every_household_looked_at_is_logged_and_numbers_are_covered(missed: Missed, tmp_path: Path) -> None:
    out = tmp_path / "missed.xlsx"
    done = missed("TH", "--out", out, "--names", "--purpose", "check")
    assert done.exit_code == 0, done.output
    book = load_workbook(out)
    sheets = [sheet for sheet in book if sheet.title.startswith("ชื่อ")]
    assert len(sheets) == 4
    rows = [row for sheet in sheets for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert rows
    looks = Look.objects.all()
    assert sorted({str(row[2]) for row in rows}) == sorted(look.household_id for look in looks)
    assert {(look.page, look.purpose, look.actor_id) for look in looks} == {("command", "check", 0)}
    assert {look.area_code for look in looks} == {str(row[0]) for row in rows}
    assert all("xxxx" in str(row[5]) or "unknown" in str(row[5]) for row in rows)
    assert str(sheets[0]["A1"].value).count("by ") == 1


def test_one_group_may_be_asked_for(missed: Missed, tmp_path: Path) -> None:
    out = tmp_path / "missed.xlsx"
    done = missed("TH", "--out", out, "--names", "--group", "card_fails_nothing", "--purpose", "visit")
    assert done.exit_code == 0, done.output
    assert [title for title in load_workbook(out).sheetnames if title.startswith("ชื่อ")] == [
        "ชื่อ มีบัตร names card"
    ]


@pytest.mark.parametrize("purpose", [(), ("--purpose", "curiosity")])
def test_without_a_purpose_nothing_is_written(
    missed: Missed, tmp_path: Path, purpose: tuple[str, ...]
) -> None:
    out = tmp_path / "missed.xlsx"
    done = missed("TH", "--out", out, "--names", *purpose)
    assert done.exit_code == 1 and "MEASURE_024" in done.stderr
    assert not out.exists() and not Look.objects.exists()


def test_what_cannot_be_logged_is_not_written(
    missed: Missed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**values: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(log_looks, "record_looks", full)
    out = tmp_path / "missed.xlsx"
    done = missed("TH", "--out", out, "--names", "--purpose", "check")
    assert done.exit_code == 1 and "MEASURE_025" in done.stderr
    assert not out.exists()


def test_names_go_into_a_workbook_alone(missed: Missed, tmp_path: Path) -> None:
    assert missed("TH", "--names", "--purpose", "check").exit_code == 2
    assert missed("TH", "--names", "--purpose", "check", "--out", tmp_path / "m.csv").exit_code == 2


def test_the_site_s_own_command_takes_no_purpose_of_its_own_making(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("log_looks", households=["0:22050601"], purpose="curiosity")
    with pytest.raises(ValueError, match="purpose"):
        record_looks(by=log_looks.CommandLineUser(), households=[], page="command", purpose="")
    assert not Look.objects.exists()
