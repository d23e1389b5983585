"""`samut measure explain`: which answers make a household poor, in words. A look at the lake is logged."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path

import click
from django.core.management import CommandError, call_command
from django.db import Error as DatabaseProblem

from samut.cli.explained_shown import show_explanation
from samut.cli.measure import checked_measure
from samut.cli.screen import console, in_workspace, told_clearly
from samut.cli.serving import start_site
from samut.engine.estimates.explaining import explain_rows
from samut.engine.estimates.measuring import today
from samut.engine.explaining import check_fits, explain_facts, facts_of, village_of
from samut.engine.household import ToldFact
from samut.engine.lake import Lake
from samut.engine.results import assessed_on
from samut.engine.workspace import Workspace, open_workspace
from samut.rules.errors import SamutError, Text
from samut.rules.purposes import PURPOSES
from samut.rules.thai_dates import from_be


@click.command()
@click.argument("household")
@click.option("--measure", "name", default="", help="Name or TOML file; default: the workspace's measure.")
@click.option("--data", type=click.Path(path_type=Path), help="Explain a row of this file instead.")
@click.option("--id", "id_column", default="", help="Its column that holds HOUSEHOLD.")
@click.option("--cutoff", multiple=True, help="Cutoff such as 0.33 or 1/3 instead of the measure's own.")
@click.option("--edition", type=int, help="Buddhist year; default: the workspace's, or today's for a file.")
@click.option("--purpose", default="", help=f"What the household is looked at for: {', '.join(PURPOSES)}.")
@in_workspace
def explain(
    folder: Path | None,
    household: str,
    name: str,
    data: Path | None,
    id_column: str,
    cutoff: tuple[str, ...],
    edition: int | None,
    purpose: str,
) -> None:
    """Say in words which answers make HOUSEHOLD poor, or not, or leave it unknown.

    HOUSEHOLD is the opaque id of a household of the workspace's lake (as on the site), or what the
    column --id says in a row of --data. A look at a household of the lake is logged with who, when,
    which and --purpose before anything is shown. Names and numbers of persons are not read.
    """
    if data is not None:
        if not (name and id_column):
            raise click.UsageError("ต้องระบุ --measure และ --id · --data needs --measure and --id")
        explain_file(household, name, data, id_column, cutoff, edition)
    else:
        explain_in_lake(folder, household, name, cutoff, edition, purpose)


def explain_file(
    household: str, name: str, data: Path, id_column: str, cutoff: tuple[str, ...], edition: int | None
) -> None:
    with told_clearly():
        measure = checked_measure(name, cutoff, "")
        on = today() if edition is None else date(from_be(edition), 1, 1)
        found = explain_rows(data, measure, id_column, household, on)
    for each in found:
        show_explanation(Text(f"แถว {each.row:,}", f"row {each.row:,}"), each.explanation)
    if len(found) > 1:
        console.print(f"{len(found):,} แถวมีรหัสนี้ · {len(found):,} rows have this id")


def explain_in_lake(
    folder: Path | None,
    household: str,
    name: str,
    cutoff: tuple[str, ...],
    edition: int | None,
    purpose: str,
) -> None:
    with told_clearly():
        check_purpose(purpose)
        workspace = open_workspace(folder)
        lake, year = Lake(workspace), edition or workspace.config.edition
        measure = checked_measure(name or workspace.config.measure, cutoff, "")
        check_fits(lake, measure, year)
        log_look(workspace, household, village_of(lake, household, year), purpose)
        facts = facts_of(lake, measure, household, year)
        found = explain_facts(measure, facts, assessed_on(year), answers_told_anew(household, year))
    show_explanation(Text(f"ครัวเรือน {household} ปี {year}", f"household {household}, {year}"), found)


def check_purpose(purpose: str) -> None:
    """Raises: MEASURE_024 where none, or none of the list, is named."""
    if purpose not in PURPOSES:
        listed = Text(
            *(
                ", ".join(f"{name} ({label.in_language(language)})" for name, label in PURPOSES.items())
                for language in ("th", "en")
            )
        )
        raise SamutError("MEASURE_024", purposes="|".join(PURPOSES), listed=listed)


def log_look(workspace: Workspace, household: str, village: str, purpose: str) -> None:
    """Write the look into the workspace's log. Raises: MEASURE_025 when it could not be written."""
    try:
        start_site(workspace)
        call_command("migrate", verbosity=0, interactive=False)  # there may be no database yet
        call_command("log_look", household=household, area=village, purpose=purpose)
    except (DatabaseProblem, CommandError, OSError) as error:
        raise SamutError("MEASURE_025") from error


def answers_told_anew(household: str, edition: int) -> dict[str, ToldFact]:
    """What the household was told after the census; the site's own database holds it."""
    said = StringIO()
    call_command("told_anew", household=household, edition=edition, stdout=said)
    return {
        name: ToldFact(each["value"], date.fromisoformat(each["on"]), each["source"])
        for name, each in json.loads(said.getvalue()).items()
    }
