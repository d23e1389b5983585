"""What linking found: the folder of one link, and the counts of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from samut.engine.lake import MANIFEST, Snapshot
from samut.rules.errors import SamutError

Progress = Callable[[int, int | None, str], None]
CENSUS = "bmn"
HOUSEHOLD = "household"
MEMBER = "member"
PERSON = "person"
PAIRS = "pairs"
# What finding by name goes through, as it is told while it runs.
READ_NAMES = "อ่านชื่อ · read names"
LEARN = "เรียนรู้ · learn"
COMPARE = "เทียบชื่อ · compare names"
ODD_NUMBERS = "ตรวจเลขที่ขัดกัน · odd numbers"
NAME_STEPS = (READ_NAMES, LEARN, COMPARE, ODD_NUMBERS)
# Register → the column that says whether a member is in it.
REGISTERS = {
    "welfare-card": "in_welfare_card",
    "disability": "in_disability",
    "elderly-allowance": "in_elderly_allowance",
}


@dataclass(frozen=True)
class LinkResult:
    """Who of the census is in which register.

    `linked`: members found by number, by register; `named`: found by name or by a person's decision;
    `asked`: pairs that a person is asked about; `odd`: those of them whose numbers are odd.
    `nobody_here`: rows of a register whose number the census does not have; `named` ones among them.
    `conflicts`: numbers held by two or more members; `conflict_persons` those members.
    `households`: by register, how many are in it, are not, are unknown.
    `editions`: which edition of each register was read; one that is not named was not there.
    `snapshots`: register/edition/snapshot of everything read. `done_before`: it was there already.
    """

    link_id: str
    edition: int
    path: Path
    persons: int
    with_number: int
    linked: dict[str, int] = field(hash=False)
    nobody_here: dict[str, int] = field(hash=False)
    conflicts: int = 0
    conflict_persons: int = 0
    named: dict[str, int] = field(default_factory=dict, hash=False)
    asked: dict[str, int] = field(default_factory=dict, hash=False)
    odd: dict[str, int] = field(default_factory=dict, hash=False)
    households: dict[str, dict[str, int]] = field(default_factory=dict, hash=False)
    editions: dict[str, int] = field(default_factory=dict, hash=False)
    snapshots: tuple[str, ...] = ()
    created_at: str = ""
    done_before: bool = False

    def has_read(self, snapshot: Snapshot) -> bool:
        return f"{snapshot.register}/{snapshot.edition}/{snapshot.id}" in self.snapshots


def read_link(path: Path, *, done_before: bool = False) -> LinkResult:
    """The link in a folder of the lake. Raises: WORK_009 when it is damaged."""
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        return LinkResult(
            link_id=manifest["link_id"],
            edition=manifest["edition"],
            path=path,
            editions=manifest["editions"],
            snapshots=tuple(manifest["snapshots"]),
            created_at=manifest["created_at"],
            done_before=done_before,
            **manifest["counts"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SamutError("WORK_009", snapshot=path.name) from error
