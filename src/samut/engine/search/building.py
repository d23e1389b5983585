"""The search index of an edition, built from the lake and sealed beside it.

An index is named after the snapshots it was read from, so it is known when a newer one is needed. Names
are opened in memory; what DuckDB puts aside while sorting is sealed still, and encrypted besides.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from samut.engine.lake import MANIFEST, SPILL, Lake, whole_folder
from samut.engine.results import HOUSEHOLDS, MEMBERS, REGISTER
from samut.engine.search.assembling import Rows, assemble, lookup, tail_of
from samut.engine.search.index import INDEX_FILE, SearchIndex, read_parts, write_index
from samut.engine.search.telephones import lists_with_phones, phones_read, told_phones
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.linkage import load_link_policy

Progress = Callable[[int, int | None, str], None]
# Counts up whenever what an index holds, or how names are compared, changes.
FORMAT = 1
FOLDER = "search"
ROWS_AT_ONCE = 20_000
READ, ORDER, KEEP = "อ่านชื่อ · read names", "จัดดัชนี · put in order", "ปิดผนึก · seal"


@dataclass(frozen=True)
class BuiltIndex:
    """One index beside the lake. `done_before`: nothing had to be done."""

    index_id: str
    edition: int
    folder: Path
    persons: int
    households: int
    first_names: int
    last_names: int
    telephones: int
    bytes_in_memory: int
    done_before: bool = False


def index_id_of(workspace: Workspace, edition: int) -> str:
    """The name of the index that the lake of now asks for. Raises: SEARCH_001 without a census."""
    lake = Lake(workspace)
    snapshots = [each.id for each in lake.snapshots(REGISTER, edition)]
    if not snapshots:
        raise SamutError("SEARCH_001", edition=edition)
    # Under another key everything is sealed anew, and so is this.
    inputs = [FORMAT, edition, snapshots, phones_read(workspace), lake.keys.content_mark("search").hex()]
    return hashlib.blake2b(json.dumps(inputs).encode(), digest_size=8).hexdigest()


def index_folder(workspace: Workspace, edition: int) -> Path:
    """Where the indexes of an edition lie: one, or for a moment two."""
    return workspace.lake / FOLDER / str(edition)


def build(workspace: Workspace, edition: int, progress: Progress) -> BuiltIndex:
    """Build the index of an edition and remove those before it.

    Raises: SEARCH_001 where the lake has no census of that edition; what `progress` raises ends it.
    """
    index_id = index_id_of(workspace, edition)
    final, lake = index_folder(workspace, edition) / index_id, Lake(workspace)
    if (final / MANIFEST).exists() and _opens(final, lake):
        return replace(read_built(final), done_before=True)
    shutil.rmtree(final, ignore_errors=True)
    with whole_folder(workspace.lake, final) as draft:
        index = _assembled(lake, edition, index_id, draft / SPILL, progress)
        rows = len(index.persons.house)
        progress(rows, rows, KEEP)
        write_index(draft / INDEX_FILE, index, lake.keys)
        built = _told(index, final)
        (draft / MANIFEST).write_text(json.dumps(_manifest(built, index.has_phones)) + "\n", encoding="utf-8")
    for other in final.parent.iterdir():
        if other != final:
            shutil.rmtree(other, ignore_errors=True)
    return built


def _opens(folder: Path, lake: Lake) -> bool:
    """Whether an index can be read; one that was damaged is built anew."""
    try:
        read_parts(folder / INDEX_FILE, folder.name, lake.keys)
    except SamutError:
        return False
    return True


def _told(index: SearchIndex, folder: Path) -> BuiltIndex:
    return BuiltIndex(
        index_id=index.index_id,
        edition=index.edition,
        folder=folder,
        persons=len(index.persons.house),
        households=len(index.houses.village),
        first_names=len(index.firsts),
        last_names=len(index.lasts),
        telephones=len(index.phones.keys),
        bytes_in_memory=index.bytes_in_memory,
    )


def _manifest(built: BuiltIndex, has_phones: bool) -> dict[str, object]:
    said = {name: value for name, value in vars(built).items() if name not in ("folder", "done_before")}
    return {**said, "has_phones": has_phones}


def manifest_of(folder: Path) -> dict[str, Any]:
    """What stands beside an index. Raises: SEARCH_002 when it cannot be read."""
    try:
        said: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SamutError("SEARCH_002") from error
    return said


def read_built(folder: Path) -> BuiltIndex:
    """The index in a folder, as it was told when it was built. Raises: SEARCH_002."""
    said = manifest_of(folder)
    try:
        known = {name: said[name] for name in BuiltIndex.__dataclass_fields__ if name in said}
        return BuiltIndex(**known, folder=folder)
    except TypeError as error:
        raise SamutError("SEARCH_002") from error


def _assembled(lake: Lake, edition: int, index_id: str, spill: Path, progress: Progress) -> SearchIndex:
    rows = _rows(lake, edition, spill, progress)
    count = len(rows.number_keys)
    progress(count, count, ORDER)
    phones = None
    if lists_with_phones(lake):
        phones = list(told_phones(lake, lookup(rows.number_keys)))
    return assemble(rows, phones, load_link_policy().titles, index_id=index_id, edition=edition)


def _rows(lake: Lake, edition: int, spill: Path, progress: Progress) -> Rows:
    """Households and members of the census in the order of villages, their names open."""
    with lake.connect(spill) as connection:
        houses = connection.execute(
            f"SELECT household_id, village_code, house_no FROM {lake.view(REGISTER, HOUSEHOLDS, edition)} "
            "WHERE household_id IS NOT NULL AND village_code IS NOT NULL "
            "ORDER BY village_code, household_id"
        ).fetchall()
        members = lake.view(REGISTER, MEMBERS, edition)
        (count,) = connection.execute(f"SELECT count(*) FROM {members}").fetchall()[0]
        found = connection.execute(
            "SELECT household_id, member_no, person_key, identity, birth_year, birth_month, birth_day "
            f"FROM {members} JOIN (SELECT household_id, village_code FROM "
            f"{lake.view(REGISTER, HOUSEHOLDS, edition)}) USING (household_id) "
            "WHERE village_code IS NOT NULL ORDER BY village_code, household_id, member_no"
        )
        people = _People({each[0]: row for row, each in enumerate(houses)})
        for rows in _batches(found):
            people.add(rows, lake)
            progress(len(people.member_no), count, READ)
    return people.rows(houses)


def _batches(found: Any) -> Iterator[list[tuple[Any, ...]]]:
    while rows := found.fetchmany(ROWS_AT_ONCE):
        yield rows


class _People:
    """The columns of `Rows` while they grow."""

    def __init__(self, row_of: dict[str, int]) -> None:
        self.row_of = row_of
        self.house: list[int] = []
        self.member_no: list[int] = []
        self.titles: list[str | None] = []
        self.first_names: list[str | None] = []
        self.last_names: list[str | None] = []
        self.birth: tuple[list[int], list[int], list[int]] = ([], [], [])
        self.tails: list[int] = []
        self.texts: dict[str | None, str | None] = {}
        self.number_keys: list[str | None] = []

    def add(self, rows: list[tuple[Any, ...]], lake: Lake) -> None:
        household_ids, numbers, keys, identities, *birth = zip(*rows, strict=True)
        opened = (text or "{}" for text in lake.keys.unseal_many(identities))
        # All of them read at once take a third of the time.
        said = json.loads(f"[{','.join(opened)}]")
        self.house += [self.row_of[each] for each in household_ids]
        self.member_no += numbers
        self.number_keys += keys
        # Each name once in memory, however many bear it.
        once = self.texts.setdefault
        self.titles += [once(text, text) for text in (each.get("title") for each in said)]
        self.first_names += [once(text, text) for text in (each.get("first_name") for each in said)]
        self.last_names += [once(text, text) for text in (each.get("last_name") for each in said)]
        self.tails += [tail_of(each.get("number")) for each in said]
        for column, parts in zip(self.birth, birth, strict=True):
            column += [part or 0 for part in parts]

    def rows(self, houses: list[tuple[Any, ...]]) -> Rows:
        household_ids, villages, numbers = zip(*houses, strict=True) if houses else ((), (), ())
        year, month, day = (np.array(each, np.int64) for each in self.birth)
        return Rows(
            household_ids=household_ids,
            villages=villages,
            house_numbers=numbers,
            house=np.array(self.house, np.int64),
            member_no=np.array(self.member_no, np.int64),
            titles=self.titles,
            first_names=self.first_names,
            last_names=self.last_names,
            birth=(year, month, day),
            number_tails=np.array(self.tails, np.int64),
            number_keys=self.number_keys,
        )
