"""Lists of target groups: asked as the slow, obvious way asks, kept for ever, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from register_files import card, card_csv, household, household_csv, member, member_csv, number, write
from samut.engine.lake import Lake, parquet
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.registers.importing import import_register
from samut.engine.results import MeasureResult
from samut.engine.target_lists.comparing import Change, Why, compare
from samut.engine.target_lists.keeping import KeptList, keep, kept_list, kept_lists
from samut.engine.target_lists.telling import listed
from samut.engine.target_lists.units import ask
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.errors import SamutError
from samut.rules.household_levels import HouseholdLevels, level_range
from samut.rules.household_measures import load_household_measure
from samut.rules.household_tests import HouseholdTest, household_answer
from samut.rules.target_groups import target_group

EDITION = 2561
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)

# household | income a year | house secure | members: born, health (0 well, 1 disabled, 2 chronic),
# can help self, occupation, card (v verified, r registered only, - none, ? no number on the form)
CENSUS = """
1 150000 1 2520,0,1,6111,-  2557,0,1,0110,-
2 150000 1 2520,0,1,5223,-  2530,0,1,5223,-
3 150000 1 2520,0,1,5223,v  2530,0,1,5223,-
4 150000 1 2520,0,1,5223,?  2530,0,1,5223,-
5 150000 0 2490,0,1,5223,r  2558,0,0,0110,-  2560,0,0,-,-
6 ?      1 2520,2,1,5223,-  2530,0,1,5223,-
7 90000  ? 2520,2,1,5223,?
8 900000 1 2490,1,0,6320,-  2490,0,1,5223,-  2530,0,1,5223,-
9 90000  1 2520,2,1,5223,-  2490,0,1,5223,-  2491,0,1,5223,-
"""


def lines(census: str) -> Iterator[tuple[int, str, str, list[list[str]]]]:
    for line in census.splitlines():
        if line.strip():
            place, income, secure, *people = line.split()
            yield int(place), income, secure, [person.split(",") for person in people]


def census_in(office: Workspace, census: str, edition: int, name: str) -> MeasureResult:
    households, members, cards = [], [], []
    for place, income, secure, people in lines(census):
        told = {"income_year_baht": "" if income == "?" else income}
        told["tenure_secure"] = {"?": ""}.get(secure, secure)
        households.append(household(place, **told))
        for order, (born, health, helps, job, has_card) in enumerate(people, start=1):
            cells = {
                "birth": f"00/00/{born}",
                "health": health,
                "can_help_self": helps,
                "occupation_code": job,
            }
            cells["relation"] = "1" if order == 1 else "3"
            if has_card == "?":
                cells["person_key"] = ""
            members.append(member(place, order, **cells))
            if has_card in "vr":
                cards.append(card(place * 10 + order, validated="1" if has_card == "v" else "0"))
    files = [
        write(office, f"{name}_h.csv", household_csv(households)),
        write(office, f"{name}_m.csv", member_csv(members)),
    ]
    assert import_register(office, "bmn", files, edition=edition).quarantined == 0
    if cards:
        path = write(office, f"{name}_c.csv", card_csv(cards))
        assert import_register(office, "welfare-card", [path], edition=edition).quarantined == 0
    return measure(office, "tpmap-2561", edition, link(office, edition))


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", name="test", demo=True, province="22", edition=EDITION)


def asked(office: Workspace, result: MeasureResult, group: str, area: str = "TH") -> dict[str, str]:
    """The answer of each household (its place in the drawing) or person (place/number)."""
    lake = Lake(office)
    found = ask(lake, result, target_group(group), area)
    houses = {lake.keys.household_id(f"9999{place:07d}"): place for place in range(1, 50)}
    with lake.read() as connection:
        rows = connection.execute(f"SELECT household_id, member_no, answer FROM {found.sql}").fetchall()
    return {f"{houses[house]}{'' if order is None else f'/{order}'}": answer for house, order, answer in rows}


def worlds(people: list[list[str]]) -> Iterator[dict[str, int]]:
    """Every way it can be: who holds a card, is in the farmer register, depends on others."""
    cards = [{"v": [True], "?": [True, False]}.get(each[4], [False]) for each in people]
    # Nobody imported a farmer register, so of nobody it is known whether they are in it.
    farmers = [[True, False]] * len(people)
    dependents = []
    for born, health, helps, _, _ in people:
        by_age = EDITION - int(born) <= 5 or EDITION - int(born) > 60
        if by_age or health == "1" or (helps == "0" and health != "0"):
            dependents.append([True])
        else:
            # The census has one answer for health: of the chronically ill it does not say more.
            dependents.append([True, False] if health == "2" else [False])
    for card_world, farmer_world, dependent_world in product(
        product(*cards), product(*farmers), product(*dependents)
    ):
        yield {
            "welfare_card_count": sum(card_world),
            "farmer_registered_count": sum(farmer_world),
            "dependent_count": sum(dependent_world),
        }


def slowly(measure_id: str, edition: int) -> dict[str, set[str]]:
    """What the measure can say of each household, over all the worlds there can be."""
    chosen = load_household_measure(measure_id)
    said: dict[str, set[str]] = {}
    for place, income, secure, people in lines(CENSUS):
        plain = {
            "income_year_baht": None if income == "?" else int(income),
            "member_count": len(people),
            "head_is_farmer": people[0][3].startswith(("61", "63")),
            "housing_problem": {"1": False, "0": True}.get(secure),
        }
        answers: set[str] = set()
        for world in worlds(people):
            if isinstance(chosen, HouseholdTest):
                answers.add(household_answer(chosen, {**plain, **world}, edition).answer.value)
            elif isinstance(chosen, HouseholdLevels):
                names = chosen.names
                lowest, highest = level_range(chosen, {**plain, **world}, edition)
                answers |= set(names[names.index(lowest) : names.index(highest) + 1])
        said[str(place)] = answers
    return said


def test_vulnerable_households_are_those_of_every_world(office: Workspace) -> None:
    result = census_in(office, CENSUS, EDITION, "a")
    expected = {
        place: answers.pop() if len(answers) == 1 else "unknown"
        for place, answers in slowly("vulnerable-household", EDITION).items()
    }
    found = asked(office, result, "vulnerable-household")
    assert found == expected
    # By hand: poor without a card; with one; not known whether with one; a farmer nobody looked up.
    assert (found["2"], found["3"], found["4"], found["8"]) == ("yes", "no", "unknown", "unknown")
    # Registered is no card yet.
    assert found["5"] == "yes"


@pytest.mark.parametrize("level", ["0", "1", "2", "3"])
def test_levels_leave_open_only_what_is(office: Workspace, level: str) -> None:
    result = census_in(office, CENSUS, EDITION, "a")
    expected = {
        place: "no" if level not in answers else "yes" if answers == {level} else "unknown"
        for place, answers in slowly("vulnerable-levels", EDITION).items()
    }
    assert asked(office, result, f"level-{level}") == expected
    assert len(set(expected.values())) > 1


def test_life_cycle_groups_are_of_persons(office: Workspace) -> None:
    result = census_in(office, CENSUS, EDITION, "a")
    elderly = asked(office, result, "elderly")
    assert {unit for unit, answer in elderly.items() if answer == "yes"} == {
        "5/1",
        "8/1",
        "8/2",
        "9/2",
        "9/3",
    }
    assert {unit for unit, answer in asked(office, result, "alone").items() if answer == "yes"} == {"7/1"}
    disabled = asked(office, result, "disabled")
    assert disabled["8/1"] == "yes" and disabled["6/1"] == "unknown" and disabled["1/1"] == "no"


def test_target_poor_says_which_indicators_and_the_card(office: Workspace) -> None:
    # Under 38,000 baht a person and year is poor.
    result = census_in(office, "1 20000 1 2520,0,1,5223,v 2530,0,1,5223,- 2531,0,1,5223,?", EDITION, "a")
    assert asked(office, result, "target-poor") == {"1/1": "yes", "1/2": "no", "1/3": "unknown"}
    group = target_group("target-poor")
    relation = ask(Lake(office), result, group).sql
    (unit,) = listed(Lake(office), relation, group, edition=EDITION, measure_id=result.measure)
    assert unit.member_no == 1
    assert unit.in_words("en").endswith("registration verified: yes")
    assert "income" in unit.in_words("en").lower()
    (open_one,) = listed(
        Lake(office), relation, group, edition=EDITION, measure_id=result.measure, answer="unknown"
    )
    assert open_one.in_words("en") == "registration verified: not known"


def test_a_member_comes_with_the_facts_that_decided(office: Workspace) -> None:
    result = census_in(office, CENSUS, EDITION, "a")

    def said(group_id: str, place: int, answer: str = "yes") -> str:
        group, lake = target_group(group_id), Lake(office)
        units = listed(
            lake,
            ask(lake, result, group).sql,
            group,
            edition=EDITION,
            measure_id=result.measure,
            answer=answer,
        )
        house = lake.keys.household_id(f"9999{place:07d}")
        return next(unit for unit in units if unit.household_id == house).in_words("en")

    poor = said("vulnerable-household", 2)
    assert "150,000" in poor and "welfare card (persons): 0" in poor and "farmer:" not in poor
    assert "welfare card (persons): not known" in said("vulnerable-household", 4, "unknown")
    # Two elders for certain, of a third it is not known: at least two depend on others.
    assert "at least 2" in said("level-1", 9, "unknown")
    assert said("disabled", 8) == "health by the census: disabled"
    assert said("elderly", 5) == "age (years): 70-71"


def test_area_bounds_the_list(office: Workspace) -> None:
    result = census_in(office, CENSUS, EDITION, "a")
    assert len(asked(office, result, "vulnerable-household", "220506")) == 9
    assert asked(office, result, "vulnerable-household", "2201") == {}
    for nowhere in ("99", "220", "", "22' OR true --"):
        with pytest.raises(SamutError) as told:
            asked(office, result, "vulnerable-household", nowhere)
        assert told.value.code == "LIST_006"


def kept(office: Workspace, result: MeasureResult, group: str, **values: object) -> KeptList:
    given = {"reason": "for the municipality", "by": "somchai", "at": NOW} | values
    return keep(office, result, target_group(group), **given)  # type: ignore[arg-type]


def test_a_kept_list_does_not_change(office: Workspace) -> None:
    first = kept(office, census_in(office, CENSUS, EDITION, "a"), "vulnerable-household")
    assert (first.counts["yes"], first.reason, first.kept_by, first.edition) == (
        sum(answers == {"yes"} for answers in slowly("vulnerable-household", EDITION).values()),
        "for the municipality",
        "somchai",
        EDITION,
    )
    # The register is corrected afterwards: everybody is rich. The list is what it was.
    richer = CENSUS.replace("150000", "950000").replace("90000 ", "990000")
    later = census_in(office, richer, EDITION, "b")
    again = kept_list(office, first.id)
    assert again == first and again.counts == first.counts
    second = kept(office, later, "vulnerable-household", at=NOW.replace(hour=10))
    assert second.counts["yes"] < first.counts["yes"]
    assert [each.id for each in kept_lists(office)] == [second.id, first.id]


def test_a_list_needs_a_reason(office: Workspace) -> None:
    result = census_in(office, CENSUS, EDITION, "a")
    with pytest.raises(SamutError) as told:
        kept(office, result, "elderly", reason="  ")
    assert told.value.code == "LIST_002"
    assert kept_lists(office) == ()


def test_a_list_somebody_altered_is_refused(office: Workspace) -> None:
    first = kept(office, census_in(office, CENSUS, EDITION, "a"), "elderly")
    first.units.write_bytes(first.units.read_bytes() + b" ")
    with pytest.raises(SamutError) as told:
        kept_list(office, first.id)
    assert told.value.code == "LIST_005"
    with pytest.raises(SamutError) as told:
        kept_list(office, "elderly-2561")
    assert told.value.code == "LIST_003" and first.id in told.value.in_words("en")


BEFORE = """
1 100000 1 2520,0,1,5223,-
2 50000  1 2520,0,1,5223,-
3 50000  1 2520,0,1,5223,-
4 ?      1 2520,0,1,5223,-
5 50000  1 2520,0,1,5223,-
6 50000  1 2520,0,1,5223,-
"""
AFTER = """
1 50000  1 2520,0,1,5223,-
2 500000 1 2520,0,1,5223,-
4 50000  1 2520,0,1,5223,-
5 ?      1 2520,0,1,5223,-
6 50000  1 2520,0,1,5223,-
7 50000  1 2520,0,1,5223,-
"""


def test_two_lists_say_who_came_in_who_dropped_out_and_why(office: Workspace) -> None:
    cards = write(office, "cards.csv", card_csv([card(999)]))
    import_register(office, "welfare-card", [cards], edition=EDITION)
    first = kept(office, census_in(office, BEFORE, EDITION, "a"), "vulnerable-household")
    second = kept(office, census_in(office, AFTER, EDITION + 1, "b"), "vulnerable-household")
    found = compare(office, first, second)
    houses = {Lake(office).keys.household_id(f"9999{place:07d}"): place for place in range(1, 8)}
    moved = {
        houses[line["household_id"]]: (line["change"], line["why"], line["facts_changed"])
        for line in found.moved.to_pylist()
    }
    income = ["income_year_baht"]
    assert moved == {
        1: (Change.CAME_IN, Why.FACTS, income),
        2: (Change.DROPPED_OUT, Why.FACTS, income),
        3: (Change.DROPPED_OUT, Why.NOT_THERE_AFTER, None),
        4: (Change.CAME_IN, Why.UNKNOWN_BEFORE, income),
        5: (Change.DROPPED_OUT, Why.UNKNOWN_AFTER, income),
        7: (Change.CAME_IN, Why.NOT_THERE_BEFORE, None),
    }
    assert (found.total(Change.STAYED), found.rule_changed) == (1, False)


def test_persons_are_found_again_by_their_number(office: Workspace) -> None:
    """Somebody who moved to another house is the same person; lists of another group do not compare."""
    first = kept(office, census_in(office, "1 1 1 2490,0,1,5223,- 2489,0,1,5223,-", EDITION, "a"), "elderly")
    households = write(office, "h.csv", household_csv([household(2)]))
    moved = member(2, 1, person_key=number(11), birth="00/00/2490")
    members = write(office, "m.csv", member_csv([moved]))
    import_register(office, "bmn", [households, members], edition=EDITION + 1)
    result = measure(office, "tpmap-2561", EDITION + 1, link(office, EDITION + 1))
    second = kept(office, result, "elderly")
    found = compare(office, first, second)
    assert found.total(Change.STAYED) == 1
    (gone,) = found.moved.to_pylist()
    assert (gone["member_no"], gone["why"]) == (2, Why.NOT_THERE_AFTER)
    with pytest.raises(SamutError) as told:
        compare(office, first, kept(office, result, "alone"))
    assert told.value.code == "LIST_004"


def test_another_rule_is_told_apart_from_other_facts(office: Workspace) -> None:
    first = kept(office, census_in(office, BEFORE, EDITION, "a"), "elderly")
    same = first.units.read_bytes()
    altered = KeptList(**{**vars(first), "rule": "65-", "id": "later"})
    assert altered.units.read_bytes() == same
    found = compare(office, first, altered)
    assert found.rule_changed and found.moved.num_rows == 0


def test_every_unit_is_kept_once(office: Workspace) -> None:
    first = kept(office, census_in(office, CENSUS, EDITION, "a"), "elderly")
    with Lake(office).read() as connection:
        (row,) = connection.execute(
            f"SELECT count(*), count(DISTINCT (household_id, member_no)) FROM {parquet(first.units)}"
        ).fetchall()
    people = sum(len(each[3]) for each in lines(CENSUS))
    assert row == (people, people) and sum(first.counts.values()) == people
