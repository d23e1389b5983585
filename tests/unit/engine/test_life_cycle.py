"""Life-cycle groups of a small census in the lake, drawn here and counted by hand."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from register_files import household, household_csv, member, member_csv, write
from samut.cli import main
from samut.engine.life_cycle import LifeCycleFacts, life_cycle_columns, life_cycle_figures
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.registers.importing import import_register
from samut.engine.results import MeasureResult
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.errors import SamutError

EDITION = 2561

# household | village | income | members: birth, health (0 well, 1 disabled, 2 chronic), can help self.
# Ages are those of the first of January 2561. Under 38,000 baht for each member is poor.
CENSUS = """
1 22050602 1000   01/06/2500,0,1 01/06/2556,0,1 03/02/2561,0,0
2 22050602 900000 00/00/2501,2,1 15/05/2530,0,1
3 22050601 ?      01/01/2480,1,0
4 22050601 1000   01/01/2545,0,1
"""
# group | persons poor, not poor, unknown | of it cannot be said
BY_PERSON = """
newborn     1 0 0  0
preschool   1 0 0  0
school      0 0 0  0
youth       1 0 0  0
working_age 0 1 0  1
elderly     1 0 1  1
disabled    0 0 1  1
bedridden   0 0 1  1
chronic     0 1 0  1
alone       1 0 1  0
"""
BY_HOUSEHOLD = """
newborn     3 0 0  0
preschool   3 0 0  0
school      0 0 0  0
youth       1 0 0  0
working_age 0 2 0  0
elderly     3 0 1  2
disabled    0 0 1  2
bedridden   0 0 1  3
chronic     0 2 0  1
alone       1 0 1  0
"""


def drawn(table: str) -> dict[str, list[int]]:
    lines = [line.split() for line in table.splitlines() if line.strip()]
    return {line[0]: [int(number) for number in line[1:]] for line in lines}


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    office = create_workspace(tmp_path / "office", name="test", demo=True, province="22", edition=EDITION)
    households, members = [], []
    for line in CENSUS.splitlines():
        if line.strip():
            place, village, income, *people = line.split()
            told = "" if income == "?" else income
            households.append(household(int(place), village_code=village, income_year_baht=told))
            for order, person in enumerate(people, start=1):
                birth, health, helps = person.split(",")
                members.append(member(int(place), order, birth=birth, health=health, can_help_self=helps))
    files = [
        write(office, "households.csv", household_csv(households)),
        write(office, "members.csv", member_csv(members)),
    ]
    assert import_register(office, "bmn", files, edition=EDITION).quarantined == 0
    return office


@pytest.fixture
def result(office: Workspace) -> MeasureResult:
    return measure(office, "tpmap-2561", EDITION, link(office, EDITION))


def counted(office: Workspace, result: MeasureResult, area: str) -> dict[tuple[str, str], list[int]]:
    names = ("poor_persons", "not_poor_persons", "unknown_persons", "membership_unknown_persons")
    return {
        (line["attribution"], line["group"]): [line[name] for name in names]
        for line in life_cycle_figures(office, result, area).to_pylist()
    }


def test_groups_by_person_and_by_household(office: Workspace, result: MeasureResult) -> None:
    found = counted(office, result, "TH")
    assert found["", ""] == [4, 2, 1, 0]
    for attribution, table in (("person", BY_PERSON), ("household", BY_HOUSEHOLD)):
        expected = drawn(table)
        assert {group: counts for (by, group), counts in found.items() if by == attribution} == expected


def test_an_area_holds_its_own(office: Workspace, result: MeasureResult) -> None:
    found = counted(office, result, "22050601")
    assert found["", ""] == [1, 0, 1, 0]
    assert found["person", "elderly"] == [0, 0, 1, 0]
    parts = counted(office, result, "22050602")
    whole = counted(office, result, "220506")
    for key, counts in whole.items():
        assert counts == [a + b for a, b in zip(found[key], parts[key], strict=True)]


def test_shares_are_of_those_known(office: Workspace, result: MeasureResult) -> None:
    lines = life_cycle_figures(office, result).to_pylist()
    shares = {(line["attribution"], line["group"]): line["poor_share"] for line in lines}
    assert shares["", ""] == 4 / 6
    assert shares["household", "elderly"] == 1.0
    assert shares["person", "school"] is None
    labels = {(line["label_th"], line["label_en"]) for line in lines}
    assert len(labels) == len(lines)


def test_the_command_shows_and_writes(office: Workspace, tmp_path: Path) -> None:
    shown = CliRunner().invoke(main, ["life-cycle", "--workspace", str(office.root), "--area", "2205"])
    assert shown.exit_code == 0, shown.output
    assert "ผู้สูงอายุ" in shown.output and "elderly" in shown.output
    out = tmp_path / "out.parquet"
    done = CliRunner().invoke(main, ["life-cycle", "--workspace", str(office.root), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert pq.read_table(out).num_rows == 21


def test_ages_or_births_are_needed() -> None:
    for facts in (LifeCycleFacts("home"), LifeCycleFacts("home", born="born")):
        with pytest.raises(SamutError, match="LIFE_002"):
            life_cycle_columns("people", facts)
