"""The words of the invented country and their histogram, derived once from its answers.

    python bench/national_words.py [--households 13000000]

Beside the country's own files (see national_data.py), by province as they are:

    household_words/22.parquet   village_code household_no persons deprived known applies
    person_words/22.parquet      village_code sex age_group deprived known applies
    histogram/22.parquet         village_code deprived known applies households persons

The words are BIGINT, bit i for answer_i. The histogram has a line for each distinct village and words,
in their order; its counts are BIGINT.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
from national_data import HOUSEHOLDS, ROW_GROUP, Country, country
from national_rules import INDICATOR_SET, ON

from samut.engine.words import words_sql

WORDS = "deprived, known, applies"
HOUSEHOLD_KEYS = ("village_code", "household_no", "persons")
PERSON_KEYS = ("village_code", "sex", "age_group")


def household_words(of: Country) -> Country:
    """The country, its household_words written if they are not there."""
    return _derived(
        of, "household_words", lambda province: _words(of, "households", province, HOUSEHOLD_KEYS)
    )


def person_words(of: Country) -> Country:
    """The country, its person_words written if they are not there."""
    return _derived(of, "person_words", lambda province: _words(of, "persons", province, PERSON_KEYS))


def histogram(of: Country) -> Country:
    """The country, its histogram (and household_words) written if they are not there."""
    return _derived(household_words(of), "histogram", lambda province: _lines(of, province))


def _words(of: Country, table: str, province: int, keys: tuple[str, ...]) -> str:
    return words_sql(INDICATOR_SET, ON, f"'{of.folder / table / f'{province}.parquet'}'", keep=keys)


def _lines(of: Country, province: int) -> str:
    return f"""
        SELECT village_code, {WORDS}, count(*)::BIGINT AS households, sum(persons)::BIGINT AS persons
        FROM '{of.folder / "household_words" / f"{province}.parquet"}'
        GROUP BY village_code, {WORDS} ORDER BY village_code, {WORDS}
    """


def _derived(of: Country, table: str, sql_of: Callable[[int], str]) -> Country:
    """Write a table province by province, beside and renamed, unless it is there."""
    place = of.folder / table
    if place.is_dir():
        return of
    draft = Path(tempfile.mkdtemp(prefix=f"{table}-", dir=of.folder))
    with duckdb.connect(config={"threads": 2, "memory_limit": "1GB"}) as connection:
        for province in of.provinces:
            connection.execute(
                f"COPY ({sql_of(province)}) TO '{draft / f'{province}.parquet'}' "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
            )
    try:
        draft.rename(place)
    except OSError:
        # Somebody else was faster.
        shutil.rmtree(draft)
    return of


def main() -> None:
    asked = argparse.ArgumentParser(description="Derive the words of the invented country.")
    asked.add_argument("--households", type=int, default=HOUSEHOLDS)
    of = country(asked.parse_args().households)
    for derive in (household_words, person_words, histogram):
        derive(of)
        print(f"{of.folder / derive.__name__}")


if __name__ == "__main__":
    main()
