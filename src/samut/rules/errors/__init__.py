"""The one catalogue of everything Samut may have to tell somebody went wrong.

Why it exists: a tired person reads the message. Each says what is wrong, why it matters and what
to do, in Thai and in English, and has a code that stays the same for ever. Where it happened
(file, sheet, row, column) travels beside it. Never personal data in a message.

The entries stand by family in the modules of this package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from samut.rules.errors import (
    accounts,
    analysis,
    assessing,
    auditing,
    engines,
    fieldwork,
    importing,
    jobs,
    life_cycle,
    linking,
    measuring,
    missed,
    money,
    open_data,
    panel,
    policy,
    profiling,
    programs,
    reading,
    row_checks,
    searching,
    site,
    synth,
    tables,
    target_lists,
    what_if,
    workspace,
)
from samut.rules.errors.entry import Entry, Severity, Text

__all__ = ["CATALOGUE", "Entry", "Problem", "ProblemsFound", "SamutError", "Severity", "Text", "Where"]

FAMILIES = (
    assessing,
    importing,
    reading,
    row_checks,
    profiling,
    jobs,
    linking,
    missed,
    target_lists,
    engines,
    measuring,
    life_cycle,
    money,
    panel,
    policy,
    workspace,
    fieldwork,
    site,
    accounts,
    auditing,
    searching,
    tables,
    analysis,
    programs,
    open_data,
    synth,
    what_if,
)
CATALOGUE: dict[str, Entry] = {}
for _entry in chain.from_iterable(family.ENTRIES for family in FAMILIES):
    if _entry.code in CATALOGUE:
        raise ValueError(f"error code {_entry.code} is in the catalogue twice")
    CATALOGUE[_entry.code] = _entry


@dataclass(frozen=True)
class Where:
    """Where a problem is. Empty parts are not known; `row` counts from 1 with the header as row 1."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def in_words(self, language: str = "th") -> str:
        thai = language.startswith("th")
        parts = [
            (("ไฟล์" if thai else "file"), self.file),
            (("แผ่นงาน" if thai else "sheet"), self.sheet),
            (("แถว" if thai else "row"), "" if self.row is None else str(self.row)),
            (("คอลัมน์" if thai else "column"), self.column),
        ]
        return " · ".join(f"{name} {value}" for name, value in parts if value)


@dataclass(frozen=True)
class Problem:
    """One occurrence of a catalogued problem, at a place, with the values its text names.

    A value that is itself a word of the screens has both languages.
    """

    code: str
    where: Where = field(default_factory=Where)
    values: tuple[tuple[str, str | Text], ...] = ()

    @property
    def entry(self) -> Entry:
        return CATALOGUE[self.code]

    def what(self, language: str = "th") -> str:
        return self._filled(self.entry.what, language)

    def why(self, language: str = "th") -> str:
        return self._filled(self.entry.why, language)

    def do(self, language: str = "th") -> str:
        return self._filled(self.entry.do, language)

    def _filled(self, text: Text, language: str) -> str:
        told = {
            name: value.in_language(language) if isinstance(value, Text) else value
            for name, value in self.values
        }
        return text.in_language(language).format(**told)

    def as_json(self) -> dict[str, object]:
        """The one JSON shape of an error (API, jobs, files)."""
        return {
            "code": self.code,
            "message": {"th": self.what("th"), "en": self.what("en")},
            "where": self.where.in_words("en"),
            "do": {"th": self.do("th"), "en": self.do("en")},
        }


class SamutError(Exception):
    """A problem that ends the action. The action has changed nothing."""

    def __init__(self, code: str, where: Where | None = None, **values: object) -> None:
        named = tuple(
            (name, value if isinstance(value, Text) else str(value)) for name, value in sorted(values.items())
        )
        self.problem = Problem(code, where or Where(), named)
        super().__init__(self.in_words("en"))

    @property
    def code(self) -> str:
        return self.problem.code

    def in_words(self, language: str = "th") -> str:
        where = self.problem.where.in_words(language)
        place = f" ({where})" if where else ""
        return (
            f"{self.problem.code}{place}: {self.problem.what(language)} "
            f"{self.problem.why(language)} {self.problem.do(language)}"
        )


class ProblemsFound(SamutError):
    """Several problems at once, all told. The action has changed nothing."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        super().__init__(first.code, first.where, **dict(first.values))
        self.problems = tuple(problems)
