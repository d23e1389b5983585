"""Who works with Samut, and what each kind of person may see.

A role is held in areas and until a date (that is kept with the account). This table says only
what the role itself brings: whether it opens persons and households, the logs, the accounts, whether it
brings registers in, and whether it can be passed on for a holiday. Beside it: in how wide an area a role
can be held, and which two roles no one person holds at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from samut.rules.errors.entry import Text


class Role(StrEnum):
    """The eight roles. A person may hold several, in different areas."""

    VOLUNTEER = "volunteer"
    TAMBON_OFFICER = "tambon_officer"
    DISTRICT_OFFICER = "district_officer"
    PROVINCIAL_OFFICER = "provincial_officer"
    AGENCY_OFFICER = "agency_officer"
    ANALYST = "analyst"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    ADMINISTRATOR = "administrator"


class PersonAccess(StrEnum):
    """When a role opens a household and its members."""

    IN_AREA = "in_area"
    WITH_REFERRAL = "with_referral"
    NEVER = "never"


@dataclass(frozen=True)
class RoleEntry:
    """One line of the table of roles. `area_level` is the widest area it can be held in.

    `can_be_delegated`: whoever holds it can let somebody stand in for them.
    """

    role: Role
    label: Text
    area_level: str
    persons: PersonAccess
    reads_logs: bool
    manages_accounts: bool
    imports_registers: bool
    can_be_delegated: bool


def _entry(
    role: Role,
    label: tuple[str, str],
    area_level: str,
    persons: PersonAccess,
    *,
    reads_logs: bool = False,
    manages_accounts: bool = False,
    imports_registers: bool = False,
    can_be_delegated: bool = False,
) -> RoleEntry:
    return RoleEntry(
        role,
        Text(*label),
        area_level,
        persons,
        reads_logs,
        manages_accounts,
        imports_registers,
        can_be_delegated,
    )


_IN_AREA, _WITH_REFERRAL, _NEVER = PersonAccess.IN_AREA, PersonAccess.WITH_REFERRAL, PersonAccess.NEVER

ROLES: dict[Role, RoleEntry] = {
    line.role: line
    for line in (
        _entry(Role.VOLUNTEER, ("อาสาสมัคร", "Volunteer"), "village", _IN_AREA),
        _entry(
            Role.TAMBON_OFFICER,
            ("เจ้าหน้าที่ตำบล", "Tambon officer"),
            "tambon",
            _IN_AREA,
            can_be_delegated=True,
        ),
        _entry(
            Role.DISTRICT_OFFICER,
            ("เจ้าหน้าที่อำเภอ", "District officer"),
            "amphoe",
            _IN_AREA,
            can_be_delegated=True,
        ),
        _entry(
            Role.PROVINCIAL_OFFICER,
            ("เจ้าหน้าที่จังหวัด", "Provincial officer"),
            "province",
            _IN_AREA,
            imports_registers=True,
            can_be_delegated=True,
        ),
        _entry(
            Role.AGENCY_OFFICER,
            ("เจ้าหน้าที่หน่วยงาน", "Agency officer"),
            "province",
            _WITH_REFERRAL,
            can_be_delegated=True,
        ),
        _entry(Role.ANALYST, ("นักวิเคราะห์", "Analyst"), "country", _NEVER),
        _entry(
            Role.DATA_PROTECTION_OFFICER,
            ("เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล", "Data protection officer"),
            "country",
            _NEVER,
            reads_logs=True,
        ),
        _entry(Role.ADMINISTRATOR, ("ผู้ดูแลระบบ", "Administrator"), "country", _NEVER, manages_accounts=True),
    )
}

# From wide to narrow.
AREA_LEVELS = ("country", "province", "amphoe", "tambon", "village")
WHOLE_COUNTRY = "TH"


def sees_persons(role: Role | str) -> bool:
    """Whether the role opens persons in its areas on its own, without a referral."""
    return ROLES[Role(role)].persons is PersonAccess.IN_AREA


def can_be_held_at(role: Role | str, level: str) -> bool:
    """Whether the role can be held in an area of this level: that of the role, or a narrower one."""
    return AREA_LEVELS.index(level) >= AREA_LEVELS.index(ROLES[Role(role)].area_level)


def lies_in(area_code: str, around: str) -> bool:
    """Whether an area is another one or lies in it."""
    return around == WHOLE_COUNTRY or area_code.startswith(around)


def _stands_apart(entry: RoleEntry) -> bool:
    return entry.reads_logs or entry.manages_accounts


def go_together(one: Role | str, other: Role | str) -> bool:
    """Whether one person may hold both roles at the same time.

    Whoever gives roles or reads the logs sees no person, whatever else they hold; and nobody who gives
    roles reads the log of what came of it.
    """
    first, second = ROLES[Role(one)], ROLES[Role(other)]
    if first.role == second.role:
        return True
    if _stands_apart(first) and _stands_apart(second):
        return False
    if _stands_apart(first):
        return second.persons is PersonAccess.NEVER
    return not _stands_apart(second) or first.persons is PersonAccess.NEVER
