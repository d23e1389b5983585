"""A form's file → the XForm that phones open, checked, with its version and the hash of its exact bytes.

Why it exists: ODK Collect downloads a form by the MD5 of the very bytes that are served. Building
is the one place where these bytes come to be, so hash and text cannot part.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from samut.forms.check import Question, problems_of, questions
from samut.forms.sheets import FormSheets, read_sheets
from samut.rules.errors import Problem, SamutError, Where
from samut.rules.policy_files import nearest, policy_dir

_ROW_OF_PYXFORM = re.compile(r"\[row\s*:\s*(\d+)\]|row (\d+)", re.IGNORECASE)
ENDINGS = (".md", ".xlsx")


@dataclass(frozen=True)
class Form:
    """One version of a form, ready to be served. `hash` is `md5:` and the MD5 of `xml`."""

    form_id: str
    version: str
    title: str
    xml: bytes
    questions: tuple[Question, ...]

    @property
    def hash(self) -> str:
        return f"md5:{hashlib.md5(self.xml, usedforsecurity=False).hexdigest()}"

    def question(self, name: str) -> Question | None:
        return next((question for question in self.questions if question.name == name), None)


class FormRefused(SamutError):
    """A form with problems: all of them, for the table people download."""

    def __init__(self, form: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "FORM_012", Where(form), form=form, count=len(problems), first=problems[0].what("th")
        )


def build_form(path: Path) -> Form:
    """The XForm of a form file.

    Raises: FORM_011 when it is no form at all; FormRefused (FORM_012) with every problem found.
    """
    sheets = read_sheets(path)
    problems = problems_of(sheets)
    if problems:
        raise FormRefused(path.name, problems)
    settings = sheets.sheet("settings").rows[0]
    return Form(
        form_id=settings.get("form_id"),
        version=settings.get("version"),
        title=settings.get("form_title"),
        xml=_convert(sheets),
        questions=questions(sheets),
    )


def _convert(sheets: FormSheets) -> bytes:
    book: dict[str, object] = {"sheet_names": list(sheets.sheets)}
    for name in ("survey", "choices", "settings"):
        sheet = sheets.sheet(name)
        book[name] = [row.cells for row in sheet.rows]
        book[f"{name}_header"] = [dict.fromkeys(sheet.columns)]
    try:
        xml: str = convert(book, form_name="data", pretty_print=False).xform
    except PyXFormError as error:
        raise FormRefused(sheets.file, [_problem_of(error, sheets)]) from error
    return xml.encode("utf-8")


def _problem_of(error: PyXFormError, sheets: FormSheets) -> Problem:
    """pyxform's own complaint at the row people see: it counts filled rows only, from 2."""
    said = " ".join(str(error).split())
    rows = sheets.sheet("survey").rows
    found = _ROW_OF_PYXFORM.search(said)
    index = int(found[1] or found[2]) - 2 if found else -1
    number = rows[index].number if 0 <= index < len(rows) else None
    return Problem("FORM_010", sheets.where("survey", number), (("detail", said),))


@lru_cache(maxsize=8)
def _shipped(path: Path, _changed_ns: int) -> Form:
    return build_form(path)


def shipped_forms() -> tuple[Form, ...]:
    """The forms of policy/forms, in the order of their ids. A changed file is built anew."""
    paths = [path for path in sorted((policy_dir() / "forms").iterdir()) if path.suffix in ENDINGS]
    return tuple(sorted((_shipped(path, path.stat().st_mtime_ns) for path in paths), key=lambda f: f.form_id))


def shipped_form(form_id: str) -> Form:
    """One form of policy/forms.

    Raises: FORM_001 when there is none of that id.
    """
    forms = {form.form_id: form for form in shipped_forms()}
    if form_id not in forms:
        raise SamutError("FORM_001", form=f"{form_id} ({nearest(form_id, forms)}?)")
    return forms[form_id]
