"""Two lists of one group beside each other: who came in, who dropped out, and why.

A person is found again by the keyed number where each list has it once, else by household and place
in it; a household by its opaque id. Why somebody moved is read from the two lists alone: they hold
everybody who was asked, with the facts of that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import pyarrow as pa

from samut.engine.areas import COUNTRY
from samut.engine.lake import Lake, parquet
from samut.engine.sql_engines import text
from samut.engine.target_lists.keeping import KeptList
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError, Text


class Change(StrEnum):
    """What became of somebody between two lists."""

    CAME_IN = "came_in"
    DROPPED_OUT = "dropped_out"
    STAYED = "stayed"


class Why(StrEnum):
    """Why somebody came in or dropped out. RULE: the facts are the same, what the group means is not."""

    NOT_THERE_BEFORE = "not_there_before"
    NOT_THERE_AFTER = "not_there_after"
    UNKNOWN_BEFORE = "unknown_before"
    UNKNOWN_AFTER = "unknown_after"
    FACTS = "facts"
    FACTS_AND_RULE = "facts_and_rule"
    RULE = "rule"


CHANGES = {
    Change.CAME_IN: Text("เข้ามาใหม่", "came in"),
    Change.DROPPED_OUT: Text("หลุดออก", "dropped out"),
    Change.STAYED: Text("ยังอยู่", "stayed"),
}
REASONS = {
    Why.NOT_THERE_BEFORE: Text("ไม่อยู่ในทะเบียนหรือพื้นที่ของรายชื่อเดิม", "not in the earlier list's register or area"),
    Why.NOT_THERE_AFTER: Text(
        "ไม่อยู่ในทะเบียนหรือพื้นที่ของรายชื่อใหม่แล้ว", "no longer in the later list's register or area"
    ),
    Why.UNKNOWN_BEFORE: Text("เดิมไม่ทราบ", "was not known before"),
    Why.UNKNOWN_AFTER: Text("ตอนนี้ไม่ทราบ", "is not known now"),
    Why.FACTS: Text("ข้อเท็จจริงเปลี่ยน", "the facts changed"),
    Why.FACTS_AND_RULE: Text("ข้อเท็จจริงและเกณฑ์เปลี่ยน", "the facts changed, and so did the rule"),
    Why.RULE: Text("เกณฑ์เปลี่ยน ข้อเท็จจริงเท่าเดิม", "the rule changed; the facts are the same"),
}


@dataclass(frozen=True)
class Comparison:
    """What came of comparing. `counts` by change and reason ("" for those who stayed).

    `moved`: one row for each who came in or dropped out: household_id, member_no, village_code, change,
    why, facts_changed (names), facts_before and facts_after (maps; NULL: not there).
    """

    before: KeptList
    after: KeptList
    rule_changed: bool
    counts: Mapping[tuple[str, str], int] = field(hash=False)
    moved: pa.Table = field(hash=False)

    def total(self, change: Change) -> int:
        return sum(count for (which, _), count in self.counts.items() if which == change)


def compare(workspace: Workspace, before: KeptList, after: KeptList, area_code: str = COUNTRY) -> Comparison:
    """Compare two lists of one group, whole or of an area: where somebody lives now, or lived.

    Raises: LIST_004 when they are of two groups.
    """
    if before.group != after.group:
        raise SamutError("LIST_004", before=before.group, after=after.group)
    rule_changed = before.rule != after.rule
    with Lake(workspace).connect() as connection:
        for name, each in (("earlier", before), ("later", after)):
            connection.execute(f"CREATE TEMP TABLE {name} AS {_keyed(each)}")
        here = "" if area_code == COUNTRY else f" WHERE starts_with(village_code, {text(area_code)})"
        connection.execute(f"CREATE TEMP TABLE pair AS SELECT * FROM ({_paired(rule_changed)}){here}")
        counted = connection.execute(
            "SELECT change, coalesce(why, ''), count(*) FROM pair WHERE change IS NOT NULL GROUP BY ALL"
        ).fetchall()
        moved = connection.sql(
            "SELECT household_id, member_no, village_code, change, why, facts_changed, facts_before, "
            f"facts_after FROM pair WHERE change <> '{Change.STAYED}' "
            "ORDER BY change, village_code, household_id, member_no"
        ).to_arrow_table()
    counts = {(str(change), str(why)): int(count) for change, why, count in counted}
    return Comparison(before, after, rule_changed, counts, moved)


def _keyed(kept: KeptList) -> str:
    """The list with the key each is found again by."""
    place = "household_id || coalesce('/' || member_no, '')"
    alone = "person_key IS NOT NULL AND count(*) OVER (PARTITION BY person_key) = 1"
    return f"SELECT *, CASE WHEN {alone} THEN person_key ELSE {place} END AS unit FROM {parquet(kept.units)}"


def _paired(rule_changed: bool) -> str:
    changed = (
        "list_filter(map_keys(coalesce(later.facts, earlier.facts)), lambda name: "
        "earlier.facts[name] IS DISTINCT FROM later.facts[name])"
    )
    both = "earlier.unit IS NOT NULL AND later.unit IS NOT NULL"
    was, now = "coalesce(earlier.answer = 'yes', false)", "coalesce(later.answer = 'yes', false)"
    facts_why = Why.FACTS_AND_RULE if rule_changed else Why.FACTS
    return f"""
        SELECT coalesce(later.household_id, earlier.household_id) AS household_id,
               coalesce(later.member_no, earlier.member_no) AS member_no,
               coalesce(later.village_code, earlier.village_code) AS village_code,
               CASE WHEN {was} AND {now} THEN '{Change.STAYED}' WHEN {now} THEN '{Change.CAME_IN}'
                    WHEN {was} THEN '{Change.DROPPED_OUT}' END AS change,
               CASE WHEN {was} = {now} THEN NULL
                    WHEN earlier.unit IS NULL THEN '{Why.NOT_THERE_BEFORE}'
                    WHEN later.unit IS NULL THEN '{Why.NOT_THERE_AFTER}'
                    WHEN earlier.answer = 'unknown' THEN '{Why.UNKNOWN_BEFORE}'
                    WHEN later.answer = 'unknown' THEN '{Why.UNKNOWN_AFTER}'
                    WHEN len({changed}) > 0 THEN '{facts_why}' ELSE '{Why.RULE}' END AS why,
               CASE WHEN {both} THEN {changed} END AS facts_changed,
               earlier.facts AS facts_before, later.facts AS facts_after
        FROM earlier FULL JOIN later USING (unit)
        """
