"""Profiles: how the columns of an office's file become Samut's facts.

A profile is a TOML file in policy/profiles; the head comment of bmn-2560.toml explains the words.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from samut.rules.errors import SamutError, Text, Where
from samut.rules.policy import nearest, policy_dir
from samut.rules.policy_files import Table as PolicyTable
from samut.rules.policy_files import read_file

KINDS = frozenset(
    {
        "text",
        "house_code",
        "village_code",
        "new_village_code",
        "tambon_code",
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
        "latitude",
        "longitude",
    }
)


@dataclass(frozen=True)
class Column:
    """One fact and where it stands in the file. `codes`: what is written → what it means."""

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


@dataclass(frozen=True)
class Table:
    """One kind of file of the register. `belongs_to`: each row needs a row of that table and back.

    `melted_into`: rows are stored as (key, figure, value) in the table of that name.
    """

    id: str
    label: Text
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    belongs_to: str | None = None
    melted_into: str | None = None

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


def known_profiles() -> tuple[Path, ...]:
    return tuple(sorted((policy_dir() / "profiles").glob("*.toml")))


def choose_profile(
    register: str, edition: int, profile: str | Path | None = None, *, besides: tuple[Profile, ...] = ()
) -> Profile:
    """The profile that was named (a name or a file), else the one for the register's edition.

    `besides`: profiles that stand in no file.

    Raises: IMPORT_008 unknown register, IMPORT_010 no profile of that edition, IMPORT_014 faulty profile.
    """
    if profile is not None:
        path = _named_profile(str(profile))
        chosen = load_profile(path)
        if chosen.register != register:
            raise SamutError("IMPORT_008", register=register, nearest=chosen.register)
        return chosen
    known = [*map(load_profile, known_profiles()), *besides]
    of_register = [each for each in known if each.register == register]
    if not of_register:
        names = sorted({each.register for each in known})
        raise SamutError("IMPORT_008", register=register, nearest=nearest(register, names))
    for each in of_register:
        if each.from_edition <= edition <= each.to_edition:
            return each
    covered = ", ".join(f"{each.from_edition}-{each.to_edition}" for each in of_register)
    raise SamutError("IMPORT_010", register=register, edition=edition, covered=covered)


def _named_profile(name: str) -> Path:
    if name.endswith(".toml"):
        if not Path(name).is_file():
            raise SamutError("IMPORT_007", file_name=Path(name).name)
        return Path(name)
    for path in known_profiles():
        if path.stem == name:
            return path
    raise SamutError(
        "IMPORT_009", profile=name, nearest=nearest(name, [path.stem for path in known_profiles()])
    )


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
    data.only("id", "label", "key", "belongs_to", "column")
    table = Table(
        id=data.need("id"),
        label=data.text("label"),
        key=tuple(data.need("key")),
        columns=tuple(_column(each) for each in data.tables("column")),
        belongs_to=data.values.get("belongs_to"),
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
    data.only(
        "name", "headers", "kind", "label", "required", "blank", "bad", "personal", "sensitive", "codes"
    )
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
    )
    if column.personal and kind not in ("text", "thai_id"):
        raise _faulty(data.where, f"{column.name}: personal, kind = {kind}")
    if kind == "thai_id" and not column.personal:
        raise _faulty(data.where, f"{column.name}: personal = true?")
    return column


def _faulty(where: Where, what: str) -> SamutError:
    return SamutError("IMPORT_014", where, what=what)
