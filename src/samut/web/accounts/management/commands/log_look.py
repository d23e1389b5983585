"""`log_look`: write into the log of looks that somebody looked at a household from the command line.

Who it was is asked of the operating system here, so that no caller can say it is somebody else.
"""

from __future__ import annotations

import os
import pwd
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from samut.rules.purposes import PURPOSES
from samut.web.audit.actions import record_look

# The page that the log names for it.
PAGE = "command"
# No account of the site has this number; nor can one have a name with a space in it.
NO_ACCOUNT = 0


class CommandLineUser:
    """The user of the operating system, as the log names an actor."""

    pk = NO_ACCOUNT

    def get_username(self) -> str:
        try:
            name = pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            name = str(os.getuid())
        return f"{name} (command line)"


class Command(BaseCommand):
    help = "Log a look at a household from the command line: who, when, which, what for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--household", required=True, help="The opaque id of the household.")
        parser.add_argument("--area", required=True, help="The code of its village.")
        parser.add_argument("--purpose", required=True, help=f"One of: {', '.join(PURPOSES)}.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["purpose"] not in PURPOSES:
            raise CommandError(f"purpose: {', '.join(PURPOSES)}")
        record_look(
            by=CommandLineUser(),
            household_id=options["household"],
            area_code=options["area"],
            page=PAGE,
            purpose=options["purpose"],
        )
