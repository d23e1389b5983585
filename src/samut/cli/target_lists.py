"""`samut targets`: who belongs to a target group and why; lists kept when handed on, and compared."""

from __future__ import annotations

import getpass
from datetime import datetime
from pathlib import Path

import click
import pyarrow as pa
from django.core.management import CommandError, call_command
from django.db import Error as DatabaseProblem
from rich.markup import escape
from rich.table import Table

from samut.cli.explain import check_purpose
from samut.cli.screen import console, in_workspace, told_clearly
from samut.cli.serving import start_site
from samut.engine.areas import COUNTRY
from samut.engine.lake import Lake, parquet
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.results import MeasureResult
from samut.engine.target_lists.comparing import CHANGES, REASONS, Change, Comparison, Why, compare
from samut.engine.target_lists.keeping import KeptList, keep, kept_list, kept_lists
from samut.engine.target_lists.telling import ListedUnit, listed
from samut.engine.target_lists.units import ask
from samut.engine.workspace import Workspace, open_workspace
from samut.reports.long_table import check_ending, write_table
from samut.rules.errors import SamutError, Text
from samut.rules.purposes import PURPOSES
from samut.rules.target_groups import TargetGroup, target_group, target_groups

PURPOSE = click.option(
    "--purpose", default="", help=f"What the list is looked at for: {', '.join(PURPOSES)}."
)
OUT = click.option("--out", type=click.Path(path_type=Path), help="Write .csv, .parquet or .xlsx.")
ANSWERS = {"yes": "อยู่ในกลุ่ม · yes", "no": "ไม่อยู่ · no", "unknown": "ไม่ทราบ · unknown"}


@click.group()
def targets() -> None:
    """Target groups: who belongs, with the facts; lists that are handed on; what changed between two."""


@targets.command(name="groups")
def groups_command() -> None:
    """The groups there are."""
    table = Table("กลุ่ม · group", "ชื่อ · name", "หน่วย · of")
    for group in target_groups():
        of = "คน · persons" if group.of_persons else "ครัวเรือน · households"
        table.add_row(group.id, f"{group.label.th} · {group.label.en}", of)
    console.print(table)


@targets.command(name="show")
@click.argument("group")
@click.option("--area", default=COUNTRY, show_default=True, help="Area code: 2, 4, 6 or 8 digits.")
@click.option("--edition", type=int, help="Buddhist year; default: the workspace's.")
@PURPOSE
@OUT
@in_workspace
def show_command(
    folder: Path | None, group: str, area: str, edition: int | None, purpose: str, out: Path | None
) -> None:
    """How many belong to GROUP in an area; with --out, who, and the facts that put each there.

    The list itself is of persons, so --out needs --purpose, and the look is logged before it is written.
    """
    with told_clearly():
        chosen, workspace = target_group(group), open_workspace(folder)
        if out is not None:
            check_ending(out)
            check_purpose(purpose)
        result = _measured(workspace, edition)
        lake = Lake(workspace)
        asked = ask(lake, result, chosen, area)
        _show_counts(lake, asked.sql, chosen, result.edition, area)
        if out is not None:
            _log(workspace, area, purpose)
            units = listed(lake, asked.sql, chosen, edition=result.edition, measure_id=result.measure)
            write_table(out, _rows(units))


@targets.command(name="keep")
@click.argument("group")
@click.option("--reason", required=True, help="What the list is made for.")
@click.option("--by", "by", default="", help="Who keeps it; default: the name of the machine's user.")
@click.option("--area", default=COUNTRY, show_default=True, help="Area code: 2, 4, 6 or 8 digits.")
@click.option("--edition", type=int, help="Buddhist year; default: the workspace's.")
@in_workspace
def keep_command(
    folder: Path | None, group: str, reason: str, by: str, area: str, edition: int | None
) -> None:
    """Keep the list of GROUP as it is now, with the day, the policy and the reason: it never changes."""
    with told_clearly():
        chosen, workspace = target_group(group), open_workspace(folder)
        result = _measured(workspace, edition)
        who = by or _own_name()
        kept = keep(
            workspace, result, chosen, area_code=area, reason=reason, by=who, at=datetime.now().astimezone()
        )
    _show_kept((kept,))


@targets.command(name="lists")
@in_workspace
def lists_command(folder: Path | None) -> None:
    """The lists that were kept, the newest first."""
    with told_clearly():
        found = kept_lists(open_workspace(folder))
    if not found:
        console.print("ยังไม่มีรายชื่อที่บันทึกไว้ · no list was kept yet: samut targets keep GROUP --reason …")
        return
    _show_kept(found)


@targets.command(name="members")
@click.argument("list_id")
@click.option("--answer", type=click.Choice(tuple(ANSWERS)), default="yes", show_default=True)
@PURPOSE
@click.option("--out", type=click.Path(path_type=Path), required=True, help=".csv, .parquet or .xlsx")
@in_workspace
def members_command(folder: Path | None, list_id: str, answer: str, purpose: str, out: Path) -> None:
    """Write the members of a kept list with the facts that put each there."""
    with told_clearly():
        check_ending(out)
        check_purpose(purpose)
        workspace = open_workspace(folder)
        kept = kept_list(workspace, list_id)
        _log(workspace, kept.area_code, purpose)
        units = listed(
            Lake(workspace),
            parquet(kept.units),
            target_group(kept.group),
            edition=kept.edition,
            measure_id=kept.measure,
            answer=answer,
        )
        write_table(out, _rows(units))


@targets.command(name="compare")
@click.argument("before")
@click.argument("after")
@PURPOSE
@OUT
@in_workspace
def compare_command(folder: Path | None, before: str, after: str, purpose: str, out: Path | None) -> None:
    """Who came in, who dropped out and why, from the kept list BEFORE to the kept list AFTER."""
    with told_clearly():
        if out is not None:
            check_ending(out)
            check_purpose(purpose)
        workspace = open_workspace(folder)
        found = compare(workspace, kept_list(workspace, before), kept_list(workspace, after))
        _show_comparison(found)
        if out is not None:
            _log(workspace, found.after.area_code, purpose)
            write_table(out, _moved(found))


def _measured(workspace: Workspace, edition: int | None) -> MeasureResult:
    year = edition or workspace.config.edition
    return measure(workspace, workspace.config.measure, year, link(workspace, year))


def _show_counts(lake: Lake, relation: str, group: TargetGroup, edition: int, area: str) -> None:
    with lake.read() as connection:
        counts = dict(
            connection.execute(f"SELECT answer, count(*) FROM {relation} AS units GROUP BY answer").fetchall()
        )
    console.print(f"{group.label.th} · {group.label.en}  {edition}, {area}")
    for answer, said in ANSWERS.items():
        console.print(f"  {said}: {counts.get(answer, 0):,}")


def _show_kept(lists: tuple[KeptList, ...]) -> None:
    for each in lists:
        group = target_group(each.group)
        of = Text("คน", "persons") if group.of_persons else Text("ครัวเรือน", "households")
        console.print(f"[bold]{each.id}[/bold]  {group.label.th} · {group.label.en}")
        console.print(
            f"    {each.counts['yes']:,} {of.th} ไม่ทราบ {each.counts['unknown']:,} · "
            f"{each.counts['yes']:,} {of.en}, {each.counts['unknown']:,} unknown"
        )
        console.print(f"    {each.kept_at} {each.kept_by}: {escape(each.reason)}")


def _show_comparison(found: Comparison) -> None:
    for change in Change:
        label = CHANGES[change]
        console.print(f"{label.th} · {label.en}: {found.total(change):,}")
        for why in Why:
            count = found.counts.get((change.value, why.value), 0)
            if count:
                console.print(f"    {REASONS[why].th} · {REASONS[why].en}: {count:,}")
    if found.rule_changed:
        console.print(f"เกณฑ์เปลี่ยน · the rule changed: {found.before.rule} → {found.after.rule}")


def _rows(units: tuple[ListedUnit, ...]) -> pa.Table:
    return pa.table(
        {
            "household_id": [each.household_id for each in units],
            "member_no": pa.array([each.member_no for each in units], pa.int32()),
            "village_code": [each.village_code for each in units],
            "answer": [each.answer for each in units],
            "because_th": [each.in_words("th") for each in units],
            "because_en": [each.in_words("en") for each in units],
        }
    )


def _moved(found: Comparison) -> pa.Table:
    """The rows of a comparison with each changed fact as "name: before → after"."""
    lines = found.moved.to_pylist()
    for line in lines:
        before, after = dict(line.pop("facts_before") or ()), dict(line.pop("facts_after") or ())
        names = line["facts_changed"] or ()
        line["facts_changed"] = "; ".join(
            f"{name}: {before.get(name) or '?'} → {after.get(name) or '?'}" for name in names
        )
    names = [name for name in found.moved.column_names if name not in ("facts_before", "facts_after")]
    return pa.table({name: [line[name] for line in lines] for name in names})


def _log(workspace: Workspace, area: str, purpose: str) -> None:
    """Write into the log that the list of an area was looked at. Raises: MEASURE_025 when it cannot."""
    try:
        start_site(workspace)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("log_look", household="", area=area, purpose=purpose)
    except (DatabaseProblem, CommandError, OSError) as error:
        raise SamutError("MEASURE_025") from error


def _own_name() -> str:
    """The operating system's name of whoever runs the command."""
    return getpass.getuser()
