"""The shapes of answers about households, their members, kept lists and jobs."""

from __future__ import annotations

import datetime as dt

from ninja import Schema

from samut.engine.household import HouseholdRecord, MemberRecord
from samut.engine.household_keyset import KeyedHousehold
from samut.web.jobs.models import Job
from samut.web.target_lists.queries import KeptLine


class HouseholdAnswer(Schema):
    """What is told of a household. `poor` and each dimension are yes, no or unknown; null is not known."""

    id: str
    village_code: str
    house_no: str | None
    latitude: float | None
    longitude: float | None
    surveyed_on: dt.date | None
    members: int
    poor: str
    dimensions: dict[str, str]


class HouseholdOut(HouseholdAnswer):
    """One household of a list, with counts of its members."""

    registered_persons: int
    target_persons: int
    target_unknown_persons: int


class HouseholdsOut(Schema):
    """One page of households. `next`: the cursor of the following page; null at the end."""

    edition: int
    measure: str
    households: list[HouseholdOut]
    next: str | None


class PersonOut(Schema):
    """One member. `registers`: in it, not in it, or null where it could not be looked up.

    The four texts of who it is are null without the scope `names`, and where they are not known.
    """

    household_id: str
    member_no: int
    birth_year: int | None
    birth_month: int | None
    birth_day: int | None
    sex: str | None
    relation: str | None
    target: str
    registers: dict[str, bool | None]
    number: str | None
    title: str | None
    first_name: str | None
    last_name: str | None


class PersonsOut(Schema):
    """The members of one household or of one page of households."""

    edition: int
    persons: list[PersonOut]
    next: str | None


class FactOut(Schema):
    """One answer of a household: what counts, what the register says, and when it was told anew."""

    name: str
    label_th: str
    label_en: str
    value: str | None
    registered: str | None
    told_on: dt.date | None


class HouseholdDetailOut(HouseholdAnswer):
    """One household with the answers that its measure rests on."""

    edition: int
    measure: str
    facts: list[FactOut]


class ListOut(Schema):
    """One kept list of a target group. Counts are persons or households, as `of_persons` says."""

    id: str
    group: str
    area_code: str
    edition: int
    of_persons: bool
    kept_at: str
    reason: str
    counts: dict[str, int]


class ListsOut(Schema):
    """The kept lists that reach into an area, the newest first."""

    lists: list[ListOut]


class ListedOut(Schema):
    """One member of a list, with the facts that put it there. `member_no` null: the whole household."""

    household_id: str
    member_no: int | None
    village_code: str | None
    house_no: str | None
    because_th: str
    because_en: str


class ListMembersOut(Schema):
    """One page of a kept list. `next`: the following page; null at the end."""

    id: str
    answer: str
    total: int
    members: list[ListedOut]
    next: str | None


class JobOut(Schema):
    """One of the caller's jobs. `total` null: nobody knows yet."""

    id: int
    kind: str
    state: str
    done: int
    total: int | None
    created_at: dt.datetime
    finished_at: dt.datetime | None
    problem: str | None


class JobsOut(Schema):
    """The caller's jobs, the newest first."""

    jobs: list[JobOut]
    next: str | None


def household_out(one: KeyedHousehold) -> HouseholdOut:
    return HouseholdOut(
        id=one.household_id,
        village_code=one.village_code,
        house_no=one.house_no,
        latitude=one.latitude,
        longitude=one.longitude,
        surveyed_on=one.surveyed_on,
        members=one.member_count,
        registered_persons=one.registered_persons,
        target_persons=one.target_persons,
        target_unknown_persons=one.target_unknown_persons,
        poor=one.poor.value,
        dimensions={name: answer.value for name, answer in one.dimensions.items()},
    )


def person_out(household_id: str, member: MemberRecord, *, names: bool) -> PersonOut:
    birth, who = member.birth, member.identity
    return PersonOut(
        household_id=household_id,
        member_no=member.member_no,
        birth_year=birth.year if birth else None,
        birth_month=birth.month if birth else None,
        birth_day=birth.day if birth else None,
        sex=member.sex,
        relation=member.relation,
        target=member.target.value,
        registers=dict(member.registers),
        number=who.number if names else None,
        title=who.title if names else None,
        first_name=who.first_name if names else None,
        last_name=who.last_name if names else None,
    )


def household_detail_out(record: HouseholdRecord) -> HouseholdDetailOut:
    return HouseholdDetailOut(
        id=record.household_id,
        village_code=record.village_code,
        house_no=record.house_no,
        latitude=record.latitude,
        longitude=record.longitude,
        surveyed_on=record.surveyed_on,
        edition=record.edition,
        measure=record.measure.id,
        members=len(record.members),
        poor=record.poor.value,
        dimensions={each.dimension.id: each.answer.value for each in record.dimensions},
        facts=[
            FactOut(
                name=each.name,
                label_th=each.label.th,
                label_en=each.label.en,
                value=None if each.value is None else str(each.value),
                registered=None if each.registered is None else str(each.registered),
                told_on=each.told.on if each.told else None,
            )
            for each in record.facts
        ],
    )


def list_out(line: KeptLine) -> ListOut:
    kept = line.kept
    return ListOut(
        id=kept.id,
        group=kept.group,
        area_code=kept.area_code,
        edition=kept.edition,
        of_persons=kept.of_persons,
        kept_at=kept.kept_at,
        reason=kept.reason,
        counts=dict(kept.counts),
    )


def job_out(job: Job) -> JobOut:
    return JobOut(
        id=job.pk,
        kind=job.kind,
        state=job.state,
        done=job.done,
        total=job.total,
        created_at=job.created_at,
        finished_at=job.finished_at,
        problem=job.error_code or None,
    )
