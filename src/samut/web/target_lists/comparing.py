"""Two kept lists of a group beside each other, in the areas of whoever compares them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from samut.engine.areas import Area
from samut.engine.lake import Lake
from samut.engine.target_lists.comparing import CHANGES, REASONS, Change, Comparison, Why, compare
from samut.engine.target_lists.keeping import kept_list
from samut.engine.target_lists.telling import changed_facts, house_numbers
from samut.rules.errors import SamutError, Text
from samut.rules.target_groups import TargetGroup, target_group
from samut.web.accounts.policies import AnyUser
from samut.web.areas import queries as areas
from samut.web.target_lists.members import tambon_of, villages_of
from samut.web.target_lists.queries import MOST_EXPORTED, PAGE_MEMBERS, KeptLine, Place, kept_for, place_of


@dataclass(frozen=True)
class ReasonCount:
    """How many moved for one reason."""

    label: Text
    count: int


@dataclass(frozen=True)
class ChangeCount:
    """How many came in, dropped out or stayed, and why."""

    label: Text
    count: int
    reasons: tuple[ReasonCount, ...]


@dataclass(frozen=True)
class MovedLine:
    """One who came in or dropped out. `facts`: label, value before, value now of each that changed."""

    household_id: str
    member_no: int | None
    village_code: str | None
    village: Area | None
    tambon: Area | None
    house_no: str | None
    change: Text
    why: Text
    facts: tuple[tuple[Text, Text, Text], ...]

    @property
    def in_words(self) -> Text:
        """The reason, and each changed fact with both values."""
        th = [f"{label.th}: {before.th} → {after.th}" for label, before, after in self.facts]
        en = [f"{label.en}: {before.en} → {after.en}" for label, before, after in self.facts]
        return Text("; ".join((self.why.th, *th)), "; ".join((self.why.en, *en)))


@dataclass(frozen=True)
class ComparisonPage:
    """What came of comparing two lists, and a page of those who moved."""

    place: Place
    group: TargetGroup
    before: KeptLine
    after: KeptLine
    rule_changed: bool
    changes: tuple[ChangeCount, ...]
    lines: tuple[MovedLine, ...]
    total: int
    page: int
    pages: int


def comparison_page(
    user: AnyUser, code: str, before: str, after: str, page: int, *, whole: bool = False
) -> ComparisonPage:
    """Who came in, who dropped out and why, in an area; `whole`: all at once. The caller logs the look.

    Raises: LIST_004 for lists of two groups, LIST_020 for the whole of too many, SITE_001, LIST_003,
    LIST_005, SITE_006 for a list of elsewhere, POLICY_002 for a group there is none of any more.
    """
    earlier, later = kept_for(user, code, before), kept_for(user, code, after)
    place = place_of(user, code)
    found = _compared(before, after, code)
    group, total = target_group(found.after.group), found.moved.num_rows
    if whole and total > MOST_EXPORTED:
        raise SamutError("LIST_020", members=f"{total:,}", most=f"{MOST_EXPORTED:,}")
    pages = max(1, -(-total // PAGE_MEMBERS))
    page = min(max(page, 1), pages)
    rows = found.moved if whole else found.moved.slice((page - 1) * PAGE_MEMBERS, PAGE_MEMBERS)
    return ComparisonPage(
        replace(place, edition=found.after.edition),
        group,
        earlier,
        later,
        found.rule_changed,
        _changes(found),
        _moved(group, found, rows.to_pylist()),
        total,
        page,
        pages,
    )


@lru_cache(maxsize=8)
def _compared(before: str, after: str, code: str) -> Comparison:
    """Kept lists never change, so what came of comparing them stays. Their files were checked just now."""
    workspace = areas.workspace()
    return compare(workspace, kept_list(workspace, before), kept_list(workspace, after), code)


def _changes(found: Comparison) -> tuple[ChangeCount, ...]:
    return tuple(
        ChangeCount(
            CHANGES[change],
            found.total(change),
            tuple(
                ReasonCount(REASONS[why], count)
                for why in Why
                if (count := found.counts.get((change.value, why.value), 0))
            ),
        )
        for change in Change
    )


def _moved(group: TargetGroup, found: Comparison, rows: list[dict[str, Any]]) -> tuple[MovedLine, ...]:
    villages = villages_of(row["village_code"] for row in rows)
    ids, lake = {row["household_id"] for row in rows}, Lake(areas.workspace())
    houses = house_numbers(lake, found.before.edition, ids) | house_numbers(lake, found.after.edition, ids)
    return tuple(
        MovedLine(
            row["household_id"],
            row["member_no"],
            row["village_code"],
            villages.get(row["village_code"]),
            tambon_of(row["village_code"]),
            houses.get(row["household_id"]),
            CHANGES[Change(row["change"])],
            REASONS[Why(row["why"])],
            changed_facts(
                group,
                found.after.measure,
                row["facts_changed"] or (),
                dict(row["facts_before"] or ()),
                dict(row["facts_after"] or ()),
            ),
        )
        for row in rows
    )
