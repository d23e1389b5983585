"""The rows of a tambon's households, read together and held: a page asks for one house of it after another.

Why it exists: looking one household up in the files of a province costs as much as looking up a tambon,
and an officer stays in theirs. What is held is as the lake holds it: names and numbers stay sealed.
The files never change, so what is held is right as long as the same snapshots are asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from samut.engine.lake import Lake, Snapshot, parquet
from samut.engine.results import HOUSEHOLDS, MEMBERS, REGISTER, MeasureResult, open_result
from samut.engine.workspace import Workspace

TAMBON_DIGITS = 6
# A tambon has about a thousand households: half a megabyte, sealed.
TAMBONS_HELD = 64
LINKS = "links"


class Held:
    """Rows by a key that several rows may share, in the order they were read."""

    def __init__(self, table: pa.Table, key: str) -> None:
        self._table = table
        self._places: dict[str, tuple[int, int]] = {}
        for place, value in enumerate(table[key].to_pylist()):
            first, count = self._places.get(value, (place, 0))
            self._places[value] = (first, count + 1)

    def rows(self, value: str) -> list[dict[str, Any]]:
        """The rows with that key; none where there is no such key."""
        first, count = self._places.get(value, (0, 0))
        found: list[dict[str, Any]] = self._table.slice(first, count).to_pylist()
        return found

    @property
    def values(self) -> Iterable[str]:
        """Every key there is."""
        return self._places


def rows_of_tambon(lake: Lake, result: MeasureResult, tambon: str) -> dict[str, Held]:
    """Households, members and links of a tambon by household id, as the register has them now."""
    paths = tuple(each.path for each in lake.snapshots(REGISTER, result.edition))
    return _rows_of_tambon(lake.workspace, result.folder, tambon, paths)


@lru_cache(maxsize=TAMBONS_HELD)
def _rows_of_tambon(
    workspace: Workspace, folder: Path, tambon: str, paths: tuple[Path, ...]
) -> dict[str, Held]:
    lake, result = Lake(workspace), open_result(folder)
    among = tuple(each for each in lake.snapshots(REGISTER, result.edition) if each.path in paths)
    links = parquet(lake.root / "links" / str(result.edition) / result.link_id / "person.parquet")
    these = "household_id IN (SELECT unnest($ids::VARCHAR[]))"
    with lake.read() as connection:
        ids = [
            str(household)
            for (household,) in connection.execute(
                f"SELECT household_id FROM {parquet(result.households_file)} "
                "WHERE village_code >= ? AND village_code < ?",
                [tambon, tambon + ":"],
            ).fetchall()
        ]
        relations = {
            HOUSEHOLDS: lake.view(REGISTER, HOUSEHOLDS, result.edition, only=these, among=among),
            MEMBERS: lake.view(REGISTER, MEMBERS, result.edition, only=these, among=among),
            LINKS: f"(SELECT * FROM {links} WHERE {these})",
        }
        return {
            name: Held(
                connection.sql(
                    f"SELECT * FROM {relation} ORDER BY household_id", params={"ids": ids}
                ).to_arrow_table(),
                "household_id",
            )
            for name, relation in relations.items()
        }


def persons_in_register(
    lake: Lake, snapshots: Collection[Snapshot], table: str, result: MeasureResult, tambon: str
) -> Held:
    """What a register says of the members of a tambon's households, by the index of their number."""
    *_, newest = snapshots
    paths = tuple(each.path for each in snapshots)
    held = (newest.register, newest.edition, paths)
    members = tuple(each.path for each in lake.snapshots(REGISTER, result.edition))
    return _persons_in_register(lake.workspace, result.folder, tambon, members, table, held)


@lru_cache(maxsize=4 * TAMBONS_HELD)
def _persons_in_register(
    workspace: Workspace,
    folder: Path,
    tambon: str,
    members: tuple[Path, ...],
    table: str,
    held: tuple[str, int, tuple[Path, ...]],
) -> Held:
    register, edition, paths = held
    lake = Lake(workspace)
    among = tuple(each for each in lake.snapshots(register, edition) if each.path in paths)
    of_tambon = _rows_of_tambon(workspace, folder, tambon, members)[MEMBERS]
    persons = [
        row["person_key"] for key in of_tambon.values for row in of_tambon.rows(key) if row["person_key"]
    ]
    view = lake.view(
        register, table, edition, only="person_key IN (SELECT unnest($persons::VARCHAR[]))", among=among
    )
    with lake.read() as connection:
        found = connection.sql(f"SELECT * FROM {view} ORDER BY person_key", params={"persons": persons})
        return Held(found.to_arrow_table(), "person_key")
