"""What the values of one column look like, without saying what they are.

Whether a value fits a kind is asked of the import's own checks: what fits here comes in there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from samut.engine.lake import Lake, quoted
from samut.engine.registers.cells import clean_column
from samut.engine.registers.checks import Asked, typed
from samut.engine.registers.personal import bare_numbers, valid_numbers
from samut.engine.registers.profile import Column, Profile, Table
from samut.engine.registers.spelling import plain_cells
from samut.engine.registers.staging import Staging
from samut.rules import thai_id
from samut.rules.errors import Text

ASKED_KINDS = (
    *("house_code", "new_village_code", "tambon_code", "amphoe_code", "province_code"),
    *("birth_be", "date_be", "yes_no", "count", "score", "baht", "number", "land_rai"),
    *("latitude", "longitude", "asked_count", "failing_count"),
)
TITLES = ("นาย", "นาง", "น.ส.", "นส.", "เด็กชาย", "เด็กหญิง", "ด.ช.", "ด.ญ.", "ดช.", "ดญ.", "พระ", "สามเณร")
_LETTERS = re.compile(r"[^\W\d_]")
_NAME_AFTER_TITLE = re.compile(rf"^(?:{'|'.join(map(re.escape, TITLES))})\s*[^\W\d_].*\s+\S")
_THIRTEEN = re.compile(r"(?<!\d)(?:\d[\s.-]?){12}\d(?!\d)")
_TABLE = "looked_at"


@dataclass(frozen=True)
class Signs:
    """What was seen of a column's values. Shares are of the cells that say something.

    `fits`: share that an import would read as that kind. `numbers_valid`: 13-digit numbers with the right
    check digit. `thirteen`: has thirteen digits in it, whatever they are. `named`: begins with a title and
    goes on. `counts`: each different text and how often it occurs; it never leaves the engine.
    """

    rows: int
    written: int
    fits: dict[str, float]
    numbers_valid: float
    thirteen: float
    titles: float
    named: float
    letters: float
    counts: tuple[tuple[str, int], ...] = field(repr=False)

    @property
    def different(self) -> int:
        return len(self.counts)

    @property
    def filled(self) -> float:
        return self.written / self.rows if self.rows else 0

    @property
    def longest(self) -> int:
        return max((len(text) for text, _ in self.counts), default=0)

    def fit(self, kind: str) -> float:
        """The share that fits a kind; whatever is written fits a text."""
        if kind == "thai_id":
            return self.numbers_valid
        if kind == "full_name":
            return self.share_of(r"\S\s+\S")
        return self.fits.get({"village_code": "new_village_code"}.get(kind, kind), 1.0)

    def share_of(self, pattern: str) -> float:
        """The share of the cells in which a pattern occurs."""
        found = re.compile(pattern)
        hits = sum(times for text, times in self.counts if found.search(text))
        return hits / self.written if self.written else 0


class SignReader:
    """Reads the signs of columns, the area codes at hand."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, lake: Lake, today: date, folder: Path) -> None:
        self.connection = connection
        staging = Staging(connection, _asked(), Asked(today, today.year), folder)
        staging.learn_areas(lake)
        self.checks = staging.checks[_TABLE]

    def signs(self, cells: pa.Array) -> Signs:
        """What the cells of one column look like."""
        said = clean_column(cells).drop_null()
        counted = pc.value_counts(said)
        texts, times = counted.field("values"), counted.field("counts").to_numpy()
        pairs = sorted(zip(texts.to_pylist(), times.tolist(), strict=True), key=lambda each: -each[1])
        fits = self._fits(texts, times) if len(texts) else {}
        return Signs(
            rows=len(cells),
            written=len(said),
            fits=fits,
            numbers_valid=_share(valid_numbers(bare_numbers(texts)), times),
            thirteen=_share_matching(_THIRTEEN, pairs),
            titles=_share([text in TITLES for text in texts.to_pylist()], times),
            named=_share_matching(_NAME_AFTER_TITLE, pairs),
            letters=_share_matching(_LETTERS, pairs),
            counts=tuple(pairs),
        )

    def _fits(self, texts: pa.Array, times: npt.NDArray[np.int64]) -> dict[str, float]:
        """The share of the cells that an import would read as each kind."""
        coded = texts.dictionary_encode()
        cells = {f"x_{each.column.name}": plain_cells(each.column.kind, coded) for each in self.checks}
        self.connection.register("batch", pa.table(cells))
        wrong = ", ".join(
            f"coalesce({check.wrong}, false) AS {quoted(f'w_{check.column.name}')}" for check in self.checks
        )
        found = self.connection.sql(
            f"SELECT {wrong} FROM ({typed(self.checks, list(cells))})"
        ).to_arrow_table()
        self.connection.unregister("batch")
        return {
            check.column.kind: _share(~found[f"w_{check.column.name}"].to_numpy(), times)
            for check in self.checks
        }


def _asked() -> Profile:
    """A profile of one table with a column of each kind that is asked about."""
    columns = tuple(Column(each, (), each, Text(each, each)) for each in ASKED_KINDS)
    label = Text("ดูไฟล์", "look")
    return Profile(_TABLE, _TABLE, label, 0, 0, (Table(_TABLE, label, (), columns),), "")


def _share(chosen: Sequence[bool] | npt.NDArray[np.bool_], times: npt.NDArray[np.int64]) -> float:
    total = int(times.sum())
    return float(times[np.asarray(chosen, dtype=np.bool_)].sum()) / total if total else 0.0


def _share_matching(pattern: re.Pattern[str], pairs: Sequence[tuple[str, int]]) -> float:
    total = sum(times for _, times in pairs)
    return sum(times for text, times in pairs if pattern.search(text)) / total if total else 0.0


def has_thirteen_digits(text: str) -> bool:
    """Whether a text has thirteen digits on end, as a person's number has."""
    return _THIRTEEN.search(thai_id.normalise(text)) is not None or _THIRTEEN.search(text) is not None
