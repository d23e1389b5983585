"""Census and register of the same people set against each other, for those who are in neither."""

from __future__ import annotations

from samut.engine.areas import COUNTRY
from samut.engine.lake import Lake, parquet
from samut.engine.life_cycle import LEAST, LifeCycleColumns, census_members
from samut.engine.linkage import PERSON, LinkResult, link, read_link
from samut.engine.measures import measure
from samut.engine.missed.registers import TAMBON_DIGITS
from samut.engine.results import MeasureResult
from samut.engine.sql_engines import text
from samut.engine.workspace import Workspace
from samut.rules.capture_recapture import TwoLists
from samut.rules.missed_policy import load_missed_policy

# Census list, the register's list, the register, and who of the census is meant, for certain.
# The disabled are those whom the census itself calls so: what the register adds would be no second list.
PAIRS = (
    ("census_disabled", "disability_register", "disability", "health = 'disabled'"),
    ("census_elderly", "elderly_allowance", "elderly-allowance", f"{LEAST} >= 60"),
)


def two_lists(
    workspace: Workspace, edition: int, area_code: str, sensitivity: float | None
) -> tuple[TwoLists, ...]:
    """The pairs of lists that the lake holds, of one area down to the tambon; none for a village.

    A register's row counts where the register says it lives, a member where they were surveyed; only
    who is in the area by both is in both. `sensitivity`: the share of true pairs that the links find.
    """
    linked = link(workspace, edition)
    result = measure(workspace, workspace.config.measure, edition, linked)
    return two_lists_of(workspace, result, area_code, sensitivity)


def two_lists_of(
    workspace: Workspace, result: MeasureResult, area_code: str, sensitivity: float | None
) -> tuple[TwoLists, ...]:
    """The same by a result that is there already, with the link it was measured on; writes nothing."""
    if area_code != COUNTRY and len(area_code) > TAMBON_DIGITS:
        return ()
    lake = Lake(workspace)
    linked = read_link(lake.root / "links" / str(result.edition) / result.link_id)
    members = census_members(lake, result)
    return tuple(
        _pair(lake, linked, members, each, area_code, sensitivity)
        for each in PAIRS
        if each[2] in linked.editions
    )


def _pair(
    lake: Lake,
    linked: LinkResult,
    members: LifeCycleColumns,
    pair: tuple[str, str, str, str],
    area_code: str,
    sensitivity: float | None,
) -> TwoLists:
    census, listed, register, meant = pair
    year = linked.editions[register]
    read = [each for each in lake.snapshots(register, year) if linked.has_read(each)]
    here = "true" if area_code == COUNTRY else f"starts_with(village_code, {text(area_code)})"
    there = "true" if area_code == COUNTRY else f"starts_with(tambon_code, {text(area_code)})"
    rows = f"SELECT person_key FROM {lake.view(register, PERSON, year, among=read)} WHERE {there}"
    both = f"SELECT person_key FROM {members.sql} AS person WHERE {here} AND {meant}"
    names = linked.path / "pairs.parquet"
    if names.is_file():
        both = (
            "SELECT coalesce(pair.register_key, person.person_key) AS person_key "
            f"FROM {members.sql} AS person "
            f"LEFT JOIN (SELECT * FROM {parquet(names)} WHERE register = {text(register)} AND band = 'same') "
            "AS pair USING (household_id, member_no) "
            f"WHERE {here} AND {meant}"
        )
    with lake.connect() as connection:
        counts = f"count(*)::BIGINT, count(*) FILTER ({meant})::BIGINT"
        ((frame, in_census),) = connection.execute(
            f"SELECT {counts} FROM {members.sql} AS person WHERE {here}"
        ).fetchall()
        ((in_register, overlap),) = connection.execute(
            f"SELECT count(*)::BIGINT, count(*) FILTER (person_key IN ({both}))::BIGINT FROM ({rows})"
        ).fetchall()
    policy = load_missed_policy()
    one, other = policy.people(census, in_census, linked.edition), policy.people(listed, in_register, year)
    return TwoLists(one, other, overlap, frame, sensitivity)
