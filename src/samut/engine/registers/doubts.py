"""What is told of rows that are taken in, beside other rows and beside the map."""

from __future__ import annotations

from samut.engine.lake import Lake
from samut.engine.registers.household_checks import note_household_doubts
from samut.engine.registers.places import note_places
from samut.engine.registers.staging import Staging


def note_doubts(staging: Staging, lake: Lake, edition: int) -> None:
    """Store every doubt as a problem that refuses nothing. Called when every row has its verdict."""
    note_household_doubts(staging, lake, edition)
    note_places(staging)
