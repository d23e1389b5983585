"""The named helpers rules are written with. Each works on a Value and on a column of a table alike.

Equality and code lists stand here because `==` means something else to each engine; "some" and
"single" stand here so that no rule module holds a number.
"""

from __future__ import annotations

import operator
from functools import reduce
from typing import Any

from samut.rules.policy_files import Fact

# A Value of the reference engine or an expression of the table engine: both overload the operators.
Column = Any

NOBODY = 0
ONE = 1


def some(count: Column) -> Column:
    """At least one person (or thing, or baht)."""
    return count > NOBODY


def single(count: Column) -> Column:
    """Exactly one."""
    return count.eq(ONE)


def several(count: Column) -> Column:
    """Two or more."""
    return count > ONE


def equals(column: Column, value: object) -> Column:
    return column.eq(value)


def one_of(column: Column, values: tuple[Fact, ...]) -> Column:
    return column.isin(*values)


def any_of(*columns: Column) -> Column:
    """Yes as soon as one is yes, unknown when none is yes and one is unknown."""
    return reduce(operator.or_, columns)


def all_of(*columns: Column) -> Column:
    """No as soon as one is no, unknown when none is no and one is unknown."""
    return reduce(operator.and_, columns)


def sure(condition: Column) -> Column:
    """Yes where the condition holds, and unknown where it does not: too little is known to say no.

    Written as "the condition, or something nobody knows", which every engine understands.
    """
    return condition | condition.eq(None)
