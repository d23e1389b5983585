"""`samut keys rotate` on a workspace with a site: what it says, and that it stands in the audit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samut.cli import main
from samut.engine.seal import open_keys
from samut.engine.workspace import Workspace
from samut.web.audit.models import AuditEvent
from samut.web.oversight.seeking import households_of_number
from web_world import house


@pytest.fixture
def office(world: Workspace, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    copied = Workspace(Path(shutil.copytree(world.root, tmp_path / "office")))
    settings.SAMUT_WORKSPACE = copied.root  # type: ignore[attr-defined]
    monkeypatch.setenv("SAMUT_WORKSPACE", str(copied.root))
    return copied


def keys(office: Workspace, *asked: str) -> Result:
    line = ["--workspace", str(office.root), "keys", "rotate", *asked]
    return CliRunner().invoke(main, line, catch_exceptions=False)


def test_everybody_is_found_with_the_new_key_and_it_is_logged(
    office: Workspace, household_ids: dict[str, str], people: dict[str, object]
) -> None:
    reader, number = people["data_protection_officer"], house("1/1").number(1)
    before = open_keys(office).blind_index(number)
    assert households_of_number(reader, number) == (household_ids["1/1"],)  # type: ignore[arg-type]
    dry = keys(office, "--dry-run")
    assert dry.exit_code == 0 and "nothing was changed" in dry.output
    refused = CliRunner().invoke(main, ["--workspace", str(office.root), "keys", "rotate"], input="n\n")
    assert refused.exit_code == 1 and open_keys(office).blind_index(number) == before
    done = keys(office, "--yes")
    assert done.exit_code == 0, done.output
    assert "persons are found with the new key" in done.output
    assert open_keys(office).blind_index(number) != before
    assert households_of_number(reader, number) == (household_ids["1/1"],)  # type: ignore[arg-type]
    assert keys(office, "--yes").exit_code == 1  # the old one is to be retired first
    retired = keys(office, "--retire", "--yes")
    assert retired.exit_code == 0 and "the old one is gone" in retired.output
    events = {each.event: each.facts for each in AuditEvent.objects.filter(event__startswith="keys.")}
    assert set(events) == {"keys.rotated", "keys.retired"}
    assert events["keys.rotated"]["persons"] > 50 and number not in str(events)
