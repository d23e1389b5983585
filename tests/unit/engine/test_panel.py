"""Following people through a file and through two editions in the lake: states, rates, warnings."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from register_files import household, household_csv, member, member_csv, number, write
from samut.cli import main
from samut.engine.panel.following import Asked, Panel, follow_file
from samut.engine.panel.lake import follow_lake
from samut.engine.panel.rows import PanelColumns
from samut.engine.registers.importing import import_register
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.errors import SamutError

COLUMNS = PanelColumns("pid", "home", "year", "poor", area="area", born="born", died="died")

# One story a line: who, in which household and area, poor or not, in three editions (- not there,
# ? unknown). `born` and `died` are years.
STORIES = """
       2561        2562        2563        born  died
stay   A x 1       A x 1       A x 1       -     -
leave  B x 1       B x 0       B x 0       -     -
enter  C x 0       C x 1       C x 1       -     -
back   D x 1       D x 0       D x 1       -     -
out    E x 0       E x 0       E x 0       -     -
unsaid F x 1       F x ?       F x 0       -     -
gone   G x 1       -           -           -     -
dead   H x 1       -           -           -     2562
listed I x 1       I x 0       -           -     2561
baby   -           A x 1       A x 1       2562  -
newly  -           J x 1       J x 1       2500  -
son    K x 1       K x 0       K x 0       -     -
wife   K x 1       L x 0       L x 0       -     -
parent M x 1       M x 0       M x 0       -     -
bride  M x 1       N y 0       N y 0       -     -
pair1  O x 1       P x 0       P x 0       -     -
pair2  O x 1       P x 0       P x 0       -     -
"""
PERSONS = {
    "stay": "stayed_poor",
    "leave": "left_poverty",
    "enter": "entered_poverty",
    "back": "left_poverty",
    "out": "stayed_out",
    "unsaid": "unknown",
    "gone": "not_found",
    "dead": "died",
    "listed": "died",
    "baby": "born",
    "newly": "new",
    "son": "split",
    "wife": "split",
    "parent": "left_poverty",
    "bride": "moved_away",
    "pair1": "moved",
    "pair2": "moved",
}
HOUSEHOLDS = {
    "A": "stayed_poor",
    "B": "left_poverty",
    "C": "entered_poverty",
    "D": "left_poverty",
    "E": "stayed_out",
    "F": "unknown",
    "G": "not_found",
    "H": "died",
    "I": "replaced",
    "J": "new",
    "K": "split",
    "L": "formed",
    "M": "left_poverty",
    "N": "formed",
    "O": "moved",
    "P": "formed",
}


def story_rows(kept: tuple[str, ...] | None = None) -> list[str]:
    header, *lines = [line.split() for line in STORIES.splitlines() if line.strip()]
    rows = ["pid,home,area,year,poor,born,died"]
    for name, *told in lines:
        born, died = ("" if each == "-" else each for each in told[-2:])
        rest = told[:-2]
        for year in header[:3]:
            if rest[0] == "-":
                rest = rest[1:]
                continue
            (home, area, poor), rest = rest[:3], rest[3:]
            if kept is None or name in kept:
                said = "" if poor == "?" else poor
                rows.append(f"{name},{home},{area},{year},{said},{born},{died}")
    return rows


def written(folder: Path, rows: list[str]) -> Path:
    path = folder / "panel.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def states(panel: Panel, unit: str, since: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in panel.table.to_pylist():
        if line["state"] and not line["by"] and (line["unit"], line["from"]) == (unit, since):
            found[line["state"]] = found.get(line["state"], 0) + line["count"]
    return found


def tally(told: dict[str, str]) -> dict[str, int]:
    return {state: list(told.values()).count(state) for state in told.values()}


def codes(panel: Panel) -> list[str]:
    return [warning.code for warning in panel.warnings]


def test_every_state_has_its_story(tmp_path: Path) -> None:
    panel = follow_file(written(tmp_path, story_rows()), COLUMNS)
    assert states(panel, "person", "2561") == tally(PERSONS)
    assert states(panel, "household", "2561") == tally(HOUSEHOLDS)


@pytest.mark.parametrize("name", [name for name in PERSONS if name not in ("son", "wife")])
def test_each_story_by_itself(tmp_path: Path, name: str) -> None:
    # A stranger keeps both editions in the file.
    others = ["stranger,Z,z,2561,,,", "stranger,Z,z,2562,,,"]
    panel = follow_file(written(tmp_path, [*story_rows((name,)), *others]), COLUMNS)
    found = states(panel, "person", "2561")
    found["unknown"] -= 1
    assert {state for state, count in found.items() if count} == {PERSONS[name]}


def test_who_was_poor_had_left_and_is_poor_again_fell_back(tmp_path: Path) -> None:
    panel = follow_file(written(tmp_path, story_rows()), COLUMNS)
    assert states(panel, "person", "2562")["fell_back"] == 1
    assert "entered_poverty" not in states(panel, "person", "2562")
    rates = {
        line["rate"]: line
        for line in panel.table.to_pylist()
        if line["rate"] and line["unit"] == "person" and line["from"] == "2562"
    }
    # Once poor and not any more in 2562, followed to 2563: leave, back, and those who moved or split then.
    assert (rates["fell_back_rate"]["count"], rates["fell_back_rate"]["denominator"]) == (1, 8)
    assert rates["fell_back_rate"]["share"] == 1 / 8


def test_rates_have_their_denominators(tmp_path: Path) -> None:
    panel = follow_file(written(tmp_path, story_rows()), COLUMNS, Asked(error=0.02))
    rates = {
        line["rate"]: (line["count"], line["denominator"], line["share"])
        for line in panel.table.to_pylist()
        if line["rate"] and line["unit"] == "person" and line["from"] == "2561"
    }
    assert rates["left_poverty_rate"] == (3, 4, 3 / 4)
    assert rates["entered_poverty_rate"] == (1, 2, 1 / 2)
    assert rates["followed_rate"] == (6, 15, 6 / 15)
    assert rates["changed_rate"] == (4, 6, 4 / 6)
    assert rates["changed_by_error"] == (None, 6, pytest.approx(0.0392))
    assert rates["changes_that_may_be_error"] == (None, 4, pytest.approx(0.0392 * 6 / 4))


def test_errors_alone_can_make_more_than_what_was_seen(tmp_path: Path) -> None:
    rows = ["pid,home,year,poor"]
    rows += [f"{n},{n},{year},{int(n == 1 and year == 2562)}" for n in range(100) for year in (2561, 2562)]
    panel = follow_file(
        written(tmp_path, rows), PanelColumns("pid", "home", "year", "poor"), Asked(error=0.02)
    )
    share = [line["share"] for line in panel.table.to_pylist() if line["rate"] == "changes_that_may_be_error"]
    assert share == [1.0, 1.0]


def test_numbers_missing_or_held_twice_are_counted_apart_and_told(tmp_path: Path) -> None:
    rows = ["pid,home,year,poor", "1,A,2561,1", "1,B,2561,0", ",C,2561,1", "1,A,2562,0", "2,C,2562,0"]
    panel = follow_file(written(tmp_path, rows), PanelColumns("pid", "home", "year", "poor"))
    assert states(panel, "person", "2561") == {"cannot_follow": 4, "new": 1}
    assert states(panel, "household", "2561") == {"cannot_follow": 3}
    told = [w.what("en") for w in panel.warnings if w.code == "PANEL_007"]
    assert told == [
        "Edition 2561: 3 rows cannot be followed (1 without a number, 2 whose number is held twice)."
    ]


def test_the_known_break_is_told_whenever_it_lies_between(tmp_path: Path) -> None:
    rows = ["pid,home,year,poor"] + [f"1,A,{year},0" for year in (2022, 2564, 2566)]
    columns = PanelColumns("pid", "home", "year", "poor")
    panel = follow_file(written(tmp_path, rows), columns)
    # 2022 is 2565: it comes between the two Buddhist years.
    assert [each.edition.label for each in panel.editions] == ["2564", "2022", "2566"]
    assert codes(panel) == ["PANEL_005"]
    assert "655,365" in panel.warnings[0].what("th") and "655,365" in panel.warnings[0].what("en")
    far = follow_file(tmp_path / "panel.csv", columns, Asked(editions=("2564", "2566")))
    assert codes(far) == ["PANEL_005"]
    near = follow_file(tmp_path / "panel.csv", columns, Asked(editions=("2564", "2022")))
    assert codes(near) == []


def test_a_change_nobody_believes_is_told(tmp_path: Path) -> None:
    rows = ["pid,home,year,poor"]
    rows += [f"{n},{n},{year},{int(n < poor)}" for year, poor in ((2561, 10), (2562, 6)) for n in range(20)]
    path, columns = written(tmp_path, rows), PanelColumns("pid", "home", "year", "poor")
    assert codes(follow_file(path, columns)) == ["PANEL_006"]
    assert codes(follow_file(path, columns, Asked(largest_change_percent=40))) == []


def test_the_dead_who_are_still_listed_are_told(tmp_path: Path) -> None:
    panel = follow_file(written(tmp_path, story_rows(("listed",))), COLUMNS)
    assert "PANEL_008" in codes(panel)


def test_groups_are_those_of_the_older_edition(tmp_path: Path) -> None:
    rows = ["pid,home,year,poor,sex", "1,A,2561,1,f", "1,A,2562,0,m", "2,A,2561,1,", "2,A,2562,1,"]
    columns = PanelColumns("pid", "home", "year", "poor", by=("sex",))
    found = [
        (line["unit"], line["group"], line["state"])
        for line in follow_file(written(tmp_path, rows), columns).table.to_pylist()
        if line["by"] == "sex" and line["state"]
    ]
    assert found == [
        ("person", "f", "left_poverty"),
        ("person", None, "stayed_poor"),
        ("household", None, "stayed_poor"),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("1,A,x,2561?,1,,", "PANEL_001"),
        ("1,A,x,,1,,", "PANEL_001"),
        ("1,A,x,2561,1,31/12/2500,", "PANEL_001"),
        ("1,A,x,2561,1,,2018-13-01", "PANEL_001"),
        ("1,A,x,2561,2,,", "PANEL_002"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_row(tmp_path: Path, row: str, code: str) -> None:
    path = written(tmp_path, ["pid,home,area,year,poor,born,died", "1,A,x,2562,1,,", row])
    with pytest.raises(SamutError, match=code) as told:
        follow_file(path, COLUMNS)
    assert "the first: 3" in told.value.problem.what("en")


def test_one_edition_or_an_unknown_one_or_column_is_refused(tmp_path: Path) -> None:
    columns = PanelColumns("pid", "home", "year", "poor")
    path = written(tmp_path, ["pid,home,year,poor", "1,A,2561,1", "1,A,2562,1"])
    with pytest.raises(SamutError, match="PANEL_003"):
        follow_file(path, columns, Asked(editions=("2561",)))
    with pytest.raises(SamutError, match="PANEL_004"):
        follow_file(path, columns, Asked(editions=("2561", "2569")))
    with pytest.raises(SamutError, match=r"MEASURE_001.*nearest: home"):
        follow_file(path, PanelColumns("pid", "hom", "year", "poor"))
    with pytest.raises(SamutError, match="PANEL_009"):
        Asked(error=2)
    with pytest.raises(SamutError, match="PANEL_009"):
        Asked(largest_change_percent=-1)


# The lake: one household a line, its members by their place in the number range, and its income.
HOMES = {
    2561: [("1", "11 12", "1000"), ("2", "21 22", "1000"), ("3", "31", "900000"), ("4", "41 42", "1000")],
    2562: [("1", "11 12", "900000"), ("2", "21", "1000"), ("5", "22", "900000"), ("3", "31 32", "1000")],
}
BORN_IN = {"32": "03/02/2561"}


def census(office: Workspace, edition: int) -> None:
    households, members = [], []
    for home, people, income in HOMES[edition]:
        place = int(home)
        households.append(household(place, income_year_baht=income, surveyed_on=f"15/01/{edition}"))
        for order, person in enumerate(people.split(), start=1):
            birth = BORN_IN.get(person, "00/05/2520")
            members.append(member(place, order, person_key=number(int(person)), birth=birth))
    files = [
        write(office, f"households_{edition}.csv", household_csv(households)),
        write(office, f"members_{edition}.csv", member_csv(members)),
    ]
    assert import_register(office, "bmn", files, edition=edition).quarantined == 0


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    office = create_workspace(tmp_path / "office", name="test", demo=True, province="22", edition=2561)
    census(office, 2561)
    census(office, 2562)
    return office


def test_two_editions_in_the_lake(office: Workspace) -> None:
    panel = follow_lake(office, by=("tambon",))
    # 11 and 12 left; 21 and 22 live apart now; 31 entered; 32 was born; 41 and 42 were not found.
    expected = {"left_poverty": 2, "split": 2, "entered_poverty": 1, "born": 1, "not_found": 2}
    assert states(panel, "person", "2561") == expected
    homes = {"left_poverty": 1, "split": 1, "entered_poverty": 1, "not_found": 1, "formed": 1}
    assert states(panel, "household", "2561") == homes
    groups = {line["group"] for line in panel.table.to_pylist() if line["by"] == "tambon"}
    assert groups == {"220506"}
    assert codes(panel) == ["PANEL_006"]
    assert follow_lake(office, [2562, 2561]).table.num_rows < panel.table.num_rows


def test_what_the_lake_does_not_hold_is_refused(office: Workspace) -> None:
    with pytest.raises(SamutError, match=r"PANEL_004.*2561, 2562"):
        follow_lake(office, [2561, 2563])
    with pytest.raises(SamutError, match="PANEL_003"):
        follow_lake(office, [2561])
    with pytest.raises(SamutError, match=r"MEASURE_001.*nearest: tambon"):
        follow_lake(office, by=("tambol",))


def test_the_command_shows_the_lake_in_both_languages(office: Workspace) -> None:
    shown = CliRunner().invoke(
        main, ["--workspace", str(office.root), "panel", "--by", "tambon", "--error-rate", "0.02"]
    )
    assert shown.exit_code == 0, shown.output
    for words in ("พ้นความยากจน · left poverty", "2561 → 2562", "tambon 220506", "PANEL_006"):
        assert words in shown.output
    wrong = CliRunner().invoke(main, ["--workspace", str(office.root), "panel", "--editions", "a,b"])
    assert wrong.exit_code == 2


def test_the_command_reads_a_file_and_writes_one(tmp_path: Path) -> None:
    path, out = written(tmp_path, story_rows()), tmp_path / "out.parquet"
    named = ["--person", "pid", "--household", "home", "--time", "year", "--poor", "poor", "--area", "area"]
    done = CliRunner().invoke(main, ["panel", str(path), *named, "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert pq.read_table(out).num_rows > 0
    refused = CliRunner().invoke(main, ["panel", str(path), *named, "--out", str(tmp_path / "out.doc")])
    assert (refused.exit_code, "MEASURE_019" in refused.output) == (1, True)
    lacking = CliRunner().invoke(main, ["panel", str(path), "--person", "pid"])
    assert lacking.exit_code == 2 and "--household, --time, --poor" in lacking.output
