"""What the model learns and finds, on DuckDB and on Spark."""

from __future__ import annotations

import importlib
import random

import pyarrow as pa
import pytest
from splink import DuckDBAPI

from linkage_people import persons, table, written_otherwise
from samut.engine.lake import open_duckdb
from samut.engine.linkage import model
from samut.engine.linkage.people import comparable
from samut.rules.errors import SamutError
from samut.rules.linkage import load_link_policy

POLICY = load_link_policy()
LEAST = 0.5
Scores = dict[tuple[int, int], float]


def both(count: int, seed: int) -> tuple[pa.Table, pa.Table]:
    """The same persons in two tables, under one id."""
    people = persons(count, seed)
    return (
        comparable(table(people), POLICY),
        comparable(table(written_otherwise(people, seed + 1)), POLICY),
    )


@pytest.fixture(scope="module")
def learnt() -> model.Learnt:
    return model.learn_from_pairs(DuckDBAPI(open_duckdb()), *both(600, 1), POLICY)


def scores(left: pa.Table, right: pa.Table, learnt: model.Learnt, least: float = LEAST) -> Scores:
    connection = open_duckdb()
    scored = model.score(DuckDBAPI(connection), left, right, learnt, least)
    found = connection.execute(
        f"SELECT unique_id_l, unique_id_r, match_probability FROM {scored.physical_name}"
    ).fetchall()
    return {(one, other): probability for one, other, probability in found}


def overlapping() -> tuple[pa.Table, pa.Table]:
    """Three hundred persons in both, three hundred in each alone."""
    left, right = both(600, 7)
    _, others = both(300, 9)
    others = others.set_column(0, "unique_id", pa.array(range(1000, 1300), pa.int64()))
    return left, pa.concat_tables([right.slice(0, 300), others])


def test_persons_are_found_and_strangers_are_not(learnt: model.Learnt) -> None:
    found = {pair for pair, probability in scores(*overlapping(), learnt).items() if probability >= 0.99}
    true = {(one, one) for one in range(300)}
    assert len(found & true) >= 285
    assert len(found - true) <= 3


def test_where_nobody_is_in_both_next_to_nothing_is_found(learnt: model.Learnt) -> None:
    left, _ = both(400, 21)
    _, right = both(400, 33)
    assert sum(probability >= 0.99 for probability in scores(left, right, learnt).values()) <= 1


def test_brothers_are_two_persons_and_a_namesake_of_another_age_too(learnt: model.Learnt) -> None:
    left, _ = both(400, 5)
    people = persons(400, 5)
    brothers = [
        {**each, "first_name": "อนุวัฒน์", "birth_year": 1999, "birth_month": 3, "birth_day": 17}
        for each in people[:200]
    ]
    namesakes = [
        {**each, "birth_year": 1920, "birth_month": 1, "birth_day": 1, "unique_id": 5000 + place}
        for place, each in enumerate(people[200:])
    ]
    right = comparable(table(brothers + namesakes), POLICY)
    assert [pair for pair, sure in scores(left, right, learnt).items() if sure >= 0.99] == []


def test_it_learns_without_a_known_pair() -> None:
    left, right = overlapping()
    alone = model.learn_alone(DuckDBAPI(open_duckdb()), left, right, POLICY)
    found = {pair for pair, probability in scores(left, right, alone).items() if probability >= 0.99}
    assert len(found & {(one, one) for one in range(300)}) >= 250


# PySpark hands rows over an encrypted session's socket and leaves closing it to Python.
@pytest.mark.filterwarnings("ignore:.*socket.socket:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
@pytest.mark.spark
def test_spark_gives_the_same_pairs(learnt: model.Learnt) -> None:
    pytest.importorskip("pyspark", reason="PySpark is not installed (an extra of Samut)")
    spark = importlib.import_module("samut.engine.spark")
    on_spark = importlib.import_module("samut.engine.linkage.on_spark")
    left, right = overlapping()
    left, right = left.slice(0, 200), right.slice(0, 200)
    mine = scores(left, right, learnt)
    try:
        spark.check_java()
    except SamutError as error:
        pytest.skip(f"no Java for Spark: {error.code}")
    with spark.SparkEngine("local[2]", {"spark.jars": on_spark.similarity_functions()}) as engine:
        rows = on_spark.pairs_on_spark(engine.session, left, right, learnt, POLICY, LEAST).collect()
    theirs = {(row[0], row[1]): row[2] for row in rows}
    assert mine
    assert theirs.keys() == mine.keys()
    assert all(abs(theirs[pair] - probability) < 1e-6 for pair, probability in mine.items())


def with_houses(people: pa.Table, houses: list[str | None]) -> pa.Table:
    at = people.column_names.index("house")
    return people.set_column(at, "house", pa.array(houses, pa.string()))


def test_a_house_number_speaks_where_both_know_it_and_the_tambon_is_one() -> None:
    left, right = both(600, 1)
    draw = random.Random(3)  # noqa: S311  invented data
    houses = [str(draw.randrange(1, 200)) for _ in range(600)]
    moved = [house if draw.random() < 0.9 else str(draw.randrange(1, 200)) for house in houses]
    lesson = with_houses(left, list(houses)), with_houses(right, list(moved))
    learnt = model.learn_from_pairs(DuckDBAPI(open_duckdb()), *lesson, POLICY)
    # With another family name, names and birth leave much open.
    one, other = overlapping()
    one, other = (each.slice(0, 300) for each in (one, other))
    at = other.column_names.index("last_name")
    other = other.set_column(at, "last_name", other["last_name"].take(pa.array([*range(1, 300), 0])))

    def sure(mine: list[str | None], theirs: list[str | None]) -> dict[int, float]:
        found = scores(with_houses(one, mine), with_houses(other, theirs), learnt, 0.0)
        return {left: p for (left, right), p in found.items() if left == right}

    unknown: list[str | None] = [None] * 300
    same: list[str | None] = ["12"] * 300
    plain, at_home, elsewhere = sure(same, unknown), sure(same, same), sure(same, ["13"] * 300)
    tambons = list(zip(one["tambon"].to_pylist(), other["tambon"].to_pylist(), strict=True))
    stayed = [each for each in plain if tambons[each][0] == tambons[each][1]]
    assert plain.keys() == at_home.keys() == elsewhere.keys()
    assert 50 < len(stayed) < len(plain)
    assert all(elsewhere[each] <= plain[each] <= at_home[each] for each in stayed)
    assert any(plain[each] < at_home[each] for each in stayed)
    # House 12 of one tambon is not house 12 of another.
    assert all(at_home[each] <= plain[each] for each in plain.keys() - set(stayed))
