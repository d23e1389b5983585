"""Received files by the hash of their content, on disk for good before anybody is told so.

A file is written beside its place, synced, moved there, and the folder synced. A crash leaves
either the whole file or a rest that nothing points to. The same content is stored once.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FOLDER = "submissions"


@dataclass(frozen=True)
class StoredFile:
    """What lies on disk now."""

    sha256: str
    size_bytes: int


def path_of(sha256: str) -> Path:
    """Where the content of that hash lies. Never made from a name that a phone sent."""
    return Path(settings.MEDIA_ROOT) / FOLDER / sha256[:2] / sha256


def store(chunks: Iterable[bytes]) -> StoredFile:
    """Keep a content; returns when it is synced to disk."""
    root = Path(settings.MEDIA_ROOT) / FOLDER
    _make_folder(root)
    digest, size = hashlib.sha256(), 0
    descriptor, name = tempfile.mkstemp(dir=root, prefix="incoming-")  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        place = path_of(digest.hexdigest())
        _make_folder(place.parent)
        Path(name).replace(place)
        _sync_folder(place.parent)
    finally:
        Path(name).unlink(missing_ok=True)
    return StoredFile(digest.hexdigest(), size)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder last; only POSIX can sync a folder."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
