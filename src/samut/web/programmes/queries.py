"""Reads of programmes: what each says of the members of a household."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from samut.engine.household import HouseholdRecord, MemberRecord
from samut.rules.programmes import Eligibility, eligibility, load_programme, programme_ids
from samut.web.accounts.policies import AnyUser
from samut.web.households import queries as households
from samut.web.programmes.facts import member_facts


@dataclass(frozen=True)
class MemberProgrammes:
    """One member and the answer of every programme."""

    member: MemberRecord
    answers: tuple[Eligibility, ...]


@dataclass(frozen=True)
class HouseholdProgrammes:
    """A household and its members' answers."""

    household: HouseholdRecord
    members: tuple[MemberProgrammes, ...]


def household_programmes(user: AnyUser, household_id: str, on: dt.date) -> HouseholdProgrammes:
    """Every programme's answer for every member. The caller logs the look.

    Raises: SITE_001 when the household lies elsewhere, or nowhere.
    """
    record = households.household(user, household_id)
    programmes = [load_programme(name) for name in programme_ids()]
    return HouseholdProgrammes(
        record,
        tuple(
            MemberProgrammes(
                member,
                tuple(
                    eligibility(programme, member_facts(record, member, on), on) for programme in programmes
                ),
            )
            for member in record.members
        ),
    )
