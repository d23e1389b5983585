"""Census and register of the same people set against each other, for those who are in neither."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from samut.engine.areas import COUNTRY
from samut.engine.lake import Lake, parquet
from samut.engine.life_cycle import GREATEST, LEAST, census_members
from samut.engine.linkage import PERSON, LinkResult, link, read_link
from samut.engine.measures import measure
from samut.engine.missed.registers import TAMBON_DIGITS
from samut.engine.missed.strata import strata_in
from samut.engine.results import MEMBERS, REGISTER, MeasureResult, assessed_on
from samut.engine.sql_engines import text
from samut.engine.workspace import Workspace
from samut.rules.capture_recapture import LinkRates, TwoLists
from samut.rules.errors import Text
from samut.rules.measured_links import measured_links
from samut.rules.missed_policy import load_missed_policy
from samut.rules.recapture_strata import Stratum

AS_GIVEN = Text("ตามที่ระบุ", "as given")
NOT_MEASURED = Text("ยังไม่ได้วัด", "not measured")


@dataclass(frozen=True)
class Pair:
    """A list of the census and a register's of the same people. `meant`: SQL of who of the census is in
    the list, for certain. `by_age`: an age alone makes somebody one of them."""

    census: str
    listed: str
    register: str
    meant: str
    by_age: bool


# The disabled are those whom the census itself calls so: what the register adds would be no second list.
PAIRS = (
    Pair("census_disabled", "disability_register", "disability", "health = 'disabled'", False),
    Pair("census_elderly", "elderly_allowance", "elderly-allowance", f"{LEAST} >= 60", True),
)


@dataclass(frozen=True)
class Compared:
    """Two lists of an area, and the same two by area, age and sex."""

    lists: TwoLists
    strata: tuple[Stratum, ...]


def two_lists(
    workspace: Workspace, edition: int, area_code: str, sensitivity: float | None
) -> tuple[TwoLists, ...]:
    """The pairs of lists that the lake holds, of one area down to the tambon; none for a village.

    A register's row counts where the register says it lives, a member where they were surveyed; only
    who is in the area by both is in both. `sensitivity`: the share of true pairs that the links find;
    None: as policy/linkage.toml says that it was measured.
    """
    linked = link(workspace, edition)
    result = measure(workspace, workspace.config.measure, edition, linked)
    return two_lists_of(workspace, result, area_code, sensitivity)


def two_lists_of(
    workspace: Workspace, result: MeasureResult, area_code: str, sensitivity: float | None
) -> tuple[TwoLists, ...]:
    """The same by a result that is there already, with the link it was measured on; writes nothing."""
    return tuple(each.lists for each in _compared(workspace, result, area_code, sensitivity, parted=False))


def compared_lists(
    workspace: Workspace, result: MeasureResult, area_code: str, sensitivity: float | None
) -> tuple[Compared, ...]:
    """The same with their strata: the areas one level below, age and sex.

    Where a register does not say the sex, the title of a name tells it, opened in memory for that alone.
    """
    return _compared(workspace, result, area_code, sensitivity, parted=True)


def _compared(
    workspace: Workspace, result: MeasureResult, area_code: str, sensitivity: float | None, *, parted: bool
) -> tuple[Compared, ...]:
    if area_code != COUNTRY and len(area_code) > TAMBON_DIGITS:
        return ()
    lake = Lake(workspace)
    linked = read_link(lake.root / "links" / str(result.edition) / result.link_id)
    found = []
    for pair in PAIRS:
        if pair.register not in linked.editions:
            continue
        with lake.connect() as connection:
            _load(connection, lake, linked, result, pair, area_code)
            whole, rates = _whole(connection, linked, pair, sensitivity)
            strata: tuple[Stratum, ...] = ()
            if parted:
                on = assessed_on(result.edition)
                strata = strata_in(connection, lake.keys, whole, rates, area_code, on, by_age=pair.by_age)
        found.append(Compared(whole, strata))
    return tuple(found)


def _load(
    connection: duckdb.DuckDBPyConnection,
    lake: Lake,
    linked: LinkResult,
    result: MeasureResult,
    pair: Pair,
    area_code: str,
) -> None:
    """The tables person (of the census), listed (of the register) and paired (who of both is one)."""
    read = [
        each
        for each in lake.snapshots(pair.register, linked.editions[pair.register])
        if linked.has_read(each)
    ]
    here = "true" if area_code == COUNTRY else f"starts_with(village_code, {text(area_code)})"
    there = "true" if area_code == COUNTRY else f"starts_with(tambon_code, {text(area_code)})"
    members = census_members(lake, result)
    sexes = lake.view(REGISTER, MEMBERS, result.edition)
    connection.execute(
        "CREATE TEMP TABLE person AS SELECT household_id, member_no, person_key, village_code, "
        f"{LEAST}, {GREATEST}, {pair.meant} AS meant, told.sex "
        f"FROM {members.sql} AS person LEFT JOIN (SELECT household_id, member_no, sex FROM {sexes}) AS told "
        f"USING (household_id, member_no) WHERE {here}"
    )
    rows = lake.view(pair.register, PERSON, linked.editions[pair.register], among=read)
    connection.execute(f"CREATE TEMP TABLE listed AS SELECT * FROM {rows} WHERE {there}")
    names = linked.path / "pairs.parquet"
    # A lake linked by numbers alone has no pairs.
    known = (
        f"SELECT register_key, household_id, member_no, method, probability, band FROM {parquet(names)} "
        f"WHERE register = {text(pair.register)}"
        if names.is_file()
        else "SELECT NULL::VARCHAR AS register_key, NULL::VARCHAR AS household_id, "
        "NULL::INTEGER AS member_no, NULL::VARCHAR AS method, NULL::DOUBLE AS probability, "
        "NULL::VARCHAR AS band WHERE false"
    )
    connection.execute(f"CREATE TEMP TABLE pair AS {known}")
    connection.execute(
        "CREATE TEMP TABLE paired AS SELECT listed.person_key, household_id, member_no, "
        "coalesce(method <> 'number', false) AS by_name FROM ("
        "SELECT coalesce(register_key, person_key) AS person_key, household_id, member_no, method "
        "FROM person LEFT JOIN (FROM pair WHERE band = 'same') AS pair USING (household_id, member_no) "
        "WHERE meant) AS linked JOIN (SELECT DISTINCT person_key FROM listed) AS listed USING (person_key) "
        # Whoever was surveyed twice is one person in both lists, not two.
        "QUALIFY row_number() OVER (PARTITION BY listed.person_key ORDER BY household_id, member_no) = 1 "
        "AND row_number() OVER (PARTITION BY household_id, member_no ORDER BY listed.person_key) = 1"
    )


def _whole(
    connection: duckdb.DuckDBPyConnection, linked: LinkResult, pair: Pair, sensitivity: float | None
) -> tuple[TwoLists, LinkRates]:
    counts = ", ".join(
        (
            "(SELECT count(*) FROM person)",
            "(SELECT count(*) FROM person WHERE meant)",
            "(SELECT count(*) FROM listed)",
            "(SELECT count(*) FROM paired WHERE NOT by_name)",
            "(SELECT count(*) FROM paired)",
            "(SELECT count(*) FROM person ANTI JOIN paired USING (household_id, member_no) "
            "WHERE meant AND person_key IS NULL)",
            "(SELECT count(*) FROM pair WHERE probability IS NOT NULL)",
        )
    )
    ((frame, in_census, in_register, by_number, both, unnumbered, modelled),) = connection.execute(
        f"SELECT {counts}"
    ).fetchall()
    by_name = both - by_number
    # Where everybody is found by number, or names were never compared, the measurement says nothing.
    needed = bool(by_name or unnumbered)
    rates = link_rates(by_number, by_name, sensitivity, needed=needed, compared=bool(modelled or by_name))
    policy = load_missed_policy()
    lists = TwoLists(
        policy.people(pair.census, in_census, linked.edition),
        policy.people(pair.listed, in_register, linked.editions[pair.register]),
        both,
        frame,
        None,
    )
    return lists.linked_by(rates), rates


def link_rates(
    by_number: int, by_name: int, sensitivity: float | None, *, needed: bool, compared: bool
) -> LinkRates:
    """How well pairs were found: as somebody says, else as names were measured where numbers do not tell.

    `needed`: some pair was found by name, or might be. `compared`: names were compared at all.
    Unknown: a recall of None where names were needed and not compared, or never measured.
    """
    if sensitivity is not None:
        return LinkRates(by_number, by_name, None, 1.0, AS_GIVEN, sensitivity)
    measured = measured_links()
    if not needed:
        return LinkRates(by_number, by_name, 1.0, 1.0, Text("พบด้วยเลขทุกคู่", "every pair by number"))
    if measured is None or not compared:
        return LinkRates(by_number, by_name, None, 1.0, NOT_MEASURED)
    return LinkRates(by_number, by_name, measured.recall, measured.precision, measured.source)
