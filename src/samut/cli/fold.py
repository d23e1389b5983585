"""`samut fold`: households told anew become part of the result, as every night."""

from __future__ import annotations

from pathlib import Path

import click
from django.core.management import CommandError, call_command

from samut.cli.screen import in_workspace, told_clearly
from samut.cli.serving import start_site
from samut.engine.workspace import open_workspace


@click.command()
@click.option("--check", is_flag=True, help="Measure everybody anew as well, and compare every row.")
@in_workspace
def fold(folder: Path | None, check: bool) -> None:
    """Fold what households were told anew into a new result, and show it on the site."""
    with told_clearly():
        start_site(open_workspace(folder))
        call_command("migrate", verbosity=0, interactive=False)
        try:
            call_command("fold", check=check)
        except CommandError as problem:
            raise click.ClickException(str(problem)) from problem
