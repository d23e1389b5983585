"""Secrets as files of the workspace's keys folder: made once, readable by the owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from samut.engine.workspace import OWNER_ONLY

KEY_BYTES = 32


def make_secret(path: Path, secret: bytes | None = None) -> bool:
    """Write a secret (a new one where none is given) into a file that is not there yet.

    False when another process was first: that file's secret is then everybody's.
    """
    path.parent.mkdir(mode=OWNER_ONLY, exist_ok=True)
    path.parent.chmod(OWNER_ONLY)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, secrets.token_bytes(KEY_BYTES) if secret is None else secret)
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        # link refuses where a file appeared meanwhile.
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True
