"""Two Thai lists of one region with their truth: whom numbers find, whom names find, and a million each.

Whole households live in villages that share few family names, and who is in a list is drawn person by
person: brothers, twins and namesakes of everybody absent are there. One list writes names with slips,
married names, years alone (as 1 January), years one off, people who moved; the other lacks numbers or
has wrong ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import measured
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from splink import DuckDBAPI

from samut.engine.lake import open_duckdb
from samut.engine.linkage import model
from samut.engine.linkage.bands import PairRow, banded
from samut.engine.linkage.decisions import PairKey
from samut.engine.linkage.people import comparable
from samut.engine.synth.names import name_lists, slipped
from samut.rules.linkage import Conflict, conflict_of_numbers, load_link_policy

SEED = 2568
POLICY = load_link_policy()
POINTS = (0.5, 0.9, 0.99, 0.999)
PERSONS_A_HOUSEHOLD = 3.2
HOUSEHOLDS_A_VILLAGE = 160
FAMILY_NAMES_A_VILLAGE = 40
VILLAGES_A_TAMBON = 9
IN_A_LIST = 2 / 3
SLIP, MARRIED, YEAR_ALONE, YEAR_OFF, MOVED = 0.10, 0.08, 0.05, 0.03, 0.15
NO_NUMBER, WRONG_NUMBER, TWIN = 0.04, 0.02, 0.03


@dataclass(frozen=True)
class ThaiPair:
    """Census and register. Both have `person` (the truth); `number` NULL: no valid one."""

    census: pa.Table
    register: pa.Table


def thai_pair(size: int, seed: int = SEED) -> ThaiPair:
    """About so many rows in each list, two thirds of each in the other too."""
    rng = np.random.default_rng(seed)
    persons = int(size / IN_A_LIST)
    world = _world(persons, rng)
    here, there = rng.random(persons) < IN_A_LIST, rng.random(persons) < IN_A_LIST
    number = np.arange(persons, dtype=np.int64)
    drawn = rng.random(persons)
    # A wrong number that passes the check digit, and is nobody's.
    number = np.where(drawn < WRONG_NUMBER, persons + number, number)
    missing = (drawn >= WRONG_NUMBER) & (drawn < WRONG_NUMBER + NO_NUMBER)
    census = world.append_column("number", pa.array(number, mask=missing)).filter(pa.array(here))
    register = _as_the_register_has_it(world.filter(pa.array(there)), rng)
    return ThaiPair(_with_ids(census), _with_ids(register.append_column("number", register["person"])))


def _with_ids(table: pa.Table) -> pa.Table:
    return table.append_column("unique_id", pa.array(np.arange(table.num_rows, dtype=np.int64)))


def _world(persons: int, rng: np.random.Generator) -> pa.Table:
    lists = name_lists()
    house = np.sort(rng.integers(0, int(persons / PERSONS_A_HOUSEHOLD), persons))
    village = house // HOUSEHOLDS_A_VILLAGE
    of_village = rng.integers(0, len(lists.family), (int(village.max()) + 1, FAMILY_NAMES_A_VILLAGE))
    of_house = rng.integers(0, FAMILY_NAMES_A_VILLAGE, int(house.max()) + 1)
    family = of_village[village, of_house[house]]
    woman = rng.random(persons) < 0.51
    # Some names are far commoner than others.
    first = np.where(woman, _common(len(lists.female), persons, rng), _common(len(lists.male), persons, rng))
    year = 2018 - (rng.beta(1.6, 2.2, persons) * 95).astype(np.int64)
    month, day = rng.integers(1, 13, persons), rng.integers(1, 29, persons)
    # Old people were registered by their year.
    old = (year < 1958) & (rng.random(persons) < 0.15)
    month, day = np.where(old, 1, month), np.where(old, 1, day)
    twin = np.flatnonzero((house[1:] == house[:-1]) & (rng.random(persons - 1) < TWIN)) + 1
    for part in (year, month, day):
        part[twin] = part[twin - 1]
    women, men = np.array(lists.female), np.array(lists.male)
    names = np.where(woman, women[first % len(women)], men[first % len(men)])
    return pa.table(
        {
            "person": pa.array(np.arange(persons, dtype=np.int64)),
            "title": pa.array(np.where(woman, np.where(rng.random(persons) < 0.5, "นาง", "นางสาว"), "นาย")),
            "first_name": pa.array(names),
            "last_name": pa.array(np.array(lists.family)[family]),
            "sex": pa.array(np.where(woman, "female", "male")),
            "birth_year": pa.array(year),
            "birth_month": pa.array(month),
            "birth_day": pa.array(day),
            "tambon_code": pa.array(_tambons(village)),
            "village_code": pa.nulls(persons, pa.string()),
        }
    )


def _common(names: int, count: int, rng: np.random.Generator) -> np.ndarray:
    return (rng.random(count) ** 2.5 * names).astype(np.int64)


def _tambons(village: np.ndarray) -> np.ndarray:
    tambon = village // VILLAGES_A_TAMBON
    amphoe = tambon // 8
    code = 100000 + (amphoe // 12) * 10000 + (amphoe % 12 + 1) * 100 + tambon % 8 + 1
    return code.astype(str)


def _as_the_register_has_it(people: pa.Table, rng: np.random.Generator) -> pa.Table:
    count = people.num_rows
    family = np.array(name_lists().family)
    first = _slipped(people["first_name"].to_numpy(), rng)
    last = _slipped(people["last_name"].to_numpy(), rng)
    woman = people["sex"].to_numpy() == "female"
    grown = people["birth_year"].to_numpy() < 1998
    married = woman & grown & (rng.random(count) < MARRIED)
    last = np.where(married, family[rng.integers(0, len(family), count)], last)
    year = people["birth_year"].to_numpy() + np.where(
        rng.random(count) < YEAR_OFF, rng.choice((-1, 1), count), 0
    )
    alone = rng.random(count) < YEAR_ALONE
    month = np.where(alone, 1, people["birth_month"].to_numpy())
    day = np.where(alone, 1, people["birth_day"].to_numpy())
    tambon = people["tambon_code"].to_numpy()
    moved = rng.random(count) < MOVED
    tambon = np.where(moved, rng.permutation(tambon), tambon)
    changed = {
        "first_name": first,
        "last_name": last,
        "birth_year": year,
        "birth_month": month,
        "birth_day": day,
        "tambon_code": tambon,
    }
    for name, values in changed.items():
        people = people.set_column(people.schema.get_field_index(name), name, pa.array(values))
    # Registers tell the sex by the title alone.
    return people.set_column(people.schema.get_field_index("sex"), "sex", pa.nulls(count, pa.string()))


def _slipped(names: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    written = names.copy()
    for place in np.flatnonzero(rng.random(len(names)) < SLIP):
        written[place] = slipped(str(names[place]), rng)
    return written


def residual_figures(size: int) -> dict[str, float]:
    """Numbers first, then names among whom they leave: precision and recall of each, and of both."""
    pair = thai_pair(size)
    census, register = pair.census, pair.register
    found = pc.is_in(census["number"], value_set=register["number"].combine_chunks())
    known = census.filter(found)
    exact = known.select(["number", "person"]).join(
        register.select(["number", "person"]), "number", join_type="inner", right_suffix="_there"
    )
    exact_right = pc.sum(pc.equal(exact["person"], exact["person_there"])).as_py()
    left = census.filter(pc.invert(found))
    right = register.filter(
        pc.invert(pc.is_in(register["number"], value_set=known["number"].combine_chunks()))
    )
    candidates = _candidates(known, register, left, right)
    truth = len(np.intersect1d(left["person"].to_numpy(), right["person"].to_numpy()))
    figures: dict[str, float] = {
        "thai_rows_each": float(census.num_rows),
        "thai_exact_precision": round(exact_right / exact.num_rows, 5),
        "thai_residual_census_rows": float(left.num_rows),
        "thai_residual_register_rows": float(right.num_rows),
        "thai_residual_true_pairs": float(truth),
    }
    for point in POINTS:
        sure = [each for each in candidates if (each.probability or 0.0) >= point]
        precision, recall = _share_true(sure, left, right, truth)
        figures |= {
            f"thai_residual_precision_at_{point}": precision,
            f"thai_residual_recall_at_{point}": recall,
        }
    same = _kept(candidates, "same", numbers=False)
    precision, recall = _share_true(same, left, right, truth)
    asked = _kept(candidates, "ask", numbers=True)
    asked_precision, asked_recall = _share_true(asked, left, right, truth)
    right_pairs = exact_right + round(precision * len(same))
    return figures | {
        "thai_residual_precision": precision,
        "thai_residual_recall": recall,
        "thai_residual_f1": round(2 * precision * recall / (precision + recall), 4),
        "thai_asked_pairs": float(len(asked)),
        "thai_asked_precision": asked_precision,
        "thai_asked_recall": asked_recall,
        "thai_overall_precision": round(right_pairs / (exact.num_rows + len(same)), 5),
        "thai_overall_recall": round(right_pairs / (exact_right + truth), 5),
    }


def _candidates(known: pa.Table, register: pa.Table, left: pa.Table, right: pa.Table) -> list[PairRow]:
    taught = known.slice(0, POLICY.values.most_pairs_to_learn)
    rows = pc.index_in(taught["number"], value_set=register["number"].combine_chunks())
    taught_there = register.take(rows).drop_columns(["unique_id"])
    taught_there = taught_there.append_column("unique_id", taught["unique_id"])
    connection = open_duckdb()
    connection.execute("SET memory_limit = '2GB'")
    api = DuckDBAPI(connection)
    learnt = model.learn_from_pairs(api, comparable(taught, POLICY), comparable(taught_there, POLICY), POLICY)
    scored = model.score(api, comparable(left, POLICY), comparable(right, POLICY), learnt, POINTS[0])
    numbered = dict(zip(left["unique_id"].to_pylist(), left["number"].to_pylist(), strict=True))
    return [
        PairRow(
            f"{one} {other}",
            PairKey(0, "", str(other), "", one),
            probability,
            conflict_of_numbers(has_number=numbered[one] is not None, shared=False),
        )
        for one, other, probability in _scored(connection, scored.physical_name)
    ]


def _scored(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[int, int, float]]:
    found: list[tuple[int, int, float]] = connection.execute(
        f"SELECT unique_id_l, unique_id_r, match_probability FROM {table} ORDER BY ALL"
    ).fetchall()
    return found


def _kept(candidates: list[PairRow], band: str, *, numbers: bool) -> list[PairRow]:
    """What the engine keeps in a band. Without `numbers`: two valid numbers are left to people."""
    rows = banded(candidates, {}, POLICY).to_pylist()
    kept = {row["pair"] for row in rows if row["band"] == band}
    return [each for each in candidates if each.pair in kept and (numbers or each.conflict is Conflict.NONE)]


def _share_true(pairs: list[PairRow], left: pa.Table, right: pa.Table, truth: int) -> tuple[float, float]:
    mine = dict(zip(left["unique_id"].to_pylist(), left["person"].to_pylist(), strict=True))
    theirs = dict(zip(right["unique_id"].to_pylist(), right["person"].to_pylist(), strict=True))
    true = sum(mine[each.key.member_no] == theirs[int(each.key.register_key)] for each in pairs)
    return round(true / max(len(pairs), 1), 4), round(true / truth, 4)


def large(size: str) -> measured.Work:
    """Everybody against everybody without any number: names made comparable, learnt, scored, matched."""
    pair = thai_pair(int(size))

    def work() -> measured.Told:
        connection = open_duckdb()
        connection.execute("SET memory_limit = '2GB'")
        api = DuckDBAPI(connection)
        left, right = comparable(pair.census, POLICY), comparable(pair.register, POLICY)
        learnt = model.learn_alone(api, left, right, POLICY)
        scored = model.score(api, left, right, learnt, POINTS[0])
        connection.register("census", pair.census.select(["unique_id", "person"]))
        connection.register("register", pair.register.select(["unique_id", "person"]))
        found = connection.execute(
            f"WITH best AS (SELECT * FROM {scored.physical_name} WHERE match_probability >= ? QUALIFY "
            "row_number() OVER (PARTITION BY unique_id_l ORDER BY match_probability DESC) = 1 AND "
            "row_number() OVER (PARTITION BY unique_id_r ORDER BY match_probability DESC) = 1) "
            "SELECT count(*), count(*) FILTER (census.person = register.person) FROM best "
            "JOIN census ON census.unique_id = unique_id_l JOIN register ON register.unique_id = unique_id_r",
            [POLICY.values.same_probability],
        ).fetchone()
        pairs, true = found or (0, 0)
        there = connection.execute("SELECT count(*) FROM census SEMI JOIN register USING (person)").fetchone()
        return {
            "rows": left.num_rows,
            "precision": round(true / max(pairs, 1), 5),
            "recall": round(true / (there or (1,))[0], 5),
        }

    return work


def thai_figures(persons: int, size: int) -> dict[str, float]:
    """Residual and overall at `persons` rows each; speed and memory at `size` rows each."""
    figures = residual_figures(persons)
    runs = measured.run(Path(__file__), "large", size, times=1)
    return (
        figures
        | runs.figures("large")
        | {f"large_without_number_{k}": float(v) for k, v in runs.told.items()}
    )


if __name__ == "__main__":
    measured.perform({"large": large})
