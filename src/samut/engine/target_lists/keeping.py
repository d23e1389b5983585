"""Lists that were handed on: kept as they were, with the day, the policy and the reason.

    lake/lists/<list id>/{units.parquet, manifest.json}

A kept list never changes. Its file's hash stands in the manifest and is checked at every reading.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from samut.engine.areas import COUNTRY
from samut.engine.lake import MANIFEST, SPILL, Lake, parquet, whole_folder
from samut.engine.registers.checks import quote
from samut.engine.registers.reading import file_hash
from samut.engine.results import MeasureResult
from samut.engine.target_lists.units import ask
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.policy_files import nearest, policy_version
from samut.rules.target_groups import TargetGroup

FOLDER, UNITS = "lists", "units.parquet"
HASH_SHOWN = 8


@dataclass(frozen=True)
class KeptList:
    """One list as it was handed on. `counts`: yes, no and unknown, of persons or households.

    `rule` says what the group meant then; `kept_by` is the name of whoever kept it.
    """

    id: str
    group: str
    edition: int
    area_code: str
    of_persons: bool
    kept_at: str
    kept_by: str
    reason: str
    rule: str
    policy_version: str
    measure: str
    result_id: str
    link_id: str
    snapshots: tuple[str, ...]
    sha256: str
    counts: Mapping[str, int] = field(hash=False)
    path: Path = field(default=Path(), compare=False)

    @property
    def units(self) -> Path:
        return self.path / UNITS


def keep(
    workspace: Workspace,
    result: MeasureResult,
    group: TargetGroup,
    *,
    area_code: str = COUNTRY,
    reason: str,
    by: str,
    at: datetime,
) -> KeptList:
    """Ask the group and keep its list, for ever as it is now.

    Raises: LIST_002 without a reason, what `ask` raises, WORK_004 and WORK_005 for the disk.
    """
    if not reason.strip():
        raise SamutError("LIST_002")
    lake = Lake(workspace)
    asked = ask(lake, result, group, area_code)
    stamp = at.strftime("%Y%m%d-%H%M%S")
    final = lake.root / FOLDER / f"{group.id}-{result.edition}-{area_code}-{stamp}"
    with whole_folder(lake.root, final) as draft, lake.connect(draft / SPILL) as connection:
        path = draft / UNITS
        connection.execute(
            f"COPY (SELECT * FROM {asked.sql} ORDER BY village_code, household_id, member_no) "
            f"TO {quote(str(path))} (FORMAT parquet, COMPRESSION zstd)"
        )
        counted = connection.execute(
            f"SELECT answer, count(*) FROM {parquet(path)} GROUP BY answer"
        ).fetchall()
        kept = KeptList(
            id=final.name,
            group=group.id,
            edition=result.edition,
            area_code=area_code,
            of_persons=group.of_persons,
            kept_at=at.isoformat(timespec="seconds"),
            kept_by=by,
            reason=reason.strip(),
            rule=asked.rule,
            policy_version=f"{policy_version()}-{policy_version('groups')}",
            measure=result.measure,
            result_id=result.result_id,
            link_id=result.link_id,
            snapshots=result.snapshots,
            sha256=file_hash(path),
            counts={"yes": 0, "no": 0, "unknown": 0} | {str(answer): int(n) for answer, n in counted},
            path=final,
        )
        said = {name: value for name, value in asdict(kept).items() if name != "path"}
        (draft / MANIFEST).write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return kept


def kept_lists(workspace: Workspace) -> tuple[KeptList, ...]:
    """Every kept list, the newest first. Raises: WORK_009 when a manifest is damaged."""
    folder = workspace.lake / FOLDER
    if not folder.is_dir():
        return ()
    found = [_read(path) for path in folder.iterdir() if (path / MANIFEST).is_file()]
    return tuple(sorted(found, key=lambda each: (each.kept_at, each.id), reverse=True))


def kept_list(workspace: Workspace, list_id: str) -> KeptList:
    """The list of that name, its file whole. Raises: LIST_003 for none, LIST_005 for a changed one."""
    known = {each.id: each for each in kept_lists(workspace)}
    if list_id not in known:
        raise SamutError("LIST_003", list_id=list_id, nearest=nearest(list_id, known))
    found = known[list_id]
    if not found.units.is_file() or file_hash(found.units) != found.sha256:
        raise SamutError("LIST_005", list_id=list_id)
    return found


def _read(path: Path) -> KeptList:
    try:
        said: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        said["snapshots"] = tuple(said["snapshots"])
        return KeptList(**said, path=path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SamutError("WORK_009", snapshot=path.name) from error
