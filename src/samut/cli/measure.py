"""`samut measure` and `samut change`."""

from __future__ import annotations

import click


@click.command()
def measure() -> None:
    """Measure."""


@click.command()
def change() -> None:
    """Change."""
