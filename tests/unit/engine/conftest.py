"""One synthetic province for all tests of this folder, and what comes of it: making it takes time."""

from __future__ import annotations

from pathlib import Path

import pytest

from samut.engine.linkage import LinkResult, link
from samut.engine.measures import MeasureResult, measure
from samut.engine.registers.importing import ImportResult, import_register
from samut.engine.synth import SynthSummary, write_province
from samut.engine.workspace import Workspace, create_workspace

Imported = tuple[Workspace, dict[str, ImportResult]]
EDITION = 2561


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> SynthSummary:
    folder: Path = tmp_path_factory.mktemp("province")
    return write_province(folder)


@pytest.fixture(scope="session")
def imported(province: SynthSummary, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    root: Path = tmp_path_factory.mktemp("workspace") / "demo"
    workspace = create_workspace(root, name="test", demo=True, province="22", edition=EDITION)
    results: dict[str, ImportResult] = {}
    for register in dict.fromkeys(file.register for file in province.files):
        files = [province.folder / file.name for file in province.files if file.register == register]
        results[register] = import_register(workspace, register, files, edition=EDITION)
    return workspace, results


@pytest.fixture(scope="session")
def linked(imported: Imported) -> LinkResult:
    return link(imported[0], EDITION)


@pytest.fixture(scope="session")
def measured(imported: Imported, linked: LinkResult) -> MeasureResult:
    return measure(imported[0], "tpmap-2561", EDITION, linked)
