"""The demo workspace: Chanthaburi 2561, TPMAP's published files beside a synthetic census of the province.

Why it exists: whoever tries Samut should see a whole province, and no real person.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from samut.engine.pipeline import Reporter
from samut.engine.synth import SynthSummary, copy_published, write_province
from samut.engine.workspace import CONFIG_FILE, RegisterFile, Workspace, create_workspace, open_workspace

NAME = "จันทบุรี (ข้อมูลสมมติ)"
PROVINCE = "22"
EDITION = 2561
SEED = 2561


def demo_workspace(folder: Path, reporter: Reporter) -> Workspace:
    """Open the demo, or make it where there is none yet.

    samut.toml is written last, so a demo whose making was interrupted is made anew.
    """
    if (folder / CONFIG_FILE).exists():
        return open_workspace(folder)
    incoming = folder / "incoming"
    summary = write_synthetic(incoming, PROVINCE, EDITION, SEED, reporter)
    registers = [RegisterFile("tpmap-province", EDITION, copy_published(incoming))]
    registers += [
        RegisterFile(name, EDITION, tuple(f"{incoming.name}/{file.name}" for file in files))
        for name, files in groupby(summary.files, key=lambda file: file.register)
    ]
    return create_workspace(
        folder, name=NAME, demo=True, province=PROVINCE, edition=EDITION, registers=registers
    )


def write_synthetic(out: Path, province: str, year: int, seed: int, reporter: Reporter) -> SynthSummary:
    """Write the registers of one province, and say what each file holds."""
    with reporter.step("สร้างข้อมูลสมมติ", "write synthetic registers") as progress:
        summary = write_province(out, province=province, year=year, seed=seed, progress=progress)
    for file in summary.files:
        reporter.line(f"{file.name}: {file.rows:,} rows, {file.dirty:,} of them made to be refused")
    return summary
