"""A card found by name: to be in the register is not to hold a card, however somebody was found."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import duckdb
import pytest

from register_files import card_csv, household, household_csv, member, member_csv, number, write
from samut.engine.census_facts import CARD, CARD_BY_NAME, REGISTERED_BY_NAME, card_sql
from samut.engine.lake import Lake
from samut.engine.linkage import link
from samut.engine.linkage.review import ask_pairs, decide
from samut.engine.missed import missed_in
from samut.engine.registers.importing import import_register
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.linkage import Answer

EDITION = 2561
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
Known = bool | None


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", name="ทดสอบ", demo=True, province="22", edition=EDITION)


def found_by_name(office: Workspace, validated: str) -> None:
    """One poor household, its only member without a valid number; a card row of that name is theirs."""
    poor = household_csv([household(1, income_year_baht="1000")])
    people = member_csv([member(1, 1, person_key="12", first_name="มาลี", birth="03/05/2510")])
    files = [write(office, "h.csv", poor), write(office, "m.csv", people)]
    import_register(office, "bmn", files, edition=EDITION)
    row = (number(99), "นาง", "มาลี", "ทดสอบ", "03/05/2510", "220506", "1", validated)
    import_register(office, "welfare-card", [write(office, "card.csv", card_csv([row]))], edition=EDITION)
    link(office, EDITION)
    [asked] = ask_pairs(office, EDITION)
    decide(office, pair=asked.pair, answer=Answer.SAME, by="สมพร", note="", at=NOON)


def said_by_name(office: Workspace) -> tuple[Known, ...]:
    columns = f"{CARD}, {REGISTERED_BY_NAME}, card_registered_by_name, {CARD_BY_NAME}"
    with Lake(office).connect() as connection:
        row = connection.execute(
            f"SELECT {columns} FROM read_parquet(?)",
            [str(link(office, EDITION).path / "person.parquet")],
        ).fetchone()
    assert row is not None
    return row


@pytest.mark.parametrize(("validated", "holds"), [("1", True), ("0", False), ("", None)])
def test_who_is_found_by_name_holds_a_card_only_where_the_register_says_so(
    office: Workspace, validated: str, holds: Known
) -> None:
    found_by_name(office, validated)
    assert said_by_name(office) == (None, True, True, holds)
    found = missed_in(office, EDITION)
    assert found.reached_persons().counts == {(True, holds): 1}
    assert found.reached_households().counts == {(True, holds): 1}
    count = found.groups()[0]
    assert (count.households, count.unknown_households) == (int(holds is False), int(holds is None))


def held(number: Known, name: Known) -> Known:
    """By hand: number and name are two ways to look; the one that found the row says what it says."""
    if number is True or name is True:
        return True
    if number is None:
        return name
    return None if name is None else False


ANSWERS: tuple[Known, ...] = (True, False, None)


@pytest.mark.parametrize(("by_number", "by_name", "there"), list(product(ANSWERS, repeat=3)))
def test_number_and_name_together(by_number: Known, by_name: Known, there: Known) -> None:
    columns = {CARD: by_number, CARD_BY_NAME: by_name, REGISTERED_BY_NAME: there}
    assert said(columns) == held(by_number, by_name)


@pytest.mark.parametrize(
    ("by_number", "there", "expected"),
    [(True, True, True), (False, True, None), (None, True, None), (False, False, False), (None, None, None)],
)
def test_an_older_link_leaves_open_whether_the_row_found_by_name_has_a_card(
    by_number: Known, there: Known, expected: Known
) -> None:
    assert said({CARD: by_number, REGISTERED_BY_NAME: there}) is expected


def test_without_names_numbers_tell_alone_and_without_the_register_nothing() -> None:
    assert said({CARD: False}) is False
    assert said({"in_disability": True}) is None


def said(columns: dict[str, Known]) -> Known:
    row = ", ".join(
        f"{'NULL' if value is None else value}::BOOLEAN AS {name}" for name, value in columns.items()
    )
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT {card_sql(frozenset(columns), 'person.')} FROM (SELECT {row}) AS person"
        ).fetchone()
    assert found is not None
    answer: Known = found[0]
    return answer
