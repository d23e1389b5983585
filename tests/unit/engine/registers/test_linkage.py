"""Who of the census is found in which register, and who is not asked about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from register_files import card, card_csv, household, household_csv, member, member_csv, number, write
from samut.engine.lake import Lake
from samut.engine.linkage import LinkResult, link
from samut.engine.registers.importing import import_register
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError

# Members of the drawn census: house 1 has persons 1 and 2, house 2 person 1 and one without number.
HELD_TWICE = number(777)


def import_census(workspace: Workspace, *more: dict[str, str]) -> None:
    members = [member(1, 1), member(1, 2), member(2, 1), member(2, 2, person_key="12"), *more]
    files = [
        write(workspace, "h.csv", household_csv([household(1), household(2)])),
        write(workspace, "m.csv", member_csv(members)),
    ]
    import_register(workspace, "bmn", files, edition=2561)


def import_cards(workspace: Workspace, *rows: tuple[str, ...]) -> None:
    import_register(workspace, "welfare-card", [write(workspace, "card.csv", card_csv(rows))], edition=2561)


def people(workspace: Workspace, result: LinkResult, columns: str) -> dict[str, tuple[object, ...]]:
    """By "house person": the columns of the link."""
    with Lake(workspace).connect() as connection:
        found = connection.execute(
            f"SELECT right(house_id, 1), member_no, {columns} FROM read_parquet(?)",
            [str(result.path / "person.parquet")],
        ).fetchall()
    return {f"{house} {person}": tuple(rest) for house, person, *rest in found}


def test_exact_links(workspace: Workspace) -> None:
    import_census(workspace)
    import_cards(workspace, card(11), card(12, validated="0"), card(999))
    result = link(workspace, 2561)
    assert (result.persons, result.with_number) == (4, 3)
    assert result.linked["welfare-card"] == 2
    assert result.nobody_here["welfare-card"] == 1
    assert (result.conflicts, result.conflict_persons) == (0, 0)
    columns = "in_welfare_card, card_registered, card_validated, in_disability"
    assert people(workspace, result, columns) == {
        "1 1": (True, True, True, None),
        "1 2": (True, True, False, None),
        "2 1": (False, False, False, None),
        "2 2": (None, None, None, None),
    }


def test_a_number_held_by_two_members_links_neither(workspace: Workspace) -> None:
    import_census(workspace, member(1, 3, person_key=HELD_TWICE), member(2, 3, person_key=HELD_TWICE))
    import_cards(workspace, card(777), card(11))
    result = link(workspace, 2561)
    assert (result.conflicts, result.conflict_persons, result.linked["welfare-card"]) == (1, 2, 1)
    assert result.nobody_here["welfare-card"] == 0
    found = people(workspace, result, "in_welfare_card")
    assert (found["1 3"], found["2 3"], found["1 1"]) == ((None,), (None,), (True,))


def test_the_second_time_is_done_already_and_new_data_is_another_link(workspace: Workspace) -> None:
    import_census(workspace)
    import_cards(workspace, card(11))
    first = link(workspace, 2561)
    again = link(workspace, 2561)
    assert not first.done_before
    assert again.done_before
    assert (again.link_id, again.linked) == (first.link_id, first.linked)
    path = write(workspace, "more.csv", card_csv([card(12)]))
    import_register(workspace, "welfare-card", [path], edition=2561)
    later = link(workspace, 2561)
    assert later.link_id != first.link_id
    assert later.linked["welfare-card"] == 2
    manifest = json.loads((Path(later.path) / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["snapshots"]) == 3


def test_without_a_census_there_is_nothing_to_link(workspace: Workspace) -> None:
    with pytest.raises(SamutError) as caught:
        link(workspace, 2561)
    assert caught.value.code == "WORK_015"
