"""Keys, seals and blind indexes: how the lake holds persons without showing them.

A 13-digit number has few enough values to try them all, so a plain hash of it hides nothing. The
index here is keyed with a secret that stays in the workspace's keys folder. Names and numbers
themselves are sealed (AES-GCM) and opened only for somebody who may see them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from samut.engine.key_files import KEY_BYTES, make_secret
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError

KEY_FILE = "lake.key"
# Ids of households stand in addresses and in the audit: they stay when the key of the lake is changed.
HOUSEHOLD_FILE = "household.key"
# Is there while a new key and the lake made with it are put into place (samut.engine.keys).
CHANGING_FILE = "changing.json"
NONCE_BYTES = 12
INDEX_BYTES = 16
HOUSEHOLD_BYTES = 8
MARK_BYTES = 8
# First byte of every sealed text, so that a later kind of seal can stand beside this one.
SEAL_KIND = b"\x01"


@dataclass(frozen=True)
class Keys:
    """The workspace's keys, one for each purpose, all from the one secret in keys/lake.key."""

    index_key: bytes
    household_key: bytes
    content_key: bytes
    cipher: AESGCM

    def blind_index(self, number: str) -> str:
        """The key a person is found and linked by: 32 hex characters."""
        return hashlib.blake2b(number.encode(), key=self.index_key, digest_size=INDEX_BYTES).hexdigest()

    def blind_indexes(self, numbers: Iterable[str | None]) -> list[str | None]:
        """`blind_index` of each; unknown stays unknown."""
        return [
            None if hashed is None else hashed.hexdigest()
            for hashed in _hashed(numbers, self.index_key, INDEX_BYTES)
        ]

    def household_id(self, house_id: str) -> str:
        """The opaque id of a household, fit for URLs: 16 hex characters."""
        return hashlib.blake2b(
            house_id.encode(), key=self.household_key, digest_size=HOUSEHOLD_BYTES
        ).hexdigest()

    def household_ids(self, house_ids: Iterable[str | None]) -> list[str | None]:
        """`household_id` of each; unknown stays unknown."""
        return [
            None if hashed is None else hashed.hexdigest()
            for hashed in _hashed(house_ids, self.household_key, HOUSEHOLD_BYTES)
        ]

    def content_mark(self, text: str) -> bytes:
        """Equal for equal texts and telling nothing else: shows whether sealed content changed."""
        return hashlib.blake2b(text.encode(), key=self.content_key, digest_size=MARK_BYTES).digest()

    def content_marks(self, texts: Iterable[str | None]) -> list[bytes | None]:
        """`content_mark` of each; nothing stays nothing."""
        return [
            None if hashed is None else hashed.digest()
            for hashed in _hashed(texts, self.content_key, MARK_BYTES)
        ]

    def seal(self, text: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return SEAL_KIND + nonce + self.cipher.encrypt(nonce, text.encode(), None)

    def seal_many(self, texts: Sequence[str]) -> list[bytes]:
        """`seal` of each, with the random bytes drawn at once."""
        nonces = os.urandom(NONCE_BYTES * len(texts))
        encrypt = self.cipher.encrypt
        sealed = []
        for position, text in enumerate(texts):
            nonce = nonces[position * NONCE_BYTES : (position + 1) * NONCE_BYTES]
            sealed.append(SEAL_KIND + nonce + encrypt(nonce, text.encode(), None))
        return sealed

    def unseal(self, sealed: bytes) -> str:
        """The text again. Raises: WORK_007 when it was not sealed with these keys."""
        body = bytes(sealed)
        if body[:1] != SEAL_KIND:
            raise SamutError("WORK_007")
        nonce = body[1 : 1 + NONCE_BYTES]
        try:
            return self.cipher.decrypt(nonce, body[1 + NONCE_BYTES :], None).decode()
        except (InvalidTag, ValueError) as error:
            raise SamutError("WORK_007") from error

    def unseal_many(self, sealed: Iterable[bytes | None]) -> list[str | None]:
        """`unseal` of each; nothing sealed stays nothing."""
        return [None if each is None else self.unseal(each) for each in sealed]


def _hashed(texts: Iterable[str | None], key: bytes, size: int) -> Iterator[hashlib.blake2b | None]:
    """The keyed hash of each text. A copy of one that has taken in its key costs half of a new one."""
    keyed = hashlib.blake2b(key=key, digest_size=size)
    for text in texts:
        if text is None:
            yield None
            continue
        hashed = keyed.copy()
        hashed.update(text.encode())
        yield hashed


def open_keys(workspace: Workspace) -> Keys:
    """The workspace's keys, made at the first use.

    Raises: WORK_006 when the key is damaged, or gone while the lake holds what it sealed; AUDIT_011 while
    a new key is half put into place.
    """
    path = workspace.keys / KEY_FILE
    if (workspace.keys / CHANGING_FILE).exists():
        raise SamutError("AUDIT_011")
    try:
        if not path.exists():
            _make_key(workspace, path)
        secret = path.read_bytes()
    except OSError as error:
        raise SamutError("WORK_006", reason=os.strerror(error.errno or 0)) from error
    if len(secret) != KEY_BYTES:
        raise SamutError("WORK_006", reason=f"{KEY_FILE}: {len(secret)} bytes")
    kept = workspace.keys / HOUSEHOLD_FILE
    return keys_from(secret, kept.read_bytes() if kept.exists() else None)


def keys_from(secret: bytes, household_key: bytes | None = None) -> Keys:
    """The keys that follow from a secret. `household_key`: the one that ids of households keep instead."""

    def derived(purpose: bytes) -> bytes:
        return hashlib.blake2b(key=secret, person=purpose, digest_size=32).digest()

    return Keys(
        index_key=derived(b"samut-index"),
        household_key=household_key or derived(b"samut-household"),
        content_key=derived(b"samut-content"),
        cipher=AESGCM(derived(b"samut-seal")),
    )


def _make_key(workspace: Workspace, path: Path) -> None:
    # A new key over old data would lock everybody's name away for ever without anyone noticing.
    registers = workspace.lake / "registers"
    if registers.is_dir() and any(registers.glob("*/*/*/manifest.json")):
        raise SamutError("WORK_006", reason=f"{KEY_FILE} ?")
    make_secret(path)
