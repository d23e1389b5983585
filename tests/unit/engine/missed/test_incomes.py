"""The poorest by income and who of them is reached: SQL against sorting everybody by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from register_files import card, card_csv, household, household_csv, member, member_csv, write
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.missed.incomes import OF_HOUSEHOLDS, income_ranks, ranked
from samut.engine.registers.importing import import_register
from samut.engine.workspace import create_workspace
from samut.rules.missed_policy import load_missed_policy

EDITION = 2561
rows = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 4)), st.sampled_from((True, False, None))), max_size=12
)


def slow(everybody: list[tuple[int | None, bool | None]], percent: int) -> tuple[int, ...]:
    """Sort, take the poorest one by one until they are enough, then all who earn like the last."""
    known = sorted((each for each in everybody if each[0] is not None), key=lambda each: each[0] or 0)
    taken: list[tuple[int | None, bool | None]] = []
    for each in known:
        enough = Fraction(len(taken), len(known)) >= Fraction(percent, 100)
        if enough and each[0] != taken[-1][0]:
            break
        taken.append(each)
    apart = [card for baht, card in everybody if baht is None]
    return (
        *(len(known), len(taken)),
        *(sum(card is True for _, card in of) for of in (known, taken)),
        *(sum(card is None for _, card in of) for of in (known, taken)),
        *(len(apart), apart.count(True)),
    )


@given(rows, st.sampled_from((20, 40, 100)))
@settings(max_examples=60, deadline=None)
def test_the_poorest_are_those_of_a_walk_from_the_lowest_income(everybody, percent) -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE drawn (each_baht DOUBLE, card BOOLEAN)")
        for row in everybody:
            connection.execute("INSERT INTO drawn VALUES (?, ?)", row)
        (found,) = ranked(connection, OF_HOUSEHOLDS, "drawn", (percent,))
    assert (
        *(found.everybody, found.poorest, found.reached, found.reached_poorest),
        *(found.unsure, found.unsure_poorest, found.unknown_income, found.unknown_income_reached),
    ) == slow(everybody, percent)


def test_a_census_by_household_and_by_person(tmp_path: Path) -> None:
    """House 1 has the higher income but two to share it, so it is poorer than house 2; 3 tells none."""
    office = create_workspace(tmp_path / "office", name="test", demo=True, province="22", edition=EDITION)
    houses = ((1, "100000"), (2, "90000"), (3, ""), (4, "800000"))
    census = household_csv([household(place, income_year_baht=baht) for place, baht in houses])
    people = member_csv([member(*each) for each in ((1, 1), (1, 2), (2, 1), (3, 1), (4, 1))])
    files = [write(office, "households.csv", census), write(office, "members.csv", people)]
    import_register(office, "bmn", files, edition=EDITION)
    cards = write(office, "cards.csv", card_csv([card(11), card(31), card(41)]))
    import_register(office, "welfare-card", [cards], edition=EDITION)
    result = measure(office, office.config.measure, EDITION, link(office, EDITION))
    found = income_ranks(office, result, "2205")
    assert [each.percent for each in found] == [20, 40, 20, 40]
    fifth = found[0]
    assert (fifth.everybody, fifth.poorest, fifth.reached, fifth.reached_poorest) == (3, 1, 2, 1)
    assert (fifth.unknown_income, fifth.unknown_income_reached) == (1, 1)
    assert fifth.ratio().known == Fraction(3, 2)
    persons = found[2]
    assert (persons.everybody, persons.poorest, persons.reached_poorest) == (4, 2, 1)
    assert income_ranks(office, result, "2206")[0].ratio().known is None
    assert load_missed_policy().poorest_percents == (20, 40)
