"""A workspace: the one folder that holds everything of one office.

`samut.toml` says what it is and which register files belong to it; beside it stand the lake, the
case database, media and the keys. Whoever copies the folder has copied the office, so what holds
persons is readable by its owner only.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from samut.engine.site_config import SiteConfig, default_site, read_site, site_lines
from samut.rules.errors import SamutError, Where

CONFIG_FILE = "samut.toml"
DEFAULT_FOLDER = "demo"
OWNER_ONLY = 0o700
# The site's own key: made when it first serves a folder, before there is a samut.toml.
BEGUN_FILE = "keys/django.key"


@dataclass(frozen=True)
class RegisterFile:
    """Files of one edition of one register, in the order they are to be imported.

    Paths are relative to the workspace, or absolute.
    """

    name: str
    edition: int
    files: tuple[str, ...]


@dataclass(frozen=True)
class Config:
    """What `samut.toml` says."""

    name: str
    demo: bool
    province: str
    edition: int
    measure: str
    registers: tuple[RegisterFile, ...]
    site: SiteConfig


@dataclass(frozen=True)
class Workspace:
    """One workspace, opened."""

    root: Path

    @property
    def lake(self) -> Path:
        return self.root / "lake"

    @property
    def database(self) -> Path:
        return self.root / "samut.db"

    @property
    def media(self) -> Path:
        return self.root / "media"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def incoming(self) -> Path:
        return self.root / "incoming"

    @cached_property
    def config(self) -> Config:
        return _read_config(self.root / CONFIG_FILE)

    def file_paths(self, register: RegisterFile) -> tuple[Path, ...]:
        """The register's files as paths that can be opened."""
        return tuple(self.root / file for file in register.files)


def create_workspace(
    root: Path | str,
    *,
    name: str,
    demo: bool,
    province: str,
    edition: int,
    registers: Sequence[RegisterFile] = (),
    measure: str = "tpmap-2561",
    site: SiteConfig | None = None,
) -> Workspace:
    """Make a workspace at `root`.

    Raises: WORK_003 when there is one already, WORK_004 when the folder cannot be written.
    """
    folder = Path(root).resolve()
    if (folder / CONFIG_FILE).exists():
        raise SamutError("WORK_003", folder=folder)
    workspace = Workspace(folder)
    signing_in = site or default_site(demo=demo)
    config = Config(name, demo, province, edition, measure, tuple(registers), signing_in)
    begin_workspace(folder)
    try:
        # Last and in one step: a folder with samut.toml is a whole workspace.
        draft = folder / f".{CONFIG_FILE}.new"
        draft.write_text(_config_text(config), encoding="utf-8")
        draft.replace(folder / CONFIG_FILE)
    except OSError as error:
        raise SamutError("WORK_004", folder=folder, reason=os.strerror(error.errno or 0)) from error
    return workspace


def may_begin(folder: Path) -> bool:
    """Whether a workspace can begin here: nothing is in the folder, or what an unfinished beginning left."""
    if (folder / CONFIG_FILE).exists():
        return False
    return not folder.exists() or not any(folder.iterdir()) or (folder / BEGUN_FILE).is_file()


def begin_workspace(root: Path | str) -> Workspace:
    """The folders of a workspace without its samut.toml: it is not whole until that is written.

    Raises: WORK_004 when the folder cannot be written.
    """
    folder = Path(root).resolve()
    workspace = Workspace(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for part in (workspace.lake, workspace.keys, workspace.media, workspace.incoming):
            part.mkdir(mode=OWNER_ONLY, exist_ok=True)
            part.chmod(OWNER_ONLY)
    except OSError as error:
        raise SamutError("WORK_004", folder=folder, reason=os.strerror(error.errno or 0)) from error
    return workspace


def open_workspace(path: Path | str | None = None) -> Workspace:
    """The workspace at `path`; without one the nearest upwards from here, then ./demo.

    Raises: WORK_001 when there is none, WORK_002 when its samut.toml cannot be understood.
    """
    if path is not None:
        folder = Path(path).resolve()
    else:
        here = Path.cwd()
        candidates = [here, *here.parents, here / DEFAULT_FOLDER]
        folder = next((each for each in candidates if (each / CONFIG_FILE).is_file()), here / DEFAULT_FOLDER)
    if not (folder / CONFIG_FILE).is_file():
        raise SamutError("WORK_001", folder=folder)
    workspace = Workspace(folder)
    _ = workspace.config
    return workspace


def _config_text(config: Config) -> str:
    # A JSON string is a TOML basic string for every text an office would write.
    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    lines = [
        "[workspace]",
        f"name = {quoted(config.name)}",
        f"demo = {'true' if config.demo else 'false'}",
        f"province = {quoted(config.province)}",
        f"edition = {config.edition}",
        f"measure = {quoted(config.measure)}",
        "",
        *site_lines(config.site),
    ]
    for register in config.registers:
        files = ", ".join(quoted(file) for file in register.files)
        lines += [
            "",
            "[[register]]",
            f"name = {quoted(register.name)}",
            f"edition = {register.edition}",
            f"files = [{files}]",
        ]
    return "\n".join(lines) + "\n"


def _read_config(path: Path) -> Config:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        head: dict[str, Any] = data["workspace"]
        registers = tuple(
            RegisterFile(str(each["name"]), int(each["edition"]), tuple(str(file) for file in each["files"]))
            for each in data.get("register", [])
        )
        demo = bool(head.get("demo", False))
        return Config(
            name=str(head["name"]),
            demo=demo,
            province=str(head["province"]),
            edition=int(head["edition"]),
            measure=str(head.get("measure", "tpmap-2561")),
            registers=registers,
            site=read_site(data.get("site", {}), demo=demo),
        )
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise SamutError("WORK_004", folder=path.parent, reason=reason) from error
    except KeyError as error:
        raise SamutError("WORK_002", Where(file=path.name), reason=f"{error} …?") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise SamutError("WORK_002", Where(file=path.name), reason=error) from error
