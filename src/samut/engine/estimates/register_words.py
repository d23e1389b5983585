"""The words of a workspace's register as data to estimate from: a row a household, weighed by its members.

A register is everybody, not a sample: figures from it have no sampling error, and none is shown.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from samut.engine.estimates.measuring import Asked
from samut.engine.lake import Lake, parquet
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.results import MeasureResult
from samut.engine.workspace import Workspace
from samut.rules.alkire_foster import AlkireFoster
from samut.rules.errors import SamutError
from samut.rules.kleene import MEMBER_COUNT
from samut.rules.policy import load_measure

# Columns of area codes, and how many digits of the village's code each has.
AREAS = {"province": 2, "amphoe": 4, "tambon": 6, "village": 8}
FILE = "words.parquet"


def register_words(workspace: Workspace, chosen: AlkireFoster, edition: int, folder: Path) -> Path:
    """Write the households' words with their areas into the folder; the file.

    Rows: one per household of the edition. Raises: MEASURE_031 where the register was not asked the
    indicators of the measure, and what measuring raises.
    """
    result = register_result(workspace, chosen, edition)
    areas = ", ".join(f"substr(village_code, 1, {digits}) AS {name}" for name, digits in AREAS.items())
    path = folder / FILE
    written = str(path).replace("'", "''")
    with Lake(workspace).connect() as connection:
        connection.execute(
            f"COPY (SELECT household_id, {MEMBER_COUNT}, deprived, known, applies, {areas} "
            f"FROM {parquet(result.households_file)}) TO '{written}' (FORMAT parquet)"
        )
    return path


def register_result(workspace: Workspace, chosen: AlkireFoster, edition: int) -> MeasureResult:
    """The measured register of an edition, which holds every answer the chosen measure asks for.

    Raises: MEASURE_031 where the register was not asked these, and what measuring raises.
    """
    result = measure(workspace, workspace.config.measure, edition, link(workspace, edition))
    if load_measure(result.measure).indicator_set.id != chosen.indicator_set.id:
        raise SamutError("MEASURE_031", name=chosen.id, set=chosen.indicator_set.id)
    return result


def of_everybody(asked: Asked) -> Asked:
    """The same question of a register: persons are counted, and there is no sampling error."""
    survey = replace(asked.survey, weight=asked.survey.weight or MEMBER_COUNT)
    return replace(asked, survey=survey, everybody=True)
