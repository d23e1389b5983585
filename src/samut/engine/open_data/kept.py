"""The public tables that lie in the lake, and their figures in memory: for pages, and for whoever asks
what outsiders may know.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from samut.engine.areas import COUNTRY
from samut.engine.lake import MANIFEST
from samut.engine.results import MeasureResult, open_result
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError

FOLDER, CELLS = "open-data", "cells.parquet"
HIDDEN = -1
STEP_DIGITS = 2


@dataclass(frozen=True)
class PublicTables:
    """The public tables of one result, as they lie in the lake. `files`: sha256 by name."""

    id: str
    measure: str
    edition: int
    result_id: str
    measured_at: str
    made_at: str
    policy: str
    areas: int
    figures: int
    hidden: int
    files: Mapping[str, str]
    folder: Path
    already_there: bool = False


def open_tables(folder: Path) -> PublicTables:
    """The tables that lie in a folder. Raises: WORK_009 when their manifest is damaged."""
    try:
        said: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return PublicTables(**said, folder=folder)
    except (OSError, ValueError, TypeError) as error:
        raise SamutError("WORK_009", snapshot=folder.name) from error


def tables_in(folder: Path) -> list[PublicTables]:
    """The tables of one measure and edition, the newest last."""
    found = (open_tables(path.parent) for path in folder.glob(f"*/{MANIFEST}"))
    return sorted(found, key=lambda tables: (tables.made_at, tables.id))


def editions(workspace: Workspace) -> tuple[PublicTables, ...]:
    """The newest tables of each edition of the workspace's measure, the newest edition first."""
    measure = workspace.lake / FOLDER / workspace.config.measure
    newest = [tables_in(folder)[-1:] for folder in measure.glob("*") if folder.is_dir()]
    return tuple(sorted((each for found in newest for each in found), key=lambda each: -each.edition))


def newest_results(workspace: Workspace) -> tuple[MeasureResult, ...]:
    """The newest result of each edition of the workspace's measure, the oldest edition first."""
    found: dict[int, MeasureResult] = {}
    folder = workspace.lake / "results" / workspace.config.measure
    opened = [open_result(path.parent) for path in folder.glob(f"*/*/{MANIFEST}")]
    for result in sorted(opened, key=lambda each: (each.edition, each.created_at, each.result_id)):
        found[result.edition] = result
    return tuple(found.values())


@dataclass(frozen=True)
class PublicFigures:
    """The figures of one edition in memory. Unknown: an area that is not in it has no figures."""

    names: tuple[str, ...]
    places: Mapping[str, int]
    numbers: npt.NDArray[np.int64]

    def has(self, area_code: str) -> bool:
        return area_code in self.places

    def of(self, area_code: str) -> dict[str, int | None]:
        """Every figure of an area; None where it is hidden. Empty for an area that is not in it."""
        if area_code not in self.places:
            return {}
        numbers = self.numbers[self.places[area_code]].tolist()
        return {
            name: None if number == HIDDEN else number
            for name, number in zip(self.names, numbers, strict=True)
        }

    def is_hidden(self, area_code: str, figure: str) -> bool:
        """Whether outsiders may not know this figure. What is not published counts as hidden."""
        if area_code not in self.places or figure not in self.names:
            return True
        return bool(self.numbers[self.places[area_code], self.names.index(figure)] == HIDDEN)

    def hidden_areas(self, figure: str) -> set[str]:
        column = self.numbers[:, self.names.index(figure)]
        return {code for code, place in self.places.items() if column[place] == HIDDEN}

    def below(self, area_code: str) -> tuple[str, ...]:
        """The codes one level down, in their order."""
        start = "" if area_code == COUNTRY else area_code
        digits = len(start) + STEP_DIGITS
        within = (code for code in self.places if code != COUNTRY and code.startswith(start))
        return tuple(code for code in within if len(code) == digits)


@lru_cache(maxsize=8)
def read_figures(folder: Path) -> PublicFigures:
    """The figures of the tables in a folder, kept in memory: they never change."""
    table: Any = pq.read_table(folder / CELLS)
    names = tuple(name for name in table.column_names if name != "area_code")
    numbers = np.stack([table.column(name).to_numpy() for name in names], axis=1)
    codes = table.column("area_code").to_pylist()
    return PublicFigures(names, {code: place for place, code in enumerate(codes)}, numbers)


def figures_for_outsiders(workspace: Workspace, result_id: str) -> PublicFigures | None:
    """What everybody may know of a result; None while its public tables have not been made.

    For pages of those who may not see persons either: what is hidden here must be hidden there.
    """
    folder = workspace.lake / FOLDER / workspace.config.measure
    made = [tables for each in folder.glob("*") if each.is_dir() for tables in tables_in(each)]
    newest = [tables for tables in made if tables.result_id == result_id][-1:]
    return read_figures(newest[0].folder) if newest else None
