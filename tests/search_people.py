"""A handful of persons drawn in the test, as an index."""

from __future__ import annotations

import numpy as np

from samut.engine.search.assembling import Rows, assemble
from samut.engine.search.index import SearchIndex
from samut.rules.linkage import load_link_policy

TITLES = load_link_policy().titles


def index_of_people(drawn: str) -> SearchIndex:
    """One line a person: village, house number, first and last name ("-" for none)."""
    lines = sorted((each.split() for each in drawn.split("\n") if each), key=lambda line: line[:2])
    houses = sorted({(line[0], line[1]) for line in lines})
    place = {each: row for row, each in enumerate(houses)}
    count = len(lines)
    rows = Rows(
        household_ids=[f"{row:016x}" for row in range(len(houses))],
        villages=[each[0] for each in houses],
        house_numbers=[each[1] for each in houses],
        house=np.array([place[line[0], line[1]] for line in lines], np.int64),
        member_no=np.arange(1, count + 1),
        titles=[None] * count,
        first_names=[_told(line[2]) for line in lines],
        last_names=[_told(line[3]) for line in lines],
        birth=(np.full(count, 1980), np.full(count, 2), np.zeros(count, np.int64)),
        number_tails=np.full(count, 123),
        number_keys=[None] * count,
    )
    return assemble(rows, None, TITLES, index_id="made", edition=2561)


def _told(name: str) -> str | None:
    return None if name == "-" else name
