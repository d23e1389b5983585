"""The states of everybody between two editions, counted in one statement.

The rule is not written a second time in SQL: every situation there can be is put to the reference
function once, its answers are a text with one letter per situation, and the statement reckons for
each person (and household) the number of their situation and looks the letter up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import product
from string import ascii_letters

from samut.engine.panel.rows import Edition, by_column
from samut.engine.sql_engines import text
from samut.rules.panel import (
    Homes,
    HouseholdKnown,
    Moment,
    PersonKnown,
    Place,
    State,
    household_state,
    person_state,
)
from samut.rules.status import Answer

# The order of the choices is the number that the statement reckons for them.
POOR = (None, Answer.NO, Answer.YES, Answer.UNKNOWN)
PLACES = (Place.SAME, Place.OTHER_HOUSEHOLD, Place.OTHER_AREA, Place.UNKNOWN)
HOMES = (Homes.NONE, Homes.ONE, Homes.SEVERAL)
FLAG = (False, True)
PERSON_CHOICES: dict[str, tuple[object, ...]] = {
    "before": POOR,
    "after": POOR,
    "place": PLACES,
    "split": FLAG,
    "born_since": FLAG,
    "died": FLAG,
    "poor_earlier": FLAG,
    "followable": FLAG,
}
HOUSEHOLD_CHOICES: dict[str, tuple[object, ...]] = {
    "before": POOR,
    "after": POOR,
    "followable": FLAG,
    "shared": FLAG,
    "other_area": FLAG,
    "split": FLAG,
    "homes": HOMES,
    "died": FLAG,
    "known_people": FLAG,
    "poor_earlier": FLAG,
}
LETTERS = dict(zip(State, ascii_letters, strict=False))
STATE_OF_LETTER = {letter: state for state, letter in LETTERS.items()}
NOWHERE = "-"
CANNOT_FOLLOW = LETTERS[State.CANNOT_FOLLOW]
UNITS = ("person", "household")


@dataclass(frozen=True)
class Pair:
    """Two editions, and those before them in which somebody may have been poor already."""

    before: Edition
    after: Edition
    earlier: tuple[Edition, ...]


@cache
def person_answers() -> str:
    """The reference function's answer to every situation of a person, one letter each."""
    return _answers(PERSON_CHOICES, lambda **known: person_state(PersonKnown(**known)))


@cache
def household_answers() -> str:
    return _answers(HOUSEHOLD_CHOICES, lambda **known: household_state(HouseholdKnown(**known)))


def _answers(choices: dict[str, tuple[object, ...]], ask: Callable[..., State]) -> str:
    letters = []
    for values in product(*choices.values()):
        known = dict(zip(choices, values, strict=True))
        nowhere = known["before"] is None and known["after"] is None
        letters.append(NOWHERE if nowhere else LETTERS[ask(**known)])
    return "".join(letters)


def counts_sql(rows: str, pair: Pair, by: int) -> str:
    """SQL of how many persons and households have which state, as a whole and by each grouping column.

    Columns: unit, by (the place of the grouping column, -1 for the whole), group, state (a letter),
    before, after (the numbers of POOR), earlier (poor in an edition before both), count.
    """
    return f"{_steps(rows, pair, by)} {_counted(by)}"


def followed_sql(rows: str, pair: Pair) -> str:
    """SQL of everybody who is followed from the older edition to the newer one.

    Columns: person, old_home, new_home. Rows: those who live in a known household in both.
    """
    return (
        f"{_steps(rows, pair, 0, named=True)} SELECT person, old_home, new_home FROM people "
        "WHERE before > 0 AND after > 0 AND NOT died AND old_home IS NOT NULL AND new_home IS NOT NULL"
    )


def households_in_state_sql(rows: str, pair: Pair, state: State) -> str:
    """SQL of the households that have a state. Column: household."""
    return (
        f"{_steps(rows, pair, 0, named=True)} SELECT household FROM household_state "
        f"WHERE state = {text(LETTERS[state])}"
    )


def _steps(rows: str, pair: Pair, by: int, *, named: bool = False) -> str:
    """The WITH of every statement here. `named`: persons and households keep their ids."""
    steps = {
        "line": _lines(rows, pair),
        "twice": _TWICE,
        "followed": _FOLLOWED,
        "poor_person": _poor_earlier(rows, pair, "person"),
        "poor_household": _poor_earlier(rows, pair, "household"),
        "people": _people(pair, by, named=named),
        "home": _HOME,
        "person_state": _person_states(by),
        "dwelling": _dwellings(by),
        "household_state": _household_states(by, named=named),
    }
    # Read several times, and dear to reckon; the others are cheaper read again than kept in memory.
    kept = ("line", "twice", "people", "home")
    written = ", ".join(
        f"{name} AS {'' if name in kept else 'NOT '}MATERIALIZED ({sql})" for name, sql in steps.items()
    )
    return f"WITH {written}"


def _lines(rows: str, pair: Pair) -> str:
    old, new = text(pair.before.label), text(pair.after.label)
    return (
        f"SELECT * EXCLUDE (edition), edition = {new} AS newer FROM ({rows}) WHERE edition IN ({old}, {new})"
    )


_TWICE = "SELECT person FROM line WHERE person IS NOT NULL GROUP BY person, newer HAVING count(*) > 1"
_FOLLOWED = "SELECT * FROM line WHERE person IS NOT NULL AND person NOT IN (SELECT person FROM twice)"


def _poor_earlier(rows: str, pair: Pair, unit: str) -> str:
    if not pair.earlier:
        return "SELECT NULL::VARCHAR AS id WHERE false"
    labels = ", ".join(text(each.label) for each in pair.earlier)
    # A number held twice in an edition says nothing of either holder.
    alone = " AND count(*) = 1" if unit == "person" else ""
    return (
        f"SELECT DISTINCT {unit} AS id FROM (SELECT {unit}, edition FROM ({rows}) "
        f"WHERE edition IN ({labels}) AND {unit} IS NOT NULL "
        f"GROUP BY {unit}, edition HAVING max(poor) = 1{alone})"
    )


def _people(pair: Pair, by: int, *, named: bool) -> str:
    """One row per person who can be followed: both sides, and what is recorded of them."""
    groups = "".join(f", coalesce(b.{by_column(n)}, a.{by_column(n)}) AS {by_column(n)}" for n in range(by))
    # Who is in both: born and died as the newer edition says, else the older.
    name = ", coalesce(b.person, a.person) AS person" if named else ""
    died = _died("coalesce(a.died_year, b.died_year)", _newer("died"), pair.after.moment)
    born = _born("coalesce(a.born_year, b.born_year)", _newer("born"), pair.before.moment)
    return (
        "SELECT b.household AS old_home, a.household AS new_home, "
        f"{_poor_number('b')} AS before, {_poor_number('a')} AS after, "
        "poor_person.id IS NOT NULL AS earlier, "
        "coalesce(a.area <> b.area, false) AS other_area, "
        f"{died} AS died, {born} AS born_since{groups}{name} "
        "FROM (SELECT * FROM followed WHERE NOT newer) AS b "
        "FULL JOIN (SELECT * FROM followed WHERE newer) AS a ON a.person = b.person "
        "LEFT JOIN poor_person ON poor_person.id = coalesce(b.person, a.person)"
    )


def _newer(name: str) -> str:
    return f"CASE WHEN a.{name}_year IS NULL THEN b.{name}_day ELSE a.{name}_day END"


def _poor_number(side: str) -> str:
    """The number of POOR: 0 not in the edition, 1 no, 2 yes, 3 unknown."""
    return f"(CASE WHEN {side}.person IS NULL THEN 0 ELSE coalesce({side}.poor + 1, 3) END)::TINYINT"


def _died(year: str, day: str, edition: Moment) -> str:
    """samut.rules.panel.recorded_dead over columns; `a.person` is there when still listed."""
    then = edition.year * 10_000 + edition.month_day
    whole = f"({day}) > 0" if edition.month_day else "false"
    return (
        f"coalesce(CASE WHEN {whole} AND a.person IS NOT NULL THEN {year} * 10000 + {day} < {then} "
        f"WHEN {whole} THEN {year} * 10000 + {day} <= {then} "
        f"WHEN a.person IS NOT NULL THEN {year} < {edition.year} ELSE {year} <= {edition.year} END, false)"
    )


def _born(year: str, day: str, edition: Moment) -> str:
    """samut.rules.panel.born_since over columns."""
    then = edition.year * 10_000 + edition.month_day
    whole = f"({day}) > 0" if edition.month_day else "false"
    return (
        f"coalesce(CASE WHEN {whole} THEN {year} * 10000 + {day} > {then} "
        f"ELSE {year} >= {edition.year} END, false)"
    )


# Where the people of an old household live now; who is recorded as dead lives nowhere.
_HOME = """
    SELECT old_home,
           count(DISTINCT new_home) AS homes,
           count(DISTINCT new_home) FILTER (NOT other_area) AS homes_near,
           bool_or(new_home = old_home) AS shared,
           bool_or(other_area) AS other_area
    FROM people
    WHERE before > 0 AND after > 0 AND NOT died AND old_home IS NOT NULL AND new_home IS NOT NULL
    GROUP BY old_home
"""


# The number of POOR for a row that is there.
_LINE_POOR = "coalesce(poor + 1, 3)"


def _person_states(by: int) -> str:
    groups = "".join(f", {by_column(place)}" for place in range(by))
    values = {
        "before": "before",
        "after": "after",
        "place": (
            "CASE WHEN before = 0 OR after = 0 THEN 0 WHEN old_home IS NULL OR new_home IS NULL THEN 3 "
            "WHEN people.other_area THEN 2 WHEN old_home <> new_home THEN 1 ELSE 0 END"
        ),
        "split": "coalesce(home.homes_near >= 2, false)::INTEGER",
        "born_since": "born_since::INTEGER",
        "died": "died::INTEGER",
        "poor_earlier": "earlier::INTEGER",
        "followable": "1",
    }
    # Somebody without a number of their own is one row in the edition they stand in, and no more.
    return (
        f"SELECT {_looked_up(person_answers(), PERSON_CHOICES, values)} AS state, before, after, "
        f"earlier{groups} FROM people "
        "LEFT JOIN (SELECT old_home AS home_id, homes_near FROM home) AS home ON home_id = people.old_home "
        f"UNION ALL SELECT {text(CANNOT_FOLLOW)}, CASE WHEN newer THEN 0 ELSE {_LINE_POOR} END, "
        f"CASE WHEN newer THEN {_LINE_POOR} ELSE 0 END, false{groups} FROM line "
        "WHERE person IS NULL OR person IN (SELECT person FROM twice)"
    )


def _dwellings(by: int) -> str:
    """One row per household and edition. It is poor when somebody in it is, by Kleene's rules."""
    groups = "".join(
        f", CASE WHEN min({name}) = max({name}) AND count({name}) = count(*) THEN min({name}) END AS {name}"
        for name in map(by_column, range(by))
    )
    return (
        "SELECT household, newer, count(*) AS members, "
        "count(line.person) - count(twice.person) AS followable, "
        "CASE WHEN max(poor) = 1 THEN 2 WHEN count(poor) < count(*) THEN 3 ELSE 1 END AS poor, "
        f"min(area) AS area{groups} FROM line LEFT JOIN twice ON twice.person = line.person "
        "WHERE household IS NOT NULL GROUP BY household, newer"
    )


def _household_states(by: int, *, named: bool) -> str:
    groups = "".join(f", coalesce(b.{by_column(n)}, a.{by_column(n)}) AS {by_column(n)}" for n in range(by))
    name = ", coalesce(b.household, a.household) AS household" if named else ""
    values = {
        "before": "coalesce(b.poor, 0)",
        "after": "coalesce(a.poor, 0)",
        "followable": "(coalesce(b.followable, 1) > 0 AND coalesce(a.followable, 1) > 0)::INTEGER",
        "shared": "coalesce(home.shared, false)::INTEGER",
        "other_area": (
            "coalesce(CASE WHEN a.household IS NULL THEN home.other_area ELSE a.area <> b.area END, false)"
            "::INTEGER"
        ),
        "split": "coalesce(home.homes_near >= 2, false)::INTEGER",
        "homes": "CASE WHEN home.homes >= 2 THEN 2 WHEN home.homes = 1 THEN 1 ELSE 0 END",
        "died": "coalesce(dead.count = b.members, false)::INTEGER",
        "known_people": "(known.new_home IS NOT NULL)::INTEGER",
        "poor_earlier": "(poor_household.id IS NOT NULL)::INTEGER",
    }
    return (
        f"SELECT {_looked_up(household_answers(), HOUSEHOLD_CHOICES, values)} AS state, "
        f"{values['before']} AS before, {values['after']} AS after, "
        f"poor_household.id IS NOT NULL AS earlier{groups}{name} "
        "FROM (SELECT * FROM dwelling WHERE NOT newer) AS b "
        "FULL JOIN (SELECT * FROM dwelling WHERE newer) AS a "
        "ON a.household = b.household "
        "LEFT JOIN home ON home.old_home = b.household "
        "LEFT JOIN (SELECT old_home, count(*) AS count FROM people WHERE before > 0 AND died "
        "GROUP BY old_home) AS dead ON dead.old_home = b.household "
        "LEFT JOIN (SELECT DISTINCT new_home FROM people WHERE before > 0 AND after > 0) AS known "
        "ON known.new_home = a.household "
        "LEFT JOIN poor_household ON poor_household.id = coalesce(b.household, a.household)"
    )


def _looked_up(answers: str, choices: dict[str, tuple[object, ...]], values: dict[str, str]) -> str:
    """The letter of the situation: its number is written in the digits of its choices."""
    number = "0"
    for name, allowed in choices.items():
        number = f"({number} * {len(allowed)} + {values[name]})"
    return f"substr({text(answers)}, ({number} + 1)::INTEGER, 1)"


def _counted(by: int) -> str:
    """The states counted as a whole and by each grouping column, in one pass over everybody."""
    names = [by_column(place) for place in range(by)]
    kept = "state, before, after, earlier"
    sets = ", ".join(f"({kept}{', ' + name if name else ''})" for name in ("", *names))
    group = "".join(f"WHEN grouping({name}) = 0 THEN {name} " for name in names)
    place = "".join(f"WHEN grouping({name}) = 0 THEN {number} " for number, name in enumerate(names))
    chosen = (
        f'CASE {place}ELSE -1 END AS by, CASE {group}END AS "group"'
        if names
        else '-1 AS by, NULL::VARCHAR AS "group"'
    )
    return " UNION ALL ".join(
        f"SELECT {text(unit)} AS unit, {chosen}, {kept}, count(*) AS count "
        f"FROM {unit}_state GROUP BY GROUPING SETS ({sets})"
        for unit in UNITS
    )
