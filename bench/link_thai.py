"""The Thai pair of bench/thai_pair.py linked: whom numbers find, whom names find, and a million each.

Precision and recall are told for several seeds: the mean, and the least and the most of them.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import measured
import pyarrow as pa
import pyarrow.compute as pc
from splink import DuckDBAPI
from thai_pair import SEED, thai_pair

from samut.engine.lake import open_duckdb
from samut.engine.linkage import model
from samut.engine.linkage.bands import PairRow, banded
from samut.engine.linkage.decisions import PairKey
from samut.engine.linkage.people import comparable
from samut.rules.linkage import Conflict, conflict_of_numbers, load_link_policy

SEEDS = (SEED, 1, 2, 3, 4)
POLICY = load_link_policy()
POINTS = (0.5, 0.9, 0.99, 0.999)


def residual_figures(size: int, seed: int = SEED) -> dict[str, float]:
    """Numbers first, then names among whom they leave: precision and recall of each, and of both."""
    pair = thai_pair(size, seed)
    census, register = _with_shared(pair.census), pair.register
    usable = pc.and_(pc.is_valid(census["number"]), pc.invert(census["shared"]))
    found = pc.and_(usable, pc.is_in(census["number"], value_set=register["number"].combine_chunks()))
    known, left = census.filter(found), census.filter(pc.invert(found))
    right = register.filter(
        pc.invert(pc.is_in(register["number"], value_set=known["number"].combine_chunks()))
    )
    exact = known.select(["number", "person"]).join(
        register.select(["number", "person"]), "number", join_type="inner", right_suffix="_there"
    )
    exact_right = pc.sum(pc.equal(exact["person"], exact["person_there"])).as_py()
    asked_right, asked_wrong = _asked_by_odd_names(known, register)
    candidates = _candidates(known, register, left, right)
    truth = _in_both(left, right)
    everybody = _in_both(census, register)
    figures: dict[str, float] = {
        "thai_rows_each": float(census.num_rows),
        "thai_exact_precision": round(exact_right / exact.num_rows, 5),
        "thai_exact_recall": round(exact_right / everybody, 5),
        "thai_wrong_by_number": float(exact.num_rows - exact_right),
        "thai_wrong_by_number_asked": float(asked_wrong),
        "thai_right_by_number_asked": float(asked_right),
        "thai_shared_numbers": float(pc.sum(census["shared"]).as_py()),
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
        "thai_overall_recall": round(right_pairs / everybody, 5),
    }


def over_seeds(size: int) -> dict[str, float]:
    """The mean of each figure over the seeds; of shares also the least and the most."""
    runs = [residual_figures(size, seed) for seed in SEEDS]
    figures: dict[str, float] = {"thai_seeds": float(len(runs))}
    for name in runs[0]:
        values = [run[name] for run in runs]
        figures[name] = round(sum(values) / len(values), 5)
        if any(part in name for part in ("precision", "recall", "f1")):
            figures |= {f"{name}_least": min(values), f"{name}_most": max(values)}
    return figures


def _with_shared(census: pa.Table) -> pa.Table:
    """With `shared`: two members hold the number."""
    counts = census.group_by("number").aggregate([("number", "count")])
    twice = counts.filter(pc.greater(counts["number_count"], 1))["number"].combine_chunks()
    return census.append_column("shared", pc.is_in(census["number"], value_set=twice))


def _in_both(one: pa.Table, other: pa.Table) -> int:
    return int(pc.sum(pc.is_in(one["person"], value_set=other["person"].combine_chunks())).as_py() or 0)


def _asked_by_odd_names(known: pa.Table, register: pa.Table) -> tuple[int, int]:
    """Pairs of one number whose births and both names disagree: right and wrong ones. The engine asks."""
    there = register.take(pc.index_in(known["number"], value_set=register["number"].combine_chunks()))
    there = there.drop_columns(["unique_id"]).append_column("unique_id", known["unique_id"])
    connection = open_duckdb()
    connection.register("mine", comparable(known, POLICY))
    connection.register("theirs", comparable(there, POLICY))
    connection.register("truth", pa.table({"unique_id": known["unique_id"], "person": known["person"]}))
    connection.register("truth_there", pa.table({"unique_id": there["unique_id"], "other": there["person"]}))
    unlike = " AND ".join(
        f"jaro_winkler_similarity(mine.{name}, theirs.{name}) < {POLICY.values.alike_similarity}"
        for name in ("first_name", "last_name")
    )
    found = connection.execute(
        "SELECT count(*) FILTER (person = other), count(*) FILTER (person <> other) FROM mine "
        "JOIN theirs USING (unique_id) JOIN truth USING (unique_id) JOIN truth_there USING (unique_id) "
        f"WHERE abs(mine.birth_year - theirs.birth_year) > {POLICY.values.years_apart} AND {unlike}"
    ).fetchone()
    right, wrong = found or (0, 0)
    return int(right), int(wrong)


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
    shared = set(left.filter(left["shared"])["number"].to_pylist())
    numbered_there = dict(zip(right["unique_id"].to_pylist(), right["number"].to_pylist(), strict=True))
    return [
        PairRow(
            f"{one} {other}",
            PairKey(0, "", str(other), "", one),
            probability,
            conflict_of_numbers(
                has_number=numbered[one] is not None,
                shared=numbered[one] in shared or numbered_there[other] in shared,
            ),
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
    """Residual and overall at `persons` rows each, over the seeds; speed and memory at `size` rows each."""
    figures = over_seeds(persons)
    runs = measured.run(Path(__file__), "large", size, times=1)
    return (
        figures
        | runs.figures("large")
        | {f"large_without_number_{k}": float(v) for k, v in runs.told.items()}
    )


if __name__ == "__main__":
    measured.perform({"large": large})
