"""The files of an import: opened, matched to the register's tables, known or not, still the same or not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from samut.engine.lake import Lake, Snapshot, unfinished_folder
from samut.engine.registers.columns import Matched, match_columns
from samut.engine.registers.profile import Profile
from samut.engine.registers.reading import SourceFile, changed_meanwhile, file_hash, open_sources
from samut.rules.errors import SamutError

# Refused for the sake of another table's row: a new file beside an old one may mend that.
AWAITING_PARTNER = frozenset({"IMPORT_041", "IMPORT_042", "IMPORT_043", "IMPORT_044"})
# The coarsest clock of a file system in use (FAT's, two seconds), with room: a file changed so shortly
# before it was opened may have been changed after it without its time telling.
COARSE_CLOCK_SECONDS = 3.0


@dataclass(frozen=True)
class FileState:
    """What the system says of a file without reading it. `settled`: a later change would show in it."""

    device: int
    inode: int
    size: int
    modified_ns: int
    changed_ns: int
    settled: bool


@dataclass(frozen=True)
class Source:
    """A file of this import. `known_rows`: how many rows it had when the lake took it in before.

    `waiting`: those of its rows that were refused then only for the sake of another table's row.
    `state`: as it was before it was opened.
    """

    order: int
    file: SourceFile
    matched: Matched
    known_rows: int | None
    state: FileState
    waiting: frozenset[int] = frozenset()


@contextmanager
def opened(
    profile: Profile, paths: Sequence[Path], snapshots: tuple[Snapshot, ...], lake: Lake
) -> Iterator[list[Source]]:
    """The files opened, and those in folders and archives, in their order; while the block lasts.

    Raises: IMPORT_… and READ_… when one is nothing that can be imported; IMPORT_018 without any.
    """
    with ExitStack() as held:

        def scratch() -> Path:
            return held.enter_context(unfinished_folder(lake.root))

        yield _sources(profile, paths, snapshots, lake, scratch)


def _sources(
    profile: Profile,
    paths: Sequence[Path],
    snapshots: tuple[Snapshot, ...],
    lake: Lake,
    scratch: Callable[[], Path],
) -> list[Source]:
    stored = {each.sha256: each.rows for snapshot in snapshots for each in snapshot.files}
    sources: list[Source] = []
    for path in paths:
        before = file_state(path)
        for file in open_sources(path, scratch):
            state = before if file.path == path else file_state(file.path)
            # -1: the file stands earlier in this same import, where its rows are counted.
            repeated = any(each.file.sha256 == file.sha256 for each in sources)
            known_rows = -1 if repeated else stored.get(file.sha256)
            ask = known_rows and not repeated
            waiting = _waiting(lake, snapshots, file) if ask else frozenset[int]()
            matched = match_columns(file, profile)
            sources.append(Source(len(sources), file, matched, known_rows, state, waiting))
    if not sources:
        raise SamutError("IMPORT_018", register=profile.register)
    return sources


def check_partners(profile: Profile, sources: Sequence[Source], lake: Lake, edition: int) -> None:
    """Households come with their members: one file without the other would be refused row by row.

    Raises: IMPORT_013 when the other is neither given nor in the lake.
    """
    given = {each.matched.table.id for each in sources}
    for child in (each for each in profile.tables if each.belongs_to is not None):
        parent = profile.table(child.belongs_to or "")
        for here, other in ((child, parent), (parent, child)):
            if here.id not in given or other.id in given:
                continue
            if not lake.has_table(profile.register, other.id, edition):
                raise SamutError(
                    "IMPORT_013",
                    given_th=here.label.th,
                    given_en=here.label.en,
                    needed_th=other.label.th,
                    needed_en=other.label.en,
                )


def check_unchanged(source: Source) -> None:
    """Raises: IMPORT_012 when the file is no longer the one that was opened.

    Reading a file again to hash it costs as much as a good part of the import. It is done only where
    size, times and inode cannot vouch for it.
    """
    if source.state.settled and file_state(source.file.path) == source.state:
        return
    path = source.file.path
    if not path.is_file() or file_hash(path) != source.file.file_sha256:
        raise changed_meanwhile(source.file)


def file_state(path: Path) -> FileState:
    """What the system says of a file; of one that is not there, nothing that could be settled."""
    try:
        found = path.stat()
    except OSError:
        return FileState(0, 0, 0, 0, 0, settled=False)
    latest = max(found.st_mtime, found.st_ctime)
    return FileState(
        found.st_dev,
        found.st_ino,
        found.st_size,
        found.st_mtime_ns,
        found.st_ctime_ns,
        settled=time.time() - latest > COARSE_CLOCK_SECONDS,
    )


def _waiting(lake: Lake, snapshots: tuple[Snapshot, ...], file: SourceFile) -> frozenset[int]:
    """The rows of a file taken in before that were refused only for the sake of another table's row."""
    holding = [each for each in snapshots if any(part.sha256 == file.sha256 for part in each.files)]
    latest = holding[-1]
    names = {part.name for part in latest.files if part.sha256 == file.sha256}
    return frozenset(
        row.row
        for row in lake.quarantine(latest.register, latest.edition)
        if row.snapshot_id == latest.id
        and row.file in names
        and {reason.code for reason in row.reasons} <= AWAITING_PARTNER
    )
