"""What the field found since the census: answers asked anew, laid over those of the register.

The register's rows never change. An answer that a visit was told stands in a folder of its own in
the lake and is read before the register's wherever households are measured:

lake/reassessed/<edition>/<id>/{told.parquet, manifest.json}

Each folder holds everything told so far, so the newest is all that is needed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from samut.engine.lake import MANIFEST, Lake, parquet, quoted, whole_folder
from samut.engine.live.figures import HouseholdLine
from samut.engine.results import HOUSEHOLDS, REGISTER, MeasureResult, assessed_on
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.kleene import MEMBER_COUNT
from samut.rules.policy import IndicatorSet, load_measure
from samut.rules.policy_files import Fact, Facts
from samut.rules.reference import decide, words
from samut.rules.status import Words

TOLD = "told.parquet"


@dataclass(frozen=True)
class Told:
    """All answers asked anew, as they lie in the lake. `last` is the last entry of the outbox in it."""

    id: str
    last: int
    names: tuple[str, ...]
    folder: Path


@dataclass(frozen=True)
class Standing:
    """A household as the shown result has it: what it gives to the histogram, and the register's facts."""

    line: HouseholdLine
    facts: Facts


def newest_told(lake: Lake, edition: int) -> Told | None:
    """What was told of an edition so far; None before the first."""
    manifests = _folder(lake, edition).glob(f"*/{MANIFEST}")
    found = [_opened(path.parent) for path in manifests]
    return max(found, key=lambda told: told.last, default=None)


def told_of(lake: Lake, edition: int, told_id: str) -> Told | None:
    """What was told when a result was made; None where nothing had been. Raises: WORK_009."""
    if not told_id:
        return None
    folder = _folder(lake, edition) / told_id
    if not (folder / MANIFEST).is_file():
        raise SamutError("WORK_009", snapshot=told_id)
    return _opened(folder)


def write_told(lake: Lake, edition: int, answers: Mapping[str, Facts], last: int) -> Told:
    """Keep the answers of every household that was asked anew; the same again is there already.

    `answers` are by household id; a fact that is None was not told. Raises: WORK_004, WORK_005.
    """
    told = {
        household: {name: value for name, value in sorted(facts.items()) if value is not None}
        for household, facts in sorted(answers.items())
    }
    names = sorted({name for facts in told.values() for name in facts})
    digest = hashlib.blake2b(json.dumps([told, last], default=str).encode(), digest_size=8).hexdigest()
    folder = _folder(lake, edition) / digest
    if not (folder / MANIFEST).is_file():
        columns: dict[str, Any] = {"household_id": pa.array(list(told), pa.string())}
        columns |= {name: pa.array([facts.get(name) for facts in told.values()]) for name in names}
        manifest = {"last": last, "names": names, "created_at": datetime.now(UTC).isoformat()}
        with whole_folder(lake.root, folder) as draft:
            pq.write_table(pa.table(columns), draft / TOLD, compression="zstd")
            (draft / MANIFEST).write_text(json.dumps(manifest) + "\n", encoding="utf-8")
    return _opened(folder)


def overlaid(view: str, told: Told | None) -> str:
    """SQL of the households of a view, what was told anew in the place of the register's answers."""
    if told is None or not told.names:
        return view
    replaced = ", ".join(
        f"coalesce(told.{quoted(name)}, register.{quoted(name)}) AS {quoted(name)}" for name in told.names
    )
    return (
        f"(SELECT register.* REPLACE ({replaced}) FROM {view} AS register "
        f"LEFT JOIN {parquet(told.folder / TOLD)} AS told USING (household_id))"
    )


def standing(workspace: Workspace, result: MeasureResult, household_id: str) -> Standing | None:
    """A household in a result; None when there is none of that id. Raises: WORK_015."""
    lake = Lake(workspace)
    view = lake.view(REGISTER, HOUSEHOLDS, result.edition, only="household_id = $household_id")
    names = load_measure(result.measure).indicator_set.fact_labels
    with lake.read() as connection:
        found = connection.execute(
            f"""
            SELECT village_code, deprived, known, applies, {MEMBER_COUNT}, registered_count, validated_count,
                   unlinked_count, target_count, target_unknown_count
            FROM {parquet(result.households_file)} WHERE household_id = $household_id
            """,
            {"household_id": household_id},
        ).fetchone()
        told = connection.execute(f"SELECT * FROM {view}", {"household_id": household_id})
        columns, row = [column[0] for column in told.description], told.fetchone()
    if found is None or row is None:
        return None
    facts: dict[str, Fact] = {name: value for name, value in zip(columns, row, strict=True) if name in names}
    facts[MEMBER_COUNT] = found[4]
    counts = (int(count or 0) for count in found[4:])
    return Standing(HouseholdLine(str(found[0]), Words(*found[1:4]), *counts), facts)


def words_of(facts: Facts, indicator_set: IndicatorSet, edition: int) -> Words:
    """The words of a household of which these facts are known, by the rules of the edition."""
    on = assessed_on(edition)
    statuses = {each.id: decide(each, facts, on).status for each in indicator_set.indicators}
    return words(statuses, indicator_set)


def _folder(lake: Lake, edition: int) -> Path:
    return lake.root / "reassessed" / str(edition)


def _opened(folder: Path) -> Told:
    said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return Told(folder.name, said["last"], tuple(said["names"]), folder)
