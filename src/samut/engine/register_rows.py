"""What the linked registers say of the members of one household, each value with where it stands.

Only snapshots that the link has read are read here, so that a value and the word "in the register"
beside it come from the same import. Where register and census differ, both stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from samut.engine.household import (
    HouseholdRecord,
    Identity,
    MemberRecord,
    SourceRow,
    Sources,
    birth_of,
    identity_of,
    rows_of,
)
from samut.engine.lake import Lake, Snapshot
from samut.engine.linkage import PERSON, REGISTERS, LinkResult, read_link
from samut.engine.registers.profile import Column, Profile, known_profiles, load_profile
from samut.engine.results import MeasureResult
from samut.engine.seal import Keys
from samut.engine.tambon_rows import TAMBON_DIGITS, persons_in_register
from samut.engine.workspace import Workspace
from samut.rules.errors import Text
from samut.rules.policy_files import Fact
from samut.rules.thai_dates import PartialDate

WELFARE_CARD = "welfare-card"
THESE = "list_contains($persons, person_key)"
# Who and where somebody is, is told beside the values, not among them.
NOT_VALUES = frozenset({"thai_id", "birth_be", "tambon_code"})


class Lookup(StrEnum):
    """What looking a member up in a register came to. The last four: nobody can say."""

    THERE = "there"
    NOT_THERE = "not_there"
    NO_NUMBER = "no_number"
    SHARED_NUMBER = "shared_number"
    NOT_LINKED = "not_linked"
    NO_REGISTER = "no_register"

    @property
    def known(self) -> bool:
        return self in (Lookup.THERE, Lookup.NOT_THERE)


@dataclass(frozen=True)
class RegisterFact:
    """One value of a register's row. `value` None: not known."""

    name: str
    label: Text
    value: Fact
    sensitive: bool


@dataclass(frozen=True)
class RegisterRow:
    """A person's row in a register. Numbers and names are in the clear."""

    facts: tuple[RegisterFact, ...]
    identity: Identity
    birth: PartialDate | None
    source: SourceRow


@dataclass(frozen=True)
class RegisterEntry:
    """One member and one register. `row` only where the member is in it.

    `edition` and `imported_at`: what was looked through; None and "" where there is no such register.
    `census_says`: the census's own answer to whether the member is in it, where it asks.
    """

    register: str
    label: Text
    lookup: Lookup
    edition: int | None = None
    imported_at: str = ""
    row: RegisterRow | None = None
    census_says: bool | None = None
    name_differs: bool = False
    birth_differs: bool = False
    census_differs: bool = False


def register_entries(
    workspace: Workspace, result: MeasureResult, household: HouseholdRecord
) -> Mapping[int, tuple[RegisterEntry, ...]]:
    """The registers of each member, by the member's number in the household.

    Reads persons in the clear and sensitive values: the caller has checked who asks, and logs the look.
    """
    lake = Lake(workspace)
    link = read_link(lake.root / "links" / str(result.edition) / result.link_id)
    read = {register: _read(lake, link, register, household, result) for register in REGISTERS}
    return {
        member.member_no: tuple(_entry(member, each) for each in read.values())
        for member in household.members
    }


@dataclass(frozen=True)
class _Register:
    """A register as the link read it, and its rows of the members asked for."""

    id: str
    label: Text
    edition: int | None
    imported_at: str
    rows: Mapping[str, RegisterRow]


def _read(
    lake: Lake, link: LinkResult, register: str, household: HouseholdRecord, result: MeasureResult
) -> _Register:
    edition = link.editions.get(register)
    snapshots = () if edition is None else lake.snapshots(register, edition)
    read = [each for each in snapshots if link.has_read(each)]
    if edition is None or not read:
        return _Register(register, _profile(lake.workspace, register, 0, "").label, None, "", {})
    newest = read[-1]
    profile = _profile(lake.workspace, register, edition, newest.profile)
    wanted = [each.person_key for each in household.members if each.person_key and each.registers[register]]
    found = _rows(lake, read, wanted, household, result) if wanted else []
    sources = Sources(register, edition, read)
    columns = [
        each for each in profile.table(PERSON).columns if not each.personal and each.kind not in NOT_VALUES
    ]
    rows = {row["person_key"]: _row(row, columns, sources, lake.keys) for row in found}
    return _Register(register, profile.label, edition, newest.created_at, rows)


def _rows(
    lake: Lake,
    snapshots: Sequence[Snapshot],
    persons: Collection[str],
    household: HouseholdRecord,
    result: MeasureResult,
) -> list[dict[str, Any]]:
    held = persons_in_register(lake, snapshots, PERSON, result, household.village_code[:TAMBON_DIGITS])
    found = [row for person in persons for row in held.rows(person)]
    if len(found) == len(persons):
        return found
    # Somebody whom the census has in another tambon now than when the result was made.
    newest = snapshots[-1]
    view = lake.view(newest.register, PERSON, newest.edition, only=THESE, among=snapshots)
    with lake.read() as connection:
        return rows_of(connection.execute(f"SELECT * FROM {view}", {"persons": list(persons)}))


def _row(row: Mapping[str, Any], columns: Sequence[Column], sources: Sources, keys: Keys) -> RegisterRow:
    # What was imported before the profile had a column has none of it.
    facts = (
        RegisterFact(each.name, each.label, row[each.name], each.sensitive)
        for each in columns
        if each.name in row
    )
    return RegisterRow(tuple(facts), identity_of(row, keys), birth_of(row), sources.of(row))


def _entry(member: MemberRecord, register: _Register) -> RegisterEntry:
    lookup = _lookup(member, register)
    row = register.rows.get(member.person_key or "") if lookup is Lookup.THERE else None
    census_says = member.says_has_card if register.id == WELFARE_CARD else None
    # Whoever is registered but was not verified holds no card.
    has_card = False if lookup is Lookup.NOT_THERE else member.card_validated
    return RegisterEntry(
        register=register.id,
        label=register.label,
        lookup=lookup,
        edition=register.edition,
        imported_at=register.imported_at,
        row=row,
        census_says=census_says,
        name_differs=row is not None and names_differ(member.identity, row.identity),
        birth_differs=row is not None and births_differ(member.birth, row.birth),
        census_differs=None not in (census_says, has_card) and census_says != has_card,
    )


def _lookup(member: MemberRecord, register: _Register) -> Lookup:
    there = member.registers[register.id]
    if register.edition is None:
        return Lookup.NO_REGISTER
    if there is not None:
        return Lookup.THERE if there else Lookup.NOT_THERE
    if member.person_key is None:
        return Lookup.NO_NUMBER
    # The link makes nothing of a number that two members of the census hold.
    return Lookup.SHARED_NUMBER if member.linked else Lookup.NOT_LINKED


def names_differ(one: Identity, other: Identity) -> bool:
    """Whether two rows name a person differently. What one of them does not tell is no difference."""
    if _letters(one.full_name) == _letters(other.full_name):
        return False
    pairs = (
        (one.title, other.title),
        (one.first_name, other.first_name),
        (one.last_name, other.last_name),
    )
    return any(here and there and _letters(here) != _letters(there) for here, there in pairs)


def births_differ(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two birth dates contradict each other in a part that both know."""
    if one is None or other is None:
        return False
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return any(here and there and here != there for here, there in pairs)


def _letters(text: str) -> str:
    """A name without its spaces, which offices set differently."""
    return "".join(text.split())


def _profile(workspace: Workspace, register: str, edition: int, named: str) -> Profile:
    """The profile a snapshot was read with; where that is no longer there, the one for its edition."""
    files = [_load(each, each.stat().st_mtime_ns) for each in known_profiles(workspace)]
    known = [each for each in files if each.register == register]
    fitting = [each for each in known if each.from_edition <= edition <= each.to_edition]
    return next((each for each in known if each.id == named), (fitting or known)[-1])


@cache
def _load(path: Path, changed_ns: int) -> Profile:
    """A profile as it was when its file was changed last."""
    return load_profile(path)
