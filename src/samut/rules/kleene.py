"""Three-valued values, one at a time: the slow and obvious half of "one rule, two engines".

A rule sees a household as an object whose facts are attributes. Here each fact is a Value that is
known or unknown, and the operators follow Kleene: unknown spreads, except that no & unknown is no
and yes | unknown is yes. SQL's NULL behaves the same, which is why one function serves both.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection

from samut.rules.policy_files import Fact, Facts, unknown_name

MEMBER_COUNT = "member_count"


class Value:
    """A fact or what was reckoned from facts. `content` is None where it is unknown."""

    __slots__ = ("content",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, content: Fact) -> None:
        self.content = content

    def _both(self, other: object, combine: Callable[..., Fact]) -> Value:
        right = other.content if isinstance(other, Value) else other
        return Value(None if self.content is None or right is None else combine(self.content, right))

    def __lt__(self, other: object) -> Value:
        return self._both(other, operator.lt)

    def __le__(self, other: object) -> Value:
        return self._both(other, operator.le)

    def __gt__(self, other: object) -> Value:
        return self._both(other, operator.gt)

    def __ge__(self, other: object) -> Value:
        return self._both(other, operator.ge)

    def __add__(self, other: object) -> Value:
        return self._both(other, operator.add)

    def __sub__(self, other: object) -> Value:
        return self._both(other, operator.sub)

    def __mul__(self, other: object) -> Value:
        return self._both(other, operator.mul)

    def __truediv__(self, other: object) -> Value:
        """Nothing divided by nought is known."""
        return self._both(other, lambda left, right: left / right if right else None)

    def __radd__(self, other: object) -> Value:
        return Value(other)._both(self, operator.add)  # type: ignore[arg-type]

    def __rsub__(self, other: object) -> Value:
        return Value(other)._both(self, operator.sub)  # type: ignore[arg-type]

    def __rmul__(self, other: object) -> Value:
        return Value(other)._both(self, operator.mul)  # type: ignore[arg-type]

    def __and__(self, other: Value) -> Value:
        if self.content is False or other.content is False:
            return Value(False)
        return self._both(other, operator.and_)

    def __or__(self, other: Value) -> Value:
        if self.content is True or other.content is True:
            return Value(True)
        return self._both(other, operator.or_)

    def __invert__(self) -> Value:
        return Value(None if self.content is None else not self.content)

    def eq(self, other: object) -> Value:
        return self._both(other, operator.eq)

    def isin(self, *others: object) -> Value:
        return Value(None if self.content is None else self.content in others)

    def __eq__(self, other: object) -> bool:
        raise TypeError("a rule compares with equals(), for == means something else to each engine")

    def __bool__(self) -> bool:
        raise TypeError("a rule may not branch on a fact: combine with & | ~")


class Subject:
    """A household (or person) as a rule sees it: `household.income_year_baht` is a Value.

    A fact that was not told is unknown; a name that no register knows is refused. `read` keeps the
    names that were asked for: they are the facts the rule rests on.
    """

    def __init__(self, facts: Facts, known_names: Collection[str]) -> None:
        for name in facts:
            if name not in known_names:
                raise unknown_name(name, known_names)
        self._facts, self._known_names = facts, known_names
        self.read: list[str] = []

    def __getattr__(self, name: str) -> Value:
        if name not in self._known_names:
            raise unknown_name(name, self._known_names)
        if name not in self.read:
            self.read.append(name)
        return Value(self._facts.get(name))
