"""The measures that are declared: dimensions, indicators, weights and cutoffs as the policy has them."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from samut.rules.errors import SamutError
from samut.rules.measure_files import KIND as ALKIRE_FOSTER
from samut.rules.measure_files import UNION_KINDS, kind_of, load_weighted
from samut.rules.policy_files import policy_dir
from samut.web.api.callers import caller_of
from samut.web.api.problems import answers
from samut.web.api.schemas_measures import MeasureListOut, MeasureOut, measure_out
from samut.web.api.scopes import Scope

TOLD = (*UNION_KINDS, ALKIRE_FOSTER)
router = Router(tags=["measures"])


def _names() -> list[str]:
    """The measures that are told: those with dimensions and indicators."""
    files = sorted(policy_dir().glob("measures/*.toml"))
    return [file.stem for file in files if kind_of(file.stem) in TOLD]


@router.get("/measures", response=answers(MeasureListOut), summary="Every measure")
def measures(request: HttpRequest) -> MeasureListOut:
    """Names alone; each is told in full under its id."""
    caller_of(request).check(Scope.FIGURES)
    return MeasureListOut(measures=_names())


@router.get("/measures/{measure_id}", response=answers(MeasureOut), summary="One measure")
def measure(request: HttpRequest, measure_id: str) -> MeasureOut:
    """Weights add up to 1. `status` says how sure its source is."""
    caller_of(request).check(Scope.FIGURES)
    if measure_id not in _names():
        raise SamutError("API_019", name="measure")
    return measure_out(load_weighted(measure_id))
