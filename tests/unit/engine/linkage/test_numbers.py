"""Numbers joined in passes find what comparing every key with every other finds."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from register_files import card, card_csv, household, household_csv, member, member_csv, number, write
from samut.engine.lake import Lake, open_duckdb
from samut.engine.linkage import link, numbers
from samut.engine.registers.importing import import_register
from samut.engine.workspace import create_workspace

Member = tuple[str, int, str | None]


@pytest.fixture(params=[1, 4])
def count_of_passes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    count: int = request.param
    if count > 1:
        monkeypatch.setattr(numbers, "KEYS_A_PASS", 60)
        monkeypatch.setattr(numbers, "HASHES_A_PASS", 100)
    return count


def drawn(seed: int) -> tuple[list[Member], list[str]]:
    """300 members, some without a number and some with another's, and the 240 keys of a register."""
    draw = random.Random(seed)  # noqa: S311  invented data
    keys = [f"{draw.getrandbits(128):032x}" for _ in range(400)]
    members: list[Member] = []
    for place in range(300):
        key = (
            None
            if draw.random() < 0.1
            else keys[draw.randrange(place + 1) if draw.random() < 0.05 else place]
        )
        members.append((f"h{place // 3}", place % 3 + 1, key))
    return members, draw.sample(keys, 240)


def loaded(members: list[Member], register: list[str]) -> duckdb.DuckDBPyConnection:
    connection = open_duckdb()
    columns: list[tuple[object, ...]] = list(zip(*members, strict=True))
    names = ("household_id", "member_no", "person_key")
    rows = pa.table(dict(zip(names, map(list, columns), strict=True)))
    cards = pa.table({"person_key": register})
    connection.register("rows", rows)
    connection.register("cards", cards)
    connection.execute("CREATE TABLE member AS FROM rows; CREATE TABLE card AS FROM cards")
    return connection


def found(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, int], list[tuple[object, ...]], int]:
    """What the engine finds: shared numbers, pairs, in how many passes."""
    numbers.find_shared(connection)
    shared = dict(connection.execute("SELECT person_key, members FROM conflict").fetchall())
    pairs: list[tuple[object, ...]] = []
    shares = numbers.passes(connection, ["card"])
    for share in shares:
        query = numbers.pairs_by_number("card", "household_id, member_no, person_key", share)
        pairs += connection.execute(query).fetchall()
    return shared, sorted(pairs), len(shares)


def obvious(members: list[Member], register: list[str]) -> tuple[dict[str, int], list[tuple[object, ...]]]:
    """The same, every key beside every other."""
    held = Counter(key for *_, key in members if key is not None)
    shared = {key: count for key, count in held.items() if count > 1}
    pairs = [each for each in members for key in register if each[2] == key and key not in shared]
    return shared, sorted(pairs)


@pytest.mark.parametrize("seed", range(5))
def test_as_every_key_beside_every_other(count_of_passes: int, seed: int) -> None:
    members, register = drawn(seed)
    shared, pairs, passes = found(loaded(members, register))
    assert passes == count_of_passes
    assert (shared, pairs) == obvious(members, register)
    assert shared
    assert pairs


@pytest.mark.usefixtures("count_of_passes")
def test_keys_of_one_hash_are_not_one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    members, register = drawn(7)
    connection = loaded(members, register)
    monkeypatch.setattr(numbers, "HASH", "(hash(person_key) % 4)::UBIGINT")
    shared, pairs, _ = found(connection)
    assert (shared, pairs) == obvious(members, register)


def test_nobody_with_a_number() -> None:
    assert found(loaded([("h1", 1, None)], ["a" * 32])) == ({}, [], 1)


def test_a_link_in_passes_is_the_link_in_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = create_workspace(
        tmp_path / "office", name="ทดสอบ", demo=True, province="22", edition=2561, registers=[]
    )
    held_twice = number(777)
    members = [
        *(member(house, person) for house in range(1, 8) for person in (1, 2)),
        member(1, 3, person_key=held_twice),
        member(2, 3, person_key=held_twice),
        member(3, 3, person_key="12"),
    ]
    houses = [household(house) for house in range(1, 8)]
    files = [
        write(workspace, "h.csv", household_csv(houses)),
        write(workspace, "m.csv", member_csv(members)),
    ]
    import_register(workspace, "bmn", files, edition=2561)
    cards = [card(place) for place in (11, 12, 21, 31, 42, 52, 777, 999)]
    import_register(workspace, "welfare-card", [write(workspace, "c.csv", card_csv(cards))], edition=2561)
    whole = link(workspace, 2561)
    monkeypatch.setattr(numbers, "KEYS_A_PASS", 2)
    monkeypatch.setattr("samut.engine.linkage.linking.METHOD", "in passes")
    passed = link(workspace, 2561)
    assert passed.link_id != whole.link_id
    assert passed.linked["welfare-card"] == 6
    for name in ("linked", "nobody_here", "conflicts", "conflict_persons", "named", "persons"):
        assert getattr(passed, name) == getattr(whole, name), name
    with Lake(workspace).connect() as connection:
        for name in ("person", "pairs"):
            one, other = (
                connection.execute("FROM read_parquet(?)", [str(each.path / f"{name}.parquet")]).fetchall()
                for each in (whole, passed)
            )
            assert sorted(one, key=str) == sorted(other, key=str)
