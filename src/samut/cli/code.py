"""`samut code`: a code for a new password, for an office whose only administrator forgot theirs."""

from __future__ import annotations

from pathlib import Path

import click
from django.core.management import call_command

from samut.cli.screen import in_workspace, told_clearly
from samut.cli.serving import start_site
from samut.engine.workspace import open_workspace


@click.command()
@click.argument("user_name")
@in_workspace
def code(folder: Path | None, user_name: str) -> None:
    """Make a code with which USER_NAME sets one new password, and print it with the page for it.

    It works once, for some hours, and stands in the audit as made by a command. The second factor is
    still asked for.
    """
    with told_clearly():
        start_site(open_workspace(folder))
        call_command("migrate", verbosity=0, interactive=False)
        call_command("one_time_code", user_name)
