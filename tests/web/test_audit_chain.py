"""The chain of the audit: it is whole as written, also by many at once, and any tampering is found.

The tampering is done straight in SQLite with the triggers dropped, as somebody would who can write into
the database and does not have the key.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection, transaction
from django.db.utils import DatabaseError

from samut.cli import main
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.audit import chain, heads
from samut.web.audit.actions import record, record_look, record_looks
from samut.web.audit.chain import audit_key, digest_of, told_fields
from samut.web.audit.models import AuditEvent, Look
from samut.web.audit.verifying import Break, How, Verdict, verify_chain

ROWS = 7


@pytest.fixture
def office(tmp_path: Path, settings: object, db: None) -> Workspace:
    """An empty workspace with a key of its own."""
    workspace = create_workspace(tmp_path / "office", name="ก", demo=True, province="22", edition=2561)
    settings.SAMUT_WORKSPACE = workspace.root  # type: ignore[attr-defined]
    return workspace


@pytest.fixture
def sql(office: Workspace, people: dict[str, User]) -> Iterator[Callable[..., None]]:
    """Seven looks, proved once; then the database as whoever writes into it by hand."""
    for place in range(ROWS):
        look(people, f"house{place}")
    assert broken() is None
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER audit_look_no_{verb}")
        yield cursor.execute


def look(people: dict[str, User], household: str) -> None:
    officer = people["officer_malee"]
    record_look(by=officer, household_id=household, area_code="22050601", page="household", purpose="visit")


def broken() -> Break | None:
    return verify_chain(Look).broken


def test_what_is_written_is_chained_and_whole(office: Workspace, people: dict[str, User]) -> None:
    record("one", by=None, n=1, text="ก", tree={"b": [1, 2], "a": None})
    record("two", by=people["administrator"])
    look(people, "a")
    record_looks(
        by=people["officer_malee"], households=[("b", "22"), ("c", "22")], page="list", purpose="visit"
    )
    assert [each.position for each in Look.objects.order_by("id")] == [1, 2, 3]
    first, second, third = Look.objects.order_by("id")
    assert (first.previous, second.previous, third.previous) == ("", first.digest, second.digest)
    assert verify_chain(AuditEvent) == Verdict("auditevent", 2, 0, None)
    assert verify_chain(Look) == Verdict("look", 3, 0, None)
    # Proving it left a head of each; they are there the next time.
    assert verify_chain(Look) == Verdict("look", 3, 1, None)


def test_each_field_counts(office: Workspace, people: dict[str, User]) -> None:
    look(people, "a")
    (row,) = Look.objects.values(*told_fields(Look))
    digest = digest_of(audit_key(), "look", row)
    assert digest == Look.objects.get().digest
    assert set(row) == {each.attname for each in Look._meta.concrete_fields} - {"id", "digest"}
    for name, value in row.items():
        other = value + 1 if isinstance(value, int) else f"{value}x"
        assert digest_of(audit_key(), "look", {**row, name: other}) != digest, name
    assert digest_of(b"another key", "look", row) != digest
    assert digest_of(audit_key(), "auditevent", row) != digest


def test_a_row_taken_back_leaves_no_gap(office: Workspace, people: dict[str, User]) -> None:
    look(people, "a")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        look(people, "b")
        raise ZeroDivisionError
    look(people, "c")
    assert [each.household_id for each in Look.objects.order_by("position")] == ["a", "c"]
    assert broken() is None


def test_the_database_still_refuses_to_change_and_to_remove(
    office: Workspace, people: dict[str, User]
) -> None:
    look(people, "a")
    record("one", by=None)
    for statement in (
        "UPDATE audit_look SET purpose = 'help'",
        "DELETE FROM audit_look",
        "UPDATE audit_auditevent SET event = 'x'",
        "DELETE FROM audit_auditevent",
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(statement)


TAMPERED = {
    "a field changed": (["UPDATE audit_look SET household_id = 'other' WHERE position = 3"], 3, How.CHANGED),
    "the place it came from": (
        ["UPDATE audit_look SET from_address = '10.0.0.1' WHERE position = 7"],
        7,
        How.CHANGED,
    ),
    "the moment": (["UPDATE audit_look SET at = '2020-01-01 00:00:00' WHERE position = 1"], 1, How.CHANGED),
    "a column that holds something else": (
        ["UPDATE audit_look SET actor_id = x'00ff' WHERE position = 2"],
        2,
        How.CHANGED,
    ),
    "a middle row removed": (["DELETE FROM audit_look WHERE position = 4"], 4, How.REMOVED),
    "the first row removed": (["DELETE FROM audit_look WHERE position = 1"], 1, How.REMOVED),
    "a middle row removed and the gap closed": (
        [
            "DELETE FROM audit_look WHERE position = 4",
            "UPDATE audit_look SET position = position - 1 WHERE position = 5",
            "UPDATE audit_look SET position = position - 1 WHERE position = 6",
            "UPDATE audit_look SET position = position - 1 WHERE position = 7",
        ],
        4,
        How.CHANGED,
    ),
    "the tail cut off": (["DELETE FROM audit_look WHERE position > 5"], 6, How.CUT),
    "everything removed": (["DELETE FROM audit_look"], 1, How.CUT),
    "a row put in at the end": (
        [
            "INSERT INTO audit_look (at, actor_id, actor_name, household_id, area_code, page, purpose, "
            "from_address, position, previous, digest) SELECT at, actor_id, actor_name, 'new', area_code, "
            "page, purpose, from_address, 8, digest, 'abc' FROM audit_look WHERE position = 7"
        ],
        8,
        How.PUT_IN,
    ),
    "a row put in between": (
        [
            "UPDATE audit_look SET position = -position WHERE position > 3",
            "INSERT INTO audit_look (at, actor_id, actor_name, household_id, area_code, page, purpose, "
            "from_address, position, previous, digest) SELECT at, actor_id, actor_name, 'new', area_code, "
            "page, purpose, from_address, 4, digest, 'abc' FROM audit_look WHERE position = 3",
            "UPDATE audit_look SET position = 1 - position WHERE position < 0",
        ],
        4,
        How.PUT_IN,
    ),
    "two rows swapped": (
        [
            "UPDATE audit_look SET position = 99 WHERE position = 2",
            "UPDATE audit_look SET position = 2 WHERE position = 5",
            "UPDATE audit_look SET position = 5 WHERE position = 99",
        ],
        2,
        How.CHANGED,
    ),
}


@pytest.mark.parametrize("named", TAMPERED)
def test_tampering_is_found(sql: Callable[..., None], named: str) -> None:
    statements, position, how = TAMPERED[named]
    for each in statements:
        sql(each)
    assert broken() == Break(position, how)


def test_digests_computed_anew_without_the_key_are_found(sql: Callable[..., None]) -> None:
    previous = Look.objects.get(position=2).digest
    for row in Look.objects.filter(position__gte=3).order_by("position").values():
        purpose = "help" if row["position"] == 3 else row["purpose"]
        said = {name: value for name, value in row.items() if name in told_fields(Look)} | {
            "previous": previous,
            "purpose": purpose,
        }
        digest = hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()
        sql(
            "UPDATE audit_look SET purpose = %s, previous = %s, digest = %s WHERE id = %s",
            [purpose, previous, digest, row["id"]],
        )
        previous = digest
    assert broken() == Break(3, How.CHANGED)


def test_rows_of_another_copy_of_the_database_are_found(
    sql: Callable[..., None], people: dict[str, User]
) -> None:
    # With the key, but not what was kept: another past with as many rows.
    sql("DELETE FROM audit_look WHERE position > 5")
    look(people, "another")
    look(people, "past")
    assert broken() == Break(7, How.REPLACED)


def test_a_cut_is_seen_by_what_was_kept_and_a_broken_line_of_it_is_passed_over(
    sql: Callable[..., None], office: Workspace
) -> None:
    kept = office.root / heads.HEADS_FILE
    whole = kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o077 == 0
    kept.write_text('{"chain": "lo\n[]\n' + whole, encoding="utf-8")
    sql("DELETE FROM audit_look WHERE position > 3")
    assert broken() == Break(4, How.CUT)
    kept.unlink()
    assert verify_chain(Look) == Verdict("look", 3, 0, None)  # which is why copies of the file are kept


def test_a_head_is_kept_after_the_commit_at_most_once_a_minute(
    office: Workspace,
    people: dict[str, User],
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    kept = office.root / heads.HEADS_FILE
    taken_back = (django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError))
    with taken_back[0], taken_back[1], transaction.atomic():
        look(people, "a")
        raise ZeroDivisionError
    assert not kept.exists()
    for place in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            look(people, f"house{place}")
            record("one", by=None)
            assert place or not kept.exists()
    lines = [json.loads(each) for each in kept.read_text(encoding="utf-8").splitlines()]
    assert sorted((each["chain"], each["rows"]) for each in lines) == [("auditevent", 1), ("look", 1)]
    assert Look.objects.get(position=1).digest in {each["digest"] for each in lines}


def test_without_its_key_nothing_is_written_under_another(office: Workspace, people: dict[str, User]) -> None:
    look(people, "a")
    assert broken() is None
    (office.keys / chain.KEY_FILE).unlink()
    chain._key_in.cache_clear()
    with pytest.raises(SamutError, match="AUDIT_001"):
        look(people, "b")
    (office.keys / chain.KEY_FILE).write_bytes(b"short")
    with pytest.raises(SamutError, match="AUDIT_001"):
        look(people, "b")
    assert Look.objects.count() == 1


# One process of several that write at once.
WRITER = """
import django, sys
django.setup()
from samut.web.accounts.management.commands.log_look import CommandLineUser
from samut.web.audit.actions import record, record_look, record_looks
for place in range(20):
    record("one", by=None, place=place)
    record_look(by=CommandLineUser(), household_id=str(place), area_code="22", page="list", purpose="visit")
    record_looks(by=CommandLineUser(), households=[("a", "22")] * 3, page="list", purpose="visit")
"""


OLD_LOOKS = "".join(
    "INSERT INTO audit_look (at, actor_id, actor_name, household_id, area_code, page, purpose) "
    f"VALUES ('2026-01-01 00:00:0{place}', 1, 'somebody', 'house{place}', '22', 'list', 'visit');"
    for place in range(3)
)


def _write_by_hand(workspace: Workspace, script: str) -> None:
    with closing(sqlite3.connect(workspace.database)) as database:
        database.executescript(script)


def test_many_writers_extend_one_chain_and_the_commands_tell_what_they_find(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "office", name="ก", demo=True, province="22", edition=2561)
    told = {"SAMUT_WORKSPACE": str(workspace.root), "DJANGO_SETTINGS_MODULE": "samut.web.settings"}
    samut = [sys.executable, "-m", "samut.cli", "--workspace", str(workspace.root), "audit"]
    migrate = [sys.executable, "-m", "django", "migrate", "-v0"]
    # A workspace of before the chain, with looks in it: they are chained in the order they were written.
    subprocess.run([*migrate, "audit", "0002"], env=told, check=True)
    _write_by_hand(workspace, OLD_LOOKS)
    subprocess.run(migrate, env=told, check=True)
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        _write_by_hand(workspace, "DELETE FROM audit_look")
    writers = [subprocess.Popen([sys.executable, "-c", WRITER], env=told) for _ in range(3)]
    assert [each.wait() for each in writers] == [0, 0, 0]
    out = tmp_path / "events.csv"
    done = subprocess.run([*samut, "verify"], env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "events: 60 แถว" in done.stdout and "243 แถว" in done.stdout
    subprocess.run([*samut, "export", "--out", str(out)], env=told, capture_output=True, check=True)
    with out.open(encoding="utf-8-sig") as file:
        assert len(list(csv.reader(file))) == 61
    _write_by_hand(
        workspace, "DROP TRIGGER audit_look_no_delete; DELETE FROM audit_look WHERE position > 230"
    )
    done = subprocess.run([*samut, "verify"], env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "row 231 was cut off" in done.stdout


def test_the_export_of_events_names_nobody(
    office: Workspace, people: dict[str, User], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMUT_WORKSPACE", str(office.root))
    for by in ("administrator", "officer_malee", "administrator"):
        record("case.opened", by=people[by], target="case:1", area_code="22", steps=2)
    record("command", by=None)
    out = tmp_path / "events.csv"
    done = CliRunner().invoke(main, ["--workspace", str(office.root), "audit", "export", "--out", str(out)])
    assert done.exit_code == 0, done.output
    text = out.read_text(encoding="utf-8-sig")
    with out.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [each["event"] for each in rows] == ["case.opened"] * 3 + ["command"]
    assert (rows[0]["target"], rows[0]["facts"]) == ("case:1", '{"steps": 2}')
    assert rows[0]["who"] == rows[2]["who"] != rows[1]["who"]
    assert rows[3]["who"] == ""
    assert not any(name in text for name in people)
