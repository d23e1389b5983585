"""Households in registers and between editions, in a small lake: by number, by name, by house code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linkage_people import persons, written_otherwise
from register_files import card_csv, house, household, household_csv, member, member_csv, number, write
from samut.cli import main
from samut.engine.household import rows_of
from samut.engine.lake import Lake, parquet, unfinished
from samut.engine.linkage import link
from samut.engine.linkage.households import edition_before, households_between
from samut.engine.linkage.households_told import check_area, events_by_area, persons_of_events
from samut.engine.linkage.results import COMPARE
from samut.engine.registers.importing import import_register
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.errors import SamutError
from samut.rules.household_events import Event

# Households by their place in the range of house codes; members by their place in that of numbers.
HOMES = {
    2561: {
        1: (11, 12),
        2: (21, 22),
        3: (31, 32),
        4: (41,),
        5: (51,),
        6: (61, 62),
        7: (71,),
        8: (81,),
        9: (0,),
    },
    2562: {1: (11, 12), 2: (21,), 12: (22,), 3: (31, 32, 41), 14: (51, 61, 62), 7: (72,), 18: (81,), 9: (0,)},
}
EXPECTED = {
    ("stayed", (1,), (1,), 2),
    ("split", (2,), (2, 12), 2),
    ("stayed", (3,), (3,), 2),
    ("joined", (4,), (3,), 1),
    ("merged", (5, 6), (14,), 3),
    ("replaced", (7,), (7,), 0),
    ("moved", (8,), (18,), 1),
    # Nobody in it has a number: the house is the same, the people may be.
    ("same_house", (9,), (9,), 0),
    ("unknown", (10,), (), 0),
    ("unknown", (), (20,), 0),
}


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(
        tmp_path / "office", name="ทดสอบ", demo=True, province="22", edition=2562, registers=[]
    )


def census(office: Workspace, edition: int, homes: dict[int, tuple[int, ...]]) -> None:
    households = [household(place, surveyed_on=f"15/01/{edition}") for place in homes]
    members = [
        member(place, order, person_key=number(person) if person else "")
        for place, people in homes.items()
        for order, person in enumerate(people, start=1)
    ]
    files = [
        write(office, f"h{edition}.csv", household_csv(households)),
        write(office, f"m{edition}.csv", member_csv(members)),
    ]
    assert import_register(office, "bmn", files, edition=edition).quarantined == 0


def two_editions(office: Workspace) -> dict[str, int]:
    """Both editions; and which place each opaque household has."""
    census(office, 2561, HOMES[2561] | {10: (101,)})
    census(office, 2562, HOMES[2562] | {20: (201,)})
    keys = Lake(office).keys
    return {keys.household_id(house(place)): place for place in range(1, 21)}


def read(office: Workspace, path: Path) -> list[dict[str, Any]]:
    with Lake(office).connect() as connection:
        return rows_of(connection.execute(f"SELECT * FROM {parquet(path)}"))


def test_events_name_the_households_and_what_they_are_known_by(office: Workspace) -> None:
    places = two_editions(office)
    assert (edition_before(office, 2562), edition_before(office, 2561)) == (2561, None)
    changes = households_between(office, 2561, 2562)
    rows = read(office, changes.events_file)
    found = {
        (
            row["event"],
            tuple(sorted(places[each] for each in row["from_households"])),
            tuple(sorted(places[each] for each in row["to_households"])),
            row["persons"],
        )
        for row in rows
    }
    assert found == EXPECTED
    assert len(rows) == len(EXPECTED) == sum(changes.events.values())
    assert {(row["from_edition"], row["to_edition"], row["area_code"]) for row in rows} == {
        (2561, 2562, "22050602")
    }
    told = {row["event"]: row for row in rows}
    assert (told["split"]["by_number"], told["split"]["by_name"], told["split"]["by_house_code"]) == (
        2,
        0,
        True,
    )
    assert (told["moved"]["by_house_code"], told["moved"]["same_village"]) == (False, True)
    assert told["unknown"]["same_village"] is None
    assert (changes.by_number, changes.by_name, changes.unknown_before, changes.unknown_after) == (
        11,
        0,
        3,
        3,
    )
    # One house, several families: those who lived there, and those who came.
    families = {
        (row["from_household"] and places[row["from_household"]], row["persons"])
        for row in read(office, changes.families_file)
        if row["to_household"] and places[row["to_household"]] == 3
    }
    assert families == {(3, 2), (4, 1)}
    again = households_between(office, 2561, 2562)
    assert (again.done_before, again.id, again.events) == (True, changes.id, changes.events)


def test_counts_are_told_by_area_and_persons_apart(office: Workspace) -> None:
    two_editions(office)
    changes = households_between(office, 2561, 2562)
    counts = {each.event: each for each in events_by_area(office, changes, "2205")}
    assert {each.area_code for each in counts.values()} == {"220506"}
    assert (counts[Event.MERGED].rows, counts[Event.MERGED].persons) == (1, 3)
    assert events_by_area(office, changes, "2206") == ()
    told = persons_of_events(office, changes, "2205").to_pylist()
    assert sum(row["from_member_no"] is not None for row in told) == sum(row[3] for row in EXPECTED)
    assert sum(row["from_member_no"] is None for row in told) == sum(row[3] == 0 for row in EXPECTED)
    with pytest.raises(SamutError, match="LINK_022"):
        check_area("99", office)


MOVED = 50


def numbered_census(office: Workspace, edition: int, people: list[dict[str, object]]) -> None:
    """Four to a house. Later every tenth has no number, and every twentieth lives elsewhere."""
    newer = edition == 2562
    members = []
    for place, each in enumerate(people):
        home, order = place // 4 + 1, place % 4 + 1
        if newer and place % 20 == 0:
            home, order = (home + 39) % 80 + 1, order + MOVED
        birth = f"{each['birth_day']:02}/{each['birth_month']:02}/{int(str(each['birth_year'])) + 543}"
        names = {"first_name": str(each["first_name"]), "last_name": str(each["last_name"])}
        key = "" if newer and place % 10 == 0 else number(place + 1)
        members.append(member(home, order, person_key=key, birth=birth, **names))
    households = [household(place, surveyed_on=f"15/01/{edition}") for place in range(1, 81)]
    files = [
        write(office, f"h{edition}.csv", household_csv(households)),
        write(office, f"m{edition}.csv", member_csv(members)),
    ]
    assert import_register(office, "bmn", files, edition=edition).quarantined == 0


def test_who_has_no_number_is_followed_by_name_and_unlike_persons_are_not(office: Workspace) -> None:
    people = persons(320, 5)
    numbered_census(office, 2561, people)
    numbered_census(office, 2562, written_otherwise(people, 6))
    told: list[str] = []

    def cancelling(done: int, total: int | None, label: str) -> None:
        told.append(label)
        if label == COMPARE:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        households_between(office, 2561, 2562, cancelling)
    assert unfinished(office.lake) == 0 and not (office.lake / "households").exists()
    changes = households_between(office, 2561, 2562)
    assert changes.by_number == 288
    named = [row for row in read(office, changes.persons_file) if row["evidence"] == "name"]
    assert len(named) == changes.by_name >= 20
    places = {Lake(office).keys.household_id(house(place)): place for place in range(1, 81)}
    for row in named:
        # Who moved went forty houses on, and has a number there that nobody had.
        home, now = places[row["from_household"]], places[row["to_household"]]
        moved = row["to_member_no"] - row["from_member_no"] == MOVED
        assert now == ((home + 39) % 80 + 1 if moved else home)
    assert {row["from_household"] == row["to_household"] for row in named} == {True, False}
    assert changes.events["split"] + changes.events["moved"] > 0


def test_a_household_is_in_a_register_not_in_it_or_not_known(office: Workspace) -> None:
    homes: dict[int, tuple[int, ...]] = {1: (11, 12), 2: (21,), 3: (31, 0)}
    census(office, 2562, homes)
    cards = [(number(11), "นาย", "สมหญิง", "ทดสอบ", "00/05/2520", "220506", "1", "1")]
    import_register(office, "welfare-card", [write(office, "card.csv", card_csv(cards))], edition=2562)
    found = link(office, 2562)
    places = {Lake(office).keys.household_id(house(place)): place for place in homes}
    rows = {
        (places[row["household_id"]], row["register"]): row
        for row in read(office, found.path / "household.parquet")
    }
    assert {place: rows[place, "welfare-card"]["in_register"] for place in homes} == {
        1: True,
        2: False,
        3: None,
    }
    assert {place: rows[place, "disability"]["in_register"] for place in homes} == dict.fromkeys(homes)
    one = rows[1, "welfare-card"]
    assert (one["members"], one["by_number"], one["by_name"], one["unknown"]) == (2, 1, 0, 0)
    assert one["by_house_code"] is None
    assert found.households["welfare-card"] == {
        "in_register": 1,
        "not_in_register": 1,
        "unknown": 1,
        "by_house_code_alone": 0,
    }


def test_the_command_tells_counts_and_persons_for_a_purpose_alone(office: Workspace, tmp_path: Path) -> None:
    two_editions(office)
    command = ["--workspace", str(office.root), "link"]
    shown = CliRunner().invoke(main, [*command, "--households", "--area", "2205"])
    assert shown.exit_code == 0, shown.output
    for words in ("2561 → 2562", "joined a household that was there", "220506", "ติดตามได้ด้วยเลข 11 คน"):
        assert words in shown.output
    refused = CliRunner().invoke(main, [*command, "--out", str(tmp_path / "who.csv")])
    assert refused.exit_code == 1
    assert not (tmp_path / "who.csv").exists()
    alone = CliRunner().invoke(main, [*command, "--edition", "2561", "--households"])
    assert alone.exit_code == 1
    with pytest.raises(SamutError, match="LINK_020"):
        households_between(office, 2562, 2561)
    with pytest.raises(SamutError, match="WORK_015"):
        households_between(office, 2560, 2562)
