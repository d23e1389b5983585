"""The measures that answer for a household by itself, whatever their kind: rule, levels, scorecard.

Each is read from policy/measures (or from a file of the same form), has examples, and says what is
unclear in its sources.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from samut.rules import household_levels, household_tests, scorecards
from samut.rules.errors import SamutError, Where
from samut.rules.household_levels import HouseholdLevels, household_levels_in
from samut.rules.household_tests import HouseholdTest, household_test_in
from samut.rules.policy_files import Table, nearest, policy_dir, read_file
from samut.rules.scorecards import Scorecard, scorecard_in
from samut.rules.thai_dates import BE_OFFSET

HouseholdMeasure = HouseholdTest | HouseholdLevels | Scorecard
READERS: dict[str, Callable[[Table], HouseholdMeasure]] = {
    household_tests.KIND: household_test_in,
    household_levels.KIND: household_levels_in,
    scorecards.KIND: scorecard_in,
}


def household_measure_ids() -> tuple[str, ...]:
    """The measures of these kinds that policy holds; the folder also holds others."""
    files = sorted((policy_dir() / "measures").glob("*.toml"))
    return tuple(path.stem for path in files if read_file(path).values.get("kind") in READERS)


@cache
def load_household_measure(name: str) -> HouseholdMeasure:
    """The measure of that name in policy/measures, or in that TOML file.

    Raises: POLICY_002 for a name there is none of, ASSESS_003 for a measure of another kind, POLICY_…
    and ASSESS_008 for a file that lacks something or names what is not known.
    """
    path = Path(name)
    if path.suffix != ".toml" or not path.is_file():
        path = policy_dir() / "measures" / f"{name}.toml"
    if not path.is_file():
        known = household_measure_ids()
        raise SamutError("POLICY_002", Where(file=str(name)), name=name, nearest=nearest(name, known))
    table = read_file(path)
    kind = str(table.need("kind"))
    if kind not in READERS:
        raise SamutError("ASSESS_003", table.where, name=name, kind=kind, known=", ".join(READERS))
    return READERS[kind](table)


def newest_edition(measure: HouseholdMeasure, today: date) -> int:
    """The edition (Buddhist year) to take where none is asked for: this year, or the last that has a rule."""
    this_year = today.year + BE_OFFSET
    if not isinstance(measure, HouseholdTest):
        return this_year
    lasts = [each.to_edition or this_year for each in measure.editions if each.from_edition <= this_year]
    return min(this_year, max(lasts, default=this_year))
