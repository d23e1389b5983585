"""What people said of pairs: a log in the lake that is only ever added to.

A line says which pair, what, who, when and why. The last line of a pair counts; one that withdraws
restores what the machine says. Nothing here shows a person: keys are the lake's own, sealed ones.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from samut.engine.lake import Lake, disk_error
from samut.engine.workspace import OWNER_ONLY, Workspace
from samut.rules.errors import SamutError
from samut.rules.linkage import Answer

LOG = Path("decisions") / "links.jsonl"


@dataclass(frozen=True)
class PairKey:
    """Which two rows a pair is of: one of a register, one member of the census of an edition."""

    edition: int
    register: str
    register_key: str
    household_id: str
    member_no: int

    def text(self) -> str:
        parts = (self.edition, self.register, self.register_key, self.household_id, self.member_no)
        return "|".join(str(part) for part in parts)


@dataclass(frozen=True)
class Decision:
    """One line of the log. `at` in ISO 8601; `note` is free text and may name persons."""

    pair: str
    key: PairKey
    answer: Answer
    by: str
    note: str
    at: str


# Is asked, while nobody else can write, whether a line may be added to what was said so far.
Check = Callable[[tuple[Decision, ...]], Decision | None]


def record(
    workspace: Workspace,
    *,
    pair: str,
    key: PairKey,
    answer: Answer,
    by: str,
    note: str,
    at: datetime,
    check: Check | None = None,
) -> tuple[Decision, bool]:
    """Add one line to the log; the line, and whether it was added. It is on disk when this returns.

    `check` sees what was said of the edition until now, notes sealed; it raises, or names a line that
    is there already and says the same, and then nothing is added.
    """
    decision = Decision(pair, key, answer, by, note, at.isoformat(timespec="seconds"))
    line = json.dumps(_sealed(workspace, decision), ensure_ascii=False) + "\n"
    path = workspace.lake / LOG
    try:
        path.parent.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        with _locked(path) as handle:
            written = _cut_to_whole_lines(handle)
            there = check(_of_edition(path, key.edition)) if check is not None else None
            if there is not None:
                return there, False
            try:
                _write(handle, line.encode())
                os.fsync(handle)
            except OSError:
                # A line that is there in part would spoil every line after it.
                os.ftruncate(handle, written)
                raise
    except OSError as error:
        raise disk_error(error, workspace.lake) from error
    return decision, True


def decisions(workspace: Workspace, edition: int | None = None, pair: str = "") -> tuple[Decision, ...]:
    """Every line of the log, oldest first; those of one pair alone where it is named.

    Raises: LINK_002 when a line cannot be understood.
    """
    found = [each for each in _of_edition(workspace.lake / LOG, edition) if pair in ("", each.pair)]
    return tuple(with_notes(workspace, found))


def with_notes(workspace: Workspace, said: Iterable[Decision]) -> Iterator[Decision]:
    """The same lines with their notes opened."""
    unseal = Lake(workspace).keys.unseal
    for each in said:
        yield replace(each, note=unseal(bytes.fromhex(each.note)) if each.note else "")


def _of_edition(path: Path, edition: int | None) -> tuple[Decision, ...]:
    """The lines of the log with their notes sealed."""
    if not path.is_file():
        return ()
    told = path.stat()
    lines = _read(path, told.st_ino, told.st_size, told.st_mtime_ns)
    return lines if edition is None else tuple(each for each in lines if each.key.edition == edition)


@lru_cache(maxsize=2)
def _read(path: Path, inode: int, size: int, changed: int) -> tuple[Decision, ...]:
    """The log as it is now: pages ask often, and it changes with an answer only."""
    found = []
    for number, line in enumerate(_whole_lines(path), start=1):
        try:
            read = json.loads(line)
            bytes.fromhex(read["note"])
            key = PairKey(**read["key"])
            found.append(
                Decision(read["pair"], key, Answer(read["answer"]), read["by"], read["note"], read["at"])
            )
        except (ValueError, KeyError, TypeError) as error:
            raise SamutError("LINK_002", line=number) from error
    return tuple(found)


def standing(workspace: Workspace, edition: int) -> dict[str, Decision]:
    """What is still said, by pair: the last answer of each, withdrawn ones apart. Notes are sealed."""
    return standing_among(_of_edition(workspace.lake / LOG, edition))


def standing_among(said: Iterable[Decision]) -> dict[str, Decision]:
    """What of this is still said, by pair."""
    last = {each.pair: each for each in said}
    return {pair: each for pair, each in last.items() if each.answer is not Answer.WITHDRAWN}


def decisions_mark(workspace: Workspace, edition: int) -> str:
    """Changes with what is said; the same after a withdrawal as before what it withdraws."""
    said = sorted((pair, each.answer.value) for pair, each in standing(workspace, edition).items())
    return hashlib.sha256(json.dumps(said).encode()).hexdigest() if said else ""


def _sealed(workspace: Workspace, decision: Decision) -> dict[str, object]:
    """The line as it is written: what a person wrote freely may name somebody."""
    note = Lake(workspace).keys.seal(decision.note).hex() if decision.note else ""
    return {**asdict(decision), "answer": decision.answer.value, "note": note}


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _write(handle: int, text: bytes) -> None:
    while text:
        text = text[os.write(handle, text) :]


def _cut_to_whole_lines(handle: int) -> int:
    """Take off what a killed process left of a line; how long the log is then."""
    size = os.fstat(handle).st_size
    whole = os.pread(handle, size, 0).rfind(b"\n") + 1
    if whole < size:
        os.ftruncate(handle, whole)
    return whole


def _whole_lines(path: Path) -> list[str]:
    text = path.read_bytes()
    return text[: text.rfind(b"\n") + 1].decode().splitlines()
