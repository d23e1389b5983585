"""The model put to Spark, for when one machine is outgrown: the same settings, the same probabilities.

Nothing imports this module but who has Spark, because PySpark is an extra.
"""

from __future__ import annotations

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from splink.backends.spark import SparkAPI, similarity_jar_location

from samut.engine.linkage import model
from samut.rules.linkage import LinkPolicy

DIALECT = "spark"


def pairs_on_spark(
    session: SparkSession,
    left: pa.Table,
    right: pa.Table,
    learnt: model.Learnt,
    policy: LinkPolicy,
    least: float,
) -> DataFrame:
    """Pairs with at least that probability: unique_id_l, unique_id_r, match_probability.

    `learnt` may come from DuckDB: its conditions are put into Spark's words, its numbers stay.
    The session needs Splink's string functions: start it with `spark.jars` at `similarity_functions()`.
    """
    api = SparkAPI(spark_session=session, break_lineage_method="persist")
    theirs = model.in_words_of(learnt, policy, DIALECT)
    scored = model.score(api, left, right, theirs, least, into=session.createDataFrame)
    return session.table(scored.physical_name).select("unique_id_l", "unique_id_r", "match_probability")


def similarity_functions() -> str:
    """Where the Java archive of Splink's string functions lies; it is in Splink's own wheel."""
    path: str = similarity_jar_location()
    return path
