"""Importing a register's files: everything or nothing, and every row accounted for.

rows = accepted + quarantined + duplicates, for each file and in total; the sums are checked here
and the import stops when they fail. The lake changes by one folder, renamed into place at the end.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pyarrow as pa

from samut.engine.lake import SPILL, Lake, Snapshot, StoredFile, disk_error, whole_folder
from samut.engine.registers.cells import clean_column
from samut.engine.registers.columns import Matched, match_columns
from samut.engine.registers.personal import HOUSE_ID, seal_batch
from samut.engine.registers.profile import Profile, choose_profile
from samut.engine.registers.published import PROFILE as TPMAP_PROFILE
from samut.engine.registers.readers import (
    RowBatch,
    SourceFile,
    changed_meanwhile,
    file_hash,
    open_source,
    read_batches,
)
from samut.engine.registers.staging import Staging
from samut.engine.registers.writing import (
    StagedFile,
    write_manifest,
    write_quarantine,
    write_tables,
    write_warnings,
)
from samut.engine.seal import Keys
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError

Progress = Callable[[int, int | None, str], None]
# Within what is put aside while a folder is written: the rows that wait for their verdict.
STAGED = "rows"
# The progress label while the lake is written; before that it is the file's name.
WRITING = "lake"
# Refused for the sake of another table's row: a new file beside an old one may mend that.
AWAITING_PARTNER = frozenset({"IMPORT_041", "IMPORT_042", "IMPORT_043", "IMPORT_044"})
# "Today" is the day in Thailand, wherever the machine's clock thinks it is.
BANGKOK = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class FileResult:
    """What became of one file's rows."""

    name: str
    sha256: str
    table: str
    rows: int
    accepted: int
    quarantined: int
    duplicates: int


@dataclass(frozen=True)
class ImportResult:
    """What an import did. `snapshot_id` is None when the lake did not change.

    `already_in`: every file had been imported before. `problems_by_code` counts problems, not
    rows: a row may have several.
    """

    register: str
    edition: int
    files: tuple[FileResult, ...]
    rows: int
    accepted: int
    quarantined: int
    duplicates: int
    snapshot_id: str | None
    already_in: bool
    problems_by_code: dict[str, int] = field(hash=False)


@dataclass(frozen=True)
class _Source:
    """A file of this import. `known_rows`: how many rows it had when the lake took it in before.

    `waiting`: those of its rows that were refused then only for the sake of another table's row.
    """

    order: int
    file: SourceFile
    matched: Matched
    known_rows: int | None
    waiting: frozenset[int] = frozenset()


def import_register(
    workspace: Workspace,
    register: str,
    files: Sequence[Path | str],
    *,
    edition: int,
    profile: str | Path | None = None,
    progress: Progress | None = None,
    today: date | None = None,
) -> ImportResult:
    """Import the files of one register and edition, in their order.

    Raises: IMPORT_… when a file cannot be imported at all, WORK_… when the lake cannot be written.
    Either way the lake is as it was.
    """
    chosen = choose_profile(register, edition, profile, besides=(TPMAP_PROFILE,))
    lake = Lake(workspace)
    try:
        with lake.import_lock():
            snapshots = lake.snapshots(register, edition)
            sources = _open_sources(chosen, [Path(each) for each in files], snapshots, lake, edition)
            _check_partners(chosen, sources, lake, edition)
            day = today or datetime.now(BANGKOK).date()
            work = _Import(lake, lake.keys, chosen, edition, snapshots, day, progress or _silent)
            return work.run(sources)
    except OSError as error:
        raise disk_error(error, lake.root) from error


@dataclass(frozen=True)
class _Import:
    """One import at work, the lock held and the files opened."""

    lake: Lake
    keys: Keys
    profile: Profile
    edition: int
    snapshots: tuple[Snapshot, ...]
    today: date
    progress: Progress

    def run(self, sources: list[_Source]) -> ImportResult:
        if all(each.known_rows is not None for each in sources):
            return self._result(sources, {}, None, {})
        # An old file beside a new one: its rows that waited for a partner are looked at again.
        fresh = [each for each in sources if each.known_rows is None or each.waiting]
        snapshot_id = self._snapshot_id(fresh)
        final = self.lake.register_folder(self.profile.register, self.edition) / snapshot_id
        with whole_folder(self.lake.root, final) as draft:
            with self.lake.connect(draft / SPILL) as connection:
                staging = Staging(connection, self.profile, self.today, draft / SPILL / STAGED)
                staging.learn_areas(self.lake)
                staging.learn_present(self.lake, self.edition)
                read = self._stage(staging, fresh)
                staging.decide()
                results = {each.order: _counted(staging, each, read[each.order]) for each in fresh}
                changed = any(each.accepted or each.quarantined for each in results.values())
                if changed:
                    self.progress(sum(read.values()), sum(read.values()), WRITING)
                    self._write(draft, staging, fresh, list(results.values()))
                problems = staging.problems_by_code()
            for each in fresh:
                if file_hash(each.file.path) != each.file.sha256:
                    raise changed_meanwhile(each.file)
            if changed:
                self.progress(sum(read.values()), sum(read.values()), WRITING)
        return self._result(sources, results, snapshot_id if changed else None, problems)

    def _stage(self, staging: Staging, fresh: list[_Source]) -> dict[int, int]:
        """Read the files into the staging; how many rows each had."""
        total = _total_lines(fresh)
        done = 0
        read: dict[int, int] = {}
        # The next batch is read while the one before is checked: reading is Python, checking is not.
        with _uncollected(), ThreadPoolExecutor(max_workers=1) as checker:
            checking: Future[None] | None = None
            for source in fresh:
                read[source.order] = 0
                self.progress(done, total, source.file.name)
                for whole in read_batches(source.file):
                    batch = _only(whole, source.waiting) if source.waiting else whole
                    columns = _as_arrow(batch, source.matched, self.keys)
                    if checking is not None:
                        checking.result()
                    checking = checker.submit(staging.add, source.matched.table, source.order, columns)
                    read[source.order] += len(whole.numbers)
                    done += len(whole.numbers)
                    self.progress(done, total, source.file.name)
            if checking is not None:
                checking.result()
        return read

    def _write(self, draft: Path, staging: Staging, fresh: list[_Source], results: list[FileResult]) -> None:
        staged = [StagedFile(each.order, each.file, each.matched.table) for each in fresh]
        tables = write_tables(draft, staging, staged)
        write_quarantine(draft, staging, staged, self.keys)
        write_warnings(draft, staging)
        files = [StoredFile(**vars(each)) for each in results]
        parent = self.snapshots[-1].id if self.snapshots else None
        write_manifest(draft, staging, self.edition, files, tables, parent)

    def _snapshot_id(self, fresh: list[_Source]) -> str:
        """The next number, and a hash of what goes in: the same files after the same past, the same id."""
        parent = self.snapshots[-1].id if self.snapshots else ""
        parts = [self.profile.register, str(self.edition), self.profile.version, parent]
        parts += [each.file.sha256 for each in fresh]
        sequence = self.snapshots[-1].sequence + 1 if self.snapshots else 1
        return f"{sequence:04d}-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:12]}"

    def _result(
        self,
        sources: list[_Source],
        fresh: dict[int, FileResult],
        snapshot_id: str | None,
        problems: dict[str, int],
    ) -> ImportResult:
        files: list[FileResult] = []
        for source in sources:
            rows = source.known_rows
            if source.order in fresh:
                files.append(fresh[source.order])
                continue
            if rows is None or rows < 0:  # given twice in this import
                rows = next(each.rows for each in files if each.sha256 == source.file.sha256)
            table = source.matched.table.id
            files.append(FileResult(source.file.name, source.file.sha256, table, rows, 0, 0, rows))
        result = ImportResult(
            register=self.profile.register,
            edition=self.edition,
            files=tuple(files),
            rows=sum(each.rows for each in files),
            accepted=sum(each.accepted for each in files),
            quarantined=sum(each.quarantined for each in files),
            duplicates=sum(each.duplicates for each in files),
            snapshot_id=snapshot_id,
            already_in=not fresh,
            problems_by_code=problems,
        )
        if result.rows != result.accepted + result.quarantined + result.duplicates:
            raise AssertionError(f"rows do not add up: {result}")
        return result


def _open_sources(
    profile: Profile, paths: list[Path], snapshots: tuple[Snapshot, ...], lake: Lake, edition: int
) -> list[_Source]:
    if not paths:
        raise SamutError("IMPORT_018", register=profile.register)
    stored = {each.sha256: each.rows for snapshot in snapshots for each in snapshot.files}
    sources: list[_Source] = []
    for order, path in enumerate(paths):
        file = open_source(path)
        # -1: the file stands earlier in this same import, where its rows are counted.
        repeated = any(each.file.sha256 == file.sha256 for each in sources)
        known_rows = -1 if repeated else stored.get(file.sha256)
        waiting = (
            _waiting(lake, snapshots, file, edition) if known_rows and not repeated else frozenset[int]()
        )
        sources.append(_Source(order, file, match_columns(file, profile), known_rows, waiting))
    return sources


def _waiting(lake: Lake, snapshots: tuple[Snapshot, ...], file: SourceFile, edition: int) -> frozenset[int]:
    """The rows of a file taken in before that were refused only for the sake of another table's row."""
    holding = [each for each in snapshots if any(part.sha256 == file.sha256 for part in each.files)]
    latest = holding[-1]
    names = {part.name for part in latest.files if part.sha256 == file.sha256}
    return frozenset(
        row.row
        for row in lake.quarantine(latest.register, edition)
        if row.snapshot_id == latest.id
        and row.file in names
        and {reason.code for reason in row.reasons} <= AWAITING_PARTNER
    )


def _only(batch: RowBatch, numbers: frozenset[int]) -> RowBatch:
    """The rows of a batch that have these numbers."""
    kept = [place for place, number in enumerate(batch.numbers) if number in numbers]
    return RowBatch(
        numbers=[batch.numbers[place] for place in kept],
        rows=[batch.rows[place] for place in kept],
        ragged=[batch.ragged[place] for place in kept],
    )


def _check_partners(profile: Profile, sources: list[_Source], lake: Lake, edition: int) -> None:
    """Households come with their members: one file without the other would be refused row by row."""
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


def _as_arrow(batch: RowBatch, matched: Matched, keys: Keys) -> pa.Table:
    """A batch as columns: cleaned cells, what is personal sealed already."""
    width = max((position for _, position in matched.positions), default=-1) + 1
    by_position = list(zip(*batch.rows, strict=True)) or [()] * width
    sealed = {each.name for each in matched.table.sealed}
    arrays: dict[str, pa.Array] = {
        "source_row": pa.array(batch.numbers, pa.int32()),
        "ragged": pa.array(batch.ragged, pa.bool_()),
    }
    private: dict[str, Sequence[str]] = {}
    for name, position in matched.positions:
        if name in sealed:
            private[name] = by_position[position]
            continue
        arrays[f"x_{name}"] = clean_column(by_position[position])
        if name == HOUSE_ID:
            private[name] = by_position[position]
    arrays.update(seal_batch(matched.table, private, keys, len(batch.numbers)))
    return pa.table(arrays)


def _counted(staging: Staging, source: _Source, read: int) -> FileResult:
    table = source.matched.table
    counts = staging.counts(table, source.order)
    # Of a file that waited, only the waiting rows are staged; the others say nothing new.
    staged = len(source.waiting) if source.waiting else read
    if counts.rows != staged:
        raise AssertionError(f"{source.file.name}: {staged} rows to stage, {counts.rows} staged")
    return FileResult(
        name=source.file.name,
        sha256=source.file.sha256,
        table=table.id,
        rows=read,
        accepted=counts.accepted,
        quarantined=counts.quarantined,
        duplicates=counts.duplicates + read - staged,
    )


def _total_lines(sources: list[_Source]) -> int | None:
    lines = [each.file.line_count for each in sources]
    known = [each for each in lines if each is not None]
    return sum(known) if len(known) == len(lines) else None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection: it walks millions of rows again and again and finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _silent(done: int, total: int | None, label: str) -> None:
    """Progress for nobody."""
