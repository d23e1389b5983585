"""A workspace of its own for every test of the registers."""

from __future__ import annotations

from pathlib import Path

import pytest

from samut.engine.workspace import Workspace, create_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(
        tmp_path / "office", name="ทดสอบ", demo=True, province="22", edition=2561, registers=[]
    )
