"""A file's columns read as the facts a measure asks for.

What is written in a cell is one of three things: an answer, nothing (not known), or something that
cannot be read. The third is never taken for the second: it is counted, and refused with its row.
"""

from __future__ import annotations

from samut.engine.lake import quoted
from samut.engine.sql_engines import text
from samut.rules.asked_facts import AnswerKind, AskedFact
from samut.rules.errors import Text

YES_WORDS = ("1", "1.0", "yes", "y", "true", "t", "ใช่", "มี", "จริง")
NO_WORDS = ("0", "0.0", "no", "n", "false", "f", "ไม่ใช่", "ไม่มี", "ไม่", "เท็จ")
# What people and programs write where nothing is known.
UNKNOWN_WORDS = ("", "-", "ไม่ทราบ", "unknown", "nan")
THAI_DIGITS, DIGITS = "๐๑๒๓๔๕๖๗๘๙", "0123456789"
BLANKS = " \t\r\n\u00a0\u200b\ufeff"
NUMBER = r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?"
# Every whole number up to here is exact on every engine.
MOST_COUNTED = 2**53
WHOLE_TYPES = ("tinyint", "smallint", "int", "bigint", "utinyint", "usmallint", "uint", "ubigint", "int128")
BROKEN_TYPES = ("float", "double", "decimal")
SQL_TYPES = {
    AnswerKind.NUMBER: "DOUBLE",
    AnswerKind.COUNT: "BIGINT",
    AnswerKind.YES_NO: "BOOLEAN",
    AnswerKind.CHOICE: "VARCHAR",
}
WANTED = {
    AnswerKind.NUMBER: Text("จำนวน เช่น 1234.50", "a number such as 1234.50"),
    AnswerKind.COUNT: Text("จำนวนเต็มตั้งแต่ 0", "a whole number, 0 or more"),
    AnswerKind.YES_NO: Text("ใช่/ไม่ใช่, มี/ไม่มี หรือ 1/0", "yes/no, true/false or 1/0"),
}


def wanted(fact: AskedFact) -> Text:
    """What an answer to the fact can be, in words."""
    if fact.kind is AnswerKind.CHOICE:
        either = ", ".join(fact.choices)
        return Text(either, either)
    return WANTED[fact.kind]


def value_sql(fact: AskedFact, type_name: str) -> str:
    """SQL of the fact's value in the column of its name; NULL where it is not known or cannot be read.

    `type_name` is the column's type in the words every engine shares.
    """
    column = quoted(fact.name)
    if fact.kind is AnswerKind.YES_NO and type_name == "boolean":
        return column
    if fact.kind in (AnswerKind.NUMBER, AnswerKind.COUNT):
        number = _number_sql(column, type_name)
        if fact.kind is AnswerKind.NUMBER:
            return number
        whole = f"{number} BETWEEN 0 AND {MOST_COUNTED} AND {number} = floor({number})"
        return f"CASE WHEN {whole} THEN CAST({number} AS BIGINT) END"
    word = _clean(column)
    if fact.kind is AnswerKind.YES_NO:
        yes, no = _list(YES_WORDS), _list(NO_WORDS)
        return f"CASE WHEN {word} IN {yes} THEN true WHEN {word} IN {no} THEN false END"
    chosen = " ".join(f"WHEN {text(choice.lower())} THEN {text(choice)}" for choice in fact.choices)
    return f"CASE {word} {chosen} END"


def unreadable_sql(fact: AskedFact, type_name: str) -> str:
    """SQL of whether something is written in the column that is no answer."""
    word = _clean(quoted(fact.name))
    written = f"coalesce({word} NOT IN {_list(UNKNOWN_WORDS)}, false)"
    return f"{written} AND ({value_sql(fact, type_name)}) IS NULL"


def unknown_sql(fact: AskedFact) -> str:
    """SQL of a fact that nobody collected."""
    return f"CAST(NULL AS {SQL_TYPES[fact.kind]})"


def _number_sql(column: str, type_name: str) -> str:
    if type_name in WHOLE_TYPES:
        return f"CAST({column} AS DOUBLE)"
    if type_name.startswith(BROKEN_TYPES):
        number = f"CAST({column} AS DOUBLE)"
        return f"CASE WHEN isfinite({number}) THEN {number} END"
    word = _clean(column)
    plain = f"CAST(replace({word}, ',', '') AS DOUBLE)"
    return f"CASE WHEN regexp_full_match({word}, {text(NUMBER)}) THEN {plain} END"


def _clean(column: str) -> str:
    """What is written, in small letters and Arabic digits, without blanks around it."""
    digits = f"translate(CAST({column} AS VARCHAR), {text(THAI_DIGITS)}, {text(DIGITS)})"
    return f"lower(trim({digits}, {text(BLANKS)}))"


def _list(words: tuple[str, ...]) -> str:
    return f"({', '.join(text(word) for word in words)})"
