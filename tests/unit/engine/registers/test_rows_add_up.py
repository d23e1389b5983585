"""However dirty the files: rows = accepted + quarantined + duplicates, and the lake says the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow.parquet as pq
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from register_files import household, household_csv, member, member_csv, write
from samut.engine.lake import QUARANTINE, Lake
from samut.engine.registers.importing import FileResult, ImportResult, import_register
from samut.engine.workspace import Workspace, create_workspace

DIRT = st.sampled_from(
    ["", "-", "x", "-1", "1", "0", "0,1", "1,2", "99999", "๒", "22050701", "31/02/2561", "ก\nข"]
)
HOUSES = st.integers(1, 4)


@st.composite
def household_rows(draw: st.DrawFn) -> list[dict[str, str]]:
    rows = []
    for place in draw(st.lists(HOUSES, min_size=1, max_size=6)):
        row = household(place)
        for name in draw(st.lists(st.sampled_from(sorted(row)), max_size=2)):
            row[name] = draw(DIRT)
        rows.append(row)
    return rows


@st.composite
def member_rows(draw: st.DrawFn) -> list[dict[str, str]]:
    rows = []
    for place, person in draw(st.lists(st.tuples(HOUSES, st.integers(1, 2)), min_size=1, max_size=8)):
        row = member(place, person)
        for name in draw(st.lists(st.sampled_from(sorted(row)), max_size=1)):
            row[name] = draw(DIRT)
        rows.append(row)
    return rows


def check_lake(workspace: Workspace, accepted: int, quarantined: int) -> None:
    lake = Lake(workspace)
    snapshots = lake.snapshots("bmn", 2561)
    assert sum(table.rows for each in snapshots for table in each.tables) == accepted
    kept = [each.path / QUARANTINE for each in snapshots if (each.path / QUARANTINE).exists()]
    assert sum(pq.read_metadata(path).num_rows for path in kept) == quarantined
    rows = lake.quarantine("bmn", 2561)
    assert len(rows) == quarantined
    assert all(row.reasons for row in rows)
    if all(lake.has_table("bmn", table, 2561) for table in ("household", "member")):
        with lake.connect() as connection:
            households, members = lake.view("bmn", "household", 2561), lake.view("bmn", "member", 2561)
            query = f"SELECT count(*), count(DISTINCT house_id) FROM {households} WHERE house_id NOT IN "
            assert connection.execute(f"{query} (SELECT house_id FROM {members})").fetchone() == (0, 0)
            query = (
                f"SELECT count(*) FROM {members} WHERE house_id NOT IN (SELECT house_id FROM {households})"
            )
            assert connection.execute(query).fetchone() == (0,)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=household_rows(), people=member_rows(), second=household_rows(), more=member_rows())
# A household that waits for its members, sent again beside a file that says nothing new.
@example(
    first=[household(1), household(2)],
    people=[member(1)],
    second=[household(1)],
    more=[member(1), member(1)],
)
def test_rows_add_up(
    first: list[dict[str, str]],
    people: list[dict[str, str]],
    second: list[dict[str, str]],
    more: list[dict[str, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = create_workspace(
            Path(folder) / "office", name="", demo=True, province="22", edition=2561, registers=[]
        )
        accepted = quarantined = 0
        for turn, (households, members) in enumerate([(first, people), (second, more), (first, more)]):
            files = [
                write(workspace, f"h{turn}.csv", household_csv(households)),
                write(workspace, f"m{turn}.csv", member_csv(members)),
            ]
            result = import_register(workspace, "bmn", files, edition=2561)
            every: list[FileResult | ImportResult] = [*result.files, result]
            for each in every:
                assert each.rows == each.accepted + each.quarantined + each.duplicates
            assert result.rows == len(households) + len(members)
            accepted += result.accepted
            quarantined += result.quarantined
            check_lake(workspace, accepted, quarantined)
