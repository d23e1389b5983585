"""`load_results`: let the site show the newest result of the workspace, and its villages."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from samut.engine.areas import villages
from samut.engine.results import MeasureResult, open_result
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.web.areas.actions import load_villages
from samut.web.areas.models import Village
from samut.web.areas.queries import workspace
from samut.web.households.actions import show_result

TAMBON_DIGITS = 6


def results(held: Workspace) -> list[MeasureResult]:
    """The results of the workspace's measure and edition, the newest last."""
    folder = held.lake / "results" / held.config.measure / str(held.config.edition)
    found = (open_result(path.parent) for path in folder.glob("*/manifest.json"))
    return sorted(found, key=lambda result: (result.created_at, result.result_id))


class Command(BaseCommand):
    help = "Show the newest result of the workspace (or the one named) on the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--result", default="", help="A result id; default: the newest.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            held = workspace()
            found = [each for each in results(held) if options["result"] in ("", each.result_id)]
            if not found:
                raise SamutError("SITE_005")
        except SamutError as problem:
            raise CommandError(f"{problem.in_words('th')}\n{problem.in_words('en')}") from problem
        newest = found[-1]
        loaded = load_villages(by=None, villages=_villages(held))
        shown = show_result(
            by=None,
            measure=newest.measure,
            edition=newest.edition,
            result_id=newest.result_id,
            measured_at=dt.datetime.fromisoformat(newest.created_at),
            policy_version=newest.policy_version,
        )
        self.stdout.write(
            f"  {shown.measure} {shown.edition}: {shown.result_id}; villages loaded: {loaded:,}"
        )


def _villages(held: Workspace) -> list[Village]:
    return [
        Village(
            code=each.code,
            tambon_code=each.code[:TAMBON_DIGITS],
            name_th=each.name_th,
            latitude=each.latitude,
            longitude=each.longitude,
        )
        for each in villages(held).values()
    ]
