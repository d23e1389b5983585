"""`samut what-if` on a small lake: every number against the households counted one after the other."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from samut.cli import main
from samut.engine.lake import Lake
from samut.engine.measures import write_histogram
from samut.engine.results import open_result
from samut.engine.whatif.told import AREA_COLUMNS, COVER_COLUMNS, FIX_COLUMNS
from samut.engine.workspace import Workspace
from samut.rules.alkire_foster import AlkireFoster, score_range
from samut.rules.disclosure import is_small
from samut.rules.measure_files import load_weighted
from samut.rules.status import Words
from samut.rules.weighting import cutoff
from samut.rules.what_if import Choice, other_choice, own_choice
from web_world import EDITION, build_workspace

Rows = list[dict[str, object]]
UNION = "tpmap-2561"
SET = load_weighted(UNION).indicator_set
# Two amphoe, three tambon, eight villages; the last one has a single household.
VILLAGES = ("22010101", "22010102", "22010103", "22010201", "22010202", "22050601", "22050602", "22050603")
WEIGHTED = """
id = "drawn"
label = { th = "ดัชนีที่วาด", en = "Drawn" }
kind = "alkire_foster"
indicator_set = "bmn-2560"
cutoff = "1/3"
unknown = "report"
source = "drawn for a test"
status = "proposed"
[[dimension]]
id = "water"
indicators = ["drinking_water", "use_water"]
[[dimension]]
id = "school"
indicators = ["preschool", "literacy"]
[[dimension]]
id = "income"
indicators = ["average_income"]
[[scheme]]
id = "income-first"
dimension = { water = "1/4", school = "1/4", income = "1/2" }
"""
ASKED = ("drinking_water", "use_water", "preschool", "literacy", "average_income", "smoking")


@dataclass(frozen=True)
class House:
    """A household as it is drawn: where, how many, its words."""

    village: str
    members: int
    words: Words


def drawn_houses() -> list[House]:
    drawn, found = random.Random(7), []  # noqa: S311
    for village in VILLAGES:
        for _ in range(1 if village == VILLAGES[-1] else drawn.randint(15, 30)):
            deprived = known = 0
            for indicator in SET.indicators:
                often = 0.3 if indicator.id in ASKED else 0.0
                known |= indicator.mask if drawn.random() > often / 3 else 0
                deprived |= indicator.mask & known if drawn.random() < often else 0
            found.append(House(village, drawn.randint(1, 6), Words(deprived, known, known)))
    return found


HOUSES = drawn_houses()


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace whose measured households are those drawn here."""
    workspace = build_workspace(tmp_path_factory.mktemp("office") / "demo")
    (manifest,) = (workspace.lake / "results" / UNION / str(EDITION)).glob("*/manifest.json")
    result = open_result(manifest.parent)
    nothing = dict.fromkeys(
        ("registered_count", "validated_count", "unlinked_count", "target_count", "target_unknown_count"), 0
    )
    rows = [
        {
            "village_code": each.village,
            "member_count": each.members,
            "deprived": each.words.deprived,
            "known": each.words.known,
            "applies": each.words.applies,
            **nothing,
        }
        for each in HOUSES
    ]
    pq.write_table(pa.Table.from_pylist(rows), result.households_file)
    with Lake(workspace).connect() as connection:
        write_histogram(connection, result.households_file, result.histogram_file)
    return workspace


@pytest.fixture(scope="module")
def weighted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("measures") / "drawn.toml"
    path.write_text(WEIGHTED, "utf-8")
    return path


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("samut.cli.what_if_shown.console.width", 80)
    yield


def asked(lake: Workspace, measure: object, *options: object) -> Result:
    line = ["--workspace", str(lake.root), "what-if", str(measure), *map(str, options)]
    return CliRunner().invoke(main, line, catch_exceptions=False)


def told(lake: Workspace, measure: object, tmp_path: Path, *options: object) -> Rows:
    out = tmp_path / "answer.parquet"
    done = asked(lake, measure, *options, "--out", out)
    assert done.exit_code == 0, done.stderr
    rows: Rows = pq.read_table(out).to_pylist()
    return rows


def standing(
    house: House, measure: AlkireFoster, choice: Choice, solved: int = 0
) -> tuple[bool, Fraction, bool]:
    """Whether a household is poor, the score it is counted with, and whether that is undecided."""
    words = Words(house.words.deprived & ~solved, house.words.known | solved, house.words.applies)
    found = score_range(words, measure, choice.weights)
    least, most = (Fraction(each, choice.weights.total) for each in (found.least, found.most))
    poor = least >= choice.cutoff.value
    return poor, least if poor else Fraction(0), not poor and most >= choice.cutoff.value


def counted(
    measure: AlkireFoster, before: Choice, after: Choice, area: str, solve: str = "", within: str = ""
) -> dict[str, object]:
    """One area before and after, a household after the other."""
    sums: dict[str, Fraction] = dict.fromkeys(
        (
            "persons",
            "leaving",
            "entering",
            *(f"{name}_{when}" for name in ("poor", "m0", "undecided") for when in ("before", "after")),
        ),
        Fraction(0),
    )
    for house in HOUSES:
        if not house.village.startswith(area):
            continue
        solved = SET.indicator(solve).mask if solve and house.village.startswith(within) else 0
        poor, score, undecided = standing(house, measure, before)
        poor_then, score_then, undecided_then = standing(house, measure, after, solved)
        for name, amount in (
            ("persons", 1),
            ("poor_before", poor),
            ("poor_after", poor_then),
            ("m0_before", score),
            ("m0_after", score_then),
            ("undecided_before", undecided),
            ("undecided_after", undecided_then),
            ("leaving", poor and not poor_then),
            ("entering", poor_then and not poor),
        ):
            sums[name] += house.members * amount
    persons = sums["persons"]
    found: dict[str, object] = {name: int(value) for name, value in sums.items() if name[:2] != "m0"}
    for when in ("before", "after"):
        found[f"h_{when}"] = float(sums[f"poor_{when}"] / persons)
        found[f"m0_{when}"] = float(sums[f"m0_{when}"] / persons)
    found["poor_difference"] = int(sums["poor_after"] - sums["poor_before"])
    return found


def checked(rows: Rows, areas: list[str], wanted: list[dict[str, object]]) -> None:
    assert [row["area"] for row in rows] == areas
    for row, expected in zip(rows, wanted, strict=True):
        assert {name: row[name] for name in expected} == pytest.approx(expected)
        for name in ("h", "m0"):
            after, before = row[f"{name}_after"], row[f"{name}_before"]
            assert isinstance(after, float) and isinstance(before, float)
            assert row[f"{name}_difference"] == pytest.approx(after - before)


def test_another_cutoff_and_other_weights(lake: Workspace, weighted: Path, tmp_path: Path) -> None:
    measure = load_weighted(weighted)
    own = own_choice(measure)
    for options, after in (
        (("--cutoff", "1/2"), other_choice(measure, cutoff=cutoff("1/2"))),
        (("--cutoff", "1/6"), other_choice(measure, cutoff=cutoff("1/6"))),
        (("--scheme", "income-first"), other_choice(measure, scheme_id="income-first")),
        (
            ("--weight", "income=1/2", "--cutoff", "1/4"),
            other_choice(measure, weights={"income": Fraction(1, 2)}, cutoff=cutoff("1/4")),
        ),
    ):
        rows = told(lake, weighted, tmp_path, *options, "--unsuppressed")
        areas = ["22", "2201", "2205"]
        checked(rows, areas, [counted(measure, own, after, area) for area in areas])
        assert {row["level"] for row in rows[1:]} == {"amphoe"}
    assert rows[0]["area_th"] == "จันทบุรี"


def test_one_indicator_solved_in_some_areas(lake: Workspace, weighted: Path, tmp_path: Path) -> None:
    measure = load_weighted(weighted)
    own = own_choice(measure)
    options = ("--solve", "average_income", "--in", "220102", "--area", "2201", "--level", "village")
    rows = told(lake, weighted, tmp_path, *options, "--unsuppressed")
    areas = ["2201", *VILLAGES[:5]]
    checked(rows, areas, [counted(measure, own, own, area, "average_income", "220102") for area in areas])
    everywhere = told(lake, weighted, tmp_path, "--solve", "literacy", "--area", "TH", "--unsuppressed")
    wanted = counted(measure, own, own, "", "literacy")
    checked(everywhere, ["TH", "22"], [wanted, wanted])


def test_a_union_measure_is_poor_from_the_least_weight_on(lake: Workspace, tmp_path: Path) -> None:
    measure = load_weighted(UNION)
    poor = sum(each.members for each in HOUSES if each.words.deprived & measure.mask)
    after = other_choice(measure, weights={"income": Fraction(1, 2)})
    (row, *_) = told(lake, UNION, tmp_path, "--weight", "income=1/2", "--unsuppressed")
    assert (row["poor_before"], row["poor_after"], row["leaving"]) == (poor, poor, 0)
    checked([row], ["22"], [counted(measure, own_choice(measure), after, "22")])
    solved = told(lake, UNION, tmp_path, "--solve", "literacy", "--unsuppressed")[0]
    mask = SET.indicator("literacy").mask
    only = sum(each.members for each in HOUSES if each.words.deprived & measure.mask == mask)
    assert solved["leaving"] == only > 0


@pytest.mark.parametrize("area", ["22", "2205"])
def test_the_best_single_fixes(lake: Workspace, weighted: Path, tmp_path: Path, area: str) -> None:
    measure = load_weighted(weighted)
    own = own_choice(measure)
    villages = [village for village in VILLAGES if village.startswith(area)]
    every: Rows = []
    for village in villages:
        for term in measure.terms:
            found = counted(measure, own, own, area, term.id, village)
            scores = [
                standing(house, measure, own)[1]
                for house in HOUSES
                if house.village == village and house.words.deprived & term.mask
                for _ in range(house.members)
            ]
            helped = [score for score in scores if score]
            every.append(
                {
                    "village": village,
                    "indicator": term.id,
                    "leaving": found["leaving"],
                    "m0_fall": float(found["m0_before"]) - float(found["m0_after"]),  # type: ignore[arg-type]
                    "helped": len(helped),
                    "mean_score_helped": float(sum(helped) / len(helped)) if helped else None,
                }
            )
    rows = told(lake, weighted, tmp_path, "--best", 7, "--area", area, "--unsuppressed")
    for by in ("leaving", "m0_fall"):
        ranked = sorted(every, key=lambda each: -round(float(each[by]), 12))[:7]  # type: ignore[arg-type]
        found_rows = [row for row in rows if row["ranked_by"] == by]
        assert [row["rank"] for row in found_rows] == list(range(1, 8))
        for row, wanted in zip(found_rows, ranked, strict=True):
            assert {name: row[name] for name in wanted} == pytest.approx(wanted)


def test_small_counts_are_covered_and_cannot_be_worked_out(
    lake: Workspace, weighted: Path, tmp_path: Path
) -> None:
    options = ("--solve", "average_income", "--level", "village")
    open_rows = told(lake, weighted, tmp_path, *options, "--unsuppressed")
    rows = told(lake, weighted, tmp_path, *options)
    counts = [name for name, kind in AREA_COLUMNS.items() if kind == pa.int64() and "diff" not in name]
    hidden = {name: [row for row in rows[1:] if row[name] is None] for name in counts}
    assert any(hidden.values())
    for row, known in zip(rows, open_rows, strict=True):
        small, covered = (str(row[name]).split() for name in COVER_COLUMNS)
        for name in AREA_COLUMNS:
            if name in small or name in covered:
                assert row[name] is None
                assert (name in small) == (is_small(int(str(known[name]))) if name in counts else False)
            else:
                assert row[name] == known[name]
                assert name not in counts or not is_small(int(str(row[name])))
        # What moved is not the difference of what is shown.
        if row["poor_before"] is not None and row["poor_after"] is not None:
            assert not is_small(abs(int(str(row["poor_after"])) - int(str(row["poor_before"]))))
    for name, rows_hidden in hidden.items():
        if rows_hidden and rows[0][name] is not None:
            left = int(str(rows[0][name])) - sum(int(str(row[name] or 0)) for row in rows[1:])
            assert len(rows_hidden) > 1
            assert not is_small(left)


def test_small_counts_of_fixes_are_covered(lake: Workspace, weighted: Path, tmp_path: Path) -> None:
    known = told(lake, weighted, tmp_path, "--best", 40, "--unsuppressed")
    rows = told(lake, weighted, tmp_path, "--best", 40)
    assert any(row["small"] for row in rows)
    for row, open_row in zip(rows, known, strict=True):
        few = is_small(int(str(open_row["helped"])))
        few_leave = is_small(int(str(open_row["leaving"])))
        assert (row["mean_score_helped"] is None) == (row["helped"] is None) == few
        assert (row["m0_fall"] is None) == (row["leaving"] is None) == (few or few_leave)


def test_on_a_screen_of_eighty_columns(lake: Workspace, weighted: Path) -> None:
    done = asked(lake, weighted, "--solve", "average_income", "--level", "village")
    for words in ("ก่อน หลัง ต่าง", "before, after, difference", "พ้น", "undecided", "<5", "✱", "มิลลิวินาที", " ms"):
        assert words in done.output
    fixes = asked(lake, weighted, "--best", 3, "--cutoff", "1/4")
    for words in ("most leave poverty", "M0 falls most", "Decerf", "mean score", "average_income"):
        assert words in fixes.output
    assert "--unsuppressed shows all" in done.output
    assert "do not pass on" in asked(lake, weighted, "--cutoff", "1/2", "--unsuppressed").output
    union = asked(lake, UNION, "--weight", "income=1/2").output
    assert "asked: health 1/8" in union
    for output in (done.output, fixes.output, union):
        assert max(map(cell_len, output.splitlines())) <= 80


def test_nothing_small_is_on_the_screen(lake: Workspace, weighted: Path) -> None:
    lines = asked(lake, weighted, "--solve", "average_income", "--level", "village").output.splitlines()
    cells = [cell for line in lines for cell in line.split()]
    for small in ("−1", "−2", "−3", "−4", "+1", "+2", "+3", "+4", "-1", "-2", "-3", "-4"):
        assert small not in cells


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
@pytest.mark.parametrize(
    ("options", "columns"),
    [(("--cutoff", "1/2"), AREA_COLUMNS), (("--best", "2"), FIX_COLUMNS)],
    ids=["areas", "best"],
)
def test_written_by_the_ending_of_the_file(
    lake: Workspace,
    weighted: Path,
    tmp_path: Path,
    ending: str,
    options: tuple[str, ...],
    columns: dict[str, object],
) -> None:
    out = tmp_path / f"answer.{ending}"
    done = asked(lake, weighted, *options, "--out", out)
    assert done.exit_code == 0, done.stderr
    if ending == "xlsx":
        header, *rows = openpyxl.load_workbook(out).active.values  # type: ignore[union-attr]
    else:
        table = arrow_csv.read_csv(out) if ending == "csv" else pq.read_table(out)
        header, rows = table.column_names, table.to_pylist()
    assert list(header) == [*columns, *COVER_COLUMNS]
    assert len(rows) > 2
    assert "rows written" in done.output


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--solve", "averge_income"), "POLICY_001"),
        (("--solve", "smoking"), "POLICY_001"),
        (("--scheme", "incme"), "POLICY_001"),
        (("--cutoff", "2"), "MEASURE_004"),
        (("--weight", "income"), "WHATIF_004"),
        (("--weight", "income=much"), "MEASURE_006"),
        (("--weight", "income=2"), "WHATIF_002"),
        (("--cutoff", "1/2", "--area", "99"), "WHATIF_001"),
        (("--cutoff", "1/2", "--area", "220"), "WHATIF_001"),
        (("--solve", "literacy", "--area", "2201", "--in", "2205"), "WHATIF_001"),
        (("--cutoff", "1/2", "--area", "2201", "--level", "amphoe"), "WHATIF_003"),
        (("--cutoff", "1/2", "--out", "x.docx"), "MEASURE_019"),
    ],
)
def test_a_refusal_is_told_and_ends_with_1(
    lake: Workspace, weighted: Path, options: tuple[str, ...], code: str
) -> None:
    done = asked(lake, weighted, *options)
    assert done.exit_code == 1
    assert code in done.stderr


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--area", "22"),
        ("--in", "2201", "--cutoff", "1/2"),
        ("--scheme", "own", "--weight", "income=1/2"),
        ("--best", "3", "--solve", "literacy"),
        ("--best", "3", "--level", "village"),
    ],
)
def test_options_that_do_not_go_together(lake: Workspace, weighted: Path, options: tuple[str, ...]) -> None:
    assert asked(lake, weighted, *options).exit_code == 2


def test_measures_that_the_register_cannot_answer(lake: Workspace, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'id = "own"\nkind = "alkire_foster"\ncutoff = "1/2"\n[[dimension]]\nid = "one"\n'
        '[[dimension.indicator]]\ncolumn = "a"\n',
        "utf-8",
    )
    assert "MEASURE_032" in asked(lake, own, "--cutoff", "1/3").stderr
    assert "MEASURE_031" in asked(lake, "tpmap-2567", "--cutoff", "1/3").stderr
    assert "MEASURE_017" in asked(lake, "vulnerable-household", "--cutoff", "1/3").stderr
