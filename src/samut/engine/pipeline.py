"""The main job: registers in → linked → measured → targets, each step once.

Why it exists: an officer starts one thing and gets one line for each step. Every step writes a
folder named after the hash of what went into it, so a second run finds the folders and changes
nothing; a killed run leaves finished folders and none that is half.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from samut.engine.histogram import Figures, Histogram
from samut.engine.linkage import LinkResult, link
from samut.engine.measures import MeasureResult, measure
from samut.engine.registers.importing import ImportResult, import_register
from samut.engine.workspace import Workspace

Progress = Callable[[int, int | None, str], None]


class Reporter(Protocol):
    """Shows one step at a time: a bar while it runs, a line when it is done."""

    def step(self, th: str, en: str) -> AbstractContextManager[Progress]: ...

    def line(self, text: str) -> None: ...


@dataclass(frozen=True)
class RunResult:
    """What the main job found. `figures` are those of the workspace's province, all dimensions on."""

    imports: tuple[ImportResult, ...]
    linked: LinkResult
    measured: MeasureResult
    figures: Figures

    @property
    def quarantined(self) -> int:
        return sum(result.quarantined for result in self.imports)


def import_all(workspace: Workspace, reporter: Reporter) -> Iterator[ImportResult]:
    """Import every register that samut.toml lists, in its order."""
    for register in workspace.config.registers:
        with reporter.step(f"นำเข้า {register.name}", f"import {register.name}") as progress:
            result = import_register(
                workspace,
                register.name,
                list(workspace.file_paths(register)),
                edition=register.edition,
                progress=progress,
            )
        reporter.line(import_line(result))
        yield result


def import_line(result: ImportResult) -> str:
    """One import in one line; rows are always the sum of the three."""
    text = (
        f"{result.register} {result.edition}: {result.rows:,} rows = {result.accepted:,} accepted"
        f" + {result.quarantined:,} quarantined + {result.duplicates:,} duplicates"
    )
    return f"{text} (already in: nothing changed)" if result.already_in else text


def run(workspace: Workspace, reporter: Reporter) -> RunResult:
    """Import, link, measure and find the targets of one workspace.

    Raises: SamutError from the step that failed; finished steps stay, the failed one leaves nothing.
    """
    imports = tuple(import_all(workspace, reporter))
    with reporter.step("เชื่อมโยงบุคคลข้ามทะเบียน", "link persons across registers") as progress:
        linked = link(workspace, workspace.config.edition, progress)
    reporter.line(link_line(linked))
    with reporter.step(
        f"วัดด้วย {workspace.config.measure}", f"measure {workspace.config.measure}"
    ) as progress:
        measured = measure(workspace, workspace.config.measure, workspace.config.edition, linked, progress)
    with reporter.step("ค้นหากลุ่มเป้าหมาย", "find the target groups") as progress:
        figures = Histogram.load(measured.folder / "histogram.parquet").figures(workspace.config.province)
        progress(figures.target_persons, figures.target_persons, "")
    reporter.line(
        f"{workspace.config.measure}: {figures.poor_households:,} of {figures.households:,} households poor"
        f" ({figures.poor_persons:,} persons); {figures.unknown_households:,} households unknown"
    )
    reporter.line(
        f"target poor: {figures.target_persons:,} of {figures.registered_persons:,} registered persons"
        " in poor households"
    )
    return RunResult(imports, linked, measured, figures)


def link_line(linked: LinkResult) -> str:
    parts = ", ".join(f"{name} {count:,}" for name, count in linked.linked.items())
    return (
        f"{linked.persons:,} persons, {linked.with_number:,} with a valid number; linked: {parts};"
        f" {sum(linked.named.values()):,} more by name, {sum(linked.asked.values()):,} to ask about;"
        f" {linked.conflicts:,} numbers held by two"
    )
