"""The pairs of a link with the places of both rows: which of them are asked about, in which order.

A row of a register whose place is not known lies somewhere in the province of the workspace. So both
rows of a pair have a place, and whoever lists pairs names the ranges of area codes both must lie in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samut.engine.household import rows_of
from samut.engine.lake import Lake, parquet
from samut.engine.linkage.decisions import Decision, PairKey, standing
from samut.engine.linkage.linking import link_id_of
from samut.engine.linkage.results import CENSUS, HOUSEHOLD, PAIRS, PERSON, read_link
from samut.engine.registers.checks import quote
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.linkage import Answer, Conflict

Ranges = tuple[tuple[str, str], ...]
EVERYWHERE: Ranges = (("", "\U0010ffff"),)
# The likeliest first; those nobody could say anything of at the end.
ORDER = "coalesce(probability, -1) DESC, pair"


@dataclass(frozen=True)
class Wanted:
    """Which pairs somebody asks for.

    `within`: half-open ranges of area codes that both rows must lie in. `area_code`: the member lives there.
    """

    within: Ranges = EVERYWHERE
    area_code: str = ""
    register: str = ""
    conflict: Conflict | None = None


ALL = Wanted()


@dataclass(frozen=True)
class Places:
    """Where the two rows of a pair lie: the member's village, the register's tambon (or province)."""

    area_code: str
    register_area: str


@dataclass(frozen=True)
class Standing:
    """Where a pair stands among those asked about. `total` counts the pair itself, answered or not."""

    before: str | None
    after: str | None
    first: str
    place: int
    total: int


def asked(
    workspace: Workspace,
    edition: int,
    wanted: Wanted,
    columns: str,
    tail: str = "",
    values: Mapping[str, object] | None = None,
    besides: str = "",
) -> list[dict[str, Any]]:
    """Columns of the pairs to be asked about; `besides` names a pair that is among them in any case.

    Rows: those answered since the link are not among them, nor those whose row an answer gave to
    another pair. Raises: LINK_003 without a link.
    """
    lake = Lake(workspace)
    condition, given = _condition(wanted)
    said = standing(workspace, edition)
    given |= {"settled": list(said), "rows": settled_rows(said.values()), "besides": besides}
    still = (
        "band = 'ask' AND NOT list_contains($settled, pair) "
        f"AND NOT list_has_any($rows, [{ROW_OF_REGISTER}, {ROW_OF_MEMBER}])"
    )
    with lake.read() as connection:
        return rows_of(
            connection.execute(
                f"SELECT {columns} FROM ({pairs_with_places(lake, edition)}) "
                f"WHERE (pair = $besides OR ({still} AND {condition})) {tail}",
                given | dict(values or {}),
            )
        )


def standing_of(workspace: Workspace, edition: int, wanted: Wanted, pair: str) -> Standing | None:
    """Which pairs stand beside this one, answered or not. None when the link does not have it."""
    row = f"OVER (ORDER BY {ORDER} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
    found = asked(
        workspace,
        edition,
        wanted,
        f"pair, lag(pair) {row} AS before, lead(pair) {row} AS after, first_value(pair) {row} AS first, "
        f"row_number() {row} AS place, count(*) {row} AS total",
        "QUALIFY pair = $besides",
        besides=pair,
    )
    if not found:
        return None
    names = Standing.__dataclass_fields__
    return Standing(**{name: value for name, value in found[0].items() if name in names})


def pairs_with_places(lake: Lake, edition: int) -> str:
    """SQL of the pairs of the newest link that have a name, with the places of both rows."""
    path = pairs_file(lake, edition)
    households = lake.view(CENSUS, HOUSEHOLD, edition)
    registers = read_link(path.parent).editions
    rows = " UNION ALL ".join(
        f"SELECT {quote(register)} AS register, person_key AS register_key, {_tambon(lake, register, each)} "
        f"FROM {lake.view(register, PERSON, each)}"
        for register, each in sorted(registers.items())
    )
    rows = rows or "SELECT '' AS register, '' AS register_key, NULL::VARCHAR AS tambon_code WHERE false"
    return (
        "SELECT pair.*, coalesce(village_code, '') AS area_code, "
        f"coalesce(tambon_code, {quote(lake.workspace.config.province)}) AS register_area "
        f"FROM {parquet(path)} AS pair "
        f"LEFT JOIN (SELECT household_id, village_code FROM {households}) USING (household_id) "
        f"LEFT JOIN ({rows}) USING (register, register_key) WHERE pair IS NOT NULL"
    )


def places_of(workspace: Workspace, keys: Iterable[PairKey]) -> dict[PairKey, Places]:
    """Where the two rows of each pair lie. Those whose rows are no longer there are left out."""
    lake, wanted = Lake(workspace), tuple(keys)
    villages: dict[tuple[int, str], str] = {}
    areas: dict[tuple[int, str, str], str] = {}
    for edition in {each.edition for each in wanted}:
        of_edition = [each for each in wanted if each.edition == edition]
        registers = read_link(pairs_file(lake, edition).parent).editions
        for household_id, village in _villages_of(lake, edition, {each.household_id for each in of_edition}):
            villages[edition, household_id] = village
        for register, held in registers.items():
            asked_for = {each.register_key for each in of_edition if each.register == register}
            for register_key, area in _areas_of(lake, register, held, asked_for):
                areas[edition, register, register_key] = area
    return {
        key: Places(
            villages[key.edition, key.household_id], areas[key.edition, key.register, key.register_key]
        )
        for key in wanted
        if (key.edition, key.household_id) in villages
        and (key.edition, key.register, key.register_key) in areas
    }


def pairs_file(lake: Lake, edition: int) -> Path:
    """The pairs of the link that the lake leads to now, else of the newest one made.

    Raises: LINK_003 without a link.
    """
    current = current_pairs_file(lake, edition)
    if current.is_file():
        return current
    there = sorted(current.parents[1].glob(f"*/{PAIRS}.parquet"), key=lambda path: path.stat().st_mtime)
    if not there:
        raise SamutError("LINK_003", edition=edition)
    return there[-1]


def current_pairs_file(lake: Lake, edition: int) -> Path:
    """Where the pairs lie (or will, after the next link) that the lake's rows and answers lead to."""
    return lake.root / "links" / str(edition) / link_id_of(lake, edition) / f"{PAIRS}.parquet"


# The two rows of a pair as one text each: a row belongs to one person of the other side.
ROW_OF_REGISTER = "concat_ws('|', register, register_key)"
ROW_OF_MEMBER = "concat_ws('|', register, household_id, member_no)"


def rows_of_key(key: PairKey) -> tuple[str, str]:
    """The same of one pair."""
    return (
        f"{key.register}|{key.register_key}",
        f"{key.register}|{key.household_id}|{key.member_no}",
    )


def settled_rows(said: Iterable[Decision]) -> list[str]:
    """The rows that an answer gave to a pair: no other pair of theirs is asked about."""
    return [row for each in said if each.answer is Answer.SAME for row in rows_of_key(each.key)]


def _condition(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """SQL of which pairs are wanted, and its values."""
    given: dict[str, Any] = {"area": wanted.area_code, "register": wanted.register}
    told = ["starts_with(area_code, $area)", "($register = '' OR register = $register)"]
    if wanted.conflict is not None:
        given["conflict"] = wanted.conflict.value
        told.append("conflict = $conflict")
    for column in ("area_code", "register_area"):
        ranges = [
            f"({column} >= $low_{place} AND {column} < $high_{place})" for place in range(len(wanted.within))
        ]
        told.append(f"({' OR '.join(ranges) or 'false'})")
    for place, (low, high) in enumerate(wanted.within):
        given |= {f"low_{place}": low, f"high_{place}": high}
    return " AND ".join(told), given


def _tambon(lake: Lake, register: str, edition: int) -> str:
    """SQL of a register's place; a profile need not have one."""
    with lake.read() as connection:
        view = lake.view(register, PERSON, edition)
        there = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {view}").fetchall()}
    return "tambon_code" if "tambon_code" in there else "NULL::VARCHAR AS tambon_code"


def _villages_of(lake: Lake, edition: int, households: set[str]) -> list[tuple[str, str]]:
    view = lake.view(CENSUS, HOUSEHOLD, edition, only="list_contains($wanted, household_id)")
    with lake.read() as connection:
        found: list[tuple[str, str]] = connection.execute(
            f"SELECT household_id, coalesce(village_code, '') FROM {view}", {"wanted": sorted(households)}
        ).fetchall()
    return found


def _areas_of(lake: Lake, register: str, edition: int, keys: set[str]) -> list[tuple[str, str]]:
    if not keys:
        return []
    view = lake.view(register, PERSON, edition, only="list_contains($wanted, person_key)")
    place = _tambon(lake, register, edition)
    with lake.read() as connection:
        found: list[tuple[str, str]] = connection.execute(
            "SELECT person_key, coalesce(tambon_code, $province) "
            f"FROM (SELECT person_key, {place} FROM {view})",
            {"wanted": sorted(keys), "province": lake.workspace.config.province},
        ).fetchall()
    return found
