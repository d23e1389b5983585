"""Pairs that a person is asked about: the list, the two records of one side by side, the answer.

Reads persons in the clear: the caller has checked who asks, and logs the look. A pair is called by
its opaque name everywhere, so that no address or log shows a number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from samut.engine.household import Identity, SourceRow, Sources, birth_of, identity_of, rows_of
from samut.engine.lake import Lake, parquet
from samut.engine.linkage.asking import (
    ALL,
    ORDER,
    Wanted,
    asked,
    current_pairs_file,
    pairs_file,
    rows_of_key,
    settled_rows,
)
from samut.engine.linkage.decisions import Decision, PairKey, record, standing_among
from samut.engine.linkage.decisions import decisions as decisions_in_log
from samut.engine.linkage.linking import TOLD
from samut.engine.linkage.people import HOUSE_NO
from samut.engine.linkage.results import CENSUS, HOUSEHOLD, MEMBER, PERSON, read_link
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError, Text
from samut.rules.linkage import Answer, Band, Conflict, Method
from samut.rules.name_keys import bare_name
from samut.rules.thai_dates import PartialDate

VILLAGE = "village_code"
SURE = Text("น่าจะเป็นคนเดียวกันเกือบแน่นอน", "almost surely one person")
LIKELY = Text("น่าจะเป็นคนเดียวกัน", "likely one person")
OPEN = Text("อาจเป็นคนเดียวกัน", "may be one person")
NOBODY_KNOWS = Text("ยังไม่มีข้อมูลพอให้ประเมิน", "not enough is known to say how likely")
# From which probability on which words; what is below is not asked about.
WORDS = ((0.99, SURE), (0.9, LIKELY), (0.0, OPEN))


@dataclass(frozen=True)
class AskedPair:
    """A pair to be asked about, with nothing of the persons in it. `probability` None: not known.

    `area_code`: the member's village. `register_area`: the register's tambon, the province where unknown.
    """

    pair: str
    edition: int
    register: str
    probability: float | None
    likely: Text
    conflict: Conflict
    register_key: str
    household_id: str
    member_no: int
    area_code: str
    register_area: str


@dataclass(frozen=True)
class PersonSide:
    """One of the two records, in the clear. Unknown parts are None; `sex` as the census says it."""

    identity: Identity
    birth: PartialDate | None
    sex: str | None
    tambon_code: str | None
    village_code: str | None
    house_no: str | None
    source: SourceRow


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
    workspace: Workspace, edition: int, wanted: Wanted = ALL, limit: int = 50, offset: int = 0
) -> tuple[AskedPair, ...]:
    """Pairs to be asked about, the likeliest first.

    Pairs that were answered since the link are not among them, nor those whose row an answer gave to
    another pair. Raises: LINK_003 without a link.
    """
    tail = f"ORDER BY {ORDER} LIMIT {int(limit)} OFFSET {int(offset)}"
    return tuple(_asked_pair(row) for row in asked(workspace, edition, wanted, "*", tail))


def count_ask_pairs(workspace: Workspace, edition: int, wanted: Wanted = ALL) -> int:
    """How many pairs `ask_pairs` would list in all. Raises: LINK_003 without a link."""
    return int(asked(workspace, edition, wanted, "count(*) AS pairs")[0]["pairs"])


def count_by_kind(
    workspace: Workspace, edition: int, wanted: Wanted = ALL
) -> dict[tuple[str, Conflict], int]:
    """The same by register and by what is odd about the numbers. Raises: LINK_003 without a link."""
    rows = asked(
        workspace, edition, wanted, "register, conflict, count(*) AS pairs", "GROUP BY register, conflict"
    )
    return {(row["register"], Conflict(row["conflict"])): int(row["pairs"]) for row in rows}


def rivals_of(workspace: Workspace, key: PairKey) -> tuple[AskedPair, ...]:
    """The other pairs to be asked about that one of the two rows is in: it can be one of them alone."""
    rows = asked(
        workspace,
        key.edition,
        ALL,
        "*",
        f"AND register = $of AND (register_key = $row OR (household_id = $house AND member_no = $member)) "
        f"ORDER BY {ORDER}",
        {"of": key.register, "row": key.register_key, "house": key.household_id, "member": key.member_no},
    )
    there = (_asked_pair(row) for row in rows)
    return tuple(
        each
        for each in there
        if (each.household_id, each.member_no) != (key.household_id, key.member_no)
        or each.register_key != key.register_key
    )


def pair_details(workspace: Workspace, pair_id: str) -> PairDetails:
    """Both records of a pair in the clear. Raises: LINK_001 for one that is not there (any more)."""
    lake = Lake(workspace)
    said = decisions_in_log(workspace, pair=pair_id)
    row = _pair_or_none(lake, pair_id)
    if row is None and not said:
        raise SamutError("LINK_001")
    # The link has no place for a pair of two persons: what is left of it is the answer.
    key = said[-1].key if row is None else _key(row)
    row = row or {"method": Method.DECISION, "band": Band.DIFFERENT, "probability": None, "conflict": ""}
    census, other = _census_side(lake, key), _register_side(lake, key)
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


def decide(
    workspace: Workspace,
    *,
    pair: str,
    answer: Answer,
    by: str,
    note: str,
    at: datetime,
    seen: int | None = None,
) -> tuple[Decision, bool]:
    """Say of a pair that it is one person, is not, or that an earlier answer is withdrawn.

    The line of the log, and whether it was added; it counts from the next link on. `seen`: how many
    answers to this pair `by` knew of; the same answer sent twice is one. None: whatever was said before
    is overruled.
    Raises: LINK_001 for a pair that was never there, LINK_004 when somebody else answered meanwhile,
    LINK_005 when one of the two rows was given to another pair, LINK_006 with nothing to withdraw.
    """
    key = key_of(workspace, pair)

    def check(said: tuple[Decision, ...]) -> Decision | None:
        of_pair = [each for each in said if each.pair == pair]
        if seen is not None and len(of_pair) != seen:
            last = of_pair[-1]
            if (last.by, last.answer) != (by, answer):
                raise SamutError("LINK_004")
            return last
        stands = standing_among(said)
        if answer is Answer.WITHDRAWN and pair not in stands:
            raise SamutError("LINK_006")
        others = [each for name, each in stands.items() if name != pair]
        if answer is Answer.SAME and not set(rows_of_key(key)).isdisjoint(settled_rows(others)):
            raise SamutError("LINK_005")
        return None

    return record(workspace, pair=pair, key=key, answer=answer, by=by, note=note, at=at, check=check)


def key_of(workspace: Workspace, pair: str) -> PairKey:
    """Which two rows a pair is of. Raises: LINK_001 for a pair that was never there."""
    answered = decisions_in_log(workspace, pair=pair)
    return answered[-1].key if answered else _key(_pair(Lake(workspace), pair))


def answers_waiting(workspace: Workspace, edition: int) -> int:
    """How many pairs were answered since the newest link: they count from the next one on.

    Raises: LINK_003 without a link.
    """
    lake = Lake(workspace)
    if current_pairs_file(lake, edition).is_file():
        return 0
    made_at = read_link(pairs_file(lake, edition).parent).created_at
    since = datetime.fromisoformat(made_at)
    said = decisions_in_log(workspace, edition)
    return len({each.pair for each in said if datetime.fromisoformat(each.at) >= since})


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


def _asked_pair(row: Mapping[str, Any]) -> AskedPair:
    return AskedPair(
        pair=row["pair"],
        edition=row["edition"],
        register=row["register"],
        probability=row["probability"],
        likely=in_words(row["probability"]),
        conflict=Conflict(row["conflict"]),
        register_key=row["register_key"],
        household_id=row["household_id"],
        member_no=row["member_no"],
        area_code=row["area_code"],
        register_area=row["register_area"],
    )


def _pair(lake: Lake, pair_id: str) -> dict[str, Any]:
    found = _pair_or_none(lake, pair_id)
    if found is None:
        raise SamutError("LINK_001")
    return found


def _pair_or_none(lake: Lake, pair_id: str) -> dict[str, Any] | None:
    editions = sorted((lake.root / "links").glob("*"), reverse=True)
    for edition in (int(each.name) for each in editions if each.name.isdecimal()):
        with lake.read() as connection:
            rows = rows_of(
                connection.execute(
                    f"SELECT * FROM {parquet(pairs_file(lake, edition))} WHERE pair = $pair",
                    {"pair": pair_id},
                )
            )
        if rows:
            return rows[0]
    return None


def _key(row: Mapping[str, Any]) -> PairKey:
    return PairKey(
        row["edition"], row["register"], row["register_key"], row["household_id"], row["member_no"]
    )


def _census_side(lake: Lake, key: PairKey) -> PersonSide:
    member = lake.view(CENSUS, MEMBER, key.edition, only="household_id = $household_id")
    house = lake.view(CENSUS, HOUSEHOLD, key.edition, only="household_id = $household_id")
    household = {"household_id": key.household_id}
    with lake.read() as connection:
        rows = rows_of(
            connection.execute(
                f"SELECT * FROM {member} WHERE member_no = $member_no",
                household | {"member_no": key.member_no},
            )
        )
        houses = rows_of(connection.execute(f"SELECT * FROM {house}", household))
    told = {name: houses[0].get(name) for name in (VILLAGE, HOUSE_NO)} if houses else {}
    return _side(lake, CENSUS, key.edition, [row | told for row in rows])


def _register_side(lake: Lake, key: PairKey) -> PersonSide:
    edition = read_link(pairs_file(lake, key.edition).parent).editions[key.register]
    view = lake.view(key.register, PERSON, edition, only="person_key = $key")
    with lake.read() as connection:
        rows = rows_of(connection.execute(f"SELECT * FROM {view}", {"key": key.register_key}))
    return _side(lake, key.register, edition, rows)


def _side(lake: Lake, register: str, edition: int, rows: list[dict[str, Any]]) -> PersonSide:
    if not rows:
        # The row was there when the link was made, and an import has taken it away since.
        raise SamutError("LINK_001")
    # A profile need not have every column.
    row = {**dict.fromkeys(TOLD), **rows[0]}
    village = row.get(VILLAGE)
    return PersonSide(
        identity=identity_of(row, lake.keys),
        birth=birth_of(row),
        sex=row.get("sex"),
        tambon_code=village[:6] if village else row.get("tambon_code"),
        village_code=village,
        house_no=row.get(HOUSE_NO) or _sealed_house_no(lake, row),
        source=Sources(register, edition, lake.snapshots(register, edition)).of(row),
    )


def _sealed_house_no(lake: Lake, row: Mapping[str, Any]) -> str | None:
    """To some registers a house number is personal, and lies sealed with the names."""
    if row["identity"] is None:
        return None
    found: str | None = json.loads(lake.keys.unseal(row["identity"])).get(HOUSE_NO)
    return found
