"""The same cube and the same words, written by hand by somebody who knows the engine well.

Each is what one would write over the answers without Samut: DuckDB with count_if, Polars streaming,
and two ways to write the words in SQL. They count what samut.engine.cube counts, under the same names.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from national_data import INDICATORS
from national_rules import CONCERN_SOME, DIMENSIONS, SMALLEST_POOR_SCORE, WEIGHTS

PLACES = range(INDICATORS)
UNIONS = {each.id: [place for place in PLACES if each.mask >> place & 1] for each in DIMENSIONS}
UNIONS = {"union": sorted(place for places in UNIONS.values() for place in places), **UNIONS}
KEYS = ("village_code", "sex", "age_group")
LANE = 20


def counts_sql() -> Iterator[str]:
    """Each statistic as an aggregate over the answers, the scores being there already."""
    poor, undecided = f"score >= {SMALLEST_POOR_SCORE}", f"score + missing >= {SMALLEST_POOR_SCORE}"
    yield "count(*) AS persons"
    yield f"count_if({poor}) AS poor"
    yield f"count_if(NOT {poor} AND {undecided}) AS undecided"
    yield "sum(score) AS score"
    yield f"sum(CASE WHEN {poor} THEN score ELSE 0 END) AS poor_score"
    for name in UNIONS:
        yield f"count_if(fails_{name}) AS {name}_poor"
        yield f"count_if(lacks_{name} AND NOT fails_{name}) AS {name}_undecided"
    for place in PLACES:
        yield f"coalesce(count_if(answer_{place} < 2), 0) AS answered_answer_{place}"
        yield f"count_if(answer_{place} IS NULL) AS unknown_answer_{place}"
        yield f"coalesce(count_if(answer_{place} = 1), 0) AS deprived_answer_{place}"
        yield f"coalesce(count_if(answer_{place} = 1 AND {poor}), 0) AS censored_answer_{place}"


def cells_by_count_if(relation: str) -> str:
    """The villages' cells: the scores and dimensions of each person, then a count_if for each statistic."""
    weights = dict(zip(PLACES, WEIGHTS.numerators, strict=True))
    score = " + ".join(f"CASE WHEN answer_{p} = 1 THEN {w} ELSE 0 END" for p, w in weights.items())
    missing = " + ".join(f"CASE WHEN answer_{p} IS NULL THEN {w} ELSE 0 END" for p, w in weights.items())
    scored = [f"{score} AS score", f"{missing} AS missing"]
    for name, places in UNIONS.items():
        fails = " OR ".join(f"coalesce(answer_{place}, 0) = 1" for place in places)
        lacks = " OR ".join(f"answer_{place} IS NULL" for place in places)
        scored += [f"({fails}) AS fails_{name}", f"({lacks}) AS lacks_{name}"]
    keys = ", ".join(KEYS)
    return f"""
        SELECT {keys}, {", ".join(counts_sql())}
        FROM (SELECT *, {", ".join(scored)} FROM {relation}) GROUP BY {keys}
    """


def rolled_up_sql(cells: str, digits: int) -> str:
    """The cells of the areas above, from a table of cells of areas below."""
    names = (text.rsplit(" AS ", 1)[1] for text in counts_sql())
    sums = ", ".join(f"sum({name}) AS {name}" for name in names)
    return f"""
        SELECT left(village_code, {digits}) AS village_code, sex, age_group, {sums}
        FROM {cells} GROUP BY ALL
    """


def rolled_up_by_polars(cells: pl.DataFrame, digits: int) -> pl.DataFrame:
    """The same by Polars."""
    keys = [pl.col("village_code").cast(pl.String).str.head(digits), "sex", "age_group"]
    return cells.group_by(keys).agg(pl.all().exclude(*KEYS).sum())


def cells_by_polars(files: list[str]) -> pl.LazyFrame:
    """The villages' cells by Polars, to be collected with the streaming engine."""
    answer = [pl.col(f"answer_{place}") for place in PLACES]
    fails = [(each == 1).fill_null(False) for each in answer]
    lacks = [each.is_null() for each in answer]

    def weighed(flags: list[pl.Expr]) -> pl.Expr:
        """Indicators that weigh the same are counted first."""
        together = {
            weight: pl.sum_horizontal(flags[place] for place in PLACES if WEIGHTS.numerators[place] == weight)
            for weight in set(WEIGHTS.numerators)
        }
        return pl.sum_horizontal(count.cast(pl.Int32) * weight for weight, count in together.items())

    scored = pl.scan_parquet(files).with_columns(
        weighed(fails).alias("score"),
        weighed(lacks).alias("missing"),
        *(
            pl.any_horizontal(fails[place] for place in places).alias(f"fails_{n}")
            for n, places in UNIONS.items()
        ),
        *(
            pl.any_horizontal(lacks[place] for place in places).alias(f"lacks_{n}")
            for n, places in UNIONS.items()
        ),
    )
    poor = pl.col("score") >= SMALLEST_POOR_SCORE
    undecided = ~poor & (pl.col("score") + pl.col("missing") >= SMALLEST_POOR_SCORE)
    counts = [
        pl.len().alias("persons"),
        poor.sum().alias("poor"),
        undecided.sum().alias("undecided"),
        pl.col("score").sum(),
        pl.when(poor).then(pl.col("score")).otherwise(0).sum().alias("poor_score"),
    ]
    for name in UNIONS:
        failing, lacking = pl.col(f"fails_{name}"), pl.col(f"lacks_{name}")
        counts += [failing.sum().alias(f"{name}_poor"), (lacking & ~failing).sum().alias(f"{name}_undecided")]
    for place in PLACES:
        counts += [
            (answer[place] < 2).sum().alias(f"answered_answer_{place}"),
            answer[place].null_count().alias(f"unknown_answer_{place}"),
            (answer[place] == 1).sum().alias(f"deprived_answer_{place}"),
            ((answer[place] == 1) & poor).sum().alias(f"censored_answer_{place}"),
        ]
    return scored.group_by(KEYS).agg(counts)


def words_by_hand(relation: str) -> str:
    """The words in the obvious way: a CASE for each bit of each word."""
    deprived = " + ".join(f"CASE WHEN answer_{p} = 1 THEN {1 << p}::BIGINT ELSE 0 END" for p in PLACES)
    known = " + ".join(f"CASE WHEN answer_{p} IS NULL THEN 0 ELSE {1 << p}::BIGINT END" for p in PLACES)
    always = sum(1 << place for place in PLACES if place not in CONCERN_SOME)
    some = (f"CASE WHEN answer_{p} = 2 THEN 0 ELSE {1 << p}::BIGINT END" for p in sorted(CONCERN_SOME))
    applies = " + ".join((f"{always}::BIGINT", *some))
    return f"SELECT {deprived} AS deprived, {known} AS known, {applies} AS applies FROM {relation}"


def words_by_hand_in_lanes(relation: str) -> str:
    """The words with all that can be known about this engine and these answers: one CASE an answer."""
    parts = [PLACES[first : first + LANE] for first in range(0, INDICATORS, LANE)]

    def case(place: int, first: int) -> str:
        deprived = 1 << place - first
        known, applies = deprived << LANE, deprived << 2 * LANE
        nobody = f"WHEN answer_{place} = 2 THEN {known}::BIGINT" if place in CONCERN_SOME else ""
        return (
            f"CASE {nobody} WHEN answer_{place} = 0 THEN {known | applies}::BIGINT "
            f"WHEN answer_{place} = 1 THEN {deprived | known | applies}::BIGINT ELSE {applies}::BIGINT END"
        )

    low, high = ((1 << LANE) - 1 << lane * LANE for lane in (0, 1))
    inner = (f"{' | '.join(case(place, part[0]) for place in part)} AS part_{part[0]}" for part in parts)
    return f"""
        SELECT (part_0 & {low}) | ((part_{LANE} & {low}) << {LANE}) AS deprived,
               ((part_0 >> {LANE}) & {low}) | (part_{LANE} & {high}) AS known,
               ((part_0 >> {2 * LANE}) & {low}) | ((part_{LANE} >> {LANE}) & {high}) AS applies
        FROM (SELECT {", ".join(inner)} FROM {relation})
    """
