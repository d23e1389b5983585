"""Households drawn as text tables, and the words each engine must give them.

yes / no / ? / - : deprived, not deprived, unknown, not applicable. An empty cell is a fact not told.
"""

# The tables are drawn as wide as their facts are named.
# ruff: noqa: E501

from __future__ import annotations

from datetime import date

import pytest

from samut.rules.policy import load_indicator_set
from samut.rules.policy_files import Fact, Facts
from samut.rules.reference import statuses
from samut.rules.status import Status
from two_engines import ENGINES

SET = load_indicator_set("bmn-2560")
ON = date(2018, 1, 1)
SIGN = {Status.DEPRIVED: "yes", Status.NOT_DEPRIVED: "no", Status.UNKNOWN: "?", Status.NOT_APPLICABLE: "-"}

TABLES = {
    "average_income": """
        income_year_baht | member_count | says
        37999            | 1            | yes
        38000            | 1            | no
        38001            | 1            | no
        75999            | 2            | yes
        76000            | 2            | no
        0                | 3            | yes
        -5000            | 3            | yes
                         | 3            | ?
        99999            |              | ?
    """,
    "birth_weight": """
        child_to_1_count | birth_weight_low_count | says
        1                | 1                      | yes
        1                | 0                      | no
        1                |                        | ?
        0                |                        | -
        0                | 1                      | -
                         | 1                      | ?
                         |                        | ?
    """,
    "breast_feeding": """
        infant_under_6m_count | infant_under_6m_not_breastfed_count | infant_6_12m_count | infant_6_12m_not_breastfed_count | says
        0                     |                                     | 1                  | 0                                | no
        0                     | 1                                   | 1                  | 0                                | no
        1                     | 1                                   |                    |                                  | yes
        1                     | 0                                   |                    | 0                                | no
        1                     | 0                                   |                    |                                  | ?
        0                     |                                     | 0                  |                                  | -
        0                     |                                     |                    | 0                                | ?
    """,
    "exercise": """
        person_6_up_exercise_count | person_6_up_exertion_count | person_6_up_no_exercise_count | says
        2                          | 0                          | 0                             | no
        0                          | 0                          | 1                             | yes
        0                          | 0                          | 0                             | -
                                   |                            | 1                             | yes
                                   |                            | 0                             | ?
        1                          |                            |                               | ?
    """,
    "elderly_job": """
        elder_worker_count | elder_no_job_no_income_count | elder_no_job_with_income_count | says
        2                  | 0                            | 1                              | yes
        2                  | 1                            |                                | yes
        2                  | 0                            | 0                              | no
        2                  | 0                            |                                | ?
        0                  | 0                            | 0                              | -
    """,
    "secure_housing": """
        tenure_secure | house_durable | says
        true          | true          | no
        true          | false         | yes
        false         |               | yes
        true          |               | ?
    """,
    "pollution": """
        pollution_noise | pollution_vibration | pollution_dust | pollution_smell | pollution_waste_water | pollution_waste | says
        false           | false               | false          | false           | false                 | false           | no
        false           | false               | true           | false           | false                 | false           | yes
                        |                     | true           |                 |                       |                 | yes
                        | false               | false          | false           | false                 | false           | ?
    """,
    "safety": """
        crime_killing | crime_assault | crime_property_loss_baht | crime_trespass | crime_other | says
        false         | false         | 0                        | false          | false       | no
        false         | false         | 1                        | false          | false       | yes
        false         | false         |                          | false          | false       | ?
        false         | true          |                          | false          | false       | yes
    """,
    "saving": """
        saves_nothing | says
        true          | yes
        false         | no
                      | ?
    """,
    "family_warmth": """
        member_count | family_time_together | family_respects | family_consults | alone_visits_relatives | alone_content | says
        3            | true                 | true            | true            |                        |               | no
        3            | true                 | false           |                 |                        |               | yes
        2            | true                 | true            |                 | true                   | true          | ?
        1            | false                | false           | false           | true                   | false         | no
        1            |                      |                 |                 | false                  | true          | no
        1            |                      |                 |                 | false                  | false         | yes
        1            | true                 | true            | true            | false                  |               | ?
                     | false                |                 |                 | false                  | false         | ?
                     | true                 | true            | true            | true                   |               | no
    """,
}


def cell(text: str) -> Fact:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text else None


def drawn(table: str) -> tuple[list[Facts], list[str]]:
    """The households of a table, and what its last column says of each."""
    lines = [line for line in table.splitlines() if line.strip()]
    names, *rows = [[part.strip() for part in line.split("|")] for line in lines]
    households: list[Facts] = [
        {name: cell(text) for name, text in zip(names[:-1], row[:-1], strict=True)} for row in rows
    ]
    return households, [row[-1] for row in rows]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("indicator", TABLES)
def test_each_household_gets_what_the_table_says(indicator: str, engine: str) -> None:
    households, says = drawn(TABLES[indicator])
    found = ENGINES[engine](SET, ON, households)
    assert [SIGN[statuses(each, SET)[indicator]] for each in found] == says


@pytest.mark.parametrize("engine", ENGINES)
def test_a_household_of_which_nothing_is_known_is_unknown_throughout(engine: str) -> None:
    (found,) = ENGINES[engine](SET, ON, [{}])
    assert (found.deprived, found.known, found.applies) == (0, 0, SET.mask)
