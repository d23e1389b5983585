"""A new key for the lake: the lake is as if it had been imported with it, or as it was before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from linkage_world import EDITION, build_linkage_workspace
from register_files import card_csv, number, write
from samut.engine.keys import building, rotating
from samut.engine.keys.rotating import planned, retire, rotate
from samut.engine.lake import Lake
from samut.engine.linkage import decisions, link
from samut.engine.linkage.asking import current_pairs_file
from samut.engine.linkage.decisions import PairKey
from samut.engine.measures import measure
from samut.engine.registers.importing import import_register
from samut.engine.seal import KEY_FILE, open_keys
from samut.engine.target_lists.keeping import keep, kept_list
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.errors import SamutError
from samut.rules.linkage import Answer
from samut.rules.target_groups import target_group

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
NOTE = "ถามคุณยายสมจิตแล้ว"
SEALED = ("identity", "original")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with persons linked by number and by name, a refused row, a decision and a kept list."""
    workspace = build_linkage_workspace(tmp_path_factory.mktemp("made") / "office")
    refused = card_csv([("12", "นาย", "ถูกกัก", "ไว้", "", "220506", "1", "1")])
    import_register(workspace, "welfare-card", [write(workspace, "more.csv", refused)], edition=EDITION)
    linked = link(workspace, EDITION)
    result = measure(workspace, "tpmap-2561", EDITION, linked)
    keep(workspace, result, target_group("target-poor"), reason="ทดสอบ", by="ก", at=NOW)
    key = _pairs(workspace)[0]
    decisions.record(workspace, pair=key[0], key=key[1], answer=Answer.SAME, by="malee", note=NOTE, at=NOW)
    return workspace.root


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Workspace:
    return Workspace(Path(shutil.copytree(made, tmp_path / "office")))


def _pairs(workspace: Workspace) -> list[tuple[str, PairKey]]:
    rows = duckdb.sql(
        "SELECT DISTINCT pair, edition, register, register_key, household_id, member_no "
        f"FROM '{workspace.lake}/links/*/*/pairs.parquet' "
        # Those by name: a pair by number stays one whatever is said of it.
        "WHERE pair IS NOT NULL AND method <> 'number' ORDER BY ALL"
    ).fetchall()
    return [(pair, PairKey(*rest)) for pair, *rest in rows]


def told(done: int, total: int | None, label: str) -> None:
    assert total is not None and 0 <= done <= total


def tables(workspace: Workspace) -> dict[str, pa.Table]:
    """Every table of the lake, sealed texts in the clear, without what the day gives."""
    keys, found = open_keys(workspace), {}
    for path in sorted(workspace.lake.rglob("*.parquet")):
        table = pq.read_table(path)
        for name in SEALED:
            if name in table.column_names:
                texts = pa.array(keys.unseal_many(table[name].to_pylist()), pa.string())
                table = table.set_column(table.column_names.index(name), name, texts)
        found[str(path.relative_to(workspace.lake))] = table
    return found


def everything(folder: Path) -> dict[str, bytes]:
    kept = [each for each in folder.rglob("*") if each.is_file() and "unfinished" not in each.parts]
    return {str(each.relative_to(folder)): each.read_bytes() for each in kept}


def test_it_is_the_lake_that_an_import_with_the_new_key_makes(office: Workspace, tmp_path: Path) -> None:
    before = {name: table.num_rows for name, table in tables(office).items()}
    old = open_keys(office)
    rotation = rotate(office, told)
    new = open_keys(office)
    assert rotation.built is not None and rotation.built.decided
    assert new.blind_index(number(1)) != old.blind_index(number(1))
    assert new.household_id("1") == old.household_id("1")

    # The slow, obvious way: the same files taken in by an office that had that key from the start.
    other = create_workspace(tmp_path / "other", name="ข", demo=True, province="22", edition=EDITION)
    for name in ("lake.key", "household.key"):
        shutil.copy(office.keys / name, other.keys / name)
    shutil.copytree(office.incoming, other.incoming, dirs_exist_ok=True)
    incoming = other.incoming
    import_register(other, "bmn", [incoming / "households.csv", incoming / "members.csv"], edition=EDITION)
    for register in ("welfare-card", "disability", "elderly-allowance"):
        import_register(other, register, [incoming / f"{register}.csv"], edition=EDITION)
    import_register(other, "welfare-card", [incoming / "more.csv"], edition=EDITION)
    mine, theirs = tables(office), tables(other)
    registers = [name for name in theirs if name.startswith("registers/")]
    assert len(registers) >= 6 and any("quarantine" in name for name in registers)
    for name in registers:
        assert mine[name].equals(theirs[name]), name
    assert {name: table.num_rows for name, table in mine.items()} == before


def test_what_was_made_of_the_registers_follows(office: Workspace) -> None:
    people = f"SELECT person_key FROM '{next((office.lake / 'links').glob('*/*/person.parquet'))}'"
    [list_before] = (office.lake / "lists").iterdir()
    asked_before = len(_pairs(office))
    old_pairs = {pair for pair, _ in _pairs(office)}
    rotate(office, told)
    lake = Lake(office)
    with lake.connect() as connection:
        known = set(
            connection.execute(f"SELECT person_key FROM {lake.view('bmn', 'member', EDITION)}").fetchall()
        )
        assert set(connection.execute(people).fetchall()) == known
        listed = connection.execute(
            f"SELECT count(*) FROM '{list_before / 'units.parquet'}' SEMI JOIN "
            f"(FROM {lake.view('bmn', 'member', EDITION)}) AS member USING (person_key)"
        ).fetchall()
    # A kept list is found whole by its hash, and still names its persons.
    assert kept_list(office, list_before.name).id == list_before.name
    assert listed[0][0] > 0
    assert len(_pairs(office)) == asked_before
    assert old_pairs.isdisjoint(pair for pair, _ in _pairs(office))
    # What was said is said of the pair as it is called now, with its note.
    [said] = decisions.decisions(office)
    assert said.note == NOTE and said.key in [key for _, key in _pairs(office)]
    assert said.pair in [pair for pair, _ in _pairs(office)]
    # Linking anew reads it: the pair is one by a person's word.
    link(office, EDITION)
    path = current_pairs_file(Lake(office), EDITION)
    assert duckdb.sql(f"SELECT method FROM '{path}' WHERE pair = '{said.pair}'").fetchall() == [("decision",)]


def test_the_old_key_opens_nothing_new_and_stays_until_it_is_retired(office: Workspace) -> None:
    old = open_keys(office)
    rotate(office, told)
    [member] = (office.lake / "registers" / "bmn").glob("*/*/member.parquet")
    sealed = pq.read_table(member, columns=["identity"])["identity"][0].as_py()
    with pytest.raises(SamutError, match="WORK_007"):
        old.unseal(sealed)
    assert "number" in open_keys(office).unseal(sealed)
    with pytest.raises(SamutError, match="AUDIT_012"):
        rotate(office, told)
    with pytest.raises(SamutError, match="AUDIT_012"):
        planned(office)
    assert (office.keys / "lake.key.before").stat().st_mode & 0o077 == 0
    assert retire(office, told) > 400
    assert not (office.root / "lake.before").exists()
    assert sorted(each.name for each in office.keys.iterdir()) == ["household.key", "lake.key"]
    with pytest.raises(SamutError, match="AUDIT_014"):
        retire(office, told)
    assert rotate(office, told).built is not None  # and once more, with the ids as they were
    assert open_keys(office).household_id("1") == old.household_id("1")


def test_nothing_is_retired_that_the_new_key_does_not_replace(office: Workspace) -> None:
    rotate(office, told)
    [member] = (office.lake / "registers" / "bmn").glob("*/*/member.parquet")
    shutil.copy(office.root / "lake.before" / member.relative_to(office.lake), member)
    with pytest.raises(SamutError, match="AUDIT_010"):
        retire(office, told)
    assert (office.root / "lake.before").is_dir() and (office.keys / "lake.key.before").exists()


def test_a_dry_run_changes_nothing(office: Workspace) -> None:
    before = everything(office.root)
    plan = planned(office)
    assert (plan.files, plan.built) == (len(tables(office)), None)
    assert plan.rows == sum(each.num_rows for each in tables(office).values())
    assert everything(office.root) == before


# Where the process ends: what of the change is done by then.
STEPS = ("reseal", "rewrite", "check", "journal", "first rename", "second rename", "key linked")


@pytest.mark.parametrize("step", STEPS)
def test_interrupted_at_any_step_it_is_done_again_or_brought_to_its_end(
    office: Workspace, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, old = everything(office.lake), open_keys(office)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        _interrupt(patched, step)
        rotate(office, told)
    if step in STEPS[:4]:
        assert everything(office.lake) == before
        assert open_keys(office).blind_index("1") == old.blind_index("1")
    else:
        with pytest.raises(SamutError, match="AUDIT_011"):
            open_keys(office)
    rotation = rotate(office, told)
    assert rotation.finished_one == (step not in STEPS[:4])
    assert open_keys(office).blind_index("1") != old.blind_index("1")
    assert everything(office.root / "lake.before") == before
    assert retire(office, told) > 400
    assert not list(office.root.glob("*.next")) and not list(office.keys.glob("*.next"))


def _interrupt(patched: pytest.MonkeyPatch, step: str) -> None:
    def end(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    def end_at(call: int, real: Callable[..., object]) -> Callable[..., object]:
        calls = iter(range(1, 100))

        def counted(*given: object, **named: object) -> object:
            if next(calls) == call:
                raise KeyboardInterrupt
            return real(*given, **named)

        return counted

    if step in ("reseal", "rewrite"):
        patched.setattr(building, step, end)
    elif step == "check":
        patched.setattr(rotating, "check", end)
    elif step == "journal":
        patched.setattr(rotating, "_begin_changing", end)
    elif step == "key linked":
        patched.setattr(Path, "replace", end)
    else:
        number_of = {"first rename": 1, "second rename": 2}[step]
        patched.setattr(Path, "rename", end_at(number_of, Path.rename))


def test_what_the_old_key_does_not_explain_is_refused(office: Workspace) -> None:
    before = everything(office.lake)
    person = next((office.lake / "links").glob("*/*/person.parquet"))
    strange = pq.read_table(person)
    index = strange["person_key"].to_pylist()
    index[3] = "0" * 32
    place = strange.column_names.index("person_key")
    pq.write_table(strange.set_column(place, "person_key", pa.array(index, pa.string())), person)
    with pytest.raises(SamutError, match=r"AUDIT_010.*person.parquet"):
        rotate(office, told)
    assert set(everything(office.lake)) == set(before)
    assert not (office.root / "lake.next").exists()


def test_an_index_that_is_not_that_of_the_number_beside_it_is_refused(office: Workspace) -> None:
    [member] = (office.lake / "registers" / "bmn").glob("*/*/member.parquet")
    table = pq.read_table(member)
    index = table["person_key"].to_pylist()
    index[0], index[1] = index[1], index[0]
    place = table.column_names.index("person_key")
    pq.write_table(table.set_column(place, "person_key", pa.array(index, pa.string())), member)
    with pytest.raises(SamutError, match=r"AUDIT_010.*member.parquet"):
        rotate(office, told)


def test_an_index_left_in_another_file_is_refused(office: Workspace) -> None:
    index = open_keys(office).blind_index(number(11))
    (office.lake / "somewhere.json").write_text(json.dumps({"of": index}), encoding="utf-8")
    with pytest.raises(SamutError, match=r"AUDIT_010.*somewhere.json"):
        rotate(office, told)


def test_without_a_key_or_a_lake(tmp_path: Path) -> None:
    office = create_workspace(tmp_path / "office", name="ก", demo=True, province="22", edition=EDITION)
    with pytest.raises(SamutError, match="AUDIT_013"):
        rotate(office, told)
    open_keys(office)
    assert (office.keys / KEY_FILE).exists()
    assert rotate(office, told).rows == 0
    assert retire(office, told) == 0
