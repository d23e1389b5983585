"""`log_looks`: write into the log of looks that somebody looked at many households from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from samut.rules.purposes import PURPOSES
from samut.web.accounts.management.commands.log_look import PAGE, CommandLineUser
from samut.web.audit.actions import record_looks


class Command(BaseCommand):
    help = "Log looks at households from the command line: who, when, which, what for. All, or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--households",
            nargs="*",
            default=[],
            metavar="ID:AREA",
            help="Opaque id and code of the village.",
        )
        parser.add_argument("--purpose", required=True, help=f"One of: {', '.join(PURPOSES)}.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["purpose"] not in PURPOSES:
            raise CommandError(f"purpose: {', '.join(PURPOSES)}")
        households = [each.partition(":")[::2] for each in options["households"]]
        record_looks(by=CommandLineUser(), households=households, page=PAGE, purpose=options["purpose"])
