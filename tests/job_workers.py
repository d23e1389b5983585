"""Workers as processes on a real database file, for the tests and the benchmark of the jobs."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from samut.engine.workspace import Workspace

TESTS = Path(__file__).resolve().parent

ASK = """INSERT INTO jobs_job (kind, arguments, owner_id, area_code, state, cancel_asked, done, label,
    attempts, worker, checkpoint, result, error_code, error_values, created_at)
    SELECT 'test.slow', ?, id, '22', 'waiting', 0, 0, '', 0, '', '{}', '{}', '', '{}', '2026-01-01'
    FROM accounts_user"""
USER = """INSERT INTO accounts_user (password, is_superuser, username, first_name, last_name, email, is_staff,
    is_active, date_joined) VALUES ('!', 0, 'somebody', '', '', '', 0, 1, '2026-01-01')"""


class Workers:
    """A workspace with a database of its own, and workers as processes."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.started: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **os.environ,
            "SAMUT_WORKSPACE": str(workspace.root),
            "DJANGO_SETTINGS_MODULE": "job_settings",
            "PYTHONPATH": str(TESTS),
        }

    def django(self, *command: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "django", *command], env=self.environment, check=True, capture_output=True
        )

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "django", "work", *options]
        self.started.append(subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL))
        return self.started[-1]

    def sql(self, text: str, *values: object) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.workspace.database, timeout=20)
        try:
            with connection:
                return connection.execute(text, values).fetchall()
        finally:
            connection.close()

    def ask(self, count: int, steps: int) -> list[int]:
        before = self.sql("SELECT coalesce(max(id), 0) FROM jobs_job")[0][0]
        for _ in range(count):
            self.sql(ASK, json.dumps({"folder": str(self.workspace.root), "steps": steps}))
        return list(range(before + 1, before + count + 1))

    def lines(self, pk: int, what: str) -> list[str]:
        path = self.workspace.root / f"{pk}.{what}"
        return path.read_text().split() if path.exists() else []
