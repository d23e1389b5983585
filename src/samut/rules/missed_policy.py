"""policy/missed.toml: what each list measures, and from where on nothing is estimated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from samut.rules.capture_recapture import Limits, PeopleList, TwoLists
from samut.rules.errors import Text
from samut.rules.policy_files import STATUSES, Table, parameters_in, policy_dir, read_file, values_on

NOT_PARAMETERS = ("id", "label", "source", "status", "list", "published", "poorest", "strata_ages")


@dataclass(frozen=True)
class ListMeaning:
    """What a list is called and what it measures: two of one construct count the same people."""

    label: Text
    construct: str


@dataclass(frozen=True)
class Draws:
    """How often two lists, and more of them, are drawn anew, and the seed."""

    of_two: int
    of_models: int
    seed: int


@dataclass(frozen=True)
class MissedPolicy:
    """The lists by id, the limits, and published pairs that are told as a warning.

    `poorest_percents`: among which poorest so many of a hundred it is asked who is reached.
    `most_named`: how many persons a list with names may hold. `strata_ages`: the first year of each age
    group by which lists are parted. `draws`: how lists are drawn anew.
    """

    lists: dict[str, ListMeaning]
    limits: Limits
    published: tuple[TwoLists, ...]
    poorest_percents: tuple[int, ...] = ()
    most_named: int = 0
    strata_ages: tuple[int, ...] = ()
    draws: Draws = Draws(0, 0, 0)

    def people(self, list_id: str, persons: int, year: int) -> PeopleList:
        """A list of so many persons of a year (Buddhist)."""
        meaning = self.lists[list_id]
        return PeopleList(list_id, meaning.label, meaning.construct, persons, year)


@cache
def load_missed_policy(day: date = date(2026, 1, 1)) -> MissedPolicy:
    """policy/missed.toml as it stands on a day. Raises: POLICY_003, POLICY_009."""
    table = read_file(policy_dir() / "missed.toml")
    lists = {each.name("id"): _meaning(each) for each in table.tables("list")}
    values = values_on(parameters_in(table, besides=NOT_PARAMETERS), day)
    limits = Limits(int(values.least_overlap), int(values.most_years_apart))
    percents = tuple(_percent(each) for each in table.tables("poorest"))
    draws = Draws(
        int(values.bootstrap_rounds), int(values.bootstrap_rounds_of_models), int(values.bootstrap_seed)
    )
    named = int(values.most_named_persons)
    policy = MissedPolicy(lists, limits, (), percents, named, _ages(table), draws)
    return replace(policy, published=tuple(_published(policy, each) for each in table.tables("published")))


def _meaning(entry: Table) -> ListMeaning:
    entry.only("id", "label", "construct", "source", "status")
    entry.one_of("status", STATUSES)
    entry.name("source")
    return ListMeaning(entry.text("label"), entry.name("construct"))


def _ages(table: Table) -> tuple[int, ...]:
    entry = Table(table.need("strata_ages"), table.where)
    entry.only("firsts", "source", "status")
    entry.one_of("status", STATUSES)
    entry.name("source")
    return tuple(entry.need("firsts"))


def _percent(entry: Table) -> int:
    entry.only("percent", "source", "status")
    entry.one_of("status", STATUSES)
    entry.name("source")
    percent: int = entry.need("percent")
    return percent


def _published(policy: MissedPolicy, entry: Table) -> TwoLists:
    entry.one_of("status", STATUSES)
    entry.name("source")
    one, other = (
        policy.people(entry.name(side), entry.need(f"{side}_persons"), entry.need(f"{side}_year"))
        for side in ("one", "other")
    )
    return TwoLists(one, other, entry.need("both_persons"), entry.need("frame_persons"), None)
