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

DIALECT = "duckdb"
WORDS = ("deprived", "known", "applies")


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
    answers: list[exp.Expression] = []
    for indicator in indicator_set.indicators:
        applies, deprived = _expressions(indicator, indicator_set, on)
        answers += [exp.alias_(applies, _applies(indicator)), exp.alias_(deprived, _deprived(indicator))]
    inner = exp.select(*kept, *answers).sql(dialect)
    outer = exp.select(*kept, *(_word(name, indicator_set) for name in WORDS)).sql(dialect)
    return f"{outer} FROM ({inner} FROM {relation} AS facts) AS answers"


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


def _applies(indicator: Indicator) -> str:
    return f"applies_{indicator.bit}"


def _deprived(indicator: Indicator) -> str:
    return f"deprived_{indicator.bit}"


def _word(name: str, indicator_set: IndicatorSet) -> exp.Expression:
    """One word: the bits of the indicators of which the condition holds, added up (no bit comes twice)."""
    word: exp.Expression = exp.Literal.number(0)
    for indicator in indicator_set.indicators:
        applies = exp.column(_applies(indicator))
        deprived = exp.column(_deprived(indicator))
        # NULL in a condition of a word would lose the bit on one engine and the word on another.
        not_applicable = exp.Not(this=exp.func("coalesce", applies, exp.true()))
        sure = exp.and_(exp.func("coalesce", applies, exp.false()), exp.Not(this=deprived.is_(exp.null())))
        condition = {
            "deprived": exp.and_(sure, exp.func("coalesce", deprived, exp.false())),
            "known": exp.or_(not_applicable, sure),
            "applies": exp.func("coalesce", applies, exp.true()),
        }[name]
        bit = exp.cast(exp.Literal.number(indicator.mask), "BIGINT")
        word = exp.Add(this=word, expression=exp.Case().when(condition, bit).else_(exp.Literal.number(0)))
    return exp.alias_(exp.cast(exp.paren(word), "BIGINT"), name)
