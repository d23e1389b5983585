"""What a search without a dictionary of names does: equality of bare names, and trigrams of whole persons."""

from __future__ import annotations

import heapq
from collections import defaultdict
from pathlib import Path

import pysqlite3 as sqlite3
from rapidfuzz.distance import Levenshtein

from samut.rules.name_keys import bare_name

FOUND = 10
# Half of all persons share some trigram with what is typed; the best ranked are compared.
COMPARED = 300
Names = list[tuple[str, str]]


class Equality:
    """Persons by their bare names, as an index of a database finds them."""

    def __init__(self, names: Names) -> None:
        self.rows: dict[str, list[int]] = defaultdict(list)
        for row, name in enumerate(names):
            self.rows[bare_name("".join(name))].append(row)

    def find(self, typed: str) -> list[int]:
        return self.rows.get(bare_name(typed), [])[:FOUND]


class Trigrams:
    """SQLite's FTS5 with trigrams over every person, then the edit distance of the best ranked."""

    def __init__(self, names: Names, path: Path) -> None:
        self.names = [f"{first} {last}" for first, last in names]
        self.connection = sqlite3.connect(path)
        self.connection.execute("CREATE VIRTUAL TABLE person USING fts5(name, tokenize='trigram')")
        rows = ((row, name) for row, name in enumerate(self.names))
        self.connection.executemany("INSERT INTO person (rowid, name) VALUES (?, ?)", rows)
        self.connection.commit()

    def find(self, typed: str) -> list[int]:
        pieces = {typed[place : place + 3] for place in range(len(typed) - 2)}
        asked = " OR ".join('"' + each.replace('"', '""') + '"' for each in sorted(pieces))
        rows = self.connection.execute(
            f"SELECT rowid FROM person WHERE person MATCH ? ORDER BY rank LIMIT {COMPARED}", [asked]
        ).fetchall()
        return heapq.nsmallest(FOUND, (row for (row,) in rows), key=lambda row: self._apart(typed, row))

    def _apart(self, typed: str, row: int) -> int:
        return Levenshtein.distance(typed, self.names[row])
