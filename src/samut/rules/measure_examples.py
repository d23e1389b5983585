"""Examples of a measure: households drawn by what each indicator says, and whether they are poor.

They stand in the measure's own file, so that whoever argues about a measure can read what it does,
and a test can hold every engine to it. The format is the same for every kind of measure.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from samut.rules.errors import SamutError
from samut.rules.policy_files import Table, unknown_name
from samut.rules.status import Answer, Status

_LISTS = ("deprived", "unknown", "not_applicable")


@dataclass(frozen=True)
class MeasureExample:
    """A household anybody can picture, and whether it is poor. The ids are of indicators.

    An indicator in none of the lists is answered and not deprived.
    """

    say: str
    deprived: frozenset[str]
    unknown: frozenset[str]
    not_applicable: frozenset[str]
    poor: Answer

    def status_of(self, indicator: str) -> Status:
        """What the example says of one indicator."""
        if indicator in self.deprived:
            return Status.DEPRIVED
        if indicator in self.unknown:
            return Status.UNKNOWN
        return Status.NOT_APPLICABLE if indicator in self.not_applicable else Status.NOT_DEPRIVED


def measure_examples(table: Table, known: Collection[str]) -> tuple[MeasureExample, ...]:
    """The [[example]] entries of a measure's file. `known` are the indicators they may name.

    Raises: POLICY_001 for a name that is not known, POLICY_003 where `say`, `deprived` or `poor` is
    missing, POLICY_009 for an indicator in two lists or an answer that is none.
    """
    return tuple(_example(entry, known) for entry in table.tables("example"))


def _example(table: Table, known: Collection[str]) -> MeasureExample:
    table.only("say", "poor", *_LISTS)
    table.need("deprived")
    lists: dict[str, frozenset[str]] = {}
    seen: dict[str, str] = {}
    for key in _LISTS:
        lists[key] = frozenset(table.names(key))
        for name in sorted(lists[key]):
            if name not in known:
                raise unknown_name(name, known, table.where)
            if name in seen:
                raise SamutError("POLICY_009", table.where, name=name, found=key, allowed=seen[name])
            seen[name] = key
    return MeasureExample(table.need("say"), poor=Answer(table.one_of("poor", tuple(Answer))), **lists)
