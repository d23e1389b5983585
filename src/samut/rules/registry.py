"""The register of rule functions: which function is which indicator of which set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from samut.rules.policy_files import ParametersOnDay
from samut.rules.terms import Column, any_of, some

# A rule reads facts as attributes of its first argument and parameters as attributes of its second.
RuleFunction = Callable[[Column, ParametersOnDay], Column]


@dataclass(frozen=True)
class Rule:
    """How one indicator is decided. `applies` is None where it concerns every household."""

    deprived: RuleFunction
    applies: RuleFunction | None

    @property
    def in_words(self) -> str:
        """What the rule says, as its author wrote it."""
        return (self.deprived.__doc__ or "").strip()


_RULES: dict[str, dict[str, Rule]] = {}


def indicator(set_id: str, *, applies: RuleFunction | None = None) -> Callable[[RuleFunction], RuleFunction]:
    """Enter the function as the rule of the indicator that bears its name."""

    def enter(function: RuleFunction) -> RuleFunction:
        rules = _RULES.setdefault(set_id, {})
        if function.__name__ in rules:
            raise ValueError(f"two rules of {set_id} are called {function.__name__}")
        rules[function.__name__] = Rule(deprived=function, applies=applies)
        return function

    return enter


def same_question(set_id: str, *functions: RuleFunction) -> None:
    """Enter rules of an earlier set for a set that asks the same, with whom they apply to."""
    entered = [rule for rules in _RULES.values() for rule in rules.values()]
    for function in functions:
        earlier = next(rule for rule in entered if rule.deprived is function)
        indicator(set_id, applies=earlier.applies)(function)


def someone(*count_names: str) -> RuleFunction:
    """Applies where at least one of the named counts is of somebody."""

    def applies(household: Column, _: ParametersOnDay) -> Column:
        return any_of(*(some(getattr(household, name)) for name in count_names))

    return applies


def rules_of(set_id: str) -> dict[str, Rule]:
    return dict(_RULES.get(set_id, {}))
