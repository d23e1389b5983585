"""A union measure: poor when deprived in any selected dimension, deprived there when any indicator fails.

This is TPMAP's arithmetic: no weights, no cutoff. Every member of the household counts with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from samut.rules.errors import SamutError, Text
from samut.rules.indicators import IndicatorSet, load_indicator_set
from samut.rules.measure_examples import MeasureExample, measure_examples
from samut.rules.policy_files import STATUSES, Table, policy_dir, read_file, read_table
from samut.rules.status import Answer, Words

KINDS = ("union",)
# What an undecided household is: reported as unknown, or taken for not deprived (and said so).
UNKNOWN_RULES = ("report", "not_deprived")


@dataclass(frozen=True)
class Dimension:
    """One dimension: the indicators in it, and the bits they have in the words."""

    id: str
    label: Text
    indicators: tuple[str, ...]
    mask: int


@dataclass(frozen=True)
class Measure:
    """A measure as policy declares it. The order of dimensions is the order of the switch's digits."""

    id: str
    label: Text
    kind: str
    indicator_set: IndicatorSet
    dimensions: tuple[Dimension, ...]
    unknown: str
    source: str
    status: str
    examples: tuple[MeasureExample, ...] = ()

    @property
    def whole_switch(self) -> str:
        return "1" * len(self.dimensions)


def union_measure_ids() -> tuple[str, ...]:
    """The measures of this kind that policy holds; the folder also holds other kinds."""
    files = sorted((policy_dir() / "measures").glob("*.toml"))
    return tuple(path.stem for path in files if read_file(path).values.get("kind") in KINDS)


@cache
def load_measure(measure_id: str) -> Measure:
    """The measure of that name. Raises: POLICY_001, POLICY_002, POLICY_003, POLICY_009."""
    table = read_table("measures", measure_id)
    kind = table.one_of("kind", KINDS)
    table.only("id", "label", "kind", "indicator_set", "unknown", "source", "status", "dimension", "example")
    indicator_set = load_indicator_set(table.need("indicator_set"))
    names = [indicator.id for indicator in indicator_set.indicators]
    return Measure(
        id=table.need("id"),
        label=table.text("label"),
        kind=kind,
        indicator_set=indicator_set,
        dimensions=tuple(_dimension(entry, indicator_set) for entry in table.tables("dimension")),
        unknown=table.one_of("unknown", UNKNOWN_RULES),
        source=table.need("source"),
        status=table.one_of("status", STATUSES),
        examples=measure_examples(table, names),
    )


def _dimension(table: Table, indicator_set: IndicatorSet) -> Dimension:
    table.only("id", "label", "indicators")
    indicators = tuple(table.need("indicators"))
    mask = 0
    for name in indicators:
        mask |= indicator_set.indicator(name, table.where).mask
    return Dimension(table.need("id"), table.text("label"), indicators, mask)


def selected(measure: Measure, switch: str) -> tuple[Dimension, ...]:
    """The dimensions a switch such as 11010 leaves on. Raises: POLICY_008."""
    if len(switch) != len(measure.dimensions) or set(switch) - {"0", "1"}:
        raise SamutError("POLICY_008", switch=switch, count=len(measure.dimensions))
    return tuple(dimension for dimension, on in zip(measure.dimensions, switch, strict=True) if on == "1")


def switch_mask(measure: Measure, switch: str) -> int:
    """All bits of the selected dimensions."""
    mask = 0
    for dimension in selected(measure, switch):
        mask |= dimension.mask
    return mask


def poor(household: Words, measure: Measure, switch: str) -> Answer:
    """Whether the household is poor by the measure with these dimensions on."""
    return _any_failing(household, switch_mask(measure, switch), measure.unknown)


def deprived_in(household: Words, measure: Measure, dimension: Dimension) -> Answer:
    """Whether the household is deprived in one dimension."""
    return _any_failing(household, dimension.mask, measure.unknown)


def _any_failing(household: Words, mask: int, unknown: str) -> Answer:
    if household.deprived & mask:
        return Answer.YES
    if mask & ~household.known and unknown == "report":
        return Answer.UNKNOWN
    return Answer.NO
