"""`log_event`: write into the audit what a command did to the whole workspace."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from samut.web.audit.actions import record


class Command(BaseCommand):
    help = "Write one event of a command into the audit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--event", required=True)
        parser.add_argument("--facts", default="{}", help="JSON of ids, codes and counts.")

    def handle(self, *args: Any, **options: Any) -> None:
        record(options["event"], by=None, **json.loads(options["facts"]))
