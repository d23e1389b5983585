"""`samut what-if`: another cutoff, other weights, an indicator solved, asked of the workspace's register."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import click
import pyarrow as pa

from samut.cli.measure import checked_measure
from samut.cli.screen import in_workspace, told_clearly, working
from samut.cli.what_if_shown import Asked, show_areas, show_fixes, show_foot, show_heading, show_written
from samut.engine.areas import COUNTRY, LEVELS
from samut.engine.estimates.register_words import register_result
from samut.engine.whatif import with_numpy
from samut.engine.whatif.areas import Question, changes_by_area, level_within
from samut.engine.whatif.fixes import best_fixes
from samut.engine.whatif.lines import lines_from_file
from samut.engine.whatif.questions import FASTEST, WhatIf
from samut.engine.whatif.told import AREA_COLUMNS, FIX_COLUMNS, Row, area_rows, fix_rows, told_table
from samut.engine.workspace import Workspace, open_workspace
from samut.reports.long_table import check_ending, write_table
from samut.rules.alkire_foster import AlkireFoster
from samut.rules.errors import SamutError
from samut.rules.weighting import cutoff, exact
from samut.rules.what_if import other_choice, own_choice, place_of

Options = Mapping[str, Any]
Answer = TypeVar("Answer")
MILLISECONDS = 1000
# A command asks once. Up to about so many lines the answer is there before compiled code is loaded.
LINES_WORTH_LOADING = 500_000


@dataclass(frozen=True)
class Opened:
    """The measure, the workspace's register opened for its what-ifs, and the area that is asked about."""

    measure: AlkireFoster
    workspace: Workspace
    what_if: WhatIf
    area: str


@click.command(name="what-if")
@click.argument("measure")
@click.option("--cutoff", default="", help="Another cutoff, such as 0.33 or 1/3.")
@click.option("--scheme", default="", help="Other weights: a scheme of the measure.")
@click.option(
    "--weight",
    multiple=True,
    metavar="DIM=W",
    help="Other weights: a dimension's share; repeatable. Those not named share the rest as before.",
)
@click.option("--solve", default="", metavar="INDICATOR", help="An indicator solved in the areas of --in.")
@click.option("--in", "solved_in", multiple=True, help="Area code; repeatable. Default: all of --area.")
@click.option(
    "--best", type=click.IntRange(min=1), help="The best N single fixes: an indicator in a village."
)
@click.option("--area", default="", help="Area code, or TH; default: the workspace's province.")
@click.option("--level", type=click.Choice(list(LEVELS.values())), help="Areas listed; default: next below.")
@click.option("--edition", type=int, help="Buddhist year; default: the workspace's.")
@click.option("--unsuppressed", is_flag=True, help="Show counts under 5 too: not for passing on.")
@click.option("--out", type=click.Path(path_type=Path), help="File: .csv, .parquet or .xlsx.")
@in_workspace
def what_if(folder: Path | None, measure: str, **options: Any) -> None:
    """What MEASURE would say of the register with another cutoff, other weights, or an indicator solved.

    H, M0 and the poor of each area before and after, and who leaves poverty. --best N: which single
    fixes let most persons leave poverty, and which lower M0 most. Counts under 5 are covered.

    It is arithmetic, not a forecast; unknown answers count as not deprived.
    """
    check_together(options)
    with told_clearly():
        if options["out"] is not None:
            check_ending(options["out"])
        with working("กำลังเปิดทะเบียน", "opening the register"):
            opened = open_register(folder, measure, options)
        question = asked_question(opened, options)
        if options["best"]:
            _best(opened, question, options)
        else:
            _changed(opened, question, options)


def check_together(options: Options) -> None:
    """Refuse options that say nothing, or not together."""
    changed = any(options[name] for name in ("cutoff", "scheme", "weight", "solve"))
    if not (changed or options["best"]):
        raise click.UsageError(
            "ต้องบอกว่าอะไรเปลี่ยน · say what changes: --cutoff, --scheme, --weight, --solve, --best"
        )
    if options["scheme"] and options["weight"]:
        raise click.UsageError("ใช้ --scheme หรือ --weight อย่างใดอย่างหนึ่ง · --scheme or --weight, not both")
    if options["solved_in"] and not options["solve"]:
        raise click.UsageError("--in ต้องมี --solve · --in needs --solve")
    if options["best"] and (options["solve"] or options["level"]):
        raise click.UsageError("--best ใช้กับ --solve หรือ --level ไม่ได้ · --best goes without --solve, --level")


def open_register(folder: Path | None, name: str, options: Options) -> Opened:
    """The register's histogram of answers; measured first where it was not yet."""
    chosen = checked_measure(name, (), "")
    if chosen.on_columns:
        raise SamutError("MEASURE_032", name=name)
    workspace = open_workspace(folder)
    result = register_result(workspace, chosen, options["edition"] or workspace.config.edition)
    lines = lines_from_file(result.histogram_file, chosen.mask)
    area = options["area"] or workspace.config.province or COUNTRY
    kernels = FASTEST if len(lines.word) > LINES_WORTH_LOADING else with_numpy
    what_if = WhatIf(lines, [term.mask for term in chosen.terms], kernels=kernels)
    return Opened(chosen, workspace, what_if, area)


def asked_question(opened: Opened, options: Options) -> Question:
    """The options as the engine takes them."""
    after = other_choice(
        opened.measure,
        cutoff=cutoff(options["cutoff"]) if options["cutoff"] else None,
        scheme_id=options["scheme"],
        weights=dict(map(read_weight, options["weight"])),
    )
    before = own_choice(opened.measure)
    if not options["solve"]:
        return Question(before, after)
    solved_in = options["solved_in"] or (opened.area,)
    return Question(before, after, place_of(opened.measure, options["solve"]), solved_in)


def read_weight(said: str) -> tuple[str, Fraction]:
    """DIM=W. Raises: WHATIF_004, MEASURE_006."""
    name, sign, weight = said.partition("=")
    if not (name.strip() and sign):
        raise SamutError("WHATIF_004", found=said)
    return name.strip(), exact(weight.strip(), name.strip())


def _changed(opened: Opened, question: Question, options: Options) -> None:
    level = level_within(opened.area, options["level"] or "")
    changes, took = timed(lambda: changes_by_area(opened.what_if, question, opened.area, level))
    rows = area_rows(changes, opened.workspace, unsuppressed=options["unsuppressed"])
    asked = Asked(opened.measure, question, took, options["unsuppressed"])
    _told(asked, rows, AREA_COLUMNS, lambda: show_areas(rows), options["out"])


def _best(opened: Opened, question: Question, options: Options) -> None:
    found, took = timed(lambda: best_fixes(opened.what_if, question.after, opened.area, options["best"]))
    rows = fix_rows(found, opened.measure, opened.workspace, unsuppressed=options["unsuppressed"])
    asked = Asked(opened.measure, Question(question.after, question.after), took, options["unsuppressed"])
    _told(asked, rows, FIX_COLUMNS, lambda: show_fixes(rows, found, asked), options["out"])


def _told(
    asked: Asked,
    rows: Sequence[Row],
    columns: Mapping[str, pa.DataType],
    show: Callable[[], None],
    out: Path | None,
) -> None:
    """Show the answer, or write it."""
    show_heading(asked)
    if out is None:
        show()
    else:
        write_table(out, told_table(rows, columns))
        show_written(len(rows), out)
    show_foot(asked, rows)


def timed(ask: Callable[[], Answer]) -> tuple[Answer, float]:
    """The answer, and how many milliseconds it took."""
    started = time.perf_counter()
    answer = ask()
    return answer, (time.perf_counter() - started) * MILLISECONDS
