"""The households of a file with a measure's answers, as a spreadsheet that says what each column is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from samut.reports.workbook import Cell, Column, Kind, Table
from samut.rules.errors import Text

ANSWER = Text("คำตอบของเกณฑ์ (yes ใช่ · no ไม่ใช่ · unknown ไม่ทราบ)", "The measure's answer: yes, no or unknown")
MEANINGS = {
    "": Text("คำตอบ", "Answer"),
    "_missing": Text("ข้อเท็จจริงที่ยังไม่ทราบ จึงตัดสินไม่ได้", "Facts not known, for want of which it is open"),
    "_lowest": Text("ระดับต่ำสุดที่เป็นไปได้", "Lowest possible level"),
    "_highest": Text("ระดับสูงสุดที่เป็นไปได้", "Highest possible level"),
    "_points": Text("คะแนนรวม", "Points"),
    "_likelihood": Text("โอกาสที่จะยากจน (0 ถึง 1)", "Likelihood of being poor (0 to 1)"),
    "_likelihood_least": Text("โอกาสต่ำสุดที่เป็นไปได้", "Least possible likelihood"),
    "_likelihood_most": Text("โอกาสสูงสุดที่เป็นไปได้", "Most possible likelihood"),
}


def answers_table(
    title: Text,
    names: Sequence[str],
    rows: Sequence[tuple[Cell, ...]],
    *,
    facts: Mapping[str, Text],
    answer: str,
    notes: Sequence[Text],
) -> Table:
    """A spreadsheet's table of the rows. `answer` is what the names of the answer's columns begin with.

    `facts` are the labels of the measure's facts; what the file has beside them keeps its own name.
    """
    columns = tuple(_column(name, place, rows, facts, answer) for place, name in enumerate(names))
    return Table(title, columns, rows, tuple(notes))


def _column(
    name: str, place: int, rows: Sequence[tuple[Cell, ...]], facts: Mapping[str, Text], answer: str
) -> Column:
    kind = _kind(next((row[place] for row in rows if row[place] is not None), None))
    if name.startswith(answer) and name[len(answer) :] in MEANINGS:
        meaning = MEANINGS[name[len(answer) :]]
        return Column(Text(meaning.th, name), kind, ANSWER if name == answer else meaning, 18)
    if name in facts:
        return Column(Text(facts[name].th, name), kind, facts[name], 18)
    from_file = Text("คอลัมน์ของไฟล์เดิม", "A column of the file that was assessed")
    return Column(Text(name, name), kind, from_file, 18)


def _kind(value: Cell) -> Kind:
    if isinstance(value, bool):
        return Kind.YES_NO
    if isinstance(value, int):
        return Kind.COUNT
    return Kind.DATE_BE if isinstance(value, date) else Kind.TEXT
