"""`samut money`: poverty in money and inequality of a file, in a readable table or written to a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table

from samut.cli.screen import console, told_clearly
from samut.engine.estimates.design import SingleCluster
from samut.engine.estimates.measuring import hierarchies
from samut.engine.estimates.money import FIGURES, LABELS
from samut.engine.estimates.money import money as estimated
from samut.engine.estimates.output import with_labels
from samut.engine.estimates.people import MoneyColumns
from samut.engine.estimates.tally import Survey
from samut.reports.long_table import check_ending, write_table
from samut.rules.errors import Text
from samut.rules.lines import PERIODS, Line, line_asked_for

MAX_WIDTH = 1000

# Shown in per cent; the others as they are.
SHARES = ("fgt", "quintile_share", "share_", "income_not_positive", "population_share")
BY_GROUP = {
    "population_share": Text("สัดส่วนคน", "persons"),
    "mean_income": Text("รายได้เฉลี่ย", "mean income"),
    "fgt0": Text("จน", "poor"),
    "gini": Text("จีนี", "Gini"),
}
PARTS = {
    "between": Text("ระหว่างกลุ่ม", "between"),
    "within": Text("ภายในกลุ่ม", "within"),
    "overlap": Text("ส่วนซ้อนทับ", "overlap"),
}

Rows = list[dict[str, Any]]


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--income", required=True, help="Column of the income, in baht.")
@click.option("--per", type=click.Choice(list(PERIODS)), default="year", show_default=True, help="Period.")
@click.option("--members", default="", help="Column of the number of members: divides, and weighs.")
@click.option("--per-person", is_flag=True, help="The income is each person's already: do not divide.")
@click.option(
    "--line", "lines", multiple=True, help="A line of policy/lines (nesdc:2564), 38000, 3000/month."
)
@click.option("--edition", type=int, help="Buddhist year of the lines that name none.")
@click.option("--weight", default="", help="Column of the survey weight of the row.")
@click.option("--psu", default="", help="Column of the cluster; without it each row is one.")
@click.option("--strata", default="", help="Column of the stratum.")
@click.option("--by", multiple=True, help="Column to split by (repeatable); a,b: both levels.")
@click.option("--score", default="", help="Column of the deprivation score, 0 to 1.")
@click.option("--poor", default="", help="Column of who is poor by that score: 1, 0.")
@click.option("--level", type=click.FloatRange(1, 99.99), default=95, show_default=True, help="Of intervals.")
@click.option(
    "--single-cluster",
    type=click.Choice([rule.value for rule in SingleCluster]),
    default=SingleCluster.MISSING.value,
    show_default=True,
    help="What a stratum with one cluster does to standard errors.",
)
@click.option("--labels", is_flag=True, help="In files: columns with the figures' names in Thai and English.")
@click.option("--out", type=click.Path(path_type=Path), help="Write to .csv, .parquet or .xlsx.")
def money(
    data: Path,
    income: str,
    per: str,
    members: str,
    per_person: bool,
    lines: tuple[str, ...],
    edition: int | None,
    weight: str,
    psu: str,
    strata: str,
    by: tuple[str, ...],
    score: str,
    poor: str,
    level: float,
    single_cluster: str,
    labels: bool,
    out: Path | None,
) -> None:
    """Poverty in money (FGT) and inequality of the persons in DATA, a household or person a row.

    Everything is of persons: with --members the household's income is divided by its members, and the row
    weighs its survey weight times its members. Where the income is each person's already, say --per-person;
    with both, --members only weighs. An empty income is unknown: counted, never nought.
    """
    columns = MoneyColumns(
        income=income,
        members=members,
        per_person=per_person,
        per=per,
        survey=Survey(weight=weight, cluster=psu, stratum=strata),
        by=hierarchies(by),
        score=score,
        poor=poor,
    )
    with told_clearly():
        if out is not None:
            check_ending(out)
        held = list({line.name: line for line in (line_asked_for(text, edition) for text in lines)}.values())
        found = estimated(data, columns, held, level, SingleCluster(single_cluster))
        if out is not None:
            write_table(out, with_labels(found, {"statistic": LABELS}) if labels else found)
    if out is None:
        show(found.to_pylist(), held, level)
    else:
        console.print(f"เขียนแล้ว · written: {out} ({found.num_rows:,})")


def show(rows: Rows, lines: Iterable[Line], level: float) -> None:
    """The estimates on the terminal: the lines, the whole, then each column's groups and parts."""
    show_lines(lines)
    table = titled("ทั้งหมด · all persons", "ตัวเลข\nfigure")
    for heading in ("ค่า\nestimate", "ส.ค.\ns.e.", f"ช่วง {level:g}%\ninterval", "แถว\nn", "ไม่ทราบ\nunknown"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        if row["by"] or row["statistic"] not in FIGURES:
            continue
        name = row["statistic"]
        ends = [shown(name, row[end]) for end in ("lower", "upper")]
        interval = "–" if row["lower"] is None else " – ".join(ends)
        figures = (shown(name, row["estimate"]), shown(name, row["se"]), interval)
        told = f"{label(name)} [{row['cutoff']}]" if row["cutoff"] else label(name)
        table.add_row(escape(told), *figures, f"{row['n']:,}", f"{row['unknown']:,}")
    console.print(table)
    for by in dict.fromkeys(row["by"] for row in rows if row["by"]):
        mine = [row for row in rows if row["by"] == by]
        show_groups(by, [row for row in mine if row["component"] == "total"])
        show_parts(by, [row for row in mine if row["component"] != "total"])
    console.print(
        "ในวงเล็บ: ความคลาดเคลื่อนมาตรฐาน รายได้และสัดส่วนทั้งหมดคิดเป็นรายคน ตัวเลขครบทุกตัวอยู่ในไฟล์ (--out)\n"
        "In brackets: standard errors. All incomes and shares are of persons. A file (--out) has all figures."
    )


def titled(title: str, first: str) -> Table:
    """A table whose first column gives way when the screen is narrow, so that no figure is cut."""
    table = Table(title=title, title_justify="left")
    table.add_column(first, overflow="fold", min_width=14)
    return table


def show_lines(lines: Iterable[Line]) -> None:
    for line in lines:
        status = f" [{line.status}: {line.source}]" if line.status else ""
        console.print(
            f"{line.name}: {line.label.th} · {line.label.en} = {float(line.baht_year):,.10g} "
            f"บาท/คน/ปี · baht per person and year{status}",
            markup=False,
        )
        if line.held_against != "income":
            console.print(
                "  ทางการใช้เส้นนี้กับรายจ่ายเพื่อการบริโภค ไม่ใช่รายได้ ผลนี้จึงไม่ใช่อัตราความยากจนทางการ · "
                "officially held against consumption, not income: this is not the official poverty rate"
            )


def show_groups(by: str, rows: Rows) -> None:
    """One line a group: its share of the persons, mean income, poverty rate under each line, Gini."""
    told = dict.fromkeys((row["statistic"], row["cutoff"]) for row in rows if row["statistic"] in BY_GROUP)
    table = titled(f"แยกตาม · by {by}", by)
    for name, cutoff in told:
        under = cutoff.replace(":", "\n")
        heading = f"{BY_GROUP[name].th}\n{BY_GROUP[name].en}\n{under}".rstrip()
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("แถว (ไม่ทราบ)\nn (unknown)", justify="right", no_wrap=True)
    for group in dict.fromkeys(row["group"] for row in rows):
        mine = {(row["statistic"], row["cutoff"]): row for row in rows if row["group"] == group}
        figures = [with_error(name, mine.get((name, cutoff))) for name, cutoff in told]
        counts = mine["mean_income", ""]
        table.add_row(escape(group), *figures, f"{counts['n']:,}\n({counts['unknown']:,})")
    # As wide as it is, even beyond the screen: a cut figure is worse than a broken line.
    wanted = Measurement.get(console, console.options.update(max_width=MAX_WIDTH), table).maximum
    table.width = max(wanted, console.width)
    console.print(table, crop=False)


def show_parts(by: str, rows: Rows) -> None:
    """How much of each figure lies between the groups and within them."""
    table = titled(f"ระหว่างและภายในกลุ่ม · between and within {by}", "ตัวเลข\nfigure")
    for part in PARTS.values():
        table.add_column(f"{part.th}\n{part.en}", justify="right", no_wrap=True)
    by_key = {(row["statistic"], row["component"]): row for row in rows}
    for name in dict.fromkeys(row["statistic"] for row in rows if row["statistic"] in FIGURES):
        table.add_row(escape(label(name)), *(in_parts(name, part, by_key) for part in PARTS))
    console.print(table)


def in_parts(name: str, component: str, rows: Mapping[tuple[str, str], dict[str, Any]]) -> str:
    part, percent = rows.get((name, component)), rows.get((f"{name}_percent", component))
    if part is None or percent is None:
        return ""
    share = "–" if percent["estimate"] is None else f"{percent['estimate']:.1f} %"
    return f"{share}\n{with_error(name, part)}"


def with_error(name: str, row: Mapping[str, Any] | None) -> str:
    if row is None:
        return ""
    return f"{shown(name, row['estimate'])}\n({shown(name, row['se']).removesuffix(' %')})"


def label(name: str) -> str:
    return f"{FIGURES[name].th} · {FIGURES[name].en}"


def shown(name: str, value: float | None) -> str:
    """A figure as people read it; a dash where there is none."""
    if value is None:
        return "–"
    if name == "mean_income":
        return f"{value:,.0f}"
    return f"{100 * value:.2f} %" if name.startswith(SHARES) else f"{value:.4f}"
