"""Pairs that a person is asked about: the list, the two records of one side by side, the answer.

Reads persons in the clear: the caller has checked who asks, and logs the look. A pair is called by
its opaque name everywhere, so that no address or log shows a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from samut.engine.household import Identity, birth_of, identity_of, rows_of
from samut.engine.lake import Lake, parquet
from samut.engine.linkage.decisions import Decision, PairKey, record
from samut.engine.linkage.decisions import decisions as decisions_in_log
from samut.engine.linkage.linking import TOLD, link_id_of
from samut.engine.linkage.results import CENSUS, HOUSEHOLD, MEMBER, PAIRS, PERSON, read_link
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError, Text
from samut.rules.linkage import Answer, Band, Conflict, Method
from samut.rules.name_keys import bare_name
from samut.rules.thai_dates import PartialDate

SURE = Text("น่าจะเป็นคนเดียวกันเกือบแน่นอน", "almost surely one person")
LIKELY = Text("น่าจะเป็นคนเดียวกัน", "likely one person")
OPEN = Text("อาจเป็นคนเดียวกัน", "may be one person")
NOBODY_KNOWS = Text("ยังไม่มีข้อมูลพอให้ประเมิน", "not enough is known to say how likely")
# From which probability on which words; what is below is not asked about.
WORDS = ((0.99, SURE), (0.9, LIKELY), (0.0, OPEN))


@dataclass(frozen=True)
class AskedPair:
    """A pair to be asked about, with nothing of the persons in it. `probability` None: not known."""

    pair: str
    edition: int
    register: str
    probability: float | None
    likely: Text
    conflict: Conflict
    household_id: str
    member_no: int
    area_code: str


@dataclass(frozen=True)
class PersonSide:
    """One of the two records, in the clear. Unknown parts are None; `sex` as the census says it."""

    identity: Identity
    birth: PartialDate | None
    sex: str | None
    tambon_code: str | None
    village_code: str | None
    source_row: int | None


@dataclass(frozen=True)
class PairDetails:
    """Both records of a pair. `differing`: names of the fields that both know and that differ."""

    pair: str
    key: PairKey
    method: Method
    band: Band
    probability: float | None
    likely: Text
    conflict: Conflict
    census: PersonSide
    register: PersonSide
    differing: tuple[str, ...]
    decisions: tuple[Decision, ...]


def ask_pairs(
    workspace: Workspace,
    edition: int,
    area_code: str | None = None,
    register: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[AskedPair, ...]:
    """Pairs to be asked about, the likeliest first; those of an area alone where one is named.

    Pairs that were answered since the link are not among them. Raises: LINK_003 without a link.
    """
    rows = _asked(workspace, edition, area_code, register, "pair.*, village_code", limit, offset)
    return tuple(
        AskedPair(
            pair=row["pair"],
            edition=row["edition"],
            register=row["register"],
            probability=row["probability"],
            likely=in_words(row["probability"]),
            conflict=Conflict(row["conflict"]),
            household_id=row["household_id"],
            member_no=row["member_no"],
            area_code=row["village_code"],
        )
        for row in rows
    )


def count_ask_pairs(
    workspace: Workspace, edition: int, area_code: str | None = None, register: str | None = None
) -> int:
    """How many pairs `ask_pairs` would list in all. Raises: LINK_003 without a link."""
    return int(_asked(workspace, edition, area_code, register, "count(*) AS pairs", None, 0)[0]["pairs"])


def pair_details(workspace: Workspace, pair_id: str) -> PairDetails:
    """Both records of a pair in the clear. Raises: LINK_001 when the latest link does not have it."""
    lake = Lake(workspace)
    row = _pair(lake, pair_id)
    key = _key(row)
    census = _census_side(lake, key)
    other = _register_side(lake, row)
    said = tuple(each for each in decisions_in_log(workspace, key.edition) if each.pair == pair_id)
    return PairDetails(
        pair=pair_id,
        key=key,
        method=Method(row["method"]),
        band=Band(row["band"]),
        probability=row["probability"],
        likely=in_words(row["probability"]),
        conflict=Conflict(row["conflict"]),
        census=census,
        register=other,
        differing=differing(census, other),
        decisions=said,
    )


def decide(workspace: Workspace, *, pair: str, answer: Answer, by: str, note: str, at: datetime) -> Decision:
    """Say of a pair that it is one person, is not, or that an earlier answer is withdrawn.

    Counts from the next link on. Raises: LINK_001 for a pair that was never there.
    """
    answered = [each.key for each in decisions_in_log(workspace) if each.pair == pair]
    key = answered[-1] if answered else _key(_pair(Lake(workspace), pair))
    return record(workspace, pair=pair, key=key, answer=answer, by=by, note=note, at=at)


def decisions(workspace: Workspace, edition: int | None = None) -> tuple[Decision, ...]:
    """Everything that was ever said, oldest first."""
    return decisions_in_log(workspace, edition)


def in_words(probability: float | None) -> Text:
    """How likely one person is, in words."""
    if probability is None:
        return NOBODY_KNOWS
    return next(words for least, words in WORDS if probability >= least)


def differing(one: PersonSide, other: PersonSide) -> tuple[str, ...]:
    """Names of the fields that both records know and that differ."""
    pairs: dict[str, tuple[object, object]] = {
        "number": (one.identity.number, other.identity.number),
        "first_name": (bare_name(one.identity.first_name), bare_name(other.identity.first_name)),
        "last_name": (bare_name(one.identity.last_name), bare_name(other.identity.last_name)),
        "birth_year": (one.birth and one.birth.year, other.birth and other.birth.year),
        "birth_month": (one.birth and one.birth.month, other.birth and other.birth.month),
        "birth_day": (one.birth and one.birth.day, other.birth and other.birth.day),
        "sex": (one.sex, other.sex),
        "tambon_code": (one.tambon_code, other.tambon_code),
    }
    return tuple(name for name, (here, there) in pairs.items() if here and there and here != there)


def _asked(
    workspace: Workspace,
    edition: int,
    area_code: str | None,
    register: str | None,
    columns: str,
    limit: int | None,
    offset: int,
) -> list[dict[str, Any]]:
    lake = Lake(workspace)
    answered = {each.pair: each.answer for each in decisions_in_log(workspace, edition)}
    settled = [pair for pair, answer in answered.items() if answer is not Answer.WITHDRAWN]
    taken = "" if limit is None else f" ORDER BY probability DESC NULLS LAST, pair LIMIT {int(limit)}"
    asked = {"settled": settled, "area": area_code or "", "register": register or ""}
    with lake.read() as connection:
        return rows_of(
            connection.execute(
                f"SELECT {columns} FROM {parquet(_pairs_file(lake, edition))} AS pair "
                f"JOIN (SELECT household_id, village_code FROM {lake.view(CENSUS, HOUSEHOLD, edition)}) "
                "USING (household_id) WHERE band = 'ask' AND NOT list_contains($settled, pair) "
                "AND starts_with(village_code, $area) AND ($register = '' OR register = $register)"
                f"{taken} OFFSET {int(offset)}",
                asked,
            )
        )


def _pairs_file(lake: Lake, edition: int) -> Path:
    """The pairs of the link that the lake leads to now, else of the newest one made."""
    folder = lake.root / "links" / str(edition)
    current = folder / link_id_of(lake, edition) / f"{PAIRS}.parquet"
    if current.is_file():
        return current
    there = sorted(folder.glob(f"*/{PAIRS}.parquet"), key=lambda path: path.stat().st_mtime)
    if not there:
        raise SamutError("LINK_003", edition=edition)
    return there[-1]


def _pair(lake: Lake, pair_id: str) -> dict[str, Any]:
    editions = sorted((lake.root / "links").glob("*"), reverse=True)
    for edition in (int(each.name) for each in editions if each.name.isdecimal()):
        path = _pairs_file(lake, edition)
        with lake.read() as connection:
            rows = rows_of(
                connection.execute(f"SELECT * FROM {parquet(path)} WHERE pair = $pair", {"pair": pair_id})
            )
        if rows:
            return rows[0] | {"link": path.parent}
    raise SamutError("LINK_001")


def _key(row: Mapping[str, Any]) -> PairKey:
    return PairKey(
        row["edition"], row["register"], row["register_key"], row["household_id"], row["member_no"]
    )


def _census_side(lake: Lake, key: PairKey) -> PersonSide:
    member = lake.view(CENSUS, MEMBER, key.edition, only="household_id = $household_id")
    house = lake.view(CENSUS, HOUSEHOLD, key.edition, only="household_id = $household_id")
    with lake.read() as connection:
        rows = rows_of(
            connection.execute(
                f"SELECT member.*, village_code FROM {member} AS member "
                f"JOIN (SELECT household_id, village_code FROM {house}) USING (household_id) "
                "WHERE member_no = $member_no",
                {"household_id": key.household_id, "member_no": key.member_no},
            )
        )
    return _side(lake, rows)


def _register_side(lake: Lake, row: Mapping[str, Any]) -> PersonSide:
    edition = read_link(row["link"]).editions[row["register"]]
    view = lake.view(row["register"], PERSON, edition, only="person_key = $key")
    with lake.read() as connection:
        rows = rows_of(connection.execute(f"SELECT * FROM {view}", {"key": row["register_key"]}))
    return _side(lake, rows)


def _side(lake: Lake, rows: list[dict[str, Any]]) -> PersonSide:
    if not rows:
        # The row was there when the link was made, and an import has taken it away since.
        raise SamutError("LINK_001")
    # A profile need not have every column.
    row = {**dict.fromkeys(TOLD), **rows[0]}
    village = row.get("village_code")
    return PersonSide(
        identity=identity_of(row, lake.keys),
        birth=birth_of(row),
        sex=row.get("sex"),
        tambon_code=village[:6] if village else row.get("tambon_code"),
        village_code=village,
        source_row=row.get("source_row"),
    )
