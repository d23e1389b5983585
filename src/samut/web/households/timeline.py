"""What happened to a household, by day: surveys, entries of registers, visits, imports, results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from samut.engine.household import HouseholdRecord
from samut.engine.household_sources import OTHER_CENSUS, SourcedValue
from samut.engine.register_rows import RegisterEntry
from samut.rules.errors.entry import Text
from samut.rules.status import Answer
from samut.rules.union import poor
from samut.web.households.models import Reassessment, ShownResult
from samut.web.households.presenting import edition_words

RESULTS = {
    Answer.YES: Text("ยากจน", "poor"),
    Answer.NO: Text("ไม่ยากจน", "not poor"),
    Answer.UNKNOWN: Text("ไม่ทราบ", "not known"),
}
CENSUS = Text("จปฐ.", "BMN census")


@dataclass(frozen=True)
class Event:
    """One thing on a day. `note` says more."""

    on: dt.date
    title: Text
    note: Text


def timeline(
    household: HouseholdRecord,
    registers: Mapping[int, Sequence[RegisterEntry]],
    visits: Sequence[Reassessment],
    values: Sequence[SourcedValue],
    shown: ShownResult | None,
) -> tuple[Event, ...]:
    """Everything with a day, the newest first. The logbook's own block tells what came of the logbook."""
    events = [
        *_surveys(household, values),
        *_registered(registers),
        *_imports(household, registers),
        *(_visit(household, each) for each in visits),
    ]
    if shown is not None and shown.measured_at is not None:
        words = RESULTS[household.poor]
        note = Text(f"ผลในขณะนี้: {words.th}", f"Result now: {words.en}")
        events.append(Event(_day(shown.measured_at), Text("คำนวณผลวัด", "Result computed"), note))
    return tuple(sorted(events, key=lambda each: each.on, reverse=True))


def _surveys(household: HouseholdRecord, values: Sequence[SourcedValue]) -> list[Event]:
    days = {(household.surveyed_on, household.edition)}
    days |= {
        (told.on, told.edition)
        for value in values
        if value.member_no is None
        for told in value.told
        if told.by == OTHER_CENSUS and told.edition is not None
    }
    return [
        Event(day, Text("สำรวจ จปฐ.", "Surveyed for the census"), edition_words(CENSUS, edition))
        for day, edition in days
        if day is not None
    ]


def _registered(registers: Mapping[int, Sequence[RegisterEntry]]) -> list[Event]:
    """The days that rows of registers tell: since when somebody is in it, until when a card is good."""
    return [
        Event(
            fact.value,
            entry.label,
            Text(f"{fact.label.th} สมาชิกคนที่ {member}", f"{fact.label.en}, member {member}"),
        )
        for member, entries in registers.items()
        for entry in entries
        if entry.row is not None
        for fact in entry.row.facts
        if isinstance(fact.value, dt.date)
    ]


def _imports(household: HouseholdRecord, registers: Mapping[int, Sequence[RegisterEntry]]) -> list[Event]:
    taken = {(edition_words(CENSUS, household.edition), household.source.imported_at)}
    taken |= {
        (edition_words(entry.label, entry.edition), entry.imported_at)
        for entries in registers.values()
        for entry in entries
        if entry.edition is not None
    }
    return [
        Event(_day(dt.datetime.fromisoformat(at)), Text("นำเข้าทะเบียน", "Register imported"), what)
        for what, at in sorted(taken, key=lambda each: each[0].th)
        if at
    ]


def _visit(household: HouseholdRecord, visit: Reassessment) -> Event:
    measure = household.measure
    before, after = (
        RESULTS[poor(each.words, measure, measure.whole_switch)] for each in (visit.before, visit.after)
    )
    answers = len(visit.facts)
    if before == after:
        note = Text(
            f"{answers} คำตอบ ผลคงเดิม: {after.th}", f"answers: {answers}; result as before: {after.en}"
        )
    else:
        note = Text(
            f"{answers} คำตอบ ผลเปลี่ยนจาก{before.th}เป็น{after.th}",
            f"answers: {answers}; result changed from {before.en} to {after.en}",
        )
    return Event(visit.told_on, Text("ถามใหม่เมื่อลงเยี่ยม", "Asked anew on a visit"), note)


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
