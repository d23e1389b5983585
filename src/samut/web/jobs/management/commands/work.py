"""`work`: do the jobs that people ask for on the site, one after another, until told to end.

`--with PID` ends it as well when that process, which started it, is no more.
"""

from __future__ import annotations

import os
import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from samut.web.jobs.working import work_until


class Command(BaseCommand):
    help = "Do the jobs that are waiting: imports, previews. Ends with Ctrl-C."
    told_to_end = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="End when no job is waiting.")
        parser.add_argument("--with", dest="parent", type=int, default=0, help="End when this parent ends.")

    def handle(self, *args: Any, **options: Any) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, self._end)
        parent = options["parent"]

        def must_end() -> bool:
            return self.told_to_end or bool(parent and os.getppid() != parent)

        taken = work_until(must_end, once=options["once"])
        if options["once"]:
            self.stdout.write(f"  jobs done: {taken:,}")

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.told_to_end = True
