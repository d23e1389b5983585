"""`samut measure` and `samut change`: estimates of a measure from a data file, checked first."""

from __future__ import annotations

import importlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from samut.cli.estimates_shown import Shown, show_changes, show_examined, show_levels
from samut.cli.screen import EXIT_ERROR, in_workspace, say_problem, told_clearly, working
from samut.engine.estimates.checking import data_problems
from samut.engine.estimates.design import SingleCluster
from samut.engine.estimates.measuring import (
    Asked,
    Estimates,
    chosen_measure,
    estimate_changes,
    estimate_levels,
    hierarchies,
    today,
)
from samut.engine.estimates.output import labels_of, with_labels
from samut.engine.estimates.register_words import of_everybody, register_words
from samut.engine.estimates.tally import Survey
from samut.engine.life_cycle import LifeCycleFacts
from samut.engine.sql_engines import DUCKDB, ENGINES, open_engine
from samut.engine.workspace import open_workspace
from samut.reports.long_table import check_ending, write_table
from samut.rules.alkire_foster import AlkireFoster, Unknown
from samut.rules.errors import Problem, SamutError
from samut.rules.measure_check import examine
from samut.rules.thai_dates import from_be
from samut.rules.weighting import cutoff

Options = dict[str, Any]


# Commands of the group with modules of their own, loaded when they are called.
FURTHER = {
    "explain": "samut.cli.explain:explain",
    "robustness": "samut.cli.robustness:robustness",
}


class EstimateUnlessNamed(click.Group):
    """`samut measure MEASURE DATA` is `samut measure estimate MEASURE DATA`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.list_commands(ctx) and args[0] not in ("-h", "--help"):
            args = ["estimate", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*self.commands, *FURTHER])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in FURTHER:
            return super().get_command(ctx, cmd_name)
        module, attribute = FURTHER[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=EstimateUnlessNamed, context_settings={"help_option_names": ["-h", "--help"]})
def measure() -> None:
    """Measure multidimensional poverty: `samut measure MEASURE DATA [options]`.

    MEASURE is a name in policy/measures or a TOML file; DATA is CSV or Parquet, a row a household or
    person. The options are those of `samut measure estimate --help`.
    """


LIFE_CYCLE_OPTIONS = (
    click.option(
        "--life-cycle",
        is_flag=True,
        help="By life-cycle group too, of the person and of the household; needs --household and an age.",
    ),
    click.option("--household", default="", help="Column of the household, for --life-cycle."),
    click.option("--age", default="", help="Column of ages in years."),
    click.option("--born", default="", help="Column of birth days or years, instead of ages."),
    click.option("--disabled", default="", help="Column: 1 disabled."),
    click.option("--bedridden", default="", help="Column: 1 bedridden."),
    click.option("--chronic", default="", help="Column: 1 chronically ill."),
    click.option("--alone", default="", help="Column: 1 living alone."),
)


def survey_options(command: Callable[..., None], *, life_cycle: bool = True) -> Callable[..., None]:
    """The options that `measure` and `change` share; those of life-cycle groups only where asked for."""
    for option in reversed(
        (
            click.option("--weight", default="", help="Column of the survey weights."),
            click.option("--psu", default="", help="Column of the clusters; without it each row is one."),
            click.option("--strata", default="", help="Column of the strata."),
            click.option(
                "--by",
                multiple=True,
                help="Column to split by; repeatable. province,amphoe,tambon gives every level.",
            ),
            click.option("--time", default="", help="Column of the times (rounds, years)."),
            click.option(
                "--cutoff", multiple=True, help="Cutoff such as 0.33 or 1/3 instead of the measure's own."
            ),
            click.option(
                "--unknown",
                type=click.Choice([each.value for each in Unknown]),
                help="Rule for unknown answers instead of the measure's own.",
            ),
            click.option(
                "--single-cluster",
                type=click.Choice([each.value for each in SingleCluster]),
                default=SingleCluster.MISSING.value,
                show_default=True,
                help="What to do where a stratum has one cluster.",
            ),
            click.option(
                "--level", type=float, default=95, show_default=True, help="Of the intervals, in percent."
            ),
            click.option("--engine", type=click.Choice(ENGINES), default=DUCKDB, show_default=True),
            click.option(
                "--edition", type=int, help="Buddhist year whose numbers the rules take; default: today's."
            ),
            *(LIFE_CYCLE_OPTIONS if life_cycle else ()),
            click.option("--out", type=click.Path(path_type=Path), help="File: .csv, .parquet or .xlsx."),
            click.option("--labels", is_flag=True, help="Label columns in Thai and English in the file."),
        )
    ):
        command = option(command)
    return command


@measure.command(name="estimate")
@click.argument("measure")
@click.argument("data", type=click.Path(path_type=Path), required=False)
@survey_options
@in_workspace
def estimate(folder: Path | None, measure: str, data: Path | None, **options: Any) -> None:
    """Estimate MEASURE from DATA: H, A, M0, headcounts, contributions, with errors and intervals.

    Without DATA: from the workspace's register, by persons, split by province, amphoe, tambon, village.
    """
    if data is None:
        _estimate_register(folder, measure, options)
    else:
        _estimate(measure, data, options, estimate_levels, show_levels)


@click.command()
@click.argument("measure")
@click.argument("data", type=click.Path(path_type=Path))
@survey_options
def change(measure: str, data: Path, **options: Any) -> None:
    """How MEASURE changed in DATA between the values of --time: absolute, relative, and by the year."""
    if not options["time"]:
        raise click.UsageError("ต้องระบุ --time · --time is needed")
    _estimate(measure, data, options, estimate_changes, show_changes)


def _estimate_register(folder: Path | None, name: str, options: Options) -> None:
    with told_clearly(), of_register(folder, name, options) as (chosen, data, asked):
        _told(chosen, data, asked, options, estimate_levels, show_levels)


@contextmanager
def of_register(
    folder: Path | None, name: str, options: Options
) -> Iterator[tuple[AlkireFoster, Path, Asked]]:
    """The measure, the words of the workspace's register as data, and what is asked of them."""
    with tempfile.TemporaryDirectory(prefix="samut-words-") as made:
        chosen = checked_measure(name, options["cutoff"], options["unknown"] or "")
        if chosen.on_columns:
            raise SamutError("MEASURE_032", name=name)
        workspace = open_workspace(folder)
        edition = options["edition"] or workspace.config.edition
        data = register_words(workspace, chosen, edition, Path(made))
        yield chosen, data, of_everybody(asked_for({**options, "edition": edition}))


def _estimate(
    measure: str,
    data: Path,
    options: Options,
    estimated: Callable[[AlkireFoster, Path, Asked], Estimates],
    show: Callable[[Shown], None],
) -> None:
    with told_clearly():
        asked = asked_for(options)
        chosen = checked_measure(measure, options["cutoff"], options["unknown"] or "")
        _told(chosen, data, asked, options, estimated, show)


def _told(
    chosen: AlkireFoster,
    data: Path,
    asked: Asked,
    options: Options,
    estimated: Callable[[AlkireFoster, Path, Asked], Estimates],
    show: Callable[[Shown], None],
) -> None:
    """Estimate, and show it or write it."""
    out: Path | None = options["out"]
    if out is not None:
        check_ending(out)
    with working("กำลังคำนวณ", "measuring"):
        found = estimated(chosen, data, asked)
    if out is None:
        show(Shown(found, asked))
    else:
        labelled = with_labels(found.table, labels_of(chosen)) if options["labels"] else found.table
        write_table(out, labelled)
        show_written(found, asked, out)


def show_written(found: Estimates, asked: Asked, out: Path) -> None:
    shown = Shown(found, asked)
    shown.say_notes()
    shown.say(f"เขียนแล้ว {found.table.num_rows:,} แถว · {found.table.num_rows:,} rows written: {out}")


def asked_for(options: Options) -> Asked:
    """The options as the engine takes them."""
    edition: int | None = options["edition"]
    on = date(from_be(edition), 1, 1) if edition else today()
    people = None
    if options.get("life_cycle"):
        people = LifeCycleFacts(
            household=options["household"],
            age_years=options["age"],
            born=options["born"],
            on=on,
            disabled=options["disabled"],
            bedridden=options["bedridden"],
            chronic=options["chronic"],
            alone=options["alone"],
        )
    survey = Survey(options["weight"], options["psu"], options["strata"], options["time"], people)
    single_cluster = SingleCluster(options["single_cluster"])
    return Asked(survey, hierarchies(options["by"]), options["level"], options["engine"], single_cluster, on)


def checked_measure(measure: str, cutoffs: tuple[str, ...], unknown: str) -> AlkireFoster:
    """The measure; where its file is off, every problem is said before the command ends."""
    try:
        return chosen_measure(measure, cutoffs, unknown)
    except SamutError as error:
        problems = examine(measure).problems
        if len(problems) < 2:
            raise
        for problem in problems:
            say_problem(problem)
        sys.exit(EXIT_ERROR if error else 0)


def cutoff_problems(cutoffs: tuple[str, ...]) -> list[Problem]:
    """What is wrong with the cutoffs asked for."""
    problems = []
    for each in cutoffs:
        try:
            cutoff(each)
        except SamutError as error:
            problems.append(error.problem)
    return problems


@measure.command(name="check")
@click.argument("file")
@click.argument("data", type=click.Path(path_type=Path), required=False)
@survey_options
def check(file: str, data: Path | None, **options: Any) -> None:
    """List every problem of a measure's FILE, and of DATA for it, before anything is computed."""
    with told_clearly():
        asked = asked_for(options)
        examined = examine(file)
        problems = [*examined.problems, *cutoff_problems(options["cutoff"])]
        if data is not None and examined.measure is not None:
            with open_engine(asked.engine) as engine, working("กำลังตรวจ", "checking"):
                problems += data_problems(engine, data, examined.measure, asked.survey, asked.groups)
    show_examined(examined, problems, data)
    sys.exit(EXIT_ERROR if problems else 0)
