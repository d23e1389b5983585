"""Reading policy as plain TOML and writing it as Markdown: texts in both languages, tables, comments."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

LANGUAGES = {"th": "ไทย", "en": "English"}


def table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    headings = list(headings)
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    lines += [
        "| " + " | ".join(str(cell).replace("\n", " ").replace("|", "\\|") for cell in row) + " |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def head_comment(path: Path) -> str:
    """What the file says of itself before its first key: prose, an empty comment line between paragraphs."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").strip())
    return "\n".join(lines) + "\n" if lines else ""


def is_text(value: object) -> bool:
    return isinstance(value, dict) and set(value) == {"th", "en"}


def both(value: Any) -> str:
    """A text in both languages, Thai first; the same word in both is said once."""
    if not is_text(value):
        return str(value)
    return value["th"] if value["th"] == value["en"] else f"{value['th']} · {value['en']}"


def said(value: Any) -> str:
    """Any value of a policy file in one cell of a table."""
    if is_text(value):
        return both(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} = {said(each)}" for name, each in value.items()) or "nothing answered"
    if isinstance(value, list):
        return ", ".join(said(each) for each in value)
    return str(value)


def is_dated(value: object) -> bool:
    """A number with its history: [[name]] entries with a day and a value."""
    return is_rows(value) and all({"from", "value"} <= set(entry) for entry in value)  # type: ignore[attr-defined]


def is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, dict) for entry in value)


def dated_values(data: Mapping[str, Any]) -> list[str]:
    """The table of all dated numbers of a file; nothing where there are none."""
    rows = [
        (
            f"`{name}`",
            item["value"],
            item.get("unit", ""),
            item["from"],
            item.get("source", ""),
            item.get("status", ""),
        )
        for name, items in data.items()
        if is_dated(items)
        for item in items
    ]
    headings = ["ค่า · number", "value", "หน่วย · unit", "ตั้งแต่ · from", "ที่มา · source", "สถานะ · status"]
    return [table(headings, rows)] if rows else []


def is_named_rows(value: object) -> bool:
    """A table of tables, such as [fact]: its keys name the rows."""
    return (
        isinstance(value, dict)
        and bool(value)
        and all(isinstance(entry, dict) for entry in value.values())
        and not is_text(value)
    )


def rows_of(name: str, value: Any) -> list[str]:
    """Entries of whatever keys as a table; entries within entries follow, under their own name."""
    rows = [{"id": key, **entry} for key, entry in value.items()] if is_named_rows(value) else value
    flat = [{key: each for key, each in row.items() if not is_rows(each)} for row in rows]
    keys = list(dict.fromkeys(key for row in flat for key in row))
    cells = ([said(row.get(key, "")) for key in keys] for row in flat)
    parts = [f"**{name}**\n", table([LANGUAGES.get(key, key) for key in keys], cells)]
    for row in rows:
        owner = row.get("id") or both(row.get("label", ""))
        for key, each in row.items():
            if is_rows(each):
                parts += rows_of(f"{name} {owner}: {key}", each)
    return parts
