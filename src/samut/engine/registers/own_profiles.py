"""An office's own layout of a register, told column by column and kept in its workspace as a profile.

Two ways lead to one: a register that is known, whose file only has other headers; and a register that
nobody has described, where the guess is corrected. Either way the profile is read back before it is kept.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from samut.engine.registers.guesses import ColumnGuess, ProfileGuess
from samut.engine.registers.header_words import header_words
from samut.engine.registers.known_fits import KnownFit, all_profiles
from samut.engine.registers.profile import (
    OWN_PROFILES,
    PERSONAL,
    Profile,
    Table,
    known_profiles,
    load_profile,
)
from samut.engine.registers.profile_writing import profile_toml
from samut.engine.registers.reading import normal_header
from samut.engine.workspace import OWNER_ONLY, Workspace
from samut.rules.errors import SamutError, Text

# For so many years from the edition on, the layout is taken to stay what it is.
YEARS = 5
REGISTER_NAME = re.compile("[a-z][a-z0-9-]{1,39}")
LEFT_OUT = Text("เลือกไม่นำเข้า", "left out by choice")
OTHER_KINDS = {
    "text": Text("ข้อความ (ปิดผนึก)", "Text (sealed)"),
    "code": Text("รหัสหรือคำจากรายการสั้น ๆ", "A code, or a word of a short list"),
    "yes_no": Text("ใช่หรือไม่ใช่", "Yes or no"),
    "count": Text("จำนวนนับ", "A count"),
    "baht": Text("จำนวนเงิน (บาท)", "Money (baht)"),
    "number": Text("ตัวเลขอื่น", "Another number"),
    "date_be": Text("วันที่", "A date"),
}


@dataclass(frozen=True)
class Fact:
    """What a column may be said to be. `name` is empty where only the kind of value is said."""

    name: str
    kind: str
    label: Text
    personal: bool = False
    sensitive: bool = False
    needed: bool = False


def facts_of(table: Table) -> tuple[Fact, ...]:
    """The facts of a known register's table; `needed` ones must be in the file."""
    return tuple(
        Fact(each.name, each.kind, each.label, each.personal, each.sensitive, each.required)
        for each in table.columns
        if each.headers
    )


def common_facts() -> tuple[Fact, ...]:
    """What a column of a register that nobody has described may be."""
    words = {each.name: each for each in header_words()}
    known = tuple(
        Fact(each.name, each.kind, each.label, each.personal, each.sensitive) for each in words.values()
    )
    others = tuple(Fact("", kind, label, kind in PERSONAL) for kind, label in OTHER_KINDS.items())
    return (*known, *others)


def fits_of(guess: ProfileGuess, register: str, edition: int, workspace: Workspace) -> tuple[KnownFit, ...]:
    """The known layouts of a register that a file comes near, the best first, the office's own before."""
    profiles = [each.id for each in all_profiles(workspace) if _covers(each, register, edition)]
    near = [each for each in guess.fits if each.profile in profiles]
    return tuple(sorted(near, key=lambda each: (-each.share, profiles.index(each.profile))))


def _covers(profile: Profile, register: str, edition: int) -> bool:
    return profile.register == register and profile.from_edition <= edition <= profile.to_edition


def save_layout(
    workspace: Workspace, profile: Profile, table: str, picked: Mapping[str, str | None], edition: int
) -> str:
    """Keep a known register's table with other headers; the name of the profile.

    `picked`: each header of the file → its fact, None for one that is left out. Files with the headers
    known before still fit: a fact keeps those that this file does not have.

    Raises: JOB_018 when a needed fact is told by no column, or one by two.
    """
    told = [fact for fact in picked.values() if fact is not None]
    for fact in facts_of(profile.table(table)):
        if told.count(fact.name) > 1:
            raise _unfinished(f"{fact.label.th} × 2", f"{fact.label.en} × 2")
        if fact.needed and fact.name not in told:
            raise _unfinished(f"ไม่มีคอลัมน์ของ {fact.label.th}", f"no column says {fact.label.en}")
    path = next((each for each in known_profiles(workspace) if load_profile(each).id == profile.id), None)
    if path is None:
        raise _unfinished("ทะเบียนนี้มีได้แบบเดียว", "this register has one layout only")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    name = f"{profile.register}-{edition}"
    data |= {"id": name, "source": f"{data['source']}; headers of the office's own file"}
    headers = {normal_header(each) for each in picked}
    by_fact = {fact: header for header, fact in picked.items() if fact is not None}
    for each in data["table"]:
        if each["id"] != table:
            continue
        for column in each["column"]:
            own = [by_fact[column["name"]]] if column["name"] in by_fact else []
            others = [each for each in column["headers"] if normal_header(each) not in headers]
            column["headers"] = [*own, *others]
    return _keep(workspace, name, _toml(data))


def save_guess(workspace: Workspace, guess: ProfileGuess, *, register: str, label: Text, edition: int) -> str:
    """Keep a corrected guess as the profile of a register of the office's own; the name of the profile.

    Raises: JOB_018 when the register's name cannot be used, PROFILE_002 without a key.
    """
    if not REGISTER_NAME.fullmatch(register):
        raise _unfinished(
            "รหัสทะเบียนใช้ได้เฉพาะ a-z 0-9 และ -", "the register's id may hold a-z, 0-9 and - only"
        )
    if register in {load_profile(each).register for each in known_profiles()}:
        raise _unfinished(
            f"มีทะเบียน {register} อยู่แล้ว ให้เลือกทะเบียนนั้น", f"there is a register {register}: choose that one"
        )
    name = f"{register}-{edition}"
    text = profile_toml(
        guess,
        profile_id=name,
        register=register,
        label=label,
        from_edition=edition,
        to_edition=edition + YEARS - 1,
    )
    return _keep(workspace, name, text)


def corrected(guess: ProfileGuess, facts: Mapping[int, Fact | None], key: Sequence[int]) -> ProfileGuess:
    """The guess with what somebody said of its columns, by position. None: not taken in.

    `key`: the positions of the columns that tell the rows apart.

    Raises: JOB_018 when two columns are said to be the same fact, or a key is sealed or left out.
    """
    columns: list[ColumnGuess] = []
    left_out = list(guess.left_out)
    for column in guess.columns:
        fact = facts.get(column.position, _as_guessed(column))
        if fact is None:
            left_out.append((column.header, LEFT_OUT))
            continue
        columns.append(_said_to_be(column, fact))
    names = [each.name for each in columns]
    for each in columns:
        if names.count(each.name) > 1:
            raise _unfinished(f"{each.label.th} × 2", f"{each.label.en} × 2")
        if each.position in key and each.personal and each.kind != "thai_id":
            raise _unfinished(
                f"คอลัมน์ {each.header} ถูกปิดผนึก จึงใช้แยกแถวไม่ได้",
                f"{each.header} is sealed and cannot tell rows apart",
            )
    named = tuple(each.name for each in columns if each.position in key)
    if not named or len(named) < len(key):
        raise _unfinished("เลือกคอลัมน์ที่แยกแต่ละแถวออกจากกัน", "choose the columns that tell the rows apart")
    told = tuple(replace(each, required=each.name in named) for each in columns)
    return replace(guess, columns=told, key=named, left_out=tuple(left_out))


def _as_guessed(column: ColumnGuess) -> Fact:
    return Fact(column.name, column.kind, column.label, column.personal, column.sensitive)


def _said_to_be(column: ColumnGuess, fact: Fact) -> ColumnGuess:
    if (fact.name, fact.kind) == (column.name, column.kind):
        return column
    header = Text(column.header, column.header)
    return replace(
        column,
        name=fact.name or f"column_{column.position + 1}",
        kind=fact.kind,
        label=fact.label if fact.name else header,
        personal=fact.personal,
        sensitive=fact.sensitive,
        codes=column.codes if fact.kind == column.kind else (),
        why=(Text("เจ้าหน้าที่เลือก", "chosen by an officer"),),
    )


def _unfinished(th: str, en: str) -> SamutError:
    return SamutError("JOB_018", what=Text(th, en))


def _keep(workspace: Workspace, name: str, text: str) -> str:
    """Write a profile among the workspace's own, once it has been read back. What was there moves aside."""
    folder = workspace.root / OWN_PROFILES
    folder.mkdir(mode=OWNER_ONLY, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=folder, prefix=f".{name}-", suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        load_profile(Path(draft))
        final = folder / f"{name}.toml"
        if final.exists() and final.read_text(encoding="utf-8") != text:
            number = 1
            while (before := folder / f"{name}.toml.before-{number}").exists():
                number += 1
            final.rename(before)
        Path(draft).replace(final)
    finally:
        Path(draft).unlink(missing_ok=True)
    return name


def _toml(data: Mapping[str, Any]) -> str:
    """A profile as TOML: plain values first, then its tables with their columns."""
    lines = [f"{name} = {_value(value)}" for name, value in data.items() if name != "table"]
    for table in data["table"]:
        lines += ["", "[[table]]", *_plain(table)]
        for part in ("column", "derived"):
            for each in table.get(part, ()):
                lines += ["", f"[[table.{part}]]", *_plain(each)]
    return "\n".join(lines) + "\n"


def _plain(values: Mapping[str, Any]) -> list[str]:
    return [
        f"{name} = {_value(value)}" for name, value in values.items() if name not in ("column", "derived")
    ]


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_value(name)} = {_value(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str):
        # The rules of TOML for what is between quotation marks are those of JSON.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value).lower() if isinstance(value, bool) else str(value)
