"""What TPMAP published for one province: the totals a synthetic census must add up to.

The generator knows these margins and nothing of how anybody will compute them again.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from samut.rules.errors import SamutError
from samut.rules.policy import policy_dir

INDICATORS = range(1, 32)
# Which indicators make a household poor in which dimension. Source: domain notes 1.4 (TPMAP front end).
DIMENSIONS: Mapping[str, tuple[int, ...]] = {
    "health": (1, 4, 5, 7),
    "living": (8, 9, 10, 11),
    "education": (15, 16, 17, 19),
    "income": (20, 21, 22),
    "accessibility": (27, 28),
}


@dataclass(frozen=True)
class Margins:
    """The published row of one province and edition, its two files together.

    Unit: persons, unless the name says households. `exposed`, `failing` and `target_by_indicator`
    are keyed by the indicator's number.
    """

    province: str
    edition: int
    households: int
    persons: int
    registered: int
    validated: int
    elderly: int
    disabled: int
    chronic: int
    happiness_mean: float
    exposed: Mapping[int, int]
    failing: Mapping[int, int]
    poor_households: int
    poor_persons: int
    poor_registered: int
    poor_validated: int
    target_by_dimension: Mapping[str, int]
    target_by_indicator: Mapping[int, int]

    @property
    def happiness_sum(self) -> int:
        """The published mean is over households: times their number it is a whole number."""
        return round(self.happiness_mean * self.households)


def published_figures(province: str, edition: int) -> dict[str, str]:
    """TPMAP's published columns of one province, as text.

    Raises: SYNTH_001 when nothing is published for it.
    """
    figures: dict[str, str] = {}
    for kind in ("common", "poor"):
        path = policy_dir() / "published" / "tpmap" / f"{edition}_province_{kind}.csv"
        figures.update(_row(path, province))
    if not figures:
        raise SamutError("SYNTH_001", province=province, edition=edition)
    return figures


def _row(path: Path, province: str) -> dict[str, str]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next((row for row in csv.DictReader(file) if row["province_ID"] == province), {})


def load_margins(province: str, edition: int) -> Margins:
    """The published margins of one province."""
    row = published_figures(province, edition)

    def by_indicator(pattern: str) -> dict[int, int]:
        return {number: int(row[pattern.format(number)]) for number in INDICATORS}

    return Margins(
        province=province,
        edition=edition,
        households=int(row["household.CNT"]),
        persons=int(row["HOUSEMEMBER_CNT"]),
        registered=int(row["MOF_REG_CNT"]),
        validated=int(row["MOF_VAL_CNT"]),
        elderly=int(row["ELDERLY_CNT"]),
        disabled=int(row["DISABLED_CNT"]),
        chronic=int(row["CHRONICPATIENT_CNT"]),
        happiness_mean=float(row["happiness"]),
        exposed=by_indicator("indicator{}.ALL"),
        failing=by_indicator("indicator{}.CNT"),
        poor_households=int(row["poor.household.CNT"]),
        poor_persons=int(row["poor.JPT.CNT"]),
        poor_registered=int(row["poor.JPT.MOFreg.CNT"]),
        poor_validated=int(row["poor.JPT.MOFval.CNT"]),
        target_by_dimension={name: int(row[f"poor.JPT.MOFval.{name}"]) for name in DIMENSIONS},
        target_by_indicator=by_indicator("poor.JPT.MOFval.ind{}.CNT"),
    )
