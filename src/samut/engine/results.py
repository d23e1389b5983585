"""Results in the lake: one folder each, named after what went into it, with a manifest that says so.

lake/results/<measure>/<edition>/<result id>/{household.parquet, histogram.parquet, manifest.json}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from samut.engine.lake import MANIFEST
from samut.rules.thai_dates import from_be

# The register that is measured, and its tables.
REGISTER, HOUSEHOLDS, MEMBERS = "bmn", "household", "member"


@dataclass(frozen=True)
class MeasureResult:
    """One result in the lake. `already_there`: nothing had to be done."""

    result_id: str
    measure: str
    target: str
    edition: int
    policy_version: str
    engine_version: str
    link_id: str
    snapshots: tuple[str, ...]
    created_at: str
    totals: Mapping[str, int]
    folder: Path
    already_there: bool = False
    # What the field was told anew (samut.engine.live.reassessed), and up to which entry of the outbox.
    told_id: str = ""
    told_to: int = 0

    @property
    def households_file(self) -> Path:
        return self.folder / "household.parquet"

    @property
    def histogram_file(self) -> Path:
        return self.folder / "histogram.parquet"


def result_id_of(result: MeasureResult) -> str:
    """The hash of what went into a result, whatever it is called so far."""
    told = [result.told_id] if result.told_id else []
    of_what = [result.measure, result.target, result.edition, result.policy_version, result.engine_version]
    inputs = [*of_what, result.link_id, *result.snapshots, *told]
    return hashlib.blake2b(json.dumps(inputs).encode(), digest_size=8).hexdigest()


def assessed_on(edition: int) -> date:
    """The day whose parameters hold for an edition (Buddhist year): the census begins in January."""
    return date(from_be(edition), 1, 1)


def open_result(folder: Path) -> MeasureResult:
    """The result that lies in a folder."""
    said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    said["snapshots"] = tuple(said["snapshots"])
    return MeasureResult(**said, folder=folder)


def manifest_text(result: MeasureResult) -> str:
    """What open_result reads back."""
    said = {name: value for name, value in asdict(result).items() if name not in ("folder", "already_there")}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"
