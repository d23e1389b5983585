"""What an entry of the error catalogue is: severity, and texts in Thai and English."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What happens to the row (or the command) that has the problem."""

    REFUSE = "refuse"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True)
class Text:
    """One text in the two languages of the screens."""

    th: str
    en: str

    def in_language(self, language: str) -> str:
        return self.th if language.startswith("th") else self.en


@dataclass(frozen=True)
class Entry:
    """One catalogued problem. `what` and `do` may hold {named} places filled from the problem."""

    code: str
    severity: Severity
    what: Text
    why: Text
    do: Text


def entry(
    code: str, severity: Severity, *, what: tuple[str, str], why: tuple[str, str], do: tuple[str, str]
) -> Entry:
    """One entry from (Thai, English) pairs."""
    return Entry(code, severity, Text(*what), Text(*why), Text(*do))
