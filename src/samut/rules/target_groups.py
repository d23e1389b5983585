"""The target groups that lists are made of, and what a group is by: a rule, a level, an age, a condition.

What a group means can change from one edition to the next; that stands in the file of the rule
itself. This says only which groups there are, and whether their lists are of persons or households.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from samut.rules.errors import SamutError, Text, Where
from samut.rules.policy_files import Table, nearest, read_table


class GroupKind(StrEnum):
    """What decides who belongs."""

    TARGET = "target"
    RULE = "rule"
    LEVEL = "level"
    LIFE_CYCLE = "life_cycle"


@dataclass(frozen=True)
class TargetGroup:
    """One group. `of` names the target, the measure or the life-cycle group; `level` is of levels alone."""

    id: str
    label: Text
    kind: GroupKind
    of: str
    level: str = ""

    @property
    def of_persons(self) -> bool:
        """Whether its lists hold persons; else they hold households."""
        return self.kind in (GroupKind.TARGET, GroupKind.LIFE_CYCLE)


@cache
def target_groups() -> tuple[TargetGroup, ...]:
    """Every group of policy/groups/target_groups.toml. Raises: POLICY_001, POLICY_003, POLICY_009."""
    table = read_table("groups", "target_groups")
    table.only("id", "label", "source", "status", "group")
    return tuple(_group(entry) for entry in table.tables("group"))


def target_group(group_id: str) -> TargetGroup:
    """The group of that name. Raises: POLICY_002 with the nearest there is."""
    for group in target_groups():
        if group.id == group_id:
            return group
    near = nearest(group_id, [group.id for group in target_groups()])
    raise SamutError("POLICY_002", Where(file="groups/target_groups.toml"), name=group_id, nearest=near)


def _group(table: Table) -> TargetGroup:
    table.only("id", "label", "kind", "of", "level")
    kind = GroupKind(table.one_of("kind", tuple(GroupKind)))
    level = table.need("level") if kind is GroupKind.LEVEL else ""
    return TargetGroup(table.need("id"), table.text("label"), kind, table.need("of"), level)
