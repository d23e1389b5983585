"""`export_audit`: the events of the audit as CSV for an inspection, without a value of a person.

Who it was stands as a code that is the same for one account throughout; nobody's name, no address.
"""

from __future__ import annotations

import csv
import hmac
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from samut.web.audit.chain import audit_key
from samut.web.audit.models import AuditEvent

HEADER = ("position", "at", "event", "who", "target", "area_code", "facts", "previous", "digest")
CODE_LETTERS = 12


def code_of(actor_id: int | None, key: bytes) -> str:
    """An account as a code that only the keeper of the key can lead back; empty for a command."""
    if actor_id is None:
        return ""
    return hmac.digest(key, f"actor|{actor_id}".encode(), "sha256").hex()[:CODE_LETTERS]


class Command(BaseCommand):
    help = "Write the events of the audit into a CSV file for an inspection."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        key, rows = audit_key(), 0
        with options["out"].open("w", encoding="utf-8-sig", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(HEADER)
            for event in _events():
                lines.writerow(_cells(event, key))
                rows += 1
        self.stdout.write(str(rows))


def _events() -> Any:
    last = 0
    while batch := list(AuditEvent.objects.filter(position__gt=last).order_by("position")[:2000]):
        yield from batch
        last = batch[-1].position


def _cells(event: AuditEvent, key: bytes) -> tuple[object, ...]:
    facts = json.dumps(event.facts, ensure_ascii=False, sort_keys=True)
    who = code_of(event.actor_id, key)
    said = (event.event, who, event.target, event.area_code, facts)
    return (event.position, event.at.isoformat(), *said, event.previous, event.digest)
