"""`samut measure robustness`: does the order of groups stand when cutoff and weights are chosen otherwise?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.markup import escape

from samut.cli.estimates_shown import ROWS_SHOWN, Row, Shown, thin_table
from samut.cli.measure import asked_for, checked_measure, of_register, show_written, survey_options
from samut.cli.screen import console, in_workspace, told_clearly, working
from samut.engine.estimates.measuring import Asked, Estimates
from samut.engine.estimates.output import with_labels
from samut.engine.estimates.robustness import (
    ASSOCIATION,
    COMPARISONS,
    RANK_CORRELATION,
    RANKED,
    ROBUSTNESS_STATISTICS,
    estimate_robustness,
    robustness_labels,
)
from samut.reports.long_table import check_ending, write_table
from samut.rules.alkire_foster import AlkireFoster
from samut.rules.errors import Text


@click.command()
@click.argument("measure")
@click.argument("data", type=click.Path(path_type=Path), required=False)
@partial(survey_options, life_cycle=False)
@click.option("--grid", default="", help="Further cutoffs to choose, such as 0.2,0.25,1/3.")
@in_workspace
def robustness(folder: Path | None, measure: str, data: Path | None, grid: str, **options: Any) -> None:
    """Whether the groups of --by keep their order in MEASURE under other cutoffs and weights.

    Over every cutoff of the measure and --grid with every scheme of the measure (without any: each
    dimension given half of the weight in turn): rank correlations, the share of pairs of groups that
    never change their order, and how far indicators say the same.

    Without DATA: from the workspace's register, by persons, for --by province, amphoe, tambon, village.
    """
    with told_clearly():
        if options["out"] is not None:
            check_ending(options["out"])
        cutoffs = [each.strip() for each in grid.split(",") if each.strip()]
        if data is None:
            with of_register(folder, measure, options) as (chosen, words, asked):
                _told(chosen, words, asked, cutoffs, options)
        else:
            asked = asked_for(options)
            chosen = checked_measure(measure, options["cutoff"], options["unknown"] or "")
            _told(chosen, data, asked, cutoffs, options)


def _told(
    chosen: AlkireFoster, data: Path, asked: Asked, cutoffs: Sequence[str], options: Mapping[str, Any]
) -> None:
    """Show the robustness, or write it."""
    with working("กำลังคำนวณ", "measuring"):
        found = estimate_robustness(chosen, data, asked, cutoffs)
    out: Path | None = options["out"]
    if out is None:
        show_robustness(Shown(found, asked))
    else:
        table = with_labels(found.table, robustness_labels(chosen)) if options["labels"] else found.table
        write_table(out, table)
        show_written(found, asked, out)


def show_robustness(shown: Shown) -> None:
    """Ranks under each choice beside the own one, pairs that keep their order, indicators alike."""
    shown.say_heading()
    shown.say_notes()
    rows = rows_by_analysis(shown.found)
    show_ranks(rows[RANK_CORRELATION], shown.measure)
    show_comparisons(rows[COMPARISONS])
    show_associations(rows[ASSOCIATION], shown.measure)
    shown.say("ทุกคู่ของทางเลือก: --out ไฟล์ · every pair of choices: --out FILE")


def rows_by_analysis(found: Estimates) -> Mapping[str, list[Row]]:
    rows: dict[str, list[Row]] = {RANK_CORRELATION: [], COMPARISONS: [], ASSOCIATION: []}
    for row in found.table.to_pylist():
        rows[row["analysis"]].append(row)
    return rows


def show_ranks(rows: Sequence[Row], measure: AlkireFoster) -> None:
    """Each grouping's ranks under every other choice, beside those of the own choice."""
    schemes = robustness_labels(measure)["weights"]
    own = (rows[0]["cutoff"], rows[0]["weights"])
    for by, time in dict.fromkeys((row["by"], row["time"]) for row in rows):
        these = [row for row in rows if (row["by"], row["time"]) == (by, time)]
        left_out = f" (+{these[0]['unknown']:,} ไม่มีค่า · without a value)" if these[0]["unknown"] else ""
        groups = f"{these[0]['n']:,} กลุ่ม · groups{left_out}"
        table = thin_table(
            ("จุดตัด\ncutoff", "น้ำหนัก\nweights"),
            f"ลำดับเทียบกับทางเลือกของดัชนี · ranks beside the measure's own choice ({own[0]})\n"
            f"{_named(by, time)}: {groups}",
        )
        for of in RANKED:
            for name in ("Spearman", "tau-b"):
                table.add_column(f"{of}\n{name}", justify="right")
        of_choice: dict[tuple[str, str], dict[tuple[str, str], Row]] = {}
        for row in these:
            if (row["cutoff"], row["weights"]) == own:
                choice = of_choice.setdefault((row["other_cutoff"], row["other_weights"]), {})
                choice[row["of"], row["statistic"]] = row
        for (cutoff, weights), found in of_choice.items():
            cells = [_three(found[of, name]) for of in RANKED for name in ("spearman", "kendall_tau_b")]
            table.add_row(escape(cutoff), escape(_lines(schemes[weights])), *cells)
        console.print(table)
        for of in RANKED:
            _say_least(these, of)


def _say_least(rows: Sequence[Row], of: str) -> None:
    """The two choices that disagree most."""
    told = [
        row
        for row in rows
        if row["of"] == of and row["statistic"] == "kendall_tau_b" and row["estimate"] is not None
    ]
    if told:
        least = min(told, key=lambda row: float(row["estimate"]))
        two = " ↔ ".join(
            f"{least[cutoff]} {least[weights]}"
            for cutoff, weights in (("cutoff", "weights"), ("other_cutoff", "other_weights"))
        )
        console.print(escape(f"{of}: ต่างกันที่สุด · furthest apart: tau-b {least['estimate']:.3f} ({two})"))


def show_comparisons(rows: Sequence[Row]) -> None:
    """How many pairs of groups keep their order under every choice."""
    table = thin_table(("กลุ่ม\ngroups", "ค่า"), "เปรียบเทียบกลุ่มทีละคู่ · pairs of groups, over every choice")
    for heading in ("คู่\npairs", "ไม่กลับลำดับ\nrobust", "ต่างกันชัด\nsignificant", "ชัดและไม่กลับ\nrobust of these"):
        table.add_column(heading, justify="right")
    for by, time, of in dict.fromkeys((row["by"], row["time"], row["of"]) for row in rows):
        found = {
            row["statistic"]: row for row in rows if (row["by"], row["time"], row["of"]) == (by, time, of)
        }
        cells = [_share(found.get(name)) for name in ("robust", "significant", "robust_of_significant")]
        table.add_row(escape(_named(by, time)), of, f"{found['robust']['n']:,}", *cells)
    console.print(table)
    without = sum(row["unknown"] for row in rows if row["statistic"] == "significant")
    if without:
        console.print(f"ไม่มีค่าความคลาดเคลื่อน {without:,} คู่ · {without:,} pairs without an error")


def show_associations(rows: Sequence[Row], measure: AlkireFoster) -> None:
    """Pairs of indicators, the most alike first."""
    labels = robustness_labels(measure)["indicator"]
    for time in dict.fromkeys(row["time"] for row in rows):
        pairs: dict[tuple[str, str], dict[str, Row]] = {}
        for row in rows:
            if row["time"] == time:
                pairs.setdefault((row["indicator"], row["other_indicator"]), {})[row["statistic"]] = row
        title = "ตัวชี้วัดที่บอกสิ่งเดียวกัน · indicators that say the same"
        table = thin_table(("ตัวชี้วัด\nindicator", "กับ\nwith"), f"{title}{f' · {time}' if time else ''}")
        for heading in ("R0", "V", "ทั้งสอง\nboth", "แถว\nrows", "ไม่ทราบ\nunknown"):
            table.add_column(heading, justify="right")
        ordered = sorted(pairs.items(), key=lambda each: -(each[1]["redundancy"]["estimate"] or 0))
        for (one, other), found in ordered[:ROWS_SHOWN]:
            row = found["redundancy"]
            counts = (f"{row[name]:,}" for name in ("count", "n", "unknown"))
            names = (escape(_lines(labels[one])), escape(_lines(labels[other])))
            table.add_row(*names, _three(row), _three(found["cramers_v"]), *counts)
        console.print(table)
    for name in ("redundancy", "cramers_v"):
        console.print(escape(_both(ROBUSTNESS_STATISTICS[name])))


def _named(by: str, time: str) -> str:
    return f"{by} · {time}" if time else by


def _both(label: Text) -> str:
    return label.th if label.th == label.en else f"{label.th} · {label.en}"


def _lines(label: Text) -> str:
    return label.th if label.th == label.en else f"{label.th}\n{label.en}"


def _three(row: Row) -> str:
    return "-" if row["estimate"] is None else f"{row['estimate']:.3f}"


def _share(row: Row | None) -> str:
    if row is None:
        return "-"
    share = "-" if row["estimate"] is None else f"{row['estimate']:.1%}"
    return f"{share}\n({row['count']:,} / {row['n']:,})"
