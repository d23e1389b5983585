"""The cube against counting people one by one, whichever engine counts them."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samut.engine.cube import swar, with_numba
from samut.engine.cube.cells import CellEngine, Question
from samut.engine.cube.whole import write_cube
from samut.rules.status import Status, Words

ENGINES = {"sql": swar.cells, "numba": with_numba.cells}
BITS = (0, 1, 2, 3, 4, 7, 31, 32, 33, 61, 62)
VILLAGES = ("22050601", "22050602", "22050701", "22060101", "23010101", "96010101")
PREFIXES = {"village": 8, "tambon": 6, "amphoe": 4, "province": 2, "country": 0}

Key = tuple[str, str, int | None, int | None, str]


@dataclass(frozen=True)
class Person:
    village: str
    sex: int | None
    age_group: int | None
    said: dict[int, Status]

    @property
    def words(self) -> Words:
        def bits(*wanted: Status) -> int:
            return sum(1 << bit for bit, status in self.said.items() if status in wanted)

        deprived, fine, unknown = Status.DEPRIVED, Status.NOT_DEPRIVED, Status.UNKNOWN
        known = bits(deprived, fine, Status.NOT_APPLICABLE)
        return Words(bits(deprived), known, bits(deprived, fine, unknown))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    weighted = draw(st.lists(st.sampled_from(BITS), min_size=1, unique=True))
    weights = draw(st.lists(st.integers(0, 5), min_size=len(weighted), max_size=len(weighted)))
    dimensions = draw(st.lists(st.sets(st.sampled_from(BITS), min_size=1), max_size=3))
    return Question(
        indicators=tuple(f"i{bit}" for bit in weighted),
        masks=tuple(1 << bit for bit in weighted),
        weights=tuple(weights),
        least=draw(st.integers(1, max(sum(weights), 1))),
        dimensions=tuple((f"d{n}", sum(1 << bit for bit in bits)) for n, bits in enumerate(dimensions)),
    )


people = st.lists(
    st.builds(
        Person,
        village=st.sampled_from(VILLAGES),
        sex=st.sampled_from([1, 2, None]),
        age_group=st.sampled_from([0, 3, 5, None]),
        said=st.fixed_dictionaries({bit: st.sampled_from(Status) for bit in BITS}),
    ),
    max_size=30,
)


def one_by_one(question: Question, crowd: Sequence[Person]) -> Counter[Key]:
    """Every count of the cube that is not nought, slowly."""
    found: Counter[Key] = Counter()
    for person in crowd:
        for statistic, much in statistics_of(question, person).items():
            for level, digits in PREFIXES.items():
                area = person.village[:digits] or "TH"
                found[level, area, person.sex, person.age_group, statistic] += much
    return +found


def statistics_of(question: Question, person: Person) -> dict[str, int]:
    """What one person adds to a cell."""
    bit_of = {
        name: mask.bit_length() - 1 for name, mask in zip(question.indicators, question.masks, strict=True)
    }
    said = {name: person.said[bit] for name, bit in bit_of.items()}
    weight = dict(zip(question.indicators, question.weights, strict=True))
    score = sum(weight[name] for name, status in said.items() if status is Status.DEPRIVED)
    missing = sum(weight[name] for name, status in said.items() if status is Status.UNKNOWN)
    poor = score >= question.least
    adds: dict[str, int] = {"persons": 1, "poor": poor, "score": score, "poor_score": score * poor}
    adds["undecided"] = not poor and score + missing >= question.least
    union = {"union": [bit for bit in BITS if any(mask >> bit & 1 for _, mask in question.dimensions)]}
    union |= {name: [bit for bit in BITS if mask >> bit & 1] for name, mask in question.dimensions}
    for name, bits in union.items():
        answers = {person.said[bit] for bit in bits}
        adds[f"{name}_poor"] = Status.DEPRIVED in answers
        adds[f"{name}_undecided"] = Status.DEPRIVED not in answers and Status.UNKNOWN in answers
    for name, status in said.items():
        adds[f"answered_{name}"] = status in (Status.DEPRIVED, Status.NOT_DEPRIVED)
        adds[f"unknown_{name}"] = status is Status.UNKNOWN
        adds[f"deprived_{name}"] = status is Status.DEPRIVED
        adds[f"censored_{name}"] = status is Status.DEPRIVED and poor
    return adds


def table_of(crowd: Sequence[Person]) -> pa.Table:
    return pa.table(
        {
            "village_code": pa.array([each.village for each in crowd], pa.string()),
            "sex": pa.array([each.sex for each in crowd], pa.int8()),
            "age_group": pa.array([each.age_group for each in crowd], pa.int8()),
            "deprived": pa.array([each.words.deprived for each in crowd], pa.int64()),
            "known": pa.array([each.words.known for each in crowd], pa.int64()),
            "applies": pa.array([each.words.applies for each in crowd], pa.int64()),
        }
    )


def cube_of(question: Question, parts: Sequence[pa.Table], engine: CellEngine) -> Counter[Key]:
    """Every count of the files of the cube that is not nought."""
    found: Counter[Key] = Counter()
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config={"threads": "1"}) as connection:
        for place, part in enumerate(parts):
            pq.write_table(part, f"{folder}/part-{place}.parquet")
        relations = [f"'{folder}/part-{place}.parquet'" for place in range(len(parts))]
        write_cube(question, connection, relations, Path(folder) / "cube", engine)
        for file in (Path(folder) / "cube").iterdir():
            for row in pq.read_table(file).to_pylist():
                cell = [row.pop(name) for name in ("level", "area_code", "sex", "age_group")]
                assert tuple(row) == question.statistics
                for statistic, count in row.items():
                    assert ((*cell, statistic)) not in found
                    if count:
                        found[(*cell, statistic)] = count
    return found


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=30, deadline=None)
@given(question=questions(), crowd=people)
def test_the_cube_is_what_counting_one_by_one_gives(
    engine: str, question: Question, crowd: list[Person]
) -> None:
    assert cube_of(question, [table_of(crowd)], ENGINES[engine]) == one_by_one(question, crowd)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=10, deadline=None)
@given(question=questions(), crowd=people)
def test_villages_may_come_in_parts(engine: str, question: Question, crowd: list[Person]) -> None:
    parts = [[each for each in crowd if int(each.village[-1]) % 2 == odd] for odd in (0, 1)]
    found = cube_of(question, [table_of(part) for part in parts], ENGINES[engine])
    assert found == one_by_one(question, crowd)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_cell_may_hold_more_than_sixteen_bits_can_count(engine: str) -> None:
    question = Question(("i0", "i1", "i2"), (1, 2, 4), (1, 1, 1), 2, (("d0", 3),))
    many = 70_000
    relation = f"""
        (SELECT '22050601' AS village_code, 1 AS sex, 2 AS age_group, 7::BIGINT AS deprived,
                7::BIGINT AS known, 7::BIGINT AS applies FROM range({many}))
    """
    with duckdb.connect() as connection:
        found = ENGINES[engine](question, connection, relation)
    said = dict(zip(question.statistics, found.counts[:, 0, 0].tolist(), strict=True))
    unknown = {
        name for name in question.statistics if name.startswith("unknown") or name.endswith("undecided")
    }
    assert {name for name, count in said.items() if count == 0} == unknown
    assert said["score"] == said["poor_score"] == 3 * many
    assert {said[name] for name in said if name not in unknown and "score" not in name} == {many}
    assert np.array_equal(found.codes, ["22050601"]) and found.groups == ((1, 2),)
