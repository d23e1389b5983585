"""A preview tells what an import would change, and changes nothing; each value names its file and row."""

from __future__ import annotations

import pyarrow as pa
import pytest

from register_files import card, card_csv, number, write
from samut.engine.lake import Lake
from samut.engine.registers.importing import import_register
from samut.engine.registers.personal import valid_numbers
from samut.engine.registers.preview import preview_import
from samut.engine.registers.provenance import provenance_of
from samut.engine.workspace import Workspace
from samut.rules import thai_id


def named(place: int, first_name: str) -> tuple[str, ...]:
    cells = card(place)
    return (*cells[:2], first_name, *cells[3:])


def test_new_changed_unchanged_gone_refused(workspace: Workspace) -> None:
    before = write(workspace, "before.csv", card_csv([card(place) for place in range(10)]))
    import_register(workspace, "welfare-card", [before], edition=2561)
    files = sorted(each for each in workspace.lake.rglob("*") if each.is_file())
    rows = [
        named(0, "อื่น"),
        *(card(place) for place in range(1, 7)),
        card(20),
        card(21),
        card(22, tambon="9"),
    ]
    after = write(workspace, "after.csv", card_csv([*rows, card(20)]))
    found = preview_import(workspace, "welfare-card", [after], edition=2562, profile="welfare-card")
    (table,) = found.tables
    assert found.compared_with == 2561
    counts = (table.new, table.changed, table.unchanged, table.gone, table.refused, table.duplicates)
    assert counts == (2, 1, 6, 3, 1, 1)
    assert table.rows == 11
    assert [(each.name, each.rows) for each in table.fields] == [("identity", 1)]
    assert sorted(each for each in workspace.lake.rglob("*") if each.is_file()) == files


def test_stopped_by_its_progress_nothing_is_left(workspace: Workspace) -> None:
    def stop(done: int, total: int | None, label: str) -> None:
        raise KeyboardInterrupt

    path = write(workspace, "a.csv", card_csv([card(1)]))
    for work in (preview_import, import_register):
        with pytest.raises(KeyboardInterrupt):
            work(workspace, "welfare-card", [path], edition=2561, progress=stop)
        assert Lake(workspace).snapshots("welfare-card", 2561) == ()


def test_a_value_names_each_file_that_gave_it(workspace: Workspace) -> None:
    for name, first in (("a.csv", "หนึ่ง"), ("b.csv", "สอง")):
        path = write(workspace, name, card_csv([card(5), named(1, first)]))
        import_register(workspace, "welfare-card", [path], edition=2561)
    lake = Lake(workspace)
    key = lake.keys.blind_index(number(1))
    found = provenance_of(lake, "welfare-card", "person", 2561, [key], "tambon_code")
    assert [(each.file, each.row, each.newest) for each in found] == [("a.csv", 3, False), ("b.csv", 3, True)]
    assert not any(each.sealed for each in found)
    (_, last) = provenance_of(lake, "welfare-card", "person", 2561, [key], "identity")
    assert (last.value, last.sealed) == (None, True)


def test_numbers_of_a_column_are_valid_as_one_by_one() -> None:
    texts = [number(1), number(2)[:-1] + "x", "0" + number(1)[1:], number(3)[:-1] + "0", "", "123", None]
    texts += [f"{head}9999{tail:08d}" for head in range(10) for tail in range(0, 3000, 7)]
    expected = [each is not None and thai_id.valid(each) for each in texts]
    assert valid_numbers(pa.array(texts, pa.string())).tolist() == expected
