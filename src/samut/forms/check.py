"""Everything wrong with a form, in one go, with sheet, row and column.

Why it exists: pyxform stops at its first complaint, in English, and lets through what ODK Collect
refuses on the phone (question names in Thai letters). Checks here come first and collect all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samut.forms.sheets import FormSheets, SheetRow
from samut.rules.errors import Problem, Text, Where
from samut.rules.policy_files import nearest

LANGUAGES = {"ไทย (th)": Text("ไทย", "Thai"), "English (en)": Text("อังกฤษ", "English")}
TEXT_COLUMNS = ("label", "hint", "constraint_message", "required_message")
FORMULA_COLUMNS = ("relevant", "constraint", "calculation", "choice_filter", "required", "read_only")
SETTINGS = ("form_title", "form_id", "version", "default_language")

# The types forms of this project may use. Kind: what an answer is read as; None: it has no answer.
KINDS: dict[str, str | None] = {
    "text": "text",
    "barcode": "text",
    "calculate": "text",
    "hidden": "text",
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "today": "date",
    "time": "text",
    "dateTime": "date_time",
    "start": "date_time",
    "end": "date_time",
    "deviceid": "text",
    "username": "text",
    "geopoint": "point",
    "image": "file",
    "audio": "file",
    "file": "file",
    "audit": "file",
    "acknowledge": "text",
    "select_one": "choice",
    "select_multiple": "choices",
    "note": None,
}
SAID_BY_NOBODY = frozenset({"start", "end", "today", "deviceid", "username", "calculate", "hidden", "audit"})
OPENINGS = {
    "begin_group": "group",
    "begin group": "group",
    "begin_repeat": "repeat",
    "begin repeat": "repeat",
}
CLOSINGS = {"end_group": "group", "end group": "group", "end_repeat": "repeat", "end repeat": "repeat"}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_REFERENCE = re.compile(r"\$\{([^}]*)\}")


@dataclass(frozen=True)
class Question:
    """One question of a form. `table` is the repeat it stands in, empty for the form itself."""

    name: str
    kind: str
    table: str
    label: Text
    choices: tuple[str, ...] = ()


def questions(sheets: FormSheets) -> tuple[Question, ...]:
    """The questions of a form without problems, in their order."""
    lists = _lists(sheets)
    found: list[Question] = []
    repeats: list[str] = []
    for row in sheets.sheet("survey").rows:
        kind, list_name = _kind_of(row)
        if row.get("type") in OPENINGS:
            repeats.append(row.get("name") if OPENINGS[row.get("type")] == "repeat" else "")
        elif row.get("type") in CLOSINGS:
            repeats.pop()
        elif answer_kind := KINDS[kind]:
            table = next((name for name in reversed(repeats) if name), "")
            label = Text(row.get("label::ไทย (th)"), row.get("label::English (en)"))
            found.append(Question(row.get("name"), answer_kind, table, label, lists.get(list_name, ())))
    return tuple(found)


def problems_of(sheets: FormSheets) -> tuple[Problem, ...]:
    """All problems of a form, in the order of its sheets and rows."""
    return (
        *_settings_problems(sheets),
        *_survey_problems(sheets),
        *_choice_problems(sheets),
    )


def _problem(code: str, where: Where, **values: object) -> Problem:
    return Problem(code, where, tuple((name, str(value)) for name, value in values.items()))


def _kind_of(row: SheetRow) -> tuple[str, str]:
    """Type and list name: `select_one state` is ("select_one", "state")."""
    kind, _, list_name = row.get("type").partition(" ")
    return kind, list_name.strip()


def _lists(sheets: FormSheets) -> dict[str, tuple[str, ...]]:
    lists: dict[str, tuple[str, ...]] = {}
    for row in sheets.sheet("choices").rows:
        name = row.get("list_name") or row.get("list name")
        lists[name] = (*lists.get(name, ()), row.get("name"))
    return lists


def _settings_problems(sheets: FormSheets) -> Iterator[Problem]:
    rows = sheets.sheet("settings").rows
    cells = rows[0].cells if rows else {}
    for name in SETTINGS:
        if name not in cells:
            row = rows[0].number if rows else None
            yield _problem("FORM_009", sheets.where("settings", row, name), name=name)
    form_id = cells.get("form_id", "")
    if form_id and not _NAME.fullmatch(form_id):
        yield _problem("FORM_002", sheets.where("settings", rows[0].number, "form_id"), name=form_id)


def _survey_problems(sheets: FormSheets) -> Iterator[Problem]:
    survey = sheets.sheet("survey")
    names = {row.get("name") for row in survey.rows if row.get("name")}
    lists = _lists(sheets)
    first_rows: dict[str, int] = {}
    open_groups: list[tuple[str, int]] = []
    for row in survey.rows:
        yield from _type_problems(sheets, row, lists)
        yield from _nesting_problems(sheets, row, open_groups)
        if row.get("type") not in CLOSINGS:
            yield from _name_problems(sheets, row, first_rows)
            yield from _text_problems(sheets, row)
        yield from _reference_problems(sheets, row, names)
    for kind, number in open_groups:
        yield _problem("FORM_015", sheets.where("survey", number, "type"), kind=f"begin_{kind}")


def _type_problems(sheets: FormSheets, row: SheetRow, lists: dict[str, tuple[str, ...]]) -> Iterator[Problem]:
    kind, list_name = _kind_of(row)
    where = sheets.where("survey", row.number, "type")
    if row.get("type") in OPENINGS or row.get("type") in CLOSINGS:
        return
    if kind not in KINDS:
        known = (*KINDS, *OPENINGS, *CLOSINGS)
        yield _problem("FORM_005", where, kind=row.get("type"), nearest=nearest(kind, known))
    elif kind.startswith("select_") and list_name not in lists:
        yield _problem("FORM_006", where, name=list_name, nearest=nearest(list_name, lists))


def _nesting_problems(sheets: FormSheets, row: SheetRow, groups: list[tuple[str, int]]) -> Iterator[Problem]:
    kind = row.get("type")
    if kind in OPENINGS:
        groups.append((OPENINGS[kind], row.number))
    elif kind in CLOSINGS and groups and groups[-1][0] == CLOSINGS[kind]:
        groups.pop()
    elif kind in CLOSINGS:
        yield _problem("FORM_015", sheets.where("survey", row.number, "type"), kind=kind)


def _name_problems(sheets: FormSheets, row: SheetRow, first_rows: dict[str, int]) -> Iterator[Problem]:
    name, where = row.get("name"), sheets.where("survey", row.number, "name")
    if not name:
        yield _problem("FORM_003", where)
    elif not _NAME.fullmatch(name):
        yield _problem("FORM_002", where, name=name)
    if name and name in first_rows:
        yield _problem("FORM_004", where, name=name, first_row=first_rows[name])
    first_rows.setdefault(name, row.number)


def _text_problems(sheets: FormSheets, row: SheetRow) -> Iterator[Problem]:
    """Whatever is said at all is said in both languages; a question says at least its label."""
    kind, _ = _kind_of(row)
    for column in TEXT_COLUMNS:
        filled = [language for language in LANGUAGES if row.get(f"{column}::{language}")]
        needed = bool(filled) or (column == "label" and kind not in SAID_BY_NOBODY)
        for language in LANGUAGES if needed else ():
            if language not in filled:
                where = sheets.where("survey", row.number, f"{column}::{language}")
                yield _problem("FORM_007", where, language=language)


def _reference_problems(sheets: FormSheets, row: SheetRow, names: set[str]) -> Iterator[Problem]:
    labels = [f"{column}::{language}" for column in TEXT_COLUMNS for language in LANGUAGES]
    for column in (*FORMULA_COLUMNS, *labels):
        for name in _REFERENCE.findall(row.get(column)):
            if name not in names:
                where = sheets.where("survey", row.number, column)
                yield _problem("FORM_008", where, name=name, nearest=nearest(name, names))


def _choice_problems(sheets: FormSheets) -> Iterator[Problem]:
    first_rows: dict[tuple[str, str], int] = {}
    for row in sheets.sheet("choices").rows:
        name, where = row.get("name"), sheets.where("choices", row.number, "name")
        key = (row.get("list_name") or row.get("list name"), name)
        if not name:
            yield _problem("FORM_003", where)
        elif key in first_rows:
            yield _problem("FORM_004", where, name=name, first_row=first_rows[key])
        first_rows.setdefault(key, row.number)
        for language in LANGUAGES:
            if not row.get(f"label::{language}"):
                yield _problem(
                    "FORM_007", sheets.where("choices", row.number, f"label::{language}"), language=language
                )
