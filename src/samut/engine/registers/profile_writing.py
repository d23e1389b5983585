"""A guess as a profile to correct: TOML that can be read at once, each column with the reasons for it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from samut.engine.registers.guesses import ColumnGuess, ProfileGuess
from samut.rules.errors import SamutError, Text

HEAD = """\
# โปรไฟล์ฉบับแรกที่ได้จากการดูไฟล์ {file}: ตรวจทานและแก้ไขก่อนใช้จริง
# A first profile made by looking at the file {file}: look it through and correct it before it is relied on.
#
# บรรทัด "why" บอกเหตุผลของแต่ละคอลัมน์ · the lines "why" say why each column was taken to be what it is.
# personal = true: ปิดผนึก ไม่เก็บเป็นข้อความเปิด · sealed, never stored in the clear.
# bad = "unknown": ค่าที่อ่านไม่ได้ถือว่าไม่ทราบและเตือน · a value that cannot be read is unknown, and told.
"""
PLACES = ("province_name", "amphoe_name", "tambon_name")
TAMBON_BY_NAMES = Text("รหัสตำบล (จากชื่อ)", "Tambon code (from the names)")
VILLAGE_BY_MOO = Text("รหัสหมู่บ้าน (จากหมู่ที่)", "Village code (from the moo)")


def profile_toml(
    guess: ProfileGuess, *, profile_id: str, register: str, label: Text, from_edition: int, to_edition: int
) -> str:
    """The guess as a profile that loads, and that the same file can be imported with.

    Raises: PROFILE_002 when nothing is known that tells the rows apart.
    """
    if not guess.key:
        raise SamutError("PROFILE_002", file_name=guess.file_name)
    head = [
        HEAD.format(file=_one_line(guess.file_name)),
        f"id = {_text(profile_id)}",
        f"register = {_text(register)}",
        f"label = {_both(label)}",
        f"from_edition = {from_edition}",
        f"to_edition = {to_edition}",
        'source = "a file of the office, looked at by samut profile"',
        'status = "unverified: guessed, to be looked through"',
        *(
            f"# left out · ไม่นำเข้า: {_one_line(header) or '-'} ({why.th} · {why.en})"
            for header, why in guess.left_out
        ),
    ]
    table = [
        "[[table]]",
        f"id = {_text(guess.table)}",
        f"label = {_both(label)}",
        f"key = [{', '.join(map(_text, guess.key))}]",
    ]
    blocks = [head, table, *(_column(each, guess.key) for each in guess.columns), *_derived(guess.columns)]
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _column(column: ColumnGuess, key: Sequence[str]) -> list[str]:
    in_key = column.name in key
    lines = [
        *(f"# why: {_one_line(each.th)} · {_one_line(each.en)}" for each in column.why),
        "[[table.column]]",
        f"name = {_text(column.name)}",
        f"headers = [{_text(column.header)}]",
        f"kind = {_text(column.kind)}",
        f"label = {_both(column.label)}",
    ]
    if column.required:
        lines.append("required = true")
    if in_key:
        lines.append('blank = "refuse"')
    elif column.kind not in ("text", "full_name"):
        lines.append('bad = "unknown"')
    if column.personal:
        lines.append("personal = true")
    if column.sensitive:
        lines.append("sensitive = true")
    if column.codes:
        pairs = ", ".join(f"{_text(written)} = {_text(meant)}" for written, meant in column.codes)
        lines.append(f"codes = {{ {pairs} }}")
    return lines


def _derived(columns: Sequence[ColumnGuess]) -> list[list[str]]:
    """The codes of tambon and village, where only their names and the moo are there, none of them sealed."""
    names = {each.name for each in columns if not each.personal}
    taken = {each.name for each in columns}
    blocks = []
    if "tambon_code" not in taken and names.issuperset(PLACES):
        blocks.append(_derived_column("tambon_code", "tambon_of_names", PLACES, TAMBON_BY_NAMES))
        names.add("tambon_code")
    if "village_code" not in taken and names.issuperset(("tambon_code", "moo")):
        blocks.append(
            _derived_column("village_code", "village_of_moo", ("tambon_code", "moo"), VILLAGE_BY_MOO)
        )
    return blocks


def _derived_column(name: str, kind: str, sources: Sequence[str], label: Text) -> list[str]:
    return [
        "[[table.derived]]",
        f"name = {_text(name)}",
        f"kind = {_text(kind)}",
        f"sources = [{', '.join(map(_text, sources))}]",
        f"label = {_both(label)}",
        'bad = "unknown"',
    ]


def _both(label: Text) -> str:
    return f"{{ th = {_text(label.th)}, en = {_text(label.en)} }}"


def _text(text: str) -> str:
    """A text as TOML writes it; its rules for what is between quotation marks are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    """A text that may stand in a comment: without control characters."""
    return "".join(each if each.isprintable() else " " for each in text)
