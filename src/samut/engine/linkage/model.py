"""The model of one person in two tables: Splink's, with the same settings on DuckDB and on Spark.

What makes two rows agree by chance is learnt from random pairs; how rows of one person differ, from
pairs that numbers found, and only where there are none from the rows themselves (EM). How many
pairs there are to find is estimated among the rows at hand: where numbers found nearly everybody,
most of who is left is in one table alone.
"""

from __future__ import annotations

import copy
import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.comparison_level_library import (
    CustomLevel,
    ElseLevel,
    ExactMatchLevel,
    JaroWinklerLevel,
    NullLevel,
)
from splink.comparison_library import CustomComparison
from splink.internals.exceptions import SplinkException

from samut.rules.linkage import LinkPolicy

logging.getLogger("splink").setLevel(logging.ERROR)
SEED = 2561
LEFT, RIGHT = "a_census", "b_register"
# Two rows that agree in all of these are one person but for namesakes born on one day.
CERTAIN = ("first_name", "last_name", "birth_year", "birth_month", "birth_day")
# Each bounded: never a birth date with a sex alone, for on 1 January too many were born.
BLOCKS = (
    ("first_lk", "last_lk"),
    ("first_ps", "birth_year", "birth_month", "birth_day"),
    ("last_ps", "birth_year", "birth_month", "birth_day"),
    ("first_ps", "birth_year", "tambon"),
    ("first_ps", "last_ps", "birth_year"),
)
EM_BLOCKS = (
    ("first_name", "last_name"),
    ("first_name", "birth_year", "birth_month", "birth_day"),
)
# What DuckDB says of a statement that Ctrl-C ended; Splink wraps it into an error of its own.
INTERRUPTED = "Query interrupted"
# Names, births and places are never kept beside a score.
Settings = dict[str, Any]


@dataclass(frozen=True)
class Learnt:
    """Settings of a learnt model, and how much of the true pairs `CERTAIN` finds."""

    settings: Settings
    certain_recall: float


@contextmanager
def cancelled_by_hand() -> Iterator[None]:
    """Whoever presses Ctrl-C within a long statement has cancelled, and made no error."""
    try:
        yield
    except (RuntimeError, SplinkException) as error:
        if INTERRUPTED not in str(error):
            raise
        raise KeyboardInterrupt from error


def _as_it_is(table: pa.Table) -> pa.Table:
    return table


def first_settings(policy: LinkPolicy, dialect: str) -> Settings:
    """The settings before anything is learnt, in the words of DuckDB or of Spark."""
    creator = SettingsCreator(
        link_type="link_only",
        comparisons=[
            _name("first_name", policy),
            _name("last_name", policy),
            _year(policy),
            _exact("birth_month"),
            _exact("birth_day"),
            _exact("sex"),
            _place(),
            _house(),
        ],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKS],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
    return creator.create_settings_dict(dialect)


def _name(column: str, policy: LinkPolicy) -> CustomComparison:
    return CustomComparison(
        output_column_name=column,
        comparison_levels=[
            NullLevel(column),
            ExactMatchLevel(column, term_frequency_adjustments=True),
            JaroWinklerLevel(column, policy.values.near_similarity),
            JaroWinklerLevel(column, policy.values.alike_similarity),
            ElseLevel(),
        ],
    )


def _year(policy: LinkPolicy) -> CustomComparison:
    apart = f"abs(birth_year_l - birth_year_r) <= {policy.values.years_apart}"
    return CustomComparison(
        output_column_name="birth_year",
        comparison_levels=[
            NullLevel("birth_year"),
            ExactMatchLevel("birth_year"),
            CustomLevel(apart),
            ElseLevel(),
        ],
    )


def _exact(column: str) -> CustomComparison:
    return CustomComparison(
        output_column_name=column,
        comparison_levels=[NullLevel(column), ExactMatchLevel(column), ElseLevel()],
    )


def _place() -> CustomComparison:
    """The village, else the tambon, else the amphoe. A register may know tambons alone."""
    return CustomComparison(
        output_column_name="place",
        comparison_levels=[
            NullLevel("tambon"),
            CustomLevel("village_l = village_r"),
            CustomLevel("tambon_l = tambon_r"),
            CustomLevel("substr(tambon_l, 1, 4) = substr(tambon_r, 1, 4)"),
            ElseLevel(),
        ],
    )


def _house() -> CustomComparison:
    """The house number, which says something within one tambon alone: every village has a house 12."""
    return CustomComparison(
        output_column_name="house",
        comparison_levels=[
            NullLevel("house"),
            CustomLevel("house_l = house_r AND tambon_l = tambon_r"),
            ElseLevel(),
        ],
    )


def learn_from_pairs(api: DuckDBAPI, left: pa.Table, right: pa.Table, policy: LinkPolicy) -> Learnt:
    """Learn from persons who stand in both tables under one unique_id."""
    linker = _linker(api, left, right, first_settings(policy, api.sql_dialect.sql_dialect_str))
    linker.training.estimate_u_using_random_sampling(policy.values.pairs_of_strangers, seed=SEED)
    labels = pa.table(
        {
            "source_dataset_l": [LEFT] * left.num_rows,
            "unique_id_l": left["unique_id"],
            "source_dataset_r": [RIGHT] * left.num_rows,
            "unique_id_r": left["unique_id"],
        }
    )
    name = linker.table_management.register_table(labels, f"labels_{uuid.uuid4().hex}")
    linker.training.estimate_m_from_pairwise_labels(name)
    return Learnt(linker.misc.save_model_to_json(), max(_certain_share(left, right), 1 / left.num_rows))


def learn_alone(api: DuckDBAPI, left: pa.Table, right: pa.Table, policy: LinkPolicy) -> Learnt:
    """Learn from the rows themselves by expectation maximisation, no pair being known."""
    linker = _linker(api, left, right, first_settings(policy, api.sql_dialect.sql_dialect_str))
    linker.training.estimate_u_using_random_sampling(policy.values.pairs_of_strangers, seed=SEED)
    for columns in EM_BLOCKS:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    settings = linker.misc.save_model_to_json()
    return Learnt(settings, _expected_recall(settings))


def score(
    api: Any,
    left: pa.Table,
    right: pa.Table,
    learnt: Learnt,
    least: float,
    into: Callable[[pa.Table], Any] = _as_it_is,
) -> Any:
    """Pairs with at least that probability, as Splink's table of the backend: ids and probability.

    `api` is Splink's for the backend, `into` what makes one of its tables of an Arrow table.
    """
    settings = copy.deepcopy(learnt.settings)
    expected = max(certain_pairs(left, right) / learnt.certain_recall, 1.0)
    settings["probability_two_random_records_match"] = expected / (left.num_rows * right.num_rows)
    linker = _linker(api, into(left), into(right), settings)
    return linker.inference.predict(threshold_match_probability=least)


def in_words_of(learnt: Learnt, policy: LinkPolicy, dialect: str) -> Learnt:
    """The same model in the words of another backend: its conditions, our probabilities."""
    settings = first_settings(policy, dialect)
    for mine, theirs in zip(learnt.settings["comparisons"], settings["comparisons"], strict=True):
        for level, other in zip(mine["comparison_levels"], theirs["comparison_levels"], strict=True):
            other.update({name: level[name] for name in level if name.endswith("_probability")})
    return Learnt(settings, learnt.certain_recall)


def certain_pairs(left: pa.Table, right: pa.Table) -> int:
    """How many pairs agree in everything that makes one certain, nobody counted twice."""
    keys = list(CERTAIN)
    one, other = (_known(table, keys).group_by(keys).aggregate([]) for table in (left, right))
    return int(one.join(other, keys, join_type="inner").num_rows)


def _certain_share(left: pa.Table, right: pa.Table) -> float:
    keys = ["unique_id", *CERTAIN]
    both = _known(left, keys).join(_known(right, keys), keys, join_type="inner")
    return float(both.num_rows / left.num_rows)


def _known(table: pa.Table, keys: list[str]) -> pa.Table:
    return table.select(keys).drop_null()


def _expected_recall(settings: Settings) -> float:
    """How many true pairs agree in all of `CERTAIN`, by what was learnt of each column alone."""
    share = 1.0
    for comparison in settings["comparisons"]:
        if comparison["output_column_name"] in CERTAIN:
            levels = [each for each in comparison["comparison_levels"] if not each.get("is_null_level")]
            share *= levels[0].get("m_probability") or 1.0
    return share


def _linker(api: Any, left: Any, right: Any, settings: Settings) -> Linker:
    tables = [
        api.register(table, dataset_display_name=name, table_name=f"{name}_{uuid.uuid4().hex}")
        for name, table in ((LEFT, left), (RIGHT, right))
    ]
    return Linker(tables, settings, log_level=logging.ERROR)
