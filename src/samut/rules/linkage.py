"""When two rows of two registers are one person: sure, to be asked, or not.

Why it exists: a wrong link gives one person's card to another, a missing one loses somebody. So the
machine answers alone only where nothing speaks against it; whatever is odd about the numbers is a
conflict with a name, and a person is asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache

from samut.rules.errors import Text
from samut.rules.policy_files import (
    ParametersOnDay,
    parameters_in,
    policy_dir,
    read_file,
    values_on,
)

POLICY = "linkage.toml"
NOT_PARAMETERS = ("id", "label", "source", "status", "title", "measured")


class Band(StrEnum):
    """What is made of a pair. Different pairs are not kept."""

    SAME = "same"
    ASK = "ask"
    DIFFERENT = "different"


class Method(StrEnum):
    """What a pair was found by."""

    NUMBER = "number"
    NAME = "name"
    DECISION = "decision"


class Conflict(StrEnum):
    """What is odd about the numbers of a pair."""

    NONE = ""
    TWO_NUMBERS = "two_numbers"
    SHARED_NUMBER = "shared_number"
    OTHER_PERSON = "other_person"


class Answer(StrEnum):
    """What a person says of a pair. Withdrawn: what was said before is no longer said."""

    SAME = "same"
    DIFFERENT = "different"
    WITHDRAWN = "withdrawn"


# What a title tells of the sex: a rank tells nothing.
_SEXES = {"m": "m", "f": "f", "either": ""}
CONFLICTS = {
    Conflict.TWO_NUMBERS: Text("เลขประจำตัวต่างกัน ทั้งสองเลขถูกต้อง", "two different valid numbers"),
    Conflict.SHARED_NUMBER: Text("เลขเดียวกันมีผู้ใช้สองคน", "a number held by two members"),
    Conflict.OTHER_PERSON: Text(
        "เลขเดียวกัน แต่ชื่อและวันเกิดเป็นคนละคน", "one number, but names and births of two persons"
    ),
}


@dataclass(frozen=True)
class LinkPolicy:
    """The numbers of linking, and the titles with the sex each tells."""

    values: ParametersOnDay
    titles: Mapping[str, str]
    mark: str


def load_link_policy(day: date | None = None) -> LinkPolicy:
    """policy/linkage.toml as it is in force on a day, else today; `mark` changes with what is in force."""
    return _in_force(day or datetime.now(UTC).date())


@cache
def _in_force(day: date) -> LinkPolicy:
    table = read_file(policy_dir() / POLICY)
    titles = {
        text: _SEXES[each.one_of("sex", tuple(_SEXES))]
        for each in table.tables("title")
        for text in each.names("texts")
    }
    parameters = parameters_in(table, besides=NOT_PARAMETERS)
    said = [*sorted(titles.items()), *sorted((each.name, each.on(day)) for each in parameters)]
    return LinkPolicy(values_on(parameters, day), titles, hashlib.sha256(repr(said).encode()).hexdigest())


def band(probability: float, conflict: Conflict, *, rivalled: bool, policy: LinkPolicy) -> Band:
    """What is made of a pair. `rivalled`: one of its rows has another pair that must be asked about."""
    if probability < policy.values.ask_probability:
        return Band.DIFFERENT
    if probability < policy.values.same_probability or conflict or rivalled:
        return Band.ASK
    return Band.SAME


def conflict_of_numbers(*, has_number: bool, shared: bool) -> Conflict:
    """What is odd about a pair that was not found by number, the register's row having a valid one."""
    if shared:
        return Conflict.SHARED_NUMBER
    return Conflict.TWO_NUMBERS if has_number else Conflict.NONE
