"""`told_anew`: the answers a household gave after the census, as JSON, for the command line beside the site.

The caller has logged the look (`log_look`). Names of facts and their answers; nobody's name or number.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from samut.web.households.queries import told_anew


class Command(BaseCommand):
    help = "Print the newest answer to each question a household was asked anew, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--household", required=True, help="The opaque id of the household.")
        parser.add_argument("--edition", required=True, type=int, help="Buddhist year of the census.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = told_anew(options["edition"], options["household"])
        told = {
            name: {"value": each.value, "on": each.on.isoformat(), "source": each.source}
            for name, each in found.items()
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False))
