"""What the registers let us say of one member before anybody asks a programme's question.

Most of what a programme wants to know stands in no register. It stays unknown here and becomes a
question for the next visit; nothing is assumed in anybody's favour or disfavour.
"""

from __future__ import annotations

import datetime as dt

from samut.engine.household import HouseholdRecord, MemberRecord
from samut.rules.policy_files import Fact, Facts
from samut.rules.thai_dates import PartialDate, age_years

# The first digit of a 13-digit number says how the person was registered: 1 to 5 are Thai
# nationals, 0, 6 and 7 are not; 8 holds both, so it tells nothing.
THAI, NOT_THAI = frozenset("12345"), frozenset("067")


def member_facts(household: HouseholdRecord, member: MemberRecord, age: int | None) -> Facts:
    """The facts of one member of that age, by the names of policy/programmes/_facts.toml."""
    facts: dict[str, Fact] = {
        "age_years": age,
        "is_thai": is_thai(member.identity.number),
        # The census counts who lives in the household, so nobody in it lives in an institution.
        "in_institution": False,
        "has_disability_card": member.registers.get("disability"),
        "receives_elderly_allowance": member.registers.get("elderly-allowance"),
        "member_count": len(household.members) or None,
        "income_year_baht": next((f.value for f in household.facts if f.name == "income_year_baht"), None),
    }
    return facts


def ages_on(birth: PartialDate | None, on: dt.date) -> tuple[int, ...]:
    """Every age in completed years that what is known of the birth date leaves open; empty: any."""
    if birth is None:
        return ()
    return tuple(range(age_years(birth.latest(), on), age_years(birth.earliest(), on) + 1))


def is_thai(number: str | None) -> bool | None:
    """By the first digit of a 13-digit number; None where there is none or it tells nothing."""
    first = (number or "")[:1]
    return True if first in THAI and first else False if first in NOT_THAI and first else None
