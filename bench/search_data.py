"""An invented census of a million persons in a lake of its own, sealed as an import seals it.

First names are PyThaiNLP's; family names too, and, since a Thai family name is one family's, as many
more made of the halves of two of them: about 280,000 distinct ones, a few borne by many, most by few.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from samut.engine.lake import MANIFEST
from samut.engine.seal import Keys, open_keys
from samut.engine.synth.names import name_lists
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.thai_id import check_digit

EDITION, PROVINCE, SEED = 2561, "22", 7
PERSONS_A_HOUSEHOLD = 3
MADE_UP = 330_000
# Some names are far commoner than others.
FIRST_SKEW, FAMILY_SKEW = 2.0, 1.6
VILLAGES, VILLAGES_A_TAMBON = 7_000, 9
ROW_GROUP = 32_768


def census(folder: Path, persons: int) -> tuple[Workspace, list[tuple[str, str]]]:
    """A workspace whose lake holds so many persons, and the first and last name of each."""
    workspace = create_workspace(folder, name="bench", demo=True, province=PROVINCE, edition=EDITION)
    keys, rng = open_keys(workspace), np.random.default_rng(SEED)
    households = persons // PERSONS_A_HOUSEHOLD
    house = np.sort(rng.integers(0, households, persons))
    names = _names(house, households, rng)
    path = workspace.lake / "registers" / "bmn" / str(EDITION) / "000001-bench"
    path.mkdir(parents=True)
    ids = [keys.household_id(f"{each:011d}") for each in range(households)]
    tables = {"household": _houses(ids, rng), "member": _members(names, house, ids, keys, rng)}
    told = []
    for name, table in tables.items():
        file = path / f"{name}.parquet"
        pq.write_table(table, file, row_group_size=ROW_GROUP, compression="zstd")
        key = ["household_id"] if name == "household" else ["household_id", "member_no"]
        told.append(
            {"id": name, "key": key, "rows": table.num_rows, "unique": True, "bytes": file.stat().st_size}
        )
    manifest = {
        "register": "bmn",
        "edition": EDITION,
        "profile": "bmn-2560",
        "files": [],
        "tables": told,
        "problems_by_code": {},
        "created_at": "2026-11-25T00:00:00+07:00",
    }
    (path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return workspace, names


def _family_names(rng: np.random.Generator) -> np.ndarray:
    listed = name_lists().family
    halves = rng.integers(0, len(listed), (2, MADE_UP))
    made = {
        listed[one][: len(listed[one]) // 2] + listed[other][len(listed[other]) // 2 :]
        for one, other in halves.T
    }
    return rng.permutation(np.array(sorted({*made, *listed})))


def _names(house: np.ndarray, households: int, rng: np.random.Generator) -> list[tuple[str, str]]:
    persons = len(house)
    family = _family_names(rng)
    firsts = rng.permutation(np.array(name_lists().male + name_lists().female))
    first = firsts[(rng.random(persons) ** FIRST_SKEW * len(firsts)).astype(np.int64)]
    of_house = family[(rng.random(households) ** FAMILY_SKEW * len(family)).astype(np.int64)]
    return list(zip(first.tolist(), of_house[house].tolist(), strict=True))


def _houses(ids: list[str], rng: np.random.Generator) -> pa.Table:
    village = np.sort(rng.integers(0, VILLAGES, len(ids)))
    tambon, number = np.divmod(village, VILLAGES_A_TAMBON)
    codes = [f"{220000 + one:06d}{other + 1:02d}" for one, other in zip(tambon, number, strict=True)]
    streets = rng.integers(1, 400, len(ids))
    return pa.table({"household_id": ids, "village_code": codes, "house_no": [str(each) for each in streets]})


def _members(
    names: list[tuple[str, str]], house: np.ndarray, ids: list[str], keys: Keys, rng: np.random.Generator
) -> pa.Table:
    numbers = [f"1{place:011d}" for place in range(len(names))]
    numbers = [each + check_digit(each) for each in numbers]
    people = (
        {"number": number, "title": "นาย", "first_name": first, "last_name": last}
        for number, (first, last) in zip(numbers, names, strict=True)
    )
    said = [json.dumps(each, ensure_ascii=False) for each in people]
    count = len(names)
    return pa.table(
        {
            "household_id": [ids[each] for each in house.tolist()],
            "member_no": np.arange(count, dtype=np.int64),
            "person_key": keys.blind_indexes(numbers),
            "identity": pa.array(keys.seal_many(said), pa.binary()),
            "birth_year": rng.integers(1930, 2018, count),
            "birth_month": rng.integers(1, 13, count),
            "birth_day": rng.integers(1, 29, count),
        }
    )
