"""`samut profile`: what an unknown file most likely holds, and a first profile to import it with."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from samut.cli.screen import console, in_workspace, told_clearly, working
from samut.engine.lake import disk_error
from samut.engine.registers.guessing import (
    ROWS_LOOKED_AT,
    ColumnGuess,
    KnownFit,
    ProfileGuess,
    guess_profile,
    profile_toml,
)
from samut.engine.registers.kind_words import KIND_WORDS
from samut.engine.registers.known_fits import all_profiles
from samut.engine.registers.profile import OWN_PROFILES
from samut.engine.registers.reading import normal_header
from samut.engine.workspace import OWNER_ONLY, Workspace, open_workspace
from samut.rules.errors import SamutError, Text
from samut.rules.policy import nearest

# A profile made from one file holds for the editions around it until somebody says otherwise.
FIRST_EDITION, LAST_EDITION = 2560, 2570
FITS_SHOWN = 5
# Narrower than this, a table of five columns cuts words off.
WIDE_SCREEN = 120
GOOD_NAME = re.compile(r"[a-z][a-z0-9-]*")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--register", help="What to call the register; its profile goes to the workspace's profiles.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the profile to this .toml file instead.")
@click.option("--label", help="The register's name in Thai; default: the name of the file.")
@click.option("--label-en", help="The same in English.")
@click.option("--key", "keys", multiple=True, help="A header that tells rows apart; may be given again.")
@click.option("--from", "first", type=int, default=FIRST_EDITION, show_default=True, help="First edition.")
@click.option("--to", "last", type=int, default=LAST_EDITION, show_default=True, help="Last edition.")
@click.option(
    "--rows", type=click.IntRange(1), default=ROWS_LOOKED_AT, show_default=True, help="Rows to look at."
)
@click.option("--force", is_flag=True, help="Write over a profile that is there already.")
@in_workspace
def profile(
    folder: Path | None,
    file: Path,
    register: str | None,
    out: Path | None,
    label: str | None,
    label_en: str | None,
    keys: tuple[str, ...],
    first: int,
    last: int,
    rows: int,
    force: bool,
) -> None:
    """Look at FILE, guess what each of its columns is, say why, and which known profile fits.

    With --register or --out a first profile is written, to be corrected and then imported with. Rows are
    shown masked. Nothing is imported.
    """
    with told_clearly():
        workspace = open_workspace(folder)
        with working("กำลังดูไฟล์", "looking at the file"):
            guess = with_keys(guess_profile(file, workspace, rows=rows), keys)
        show_guess(guess)
        samut = ["samut", *(["--workspace", str(folder)] if folder is not None else [])]
        show_fits(guess, file, workspace, samut)
        if register is None and out is None:
            console.print("ยังไม่ได้เขียนอะไร หากต้องการโปรไฟล์ฉบับแรก · nothing was written; for a first profile:")
            show_command(samut, "profile", file, "--register", guess.register)
            return
        name = good_name(guess.register if register is None else register)
        path = out or workspace.root / OWN_PROFILES / f"{name}.toml"
        called = Text(label or guess.label.th, label_en or label or guess.label.en)
        text = profile_toml(
            guess,
            profile_id=good_name(path.stem),
            register=name,
            label=called,
            from_edition=first,
            to_edition=last,
        )
        write_profile(path, text, force=force)
    console.print(f"เขียนโปรไฟล์แล้ว · profile written: {escape(str(path))}")
    console.print("ตรวจทานแต่ละบรรทัด แล้วดูก่อนนำเข้า · look through each line, then look before importing:")
    named = [] if out is None else ["--profile", str(path)]
    show_command(samut, "import", name, file, *named, "--preview")
    show_command(samut, "import", name, file, *named)


def with_keys(guess: ProfileGuess, headers: tuple[str, ...]) -> ProfileGuess:
    """The guess with the key that was named. Raises: PROFILE_004 unknown header, PROFILE_005 sealed."""
    if not headers:
        return guess
    by_header = {normal_header(each.header): each for each in guess.columns}
    chosen: list[ColumnGuess] = []
    for header in headers:
        column = by_header.get(normal_header(header))
        if column is None:
            near = nearest(header, [each.header for each in guess.columns])
            raise SamutError("PROFILE_004", column=header, nearest=near)
        if column.personal and column.kind != "thai_id":
            raise SamutError("PROFILE_005", column=header)
        chosen.append(column)
    key = tuple(each.name for each in chosen)
    columns = tuple(replace(each, required=each.name in key) for each in guess.columns)
    return replace(guess, key=key, columns=columns)


def good_name(name: str) -> str:
    """The name, when a folder and a file can be called so. Raises: PROFILE_006."""
    if GOOD_NAME.fullmatch(name) is None:
        raise SamutError("PROFILE_006", name=name)
    return name


def show_guess(guess: ProfileGuess) -> None:
    """One line a column: its header, what it most likely is, what it looks like masked, and why."""
    console.print(
        f"{escape(guess.file_name)}: {len(guess.columns)} คอลัมน์ ดู {guess.looked_at:,} แถวแรก · "
        f"{len(guess.columns)} columns, first {guess.looked_at:,} rows looked at"
    )
    examples = [
        next((row[place] for row in guess.first_rows if row[place]), "")
        for place in range(len(guess.columns))
    ]
    show = show_wide if console.width >= WIDE_SCREEN else show_narrow
    show(guess, examples)
    if guess.others:
        named = ", ".join(guess.others[:FITS_SHOWN]) + (" …" if len(guess.others) > FITS_SHOWN else "")
        console.print(f"ยังไม่ได้ดู · not looked at (other headers): {escape(named)}")
    for header, why in guess.left_out:
        console.print(f"ไม่นำเข้า · left out: {escape(header) or '-'} ({why.th} · {why.en})")
    if guess.key:
        key = ", ".join(each.header for each in guess.columns if each.name in guess.key)
        console.print(f"แยกแถวด้วย · rows are told apart by: {escape(key)}")
    else:
        console.print(
            "ไม่พบคอลัมน์ที่แยกแถวออกจากกันได้ ให้ระบุด้วย --key · nothing tells the rows apart: name it with --key"
        )


def show_wide(guess: ProfileGuess, examples: list[str]) -> None:
    table = Table(
        "หัวคอลัมน์\nheader", "ข้อเท็จจริง\nfact", "ชนิด\nkind", "ตัวอย่าง\nexample", "เพราะ\nwhy", show_lines=True
    )
    for column, example in zip(guess.columns, examples, strict=True):
        why = "\n".join(f"{each.th} · {each.en}" for each in column.why)
        fact = f"{column.name}\n{column.label.th}"
        cells = (column.header, fact, "\n".join(_kind(column, guess.key)), example, why)
        table.add_row(*map(escape, cells))
    console.print(table)


def show_narrow(guess: ProfileGuess, examples: list[str]) -> None:
    """The same below each other: Thai has no spaces at which a narrow cell could break."""
    for column, example in zip(guess.columns, examples, strict=True):
        console.print(f"[bold]{escape(column.header)}[/bold] → {column.name} ({escape(column.label.th)})")
        console.print(
            f"    {' · '.join(_kind(column, guess.key))}{escape(f'  {example}' if example else '')}"
        )
        for each in column.why:
            console.print(escape(f"    - {each.th} · {each.en}"))


def show_fits(guess: ProfileGuess, file: Path, workspace: Workspace, samut: list[str]) -> None:
    """Which known profiles the headers fit, and the command where one fits wholly."""
    if not guess.fits:
        console.print("ไม่มีโปรไฟล์ที่รู้จักซึ่งตรงกับไฟล์นี้ · no known profile fits this file")
        return
    console.print("โปรไฟล์ที่รู้จัก · known profiles:")
    registers = {each.id: each.register for each in all_profiles(workspace)}
    for fit in guess.fits[:FITS_SHOWN]:
        console.print(f"  {_fit_line(fit, len(guess.columns))}")
    whole = [each for each in guess.fits if each.share == 1]
    if whole:
        best = whole[0].profile
        show_command(samut, "import", registers[best], file, "--profile", best, "--preview")


def show_command(samut: list[str], *words: str | Path) -> None:
    """A command to type next, as it is to be typed."""
    console.print(escape(f"  {shlex.join([*samut, *map(str, words)])}"))


def write_profile(path: Path, text: str, *, force: bool) -> None:
    """Raises: PROFILE_003 when the file is there already, WORK_… when it cannot be written."""
    if path.exists() and not force:
        raise SamutError("PROFILE_003", file_name=path.name)
    try:
        path.parent.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise disk_error(error, path.parent) from error


def _kind(column: ColumnGuess, key: tuple[str, ...]) -> list[str]:
    kind = KIND_WORDS[column.kind]
    sealed = ["ปิดผนึก · sealed"] if column.personal else []
    return [kind.th, kind.en, *sealed, *(["คีย์ · key"] if column.name in key else [])]


def _fit_line(fit: KnownFit, columns: int) -> str:
    what = (
        f"{fit.profile} ({fit.table}): {fit.columns} จาก {columns} คอลัมน์ · {fit.columns} of {columns} columns"
    )
    if fit.share == 1:
        return f"{what} ✓ นำเข้าได้ · can be imported"
    missing = escape(", ".join(fit.missing[:FITS_SHOWN])) + (" …" if len(fit.missing) > FITS_SHOWN else "")
    return f"{what} ขาด · lacks: {missing}"
