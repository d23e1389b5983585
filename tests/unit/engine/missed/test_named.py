"""Who is missed, by name: exactly the households that belong for certain, with why, and who lives there."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import duckdb
import pytest

from register_files import card, card_csv, household, household_csv, member, member_csv, number, write
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.missed import named as named_module
from samut.engine.missed.cells import HouseholdCell
from samut.engine.missed.counting import GROUPS, missed_of
from samut.engine.missed.named import ALL_GROUPS, KNOWN, _in_groups, listed_households, members_of
from samut.engine.registers.importing import import_register
from samut.engine.results import MeasureResult
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.errors import SamutError
from samut.rules.missed_policy import load_missed_policy

EDITION = 2561


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    """A poor household without a card; a rich one with; a poor one of whose member nothing is known."""
    office = create_workspace(tmp_path / "office", name="test", demo=True, province="22", edition=EDITION)
    houses = ((1, "1000"), (2, "900000"), (3, "1000"))
    census = household_csv([household(place, income_year_baht=baht) for place, baht in houses])
    people = [
        member(1, 1, birth="01/06/2490"),
        member(1, 2, first_name="มาลี"),
        member(2, 1),
        member(3, 1, person_key="12"),
    ]
    files = [write(office, "households.csv", census), write(office, "members.csv", member_csv(people))]
    import_register(office, "bmn", files, edition=EDITION)
    import_register(
        office, "welfare-card", [write(office, "cards.csv", card_csv([card(21)]))], edition=EDITION
    )
    return office


def measured(office: Workspace) -> MeasureResult:
    return measure(office, office.config.measure, EDITION, link(office, EDITION))


@pytest.mark.parametrize("wanted", [ALL_GROUPS, *((each,) for each in ALL_GROUPS), ()])
def test_sql_takes_the_households_of_whom_a_group_is_certain(wanted: tuple[str, ...]) -> None:
    with duckdb.connect() as connection:
        for way in product(KNOWN, KNOWN, KNOWN):
            values = ", ".join("NULL" if each is None else str(each) for each in way)
            row = connection.execute(
                f"SELECT {_in_groups(wanted)} FROM (VALUES ({values})) AS household (poor, vulnerable, card)"
            ).fetchone()
            cell = HouseholdCell("", *way, 1, 1)
            expected = any(each.belongs(cell) is True for each in GROUPS if each.id in wanted)
            assert row == (expected,), (way, wanted)


def test_a_household_is_listed_with_its_groups_and_the_facts(office: Workspace) -> None:
    result = measured(office)
    rich, poor = sorted(listed_households(office, result, "2205"), key=lambda each: each.persons)
    assert "poor_without_card" in poor.groups and poor.card is False
    assert "Average income" in " ".join(each.en for each in poor.failing)
    assert (poor.persons, poor.village, poor.house_no) == (2, "22050602", "1")
    assert (rich.groups, rich.card, rich.failing) == (("card_fails_nothing",), True, ())
    for group, count in zip(GROUPS, missed_of(office, result, "2205").groups(), strict=True):
        found = listed_households(office, result, "2205", (group.id,))
        assert (len(found), sum(each.persons for each in found)) == (count.households, count.persons)
    assert listed_households(office, result, "2206") == ()


def test_a_vulnerable_household_says_why(office: Workspace) -> None:
    result = measured(office)
    found = listed_households(office, result, "TH", ("vulnerable_without_card",))
    assert found
    assert all(each.vulnerable for each in found)


def test_who_lives_there_is_named_with_their_own_card(office: Workspace) -> None:
    result = measured(office)
    households = sorted(listed_households(office, result), key=lambda each: -each.persons)
    members = members_of(office, result, households)
    poor, rich = (members[each.household_id] for each in households)
    assert [each.identity.full_name for each in poor] == ["นางสมหญิง ทดสอบ", "นางมาลี ทดสอบ"]
    assert poor[0].identity.number == number(11)
    assert (poor[0].ages.least, poor[0].card, rich[0].card) == (70, False, True)
    assert members_of(office, result, ()) == {}


def test_a_list_of_too_many_is_refused_before_a_name_is_opened(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = replace(load_missed_policy(), most_named=2)
    monkeypatch.setattr(named_module, "load_missed_policy", lambda: narrow)
    result = measured(office)
    with pytest.raises(SamutError, match="MISSED_010"):
        listed_households(office, result)
    assert listed_households(office, result, "TH", ("card_fails_nothing",))
