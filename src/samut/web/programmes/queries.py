"""Reads of programmes: what each says of the members of a household."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from samut.engine.household import HouseholdRecord, MemberRecord
from samut.rules.programmes import Eligibility, Programme, eligibility, load_programme, programme_ids
from samut.web.accounts.policies import AnyUser
from samut.web.households import queries as households
from samut.web.programmes.facts import ages_on, member_facts


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
                tuple(answer_for_member(programme, record, member, on) for programme in programmes),
            )
            for member in record.members
        ),
    )


def answer_for_member(
    programme: Programme, household: HouseholdRecord, member: MemberRecord, on: dt.date
) -> Eligibility:
    """What a programme says of a member, also where the birth date leaves two ages open.

    Where the answer is the same for both, it holds, and its age is told as a range; where it is not,
    the age is one of the things to ask.
    """
    ages = ages_on(member.birth, on)
    answers = [eligibility(programme, member_facts(household, member, age), on) for age in ages]
    if len({answer.answer for answer in answers}) != 1:
        return eligibility(programme, member_facts(household, member, None), on)
    first = answers[0]
    if len(answers) == 1:
        return first
    told = tuple(
        (name, f"{ages[0]}–{ages[-1]}" if name == "age_years" else value) for name, value in first.facts
    )
    amounts = {answer.baht_month for answer in answers}
    return replace(first, facts=told, baht_month=first.baht_month if len(amounts) == 1 else None)
