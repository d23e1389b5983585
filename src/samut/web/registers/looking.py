"""What files that were sent look like: their headers, first rows (masked), and which register they fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from samut.engine.registers.guesses import ColumnGuess, ProfileGuess
from samut.engine.registers.guessing import guess_profile
from samut.engine.registers.known_fits import KnownFit, all_profiles
from samut.engine.registers.own_profiles import Fact, common_facts, facts_of, fits_of
from samut.engine.registers.profile import Profile, known_profiles, load_profile
from samut.engine.registers.reading import normal_header
from samut.rules.errors import Problem, SamutError, Text
from samut.web.areas.queries import workspace
from samut.web.registers.actions import paths_of
from samut.web.registers.models import Upload

EXAMPLES = 3


@dataclass(frozen=True)
class ColumnLook:
    """One column of a file: its first values, masked, and what it is taken to be (None: not taken in)."""

    guess: ColumnGuess
    examples: tuple[str, ...]
    fact: Text | None


@dataclass(frozen=True)
class FileLook:
    """One file. `problem`: why it cannot be read. `fits`: the layouts of its register that it comes near."""

    name: str
    guess: ProfileGuess | None
    problem: Problem | None
    fits: tuple[KnownFit, ...] = ()

    def fit(self, profile: str) -> KnownFit | None:
        return next((each for each in self.fits if each.profile == profile), None)


@dataclass(frozen=True)
class Choice:
    """One column to be told by picking: what there is to pick from, and what is picked now."""

    look: ColumnLook
    facts: tuple[tuple[int, Fact], ...]
    picked: int | None
    in_key: bool


@dataclass(frozen=True)
class UploadLook:
    """All files together. `profile`: the layout that fits them all; None while there is none."""

    upload: Upload
    files: tuple[FileLook, ...]
    profile: Profile | None
    nearest: Profile | None

    @property
    def problems(self) -> tuple[FileLook, ...]:
        return tuple(each for each in self.files if each.problem is not None)

    @property
    def to_tell(self) -> FileLook | None:
        """The first file whose columns have to be told."""
        if self.profile is not None or self.problems:
            return None
        if self.nearest is None:
            return self.files[0]
        return next(each for each in self.files if not _is_whole(each.fit(self.nearest.id)))


def look_at(upload: Upload) -> UploadLook:
    """Look at the headers and first rows of each file. Raises: JOB_013 when they are gone."""
    files = tuple(
        _look(name, path, upload)
        for name, path in zip((each["name"] for each in upload.files), paths_of(upload), strict=True)
    )
    profiles = {each.id: each for each in all_profiles(workspace())}
    near = [fit.profile for fit in files[0].fits] if files else []
    order = sorted(near, key=lambda profile: -sum(_share(each.fit(profile)) for each in files))
    whole = next((each for each in order if all(_is_whole(file.fit(each)) for file in files)), None)
    nearest = profiles[order[0]] if order else _first_of(upload, profiles.values())
    return UploadLook(upload, files, profiles[whole] if whole else None, nearest)


def suggestions(look: UploadLook) -> tuple[Profile, ...]:
    """Registers that files of an unknown one fit wholly."""
    found: dict[str, Profile] = {}
    for profile in all_profiles(workspace()):
        if not profile.from_edition <= look.upload.edition <= profile.to_edition:
            continue
        guesses = [each.guess for each in look.files]
        fits = (
            guess is not None and any(fit.profile == profile.id and fit.share == 1 for fit in guess.fits)
            for guess in guesses
        )
        if guesses and all(fits):
            found.setdefault(profile.register, profile)
    return tuple(found.values())


def columns_of(file: FileLook, profile: Profile | None) -> tuple[ColumnLook, ...]:
    """The columns of a file with what a layout takes each to be; without one, what it most likely is."""
    guess = file.guess
    if guess is None:
        return ()
    facts = {each.position: each.label for each in guess.columns} if profile is None else {}
    fit = file.fit(profile.id) if profile is not None else None
    if profile is not None and fit is not None:
        by_header = {
            normal_header(header): column.label
            for column in profile.table(fit.table).columns
            for header in column.headers
        }
        told = {each.position: by_header.get(normal_header(each.header)) for each in guess.columns}
        facts = {position: label for position, label in told.items() if label is not None}
    return tuple(
        ColumnLook(each, _examples(guess, place), facts.get(each.position))
        for place, each in enumerate(guess.columns)
    )


def choices(look: UploadLook) -> tuple[Choice, ...]:
    """The columns of the file that has to be told, each with what it may be."""
    file = look.to_tell
    if file is None or file.guess is None:
        return ()
    columns = columns_of(file, None)
    if look.upload.register and look.nearest is not None:
        numbered = tuple(enumerate(facts_to_pick(look)))
        picked = _picked(look, columns)
        return tuple(
            Choice(each, numbered, picked.get(each.guess.position), in_key=False) for each in columns
        )
    facts = common_facts()
    key = file.guess.key
    return tuple(_open_choice(each, facts, in_key=each.guess.name in key) for each in columns)


def _picked(look: UploadLook, columns: tuple[ColumnLook, ...]) -> dict[int, int]:
    """What each column, by position, is most likely: by its header, else by its values; no fact twice."""
    by_header = headers_of(look)
    by_name = {fact.name: place for place, fact in enumerate(facts_to_pick(look))}
    found: dict[int, int] = {}
    for told in (
        {each.guess.position: by_header.get(normal_header(each.guess.header)) for each in columns},
        {each.guess.position: by_name.get(each.guess.name) for each in columns},
    ):
        for position, place in told.items():
            if place is not None and position not in found and place not in found.values():
                found[position] = place
    return found


def facts_to_pick(look: UploadLook) -> tuple[Fact, ...]:
    """The facts of the known register's table that the file to tell comes nearest to."""
    return facts_of(look.nearest.table(table_of(look))) if look.nearest is not None else ()


def table_of(look: UploadLook) -> str:
    """The table of the nearest layout that the file to tell is."""
    profile, file = look.nearest, look.to_tell
    if profile is None or file is None:
        return ""
    fit = file.fit(profile.id)
    return fit.table if fit is not None else profile.tables[0].id


def headers_of(look: UploadLook) -> dict[str, int]:
    """Known headers → the place of their fact among those to pick from."""
    if look.nearest is None:
        return {}
    table = look.nearest.table(table_of(look))
    places = {fact.name: place for place, fact in enumerate(facts_to_pick(look))}
    return {
        normal_header(header): places[column.name] for column in table.columns for header in column.headers
    }


def profile_name(profile: Profile) -> str:
    """What an import calls a layout by; empty for one that stands in no file."""
    found = (each.stem for each in known_profiles(workspace()) if load_profile(each).id == profile.id)
    return next(found, "")


def _look(name: str, path: Path, upload: Upload) -> FileLook:
    try:
        guess = guess_profile(path, workspace())
    except SamutError as error:
        return FileLook(name, None, error.problem)
    fits = fits_of(guess, upload.register, upload.edition, workspace()) if upload.register else ()
    return FileLook(name, guess, None, fits)


def _first_of(upload: Upload, profiles: Iterable[Profile]) -> Profile | None:
    """A layout of the register to tell the columns by, where the file comes near to none."""
    return next(
        (
            each
            for each in profiles
            if each.register == upload.register and each.from_edition <= upload.edition <= each.to_edition
        ),
        None,
    )


def _open_choice(column: ColumnLook, facts: tuple[Fact, ...], *, in_key: bool) -> Choice:
    """What a column of an undescribed register may be: what it most likely is comes first."""
    guess = column.guess
    same = next(
        (place for place, each in enumerate(facts) if (each.name, each.kind) == (guess.name, guess.kind)),
        None,
    )
    numbered = tuple(enumerate(facts))
    return Choice(column, numbered, same if same is not None else -1, in_key)


def _examples(guess: ProfileGuess, place: int) -> tuple[str, ...]:
    return tuple(row[place] for row in guess.first_rows[:EXAMPLES])


def _share(fit: KnownFit | None) -> float:
    return fit.share if fit is not None else 0.0


def _is_whole(fit: KnownFit | None) -> bool:
    return fit is not None and fit.share == 1
