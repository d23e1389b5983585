"""`samut panel`: what became of each person and household between editions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from samut.cli.screen import console, in_workspace, say_problem, told_clearly
from samut.engine.panel.following import Asked, Panel, follow_file
from samut.engine.panel.lake import GROUPS, follow_lake
from samut.engine.panel.rows import PanelColumns
from samut.engine.workspace import open_workspace
from samut.reports.long_table import check_ending, write_table
from samut.rules.errors import Text
from samut.rules.panel import FOLLOWED, LABELS, State

UNIT_LABELS = {"person": Text("บุคคล", "persons"), "household": Text("ครัวเรือน", "households")}
# In the order of FOLLOWED, then everything else, and the share of the poor who left.
GROUP_HEADINGS = (
    Text("ยังจน", "stayed"),
    Text("พ้น", "left"),
    Text("จนใหม่", "entered"),
    Text("กลับจน", "back"),
    Text("ไม่จน", "out"),
    Text("อื่น ๆ", "other"),
    Text("อัตราพ้น", "left"),
)
NEEDED = ("person", "household", "time", "poor")

Line = dict[str, object]


@click.command()
@click.argument("data", required=False, type=click.Path(path_type=Path))
@click.option("--person", help="Column of the person's number; empty: cannot be followed.")
@click.option("--household", help="Column of the household's code.")
@click.option("--time", help="Column of the edition: a year (2561 or 2018) or a day (2018-02-01).")
@click.option("--poor", help="Column that says 1 poor, 0 not, empty unknown.")
@click.option("--area", help="Column of the area; a household elsewhere has moved away.")
@click.option("--born", help="Column of the year or day of birth.")
@click.option("--died", help="Column of the year or day of death, where recorded.")
@click.option("--by", multiple=True, help=f"Group by this column; in the lake one of {', '.join(GROUPS)}.")
@click.option("--editions", default="", help="Only these editions, such as 2561,2562.")
@click.option("--measure", "measure_id", default="", help="In the lake: poor by this measure.")
@click.option("--error-rate", type=float, help="Chance that one edition errs about who is poor, 0 to 1.")
@click.option("--largest-change", type=float, help="Per cent by which the poor can believably change.")
@click.option("--out", type=click.Path(path_type=Path), help="Write .csv, .parquet or .xlsx instead.")
@in_workspace
def panel(
    folder: Path | None,
    data: Path | None,
    by: tuple[str, ...],
    editions: str,
    measure_id: str,
    error_rate: float | None,
    largest_change: float | None,
    out: Path | None,
    **columns: str | None,
) -> None:
    """Follow everybody from edition to edition.

    Who stayed poor, left poverty, entered it or fell back is told only of those found in the same
    household in both editions. Moved, split, born, died, not found and the like are states of their
    own; none counts as leaving poverty.

    DATA is CSV or Parquet with one row per person and edition. Without DATA: the census editions in
    the workspace's lake.
    """
    chosen = tuple(each.strip() for each in editions.split(",") if each.strip())
    with told_clearly():
        if out is not None:
            check_ending(out)
        asked = Asked(chosen, error_rate, largest_change)
        if data is None:
            years = whole_years(chosen)
            found = follow_lake(open_workspace(folder), years, measure_id=measure_id, by=by, asked=asked)
        else:
            found = follow_file(data, named_columns(columns, by), asked)
        if out is None:
            show(found)
        else:
            write_table(out, found.table)
    for warning in found.warnings:
        say_problem(warning)


def whole_years(editions: tuple[str, ...]) -> list[int]:
    """The named editions of the lake, which are Buddhist years."""
    if not all(each.isdecimal() for each in editions):
        raise click.UsageError("--editions of the lake are years, such as 2561,2562")
    return [int(each) for each in editions]


def named_columns(columns: dict[str, str | None], by: tuple[str, ...]) -> PanelColumns:
    lacking = [f"--{name}" for name in NEEDED if not columns[name]]
    if lacking:
        raise click.UsageError(f"DATA needs {', '.join(lacking)}")
    named = {name: column for name, column in columns.items() if column}
    return PanelColumns(**named, by=by)


def show(found: Panel) -> None:
    """The matrix of each pair of editions, persons first, then what each group has."""
    console.print("ปีข้อมูล · editions:")
    for each in found.editions:
        console.print(
            f"  {each.edition.label}: {each.persons:,} แถว/rows, ยากจน/poor {each.poor:,}, "
            f"ไม่ทราบ/unknown {each.unknown:,}"
        )
    for (unit, since, until), lines in grouped(found.table.to_pylist(), "unit", "from", "to"):
        label = UNIT_LABELS[str(unit)]
        title = f"{label.th} · {label.en}  {since} → {until}"
        whole = [line for line in lines if not line["by"]]
        console.print(matrix(title, whole))
        for line in whole:
            if line["rate"]:
                console.print(f"  {line['label_th']} · {line['label_en']}: {share(line)}")
        groups = [line for line in lines if line["by"]]
        if groups:
            console.print(by_group(title, groups))


def matrix(title: str, lines: list[Line]) -> Table:
    """One row per state: how many, and how many of them were poor before and are poor after."""
    table = Table("สถานะ · state", title=title, title_justify="left")
    for heading in ("จำนวน\ncount", "ยากจนก่อน\npoor before", "ยากจนหลัง\npoor after"):
        table.add_column(heading, justify="right")
    counts, before, after = Counter[str](), Counter[str](), Counter[str]()
    for line in lines:
        if line["state"]:
            state, count = str(line["state"]), int(str(line["count"]))
            counts[state] += count
            before[state] += count if line["poor_before"] == "yes" else 0
            after[state] += count if line["poor_after"] == "yes" else 0
    for state in State:
        if state in counts:
            label = LABELS[state]
            numbers = (f"{each[state]:,}" for each in (counts, before, after))
            table.add_row(f"{label.th} · {label.en}", *numbers)
            if state is last_followed(counts):
                table.add_section()
    return table


def last_followed(counts: Counter[str]) -> State | None:
    """The row after which the states begin that say nothing of leaving poverty."""
    return next((state for state in reversed(FOLLOWED) if state in counts), None)


def by_group(title: str, lines: list[Line]) -> Table:
    """One row per group: the states of those followed, and the rate of leaving."""
    table = Table("กลุ่ม\ngroup", title=title, title_justify="left")
    for heading in GROUP_HEADINGS:
        table.add_column(f"{heading.th}\n{heading.en}", justify="right")
    for (by, group), within in grouped(lines, "by", "group"):
        counts = Counter[str]()
        for line in within:
            if line["state"]:
                counts[str(line["state"])] += int(str(line["count"]))
        rate = next(line for line in within if line["rate"] == "left_poverty_rate")
        others = sum(count for state, count in counts.items() if state not in FOLLOWED)
        name = "ไม่ทราบ · unknown or mixed" if group is None else str(group)
        numbers = (f"{counts[state]:,}" for state in FOLLOWED)
        left = "—" if rate["share"] is None else f"{float(str(rate['share'])):.1%}"
        table.add_row(escape(f"{by} {name}"), *numbers, f"{others:,}", left)
    return table


def share(line: Line) -> str:
    """A rate with what it is a share of; a dash where that is nobody."""
    if line["share"] is None:
        return "—"
    counted = "" if line["count"] is None else f"{line['count']:,} / "
    return f"{float(str(line['share'])):.1%} ({counted}{line['denominator']:,})"


def grouped(lines: list[Line], *names: str) -> Iterator[tuple[tuple[object, ...], list[Line]]]:
    """The lines by the values of some columns, in the order in which they come."""
    found: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        found.setdefault(tuple(line[name] for name in names), []).append(line)
    yield from found.items()
