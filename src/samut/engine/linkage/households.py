"""Households between two editions of the census: which became which, as rows that merge nothing.

Who is followed is said by samut.engine.panel, and by it alone; here the persons whom names find are
given to it beside those with a number of their own, and what it finds is told by household: families
(people who lived together before and live together now) and events (split, merged, joined, moved).
"""

from __future__ import annotations

import hashlib
import importlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from samut import __version__
from samut.engine.lake import MANIFEST, SPILL, Lake, whole_folder
from samut.engine.linkage.household_events import EVENT_SQL, FAMILY_SQL, PERSON_SQL
from samut.engine.linkage.linking import members_sql
from samut.engine.linkage.results import CENSUS, HOUSEHOLD, MEMBER, NAME_STEPS, PERSON, Progress
from samut.engine.panel.rows import PanelColumns, edition_of, normal_rows
from samut.engine.panel.states import Pair, followed_sql, households_in_state_sql
from samut.engine.registers.checks import quote
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.household_events import Event
from samut.rules.linkage import load_link_policy
from samut.rules.panel import State

METHOD = "households-1"
FOLDER = "households"
FAMILY, EVENT = "family", "event"
# Splink takes time to load; what is there already does not need it.
BY_NAME = "samut.engine.linkage.between"
COLUMNS = PanelColumns("person", "household", "time", "poor", area="area")


@dataclass(frozen=True)
class HouseholdChanges:
    """What became of the households from one edition to the next.

    `events`: rows by event; `families`: groups of people who lived together and live together.
    `by_number`, `by_name`: persons followed; `likely`: pairs by name that are not sure, and so not
    followed. `unknown_before`, `unknown_after`: persons who could not be followed at all.
    """

    id: str
    before: int
    after: int
    path: Path
    households_before: int
    households_after: int
    events: dict[str, int] = field(hash=False)
    families: int
    by_number: int
    by_name: int
    likely: int
    unknown_before: int
    unknown_after: int
    done_before: bool = False

    @property
    def events_file(self) -> Path:
        return self.path / f"{EVENT}.parquet"

    @property
    def families_file(self) -> Path:
        return self.path / f"{FAMILY}.parquet"

    @property
    def persons_file(self) -> Path:
        return self.path / f"{PERSON}.parquet"


def edition_before(workspace: Workspace, edition: int) -> int | None:
    """The newest edition of the census before this one; None: there is none."""
    lake = Lake(workspace)
    held = (each for register, each in lake.registers() if register == CENSUS and each < edition)
    return next((each for each in sorted(held, reverse=True) if lake.has_table(CENSUS, MEMBER, each)), None)


def households_between(
    workspace: Workspace, before: int, after: int, progress: Progress | None = None
) -> HouseholdChanges:
    """Follow the households of the census from one edition (Buddhist year) to a later one.

    Raises: LINK_020 when the editions are not in order, WORK_015 when there is no such census.
    """
    if before >= after:
        raise SamutError("LINK_020", before=before, after=after)
    lake = Lake(workspace)
    for edition in (before, after):
        if not lake.has_table(CENSUS, MEMBER, edition):
            raise SamutError("WORK_015", register=CENSUS, edition=edition)
    this = _id(lake, before, after)
    final = lake.root / FOLDER / f"{before}-{after}" / this
    if final.is_dir():
        return _read(final, done_before=True)
    tell = progress or (lambda done, total, label: None)
    steps = len(NAME_STEPS) + 2
    with whole_folder(lake.root, final) as draft, lake.connect(draft / SPILL) as connection:
        tell(0, steps, MEMBER)
        _load(connection, lake, before, after)
        importlib.import_module(BY_NAME).find_named(
            connection, lake, after, lambda label: tell(1 + NAME_STEPS.index(label), steps, label)
        )
        tell(steps - 1, steps, HOUSEHOLD)
        _follow(connection, before, after)
        for table in (PERSON, FAMILY, EVENT):
            connection.execute(
                f"COPY (SELECT * FROM {table} ORDER BY ALL) TO {quote(str(draft / f'{table}.parquet'))} "
                "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 32768)"
            )
        manifest = {
            "id": this,
            "before": before,
            "after": after,
            "method": METHOD,
            "counts": _counts(connection),
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "engine_version": __version__,
        }
        (draft / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    tell(steps, steps, HOUSEHOLD)
    return _read(final)


def _id(lake: Lake, before: int, after: int) -> str:
    read = [
        f"{edition}/{snapshot.id}"
        for edition in (before, after)
        for snapshot in lake.snapshots(CENSUS, edition)
    ]
    parts = [METHOD, __version__, load_link_policy().mark, *read]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _read(path: Path, *, done_before: bool = False) -> HouseholdChanges:
    """Raises: WORK_009 when it is damaged."""
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        names = ("id", "before", "after")
        known = {name: manifest[name] for name in names} | manifest["counts"]
        return HouseholdChanges(path=path, done_before=done_before, **known)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SamutError("WORK_009", snapshot=path.name) from error


def _load(connection: duckdb.DuckDBPyConnection, lake: Lake, before: int, after: int) -> None:
    """The members of both editions and the houses of each, one without a member that was taken in too."""
    for side, edition in (("old", before), ("new", after)):
        connection.execute(f"CREATE TABLE {side}_member AS {members_sql(connection, lake, edition)}")
        listed = f"SELECT household_id, village_code FROM {side}_member"
        if lake.has_table(CENSUS, HOUSEHOLD, edition):
            listed += (
                f" UNION ALL SELECT household_id, village_code FROM {lake.view(CENSUS, HOUSEHOLD, edition)}"
            )
        connection.execute(
            f"CREATE TABLE {side}_house AS SELECT household_id, max(village_code) AS village_code "
            f"FROM ({listed}) WHERE household_id IS NOT NULL GROUP BY household_id"
        )


def _follow(connection: duckdb.DuckDBPyConnection, before: int, after: int) -> None:
    """Make the tables `person`, `family` and `event`."""
    for side, edition in (("old", before), ("new", after)):
        # Two rows that are one person by name get one id in place of whatever numbers they have.
        connection.execute(
            f"CREATE TABLE {side}_row AS SELECT household_id, member_no, name_id IS NOT NULL AS named, "
            f"probability, coalesce(name_id, person_key) AS person, household_id AS household, "
            f"'{edition}' AS time, village_code AS area, NULL AS poor FROM {side}_member LEFT JOIN "
            f"(SELECT {side}_household AS household_id, {side}_member_no AS member_no, probability, "
            "concat_ws('|', 'name', old_household, old_member_no) AS name_id FROM named WHERE band = 'same') "
            "USING (household_id, member_no)"
        )
    both = "(SELECT * FROM old_row UNION ALL SELECT * FROM new_row)"
    rows = normal_rows(both, COLUMNS)
    pair = Pair(edition_of(str(before)), edition_of(str(after)), ())
    connection.execute(f"CREATE TABLE followed AS {followed_sql(rows, pair)}")
    replaced = households_in_state_sql(rows, pair, State.REPLACED)
    connection.execute(f"CREATE TABLE replaced AS SELECT household AS household_id FROM ({replaced})")
    connection.execute(PERSON_SQL)
    connection.execute(FAMILY_SQL)
    connection.execute(EVENT_SQL, {"before": before, "after": after})


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, object]:
    def count(query: str) -> int:
        [(found,)] = connection.execute(f"SELECT count(*) FROM {query}").fetchall()
        return int(found)

    followed = count("person")
    events = dict(connection.execute("SELECT event, count(*) FROM event GROUP BY event").fetchall())
    return {
        "households_before": count("old_house"),
        "households_after": count("new_house"),
        "events": {event.value: int(events.get(event.value, 0)) for event in Event},
        "families": count("family WHERE from_household IS NOT NULL AND to_household IS NOT NULL"),
        "by_number": count("person WHERE evidence = 'number'"),
        "by_name": count("person WHERE evidence = 'name'"),
        "likely": count("named WHERE band = 'ask'"),
        "unknown_before": count("old_member") - followed,
        "unknown_after": count("new_member") - followed,
    }
