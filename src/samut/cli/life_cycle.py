"""`samut life-cycle`: who is poor at which age and in which condition, in an area of the workspace."""

from __future__ import annotations

from pathlib import Path

import click
import pyarrow as pa
from rich.table import Table

from samut.cli.screen import console, in_workspace, told_clearly
from samut.engine.areas import COUNTRY
from samut.engine.life_cycle import EVERYBODY, life_cycle_figures
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.workspace import open_workspace
from samut.reports.long_table import check_ending, write_table
from samut.rules.errors import Text
from samut.rules.life_cycle import Attribution, load_life_cycle

TITLES = {
    Attribution.PERSON: Text("นับเฉพาะตัวบุคคลในกลุ่ม", "Counted: the persons of the group themselves"),
    Attribution.HOUSEHOLD: Text(
        "นับทุกคนในครัวเรือนที่มีคนในกลุ่ม", "Counted: everybody in a household with one of the group"
    ),
}
COUNTS = ("persons", "poor_persons", "not_poor_persons", "unknown_persons")
HEADINGS = (
    ("คน", "persons"),
    ("ยากจน", "poor"),
    ("ไม่ยากจน", "not poor"),
    ("ไม่ทราบ", "unknown"),
    ("ร้อยละ", "poor %"),
    ("ไม่ทราบกลุ่ม", "group?"),
)


@click.command(name="life-cycle")
@click.option("--area", default=COUNTRY, show_default=True, help="Area code: 2, 4, 6 or 8 digits.")
@click.option("--edition", type=int, help="Buddhist year; default: the workspace's.")
@click.option("--measure", "measure_id", default="", help="Poor by this measure; default: the workspace's.")
@click.option("--out", type=click.Path(path_type=Path), help="Write .csv, .parquet or .xlsx instead.")
@in_workspace
def life_cycle(
    folder: Path | None, area: str, edition: int | None, measure_id: str, out: Path | None
) -> None:
    """Who is poor in each life-cycle group: newborn to elderly, disabled, bedridden, chronically ill.

    Each group twice: the persons who belong to it, and everybody in a household where one does.
    """
    with told_clearly():
        if out is not None:
            check_ending(out)
        workspace = open_workspace(folder)
        year = edition or workspace.config.edition
        result = measure(workspace, measure_id or workspace.config.measure, year, link(workspace, year))
        figures = life_cycle_figures(workspace, result, area)
        if out is None:
            console.print(f"{result.measure} {result.edition}, {area}")
            show(figures)
        else:
            write_table(out, figures)


def show(figures: pa.Table) -> None:
    """One table for each way of attributing, everybody first in both."""
    labels = {"": EVERYBODY} | load_life_cycle().own_labels()
    lines = figures.to_pylist()
    for attribution, title in TITLES.items():
        table = Table("กลุ่ม\ngroup", title=f"{title.th}\n{title.en}", title_justify="left")
        for th, en in HEADINGS:
            table.add_column(f"{th}\n{en}", justify="right")
        for line in lines:
            if line["attribution"] in ("", attribution.value):
                label = labels[line["group"]]
                share = "—" if line["poor_share"] is None else f"{line['poor_share']:.1%}"
                numbers = (f"{line[name]:,}" for name in COUNTS)
                doubt = f"{line['membership_unknown_persons']:,}"
                table.add_row(f"{label.th}\n{label.en}", *numbers, share, doubt)
        console.print(table)
