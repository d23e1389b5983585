"""`fold`: make the households told anew part of the result that is shown, and check it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from samut.engine.live.folding import differences
from samut.rules.errors import SamutError
from samut.web.areas.queries import workspace
from samut.web.households.actions import fold_reassessments
from samut.web.households.live import SETTLED_AFTER
from samut.web.households.queries import current_result


class Command(BaseCommand):
    help = "Fold what households were told anew into a new result and show it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Measure everybody anew and compare.")

    def handle(self, *args: Any, **options: Any) -> None:
        # With one writer at a time (SQLite) what is written is settled.
        settled = None if connection.vendor == "sqlite" else timezone.now() - SETTLED_AFTER
        try:
            shown = fold_reassessments(by=None, settled_before=settled)
            result = current_result()
            if shown is None:
                self.stdout.write(f"  ไม่มีคำตอบใหม่ · nothing new: {result.result_id}")
            else:
                self.stdout.write(f"  รวมคำตอบใหม่แล้ว · folded: {shown.result_id}, to {result.told_to:,}")
            if options["check"]:
                different = differences(workspace(), result)
                if different:
                    raise SamutError("WORK_016", result=result.result_id, rows=different)
                self.stdout.write("  ตรงกับการคำนวณใหม่ทั้งหมด · equals measuring everybody anew")
        except SamutError as problem:
            raise CommandError(f"{problem.in_words('th')}\n{problem.in_words('en')}") from problem
