"""The rows that are followed: one per person and edition, read from a file or from the lake, and checked.

Whatever the source, the next step reads the same columns: person, household, edition, poor, area,
born, died and what to group by, with years of either calendar turned into Gregorian ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samut.engine.lake import quoted
from samut.engine.sql_engines import SqlEngine, text
from samut.rules.errors import SamutError, Where
from samut.rules.panel import Moment
from samut.rules.policy import nearest
from samut.rules.thai_dates import BE_OFFSET

# A year from here on is a Buddhist one.
FIRST_BE_YEAR = 2400
ROWS_SHOWN = 5
MOMENT = r"^[0-9]{4}(\.0)?$|^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([ T].*)?$"
YES, NO = ("1", "1.0", "true"), ("0", "0.0", "false")


@dataclass(frozen=True)
class PanelColumns:
    """Which columns of the data say what; None: the data do not say it."""

    person: str
    household: str
    time: str
    poor: str
    area: str | None = None
    born: str | None = None
    died: str | None = None
    by: tuple[str, ...] = ()

    def named(self) -> tuple[str, ...]:
        own = (self.person, self.household, self.time, self.poor, self.area, self.born, self.died)
        return (*(name for name in own if name), *self.by)


@dataclass(frozen=True)
class Edition:
    """One edition as the data write it, and when it was."""

    label: str
    moment: Moment


def by_column(place: int) -> str:
    """The name in which a grouping column travels, whatever the data call it."""
    return f"by_{place}"


def normal_rows(relation: str, columns: PanelColumns) -> str:
    """SQL of the rows as the following steps read them. Use as FROM ({sql}).

    Rows: as the relation. Unknown: NULL, also for an empty text.
    """
    chosen = [
        f"{_text(columns.person)} AS person",
        f"{_text(columns.household)} AS household",
        # A year that a spreadsheet made 2561.0 is the year 2561.
        f"regexp_replace({_text(columns.time)}, '[.]0$', '') AS edition",
        f"{_poor(columns.poor)} AS poor",
        f"{_text(columns.area)} AS area",
    ]
    for name, column in (("born", columns.born), ("died", columns.died)):
        chosen += [f"{_year(column)} AS {name}_year", f"{_month_day(column)} AS {name}_day"]
    chosen += [f"{_text(column)} AS {by_column(place)}" for place, column in enumerate(columns.by)]
    return f"SELECT {', '.join(chosen)} FROM {relation}"


def check_columns(names: Sequence[str], columns: PanelColumns, file: str) -> None:
    """Raises: MEASURE_001 for a column that the data do not have."""
    for name in columns.named():
        if name not in names:
            raise SamutError("MEASURE_001", Where(file=file), name=name, nearest=nearest(name, names))


def check_values(engine: SqlEngine, relation: str, columns: PanelColumns, file: str) -> None:
    """Raises: PANEL_001 for what is no year or day, PANEL_002 for poor other than 0, 1 or empty."""
    conditions = [(columns.time, _no_moment(columns.time, needed=True), "PANEL_001")]
    conditions += [
        (column, _no_moment(column, needed=False), "PANEL_001")
        for column in (columns.born, columns.died)
        if column is not None
    ]
    conditions.append((columns.poor, _no_answer(columns.poor), "PANEL_002"))
    counts = ", ".join(
        f"count(*) FILTER (WHERE {bad}) AS bad_{place}" for place, (_, bad, _) in enumerate(conditions)
    )
    (found,) = engine.table(f"SELECT {counts} FROM {relation}").to_pylist()
    for place, (name, bad, code) in enumerate(conditions):
        if found[f"bad_{place}"]:
            # Row 1 is the header.
            numbers = engine.table(
                f"SELECT number FROM (SELECT row_number() OVER () + 1 AS number, {bad} AS bad "
                f"FROM {relation}) WHERE bad ORDER BY number LIMIT {ROWS_SHOWN}"
            ).to_pylist()
            rows = ", ".join(str(each["number"]) for each in numbers)
            raise SamutError(
                code, Where(file, column=name), name=name, count=found[f"bad_{place}"], rows=rows
            )


def editions_in(engine: SqlEngine, rows: str, only: Sequence[str]) -> tuple[Edition, ...]:
    """The editions of the rows, or those of them that are named, oldest first.

    Raises: PANEL_004 for a named one that is not there, PANEL_003 when fewer than two are left.
    """
    found = engine.table(f"SELECT DISTINCT edition FROM ({rows})").to_pylist()
    known = sorted((edition_of(each["edition"]) for each in found), key=_order)
    labels = [each.label for each in known]
    for wanted in only:
        if wanted not in labels:
            raise SamutError("PANEL_004", edition=wanted, known=", ".join(labels))
    chosen = tuple(each for each in known if not only or each.label in only)
    if len(chosen) < 2:
        raise SamutError("PANEL_003", count=len(chosen))
    return chosen


def edition_of(label: str) -> Edition:
    """The edition a text such as 2561, 2018 or 2018-02-01 names."""
    numbers = [int(number) for number in re.findall(r"\d+", label)[:3]]
    year = numbers[0] - BE_OFFSET if numbers[0] >= FIRST_BE_YEAR else numbers[0]
    whole_day = re.match(r"\d{4}-\d{2}-\d{2}", label) is not None
    return Edition(label, Moment(year, numbers[1] * 100 + numbers[2] if whole_day else 0))


def _order(edition: Edition) -> tuple[int, int, str]:
    return edition.moment.year, edition.moment.month_day, edition.label


def _text(column: str | None) -> str:
    return "NULL::VARCHAR" if column is None else f"nullif(trim({quoted(column)}::VARCHAR), '')"


def _poor(column: str) -> str:
    said = f"lower({_text(column)})"
    return f"CASE WHEN {said} IN {_list(YES)} THEN 1 WHEN {said} IN {_list(NO)} THEN 0 END::TINYINT"


def _no_answer(column: str) -> str:
    return f"coalesce(lower({_text(column)}) NOT IN {_list((*YES, *NO))}, false)"


def _no_moment(column: str, *, needed: bool) -> str:
    matches = f"regexp_matches({_text(column)}, {text(MOMENT)})"
    return f"NOT coalesce({matches}, {'false' if needed else 'true'})"


def _year(column: str | None) -> str:
    if column is None:
        return "NULL::INTEGER"
    year = f"left({_text(column)}, 4)::INTEGER"
    return f"CASE WHEN {year} >= {FIRST_BE_YEAR} THEN {year} - {BE_OFFSET} ELSE {year} END"


def _month_day(column: str | None) -> str:
    if column is None:
        return "NULL::INTEGER"
    said = _text(column)
    day = f"(substr({said}, 6, 2) || substr({said}, 9, 2))::INTEGER"
    return f"CASE WHEN length({said}) >= 10 THEN {day} ELSE 0 END"


def _list(values: Sequence[str]) -> str:
    return f"({', '.join(text(value) for value in values)})"
