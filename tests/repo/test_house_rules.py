"""The shape of the repository itself: sizes, sources, and that it speaks of itself alone."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 60

# Longer on purpose; the reason stands beside it.
EXCUSED: dict[str, str] = {}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines()]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    if name in EXCUSED or "migrations" in path.parts:
        return
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MAX_FILE_LINES, f"{name}: look for the second idea in it"
    long = [
        f"{name}:{node.lineno} {node.name}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert not long


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_hides_in_a_function(path: Path) -> None:
    hidden = [
        f"{path.name}:{inner.lineno}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


def test_every_module_says_why_it_exists() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if "migrations" not in path.parts
        and path.read_text(encoding="utf-8").strip()
        and ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]
    assert not silent


@pytest.mark.parametrize("folder", ["indicators", "lines", "measures", "targets", "programmes", "profiles"])
def test_every_policy_file_has_source_and_status(folder: str) -> None:
    files = [path for path in (ROOT / "policy" / folder).rglob("*.toml") if not path.name.startswith("_")]
    assert files
    lacking = []
    for path in files:
        with path.open("rb") as file:
            data = tomllib.load(file)
        if not (data.get("source") and data.get("status")):
            lacking.append(str(path.relative_to(ROOT)))
    assert not lacking


def test_every_dependency_says_why_it_is_here() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    wanted = project["project"]["dependencies"] + [
        item for group in project["dependency-groups"].values() for item in group if isinstance(item, str)
    ]
    names = [re.split(r"[\[<>=;~! ]", item, maxsplit=1)[0].lower() for item in wanted]
    page = (ROOT / "docs/reference/dependencies.md").read_text(encoding="utf-8")
    assert [name for name in names if name not in page] == []


def test_no_registry_host_and_no_path_of_a_machine() -> None:
    # Put together from parts, so that this file does not hold what it looks for.
    hosts = [
        "py" + "pi.org",
        "python" + "hosted.org",
        "npm" + "js.org",
        "npm" + "js.com",
        "deb." + "debian.org",
    ]
    paths = ["/wo" + "rk/", "/ro" + "ot/"]
    found = []
    for path in tracked():
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {word}" for word in hosts + paths if word in text]
    assert not found
