"""Reads of households: which result is shown, and its households for those who may see persons.

Whoever may not see a household is told the same whether it exists or not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db.models import QuerySet

from samut.engine.household import HouseholdRecord, ToldFact, household_page
from samut.engine.household_sources import SourcedValue, Visit, sourced_values
from samut.engine.lake import Lake, parquet
from samut.engine.register_rows import RegisterEntry, register_entries
from samut.engine.results import MeasureResult, open_result
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.web.accounts.policies import AnyUser, check_may_see_persons, person_scope_of
from samut.web.areas import queries as areas
from samut.web.households.models import Reassessment, ShownResult

LISTED_LEVELS = ("tambon", "village")


def shown_result(measure: str, edition: int) -> ShownResult | None:
    """The result that pages show for a measure and edition; None before the first load."""
    return ShownResult.objects.filter(measure=measure, edition=edition).first()


def result_folder(workspace: Workspace, shown: ShownResult) -> Path:
    """Where the result lies in the lake."""
    return workspace.lake / "results" / shown.measure / str(shown.edition) / shown.result_id


@lru_cache(maxsize=4)
def _open(folder: Path) -> MeasureResult:
    return open_result(folder)


def current_result() -> MeasureResult:
    """The result in the lake that pages show now. Raises: SITE_005 before the first."""
    return _current()[1]


def _current() -> tuple[ShownResult, MeasureResult]:
    workspace = areas.workspace()
    shown = shown_result(workspace.config.measure, workspace.config.edition)
    if shown is None:
        raise SamutError("SITE_005")
    return shown, _open(result_folder(workspace, shown))


def reassessments_of(result: MeasureResult, household_id: str) -> QuerySet[Reassessment]:
    """What a household was told anew for the edition of a result, oldest first."""
    return Reassessment.objects.filter(
        measure=result.measure, edition=result.edition, household_id=household_id
    )


def _village_of(result: MeasureResult, household_id: str) -> str | None:
    """The village a household lies in; None when there is no such household."""
    return _village_in(result.folder, household_id) if re.fullmatch(r"[0-9a-f]{16}", household_id) else None


# A result never changes, and a page with its parts asks for the same household several times.
@lru_cache(maxsize=4096)
def _village_in(folder: Path, household_id: str) -> str | None:
    result = _open(folder)
    with Lake(areas.workspace()).read() as connection:
        found = connection.execute(
            f"SELECT village_code FROM {parquet(result.households_file)} WHERE household_id = ?",
            [household_id],
        ).fetchone()
    return None if found is None else str(found[0])


def village_for(user: AnyUser, household_id: str) -> str:
    """The village of a household, for whoever may see its persons. Nothing of the household is read.

    Raises: SITE_001 when it lies elsewhere, or nowhere.
    """
    if not person_scope_of(user).codes:
        raise SamutError("SITE_001")
    return _village_for(user, current_result(), household_id)


def _village_for(user: AnyUser, result: MeasureResult, household_id: str) -> str:
    village = _village_of(result, household_id)
    if village is None:
        raise SamutError("SITE_001")
    check_may_see_persons(user, village)
    return village


def household(user: AnyUser, household_id: str) -> HouseholdRecord:
    """One household with its members in the clear. The caller logs the look.

    Raises: SITE_001 when it lies elsewhere, or nowhere.
    """
    if not person_scope_of(user).codes:
        raise SamutError("SITE_001")
    result = current_result()
    return _household(user, result, household_id, list(reassessments_of(result, household_id)))


def _household(
    user: AnyUser, result: MeasureResult, household_id: str, visits: Sequence[Reassessment]
) -> HouseholdRecord:
    village = _village_for(user, result, household_id)
    record = household_page(
        areas.workspace(), result, household_id, anew=_told_anew(visits), village_code=village
    )
    if record is None:
        raise SamutError("SITE_001")
    # Registers imported after the measurement may say that it has moved out of the user's areas.
    check_may_see_persons(user, record.village_code)
    return record


@dataclass(frozen=True)
class SeenWhole:
    """Everything the page of a household tells. `visits`: what it was told anew, oldest first."""

    record: HouseholdRecord
    registers: Mapping[int, tuple[RegisterEntry, ...]]
    values: tuple[SourcedValue, ...]
    visits: tuple[Reassessment, ...]
    shown: ShownResult


def seen_whole(user: AnyUser, household_id: str) -> SeenWhole:
    """A household with its registers and every source of each value, sensitive values too.

    For the household's own page alone. The caller logs the look.
    Raises: SITE_001 when it lies elsewhere, or nowhere; SITE_005 before the first result.
    """
    if not person_scope_of(user).codes:
        raise SamutError("SITE_001")
    shown, result = _current()
    visits = tuple(reassessments_of(result, household_id))
    record = _household(user, result, household_id, visits)
    held = areas.workspace()
    registers = register_entries(held, result, record)
    told = [Visit(each.facts, each.told_on, each.source) for each in reversed(visits)]
    values = sourced_values(held, result, record, registers, told)
    return SeenWhole(record, registers, values, visits, shown)


def told_anew(edition: int, household_id: str) -> dict[str, ToldFact]:
    """The newest answer to each question a household was asked anew, under whichever measure.

    The caller has logged the look.
    """
    return _told_anew(list(Reassessment.objects.filter(edition=edition, household_id=household_id)))


def _told_anew(visits: Sequence[Reassessment]) -> dict[str, ToldFact]:
    """The newest answer to each question that was asked anew."""
    return {
        name: ToldFact(value, each.told_on, each.source)
        for each in visits
        for name, value in each.facts.items()
    }


def registers_of(user: AnyUser, record: HouseholdRecord) -> Mapping[int, tuple[RegisterEntry, ...]]:
    """What the registers say of each member, sensitive values too. For the household's own page alone.

    Raises: SITE_001 for whoever may not see its persons. The caller logs the look.
    """
    check_may_see_persons(user, record.village_code)
    return register_entries(areas.workspace(), current_result(), record)
