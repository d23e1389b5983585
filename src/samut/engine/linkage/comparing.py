"""How far two records of a pair agree, part by part, in the steps in which the model compares them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from samut.engine.household import Identity
from samut.engine.lake import Lake
from samut.engine.linkage.people import SEXES
from samut.engine.linkage.review import PairDetails, PersonSide
from samut.engine.workspace import Workspace
from samut.rules.house_numbers import bare_house_number
from samut.rules.linkage import LinkPolicy, load_link_policy
from samut.rules.name_keys import bare_name, one_byte, sex_of_title, without_title

NUMBER, FIRST_NAME, LAST_NAME = "number", "first_name", "last_name"
BIRTH_YEAR, BIRTH_DAY, SEX, PLACE, HOUSE = "birth_year", "birth_day", "sex", "place", "house"


class Agreement(StrEnum):
    """How far two values agree. Unknown: one side, or both, does not say."""

    SAME = "same"
    NEAR = "near"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ComparedPart:
    """One part of two records: how far they agree."""

    name: str
    agreement: Agreement


def compared(workspace: Workspace, details: PairDetails) -> tuple[ComparedPart, ...]:
    """Every part of a pair. `near`: another spelling, a year off by little, the same amphoe."""
    policy = load_link_policy()
    one, other = details.census, details.register
    found = {
        NUMBER: _alike(one.identity.number, other.identity.number),
        FIRST_NAME: _names(
            workspace, *(first_name(each.identity, policy) for each in (one, other)), policy=policy
        ),
        LAST_NAME: _names(workspace, one.identity.last_name, other.identity.last_name, policy=policy),
        BIRTH_YEAR: _years(one, other, policy),
        BIRTH_DAY: _alike(day_of_birth(one, policy), day_of_birth(other, policy)),
        SEX: _alike(sex_of(one, policy), sex_of(other, policy)),
        PLACE: _places(one, other),
    }
    # Most registers have no house number: a part that one side never tells is none.
    if one.house_no and other.house_no:
        found[HOUSE] = _houses(one, other)
    return tuple(ComparedPart(name, agreement) for name, agreement in found.items())


def first_name(identity: Identity, policy: LinkPolicy) -> str | None:
    """The first name; a title written into it is taken off where no title stands beside it."""
    if identity.title or identity.first_name is None:
        return identity.first_name
    return without_title(identity.first_name, policy.titles)[0]


def sex_of(side: PersonSide, policy: LinkPolicy) -> str | None:
    """m or f, as the record says or as its title tells; None where neither does."""
    identity = side.identity
    told = sex_of_title(identity.title, policy.titles) if identity.title else ""
    if not identity.title:
        told = without_title(identity.first_name, policy.titles)[1]
    return SEXES.get(side.sex or "") or told or None


def day_of_birth(side: PersonSide, policy: LinkPolicy) -> tuple[int, int] | None:
    """Month and day; None where one is not known, or where 1 January stands for that."""
    birth = side.birth
    if birth is None or birth.month is None or birth.day is None:
        return None
    if policy.values.first_january_is_unknown_day and (birth.month, birth.day) == (1, 1):
        return None
    return birth.month, birth.day


def _alike(one: object, other: object) -> Agreement:
    if not one or not other:
        return Agreement.UNKNOWN
    return Agreement.SAME if one == other else Agreement.DIFFERENT


def _names(workspace: Workspace, one: str | None, other: str | None, *, policy: LinkPolicy) -> Agreement:
    bare = [one_byte(bare_name(each)) for each in (one, other)]
    plain = _alike(*bare)
    if plain is not Agreement.DIFFERENT:
        return plain
    with Lake(workspace).read() as connection:
        found = connection.execute("SELECT jaro_winkler_similarity(?, ?)", bare).fetchone()
    similar = found is not None and found[0] >= policy.values.alike_similarity
    return Agreement.NEAR if similar else Agreement.DIFFERENT


def _years(one: PersonSide, other: PersonSide, policy: LinkPolicy) -> Agreement:
    if one.birth is None or other.birth is None:
        return Agreement.UNKNOWN
    apart = abs(one.birth.year - other.birth.year)
    if apart == 0:
        return Agreement.SAME
    return Agreement.NEAR if apart <= policy.values.years_apart else Agreement.DIFFERENT


def _places(one: PersonSide, other: PersonSide) -> Agreement:
    if not one.tambon_code or not other.tambon_code:
        return Agreement.UNKNOWN
    if one.tambon_code == other.tambon_code:
        return Agreement.SAME
    same_amphoe = one.tambon_code[:4] == other.tambon_code[:4]
    return Agreement.NEAR if same_amphoe else Agreement.DIFFERENT


def _houses(one: PersonSide, other: PersonSide) -> Agreement:
    """The house number, which says something within one tambon alone."""
    if not one.tambon_code or one.tambon_code != other.tambon_code:
        return Agreement.UNKNOWN
    return _alike(bare_house_number(one.house_no), bare_house_number(other.house_no))
