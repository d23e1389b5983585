"""The course of a case: two small tables, who answers for a status and what may follow it.

identified → assigned → surveyed → verified or rejected → planned → in progress → followed up →
re-assessed → closed; a rejected or closed case may be reopened. Any open case may be closed, for
people move, die and refuse at any time.
"""

from __future__ import annotations

from enum import StrEnum

from samut.rules.roles import Role


class CaseStatus(StrEnum):
    """Where a household's case stands."""

    IDENTIFIED = "identified"
    ASSIGNED = "assigned"
    SURVEYED = "surveyed"
    VERIFIED = "verified"
    REJECTED = "rejected"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    FOLLOWED_UP = "followed_up"
    REASSESSED = "reassessed"
    CLOSED = "closed"
    REOPENED = "reopened"


class Outcome(StrEnum):
    """Why a case was closed."""

    LEFT_POVERTY = "left_poverty"
    MOVED = "moved"
    DIED = "died"
    REFUSED = "refused"
    NOT_POOR = "not_poor"


START = CaseStatus.IDENTIFIED

# Who has to do the next step.
OWNER: dict[CaseStatus, Role] = {
    CaseStatus.IDENTIFIED: Role.TAMBON_OFFICER,
    CaseStatus.ASSIGNED: Role.VOLUNTEER,
    CaseStatus.SURVEYED: Role.TAMBON_OFFICER,
    CaseStatus.VERIFIED: Role.TAMBON_OFFICER,
    CaseStatus.REJECTED: Role.DISTRICT_OFFICER,
    CaseStatus.PLANNED: Role.TAMBON_OFFICER,
    CaseStatus.IN_PROGRESS: Role.TAMBON_OFFICER,
    CaseStatus.FOLLOWED_UP: Role.TAMBON_OFFICER,
    CaseStatus.REASSESSED: Role.DISTRICT_OFFICER,
    CaseStatus.CLOSED: Role.DISTRICT_OFFICER,
    CaseStatus.REOPENED: Role.TAMBON_OFFICER,
}

NEXT: dict[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.IDENTIFIED: frozenset({CaseStatus.ASSIGNED, CaseStatus.CLOSED}),
    CaseStatus.ASSIGNED: frozenset({CaseStatus.SURVEYED, CaseStatus.IDENTIFIED, CaseStatus.CLOSED}),
    CaseStatus.SURVEYED: frozenset({CaseStatus.VERIFIED, CaseStatus.REJECTED, CaseStatus.CLOSED}),
    CaseStatus.VERIFIED: frozenset({CaseStatus.PLANNED, CaseStatus.CLOSED}),
    CaseStatus.REJECTED: frozenset({CaseStatus.REOPENED, CaseStatus.CLOSED}),
    CaseStatus.PLANNED: frozenset({CaseStatus.IN_PROGRESS, CaseStatus.CLOSED}),
    CaseStatus.IN_PROGRESS: frozenset({CaseStatus.FOLLOWED_UP, CaseStatus.CLOSED}),
    CaseStatus.FOLLOWED_UP: frozenset({CaseStatus.IN_PROGRESS, CaseStatus.REASSESSED, CaseStatus.CLOSED}),
    CaseStatus.REASSESSED: frozenset({CaseStatus.PLANNED, CaseStatus.CLOSED}),
    CaseStatus.CLOSED: frozenset({CaseStatus.REOPENED}),
    CaseStatus.REOPENED: frozenset({CaseStatus.ASSIGNED, CaseStatus.CLOSED}),
}


def may_move(now: CaseStatus, to: CaseStatus) -> bool:
    """Whether one status may follow another."""
    return to in NEXT[now]
