"""Writes of households: choosing the result that pages show, and what a household was told anew."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction

from samut.engine.lake import Lake
from samut.engine.live.folding import fold
from samut.engine.live.reassessed import standing, words_of, write_told
from samut.rules.policy import load_measure
from samut.rules.policy_files import Fact, Facts, unknown_name
from samut.web.accounts.models import User
from samut.web.accounts.policies import check_may_see_persons
from samut.web.areas.queries import workspace
from samut.web.audit.actions import record
from samut.web.households.models import Reassessment, ShownResult
from samut.web.households.queries import current_result, reassessments_of, village_for


@transaction.atomic
def show_result(
    *,
    by: User | None,
    measure: str,
    edition: int,
    result_id: str,
    measured_at: dt.datetime,
    policy_version: str,
) -> ShownResult:
    """Let pages show this result from now on. The same result again changes nothing."""
    shown = ShownResult.objects.filter(measure=measure, edition=edition).first()
    if shown is not None and shown.result_id == result_id:
        return shown
    shown, _ = ShownResult.objects.update_or_create(
        measure=measure,
        edition=edition,
        defaults={"result_id": result_id, "measured_at": measured_at, "policy_version": policy_version},
    )
    record("result.shown", by=by, target=f"result:{result_id}", measure=measure, edition=edition)
    return shown


@transaction.atomic
def reassess_household(
    *, by: User, household_id: str, answers: Facts, source: str, told_on: dt.date
) -> Reassessment | None:
    """Lay answers asked anew over what is known of a household, and let the figures know.

    `answers` are by the names of the indicator set; one that is None was not told, and what was
    known stays. None where nothing was told. The register's own answers stay as they are.

    Raises: SITE_001 where `by` may not see its persons or there is no such household, SITE_005
    before the first result, POLICY_001 for an answer to a question that no indicator asks.
    """
    village_for(by, household_id)
    result = current_result()
    indicator_set = load_measure(result.measure).indicator_set
    for name in answers:
        if name not in indicator_set.fact_labels:
            raise unknown_name(name, indicator_set.fact_labels)
    told = {name: value for name, value in answers.items() if value is not None}
    known = standing(workspace(), result, household_id)
    if not told or known is None:
        return None
    check_may_see_persons(by, known.line.village_code)
    earlier = list(reassessments_of(result, household_id).select_for_update())
    line = known.line
    if earlier and earlier[-1].pk > result.told_to:
        line = replace(line, words=earlier[-1].after.words)
    facts = dict(known.facts)
    for each in earlier:
        facts |= each.facts
    words = words_of({**facts, **told}, indicator_set, result.edition)
    counts = {name: value for name, value in vars(line).items() if name not in ("village_code", "words")}
    reassessment = Reassessment.objects.create(
        measure=result.measure,
        edition=result.edition,
        result_id=result.result_id,
        household_id=household_id,
        turn=len(earlier) + 1,
        village_code=line.village_code,
        facts=told,
        deprived_before=line.words.deprived,
        known_before=line.words.known,
        applies_before=line.words.applies,
        deprived_after=words.deprived,
        known_after=words.known,
        applies_after=words.applies,
        source=source,
        told_on=told_on,
        by_id=by.pk,
        **counts,
    )
    record(
        "household.reassessed",
        by=by,
        target=f"reassessment:{reassessment.pk}",
        area_code=line.village_code,
        source=source,
        answers=len(told),
    )
    return reassessment


def fold_reassessments(*, by: User | None, settled_before: dt.datetime | None = None) -> ShownResult | None:
    """Make a new result with every household told anew so far, and show it; None when there is nothing new.

    `settled_before` leaves out what was written later. The lake is written first and shown last: a
    fold that breaks off is done again.  Raises: SITE_005 before the first result, WORK_004, WORK_005.
    """
    held, result = workspace(), current_result()
    rows = Reassessment.objects.filter(measure=result.measure, edition=result.edition).order_by("pk")
    if settled_before is not None:
        rows = rows.filter(at__lt=settled_before)
    answers: dict[str, dict[str, Fact]] = {}
    last, changed = 0, dict[str, None]()
    for row in rows.iterator():
        answers.setdefault(row.household_id, {}).update(row.facts)
        last = row.pk
        if row.pk > result.told_to:
            changed[row.household_id] = None
    if not changed:
        return None
    told = write_told(Lake(held), result.edition, answers, last)
    indicator_set = load_measure(result.measure).indicator_set
    anew = {}
    for household_id in changed:
        known = standing(held, result, household_id)
        if known is not None:
            facts = {**known.facts, **answers[household_id]}
            anew[household_id] = words_of(facts, indicator_set, result.edition)
    folded = fold(held, result, told, anew)
    return show_result(
        by=by,
        measure=folded.measure,
        edition=folded.edition,
        result_id=folded.result_id,
        measured_at=dt.datetime.fromisoformat(folded.created_at),
        policy_version=folded.policy_version,
    )
