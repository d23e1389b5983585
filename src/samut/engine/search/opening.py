"""The index as a process that serves pages holds it: opened once, dropped when a newer one stands."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from samut.engine.lake import MANIFEST
from samut.engine.seal import Keys, open_keys
from samut.engine.search.building import index_folder, index_id_of, manifest_of
from samut.engine.search.index import INDEX_FILE, SearchIndex, index_of, read_parts
from samut.engine.search.scope import view_of
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError


@dataclass(frozen=True)
class OpenedIndex:
    """The index that stands now. `index` None: there is none; `current`: the lake asks for no newer one."""

    index: SearchIndex | None
    current: bool
    keys: Keys


@dataclass
class _Held:
    """The one index of this process."""

    folder: Path | None = None
    index: SearchIndex | None = None


_HELD = _Held()
_OPENING = threading.Lock()


def opened_index(workspace: Workspace, edition: int) -> OpenedIndex:
    """The index of an edition: the one that the lake of now asks for, else an older one while it stands.

    Raises: SEARCH_001 where the lake has no census of that edition.
    """
    keys = open_keys(workspace)
    wanted = index_folder(workspace, edition) / index_id_of(workspace, edition)
    standing = _standing(wanted)
    if standing is None:
        return OpenedIndex(None, current=False, keys=keys)
    try:
        return OpenedIndex(_in_memory(standing, keys), standing == wanted, keys)
    except SamutError:
        # Damaged, sealed with a key of before, or just removed by a newer one: build it anew.
        return OpenedIndex(None, current=False, keys=keys)


def _standing(wanted: Path) -> Path | None:
    if (wanted / MANIFEST).exists():
        return wanted
    others = sorted(wanted.parent.glob(f"*/{MANIFEST}"), key=lambda path: path.stat().st_mtime)
    return others[-1].parent if others else None


def _in_memory(folder: Path, keys: Keys) -> SearchIndex:
    """The index in a folder, read by the first thread that asks while others wait for it."""
    with _OPENING:
        if _HELD.index is not None and _HELD.folder == folder:
            return _HELD.index
        said = manifest_of(folder)
        parts = read_parts(folder / INDEX_FILE, folder.name, keys)
        index = index_of(parts, folder.name, int(folder.parent.name), bool(said["has_phones"]))
        # What was cut out of the one before would keep it in memory.
        view_of.cache_clear()
        _HELD.folder, _HELD.index = folder, index
        return index


def forget() -> None:
    """Let go of the index in memory (tests, and a workspace that is put away)."""
    with _OPENING:
        view_of.cache_clear()
        _HELD.folder = _HELD.index = None
