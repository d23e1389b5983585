"""The deprivation words: the rules run over a table, once, in one SQL statement.

The same rule functions that the reference engine calls with values are called here with columns;
sqlglot's nodes overload the operators, so what comes back is an expression, written out as SQL of
DuckDB or, from the same tree, of Spark. Three words a household (deprived, known, applies) are all
that later arithmetic needs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlglot import exp

from samut.rules.indicators import Indicator, IndicatorSet, parameters_on
from samut.rules.policy_files import unknown_name
from samut.rules.union import Measure, switch_mask

DIALECT = "duckdb"
WORDS = ("deprived", "known", "applies")
# The three words are found together, twenty indicators at a time, in three lanes of one number.
LANE_BITS = 20
LANE = (1 << LANE_BITS) - 1


class TableSubject:
    """A table as a rule sees it: `household.income_year_baht` is the column of that name."""

    def __init__(self, known_names: Collection[str]) -> None:
        self._known_names = known_names

    def __getattr__(self, name: str) -> exp.Expression:
        if name not in self._known_names:
            raise unknown_name(name, self._known_names)
        return exp.column(name, quoted=True)


def words_sql(
    indicator_set: IndicatorSet,
    on: date,
    relation: str,
    keep: Sequence[str] = ("household_id",),
    dialect: str = DIALECT,
) -> str:
    """SQL that gives the kept columns and the three words, BIGINT, for each row of the relation.

    `relation` is SQL that may stand after FROM, written in the dialect; it has the facts as columns.
    Rows: as the relation. Unknown: NULL facts; no word is ever NULL.
    """
    kept = [exp.column(name, quoted=True) for name in keep]
    lanes: dict[int, exp.Expression] = {}
    for indicator in indicator_set.indicators:
        part = indicator.bit // LANE_BITS
        found = _in_lanes(indicator, indicator_set, on)
        lanes[part] = exp.BitwiseOr(this=lanes[part], expression=found) if part in lanes else found
    written = [exp.alias_(lane, _part(part)) for part, lane in lanes.items()]
    inner = exp.select(*kept, *written).sql(dialect)
    outer = exp.select(*kept, *(_word(name, lanes) for name in WORDS)).sql(dialect)
    return f"{outer} FROM ({inner} FROM {relation} AS facts) AS answers"


def poor_sql(measure: Measure) -> str:
    """Whether a household is poor by a union measure, as SQL over its words; NULL where undecided."""
    mask = switch_mask(measure, measure.whole_switch)
    undecided = "NULL" if measure.unknown == "report" else "false"
    return (
        f"CASE WHEN (deprived & {mask}) <> 0 THEN true "
        f"WHEN (known & {mask}) <> {mask} THEN {undecided} ELSE false END"
    )


def answers_sql(
    indicator: Indicator, indicator_set: IndicatorSet, on: date, dialect: str = DIALECT
) -> tuple[str, str]:
    """Whether one indicator applies and whether it finds deprivation, as SQL over the facts."""
    applies, deprived = _expressions(indicator, indicator_set, on)
    return applies.sql(dialect), deprived.sql(dialect)


def _expressions(
    indicator: Indicator, indicator_set: IndicatorSet, on: date
) -> tuple[exp.Expression, exp.Expression]:
    household, values = TableSubject(indicator_set.fact_labels), parameters_on(indicator, on)
    rule = indicator.rule
    applies = exp.true() if rule.applies is None else rule.applies(household, values)
    return nought_guarded(applies), nought_guarded(rule.deprived(household, values))


def nought_guarded(expression: exp.Expression) -> exp.Expression:
    """The expression with every division by nought unknown, as it is in the reference engine."""

    def guarded(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Div):
            node.set("expression", exp.func("nullif", node.expression, exp.Literal.number(0)))
        return node

    return expression.transform(guarded)


def _part(part: int) -> str:
    return f"part_{part}"


def _in_lanes(indicator: Indicator, indicator_set: IndicatorSet, on: date) -> exp.Expression:
    """One indicator's bit in each of the three words of a part, side by side in one number.

    What most households answer comes first: an engine looks at the later conditions only for the
    households that the earlier ones left over. A condition that is unknown is not met.
    """
    applies, deprived = _expressions(indicator, indicator_set, on)
    bit = 1 << indicator.bit % LANE_BITS
    lane = {name: bit << place * LANE_BITS for place, name in enumerate(WORDS)}
    always = indicator.rule.applies is None
    here = (lambda said: said) if always else (lambda said: exp.and_(applies, said))
    found = exp.Case()
    if not always:
        found = found.when(exp.not_(applies), _number(lane["known"]))
    found = found.when(here(exp.not_(deprived)), _number(lane["known"] | lane["applies"]))
    return found.when(here(deprived), _number(sum(lane.values()))).else_(_number(lane["applies"]))


def _word(name: str, parts: Collection[int]) -> exp.Expression:
    """One word: its lane of each part, moved to where the part's bits belong."""
    lane, word = WORDS.index(name), None
    for part in parts:
        found: exp.Expression = exp.column(_part(part))
        if lane > part:
            down = exp.Literal.number((lane - part) * LANE_BITS)
            found = exp.paren(exp.BitwiseRightShift(this=found, expression=down))
        found = exp.BitwiseAnd(this=found, expression=_number(LANE << min(lane, part) * LANE_BITS))
        if lane < part:
            # Not a shift: it is written differently everywhere, and a product is the same.
            found = exp.Mul(this=exp.paren(found), expression=_number(1 << (part - lane) * LANE_BITS))
        word = exp.paren(found) if word is None else exp.BitwiseOr(this=word, expression=exp.paren(found))
    return exp.alias_(word or _number(0), name)


def _number(value: int) -> exp.Expression:
    return exp.cast(exp.Literal.number(value), "BIGINT")
