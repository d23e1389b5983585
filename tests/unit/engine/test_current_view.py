"""Over several imports the newest row of a key counts, whether everybody is read or one household."""

from __future__ import annotations

import pytest

from register_files import card, card_csv, house, household, household_csv, member, member_csv, write
from samut.engine.household import household_page
from samut.engine.lake import Lake
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.registers.importing import import_register
from samut.engine.results import MeasureResult
from samut.engine.targets import target_households
from samut.engine.workspace import Workspace, create_workspace

EDITION = 2561


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("office") / "workspace"
    return create_workspace(folder, name="test", demo=True, province="22", edition=EDITION)


def bring(
    workspace: Workspace, name: str, households: list[dict[str, str]], members: list[dict[str, str]]
) -> None:
    files = [
        write(workspace, f"{name}_households.csv", household_csv(households)),
        write(workspace, f"{name}_members.csv", member_csv(members)),
    ]
    import_register(workspace, "bmn", files, edition=EDITION)


@pytest.fixture(scope="module")
def result(workspace: Workspace) -> MeasureResult:
    """Three imports: household 2 is told anew twice, a member of it once; household 3 comes later."""
    bring(
        workspace,
        "first",
        [household(1, house_no="1/1"), household(2, house_no="2/1", income_year_baht="1000")],
        [member(1), member(2), member(2, 2, first_name="เดิม")],
    )
    bring(
        workspace,
        "second",
        [household(2, house_no="2/2", village_code="22050603"), household(3)],
        [member(2, 2, first_name="ใหม่"), member(3)],
    )
    bring(workspace, "third", [household(2, house_no="2/3", income_year_baht="2000")], [member(2, 3)])
    cards = write(workspace, "cards.csv", card_csv([card(21)]))  # member 1 of household 2
    import_register(workspace, "welfare-card", [cards], edition=EDITION)
    return measure(workspace, "tpmap-2561", EDITION, link(workspace, EDITION))


@pytest.mark.parametrize("table", ["household", "member"])
def test_asking_for_one_household_first_changes_nothing(
    workspace: Workspace, result: MeasureResult, table: str
) -> None:
    lake = Lake(workspace)
    assert len(lake.snapshots("bmn", EDITION)) == 3
    everybody = lake.view("bmn", table, EDITION)
    one = lake.view("bmn", table, EDITION, only="household_id = $id")
    with lake.read() as connection:
        for place in (1, 2, 3, 4):
            values = {"id": lake.keys.household_id(house(place))}
            filtered = f"SELECT * FROM {everybody} WHERE household_id = $id ORDER BY ALL"
            expected = connection.execute(filtered, values).fetchall()
            assert connection.execute(f"SELECT * FROM {one} ORDER BY ALL", values).fetchall() == expected
            assert bool(expected) == (place < 4)


def test_the_page_of_a_household_tells_the_newest(workspace: Workspace, result: MeasureResult) -> None:
    page = household_page(workspace, result, Lake(workspace).keys.household_id(house(2)))
    assert page is not None
    assert (page.house_no, page.village_code) == ("2/3", "22050602")
    assert {fact.name: fact.value for fact in page.facts}["income_year_baht"] == 2000
    assert [each.identity.first_name for each in page.members] == ["สมหญิง", "ใหม่", "สมหญิง"]
    assert page.source.file == "third_households.csv"


def test_the_list_tells_the_newest_house_number(workspace: Workspace, result: MeasureResult) -> None:
    (found,) = target_households(workspace, result, "22")
    assert (found.house_no, found.village_code, found.member_count) == ("2/3", "22050602", 3)


def test_readers_in_one_process_share_one_duckdb_and_nothing_else(workspace: Workspace) -> None:
    lake = Lake(workspace)
    with lake.read() as one, lake.read() as other:
        one.execute("CREATE TEMP TABLE mine (id INTEGER)")
        assert other.execute("SELECT count(*) FROM duckdb_tables() WHERE NOT temporary").fetchone() == (0,)
        assert other.execute("SELECT current_setting('temp_directory')").fetchone() == ("",)
