"""Which editions there are figures of: results the site shows, others in the lake, and what was published.

The site shows the result of the workspace's edition. An older one, measured by the command line or shown
before the workspace went on to a new edition, is compared with it here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from samut.engine.lake import MANIFEST, Lake
from samut.engine.results import MeasureResult, open_result
from samut.rules.policy import load_measure
from samut.rules.union import union_measure_ids
from samut.web.areas import queries as areas
from samut.web.households.models import ShownResult
from samut.web.insight.published import REGISTER, published
from samut.web.insight.queries import Holdings, holdings


def measured_editions(measure: str = "") -> dict[int, ShownResult]:
    """The result of each edition, by the workspace's measure where there is one; or of `measure` alone.

    A result that the site does not show is a row that is not in the database.
    """
    usual = areas.workspace().config.measure
    names = [measure] if measure else [*(set(union_measure_ids()) - {usual}), usual]
    found: dict[int, ShownResult] = {}
    for name in names:
        found |= {each.edition: _as_shown(each) for each in _newest(name)}
        found |= {each.edition: each for each in ShownResult.objects.filter(measure=name)}
    return dict(sorted(found.items()))


def _newest(measure: str) -> list[MeasureResult]:
    """The results of a measure in the lake, the newest of each edition last."""
    folder = areas.workspace().lake / "results" / measure
    results = [open_result(path.parent) for path in folder.glob(f"*/*/{MANIFEST}")]
    return sorted(results, key=lambda each: (each.created_at, each.result_id))


def _as_shown(result: MeasureResult) -> ShownResult:
    return ShownResult(
        measure=result.measure,
        edition=result.edition,
        result_id=result.result_id,
        measured_at=dt.datetime.fromisoformat(result.created_at),
        policy_version=result.policy_version,
    )


def editions() -> tuple[int, ...]:
    """Every edition there are figures of, the newest first."""
    told = {edition for register, edition in Lake(areas.workspace()).registers() if register == REGISTER}
    return tuple(sorted({*measured_editions(), *told}, reverse=True))


def held_in(edition: int) -> Holdings:
    """What the workspace holds of an edition: its own result, of the measure it was measured with, and
    what was published."""
    held = holdings()
    if edition == held.config.edition:
        return held
    shown = measured_editions().get(edition)
    measure = held.measure if shown is None else load_measure(shown.measure)
    return replace(held, measure=measure, shown=shown, published=published(areas.workspace(), edition))
