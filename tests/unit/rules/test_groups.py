"""Target groups and the facts of the census they rest on, as policy declares them."""

from __future__ import annotations

from pathlib import Path

import pytest

from samut.rules import census_facts
from samut.rules.census_facts import load_census_facts
from samut.rules.errors import SamutError
from samut.rules.household_levels import HouseholdLevels
from samut.rules.household_measures import load_household_measure
from samut.rules.household_tests import HouseholdTest
from samut.rules.life_cycle import load_life_cycle
from samut.rules.policy import load_target
from samut.rules.policy_files import Table, read_file
from samut.rules.target_groups import GroupKind, target_group, target_groups


def test_every_group_is_of_something_there_is() -> None:
    for group in target_groups():
        if group.kind is GroupKind.TARGET:
            assert load_target(group.of).id == group.of
        elif group.kind is GroupKind.LIFE_CYCLE:
            assert group.of in load_life_cycle().own_labels()
        elif group.kind is GroupKind.RULE:
            assert isinstance(load_household_measure(group.of), HouseholdTest)
        else:
            levels = load_household_measure(group.of)
            assert isinstance(levels, HouseholdLevels)
            assert group.level in levels.names


def test_every_life_cycle_group_and_level_has_a_list() -> None:
    listed = {group.of for group in target_groups() if group.kind is GroupKind.LIFE_CYCLE}
    assert listed == set(load_life_cycle().own_labels())
    assert [group.level for group in target_groups() if group.level] == ["0", "1", "2", "3"]


def test_lists_are_of_persons_or_of_households() -> None:
    assert target_group("target-poor").of_persons and target_group("elderly").of_persons
    assert not target_group("vulnerable-household").of_persons and not target_group("level-3").of_persons


def test_a_group_there_is_none_of_names_the_nearest() -> None:
    with pytest.raises(SamutError) as told:
        target_group("vulnerable")
    assert told.value.code == "POLICY_002"
    assert "vulnerable-household" in told.value.in_words("en")


def test_dependents_are_life_cycle_groups() -> None:
    assert set(load_census_facts().dependent_groups) <= set(load_life_cycle().own_labels())
    assert load_census_facts().farmer_code_prefixes == ("61", "63")
    assert load_census_facts().housing_indicators == ("secure_housing",)


def test_a_dependent_group_there_is_none_of_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "census_facts.toml"
    path.write_text(
        'id = "x"\nlabel = { th = "ก", en = "a" }\nsource = "-"\nstatus = "proposed"\n'
        '[dependent]\ngroups = ["elders"]\nsource = "-"\nstatus = "proposed"\n',
        encoding="utf-8",
    )

    def here(folder: str, name: str) -> Table:
        return read_file(path)

    monkeypatch.setattr(census_facts, "read_table", here)
    with pytest.raises(SamutError) as told:
        load_census_facts.__wrapped__()
    assert told.value.code == "POLICY_001" and "elderly" in told.value.in_words("en")
