"""The census of 38 indicators, and what holds for all profiles."""

from __future__ import annotations

import tomllib
from itertools import combinations, product
from pathlib import Path

import pytest

from profile_files import as_file, identities, stored, taken_in
from register_files import number
from samut.engine.registers.profile import Column, Profile, choose_profile, known_profiles, load_profile
from samut.engine.registers.reading import normal_header
from samut.engine.workspace import Workspace
from samut.rules.policy import policy_dir

EDITION = 2567
HOUSE = "99990000001"
HOUSEHOLD = {
    "รหัสประจำบ้าน": HOUSE,
    "รหัสหมู่บ้าน": "22050602",
    "บ้านเลขที่": "12/3",
    "ผู้สูงอายุ (คน)": "1",
    "ผู้สูงอายุที่ไม่ได้รับการดูแล (คน)": "0",
    "รายได้รวมของครัวเรือนต่อปี (บาท)": "90,000",
    "ใช้อินเทอร์เน็ต": "0",
    "electricity_used": "1",
}
MEMBER = {
    "hid": HOUSE,
    "member_no": "1",
    "idcard": number(1),
    "prefix": "นาง",
    "firstname": "มานี",
    "lastname": "มีนา",
    "gender": "2",
    "birthdate": "00/05/2500",
    "relation": "1",
}
PROFILES = [pytest.param(path, id=path.stem) for path in known_profiles()]


def test_the_census_of_38_indicators(workspace: Workspace) -> None:
    files = [as_file(workspace, "h.csv", HOUSEHOLD), as_file(workspace, "m.csv", MEMBER)]
    result = taken_in(workspace, "bmn", EDITION, *files)
    assert [(each.table, each.accepted, each.quarantined) for each in result.files] == [
        ("household", 1, 0),
        ("member", 1, 0),
    ]
    columns = "elderly_count, elderly_uncared_count, income_year_baht, internet_used, electricity_used"
    # A question that the file lacks is unknown: never nought, never no.
    found = stored(workspace, "bmn", "household", EDITION, f"{columns}, bedridden_count, phone_used")
    assert found == [(1, 0, 90000, False, True, None, None)]
    assert identities(workspace, "bmn", "member", EDITION)[0]["first_name"] == "มานี"


def test_every_fact_of_the_38_indicators_has_a_column() -> None:
    profile = choose_profile("bmn", EDITION)
    assert profile.id == "bmn-2566"
    with (policy_dir() / "indicators" / "bmn-2566.toml").open("rb") as file:
        facts = tomllib.load(file)["fact"]
    columns = {each.name: each for each in profile.table("household").columns}
    assert facts.keys() <= columns.keys()
    assert all(normal_header(facts[name]["th"]) in headers_of(columns[name]) for name in facts)
    # The codes of the old form number the indicators of the old form.
    assert not [each for each in columns.values() if any(header.isdigit() for header in each.headers)]


def test_each_census_is_read_by_the_profile_of_its_years() -> None:
    years = {year: choose_profile("bmn", year).id for year in (2560, 2565, 2566, 2570)}
    assert years == {2560: "bmn-2560", 2565: "bmn-2560", 2566: "bmn-2566", 2570: "bmn-2566"}


def headers_of(column: Column) -> set[str]:
    return {normal_header(each) for each in column.headers}


@pytest.mark.parametrize("path", PROFILES)
def test_no_header_means_two_columns_of_a_table(path: Path) -> None:
    for table in load_profile(path).tables:
        for one, other in combinations(table.columns, 2):
            assert not headers_of(one) & headers_of(other), f"{table.id}: {one.name}, {other.name}"


@pytest.mark.parametrize("path", PROFILES)
def test_a_profile_says_what_it_is_and_how_sure_that_is(path: Path) -> None:
    with path.open("rb") as file:
        data = tomllib.load(file)
    assert data["id"] == path.stem
    assert data["source"]
    assert data["status"]
    profile = load_profile(path)
    for table in profile.tables:
        assert table.key
        assert {each.name for each in table.columns if each.kind == "full_name"} <= {"full_name"}
        for column in table.columns:
            assert column.label.th, column.name
            assert column.label.en, column.name
            assert column.personal or column.name not in PERSONAL_FACTS, column.name


PERSONAL_FACTS = frozenset(
    ("person_key", "title", "first_name", "last_name", "full_name", "phone", "guardian_name", "note")
)


@pytest.mark.parametrize("path", PROFILES)
def test_tables_of_a_profile_can_be_told_apart_by_what_they_need(path: Path) -> None:
    """A file of one table must not fit another as well: all headers of a table choose that table."""
    profile = load_profile(path)
    for one, other in product(profile.tables, repeat=2):
        if one is other:
            continue
        there = {normal_header(each) for column in one.columns for each in column.headers[:1]}
        fit_one, fit_other = fitting(profile, one.id, there), fitting(profile, other.id, there)
        assert fit_one > fit_other, f"{one.id}, {other.id}"


def fitting(profile: Profile, table_id: str, there: set[str]) -> tuple[float, int]:
    """As an import chooses: the share of the needed columns, then how many it knows."""
    columns = profile.table(table_id).columns
    needed = [each for each in columns if each.required]
    found = sum(bool(headers_of(each) & there) for each in needed)
    return found / max(1, len(needed)), sum(bool(headers_of(each) & there) for each in columns)
