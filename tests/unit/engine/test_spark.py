"""Spark, on a cluster of two workers of this machine: the same rows as DuckDB, to the last one."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from pyarrow import csv

from samut.cli import main
from samut.engine.cube.cells import Question
from samut.engine.estimates.measuring import measure
from samut.engine.histogram import LINE_COUNTS, Histogram
from samut.engine.linkage import LinkResult
from samut.engine.measures import MeasureResult
from samut.engine.outgrown import lake_histogram, lake_households_sql, rewritten, village_cells
from samut.engine.spark import SparkEngine, check_java
from samut.engine.sql_engines import DuckDBEngine, open_engine
from samut.engine.words import WORDS, words_sql
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.policy import IndicatorSet, load_indicator_set, load_measure
from samut.rules.policy_files import Fact, Facts
from two_engines import (
    AWKWARD_CSV,
    AWKWARD_ROWS,
    TYPED_ROWS,
    TYPES,
    arrow_table,
    words_by_reference,
    write_typed,
)

CLUSTER = "local-cluster[2,1,1024]"
MEASURE, EDITION = "tpmap-2561", 2561
ON = date(2018, 1, 1)


def java_is_here() -> bool:
    try:
        check_java()
    except SamutError:
        return False
    return True


def read(path: Path) -> pa.Table:
    """A Parquet file, without its remarks that a column never is NULL."""
    table = pq.read_table(path)
    return table.cast(pa.schema([field.with_nullable(True) for field in table.schema]))


with_java = pytest.mark.skipif(
    not java_is_here(),
    reason="SPARK IS NOT TESTED HERE: there is no Java 17. Install one (openjdk-17-jre-headless).",
)


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkEngine]:
    # The first question waits until both workers are there.
    with SparkEngine(CLUSTER, {"spark.scheduler.minRegisteredResourcesRatio": "1.0"}) as engine:
        assert engine.session.sparkContext.master == CLUSTER
        yield engine


@with_java
@pytest.mark.spark
def test_two_workers_share_the_work(spark: SparkEngine) -> None:
    assert spark.table("SELECT count(*) AS n FROM range(0, 1000, 1, 4)").to_pylist() == [{"n": 1000}]
    # The driver is one of them.
    assert spark.session.sparkContext._jsc.sc().statusTracker().getExecutorInfos().__len__() == 3


@with_java
@pytest.mark.spark
def test_files_are_read_as_duckdb_reads_them(spark: SparkEngine, tmp_path: Path) -> None:
    path = tmp_path / "ครัวเรือน [1]'s {x}.csv"
    path.write_bytes(AWKWARD_CSV)
    assert spark.columns(path) == dict.fromkeys(AWKWARD_ROWS[0], "text")
    assert spark.table(f"SELECT * FROM {spark.relation(path)}").to_pylist() == AWKWARD_ROWS
    folder = tmp_path / "ข้อมูล [1]"
    write_typed(folder)
    assert spark.columns(folder) == TYPES
    found = spark.table(f"SELECT * FROM {spark.relation(folder)} ORDER BY `เลขที่`")
    assert found.to_pylist() == TYPED_ROWS


@with_java
@pytest.mark.spark
@pytest.mark.parametrize("row", ["สมหญิง,1,2", "สมหญิง"])
def test_a_broken_row_is_told_without_its_text(spark: SparkEngine, tmp_path: Path, row: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"name,b\nสมชาย,1\n{row}\n", "utf-8")
    with pytest.raises(SamutError, match="ENGINE_012") as told:
        spark.table(f"SELECT count(*) AS n FROM {spark.relation(path)}")
    assert told.value.problem.where.file == "a.csv"
    assert "สม" not in str(told.value.__cause__)


def invented(indicator_set: IndicatorSet, count: int) -> list[Facts]:
    """Households whose answers are drawn, many of them untold."""
    draw = random.Random(2561)  # noqa: S311

    def answer(name: str) -> Fact:
        if name.endswith("_baht"):
            return draw.choice([None, 0, 1, 2, 38_000, 76_000])
        if name.endswith(("_count", "_score")):
            return draw.choice([None, 0, 0, 1, 2])
        return draw.choice([None, True, False])

    return [{name: answer(name) for name in indicator_set.fact_labels} for _ in range(count)]


@with_java
@pytest.mark.spark
def test_the_words_of_invented_households(spark: SparkEngine, tmp_path: Path) -> None:
    indicator_set = load_indicator_set("bmn-2560")
    households = invented(indicator_set, 2000)
    path = tmp_path / "facts.parquet"
    pq.write_table(arrow_table(indicator_set, households), path)
    with DuckDBEngine() as duck:
        mine, theirs = (
            engine.table(
                words_sql(indicator_set, ON, engine.relation(path), ("household_no",), engine.dialect)
                + " ORDER BY household_no"
            )
            for engine in (spark, duck)
        )
    assert mine.equals(theirs)
    assert mine.schema.field("deprived").type == pa.int64()
    said = [
        (word.deprived, word.known, word.applies)
        for word in words_by_reference(indicator_set, ON, households)
    ]
    rows = mine.select(["deprived", "known", "applies"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == said


@with_java
@pytest.mark.spark
def test_snapshots_with_other_columns_become_one_table(spark: SparkEngine, tmp_path: Path) -> None:
    parts = []
    for number, rows in enumerate(([{"id": 1, "a": 1}, {"id": 2, "a": 2}], [{"id": 2, "ข": "x"}]), start=1):
        path = tmp_path / f"{number}.parquet"
        pq.write_table(pa.Table.from_pylist(rows), path)
        parts.append(f"SELECT *, {number} AS snapshot_order FROM read_parquet('{path}') WHERE id > 0")
    sql = (
        'SELECT id, a, "ข" FROM (SELECT * EXCLUDE (snapshot_order) FROM '
        f"({' UNION ALL BY NAME '.join(parts)}) "
        "QUALIFY row_number() OVER (PARTITION BY id ORDER BY snapshot_order DESC) = 1) AS seen ORDER BY id"
    )
    with DuckDBEngine() as duck:
        expected = duck.table(rewritten(duck, sql)).to_pylist()
    assert expected == [{"id": 1, "a": 1, "ข": None}, {"id": 2, "a": None, "ข": "x"}]
    assert spark.table(rewritten(spark, sql)).to_pylist() == expected


@with_java
@pytest.mark.spark
@pytest.mark.province
def test_the_words_of_the_whole_province(
    spark: SparkEngine, imported: tuple[Workspace, object], linked: LinkResult, measured: MeasureResult
) -> None:
    sql = lake_households_sql(spark, imported[0], MEASURE, EDITION, linked)
    found = spark.table(f"{sql} ORDER BY village_code, household_id")
    assert found.num_rows > 100_000
    assert found.equals(read(measured.households_file))


@with_java
@pytest.mark.spark
@pytest.mark.province
def test_the_counts_of_the_union_measure(
    spark: SparkEngine, imported: tuple[Workspace, object], linked: LinkResult, measured: MeasureResult
) -> None:
    lines = lake_histogram(spark, imported[0], MEASURE, EDITION, linked)
    assert lines.equals(read(measured.histogram_file))
    columns = {name: lines.column(name).to_numpy() for name in ("deprived", "known", "applies", *LINE_COUNTS)}
    ours = Histogram(load_measure(MEASURE), lines.column("village_code").to_pylist(), columns)
    theirs = Histogram.load(measured.histogram_file)
    for switch in range(1, 32):
        assert ours.figures("22", f"{switch:05b}") == theirs.figures("22", f"{switch:05b}")


@with_java
@pytest.mark.spark
def test_the_cells_of_the_cube(spark: SparkEngine, tmp_path: Path) -> None:
    union = load_measure(MEASURE)
    indicators = union.indicator_set.indicators
    question = Question(
        indicators=tuple(each.id for each in indicators),
        masks=tuple(each.mask for each in indicators),
        weights=tuple(1 + each.bit % 3 for each in indicators),
        least=12,
        dimensions=tuple((each.id, each.mask) for each in union.dimensions),
    )
    draw = random.Random(3)  # noqa: S311
    mask = union.indicator_set.mask
    rows = []
    for _ in range(3000):
        known = mask & ~(1 << draw.randrange(40))
        applies = mask & ~(1 << draw.randrange(40))
        deprived = draw.getrandbits(31) & draw.getrandbits(31) & known & applies
        place = f"2201{draw.randrange(3):02}{draw.randrange(9):02}"
        person = (place, draw.choice([1, 2]), draw.randrange(6), deprived, known, applies)
        rows.append(dict(zip(("village_code", "sex", "age_group", *WORDS), person, strict=True)))
    (tmp_path / "words").mkdir()
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "words" / "22.parquet")
    with DuckDBEngine() as duck:
        expected = village_cells(duck, question, tmp_path / "words")
    found = village_cells(spark, question, tmp_path / "words")
    assert found.groups == expected.groups
    assert np.array_equal(found.codes, expected.codes)
    assert np.array_equal(found.counts, expected.counts)
    assert expected.counts.sum() > 3000


MY_MPI = """
id = "my-mpi"
label = { en = "My MPI", th = "ดัชนีของฉัน" }
kind = "alkire_foster"
cutoff = [0.333333, 0.5]
unknown = "report"
[[dimension]]
id = "health"
  [[dimension.indicator]]
  id = "nutrition"
  column = "d_nutr"
  [[dimension.indicator]]
  id = "mortality"
  column = "d_cm"
[[dimension]]
id = "living"
  [[dimension.indicator]]
  id = "water"
  column = "น้ำดื่ม"
"""


def survey() -> pa.Table:
    """A sample with strata, clusters and weights, some answers and groups missing."""
    draw = random.Random(7)  # noqa: S311
    rows = [
        {
            "d_nutr": draw.choice([0, 0, 1, None]),
            "d_cm": draw.choice([0, 0, 0, 1]),
            "น้ำดื่ม": draw.choice([0, 1, 1]),
            "w": draw.uniform(0.1, 9),
            "stratum": draw.randrange(4) + 0.5,
            "หน่วย": f"PSU {draw.randrange(12):02}",
            "ภาค": draw.choice(["เหนือ", "ใต้", "อีสาน", None]),
            "urban": draw.choice([True, False]),
            "year": draw.choice([2561, 2565]),
        }
        for _ in range(1500)
    ]
    return pa.Table.from_pylist(rows)


def assert_same_estimates(found: pa.Table, expected: pa.Table) -> None:
    """Row by row: words and counts the same, figures to 1e-12 of their size."""
    assert found.schema.equals(expected.schema)
    assert found.num_rows == expected.num_rows > 0
    for mine, theirs in zip(found.to_pylist(), expected.to_pylist(), strict=True):
        for name, value in theirs.items():
            close = isinstance(value, float)
            assert mine[name] == (pytest.approx(value, rel=1e-12, abs=1e-12, nan_ok=True) if close else value)


@with_java
@pytest.mark.spark
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_command_gives_the_estimates_and_errors_of_duckdb(
    spark: SparkEngine, tmp_path: Path, ending: str
) -> None:
    data, measure_file = tmp_path / f"survey.{ending}", tmp_path / "my.toml"
    measure_file.write_text(MY_MPI, "utf-8")
    if ending == "csv":
        csv.write_csv(survey(), data)
    else:
        pq.write_table(survey(), data)
    asked = ["--weight", "w", "--psu", "หน่วย", "--strata", "stratum", "--by", "ภาค,urban", "--by", "year"]
    for engine in (spark.dialect, "duckdb"):
        written = ["--engine", engine, "--out", str(tmp_path / f"{engine}.parquet")]
        done = CliRunner().invoke(main, ["measure", str(measure_file), str(data), *asked, *written])
        assert done.exit_code == 0, done.output
    mine, theirs = (pq.read_table(tmp_path / f"{engine}.parquet") for engine in (spark.dialect, "duckdb"))
    assert_same_estimates(mine, theirs)


@with_java
@pytest.mark.spark
def test_estimates_from_answers_that_are_text(spark: SparkEngine, tmp_path: Path) -> None:
    indicator_set = load_measure(MEASURE).indicator_set
    answers = arrow_table(indicator_set, invented(indicator_set, 500))
    csv.write_csv(answers, tmp_path / "answers.csv")
    pq.write_table(answers, tmp_path / "answers.parquet")
    from_text, typed = (
        measure(MEASURE, tmp_path / f"answers.{ending}", engine=spark.dialect, on=ON)
        for ending in ("csv", "parquet")
    )
    assert_same_estimates(from_text, typed)
    assert_same_estimates(from_text, measure(MEASURE, tmp_path / "answers.csv", engine="duckdb", on=ON))


@with_java
@pytest.mark.spark
@pytest.mark.province
def test_estimates_of_the_whole_province(spark: SparkEngine, measured: MeasureResult) -> None:
    words = measured.households_file
    mine, theirs = (
        measure(MEASURE, words, weight="member_count", by=["village_code"], engine=engine)
        for engine in (spark.dialect, "duckdb")
    )
    assert_same_estimates(mine, theirs)


def test_without_pyspark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "samut.engine.spark")
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(SamutError, match="ENGINE_002"):
        open_engine("spark")


def test_without_java_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(SamutError, match=r"ENGINE_003.*found: none"):
        check_java()
    old = tmp_path / "bin" / "java"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n", "utf-8")
    old.chmod(0o755)
    with pytest.raises(SamutError, match=r"ENGINE_003.*found: Java 1\b"):
        check_java()


def test_pyspark_is_not_loaded_before_it_is_asked_for() -> None:
    code = "import sys, samut.engine.sql_engines; sys.exit('pyspark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
