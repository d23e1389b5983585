"""What the tests of the profiles share: a small file with real headers, imported as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from samut.engine.lake import Lake
from samut.engine.registers.importing import ImportResult, import_register
from samut.engine.workspace import Workspace

TODAY = date(2026, 1, 1)
Row = Mapping[str, str]


def as_file(workspace: Workspace, name: str, *rows: Row) -> Path:
    """A comma-separated file: the headers of the first row, each row's cells under them."""
    header = list(rows[0])
    lines = [header, *([row.get(each, "") for each in header] for row in rows)]
    path = workspace.incoming / name
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def taken_in(workspace: Workspace, register: str, edition: int, *files: Path) -> ImportResult:
    return import_register(workspace, register, files, edition=edition, today=TODAY)


def stored(workspace: Workspace, register: str, table: str, edition: int, columns: str) -> list[tuple]:
    lake = Lake(workspace)
    with lake.connect() as connection:
        query = f"SELECT {columns} FROM {lake.view(register, table, edition)} ORDER BY source_row"
        return connection.execute(query).fetchall()


def identities(workspace: Workspace, register: str, table: str, edition: int) -> list[dict[str, str]]:
    keys = Lake(workspace).keys
    sealed = stored(workspace, register, table, edition, "identity")
    return [json.loads(keys.unseal(each)) for (each,) in sealed]
