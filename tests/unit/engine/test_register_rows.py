"""One household and the registers: each value with its row, what differs, and who cannot be looked up."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date

import pytest

from register_files import card_csv, household, household_csv, member, member_csv, number, write
from samut.engine.household import HouseholdRecord, Identity, household_page
from samut.engine.lake import Lake
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.register_rows import Lookup, RegisterEntry, births_differ, names_differ, register_entries
from samut.engine.registers.importing import import_register
from samut.engine.results import MeasureResult
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.thai_dates import PartialDate

EDITION = 2561
CARD, DISABILITY, ELDERLY = "welfare-card", "disability", "elderly-allowance"
PERSON = "pid,คำนำหน้า,ชื่อ,นามสกุล,วันเดือนปีเกิด,รหัสตำบล"

# The members of household 1: what of the row is not as usual (นาง สมหญิง ทดสอบ, born 00/05/2520).
MEMBERS: dict[int, dict[str, str]] = {
    1: {},
    2: {"says_has_welfare_card": "1"},
    3: {"person_key": "", "says_has_welfare_card": "1"},
    4: {"says_has_welfare_card": "-"},
    5: {"person_key": number(21)},  # which a member of household 2 has too
    6: {},
}
CARDS = [
    (number(11), "นาง", "สมหญิง", "ทดสอบ", "12/05/2520", "220506", "1", "1"),
    (number(12), "นาง", "สมหญิงง", "ทดสอบ", "", "220506", "1", "0"),
]
DISABLED = f"""{PERSON},ประเภทความพิการ,วันหมดอายุบัตร
{number(12)},,สมหญิง,ทดสอบ,01/01/2520,220506,ทางการเห็น,31/12/2565
"""
# This office's file has no column for the day of registration.
ALLOWANCES = f"""{PERSON},จำนวนเงินต่อเดือน
{number(11)},,สมหญิง,ทดสอบ,00/00/2520,220506,600
{number(21)},,อื่น,ทดสอบ,,220506,700
"""


def bring(workspace: Workspace, register: str, text: str, name: str = "") -> None:
    file = write(workspace, name or f"{register}.csv", text)
    import_register(workspace, register, [file], edition=EDITION)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("office") / "workspace"
    space = create_workspace(folder, name="test", demo=True, province="22", edition=EDITION)
    members = [member(1, person, **cells) for person, cells in MEMBERS.items()]
    files = [
        write(space, "households.csv", household_csv([household(1), household(2)])),
        write(space, "members.csv", member_csv([*members, member(2)])),
    ]
    import_register(space, "bmn", files, edition=EDITION)
    bring(space, CARD, card_csv(CARDS))
    bring(space, DISABILITY, DISABLED)
    return space


@pytest.fixture(scope="module")
def without_allowances(workspace: Workspace) -> MeasureResult:
    """The measurement before the register of allowances came."""
    return measure(workspace, "tpmap-2561", EDITION, link(workspace, EDITION))


@pytest.fixture(scope="module")
def result(workspace: Workspace, without_allowances: MeasureResult) -> MeasureResult:
    """The measurement after it; of what came later still, it knows nothing."""
    bring(workspace, ELDERLY, ALLOWANCES)
    measured = measure(workspace, "tpmap-2561", EDITION, link(workspace, EDITION))
    later = [(number(11), "นาง", "สมหญิง", "ทดสอบ", "", "220506", "1", "0")]
    bring(workspace, CARD, card_csv(later), "later_cards.csv")
    files = [
        write(workspace, "no_households.csv", household_csv([household(1)])),
        write(workspace, "later_members.csv", member_csv([member(1, 6, person_key=number(99))])),
    ]
    import_register(workspace, "bmn", files, edition=EDITION)
    return measured


Entries = Mapping[tuple[int, str], RegisterEntry]


def read(workspace: Workspace, result: MeasureResult) -> tuple[HouseholdRecord, Entries]:
    page = household_page(workspace, result, Lake(workspace).keys.household_id("99990000001"))
    assert page is not None
    found = register_entries(workspace, result, page)
    return page, {(person, each.register): each for person, entries in found.items() for each in entries}


@pytest.fixture(scope="module")
def entries(workspace: Workspace, result: MeasureResult) -> Entries:
    return read(workspace, result)[1]


def test_who_is_there_who_is_not_and_who_cannot_be_looked_up(entries: Entries) -> None:
    drawn = """
    1  there          not_there      there
    2  there          there          not_there
    3  no_number      no_number      no_number
    4  not_there      not_there      not_there
    5  shared_number  shared_number  shared_number
    6  not_linked     not_linked     not_linked
    """
    for line in drawn.strip().splitlines():
        person, *expected = line.split()
        found = [entries[int(person), register].lookup for register in (CARD, DISABILITY, ELDERLY)]
        assert found == expected, f"member {person}"


def test_the_values_and_where_they_stand(entries: Entries) -> None:
    def told(person: int, register: str) -> dict[str, object]:
        row = entries[person, register].row
        return {} if row is None else {each.name: each.value for each in row.facts}

    assert told(1, CARD) == {"card_registered": True, "card_validated": True}
    assert told(2, CARD) == {"card_registered": True, "card_validated": False}
    assert told(2, DISABILITY) == {"disability_type": "ทางการเห็น", "card_expires": date(2022, 12, 31)}
    assert told(1, ELDERLY) == {"allowance_month_baht": 600, "registered_on": None}
    assert not any(told(person, register) for person in (3, 4, 5, 6) for register in (CARD, ELDERLY))
    entry = entries[2, DISABILITY]
    assert entry.row is not None
    assert (entry.label.en, entry.edition) == ("State disability register", EDITION)
    source = entry.row.source
    assert (source.register, source.edition, source.file, source.row) == (
        DISABILITY,
        EDITION,
        "disability.csv",
        2,
    )
    assert source.imported_at == entry.imported_at != ""
    assert [each.name for each in entry.row.facts if each.sensitive] == ["disability_type"]


def test_what_came_after_the_link_is_not_mixed_into_it(entries: Entries) -> None:
    row = entries[1, CARD].row
    assert row is not None
    assert row.source.file == "welfare-card.csv"


def test_a_changed_number_has_not_been_looked_up(workspace: Workspace, result: MeasureResult) -> None:
    page, _ = read(workspace, result)
    sixth = page.members[5]
    assert sixth.identity.number == number(99)
    assert not sixth.linked
    assert set(sixth.registers.values()) == {None}


def test_differences_are_told_and_not_decided(entries: Entries) -> None:
    drawn = """
    1  welfare-card       - - census
    1  elderly-allowance  - - -
    2  welfare-card       name - census
    2  disability         - birth -
    3  welfare-card       - - -
    4  welfare-card       - - -
    """
    for line in drawn.strip().splitlines():
        person, register, *expected = line.split()
        entry = entries[int(person), register]
        flags = (entry.name_differs, entry.birth_differs, entry.census_differs)
        found = [name if flag else "-" for name, flag in zip(("name", "birth", "census"), flags, strict=True)]
        assert found == expected, line
    assert [entries[person, CARD].census_says for person in (1, 2, 3, 4)] == [False, True, True, None]
    assert entries[2, DISABILITY].census_says is None


def test_a_register_that_is_not_there(workspace: Workspace, without_allowances: MeasureResult) -> None:
    _, entries = read(workspace, without_allowances)
    entry = entries[1, ELDERLY]
    assert (entry.lookup, entry.edition, entry.row) == (Lookup.NO_REGISTER, None, None)
    assert entry.label.en == "State elderly-allowance register"
    assert entries[3, ELDERLY].lookup is Lookup.NO_REGISTER


PLAIN = Identity("1", "นาง", "สมหญิง", "ทดสอบ")


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        ({}, False),
        ({"title": None}, False),
        ({"title": None, "first_name": "นางสมหญิง"}, False),
        ({"last_name": None}, False),
        ({"last_name": " ทด สอบ"}, False),
        ({"title": "นางสาว"}, True),
        ({"last_name": "ทดสอบบ"}, True),
    ],
)
def test_when_names_differ(other: dict[str, str | None], differs: bool) -> None:
    assert names_differ(PLAIN, dataclasses.replace(PLAIN, **other)) is differs


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (PartialDate(1960, 5, 20), PartialDate(1960, 5, 20), False),
        (PartialDate(1960, 5), PartialDate(1960, 5, 20), False),
        (PartialDate(1960), PartialDate(1960, 5, 20), False),
        (None, PartialDate(1960), False),
        (PartialDate(1960, 5), PartialDate(1960, 6, 20), True),
        (PartialDate(1960, 5, 20), PartialDate(1960, 5, 1), True),
        (PartialDate(1960), PartialDate(1961), True),
    ],
)
def test_when_birth_dates_differ(one: PartialDate | None, other: PartialDate | None, differs: bool) -> None:
    assert births_differ(one, other) is differs
