"""Who is missed everywhere, counted once: each area says what counting that area alone says."""

from __future__ import annotations

from pathlib import Path

import pytest

from register_files import card, card_csv, household, household_csv, member, member_csv, write
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.missed.counting import Missed, missed_of
from samut.engine.missed.everywhere import areas_of, folder_of, missed_everywhere
from samut.engine.registers.importing import import_register
from samut.engine.results import MeasureResult
from samut.engine.workspace import Workspace, create_workspace

EDITION = 2561
AREAS = ("TH", "22", "2205", "220506", "220501", "22050601", "22050602", "22050101", "2206")


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    """Four households in three villages of two tambons; one member without a number."""
    office = create_workspace(tmp_path / "office", name="test", demo=True, province="22", edition=EDITION)
    houses = (
        (1, "22050601", "1000"),
        (2, "22050602", "1000"),
        (3, "22050602", ""),
        (4, "22050101", "900000"),
    )
    census = household_csv([household(p, village_code=v, income_year_baht=i) for p, v, i in houses])
    people = [member(p, n, birth="01/06/2490") for p, n in ((1, 1), (1, 2), (2, 1), (3, 1), (4, 1))]
    people.append(member(4, 2, birth="01/06/2560", person_key=""))
    files = [write(office, "households.csv", census), write(office, "members.csv", member_csv(people))]
    import_register(office, "bmn", files, edition=EDITION)
    return office


def with_cards(office: Workspace) -> Workspace:
    cards = write(office, "cards.csv", card_csv([card(11), card(990)]))
    import_register(office, "welfare-card", [cards], edition=EDITION)
    return office


def measured(office: Workspace) -> MeasureResult:
    return measure(office, office.config.measure, EDITION, link(office, EDITION))


def told(found: Missed) -> tuple[object, ...]:
    """Everything a page tells of an area, whatever the order of the cells."""
    return (
        found.area_code,
        found.groups(),
        found.by_village(),
        found.reached_households(),
        [found.reached_persons(group) for group in ("", *(id for id, _ in found.life_cycle_labels))],
        found.life_cycle_labels,
        found.register_only,
        (found.members, found.without_number),
    )


@pytest.mark.parametrize("cards", [True, False])
def test_each_area_says_what_counting_it_alone_says(office: Workspace, cards: bool) -> None:
    result = measured(with_cards(office) if cards else office)
    everywhere = missed_everywhere(office, result)
    for area in AREAS:
        assert told(everywhere.in_area(area)) == told(missed_of(office, result, area)), area
    assert everywhere.in_area("TH").without_number == 1


def test_what_lies_below_is_where_somebody_was_surveyed(office: Workspace) -> None:
    everywhere = missed_everywhere(office, measured(office))
    assert everywhere.below("TH") == ("22",)
    assert everywhere.below("2205") == ("220501", "220506")
    assert everywhere.below("220506") == ("22050601", "22050602")
    assert everywhere.below("22050601") == ()
    assert areas_of("") == ("TH",)


def test_it_is_counted_once(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    result = measured(with_cards(office))
    first = missed_everywhere(office, result)
    assert folder_of(office, result).is_dir()
    monkeypatch.setattr("samut.engine.missed.everywhere._write", None)
    assert missed_everywhere(office, result) == first
