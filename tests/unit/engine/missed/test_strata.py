"""Two lists in strata, as a walk over every person counts them, and how sure the links of them are."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from register_files import household, household_csv, member, member_csv, number, write
from samut.cli import main
from samut.engine.areas import area
from samut.engine.life_cycle import GREATEST, LEAST
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.missed.recapture import AS_GIVEN, NOT_MEASURED, Compared, compared_lists, link_rates
from samut.engine.missed.strata import strata_in
from samut.engine.registers.importing import import_register
from samut.engine.seal import Keys
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.capture_recapture import LinkRates, TwoLists
from samut.rules.errors import Text
from samut.rules.fact_words import UNKNOWN
from samut.rules.measured_links import measured_links
from samut.rules.missed_policy import load_missed_policy
from samut.rules.recapture_strata import stratified

EDITION, ON = 2561, date(2018, 1, 1)
SAID = Text("ตามที่ระบุ", "as given")
NO_KEYS: Keys = None  # type: ignore[assignment]  # a register that tells the sex itself is not unsealed
VILLAGES = ("22050601", "22050101", None)
TAMBONS = ("220506", "220501", None)
SEXES = {"male": "men", "female": "women", None: UNKNOWN.en}

villages, tambons = st.sampled_from(VILLAGES), st.sampled_from(TAMBONS)
sexes, ages = st.sampled_from((*SEXES,)), st.sampled_from((None, 5, 17, 18, 59, 60, 69, 70, 79, 80, 99))
members = st.lists(st.tuples(villages, ages, sexes, st.booleans()), max_size=8)
rows = st.lists(st.tuples(tambons, ages, sexes), max_size=8)


def whole() -> TwoLists:
    policy = load_missed_policy()
    one, other = (
        policy.people("census_disabled", 0, EDITION),
        policy.people("disability_register", 0, EDITION),
    )
    return TwoLists(one, other, 0, None, None)


def tables(connection: duckdb.DuckDBPyConnection, people, listed, paired) -> None:
    """What samut.engine.missed.recapture lays out; members are numbered within one household."""
    connection.execute(
        "CREATE TABLE person (household_id VARCHAR, member_no BIGINT, person_key VARCHAR, "
        f"village_code VARCHAR, {LEAST} INTEGER, {GREATEST} INTEGER, meant BOOLEAN, sex VARCHAR)"
    )
    for n, (village, age, sex, meant) in enumerate(people):
        told = ("h", n, None, village, age, age, meant, sex)
        connection.execute("INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?)", told)
    connection.execute(
        "CREATE TABLE listed (person_key VARCHAR, birth_year INTEGER, birth_month INTEGER, "
        "birth_day INTEGER, tambon_code VARCHAR, sex VARCHAR)"
    )
    for n, (tambon, age, sex) in enumerate(listed):
        born = (None,) * 3 if age is None else (ON.year - age, 1, 1)
        connection.execute("INSERT INTO listed VALUES (?, ?, ?, ?, ?, ?)", (f"r{n}", *born, tambon, sex))
    connection.execute(
        "CREATE TABLE paired (person_key VARCHAR, household_id VARCHAR, member_no BIGINT, by_name BOOLEAN)"
    )
    for n, by_name in paired.items():
        connection.execute("INSERT INTO paired VALUES (?, 'h', ?, ?)", (f"r{n}", n, by_name))


def age_words(age: int | None) -> str:
    if age is None:
        return f"age {UNKNOWN.en}"
    spans = {(0, 17): "0-17", (18, 59): "18-59", (60, 69): "60-69", (70, 79): "70-79", (80, 999): "80+"}
    return next(f"{words} years" for (first, last), words in spans.items() if first <= age <= last)


def slow(people, listed, paired) -> dict[str, list[int]]:
    """Each person put into a stratum by hand: both lists, those in both, those of them by name, everybody."""
    names = {each: area(each).name_en if each else None for each in TAMBONS}  # type: ignore[union-attr]
    found: dict[str, list[int]] = {}

    def put(place, positions) -> None:
        where, age, sex = place
        label = ", ".join((where or UNKNOWN.en, age_words(age), SEXES[sex]))
        for position in positions:
            found.setdefault(label, [0] * 5)[position] += 1

    for n, (village, age, sex, meant) in enumerate(people):
        own = (names[village and village[:6]], age, sex)
        row = (names[listed[n][0]], *listed[n][1:]) if n in paired else (None,) * 3
        place = tuple(mine if mine is not None else other for mine, other in zip(own, row, strict=True))
        put(place, [0, 4] if meant else [4])
        if n in paired:
            put(place, [1, 2, 3] if paired[n] else [1, 2])
    for n, (tambon, age, sex) in enumerate(listed):
        if n not in paired:
            put((names[tambon], age, sex), [1])
    return {label: counts for label, counts in found.items() if any(counts[:2])}


@given(members, rows, st.data())
@settings(max_examples=25, deadline=None)
def test_strata_are_those_of_a_walk_over_every_person(people, listed, data) -> None:
    both = [n for n, each in enumerate(people[: len(listed)]) if each[3]]
    paired = {n: data.draw(st.booleans()) for n in both if data.draw(st.booleans())}
    rates = LinkRates(0, 0, 0.9, 1.0, SAID)
    with duckdb.connect() as connection:
        tables(connection, people, listed, paired)
        found = strata_in(connection, NO_KEYS, whole(), rates, "2205", ON, by_age=False)
    told = {}
    for each in found:
        lists, links = each.lists, each.lists.links
        assert links is not None
        told[each.label.en] = [
            lists.one.persons,
            lists.other.persons,
            lists.overlap,
            links.by_name,
            lists.frame,
        ]
    assert told == slow(people, listed, paired)
    assert len(told) == len(found)


def test_where_an_age_makes_the_list_nothing_bounds_a_stratum() -> None:
    with duckdb.connect() as connection:
        tables(connection, [("22050601", 70, "male", True)], [], {})
        rates = LinkRates(0, 0, 0.9, 1.0, SAID)
        (only,) = strata_in(connection, NO_KEYS, whole(), rates, "TH", ON, by_age=True)
    assert only.lists.frame is None
    assert only.label.th.endswith("70-79 ปี, ชาย")


def test_what_somebody_says_wins_over_what_was_measured() -> None:
    rates = link_rates(10, 5, 0.8, needed=True, compared=True)
    assert (rates.sensitivity, rates.source) == (0.8, AS_GIVEN)


def test_where_numbers_find_everybody_nothing_is_corrected() -> None:
    rates = link_rates(10, 0, None, needed=False, compared=False)
    assert (rates.sensitivity, rates.true_share) == (1.0, 1.0)


def test_names_never_compared_leave_the_rate_unknown() -> None:
    rates = link_rates(10, 0, None, needed=True, compared=False)
    assert (rates.sensitivity, rates.source) == (None, NOT_MEASURED)


def test_names_count_as_they_were_measured() -> None:
    measured = measured_links(datetime.now(UTC).date())
    rates = link_rates(10, 5, None, needed=True, compared=True)
    assert measured is not None
    assert (rates.recall, rates.precision, rates.source) == (
        measured.recall,
        measured.precision,
        measured.source,
    )


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    """Forty old people with a child each, one surveyed twice; thirty and ten more draw the allowance."""
    office = create_workspace(tmp_path / "office", name="test", demo=True, province="22", edition=EDITION)
    houses = [(n, "22050601" if n % 2 else "22050101") for n in range(1, 41)]
    census = household_csv(
        [household(n, village_code=v, income_year_baht="1000") for n, v in (*houses, (41, "22050601"))]
    )
    people = [member(n, 1, birth="01/06/2490", sex="1" if n < 21 else "2") for n, _ in houses]
    people += [member(n, 2, birth="01/06/2555") for n, _ in houses]
    people.append(member(41, 1, birth="01/06/2490", sex="1", person_key=number(11)))
    files = [write(office, "households.csv", census), write(office, "members.csv", member_csv(people))]
    assert import_register(office, "bmn", files, edition=EDITION).quarantined == 0
    drawn = [(number(n * 10 + 1), f"2205{'06' if n % 2 else '01'}") for n in range(1, 31)]
    drawn += [(number(1000 + n), "220506") for n in range(10)]
    told = "pid,ชื่อ,นามสกุล,วันเดือนปีเกิด,รหัสตำบล"
    lines = [f"{key},นางสมมติ{n},ทดสอบ,01/06/2490,{tambon}" for n, (key, tambon) in enumerate(drawn)]
    path = write(office, "allowance.csv", "\n".join([told, *lines]) + "\n")
    assert import_register(office, "elderly-allowance", [path], edition=EDITION).quarantined == 0
    return office


def compared(office: Workspace, area_code: str) -> Compared:
    result = measure(office, office.config.measure, EDITION, link(office, EDITION))
    (found,) = compared_lists(office, result, area_code, None)
    return found


def test_sums_of_the_strata_are_the_whole_and_whoever_was_surveyed_twice_is_one_in_both(
    office: Workspace,
) -> None:
    found = compared(office, "2205")
    assert (found.lists.one.persons, found.lists.other.persons, found.lists.overlap) == (41, 40, 30)
    sums = Counter[str]()
    for each in found.strata:
        sums.update(one=each.lists.one.persons, other=each.lists.other.persons, both=each.lists.overlap)
    assert sums == {"one": 41, "other": 40, "both": 30}
    # Those whom the census knows not are women by their title; those in both have the census's sex.
    assert {each.label.en.split(", ")[-1] for each in found.strata} == {"men", "women"}


def test_the_office_gets_an_estimate_by_strata_without_saying_any_rate(office: Workspace) -> None:
    found = compared(office, "22")
    assert found.lists.sensitivity == 1.0
    told = stratified(found.lists, found.strata, load_missed_policy().limits)
    assert told.reasons == () and told.total is not None
    assert len(told.strata) == 2


def test_the_command_tells_the_sum_of_the_strata_and_where_the_rate_is_from(
    office: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "missed.xlsx"
    told = ["--workspace", str(office.root), "missed", "22", "--recapture", "--out", str(out)]
    shown = CliRunner().invoke(main, told)
    assert shown.exit_code == 0, shown.output
    said = " ".join(shown.output.split())
    assert "sum of 2 strata" in said and "พบด้วยเลขทุกคู่" in said and "by number 30, by name 0" in said
    book = load_workbook(out)
    strata: list[list[Any]] = [
        [cell.value for cell in row] for row in book["ประมาณตามชั้น strata"].iter_rows(min_row=3)
    ]
    (whole,) = ([cell.value for cell in row] for row in book["ประมาณผู้ตกหล่น recapture"].iter_rows(min_row=3))
    assert [sum(row[place] for row in strata) for place in (3, 4, 5)] == whole[2:5] == [41, 40, 30]
    assert sum(row[6] for row in strata) == pytest.approx(whole[14])
    assert whole[9] == "—" and whole[10] == 1 and whole[13] == 2


def test_a_rate_that_cannot_be_is_refused_and_its_source_is_told(office: Workspace) -> None:
    told = ["--workspace", str(office.root), "missed", "22", "--recapture", "--sensitivity", "0.4"]
    shown = CliRunner().invoke(main, told)
    assert shown.exit_code == 0 and "MISSED_011" in shown.output
    assert "as given" in shown.output and "sum of" not in shown.output
