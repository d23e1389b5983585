"""Write docs/reference/ from the code and from policy/, or check that it is current.

Why it exists: a page written by hand is wrong by next month. What is not written by hand is written
here: commands, error messages, indicators, measures, target groups, programmes, register profiles.

    python docs/build_reference.py            write the pages
    python docs/build_reference.py --check    exit 1 when a page is not what it would be
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click
from reference_pages.indicators import indicators_page
from reference_pages.lines import life_cycle_page, lines_page
from reference_pages.measures import measures_page
from reference_pages.writing import table, toml

from samut.cli import main as command_line
from samut.rules.errors import CATALOGUE
from samut.rules.policy import policy_dir

REFERENCE = Path(__file__).parent / "reference"
NOTICE = "<!-- Written by docs/build_reference.py: change the source it names, then `make docs`. -->\n"


def commands_page() -> str:
    parts = ["# Commands\n", "From `src/samut/cli/`.\n"]

    def describe(command: click.Command, context: click.Context) -> None:
        parts.append(f"## `{context.command_path}`\n\n```text\n{command.get_help(context).strip()}\n```\n")
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                child = command.get_command(context, name)
                if child is not None:
                    describe(child, click.Context(child, info_name=name, parent=context, terminal_width=100))

    describe(command_line, click.Context(command_line, info_name="samut", terminal_width=100))
    return "\n".join(parts)


def errors_page() -> str:
    parts = ["# Messages\n", "From `src/samut/rules/errors/`. A code never changes its meaning.\n"]
    for code, entry in sorted(CATALOGUE.items()):
        parts.append(
            f"## {code}\n\n{entry.severity.value}\n\n"
            f"- **ไทย** {entry.what.th} {entry.why.th} → {entry.do.th}\n"
            f"- **English** {entry.what.en} {entry.why.en} → {entry.do.en}\n"
        )
    return "\n".join(parts)


def policy_pages(folder: str, title: str) -> Callable[[], str]:
    """A page that lists every policy file of a folder with its label, source and status."""

    def page() -> str:
        rows = []
        for path in sorted((policy_dir() / folder).glob("*.toml")):
            data = toml(path)
            label = data.get("label", {})
            rows.append(
                (
                    f"`{path.stem}`",
                    label.get("th", ""),
                    label.get("en", ""),
                    data.get("source", ""),
                    data.get("status", ""),
                )
            )
        return f"# {title}\n\nFrom `policy/{folder}/`.\n\n" + table(
            ["id", "ไทย", "English", "source", "status"], rows
        )

    return page


def profiles_page() -> str:
    parts = [
        "# Register profiles\n",
        "From `policy/profiles/`: which header of an office's file is which fact.\n",
    ]
    for path in sorted((policy_dir() / "profiles").glob("*.toml")):
        data = toml(path)
        parts.append(f"## {data['id']}: {data['label']['th']} · {data['label']['en']}\n")
        parts.append(
            f"Editions {data['from_edition']} to {data['to_edition']}. {data['source']}. "
            f"Status: {data['status']}.\n"
        )
        for group in data["table"]:
            parts.append(f"### {group['label']['th']} · {group['label']['en']}\n")
            columns = [
                (f"`{c['name']}`", ", ".join(c["headers"]), c["kind"], c["label"]["th"], c["label"]["en"])
                for c in group["column"]
            ]
            columns += [
                (
                    f"`{c['name']}`",
                    f"({', '.join(c['sources'])})",
                    c["kind"],
                    c["label"]["th"],
                    c["label"]["en"],
                )
                for c in group.get("derived", [])
            ]
            parts.append(table(["fact", "headers", "kind", "ไทย", "English"], columns))
    return "\n".join(parts)


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "messages.md": errors_page,
    "indicators.md": indicators_page,
    "measures.md": measures_page,
    "lines.md": lines_page,
    "life_cycle.md": life_cycle_page,
    "targets.md": policy_pages("targets", "Target groups"),
    "programmes.md": policy_pages("programmes", "Programmes"),
    "profiles.md": profiles_page,
}


def main() -> int:
    checking = "--check" in sys.argv[1:]
    stale = []
    for name, write in PAGES.items():
        text = NOTICE + "\n" + write().rstrip() + "\n"
        path = REFERENCE / name
        if checking:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.stderr.write(f"not current: {', '.join(stale)}. Run: make docs\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
