"""Who works with Samut, and what each kind of person may see.

A role is held in areas and until a date (that is kept with the account). This table says only
what the role itself brings: whether it opens persons and households, the logs, the accounts, and
whether it brings registers in.
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
    """One line of the table of roles. `area_level` is the widest area the role is meant for."""

    role: Role
    label: Text
    area_level: str
    persons: PersonAccess
    reads_logs: bool
    manages_accounts: bool
    imports_registers: bool


def _entry(
    role: Role,
    label: tuple[str, str],
    area_level: str,
    persons: PersonAccess,
    *,
    reads_logs: bool = False,
    manages_accounts: bool = False,
    imports_registers: bool = False,
) -> RoleEntry:
    return RoleEntry(role, Text(*label), area_level, persons, reads_logs, manages_accounts, imports_registers)


_IN_AREA, _WITH_REFERRAL, _NEVER = PersonAccess.IN_AREA, PersonAccess.WITH_REFERRAL, PersonAccess.NEVER

ROLES: dict[Role, RoleEntry] = {
    line.role: line
    for line in (
        _entry(Role.VOLUNTEER, ("อาสาสมัคร", "Volunteer"), "village", _IN_AREA),
        _entry(Role.TAMBON_OFFICER, ("เจ้าหน้าที่ตำบล", "Tambon officer"), "tambon", _IN_AREA),
        _entry(Role.DISTRICT_OFFICER, ("เจ้าหน้าที่อำเภอ", "District officer"), "amphoe", _IN_AREA),
        _entry(
            Role.PROVINCIAL_OFFICER,
            ("เจ้าหน้าที่จังหวัด", "Provincial officer"),
            "province",
            _IN_AREA,
            imports_registers=True,
        ),
        _entry(Role.AGENCY_OFFICER, ("เจ้าหน้าที่หน่วยงาน", "Agency officer"), "province", _WITH_REFERRAL),
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


def sees_persons(role: Role | str) -> bool:
    """Whether the role opens persons in its areas on its own, without a referral."""
    return ROLES[Role(role)].persons is PersonAccess.IN_AREA
