"""Poverty in money and inequality of a file: against R, against the jackknife, and as a reader meets it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from samut.engine.estimates.design import Design, Floats, Ints, SingleCluster, variance
from samut.engine.estimates.inequality import gini, inequality_among_poor, shares, theil_l, theil_t
from samut.engine.estimates.linearised import Linearised
from samut.engine.estimates.money import COMPONENT, money
from samut.engine.estimates.output import COLUMNS
from samut.engine.estimates.people import MoneyColumns
from samut.engine.estimates.tally import Survey
from samut.rules.errors import SamutError, Text
from samut.rules.lines import Line, line_asked_for

DATA = Path(__file__).parents[2] / "data" / "money"
SURVEY = DATA / "survey.csv"
COLUMNS_OF_SURVEY = MoneyColumns(
    income="income_year_baht",
    members="members",
    survey=Survey(weight="weight", cluster="village", stratum="stratum"),
    by=(("region",), ("head_sex",)),
    score="score",
    poor="poor",
)
KEY = ("statistic", "cutoff", "by", "group", "component")
# What R's way of reckoning allows: exact linearisation; replicates, which agree as samples grow.
EXACT, REPLICATES, BOOTSTRAP = 1e-9, 0.07, 0.15

Row = dict[str, object]
Found = dict[tuple[object, ...], Row]


def by_key(table: pa.Table) -> Found:
    rows = table.to_pylist()
    found = {tuple(row[name] for name in KEY): row for row in rows}
    assert len(found) == len(rows)
    return found


def r_results() -> list[dict[str, str]]:
    with (DATA / "r_results.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@pytest.fixture(scope="module")
def ours() -> Found:
    cutoffs = sorted({row["cutoff"] for row in r_results() if row["cutoff"]})
    lines = [Line(each, Text(each, each), Decimal(each)) for each in cutoffs]
    return by_key(money(SURVEY, COLUMNS_OF_SURVEY, lines))


@pytest.mark.parametrize(
    "expected", r_results(), ids=lambda row: "-".join(row[name] for name in (*KEY, "method"))
)
def test_as_r_has_it(ours: Found, expected: dict[str, str]) -> None:
    found = ours[tuple(expected[name] for name in KEY)]
    # laeken takes the fifths at a weighted quantile, whole rows; ours splits the row they end in.
    estimate = 0.01 if (expected["method"], expected["statistic"]) == ("laeken", "s80_s20") else 1e-10
    assert found["estimate"] == pytest.approx(float(expected["estimate"]), rel=estimate)
    tolerance = {"linearised": EXACT, "jackknife": REPLICATES, "laeken-bootstrap": BOOTSTRAP}
    if expected["se"]:
        assert found["se"] == pytest.approx(float(expected["se"]), rel=tolerance[expected["method"]])


def test_the_table_has_the_shape_of_every_estimate(ours: Found) -> None:
    table = money(SURVEY, COLUMNS_OF_SURVEY, [line_asked_for("38000")])
    assert table.column_names == [*COLUMNS, COMPONENT]
    assert table.schema.field("estimate").type == pa.float64()
    assert table.schema.field("n").type == pa.int64()
    assert set(table.column(COMPONENT).to_pylist()) == {"total", "between", "within", "overlap"}


def test_every_row_is_used_or_counted_as_unknown(ours: Found) -> None:
    with SURVEY.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    unknown = [row for row in rows if not (row["income_year_baht"] and row["members"])]
    below = [row for row in rows if row not in unknown and float(row["income_year_baht"]) <= 0]
    assert unknown and below
    whole = ours["gini", "", "", "", "total"]
    assert (whole["n"], whole["unknown"]) == (len(rows) - len(unknown), len(unknown))
    theil = ours["theil_t", "", "", "", "total"]
    assert theil["unknown"] == len(unknown) + len(below)
    assert theil["n"] == len(rows) - len(unknown) - len(below)
    for region in ("north", "northeast", "south"):
        row = ours["fgt0", "38000", "region", region, "total"]
        assert int(str(row["n"])) + int(str(row["unknown"])) == sum(each["region"] == region for each in rows)


def test_parts_and_contributions_add_up(ours: Found) -> None:
    for by in ("region", "head_sex"):
        for name in ("gini", "theil_t", "theil_l", "inequality_among_poor"):
            parts = [ours.get((name, "", by, "", part)) for part in ("between", "within", "overlap")]
            whole = ours[name, "", "", "", "total"]["estimate"]
            assert sum(part["estimate"] for part in parts if part) == pytest.approx(whole, abs=1e-12)  # type: ignore[misc]
        for alpha in range(3):
            whole = ours[f"fgt{alpha}", "38000", "", "", "total"]["estimate"]
            added = [
                row["estimate"]
                for key, row in ours.items()
                if key[:3] == (f"fgt{alpha}_contribution", "38000", by)
            ]
            assert sum(added) == pytest.approx(whole, abs=1e-12)  # type: ignore[arg-type]


# The jackknife, written plainly: leave out one cluster, weigh the others of its stratum up.


def jackknife(figure: Callable[[Floats], float], weight: Floats, cluster: Ints, design: Design) -> float:
    squares = 0.0
    counts = design.clusters_by_stratum
    stratum = design.stratum[cluster]
    whole = figure(weight)
    for left_out in range(design.cluster_count):
        here = int(design.stratum[left_out])
        again = np.where(stratum == here, weight * counts[here] / (counts[here] - 1), weight)
        again[cluster == left_out] = 0
        squares += (counts[here] - 1) / counts[here] * (figure(again) - whole) ** 2
    return float(np.sqrt(squares))


FIGURES: dict[str, Callable[[Floats, Floats], Linearised]] = {
    "gini": gini,
    "theil_t": theil_t,
    "theil_l": theil_l,
    "palma": lambda income, weight: shares(income, weight)["palma"],
    "quintile_share_1": lambda income, weight: shares(income, weight)["quintile_share_1"],
    "quintile_share_4": lambda income, weight: shares(income, weight)["quintile_share_4"],
    "inequality_among_poor": lambda income, weight: inequality_among_poor(income / income.max(), weight),
}


@pytest.mark.parametrize("name", FIGURES)
def test_errors_agree_with_leaving_out_one_cluster_after_another(name: str) -> None:
    random = np.random.default_rng(7)
    villages, rows = 120, 25
    cluster = np.repeat(np.arange(villages), rows)
    design = Design((np.arange(villages) // 12).astype(np.int64))
    level = random.normal(10.5, 0.2, villages)[cluster]
    income = np.exp(random.normal(level, 0.7))
    weight = random.uniform(50, 150, len(cluster))
    found = FIGURES[name](income, weight)
    influence = np.bincount(cluster, weight * found.slope, minlength=villages).astype(float)
    linearised = float(np.sqrt(variance(design, influence)))
    replicated = jackknife(lambda again: FIGURES[name](income, again).value, weight, cluster, design)
    assert linearised == pytest.approx(replicated, rel=0.04)


# Small files, drawn in the test.


def survey_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rows.csv"
    lines = [line.strip() for line in text.strip().splitlines()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


VILLAGE = """
    income,members,sex,age
    80000,2,f,60+
    ,4,m,15-59
    30000,1,,15-59
    0,3,m,0-14
"""


def test_a_households_income_is_divided_and_its_members_weigh(tmp_path: Path) -> None:
    found = by_key(
        money(survey_of(tmp_path, VILLAGE), MoneyColumns("income", "members"), [line_asked_for("38000")])
    )
    assert found["mean_income", "", "", "", "total"]["estimate"] == pytest.approx(110000 / 6)
    assert found["fgt0", "38000", "", "", "total"]["estimate"] == pytest.approx(4 / 6)
    assert found["fgt1", "38000", "", "", "total"]["estimate"] == pytest.approx((8 / 38 + 3) / 6)
    assert found["mean_income", "", "", "", "total"]["unknown"] == 1


def test_an_income_per_person_is_not_divided_again(tmp_path: Path) -> None:
    path = survey_of(tmp_path, VILLAGE)
    weighed = by_key(money(path, MoneyColumns("income", "members", per_person=True)))
    assert weighed["mean_income", "", "", "", "total"]["estimate"] == pytest.approx(190000 / 6)
    alone = by_key(money(path, MoneyColumns("income", per_person=True)))
    assert alone["mean_income", "", "", "", "total"]["estimate"] == pytest.approx(110000 / 3)
    monthly = by_key(money(path, MoneyColumns("income", per_person=True, per="month")))
    assert monthly["mean_income", "", "", "", "total"]["estimate"] == pytest.approx(12 * 110000 / 3)


def test_a_group_nobody_named_is_a_group_and_a_hierarchy_tells_every_level(tmp_path: Path) -> None:
    columns = MoneyColumns("income", "members", by=(("sex", "age"),))
    found = by_key(money(survey_of(tmp_path, VILLAGE), columns))
    groups = [key[2:4] for key in found if key[0] == "population_share"]
    assert groups == [
        ("sex", "f"),
        ("sex", "m"),
        ("sex", "unknown"),
        ("sex,age", "f,60+"),
        ("sex,age", "m,0-14"),
        ("sex,age", "m,15-59"),
        ("sex,age", "unknown,15-59"),
    ]
    shares_of = [
        row["estimate"] for key, row in found.items() if key[0] == "population_share" and key[2] == "sex"
    ]
    assert shares_of == pytest.approx([2 / 6, 3 / 6, 1 / 6])


def test_a_level_that_lies_in_the_one_above_is_called_by_its_own_column(tmp_path: Path) -> None:
    path = survey_of(tmp_path, "income,province,amphoe\n5,22,2201\n6,22,2202\n7,23,2301\n")
    columns = MoneyColumns("income", per_person=True, by=(("province", "amphoe"),))
    found = by_key(money(path, columns))
    assert {key[2] for key in found} == {"", "province", "amphoe"}


def test_a_group_whose_incomes_nobody_knows_has_no_figures_but_is_counted(tmp_path: Path) -> None:
    path = survey_of(tmp_path, "income,sex\n5,f\n,m\nna,m\n")
    columns = MoneyColumns("income", per_person=True, by=(("sex",),))
    found = by_key(money(path, columns, [line_asked_for("10")]))
    row = found["fgt0", "10", "sex", "m", "total"]
    assert (row["estimate"], row["se"], row["n"], row["unknown"]) == (None, None, 0, 2)
    assert found["population_share", "", "sex", "m", "total"]["estimate"] == 0


def test_rows_outside_the_sample_are_neither_used_nor_unknown(tmp_path: Path) -> None:
    path = survey_of(tmp_path, "income,w\n5,1\n,0\n7,0\n9,3\n")
    found = by_key(money(path, MoneyColumns("income", per_person=True, survey=Survey(weight="w"))))
    row = found["mean_income", "", "", "", "total"]
    assert (row["estimate"], row["n"], row["unknown"]) == (8, 2, 0)


def test_numbers_of_a_parquet_file_may_be_missing_in_either_way(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    pq.write_table(
        pa.table(
            {"income": [1.0, float("nan"), None, 3.0], "score": [0.5, 0.5, 0.6, None], "poor": [True] * 4}
        ),
        path,
    )
    columns = MoneyColumns("income", per_person=True, score="score", poor="poor")
    found = by_key(money(path, columns))
    assert found["mean_income", "", "", "", "total"]["estimate"] == 2
    assert found["mean_income", "", "", "", "total"]["unknown"] == 2
    among = found["inequality_among_poor", "", "", "", "total"]
    assert (among["n"], among["unknown"]) == (3, 1)


def test_one_cluster_alone_in_its_stratum_is_never_passed_over(tmp_path: Path) -> None:
    path = survey_of(tmp_path, "income,s,c\n1,a,1\n2,a,2\n4,a,3\n9,b,1\n")
    columns = MoneyColumns("income", per_person=True, survey=Survey(cluster="c", stratum="s"))
    assert by_key(money(path, columns))["mean_income", "", "", "", "total"]["se"] is None
    certain = money(path, columns, single_cluster=SingleCluster.CERTAINTY)
    assert by_key(certain)["mean_income", "", "", "", "total"]["se"] is not None
    with pytest.raises(SamutError) as refusal:
        money(path, columns, single_cluster=SingleCluster.REFUSE)
    assert refusal.value.code == "MEASURE_014"
    assert dict(refusal.value.problem.values)["strata"] == "b"


@pytest.mark.parametrize(("columns", "code"), [
    (MoneyColumns("income"), "MONEY_003"),
    (MoneyColumns("incom", per_person=True), "MEASURE_001"),
    (MoneyColumns("income", per_person=True, by=(("region",),)), "MEASURE_001"),
    (MoneyColumns("odd", per_person=True), "MONEY_004"),
    (MoneyColumns("income", per_person=True, score="income"), "MONEY_006"),
    (MoneyColumns("income", per_person=True, poor="one"), "MONEY_006"),
    (MoneyColumns("income", per_person=True, score="income", poor="one"), "MONEY_005"),
    (MoneyColumns("income", per_person=True, score="one", poor="income"), "MEASURE_002"),
    (MoneyColumns("income", per_person=True, survey=Survey(weight="gap")), "MEASURE_012"),
    (MoneyColumns("income", per_person=True, survey=Survey(stratum="gap")), "MEASURE_012"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused(tmp_path: Path, columns: MoneyColumns, code: str) -> None:
    path = survey_of(tmp_path, "income,odd,one,gap\n5,five,1,2\n6,1e999,1,\n")
    with pytest.raises(SamutError) as refusal:
        money(path, columns)
    assert refusal.value.code == code


def test_a_refusal_names_the_rows_but_not_what_is_in_them(tmp_path: Path) -> None:
    path = survey_of(tmp_path, 'income\n1\nsomchai\n3\n"12,000"\n')
    with pytest.raises(SamutError) as refusal:
        money(path, MoneyColumns("income", per_person=True))
    words = refusal.value.in_words("en")
    assert "somchai" not in words
    assert dict(refusal.value.problem.values)["rows"] == "3, 5"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SamutError) as refusal:
        money(survey_of(tmp_path, "income"), MoneyColumns("income", per_person=True))
    assert refusal.value.code == "MEASURE_015"
