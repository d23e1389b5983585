"""Facts that measures ask for and that the census has under other names: how each is read from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from samut.rules.errors import SamutError
from samut.rules.life_cycle import load_life_cycle
from samut.rules.policy_files import STATUSES, Table, nearest, read_table


@dataclass(frozen=True)
class CensusFacts:
    """Who depends on others (life-cycle groups), who farms (first digits of the occupation's code),
    and which failing indicators make the house a problem."""

    dependent_groups: tuple[str, ...]
    farmer_code_prefixes: tuple[str, ...]
    housing_indicators: tuple[str, ...]


@cache
def load_census_facts() -> CensusFacts:
    """policy/groups/census_facts.toml. Raises: POLICY_001, POLICY_003, POLICY_009."""
    table = read_table("groups", "census_facts")
    table.only("id", "label", "source", "status", "dependent", "farmer", "housing_problem")
    dependents = _entry(table, "dependent", "groups")
    known = load_life_cycle().own_labels()
    for group in dependents:
        if group not in known:
            raise SamutError("POLICY_001", table.where, name=group, nearest=nearest(group, known))
    return CensusFacts(
        dependents,
        _entry(table, "farmer", "occupation_code_prefixes"),
        _entry(table, "housing_problem", "indicators"),
    )


def _entry(table: Table, name: str, key: str) -> tuple[str, ...]:
    entry = Table(table.need(name), table.where)
    entry.only(key, "source", "status")
    entry.need("source")
    entry.one_of("status", STATUSES)
    entry.need(key)
    return entry.names(key)
