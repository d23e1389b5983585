"""Reads of areas: names, the trail above an area, what lies below it; and the workspace itself."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from samut.engine.workspace import Config, Workspace, open_workspace
from samut.rules.errors import SamutError


@lru_cache(maxsize=4)
def _workspace_at(root: Path, changed: int) -> Workspace:
    return open_workspace(root)


def workspace() -> Workspace:
    """The workspace this site serves, read again when its samut.toml changes.

    Raises: WORK_001 when there is none at SAMUT_WORKSPACE.
    """
    root = Path(settings.SAMUT_WORKSPACE)
    config = root / "samut.toml"
    return _workspace_at(root, config.stat().st_mtime_ns if config.exists() else 0)


def workspace_config() -> Config | None:
    """What samut.toml says; None where there is no workspace yet (every page still must draw)."""
    try:
        return workspace().config
    except SamutError:
        return None
