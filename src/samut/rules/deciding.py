"""Which facts decided an answer: found by taking facts away and asking again.

Slow and obvious, for one household at a time; it works for any rule, whatever its form.
"""

from __future__ import annotations

from collections.abc import Callable

from samut.rules.policy_files import Facts


def deciding_facts(ask: Callable[[Facts], object], told: Facts, answer: object) -> tuple[str, ...]:
    """The names without which the answer would be another; where several each suffice, all of those.

    First those whose loss alone changes the answer. If they do not carry it by themselves, also
    each further fact that carries it together with them; failing that, everything that was told.
    """
    needed = [name for name in told if ask(_without(told, name)) != answer]
    core = {name: told[name] for name in needed}
    if ask(core) == answer:
        return tuple(needed)
    enough = [name for name in told if ask({**core, name: told[name]}) == answer]
    return tuple(name for name in told if name in needed or name in enough) if enough else tuple(told)


def _without(facts: Facts, name: str) -> Facts:
    return {other: value for other, value in facts.items() if other != name}
