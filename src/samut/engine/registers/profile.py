"""Profiles: how the columns of an office's file become Samut's facts.

A profile is a TOML file in policy/profiles, or in the workspace's own folder of that name; the head
comment of bmn-2560.toml explains the words.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError, Text, Where
from samut.rules.policy import nearest, policy_dir
from samut.rules.policy_files import Table as PolicyTable
from samut.rules.policy_files import read_file

KINDS = frozenset(
    {
        "text",
        "full_name",
        "house_code",
        "village_code",
        "new_village_code",
        "tambon_code",
        "amphoe_code",
        "province_code",
        "thai_id",
        "date_be",
        "birth_be",
        "code",
        "yes_no",
        "asked_count",
        "failing_count",
        "count",
        "baht",
        "score",
        "number",
        "land_rai",
        "latitude",
        "longitude",
    }
)
# How a fact that no column says is made of columns that are there → the kind of what comes out.
DERIVED_KINDS = {"tambon_of_names": "tambon_code", "village_of_moo": "new_village_code"}
# Kinds that are written in a unit, and so may be written in another.
MEASURED = frozenset(("baht", "number", "land_rai"))
PERSONAL = frozenset(("text", "full_name", "thai_id"))
# Where in a workspace the office's own profiles lie.
OWN_PROFILES = "profiles"
_COLUMN_WORDS = (
    *("name", "headers", "kind", "label", "required", "blank", "bad", "personal", "sensitive"),
    *("codes", "times", "least_age", "most_age", "outside"),
)


@dataclass(frozen=True)
class Column:
    """One fact and where it stands in the file. `codes`: what is written → what it means.

    `times`: what the written number is multiplied by to come to the fact's unit. `least_age`,
    `most_age`: completed years of who the register is for, at the end of the edition's year.
    `outside_is_unknown`: a position outside the row's province is none.
    """

    name: str
    headers: tuple[str, ...]
    kind: str
    label: Text
    required: bool = False
    blank_refused: bool = False
    bad_is_unknown: bool = False
    personal: bool = False
    sensitive: bool = False
    codes: tuple[tuple[str, str], ...] = ()
    times: float = 1
    least_age: int | None = None
    most_age: int | None = None
    outside_is_unknown: bool = False


@dataclass(frozen=True)
class Derived:
    """How the cells of one column are made of others: names → tambon, tambon and moo → village.

    `sources`: tambon_of_names: province, amphoe and tambon; village_of_moo: tambon code and moo.
    """

    name: str
    kind: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One kind of file of the register. `belongs_to`: each row needs a row of that table and back.

    `melted_into`: rows are stored as (key, figure, value) in the table of that name. `derived`: how
    the columns without a header come to their cells; such a column may be a source of a later one.
    """

    id: str
    label: Text
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    belongs_to: str | None = None
    melted_into: str | None = None
    derived: tuple[Derived, ...] = ()

    def column(self, name: str) -> Column:
        return next(each for each in self.columns if each.name == name)

    @property
    def sealed(self) -> tuple[Column, ...]:
        """The columns that are stored under seal only."""
        return tuple(each for each in self.columns if each.personal)

    @property
    def stored_id(self) -> str:
        """The table of the lake its rows go to."""
        return self.melted_into or self.id


@dataclass(frozen=True)
class Profile:
    """How one register's files look from one edition to another. `version`: hash of the profile."""

    id: str
    register: str
    label: Text
    from_edition: int
    to_edition: int
    tables: tuple[Table, ...]
    version: str

    def table(self, table_id: str) -> Table:
        return next(each for each in self.tables if each.id == table_id)

    def child_of(self, table_id: str) -> Table | None:
        return next((each for each in self.tables if each.belongs_to == table_id), None)


def known_profiles(workspace: Workspace | None = None) -> tuple[Path, ...]:
    """The files of the known profiles; a workspace's own come first and hide those of the same name."""
    own = sorted((workspace.root / OWN_PROFILES).glob("*.toml")) if workspace is not None else []
    names = {each.name for each in own}
    common = sorted((policy_dir() / "profiles").glob("*.toml"))
    return (*own, *(each for each in common if each.name not in names))


def choose_profile(
    register: str,
    edition: int,
    profile: str | Path | None = None,
    *,
    workspace: Workspace | None = None,
    besides: tuple[Profile, ...] = (),
) -> Profile:
    """The profile that was named (a name or a file), else the one for the register's edition.

    The workspace's own profiles are asked before the common ones. `besides`: profiles that stand in
    no file.

    Raises: IMPORT_008 unknown register, IMPORT_010 no profile of that edition, IMPORT_014 faulty profile.
    """
    if profile is not None:
        path = _named_profile(str(profile), known_profiles(workspace))
        chosen = load_profile(path)
        if chosen.register != register:
            raise SamutError("IMPORT_008", register=register, nearest=chosen.register)
        return chosen
    known = [*map(load_profile, known_profiles(workspace)), *besides]
    of_register = [each for each in known if each.register == register]
    if not of_register:
        names = sorted({each.register for each in known})
        raise SamutError("IMPORT_008", register=register, nearest=nearest(register, names))
    for each in of_register:
        if each.from_edition <= edition <= each.to_edition:
            return each
    covered = ", ".join(f"{each.from_edition}-{each.to_edition}" for each in of_register)
    raise SamutError("IMPORT_010", register=register, edition=edition, covered=covered)


def profile_read_with(
    named: str,
    register: str,
    edition: int,
    *,
    workspace: Workspace | None = None,
    besides: tuple[Profile, ...] = (),
) -> Profile:
    """The profile a snapshot was read with; where it is no longer there, the one for its edition."""
    known = (*map(load_profile, known_profiles(workspace)), *besides)
    found = next((each for each in known if (each.id, each.register) == (named, register)), None)
    return found or choose_profile(register, edition, workspace=workspace, besides=besides)


def _named_profile(name: str, known: tuple[Path, ...]) -> Path:
    if name.endswith(".toml"):
        if not Path(name).is_file():
            raise SamutError("IMPORT_007", file_name=Path(name).name)
        return Path(name)
    for path in known:
        if path.stem == name:
            return path
    raise SamutError("IMPORT_009", profile=name, nearest=nearest(name, [path.stem for path in known]))


def load_profile(path: Path) -> Profile:
    """Read a profile and check it. Raises: IMPORT_014 naming what is wrong."""
    data = read_file(path)
    data.only("id", "register", "label", "from_edition", "to_edition", "source", "status", "table")
    profile = Profile(
        id=data.need("id"),
        register=data.need("register"),
        label=data.text("label"),
        from_edition=int(data.need("from_edition")),
        to_edition=int(data.need("to_edition")),
        tables=tuple(_table(each) for each in data.tables("table")),
        version=hashlib.sha256(path.read_bytes()).hexdigest()[:12],
    )
    ids = {each.id for each in profile.tables}
    for table in profile.tables:
        if table.belongs_to is not None and table.belongs_to not in ids:
            raise _faulty(data.where, f"belongs_to = {table.belongs_to}")
    if not ids:
        raise _faulty(data.where, "[[table]]")
    return profile


def _table(data: PolicyTable) -> Table:
    data.only("id", "label", "key", "belongs_to", "column", "derived")
    columns = [_column(each) for each in data.tables("column")]
    derived: list[Derived] = []
    for each in data.tables("derived"):
        # A cell that is sealed is not at hand for anything else.
        made, column = _derived(each, {known.name for known in columns if not known.personal})
        derived.append(made)
        columns.append(column)
    table = Table(
        id=data.need("id"),
        label=data.text("label"),
        key=tuple(data.need("key")),
        columns=tuple(columns),
        belongs_to=data.values.get("belongs_to"),
        derived=tuple(derived),
    )
    names = [each.name for each in table.columns]
    for name in names:
        if names.count(name) > 1:
            raise _faulty(data.where, f"{table.id}.{name} × 2")
    for name in table.key:
        if name not in names:
            raise _faulty(data.where, f"key = {name}")
    return table


def _column(data: PolicyTable) -> Column:
    data.only(*_COLUMN_WORDS)
    kind = data.one_of("kind", sorted(KINDS))
    column = Column(
        name=data.need("name"),
        headers=tuple(data.need("headers")),
        kind=kind,
        label=data.text("label"),
        required=bool(data.values.get("required", False)),
        blank_refused=data.values.get("blank") == "refuse",
        bad_is_unknown=data.values.get("bad") == "unknown" or kind in ("latitude", "longitude"),
        personal=bool(data.values.get("personal", False)),
        sensitive=bool(data.values.get("sensitive", False)),
        codes=tuple(data.values.get("codes", {}).items()),
        times=data.values.get("times", 1),
        least_age=data.values.get("least_age"),
        most_age=data.values.get("most_age"),
        outside_is_unknown=data.values.get("outside") == "unknown",
    )
    _check_column(column, data.where)
    return column


def _check_column(column: Column, where: Where) -> None:
    """Words that say nothing beside the column's kind are an error, not passed over."""
    kind = column.kind
    if column.personal and kind not in PERSONAL:
        raise _faulty(where, f"{column.name}: personal, kind = {kind}")
    if kind in ("thai_id", "full_name") and not column.personal:
        raise _faulty(where, f"{column.name}: personal = true?")
    if column.times != 1 and kind not in MEASURED:
        raise _faulty(where, f"{column.name}: times, kind = {kind}")
    if not isinstance(column.times, int | float) or column.times <= 0:
        raise _faulty(where, f"{column.name}: times = {column.times}")
    if (column.least_age, column.most_age) != (None, None) and kind != "birth_be":
        raise _faulty(where, f"{column.name}: least_age, most_age, kind = {kind}")
    if column.outside_is_unknown and kind not in ("latitude", "longitude"):
        raise _faulty(where, f"{column.name}: outside, kind = {kind}")
    if column.codes and kind not in ("code", "yes_no"):
        raise _faulty(where, f"{column.name}: codes, kind = {kind}")
    if kind == "yes_no" and not {meant for _, meant in column.codes} <= {"0", "1"}:
        raise _faulty(where, f'{column.name}: codes = "0", "1"')


def _derived(data: PolicyTable, known: set[str]) -> tuple[Derived, Column]:
    data.only("name", "kind", "sources", "label", "blank", "bad")
    kind = data.one_of("kind", sorted(DERIVED_KINDS))
    made = Derived(data.need("name"), kind, tuple(data.need("sources")))
    for source in made.sources:
        if source not in known:
            raise _faulty(data.where, f"{made.name}: sources = {source}")
    wanted = 3 if kind == "tambon_of_names" else 2
    if len(made.sources) != wanted:
        raise _faulty(data.where, f"{made.name}: sources × {wanted}")
    column = Column(
        made.name,
        (),
        DERIVED_KINDS[kind],
        data.text("label"),
        blank_refused=data.values.get("blank") == "refuse",
        bad_is_unknown=data.values.get("bad") == "unknown",
    )
    return made, column


def _faulty(where: Where, what: str) -> SamutError:
    return SamutError("IMPORT_014", where, what=what)
