"""The census against the count of houses: every level is the sum of its villages, drawn by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from register_files import household, household_csv, member, member_csv, write
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.missed.coverage import coverage_of
from samut.engine.registers.importing import import_register
from samut.engine.results import MeasureResult
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.coverage import Reach

EDITION = 2561
HEAD = (
    "YYMM|CC-CODE|CC-DESC|RCODE-CODE|RCODE-DESC|CCAATT-CODE|CCAATT-DESC|CCAATTMM-CODE|CCAATTMM-DESC|"
    "MALE|FEMALE|TOTAL|HOUSE"
)


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    """Four households in two villages of one tambon and one of another district."""
    office = create_workspace(tmp_path / "office", name="test", demo=True, province="22", edition=EDITION)
    houses = ((1, "22050601"), (2, "22050601"), (3, "22050602"), (4, "22010101"))
    census = household_csv([household(place, village_code=village) for place, village in houses])
    people = member_csv([member(*each) for each in ((1, 1), (1, 2), (2, 1), (3, 1), (4, 1))])
    files = [write(office, "households.csv", census), write(office, "members.csv", people)]
    assert import_register(office, "bmn", files, edition=EDITION).quarantined == 0
    return office


def measured(office: Workspace) -> MeasureResult:
    return measure(office, office.config.measure, EDITION, link(office, EDITION))


def counted(office: Workspace, *rows: tuple[str, str, str, str]) -> None:
    """Rows of village, registration office, houses, persons."""
    lines = [
        f"6112|22|จันทบุรี|{rcode}|x|2205|y|{code}|z|0|0|{persons}|{houses}"
        for code, rcode, houses, persons in rows
    ]
    path = write(office, "stat_m.txt", "\n".join([HEAD, *lines]) + "\n")
    import_register(office, "dopa-households", [path], edition=EDITION)


def test_without_a_count_nothing_is_said_to_be_covered(office: Workspace) -> None:
    found = coverage_of(office, measured(office), "2205")
    assert (found.register, found.edition) == ("", None)
    assert found.areas[0].households == Reach(None, 3)
    assert all(each.households.share is None for each in found.areas)


def test_every_level_is_the_sum_of_its_villages(office: Workspace) -> None:
    counted(
        office,
        ("22050601", "2205", "3", "9"),
        ("22050601", "2298", "1", "2"),  # the same village at a second registration office
        ("22050602", "2205", "0", "1"),
        ("22050603", "2205", "7", "20"),  # nobody of it was surveyed
        ("10010101", "1001", "5", "5"),  # of a province that no census of this edition is of
    )
    found = coverage_of(office, measured(office))
    by_code = {each.area_code: each for each in found.areas}
    assert (found.register, found.edition, found.without_village) == ("dopa-households", EDITION, 0)
    assert "10" not in by_code
    assert by_code["22050601"].households == Reach(4, 2)
    assert by_code["22050601"].persons == Reach(11, 3)
    assert by_code["22050602"].households.over
    assert by_code["22050603"].households == Reach(7, 0)
    assert by_code["220506"] == by_code["220506"].__class__("220506", 3, 0, 1, Reach(11, 3), Reach(32, 4))
    assert by_code["22010101"].households == Reach(None, 1)
    assert (by_code["TH"].households, by_code["TH"].not_counted) == (Reach(None, 4), 1)
    assert [each.area_code for each in found.below()] == ["TH", "22"]
    of_district = coverage_of(office, measured(office), "2205")
    assert [each.area_code for each in of_district.below()] == ["2205", "220506"]
    assert of_district.areas[0].persons == Reach(32, 4)
    of_village = coverage_of(office, measured(office), "22050603")
    assert [each.area_code for each in of_village.below()] == ["22050603"]


def test_a_count_that_cannot_be_read_is_unknown_and_no_nought(office: Workspace) -> None:
    counted(office, ("22050601", "2205", "x", "9"), ("22050601", "2298", "1", "2"))
    (village, *_) = coverage_of(office, measured(office), "22050601").areas
    assert (village.households, village.persons) == (Reach(None, 2), Reach(11, 3))


def test_village_points_are_a_count_only_where_they_have_one(office: Workspace) -> None:
    plain = write(office, "v.csv", "mcode,mname\n22050601,บ้านหนึ่ง\n")
    import_register(office, "villages", [plain], edition=EDITION)
    assert coverage_of(office, measured(office)).register == ""
    points = write(
        office, "points.csv", "mcode,mname,oct_side15_house,oct_side15_total\n22050601,บ้านหนึ่ง,5,9\n"
    )
    import_register(office, "villages", [points], edition=2566, profile="dopa-villages")
    found = coverage_of(office, measured(office), "22050601")
    assert (found.register, found.edition, found.areas[0].households) == ("villages", 2566, Reach(5, 2))
