"""The documents say what is true: generated pages are current, commands exist, the tour's files are there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from samut.cli import COMMANDS

ROOT = Path(__file__).parents[2]


def documents() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_generated_reference_is_current() -> None:
    done = subprocess.run(
        [sys.executable, "docs/build_reference.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_make_target_in_the_documents_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    named = {
        word
        for path in documents()
        for block in code_in(path.read_text(encoding="utf-8"))
        for word in re.findall(r"\bmake ([a-z-]+)", block)
    }
    assert named
    assert named - targets == set()


def test_every_samut_command_in_the_documents_exists() -> None:
    known = set(COMMANDS)
    named = set()
    for path in documents():
        for block in code_in(path.read_text(encoding="utf-8")):
            named |= set(re.findall(r"\bsamut (?:--workspace \S+ )?([a-z]+(?:-[a-z]+)*)", block))
    assert named
    assert named - known == set()


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in documents():
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if "://" not in target and not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)} → {target}")
    assert not broken


def code_in(text: str) -> list[str]:
    """Fenced blocks and inline code: what a reader would type."""
    return re.findall(r"```[a-z]*\n(.*?)```", text, flags=re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
