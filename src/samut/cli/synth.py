"""`samut synth`: register files of invented people."""

from __future__ import annotations

from pathlib import Path

import click

from samut.cli.screen import TerminalReporter, told_clearly
from samut.engine.demo import write_synthetic


@click.group(name="synth")
def synth_group() -> None:
    """Write synthetic register files. All people in them are invented."""


@synth_group.command(name="province")
@click.argument("province")
@click.option("--year", type=int, default=2561, show_default=True, help="Buddhist year of the edition.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("incoming"), show_default=True)
@click.option("--seed", type=int, default=2561, show_default=True)
def synth_province(province: str, year: int, out: Path, seed: int) -> None:
    """Write the registers of one PROVINCE, made to agree with TPMAP's published row."""
    with told_clearly():
        write_synthetic(out, province, year, seed, TerminalReporter())
