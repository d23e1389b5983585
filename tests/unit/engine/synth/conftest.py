"""One synthetic province for all tests of this folder: making it takes some seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from samut.engine.synth import SynthSummary, write_province


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> SynthSummary:
    folder: Path = tmp_path_factory.mktemp("province")
    return write_province(folder)
