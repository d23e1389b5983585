"""From a person's 13-digit number to the log of their household, without seeing who it is.

The number is hashed as it arrives and found through the blind index. Nothing but the opaque ids of the
households comes back, and that somebody was sought is in the audit, without the number.
"""

from __future__ import annotations

from django.conf import settings

from samut.engine.lake import Lake
from samut.engine.results import MEMBERS, REGISTER
from samut.engine.workspace import open_workspace
from samut.rules import thai_id
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.accounts.policies import check_may_read_logs
from samut.web.audit.actions import record


def households_of_number(user: User, typed: str) -> tuple[str, ...]:
    """The ids of the households in which somebody with this number lives, of every edition.

    Raises: SITE_002, AUDIT_022 for what is no 13-digit number, AUDIT_023 where nobody has it.
    """
    check_may_read_logs(user)
    number = thai_id.normalise(typed.strip())
    if not thai_id.valid(number):
        raise SamutError("AUDIT_022")
    lake = Lake(open_workspace(settings.SAMUT_WORKSPACE))
    key = lake.keys.blind_index(number)
    editions = [
        edition
        for register, edition in lake.registers()
        if register == REGISTER and lake.has_table(REGISTER, MEMBERS, edition)
    ]
    found: set[str] = set()
    with lake.read() as connection:
        for edition in editions:
            view = lake.view(REGISTER, MEMBERS, edition)
            rows = connection.execute(
                f"SELECT DISTINCT household_id FROM {view} WHERE person_key = $key", {"key": key}
            ).fetchall()
            found.update(household for (household,) in rows if household)
    record("oversight.person_sought", by=user, households=len(found))
    if not found:
        raise SamutError("AUDIT_023")
    return tuple(sorted(found))
