"""From text to facts, in SQL made from the profile: one column of a file at a time.

For each column this gives the expression of its value (NULL when blank or wrong), the condition
under which it is wrong, and the code of the problem. The conditions run over all rows; codes and
details are worked out for wrong rows alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from samut.engine.lake import quoted
from samut.engine.registers.profile import Column, Table

MOST_PERSONS = 99
MOST_BAHT = 999_999_999
MOST_SCORE = 10
OLDEST_YEARS = 130
# The country's extremes, in degrees, a little widened: what lies outside is no house in Thailand.
LATITUDES = (5.0, 21.0)
LONGITUDES = (97.0, 106.0)

RAGGED = "IMPORT_020"
BLANK = "IMPORT_021"
NUMBER_REFUSED = "IMPORT_022"
NUMBER_UNKNOWN = "IMPORT_023"
BIRTH_IN_FUTURE = "IMPORT_024"
IMPOSSIBLE_DATE = "IMPORT_025"
UNKNOWN_AREA = "IMPORT_026"
ABOLISHED_AREA = "IMPORT_027"
NO_SUCH_VILLAGE = "IMPORT_028"
BAD_YES_NO = "IMPORT_029"
BAD_COUNT = "IMPORT_030"
BAD_CODE = "IMPORT_031"
NOT_DEGREES = "IMPORT_032"
BAD_AMOUNT = "IMPORT_033"
BAD_SCORE = "IMPORT_034"
BAD_HOUSE_CODE = "IMPORT_035"
BAD_TO_UNKNOWN = "IMPORT_036"
NO_SUCH_OFFICE = "CHECK_001"
AGE_OUTSIDE = "CHECK_002"
TWO_DIGIT_YEAR = "CHECK_003"
DAY_NUMBER = "CHECK_004"
SWAPPED_DEGREES = "CHECK_062"
# A spreadsheet's number of a day of the last two hundred years or so.
_DAY_NUMBER = "'[1-7][0-9]{4}([.][0-9]+)?'"
# Status of a 13-digit number as the sealing step hands it over; its text never comes here.
NUMBER_BLANK, NUMBER_VALID, NUMBER_WRONG, NUMBER_DOUBTFUL = 0, 1, 2, 3


@dataclass(frozen=True)
class Asked:
    """When a register is looked at, and the Gregorian year of its edition."""

    today: date
    edition_year: int


@dataclass(frozen=True)
class Doubt:
    """What is told of a value that is kept: the condition, in SQL, and the code."""

    when: str
    code: str
    detail: str = "''"


@dataclass(frozen=True)
class Check:
    """What SQL does with one column.

    `steps` are named expressions that later ones may use; `values` the facts with their types.
    """

    column: Column
    values: dict[str, str]
    wrong: str
    code: str
    detail: str = "''"
    steps: tuple[dict[str, str], ...] = ()
    doubts: tuple[Doubt, ...] = ()


def cell(name: str) -> str:
    """A column's cleaned cell, NULL when nothing was written."""
    return quoted(f"x_{name}")


def checks_of(table: Table, asked: Asked) -> list[Check]:
    """One check per column, in the profile's order; personal texts have none."""
    checked = [each for each in table.columns if not each.personal or each.kind == "thai_id"]
    return [_MAKERS[each.kind](each, asked) for each in checked]


def problem_list(table: Table, checks: list[Check]) -> str:
    """SQL of the list of what is wrong in these columns: code, column, detail, refused."""
    entries = []
    for check in checks:
        column = check.column
        blank_refused = column.blank_refused or column.name in table.key
        refused = not column.bad_is_unknown or column.name in table.key
        code = check.code if refused else _softened(check.code)
        branches = ""
        if blank_refused:
            branches += (
                f"WHEN {_blank(column)} THEN {_problem(quote(BLANK), column.name, quote(''), refused=True)} "
            )
        branches += f"WHEN {check.wrong} THEN {_problem(code, column.name, check.detail, refused=refused)} "
        entries.append(f"CASE {branches}END")
        for doubt in check.doubts:
            told = _problem(quote(doubt.code), column.name, doubt.detail, refused=False)
            entries.append(f"CASE WHEN {doubt.when} THEN {told} END")
    return f"list_filter([{', '.join(entries)}], lambda problem: problem IS NOT NULL)"


def typed(checks: list[Check], given: list[str], rows: str = "batch") -> str:
    """SQL of a batch with its facts and the steps between. A column the file lacks is unknown."""
    names = [f"x_{check.column.name}" for check in checks]
    lacking = [f"NULL::VARCHAR AS {quoted(each)}" for each in names if each not in given]
    query = f"SELECT {', '.join(['*', *lacking])} FROM {rows}"
    for level in range(max((len(check.steps) for check in checks), default=0)):
        steps = [step for check in checks for step in check.steps[level : level + 1]]
        made = ", ".join(f"{sql} AS {quoted(name)}" for step in steps for name, sql in step.items())
        query = f"SELECT *, {made} FROM ({query})"
    facts = ", ".join(f"{sql} AS {quoted(name)}" for check in checks for name, sql in check.values.items())
    return f"SELECT *, {facts} FROM ({query})"


def quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _blank(column: Column) -> str:
    if column.kind == "thai_id":
        return f"{cell(column.name)} = {NUMBER_BLANK}"
    return f"{cell(column.name)} IS NULL"


def _problem(code: str, column: str, detail: str, *, refused: bool) -> str:
    return f"{{'code': {code}, 'column': {quote(column)}, 'detail': {detail}, 'refused': {refused}}}"


def _softened(code: str) -> str:
    """The code of a problem that only makes the value unknown."""
    if code == quote(NUMBER_REFUSED):
        return quote(NUMBER_UNKNOWN)
    return code if NOT_DEGREES in code else quote(BAD_TO_UNKNOWN)


def _simple(column: Column, value: str, code: str) -> Check:
    """A value that is wrong exactly when something is written and nothing can be read from it."""
    name = quoted(column.name)
    return Check(
        column, {column.name: value}, f"{cell(column.name)} IS NOT NULL AND {name} IS NULL", quote(code)
    )


def _text(column: Column, asked: Asked) -> Check:
    return Check(column, {column.name: cell(column.name)}, "false", "''")


def _house_code(column: Column, asked: Asked) -> Check:
    bare = f"replace(replace({cell(column.name)}, '-', ''), ' ', '')"
    value = f"CASE WHEN regexp_full_match({bare}, '[0-9A-Za-z]{{1,20}}') THEN {bare} END"
    return _simple(column, value, BAD_HOUSE_CODE)


_LIVE = {2: "live_province", 4: "live_amphoe", 6: "live_tambon"}


def _area_code(column: Column, digits: int, *, village_listed: bool = False) -> Check:
    x, name = cell(column.name), quoted(column.name)
    part = f"left({x}, {min(digits, 6)})"
    known = _LIVE[min(digits, 6)]
    fits = f"regexp_full_match({x}, '[0-9]{{{digits}}}') AND {part} IN (SELECT code FROM {known})"
    listed = f"({part} NOT IN (SELECT code FROM listed_tambon) OR {x} IN (SELECT code FROM listed_village))"
    value = f"CASE WHEN {fits}{f' AND {listed}' if village_listed else ''} THEN {x} END"
    gone = f"{part} IN (SELECT code FROM abolished)"
    code = f"CASE WHEN {gone} THEN {quote(ABOLISHED_AREA)} "
    if village_listed:
        code += f"WHEN {fits} THEN {quote(NO_SUCH_VILLAGE)} "
    code += f"ELSE {quote(UNKNOWN_AREA)} END"
    successor = f"(SELECT any_value(successors) FROM abolished WHERE abolished.code = {part})"
    detail = f"CASE WHEN {gone} THEN {part} || ' → ' || {successor} "
    # Digits only: whoever mixed up the columns may have written a name here.
    detail += f"WHEN regexp_full_match({x}, '[0-9]{{1,8}}') THEN {x} ELSE '' END"
    return Check(column, {column.name: value}, f"{x} IS NOT NULL AND {name} IS NULL", code, detail)


def _village_code(column: Column, asked: Asked) -> Check:
    return _area_code(column, 8, village_listed=True)


def _new_village_code(column: Column, asked: Asked) -> Check:
    return _area_code(column, 8)


def _tambon_code(column: Column, asked: Asked) -> Check:
    return _area_code(column, 6)


def _amphoe_code(column: Column, asked: Asked) -> Check:
    return _area_code(column, 4)


def _province_code(column: Column, asked: Asked) -> Check:
    return _area_code(column, 2)


def _thai_id(column: Column, asked: Asked) -> Check:
    wrong = f"{cell(column.name)} = {NUMBER_WRONG}"
    doubt = Doubt(f"{cell(column.name)} = {NUMBER_DOUBTFUL}", NO_SUCH_OFFICE)
    value = {column.name: quoted(f"k_{column.name}")}
    return Check(column, value, wrong, quote(NUMBER_REFUSED), doubts=(doubt,))


# What makes a Gregorian year of the last two digits of a Buddhist one.
_THIS_CENTURY, _LAST_CENTURY = 2500 - 543, 2400 - 543


def _date_steps(column: Column, asked: Asked) -> tuple[dict[str, str], ...]:
    """Day, month, year of what is written. Zero means "unknown", years are made Gregorian.

    A year of two digits is a Buddhist one of this century, of the last where that is in the future.
    """
    x, parts = cell(column.name), quoted(f"p_{column.name}")
    turned = f"regexp_replace({x}, '^(\\d{{4}})-(\\d{{2}})-(\\d{{2}})([ T].*)?$', '\\3/\\2/\\1')"
    day, month, year = (quoted(f"{part}_{column.name}") for part in "dmy")
    sound = (
        f"{day} IS NOT NULL AND {month} BETWEEN 0 AND 12 AND {year} IS NOT NULL AND CASE "
        f"WHEN {day} = 0 OR {month} = 0 THEN {day} <= 31 ELSE TRY_CAST(printf('%04d-%02d-%02d', "
        f"CASE {year} WHEN 0 THEN 2000 ELSE {year} END, {month}, {day}) AS DATE) IS NOT NULL END"
    )
    written = f"TRY_CAST({parts}.y AS INTEGER)"
    return (
        {
            f"p_{column.name}": f"regexp_extract({turned}, "
            "'^(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4}|\\d{2})$', ['d', 'm', 'y'])"
        },
        {
            f"d_{column.name}": f"TRY_CAST({parts}.d AS INTEGER)",
            f"m_{column.name}": f"TRY_CAST({parts}.m AS INTEGER)",
            f"y_{column.name}": f"CASE WHEN length({parts}.y) = 2 THEN CASE WHEN {written} = 0 THEN 0 "
            f"WHEN {written} + {_THIS_CENTURY} <= {asked.today.year} THEN {written} + {_THIS_CENTURY} "
            f"ELSE {written} + {_LAST_CENTURY} END WHEN {written} BETWEEN 2400 AND 2700 THEN {written} - 543 "
            f"WHEN {written} BETWEEN 1850 AND 2150 THEN {written} WHEN {written} = 0 THEN 0 END",
        },
        {f"ok_{column.name}": f"coalesce({sound}, false)"},
    )


def _two_digits(column: Column, good: str) -> Doubt:
    return Doubt(f"{good} AND length({quoted(f'p_{column.name}')}.y) = 2", TWO_DIGIT_YEAR)


def _no_date(column: Column) -> str:
    """SQL of the code of what is no date."""
    number = f"regexp_full_match({cell(column.name)}, {_DAY_NUMBER})"
    return f"CASE WHEN {number} THEN {quote(DAY_NUMBER)} ELSE {quote(IMPOSSIBLE_DATE)} END"


def _date_be(column: Column, asked: Asked) -> Check:
    day, month, year, ok = (quoted(f"{part}_{column.name}") for part in ("d", "m", "y", "ok"))
    whole = f"{ok} AND {day} > 0 AND {month} > 0 AND {year} > 0"
    value = f"CASE WHEN {whole} THEN make_date({year}, {month}, {day}) END"
    return Check(
        column,
        {column.name: value},
        f"{cell(column.name)} IS NOT NULL AND NOT {ok}",
        _no_date(column),
        steps=_date_steps(column, asked),
        doubts=(_two_digits(column, ok),),
    )


def _birth_be(column: Column, asked: Asked) -> Check:
    day, month, year, ok = (quoted(f"{part}_{column.name}") for part in ("d", "m", "y", "ok"))
    today = asked.today
    number = f"({year} * 10000 + {month} * 100 + {day})"
    future = f"({year} > 0 AND {number} > {today.year * 10000 + today.month * 100 + today.day})"
    too_old = f"({year} > 0 AND {year} < {today.year - OLDEST_YEARS})"
    good = f"{ok} AND NOT {future} AND NOT {too_old}"
    values = {
        f"{column.name}_year": f"CASE WHEN {good} THEN nullif({year}, 0) END",
        f"{column.name}_month": f"CASE WHEN {good} THEN nullif({month}, 0) END",
        f"{column.name}_day": f"CASE WHEN {good} AND {month} > 0 THEN nullif({day}, 0) END",
    }
    return Check(
        column,
        values,
        f"{cell(column.name)} IS NOT NULL AND NOT ({good})",
        f"CASE WHEN {ok} AND {future} THEN {quote(BIRTH_IN_FUTURE)} ELSE {_no_date(column)} END",
        steps=_date_steps(column, asked),
        doubts=(_two_digits(column, good), *_ages(column, f"{good} AND {year} > 0", year, asked)),
    )


def _ages(column: Column, known: str, year: str, asked: Asked) -> tuple[Doubt, ...]:
    """Told of who is outside the register's ages on every day of the edition's year."""
    if column.least_age is None and column.most_age is None:
        return ()
    outside = []
    if column.least_age is not None:
        outside.append(f"{asked.edition_year} - {year} < {column.least_age}")
    if column.most_age is not None:
        outside.append(f"{asked.edition_year} - {year} - 1 > {column.most_age}")
    ages = "-".join("" if each is None else str(each) for each in (column.least_age, column.most_age))
    return (Doubt(f"{known} AND ({' OR '.join(outside)})", AGE_OUTSIDE, quote(ages)),)


def _code(column: Column, asked: Asked) -> Check:
    if not column.codes:
        return _text(column, asked)
    branches = " ".join(f"WHEN {quote(written)} THEN {quote(meant)}" for written, meant in column.codes)
    return _simple(column, f"CASE {cell(column.name)} {branches} END", BAD_CODE)


def _yes_no(column: Column, asked: Asked) -> Check:
    meant = [*column.codes, *(((each, each)) for each in ("1", "0") if each not in dict(column.codes))]
    branches = " ".join(f"WHEN {quote(written)} THEN {str(said == '1').lower()}" for written, said in meant)
    return _simple(column, f"CASE {cell(column.name)} {branches} END", BAD_YES_NO)


def _persons(text: str) -> str:
    """A number of persons, NULL when it is none or absurd."""
    persons = f"TRY_CAST({text} AS INTEGER)"
    digits_only = f"regexp_full_match({text}, '[0-9]{{1,9}}')"
    return f"CASE WHEN {digits_only} AND {persons} <= {MOST_PERSONS} THEN {persons} END"


def _after_comma(x: str) -> str:
    return f"trim(substr({x}, 3))"


def _asked_count(column: Column, asked: Asked) -> Check:
    x = cell(column.name)
    value = f"CASE WHEN {x} LIKE '1,%' THEN {_persons(_after_comma(x))} ELSE {_persons(x)} END"
    return _simple(column, value, BAD_COUNT)


def _failing_count(column: Column, asked: Asked) -> Check:
    x = cell(column.name)
    value = f"CASE WHEN {x} = '1' THEN 0 WHEN {x} LIKE '0,%' THEN {_persons(_after_comma(x))} END"
    return _simple(column, value, BAD_COUNT)


def _count(column: Column, asked: Asked) -> Check:
    return _simple(column, _persons(cell(column.name)), BAD_COUNT)


def _baht(column: Column, asked: Asked) -> Check:
    x = cell(column.name)
    written = f"regexp_full_match({x}, '([0-9]{{1,12}}|[0-9]{{1,3}}(,[0-9]{{3}}){{1,3}})([.][0-9]*)?')"
    if column.times == 1:
        amount = f"TRY_CAST(split_part(replace({x}, ',', ''), '.', 1) AS BIGINT)"
    else:
        amount = f"CAST(round(TRY_CAST(replace({x}, ',', '') AS DOUBLE) * {column.times}) AS BIGINT)"
    value = f"CASE WHEN {written} THEN CASE WHEN {amount} <= {MOST_BAHT} THEN {amount} END END"
    return _simple(column, value, BAD_AMOUNT)


def _score(column: Column, asked: Asked) -> Check:
    x = cell(column.name)
    value = (
        f"CASE WHEN regexp_full_match({x}, '[0-9]{{1,2}}([.]0*)?') AND "
        f"TRY_CAST(split_part({x}, '.', 1) AS SMALLINT) <= {MOST_SCORE} "
        f"THEN TRY_CAST(split_part({x}, '.', 1) AS SMALLINT) END"
    )
    return _simple(column, value, BAD_SCORE)


def _number(column: Column, asked: Asked) -> Check:
    return _simple(column, _as_number(column), BAD_AMOUNT)


def _land_rai(column: Column, asked: Asked) -> Check:
    return _simple(column, f"CASE WHEN {_as_number(column)} >= 0 THEN {_as_number(column)} END", BAD_AMOUNT)


def _as_number(column: Column) -> str:
    x = cell(column.name)
    bare = f"replace({x}, ',', '')"
    whole = "-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)"
    written = f"regexp_full_match({x}, '{whole}([.][0-9]+)?([eE][-+]?[0-9]+)?')"
    times = "" if column.times == 1 else f" * {column.times}"
    return f"CASE WHEN {written} THEN TRY_CAST({bare} AS DOUBLE){times} END"


def _degrees(column: Column, bounds: tuple[float, float], others: tuple[float, float]) -> Check:
    """Degrees within bounds. Thailand's latitudes are no longitudes of it: such a number is the other one."""
    number = f"TRY_CAST({cell(column.name)} AS DOUBLE)"
    value = f"CASE WHEN {number} BETWEEN {bounds[0]} AND {bounds[1]} THEN {number} END"
    swapped = f"WHEN {number} BETWEEN {others[0]} AND {others[1]} THEN {quote(SWAPPED_DEGREES)}"
    return replace(_simple(column, value, NOT_DEGREES), code=f"CASE {swapped} ELSE {quote(NOT_DEGREES)} END")


def _latitude(column: Column, asked: Asked) -> Check:
    return _degrees(column, LATITUDES, LONGITUDES)


def _longitude(column: Column, asked: Asked) -> Check:
    return _degrees(column, LONGITUDES, LATITUDES)


_MAKERS: dict[str, Callable[[Column, Asked], Check]] = {
    "text": _text,
    "house_code": _house_code,
    "village_code": _village_code,
    "new_village_code": _new_village_code,
    "tambon_code": _tambon_code,
    "amphoe_code": _amphoe_code,
    "province_code": _province_code,
    "thai_id": _thai_id,
    "date_be": _date_be,
    "birth_be": _birth_be,
    "code": _code,
    "yes_no": _yes_no,
    "asked_count": _asked_count,
    "failing_count": _failing_count,
    "count": _count,
    "baht": _baht,
    "score": _score,
    "number": _number,
    "land_rai": _land_rai,
    "latitude": _latitude,
    "longitude": _longitude,
}
