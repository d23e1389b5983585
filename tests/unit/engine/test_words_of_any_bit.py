"""Words are found in parts of twenty bits: an indicator may have any of the sixty-three."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samut.rules.errors import Text
from samut.rules.indicators import LAST_BIT, Indicator, IndicatorSet
from samut.rules.policy_files import Facts, ParametersOnDay
from samut.rules.registry import Rule
from samut.rules.terms import Column
from two_engines import words_by_duckdb, words_by_reference

ON = date(2018, 1, 1)
BITS = (0, 19, 20, 39, 40, 59, 60, LAST_BIT)
NAME = Text(th="ก", en="a")


def indicator(bit: int) -> Indicator:
    def deprived(household: Column, _: ParametersOnDay) -> Column:
        return getattr(household, f"fails_{bit}")

    def applies(household: Column, _: ParametersOnDay) -> Column:
        return getattr(household, f"concerns_{bit}")

    return Indicator(
        id=f"indicator_{bit}",
        number=bit,
        bit=bit,
        label=NAME,
        unit="household",
        source="invented",
        status="proposed",
        rule_status="proposed",
        parameters=(),
        examples=(),
        facts=(f"concerns_{bit}", f"fails_{bit}"),
        rule=Rule(deprived, applies if bit % 2 else None),
    )


SET = IndicatorSet(
    id="any",
    label=NAME,
    source="invented",
    indicators=tuple(indicator(bit) for bit in BITS),
    fact_labels={f"{what}_{bit}": NAME for bit in BITS for what in ("concerns", "fails")},
)
households: st.SearchStrategy[list[Facts]] = st.lists(
    st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in SET.fact_labels}),
    min_size=1,
    max_size=10,
)


@settings(max_examples=30, deadline=None)
@given(households)
def test_every_bit_has_its_place(invented: list[Facts]) -> None:
    assert words_by_duckdb(SET, ON, invented) == words_by_reference(SET, ON, invented)


@pytest.mark.parametrize("bit", BITS)
def test_one_indicator_alone(bit: int) -> None:
    alone = replace(SET, indicators=(indicator(bit),))
    invented: list[Facts] = [{f"fails_{bit}": said, f"concerns_{bit}": True} for said in (True, False, None)]
    assert words_by_duckdb(alone, ON, invented) == words_by_reference(alone, ON, invented)
    assert words_by_duckdb(alone, ON, invented)[0].deprived == 1 << bit
