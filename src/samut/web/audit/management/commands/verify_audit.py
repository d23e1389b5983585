"""`verify_audit`: read the chains of the audit and say, as JSON, whether they are whole."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from samut.web.audit.verifying import chains, verify_chain


class Command(BaseCommand):
    help = "Prove that no row of the audit was changed, removed or put in."
    # Called with (rows done, rows in all) while it reads.
    stealth_options = ("told",)

    def handle(self, *args: Any, **options: Any) -> None:
        verdicts = [verify_chain(model, options.get("told")) for model in chains()]
        self.stdout.write(json.dumps([asdict(each) for each in verdicts]))
