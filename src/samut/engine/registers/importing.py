"""Importing a register's files: everything or nothing, and every row accounted for.

rows = accepted + quarantined + duplicates, for each file and in total; the sums are checked here
and the import stops when they fail. The lake changes by one folder, renamed into place at the end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from samut.engine.lake import SPILL, Lake, Snapshot, StoredFile, disk_error, whole_folder
from samut.engine.registers.checks import Asked
from samut.engine.registers.doubts import note_doubts
from samut.engine.registers.intake import stage
from samut.engine.registers.profile import Profile, choose_profile
from samut.engine.registers.published import PROFILES as PUBLISHED
from samut.engine.registers.sources import Source, check_partners, check_unchanged, opened
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
from samut.rules.thai_dates import from_be

Progress = Callable[[int, int | None, str], None]
# Within what is put aside while a folder is written: the rows that wait for their verdict.
STAGED = "rows"
# The progress label while the lake is written; before that it is the file's name.
WRITING = "lake"
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
    chosen = choose_profile(register, edition, profile, workspace=workspace, besides=PUBLISHED)
    lake = Lake(workspace)
    try:
        with lake.import_lock():
            snapshots = lake.snapshots(register, edition)
            with opened(chosen, [Path(each) for each in files], snapshots, lake) as sources:
                check_partners(chosen, sources, lake, edition)
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

    def run(self, sources: list[Source]) -> ImportResult:
        # An old file's rows that waited for a partner are looked at again: it may have come meanwhile.
        fresh = [each for each in sources if each.known_rows is None or each.waiting]
        if not fresh:
            return self._result(sources, {}, None, {})
        snapshot_id = self._snapshot_id(fresh)
        final = self.lake.register_folder(self.profile.register, self.edition) / snapshot_id
        with whole_folder(self.lake.root, final) as draft:
            with self.lake.connect(draft / SPILL) as connection:
                asked = Asked(self.today, from_be(self.edition))
                staging = Staging(connection, self.profile, asked, draft / SPILL / STAGED)
                staging.learn_areas(self.lake)
                staging.learn_present(self.lake, self.edition)
                read = stage(staging, fresh, self.keys, self.progress)
                staging.decide()
                note_doubts(staging, self.lake, self.edition)
                results = {each.order: _counted(staging, each, read[each.order]) for each in fresh}
                changed = _changes(fresh, list(results.values()))
                if changed:
                    self.progress(sum(read.values()), sum(read.values()), WRITING)
                    self._write(draft, staging, fresh, list(results.values()))
                problems = staging.problems_by_code()
            for each in fresh:
                check_unchanged(each)
            if changed:
                self.progress(sum(read.values()), sum(read.values()), WRITING)
        if changed:
            return self._result(sources, results, snapshot_id, problems)
        # What waited before and waits still is in quarantine already: it is not refused once more.
        told = {each.order: results[each.order] for each in fresh if each.known_rows is None}
        return self._result(sources, told, None, problems if told else {})

    def _write(self, draft: Path, staging: Staging, fresh: list[Source], results: list[FileResult]) -> None:
        staged = [StagedFile(each.order, each.file, each.matched.table) for each in fresh]
        tables = write_tables(draft, staging, staged)
        write_quarantine(draft, staging, staged, self.keys)
        write_warnings(draft, staging)
        files = [
            StoredFile(**vars(result), header=each.file.header, delimiter=each.file.delimiter or ",")
            for each, result in zip(fresh, results, strict=True)
        ]
        parent = self.snapshots[-1].id if self.snapshots else None
        write_manifest(draft, staging, self.edition, files, tables, parent)

    def _snapshot_id(self, fresh: list[Source]) -> str:
        """The next number, and a hash of what goes in: the same files after the same past, the same id."""
        parent = self.snapshots[-1].id if self.snapshots else ""
        parts = [self.profile.register, str(self.edition), self.profile.version, parent]
        parts += [each.file.sha256 for each in fresh]
        sequence = self.snapshots[-1].sequence + 1 if self.snapshots else 1
        return f"{sequence:04d}-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:12]}"

    def _result(
        self,
        sources: list[Source],
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


def _changes(fresh: list[Source], results: list[FileResult]) -> bool:
    """Whether the lake says anything new. That rows still wait, which waited before, is nothing new."""
    accepted = any(each.accepted for each in results)
    return accepted or any(
        result.quarantined and each.known_rows is None for each, result in zip(fresh, results, strict=True)
    )


def _counted(staging: Staging, source: Source, read: int) -> FileResult:
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


def _silent(done: int, total: int | None, label: str) -> None:
    """Progress for nobody."""
