"""What a look at an unknown file gives: a guess for each column, and for the file as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from samut.engine.registers.known_fits import KnownFit
from samut.rules.errors import Text


@dataclass(frozen=True)
class ColumnGuess:
    """What one column most likely is. `position`: from 0. `codes`: what is written → what it means."""

    header: str
    position: int
    name: str
    kind: str
    label: Text
    personal: bool
    required: bool
    codes: tuple[tuple[str, str], ...]
    why: tuple[Text, ...]
    sensitive: bool = False


@dataclass(frozen=True)
class ProfileGuess:
    """What a file most likely is. `key`: the facts that tell its rows apart; empty when none were found.

    `first_rows`: the first rows, masked, in the order of `columns`. `known`: the known profile that fits
    best; `fits`: all that are near. `left_out`: columns that cannot be taken in, and why. `looked_at`: rows.
    `others`: files of the same folder, archive or workbook that have other headers and were not looked at.
    """

    register: str
    label: Text
    table: str
    key: tuple[str, ...]
    columns: tuple[ColumnGuess, ...]
    first_rows: tuple[tuple[str, ...], ...]
    known: KnownFit | None
    fits: tuple[KnownFit, ...] = ()
    left_out: tuple[tuple[str, Text], ...] = ()
    looked_at: int = 0
    file_name: str = ""
    others: tuple[str, ...] = ()
