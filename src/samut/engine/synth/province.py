"""A census of one province, made to agree with the real one.

Order: who lives where; what they are (student, disabled, ill); who fails what; who is registered;
who they are; what they answer; the registers beside; bad rows; files. Each stage has its own random
numbers from the seed, so the same seed gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from samut.engine.synth.answers import answer
from samut.engine.synth.census import household_sheet, member_sheet, village_sheet
from samut.engine.synth.composition import compose
from samut.engine.synth.conditions import assign_conditions
from samut.engine.synth.dirt import strew_census, strew_persons, strew_villages
from samut.engine.synth.failing import draw_failing
from samut.engine.synth.files import opening_day, write_csv, write_readme, write_xlsx
from samut.engine.synth.identities import identify
from samut.engine.synth.margins import load_margins
from samut.engine.synth.places import lay_out
from samut.engine.synth.registers import Registry, disability, elderly_allowance, welfare_card
from samut.engine.synth.registration import register_people
from samut.engine.synth.sheets import FileSummary, Sheet

Progress = Callable[[int, int | None, str], None]
PROVINCE, YEAR, SEED = "22", 2561, 2561
STEPS = 12


@dataclass(frozen=True)
class SynthSummary:
    """What was written. `files` are in the order in which they should be imported."""

    folder: Path
    province: str
    year: int
    seed: int
    households: int
    persons: int
    files: tuple[FileSummary, ...]

    def file(self, register: str, table: str) -> FileSummary:
        return next(each for each in self.files if (each.register, each.table) == (register, table))


def write_province(
    out_dir: Path | str,
    province: str = PROVINCE,
    year: int = YEAR,
    seed: int = SEED,
    progress: Progress | None = None,
) -> SynthSummary:
    """Write the register files of a synthetic province into a folder (made where it is missing).

    Raises: SYNTH_001 when TPMAP published nothing for the province and year, SYNTH_002 when the
    sizes of its tambon are not known.
    """
    folder = Path(out_dir)
    folder.mkdir(parents=True, exist_ok=True)
    step = _Steps(progress)
    sheets = _sheets(province, year, seed, step)
    encodings = {"bmn": "utf-8-sig", "welfare-card": "cp874"}
    for sheet in sheets:
        path = folder / sheet.name
        if path.suffix == ".xlsx":
            write_xlsx(path, sheet, opening_day(year))
        else:
            encoding = "utf-8" if sheet.table == "member" else encodings.get(sheet.register, "utf-8")
            write_csv(path, sheet, encoding)
        step(f"{sheet.name}")
    write_readme(folder, sheets, province=province, year=year)
    households, members = (sheet.summary() for sheet in sheets if sheet.register == "bmn")
    return SynthSummary(
        folder=folder,
        province=province,
        year=year,
        seed=seed,
        households=households.accepted,
        persons=members.accepted,
        files=tuple(sheet.summary() for sheet in sheets),
    )


class _Steps:
    """Tells the caller how far the work is."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress, self._done = progress, 0

    def __call__(self, say: str) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, STEPS, say)


def _sheets(province: str, year: int, seed: int, step: _Steps) -> list[Sheet]:
    margins = load_margins(province, year)
    people = compose(margins, seed)
    places = lay_out(province, people.households, seed)
    step("ครัวเรือนและที่ตั้ง / households and places")
    conditions = assign_conditions(people, margins, seed)
    failing = draw_failing(people, conditions, places, margins, seed)
    step("ตัวชี้วัด / indicators")
    identities = identify(people, places, year, seed)
    registration = register_people(people, failing, identities.linkable, margins, seed)
    step("บุคคลและทะเบียน / people and registers")
    answers = answer(people, conditions, failing, identities, margins, registration.validated, seed)
    step("คำตอบ / answers")
    households = household_sheet(
        f"bmn_households_{province}_{year}_synthetic.csv", places, identities, answers, seed
    )
    members = member_sheet(f"bmn_members_{province}_{year}_synthetic.csv", people, identities, answers, seed)
    villages = village_sheet(f"villages_{province}_synthetic.csv", places)
    registry = Registry(people, identities, places, year, seed)
    cards = welfare_card(registry, registration, f"welfare_card_{province}_synthetic.csv")
    disabled = disability(registry, conditions, f"disability_{province}_synthetic.xlsx")
    elderly = elderly_allowance(registry, f"elderly_allowance_{province}_synthetic.csv")
    step("แถวของแต่ละทะเบียน / rows of the registers")
    strew_villages(villages, seed)
    strew_census(households, members, registry, seed)
    strew_persons(cards, registry, seed, yes_no="card_validated")
    strew_persons(disabled, registry, seed)
    strew_persons(elderly, registry, seed)
    step("แถวที่ผิด / bad rows")
    return [villages, households, members, cards, disabled, elderly]
