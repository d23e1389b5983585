"""A filled form as it came in → frozen rows of answers that mean the same whoever sent them.

Why it exists: phones differ. Some write Thai digits, some Buddhist years, some leave a blank where
others write nothing. Here all of it becomes one shape; what cannot be read is kept as received,
counts as unknown and is reported, and never stops the rest of the submission.

Unknown: an answer is None when nothing was said, when "unknown" was chosen, or when what was said
cannot be read as the question's kind.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, canonicalize

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from samut.forms.build import Form
from samut.forms.check import Question
from samut.rules.errors import Problem, SamutError, Where
from samut.rules.thai_dates import from_be, to_arabic_digits

Value = str | int | Decimal | date | datetime | tuple[str, ...] | None
UNKNOWN_CHOICE = "unknown"
HOUSEHOLD_QUESTION = "household_id"
FIRST_BUDDHIST_YEAR = 2400  # no survey date is that far ahead; a Buddhist one always is
_HOUSEHOLD_ID = re.compile(r"[0-9a-f]{16}")
_DATE = re.compile(r"(\d{4})(-\d{2}-\d{2}.*)", re.DOTALL)


@dataclass(frozen=True)
class Envelope:
    """What a server needs to file a submission before anybody reads its answers.

    `content_hash` is that of the canonical XML: the same answers written out anew by another
    client, with other spacing or prefixes, are the same submission.
    """

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    content_hash: str


@dataclass(frozen=True)
class Answer:
    """One answer: what it means, and the text as it was received."""

    name: str
    value: Value
    received: str


@dataclass(frozen=True)
class AnswerRow:
    """The answers of the form itself (table "" and number 1), or of one turn of a repeat."""

    table: str
    number: int
    answers: tuple[Answer, ...]

    def value(self, name: str) -> Value:
        return next((answer.value for answer in self.answers if answer.name == name), None)


@dataclass(frozen=True)
class SubmissionRows:
    """One submission, read. `problems` name questions, never answers."""

    envelope: Envelope
    household_id: str | None
    rows: tuple[AnswerRow, ...]
    problems: tuple[Problem, ...]

    @property
    def main(self) -> AnswerRow:
        return self.rows[0]


def open_envelope(xml: bytes) -> Envelope:
    """Read who and what a submission is, without its answers.

    Raises: SEND_003 when it is not sound XML, SEND_004 when it has no instanceID.
    """
    root = _parse(xml)
    meta = next((child for child in root if _local(child.tag) == "meta"), None)
    ids = {_local(child.tag): (child.text or "").strip() for child in (meta if meta is not None else ())}
    if not ids.get("instanceID"):
        raise SamutError("SEND_004")
    return Envelope(
        form_id=root.get("id") or _namespace(root.tag),
        version=root.get("version", ""),
        instance_id=ids["instanceID"],
        deprecated_id=ids.get("deprecatedID", ""),
        content_hash=_content_hash(xml),
    )


def read_submission(xml: bytes, form: Form) -> SubmissionRows:
    """All answers of a submission, by the questions of its form."""
    envelope = open_envelope(xml)
    problems: list[Problem] = []
    rows = tuple(
        AnswerRow(table, number, tuple(_answers(element, table, form, problems)))
        for table, number, element in _tables(_parse(xml), form)
    )
    household_id = rows[0].value(HOUSEHOLD_QUESTION)
    return SubmissionRows(
        envelope, household_id if isinstance(household_id, str) else None, rows, tuple(problems)
    )


def _parse(xml: bytes) -> Element:
    try:
        root: Element = fromstring(xml)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise SamutError("SEND_003") from error
    return root


def _content_hash(xml: bytes) -> str:
    """SHA-256 of the canonical XML. Only called on what the safe parser has let through."""
    canonical = canonicalize(xml.decode(_encoding(xml)), strip_text=True, rewrite_prefixes=True)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _encoding(xml: bytes) -> str:
    declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9_.-]+)[\"']", xml)
    return declared[1].decode("ascii") if declared else "utf-8-sig"


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _namespace(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def _tables(root: Element, form: Form) -> Iterator[tuple[str, int, Element]]:
    """The form itself, then each turn of each repeat."""
    yield "", 1, root
    for table in dict.fromkeys(question.table for question in form.questions if question.table):
        turns = (element for element in root.iter() if _local(element.tag) == table)
        yield from ((table, number, element) for number, element in enumerate(turns, start=1))


def _answers(element: Element, table: str, form: Form, problems: list[Problem]) -> Iterator[Answer]:
    repeats = {question.table for question in form.questions if question.table and question.table != table}
    received = dict(_leaves(element, repeats))
    for question in form.questions:
        if question.table == table:
            text = received.get(question.name, "")
            yield Answer(question.name, _value(text, question, problems), text)


def _leaves(element: Element, repeats: set[str]) -> Iterator[tuple[str, str]]:
    """Elements without children and their text, through groups but not into (other) repeats."""
    for child in element:
        name = _local(child.tag)
        if len(child) and name not in repeats and name != "meta":
            yield from _leaves(child, repeats)
        elif not len(child):
            yield name, (child.text or "").strip()


def _value(received: str, question: Question, problems: list[Problem]) -> Value:
    text = received if question.kind == "text" else to_arabic_digits(received)
    if question.name == HOUSEHOLD_QUESTION:
        text = to_arabic_digits(received).lower()
    if not text:
        return None
    try:
        if question.name == HOUSEHOLD_QUESTION:
            return _household_id(text)
        if question.kind in ("date", "date_time"):
            return _day(text, question, problems)
        return _plain(text, question)
    except (ValueError, InvalidOperation):
        problems.append(_problem("FORM_013", question, kind=question.kind))
        return None


def _plain(text: str, question: Question) -> Value:
    if question.kind == "integer":
        return int(text)
    if question.kind == "decimal":
        return _decimal(text)
    if question.kind == "choice":
        return None if text == UNKNOWN_CHOICE else _of(text, question)
    if question.kind == "choices":
        chosen = tuple(_of(name, question) for name in text.split())
        return None if chosen == (UNKNOWN_CHOICE,) else chosen
    return text


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError("not a number")
    return number


def _of(name: str, question: Question) -> str:
    if name not in question.choices:
        raise ValueError("not one of the choices")
    return name


def _household_id(text: str) -> str:
    if not _HOUSEHOLD_ID.fullmatch(text):
        raise ValueError("not a household id")
    return text


def _day(text: str, question: Question, problems: list[Problem]) -> date | datetime:
    """A Gregorian day; a Buddhist year is read with 543 years less, and said so."""
    parts = _DATE.fullmatch(text)
    if parts is not None and int(parts[1]) >= FIRST_BUDDHIST_YEAR:
        text = f"{from_be(int(parts[1])):04d}{parts[2]}"
        problems.append(_problem("FORM_014", question))
    return datetime.fromisoformat(text) if question.kind == "date_time" else date.fromisoformat(text)


def _problem(code: str, question: Question, **values: str) -> Problem:
    return Problem(code, Where(column=question.name), (("name", question.name), *values.items()))
