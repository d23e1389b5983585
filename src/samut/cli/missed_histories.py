"""`samut missed --histories`: three to five lists of a file, by every model; other intervals of two."""

from __future__ import annotations

import csv
import math
from pathlib import Path

from samut.cli.screen import console
from samut.engine.missed.intervals import bootstrap_of_models, bootstrap_of_two, profile_interval
from samut.engine.missed.log_linear import History, fit_all
from samut.rules.capture_recapture import Estimate, TwoLists, reasons_against, true_overlap
from samut.rules.capture_recapture import profile_interval as profile_of_two
from samut.rules.errors import SamutError
from samut.rules.missed_policy import load_missed_policy

PERSONS = "persons"


def show_histories(path: Path) -> None:
    """Every figure of a file of three to five lists. Raises: MISSED_003, MISSED_008."""
    counts = read_histories(path)
    found, draws = fit_all(counts), load_missed_policy().draws
    means = (("AIC", found.mean_by_aic), ("AICc", found.mean_by_aicc), ("BIC", found.mean_by_bic))
    for name, mean in means:
        console.print(f"เฉลี่ยตาม · mean by {name}: {_told(mean)}")
    drawn = bootstrap_of_models(counts, found, draws.seed, draws.of_models)
    said = _between(drawn.lowest, drawn.highest)
    console.print(f"bootstrap AICc {said}, n = {drawn.rounds:,}, seed {draws.seed}")
    best = found.best()
    profile = profile_interval(counts, best.interactions)
    if best.estimate is not None and profile is not None:
        named = " ".join(":".join(str(place + 1) for place in of) for of in best.interactions) or "-"
        console.print(
            f"AICc ต่ำสุด · best by AICc ({named}): {_told(best.estimate)}\n"
            f"profile likelihood {_between(profile.lowest, profile.highest)}"
        )
    told = [each.estimate.persons for each in found.models if each.estimate is not None]
    console.print(
        f"แบบจำลอง · models {len(told):,} / {len(found.models):,}: {_between(min(told), max(told))}\n"
        f"อย่างน้อย · at least {found.chao_lowest:,.0f} (Chao)"
    )


def show_other_intervals(lists: TwoLists) -> None:
    """Beside the log-normal interval of two lists: by profile and bootstrap, if there is a figure."""
    policy = load_missed_policy()
    if reasons_against(lists, policy.limits):
        return
    one, other = lists.one.persons, lists.other.persons
    both = true_overlap(lists.overlap, lists.sensitivity or 1.0, lists.precision, min(one, other))
    low, high = profile_of_two(one, other, both)
    drawn = bootstrap_of_two(lists, policy.draws.seed, policy.draws.of_two)
    console.print(
        f"  profile likelihood {_between(low, high)}, bootstrap {_between(drawn.lowest, drawn.highest)} "
        f"n = {drawn.rounds:,}, seed {policy.draws.seed}"
    )


def read_histories(path: Path) -> dict[History, int]:
    """A CSV with a column of 1 and 0 for each list, and the column persons. Raises: MISSED_008."""
    counts: dict[History, int] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            try:
                history = tuple(int(value) for name, value in row.items() if name != PERSONS)
                persons = int(row[PERSONS])
            except (KeyError, TypeError, ValueError) as error:
                raise SamutError("MISSED_008") from error
            if history in counts or persons < 0:
                raise SamutError("MISSED_008")
            counts[history] = persons
    return counts


def _told(found: Estimate) -> str:
    return f"{found.persons:,.0f} {_between(found.lowest, found.highest)}"


def _between(low: float, high: float) -> str:
    return f"({low:,.0f} - {'∞' if math.isinf(high) else f'{high:,.0f}'})"
