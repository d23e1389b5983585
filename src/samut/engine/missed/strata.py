"""Two lists by area, age and sex, counted from the tables of samut.engine.missed.recapture.

Who is in both stands in one stratum: that of the census, and where the census does not know, that of the
register. Unknown: a stratum of its own, "not known".
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import duckdb
import pyarrow as pa

from samut.engine.areas import COUNTRY, area
from samut.engine.life_cycle import LifeCycleFacts, ages_sql, life_cycle_columns
from samut.engine.missed.registers import TAMBON_DIGITS
from samut.engine.seal import Keys
from samut.rules.capture_recapture import LinkRates, TwoLists
from samut.rules.errors import Text
from samut.rules.fact_words import UNKNOWN
from samut.rules.linkage import load_link_policy
from samut.rules.missed_policy import load_missed_policy
from samut.rules.name_keys import sex_of_title, without_title
from samut.rules.recapture_strata import Stratum

# How registers and titles write a sex, and how a stratum of it is called.
SEXES = {"m": Text("ชาย", "men"), "f": Text("หญิง", "women")}
PARTS = ("area", "age", "sex")
DIGITS = 6  # so wide is every part of a place when places are sorted
# What is counted of each stratum: the census' list, the register's, both, those of them by name, everybody.
COUNTED = (
    "placed_person WHERE meant",
    "placed_listed",
    "placed_listed WHERE linked",
    "placed_listed WHERE by_name",
    "placed_person",
)
Place = tuple[str | None, int | None, str | None]


def strata_in(
    connection: duckdb.DuckDBPyConnection,
    keys: Keys,
    whole: TwoLists,
    rates: LinkRates,
    area_code: str,
    on: date,
    *,
    by_age: bool,
) -> tuple[Stratum, ...]:
    """The strata of two lists. Rows: one for each area, age and sex that anybody is in.

    Their sums are those of the whole. A frame there is only where an age alone makes nobody one of the
    list: else the census' list is everybody of the stratum and bounds nothing.
    """
    digits = min(2 if area_code == COUNTRY else len(area_code) + 2, TAMBON_DIGITS)
    _place_census(connection, digits)
    _place_register(connection, keys, digits, on)
    _place_together(connection)
    named = ", ".join(PARTS)
    counts: dict[Place, list[int]] = {}
    for position, relation in enumerate(COUNTED):
        rows = connection.execute(f"SELECT {named}, count(*) FROM {relation} GROUP BY {named}").fetchall()
        for row in rows:
            counts.setdefault(row[:3], [0] * len(COUNTED))[position] = row[3]
    # Unknown last: by area, age and sex.
    known = sorted(
        counts, key=lambda place: [(each is None, str(each or "").zfill(DIGITS)) for each in place]
    )
    return tuple(
        _stratum(place, counts[place], whole, rates, by_age=by_age)
        for place in known
        if any(counts[place][:2])
    )


def _stratum(place: Place, counts: list[int], whole: TwoLists, rates: LinkRates, *, by_age: bool) -> Stratum:
    in_census, in_register, both, by_name, frame = counts
    lists = replace(
        whole,
        one=replace(whole.one, persons=in_census),
        other=replace(whole.other, persons=in_register),
        overlap=both,
        frame=None if by_age else frame,
    )
    return Stratum(_label(place), lists.linked_by(replace(rates, by_number=both - by_name, by_name=by_name)))


def _label(place: Place) -> Text:
    code, first, sex = place
    found = area(code) if code else None
    named = UNKNOWN if found is None else Text(found.name_th, found.name_en)
    return Text(
        *(
            ", ".join(
                each.in_language(way) for each in (named, _age_words(first), SEXES.get(sex or "", UNKNOWN))
            )
            for way in ("th", "en")
        )
    )


def _age_words(first: int | None) -> Text:
    if first is None:
        return Text(f"อายุ{UNKNOWN.th}", f"age {UNKNOWN.en}")
    last = dict(_bands())[first]
    span = f"{first}+" if last is None else f"{first}-{last}"
    return Text(f"{span} ปี", f"{span} years")


def _bands() -> list[tuple[int, int | None]]:
    firsts = load_missed_policy().strata_ages
    return list(zip(firsts, [*(each - 1 for each in firsts[1:]), None], strict=True))


def _age_band() -> str:
    whens = " ".join(f"WHEN {ages_sql(first, last)} THEN {first}" for first, last in _bands())
    return f"CASE {whens} END"


def _place_census(connection: duckdb.DuckDBPyConnection, digits: int) -> None:
    connection.execute(
        "CREATE TEMP TABLE own_person AS SELECT household_id, member_no, meant, "
        f"left(village_code, {digits}) AS area, {_age_band()} AS age, "
        "CASE sex WHEN 'male' THEN 'm' WHEN 'female' THEN 'f' END AS sex FROM person"
    )


def _place_register(connection: duckdb.DuckDBPyConnection, keys: Keys, digits: int, on: date) -> None:
    there = {row[0] for row in connection.execute("DESCRIBE listed").fetchall()}
    born = "NULL::VARCHAR"
    if "birth_year" in there:
        born = "printf('%04d-%02d-%02d', birth_year, coalesce(birth_month, 0), coalesce(birth_day, 0))"
    connection.execute(f"CREATE TEMP TABLE born_listed AS SELECT *, {born} AS born FROM listed")
    aged = life_cycle_columns("born_listed", LifeCycleFacts("person_key", born="born", on=on)).sql
    sexes = "SELECT NULL::VARCHAR AS person_key, NULL::VARCHAR AS sex WHERE false"
    if "sex" in there:
        sexes = (
            "SELECT person_key, CASE sex WHEN 'male' THEN 'm' WHEN 'female' THEN 'f' END AS sex FROM listed"
        )
    elif "identity" in there:
        connection.register("told_sex", _sexes_by_title(connection, keys))
        sexes = "SELECT person_key, sex FROM told_sex"
    connection.execute(
        f"CREATE TEMP TABLE own_listed AS SELECT person_key, left(tambon_code, {digits}) AS area, "
        f"{_age_band()} AS age, told.sex FROM {aged} AS aged LEFT JOIN ({sexes}) AS told USING (person_key)"
    )


def _sexes_by_title(connection: duckdb.DuckDBPyConnection, keys: Keys) -> pa.Table:
    """The sex that each row's title tells, apart or written into the name. Nothing else of it is kept."""
    rows = connection.sql("SELECT person_key, identity FROM listed").to_arrow_table()
    titles = load_link_policy().titles
    sealed: Iterable[bytes | None] = rows["identity"].to_pylist()
    sexes = []
    for told in keys.unseal_many(sealed):
        said = {} if told is None else json.loads(told)
        sex = sex_of_title(said.get("title"), titles) or without_title(said.get("first_name"), titles)[1]
        sexes.append(sex or None)
    return pa.table({"person_key": rows["person_key"], "sex": pa.array(sexes, pa.string())})


def _place_together(connection: duckdb.DuckDBPyConnection) -> None:
    """Who is in both gets the place of the census, filled up from the register's."""
    named = ", ".join(f"own.{part}" for part in PARTS)
    connection.execute(
        f"CREATE TEMP TABLE of_row AS SELECT paired.person_key, by_name, {named} "
        "FROM paired JOIN own_person AS own USING (household_id, member_no)"
    )
    filled = ", ".join(f"coalesce(of_row.{part}, own.{part}) AS {part}" for part in PARTS)
    connection.execute(
        f"CREATE TEMP TABLE placed_listed AS SELECT {filled}, of_row.person_key IS NOT NULL AS linked, "
        "coalesce(of_row.by_name, false) AS by_name "
        "FROM own_listed AS own LEFT JOIN of_row USING (person_key)"
    )
    connection.execute(
        "CREATE TEMP TABLE of_member AS SELECT household_id, member_no, "
        f"{named} FROM paired JOIN own_listed AS own USING (person_key)"
    )
    filled = ", ".join(f"coalesce(own.{part}, of_member.{part}) AS {part}" for part in PARTS)
    connection.execute(
        f"CREATE TEMP TABLE placed_person AS SELECT {filled}, own.meant "
        "FROM own_person AS own LEFT JOIN of_member USING (household_id, member_no)"
    )
