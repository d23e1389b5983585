"""Who is missed: the sums agree with a walk over every household, and nobody is lost."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from register_files import card, card_csv, household, household_csv, member, member_csv, number, write
from samut.cli import main
from samut.engine.missed import missed_in
from samut.engine.missed.cells import household_cells, person_cells
from samut.engine.missed.counting import group_counts
from samut.engine.missed.recapture import two_lists
from samut.engine.registers.importing import import_register
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.capture_recapture import reasons_against
from samut.rules.errors import SamutError
from samut.rules.missed_policy import load_missed_policy

EDITION = 2561
known = st.sampled_from((True, False, None))
households = st.lists(
    st.tuples(st.sampled_from(("22050601", "22050602")), known, known, known, st.integers(0, 4)), max_size=12
)


def relation(connection: duckdb.DuckDBPyConnection, columns: str, rows: list[tuple[object, ...]]) -> str:
    connection.execute(f"CREATE TABLE drawn ({columns})")
    for row in rows:
        connection.execute(f"INSERT INTO drawn VALUES ({', '.join('?' * len(row))})", row)
    return "drawn"


def slow(group: str, poor: bool | None, vulnerable: bool | None, card: bool | None) -> bool | None:
    """Whether a household belongs, by trying every way in which the unknown could turn out."""

    def ways(answer: bool | None) -> tuple[bool, ...]:
        return (True, False) if answer is None else (answer,)

    sure = {
        "poor_without_card": lambda p, v, c: p and not c,
        "vulnerable_without_card": lambda p, v, c: v and not c,
        "both_without_card": lambda p, v, c: p and v and not c,
        "card_fails_nothing": lambda p, v, c: c and not p,
    }[group]
    found = {sure(p, v, c) for p in ways(poor) for v in ways(vulnerable) for c in ways(card)}
    return found.pop() if len(found) == 1 else None


@given(households)
@settings(max_examples=40, deadline=None)
def test_the_groups_are_those_of_a_walk_over_every_household(rows) -> None:
    columns = "village_code VARCHAR, poor BOOLEAN, vulnerable BOOLEAN, card BOOLEAN, persons BIGINT"
    with duckdb.connect() as connection:
        cells = household_cells(connection, relation(connection, columns, rows))
    assert sum(each.households for each in cells) == len(rows)
    for count in group_counts(cells):
        answers = [(slow(count.group, *row[1:4]), row[4]) for row in rows]
        assert (count.households, count.persons, count.unknown_households, count.unknown_persons) == (
            sum(answer is True for answer, _ in answers),
            sum(persons for answer, persons in answers if answer is True),
            sum(answer is None for answer, _ in answers),
            sum(persons for answer, persons in answers if answer is None),
        )


@given(st.lists(st.tuples(known, known, known), max_size=12))
@settings(max_examples=30, deadline=None)
def test_persons_of_a_group_are_those_of_whom_it_is_certain(rows) -> None:
    with duckdb.connect() as connection:
        drawn = relation(connection, "poor BOOLEAN, card BOOLEAN, old BOOLEAN", rows)
        cells = person_cells(connection, drawn, [("elderly", "old")])
    for group, among in (("", rows), ("elderly", [row for row in rows if row[2]])):
        found = {(each.poor, each.card): each.persons for each in cells if each.group == group}
        assert found == {place: [row[:2] for row in among].count(place) for place in {r[:2] for r in among}}


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    """Three households: a poor one whose elder has a card, a poor one without, a rich one."""
    office = create_workspace(tmp_path / "office", name="test", demo=True, province="22", edition=EDITION)
    houses = ((1, "22050601", "1000"), (2, "22050602", "1000"), (3, "22050602", "900000"))
    census = household_csv([household(p, village_code=v, income_year_baht=i) for p, v, i in houses])
    people = [member(p, n, birth="01/06/2490") for p, n in ((1, 1), (1, 2), (2, 1), (3, 1))]
    files = [write(office, "households.csv", census), write(office, "members.csv", member_csv(people))]
    assert import_register(office, "bmn", files, edition=EDITION).quarantined == 0
    return office


def with_cards(office: Workspace) -> Workspace:
    """The elder of the first household, and somebody of the tambon whom no household has."""
    cards = write(office, "cards.csv", card_csv([card(11), card(990)]))
    import_register(office, "welfare-card", [cards], edition=EDITION)
    return office


def test_without_the_register_nobody_is_said_to_have_no_card(office: Workspace) -> None:
    found = missed_in(office, EDITION)
    poor = found.groups()[0]
    assert (poor.households, poor.unknown_households, poor.unknown_persons) == (0, 2, 3)
    assert found.register_only[0].persons is None


def test_a_card_reaches_the_household_and_one_person(office: Workspace) -> None:
    found = missed_in(with_cards(office), EDITION, "220506")
    poor = found.groups()[0]
    assert (poor.households, poor.persons, poor.unknown_households) == (1, 1, 0)
    assert found.reached_households().counts == {(True, True): 1, (True, False): 1, (False, False): 1}
    assert found.reached_persons().counts == {(True, True): 1, (True, False): 2, (False, False): 1}
    assert found.reached_persons("elderly").everybody == found.members == 4
    assert [village for village, _ in found.by_village()] == ["22050601", "22050602"]
    cards = found.register_only[0]
    assert (cards.persons, cards.in_no_household) == (2, 1)


def test_a_village_cannot_say_who_of_a_register_is_in_no_household(office: Workspace) -> None:
    found = missed_in(with_cards(office), EDITION, "22050602")
    assert found.register_only[0].persons is None
    assert found.groups()[0].households == 1
    assert two_lists(office, EDITION, "22050602", 1.0) == ()


def test_too_few_in_both_are_no_ground_for_an_estimate(office: Workspace) -> None:
    (lists,) = two_lists(with_allowances(office), EDITION, "22", 0.9)
    assert (lists.one.persons, lists.other.persons, lists.overlap, lists.frame) == (4, 2, 1, 4)
    assert "MISSED_004" in [each.code for each in reasons_against(lists, load_missed_policy().limits)]


def with_allowances(office: Workspace) -> Workspace:
    told = "pid,ชื่อ,นามสกุล,วันเดือนปีเกิด,รหัสตำบล"
    rows = [f"{number(place)},สมมติ,ทดสอบ,01/06/2490,220506" for place in (11, 990)]
    path = write(office, "allowance.csv", "\n".join([told, *rows]) + "\n")
    import_register(office, "elderly-allowance", [path], edition=EDITION)
    return office


def test_no_such_area(office: Workspace) -> None:
    with pytest.raises(SamutError, match="MISSED_007"):
        missed_in(office, EDITION, "990101")


def test_the_command_shows_writes_and_says_why_not(office: Workspace, tmp_path: Path) -> None:
    out, folder = tmp_path / "villages.csv", str(with_cards(office).root)
    shown = CliRunner().invoke(
        main, ["--workspace", folder, "missed", "22", "--recapture", "--out", str(out)]
    )
    assert shown.exit_code == 0, shown.output
    assert "ไม่มีบัตร" in shown.output and "Exclusion" in shown.output
    assert "22050602" in out.read_text("utf-8-sig")
    told = CliRunner().invoke(main, ["missed", "--published"])
    assert told.exit_code == 0 and "MISSED_001" in told.output and "37,777" in told.output


def test_the_workbook_has_a_sheet_for_each_table_and_says_what_is_unknown(
    office: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "missed.xlsx"
    told = [
        "--workspace",
        str(with_allowances(office).root),
        "missed",
        "22",
        "--recapture",
        "--out",
        str(out),
    ]
    assert CliRunner().invoke(main, told).exit_code == 0
    book = load_workbook(out)
    assert [each.split()[-1] for each in book.sheetnames] == [
        *("summary", "villages", "errors", "incomes", "coverage", "registers", "recapture", "strata"),
        "unknown",
    ]
    assert all(sheet.freeze_panes == "A3" for sheet in book)
    assert [cell.value for cell in book.worksheets[0][3]][2:] == [0, 0, 2, 3]
    assert "unknown" in book["ทะเบียน registers"]["B3"].value  # no card register
    assert "สาธิต" in book.worksheets[0]["A1"].value
    assert (
        "unknown" in book["ประมาณผู้ตกหล่น recapture"]["F3"].value
        and "overlap" not in book["ประมาณผู้ตกหล่น recapture"]["J3"].value
    )
    assert "Only 1 persons" in book["ประมาณผู้ตกหล่น recapture"]["J3"].value
