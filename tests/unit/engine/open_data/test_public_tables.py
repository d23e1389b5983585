"""The public tables of a drawn histogram: what is in them, what is not, and that they stay as they are."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from samut.engine.histogram import LINE_COUNTS, Histogram
from samut.engine.open_data import publishing
from samut.engine.open_data.columns import counts_of, figures_of
from samut.engine.open_data.dictionary import PROTECTED, TABLES, columns_of
from samut.engine.open_data.files import file_names
from samut.engine.open_data.kept import (
    editions,
    figures_for_outsiders,
    newest_results,
    open_tables,
    read_figures,
)
from samut.engine.open_data.known import relations_of
from samut.engine.open_data.outsiders import is_hidden
from samut.engine.open_data.protecting import protected, published_areas
from samut.engine.open_data.publishing import publish
from samut.engine.results import MeasureResult, manifest_text
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.disclosure_policy import load_disclosure_policy
from samut.rules.errors import SamutError
from samut.rules.policy import load_measure

MEASURE = load_measure("tpmap-2561")
POLICY = load_disclosure_policy()
INCOME = MEASURE.indicator_set.indicator("average_income").mask
FOOD = MEASURE.indicator_set.indicator("safe_food").mask
DRAWN = """
22010101  0       90 300
22010101  income   9  30
22010101  food    10  34
22010201  0       80 250
22010201  income   1   3
22010301  0       70 200
22010301  income   8  25
22010301  food     9  29
22020101  0       60 190
22020101  income  12  40
22020201  food     7  21
22020201  0       50 150
"""


def histogram_of(drawing: str) -> Histogram:
    """Lines: village, what its households fail (0: nothing), households, persons; a third are target."""
    lines = [line.split() for line in drawing.strip().split("\n")]
    every = sum(each.mask for each in MEASURE.indicator_set.indicators)
    fails = {"0": 0, "income": INCOME, "food": FOOD}
    columns: dict[str, list[int]] = {name: [] for name in ("deprived", "known", "applies", *LINE_COUNTS)}
    for _, failing, households, persons in lines:
        half, third = int(persons) // 2, int(persons) // 3
        line = {
            "deprived": fails[failing],
            "known": every,
            "applies": every,
            "households": int(households),
            "persons": int(persons),
            "registered_persons": half,
            "validated_persons": third,
            "unlinked_persons": 0,
            "target_persons": third,
            "target_unknown_persons": 0,
            "target_households": int(households),
        }
        for name, number in line.items():
            columns[name].append(number)
    arrays = {name: np.array(numbers, np.int64) for name, numbers in columns.items()}
    return Histogram(MEASURE, [line[0] for line in lines], arrays)


def result_of(workspace: Workspace, result_id: str, edition: int = 2561) -> MeasureResult:
    folder = workspace.lake / "results" / "tpmap-2561" / str(edition) / result_id
    result = MeasureResult(
        result_id, "tpmap-2561", "t", edition, "p", "e", "l", ("s",), f"2026-01-0{result_id}", {}, folder
    )
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(manifest_text(result), encoding="utf-8")
    return result


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "w", name="สำนักงาน", demo=False, province="22", edition=2561)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the histogram of each result is, by its id."""
    drawings = {"1": DRAWN}

    class Drawn:
        @staticmethod
        def load(path: Path) -> Histogram:
            return histogram_of(drawings[path.parent.name])

    monkeypatch.setattr(publishing, "Histogram", Drawn)
    return drawings


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_every_figure_is_a_sum_of_those_below_and_keeps_what_is_known_of_it() -> None:
    histogram = histogram_of(DRAWN)
    areas = published_areas(histogram, "village")
    counts = {code: counts_of(histogram, code) for code in areas}
    names = [figure.name for figure in figures_of(MEASURE)]
    assert sorted(counts["22"]) == sorted(names)
    for parent in {each for each in areas.values() if each}:
        below = [counts[code] for code, around in areas.items() if around == parent]
        assert counts[parent] == {name: sum(each[name] for each in below) for name in names}
    for relation in relations_of(MEASURE):
        for each in counts.values():
            assert sum(each[name] for name in relation.lesser) <= sum(each[name] for name in relation.greater)


def test_the_whole_country_is_a_tree_only_where_every_province_is_there() -> None:
    areas = published_areas(histogram_of(DRAWN), "tambon")
    assert areas["22"] is None
    assert "TH" not in areas
    assert {len(code) for code in areas} == {2, 4, 6}
    assert set(published_areas(histogram_of(DRAWN), "amphoe")) == {"22", "2201", "2202"}


def test_small_counts_are_hidden_with_another_and_the_rest_is_rounded() -> None:
    histogram = histogram_of(DRAWN)
    figures = protected(histogram, POLICY, {})
    assert figures.hidden == sum(value is None for row in figures.rows for value in row)
    for code, row in zip(figures.areas, figures.rows, strict=True):
        true = counts_of(histogram, code)
        for name, number in zip(figures.names, row, strict=True):
            if number is None:
                continue
            assert number % 5 == 0
            assert abs(number - true[name]) <= 2
            assert not 0 < true[name] < 5
            assert (number == 0) == (true[name] == 0)
    told = dict(zip(figures.names, figures.rows[figures.areas.index("220102")], strict=True))
    assert told["persons_surveyed"] == 255  # 253
    assert told["poor_persons"] is None


def test_the_files_say_the_same_and_every_column_is_in_the_dictionary(
    workspace: Workspace, drawn: Mapping[str, str]
) -> None:
    tables = publish(workspace, result_of(workspace, "1"))
    assert sorted(tables.files) == sorted(file_names(2561))
    figures = read_figures(tables.folder)
    wide = rows(tables.folder / "areas.csv")
    assert [row["area_code"] for row in wide] == sorted(figures.places)
    for row in wide:
        told = {name: number for name, number in figures.of(row["area_code"]).items() if name in row}
        assert {name: row[name] for name in told} == {
            name: "" if number is None else str(number) for name, number in told.items()
        }
        assert set(row["withheld"].split()) == {name for name, number in told.items() if number is None}
    for row in rows(tables.folder / "figures.csv"):
        number = figures.of(row["area_code"])[row["figure"]]
        assert (row["value"], row["withheld"]) == (("", PROTECTED) if number is None else (str(number), ""))
    for row in rows(tables.folder / "indicators.csv"):
        number = figures.of(row["area_code"])[f"failing_persons_indicator_{int(row['indicator']):02d}"]
        assert row["failing_persons"] == ("" if number is None else str(number))
    words = {(row["table"], row["column"]) for row in rows(tables.folder / "dictionary.csv")}
    for name in TABLES:
        head = tuple(rows(tables.folder / f"{name}.csv")[0])
        assert head == tuple(pq.read_schema(tables.folder / f"{name}.parquet").names)
        assert {(name, column) for column in head} <= words
    assert len(words) == len(columns_of(MEASURE))


def test_the_map_has_the_same_rows_and_an_area_without_boundary_has_none(
    workspace: Workspace, drawn: dict[str, str]
) -> None:
    drawn["1"] = DRAWN + "22990101  0  50 150\n"
    folder = publish(workspace, result_of(workspace, "1")).folder
    features = json.loads((folder / "areas.geojson").read_text("utf-8"))["features"]
    shapes = {each["properties"]["area_code"]: each["geometry"] for each in features}
    assert sorted(shapes) == [row["area_code"] for row in rows(folder / "areas.csv")]
    assert shapes["22"]["type"] in {"Polygon", "MultiPolygon"}
    assert shapes["229901"] is None


def test_all_in_one_holds_the_licence_and_every_table(workspace: Workspace, drawn: Mapping[str, str]) -> None:
    folder = publish(workspace, result_of(workspace, "1")).folder
    with zipfile.ZipFile(folder / "samut-open-data-2561.zip") as whole:
        assert set(whole.namelist()) == set(file_names(2561)) - {"samut-open-data-2561.zip"}
        assert whole.read("areas.csv") == (folder / "areas.csv").read_bytes()
    assert "CC BY 4.0" in (folder / "LICENCE.txt").read_text("utf-8")
    assert "synthetic" not in (folder / "README.md").read_text("utf-8")


def test_tables_are_made_once_and_are_the_same_bytes(workspace: Workspace, drawn: Mapping[str, str]) -> None:
    result = result_of(workspace, "1")
    first, again = publish(workspace, result), publish(workspace, result)
    assert not first.already_there
    assert again == replace(first, already_there=True)


def test_what_was_hidden_of_an_edition_stays_hidden_in_its_later_results(
    workspace: Workspace, drawn: dict[str, str]
) -> None:
    first = read_figures(publish(workspace, result_of(workspace, "1")).folder)
    # The household of three was seen again and is thirteen.
    drawn["2"] = DRAWN.replace("22010201  income   1   3", "22010201  income   4  13")
    later = read_figures(publish(workspace, result_of(workspace, "2")).folder)
    for name in first.names:
        assert first.hidden_areas(name) <= later.hidden_areas(name)
    drawn["3"] = drawn["2"]
    alone = read_figures(publish(workspace, result_of(workspace, "3", edition=2562)).folder)
    # Of another edition nothing was hidden before: there some of it is shown.
    assert any(first.hidden_areas(name) - alone.hidden_areas(name) for name in first.names)


def test_the_newest_tables_of_each_edition_are_shown(workspace: Workspace, drawn: dict[str, str]) -> None:
    assert editions(workspace) == ()
    assert figures_for_outsiders(workspace, "1") is None
    drawn |= {"2": DRAWN, "3": DRAWN}
    for result_id, edition in (("1", 2561), ("2", 2561), ("3", 2562)):
        publish(workspace, result_of(workspace, result_id, edition))
    assert [(each.edition, each.result_id) for each in editions(workspace)] == [(2562, "3"), (2561, "2")]
    assert [each.result_id for each in newest_results(workspace)] == ["2", "3"]


def test_what_outsiders_may_not_know(workspace: Workspace, drawn: Mapping[str, str]) -> None:
    publish(workspace, result_of(workspace, "1"))
    figures = figures_for_outsiders(workspace, "1")
    assert figures is not None
    assert figures.is_hidden("220102", "poor_persons")
    assert not figures.is_hidden("220102", "persons_surveyed")
    assert figures.is_hidden("22010201", "persons_surveyed")  # a village is not published
    assert figures.is_hidden("220102", "something_else")
    assert figures.of("999999") == {}
    assert figures.has("2201")
    assert figures.below("TH") == ("22",)
    assert figures.below("22") == ("2201", "2202")
    assert figures.below("220101") == ()


def test_a_page_for_those_who_may_not_see_persons_asks_by_its_own_fields(
    workspace: Workspace, drawn: Mapping[str, str]
) -> None:
    figures = read_figures(publish(workspace, result_of(workspace, "1")).folder)
    assert is_hidden(figures, "220102", "poor_persons") is True
    assert is_hidden(figures, "220102", "persons") is False
    assert is_hidden(figures, "220102", "poor_persons", dimension="income") is True
    assert is_hidden(figures, "220102", "poor_persons", dimension="living") is False
    assert is_hidden(figures, "220102", "failing_persons", indicator=22) is True
    assert is_hidden(figures, "22010201", "poor_persons") is None  # a village
    assert is_hidden(figures, "220102", "unknown_persons", indicator=22) is None  # not published
    assert is_hidden(figures, "220102", "target_households") is None


def test_a_damaged_manifest_is_told(workspace: Workspace, drawn: Mapping[str, str]) -> None:
    tables = publish(workspace, result_of(workspace, "1"))
    (tables.folder / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(SamutError, match="WORK_009"):
        open_tables(tables.folder)
