"""The public tables of a result: made once, kept whole, and never changed.

    lake/open-data/<measure>/<edition>/<id>/{cells.parquet, areas.csv, …, manifest.json}

Why once: two tables of one result that hide different figures would tell them by their difference.
What was hidden of an edition stays hidden in its later results, for the same reason.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from samut.engine.areas import Area, area
from samut.engine.histogram import Histogram
from samut.engine.lake import MANIFEST, whole_folder
from samut.engine.open_data.files import write_files
from samut.engine.open_data.kept import (
    CELLS,
    FOLDER,
    HIDDEN,
    PublicTables,
    open_tables,
    read_figures,
    tables_in,
)
from samut.engine.open_data.protecting import ProtectedFigures, protected
from samut.engine.open_data.tables import tables_of
from samut.engine.open_data.telling import Edition
from samut.engine.results import MeasureResult
from samut.engine.workspace import Workspace
from samut.rules.disclosure_policy import POLICY, load_disclosure_policy
from samut.rules.policy import load_measure
from samut.rules.policy_files import policy_dir

# Changes when the same result would give other tables.
TABLES_VERSION = "1"
ID_BYTES = 8
STEPS = 3
Progress = Callable[[int, int | None, str], None]


def publish(workspace: Workspace, result: MeasureResult, progress: Progress | None = None) -> PublicTables:
    """Make the public tables of a result, or find those that are there.

    Raises: WORK_004 or WORK_005 when the disk refuses.
    """
    told = progress or (lambda done, total, text: None)
    planned = _planned(workspace, result)
    if (planned.folder / MANIFEST).is_file():
        told(STEPS, STEPS, "")
        return replace(open_tables(planned.folder), already_there=True)
    before = _hidden_before(planned.folder.parent)
    figures = protected(Histogram.load(result.histogram_file), load_disclosure_policy(), before)
    told(1, STEPS, "protect")
    measure = load_measure(result.measure)
    tables = tables_of(figures, measure, result.edition, lambda code: _area(workspace, code))
    told(2, STEPS, "tables")
    with whole_folder(workspace.lake, planned.folder) as draft:
        names = write_files(draft, tables, measure, edition_of(workspace, planned))
        files = {name: hashlib.sha256((draft / name).read_bytes()).hexdigest() for name in names}
        pq.write_table(_cells(figures), draft / CELLS)
        made = replace(
            planned, areas=len(figures.areas), figures=len(figures.names), hidden=figures.hidden, files=files
        )
        said = {key: value for key, value in asdict(made).items() if key not in ("folder", "already_there")}
        (draft / MANIFEST).write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    told(STEPS, STEPS, "")
    return made


def _planned(workspace: Workspace, result: MeasureResult) -> PublicTables:
    policy = hashlib.sha256((policy_dir() / POLICY).read_bytes()).hexdigest()[: 2 * ID_BYTES]
    inputs = json.dumps([result.result_id, policy, TABLES_VERSION])
    id = hashlib.blake2b(inputs.encode(), digest_size=ID_BYTES).hexdigest()
    return PublicTables(
        id=id,
        measure=result.measure,
        edition=result.edition,
        result_id=result.result_id,
        measured_at=result.created_at,
        made_at=datetime.now(UTC).isoformat(timespec="microseconds"),
        policy=policy,
        areas=0,
        figures=0,
        hidden=0,
        files={},
        folder=workspace.lake / FOLDER / result.measure / str(result.edition) / id,
    )


def _area(workspace: Workspace, code: str) -> Area:
    """An area by its code; one that is no longer in force goes by its code."""
    return area(code, workspace) or Area(code, "", code, code, code[:-2])


def _hidden_before(folder: Path) -> dict[str, set[str]]:
    """The areas in which each figure was hidden in the tables of an edition made so far."""
    found: dict[str, set[str]] = {}
    for tables in tables_in(folder):
        known = read_figures(tables.folder)
        for name in known.names:
            found.setdefault(name, set()).update(known.hidden_areas(name))
    return found


def _cells(figures: ProtectedFigures) -> pa.Table:
    columns = {
        name: [HIDDEN if row[place] is None else row[place] for row in figures.rows]
        for place, name in enumerate(figures.names)
    }
    return pa.table({"area_code": list(figures.areas), **columns})


def edition_of(workspace: Workspace, tables: PublicTables) -> Edition:
    """What an edition says of itself."""
    config = workspace.config
    return Edition(
        config.name,
        load_measure(tables.measure).label,
        tables.edition,
        tables.result_id,
        tables.measured_at,
        load_disclosure_policy(),
        config.demo,
    )
