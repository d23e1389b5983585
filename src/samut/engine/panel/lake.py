"""The editions of the basic-needs census in the lake, as rows to follow: members by their keyed numbers.

Each edition is linked and measured first where it is not yet; what was done before is taken as it is.
No register of deaths is in the lake, so whoever died stands among those not found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from samut.engine.lake import Lake, parquet
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.panel.following import Asked, Panel, follow
from samut.engine.panel.rows import PanelColumns
from samut.engine.results import MEMBERS, REGISTER, MeasureResult
from samut.engine.sql_engines import DUCKDB, open_engine, text
from samut.engine.words import poor_sql
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.policy import load_measure, nearest

# What the rows of the lake can be grouped by, and the SQL of it.
GROUPS = {
    "province": "left(village_code, 2)",
    "amphoe": "left(village_code, 4)",
    "tambon": "left(village_code, 6)",
    "village": "village_code",
    "sex": "sex",
}
BORN = (
    "CASE WHEN birth_month IS NULL OR birth_day IS NULL THEN printf('%04d', birth_year) "
    "ELSE printf('%04d-%02d-%02d', birth_year, birth_month, birth_day) END"
)

Progress = Callable[[int, int | None, str], None]


def follow_lake(
    workspace: Workspace,
    editions: Sequence[int] = (),
    *,
    measure_id: str = "",
    by: Sequence[str] = (),
    asked: Asked | None = None,
    progress: Progress | None = None,
) -> Panel:
    """Follow the members of the census over its editions (Buddhist years), all of them unless named.

    Poor by `measure_id`, else by the workspace's measure, with every dimension on.
    Raises: PANEL_003, PANEL_004 for editions that are not there, MEASURE_001 for a grouping that is none.
    """
    for name in by:
        if name not in GROUPS:
            raise SamutError("MEASURE_001", name=name, nearest=nearest(name, GROUPS))
    lake = Lake(workspace)
    held = [edition for register, edition in lake.registers() if register == REGISTER]
    chosen = sorted(set(editions) or held)
    for edition in chosen:
        if edition not in held:
            raise SamutError("PANEL_004", edition=edition, known=", ".join(map(str, held)) or "-")
    if len(chosen) < 2:
        raise SamutError("PANEL_003", count=len(chosen))
    tell = progress or (lambda done, total, label: None)
    parts = []
    for done, edition in enumerate(chosen):
        tell(done, len(chosen), str(edition))
        linked = link(workspace, edition)
        result = measure(workspace, measure_id or workspace.config.measure, edition, linked)
        parts.append(_members(lake, result))
    tell(len(chosen), len(chosen), "")
    columns = PanelColumns("person", "household", "time", "poor", area="area", born="born", by=tuple(by))
    with open_engine(DUCKDB) as engine:
        return follow(engine, f"({' UNION ALL '.join(parts)})", columns, asked or Asked())


def _members(lake: Lake, result: MeasureResult) -> str:
    """The members of one edition with what their household is by the result."""
    groups = ", ".join(f"{sql} AS {name}" for name, sql in GROUPS.items())
    poor = poor_sql(load_measure(result.measure))
    words = f"SELECT household_id, village_code, deprived, known FROM {parquet(result.households_file)}"
    return (
        f"SELECT person_key AS person, household_id AS household, {text(str(result.edition))} AS time, "
        f"{poor} AS poor, village_code AS area, {BORN} AS born, {groups} "
        f"FROM {lake.view(REGISTER, MEMBERS, result.edition)} AS member "
        f"LEFT JOIN ({words}) AS household USING (household_id)"
    )
