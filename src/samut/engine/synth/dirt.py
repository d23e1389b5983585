"""Bad rows as real files have them, strewn in on top of the good ones.

An importer must refuse and count every one of them, and none may change a published figure: whole
households that are refused with their members, members too many, people too many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np

from samut.engine.synth.census import house_code
from samut.engine.synth.numbers import mistaken
from samut.engine.synth.registers import Registry
from samut.engine.synth.sheets import Row, Sheet, insert_anywhere, repeat_rows, spoil
from samut.engine.synth.weights import stage_rng

UNKNOWN_TAMBON, ABOLISHED_TAMBON = "229901", "220507"
# A slip for 2561 that lies in the future for a long time to come.
FUTURE_BIRTH, NO_DAY = "15/08/2661", "31/02/2515"
BAD_YES_NO = "9"
HOUSEHOLD_DUPLICATES, MEMBER_DUPLICATES, PERSON_DUPLICATES = 15, 25, 18


def strew_census(households: Sheet, members: Sheet, registry: Registry, seed: int) -> None:
    """Bad rows in the household file and the member file, which belong together."""
    rng = stage_rng(seed, "dirt census")
    free_code = iter(range(len(households.rows), len(households.rows) + 10_000))
    code_place = households.place("house_id")
    of_house: dict[str, list[Row]] = defaultdict(list)
    for row in members.rows:
        of_house[row[0]].append(row)
    bad_households, bad_members = [], []
    for kind, count, change in (
        ("unknown_area", 12, {"village_code": UNKNOWN_TAMBON + "01"}),
        ("abolished_area", 8, {"village_code": ABOLISHED_TAMBON + "03"}),
        ("bad_yes_no", 10, {"house_durable": BAD_YES_NO}),
        ("without_members", 11, {}),
    ):
        for place in rng.choice(len(households.rows), size=count, replace=False).tolist():
            template, code = households.rows[place], house_code(next(free_code))
            bad_households.append(households.changed(template, house_id=code, **change))
            households.dirty[kind] += 1
            if kind != "without_members":
                copies = _with_fresh_numbers(members, of_house[template[code_place]], code, registry, rng)
                bad_members += copies
                members.dirty["of_refused_household"] += len(copies)
    bad_members += _bad_members(members, [house_code(next(free_code)) for _ in range(14)], registry, rng)
    copies = repeat_rows(households, HOUSEHOLD_DUPLICATES, rng)
    households.rows = insert_anywhere(households.rows, bad_households + copies, rng)
    copies = repeat_rows(members, MEMBER_DUPLICATES, rng)
    members.rows = insert_anywhere(members.rows, bad_members + copies, rng)


def _with_fresh_numbers(
    sheet: Sheet, rows: list[Row], code: str, registry: Registry, rng: np.random.Generator
) -> list[Row]:
    fresh = registry.fresh_numbers(np.full(len(rows), 2520), rng)
    return [
        sheet.changed(row, house_id=code, person_key=number) for row, number in zip(rows, fresh, strict=True)
    ]


def _bad_members(sheet: Sheet, codes: list[str], registry: Registry, rng: np.random.Generator) -> list[Row]:
    """Members of no household, born in the future, of no known sex: one too many where they stand."""

    def fresh(row: Row, **values: str) -> Row:
        (number,) = registry.fresh_numbers(np.array([2555]), rng)
        return sheet.changed(row, **({"person_key": number, "member_no": "12"} | values))

    unused = iter(codes)
    return [
        *spoil(sheet, "without_household", len(codes), lambda row: fresh(row, house_id=next(unused)), rng),
        *spoil(sheet, "birth_in_future", 10, lambda row: fresh(row, birth=FUTURE_BIRTH), rng),
        *spoil(sheet, "impossible_birth", 6, lambda row: fresh(row, birth=NO_DAY, member_no="13"), rng),
        *spoil(sheet, "unknown_sex", 7, lambda row: fresh(row, sex="7", member_no="14"), rng),
    ]


def strew_persons(sheet: Sheet, registry: Registry, seed: int, *, yes_no: str = "") -> None:
    """Bad rows in a register that is keyed by the number of a person."""
    rng = stage_rng(seed, f"dirt {sheet.register}")
    number_place = sheet.place("person_key")

    def fresh(**values: str) -> Callable[[Row], Row]:
        def change(row: Row) -> Row:
            (number,) = registry.fresh_numbers(np.array([2500]), rng)
            return sheet.changed(row, **({"person_key": number} | values))

        return change

    def slip(row: Row) -> Row:
        return sheet.changed(row, person_key=mistaken(row[number_place], rng))

    bad = [
        *spoil(sheet, "wrong_number", 24, slip, rng),
        *spoil(sheet, "no_number", 12, lambda row: sheet.changed(row, person_key=""), rng),
        *spoil(sheet, "unknown_area", 9, fresh(tambon_code=UNKNOWN_TAMBON), rng),
        *spoil(sheet, "abolished_area", 6, fresh(tambon_code=ABOLISHED_TAMBON), rng),
        *spoil(sheet, "birth_in_future", 5, fresh(birth=FUTURE_BIRTH), rng),
    ]
    if yes_no:
        bad += spoil(sheet, "bad_yes_no", 7, fresh(**{yes_no: BAD_YES_NO}), rng)
    copies = repeat_rows(sheet, PERSON_DUPLICATES, rng)
    sheet.rows = insert_anywhere(sheet.rows, bad + copies, rng)


def strew_villages(sheet: Sheet, seed: int) -> None:
    """Bad rows in the village register: tambon nobody knows, an abolished one, a row twice, no point."""
    rng = stage_rng(seed, "dirt villages")
    bad = [
        *spoil(sheet, "unknown_area", 3, _counter(sheet, UNKNOWN_TAMBON), rng),
        *spoil(sheet, "abolished_area", 2, _counter(sheet, ABOLISHED_TAMBON), rng),
    ]
    copies = repeat_rows(sheet, 2, rng)
    sheet.rows = insert_anywhere(sheet.rows, bad + copies, rng)


def _counter(sheet: Sheet, tambon: str) -> Callable[[Row], Row]:
    numbers = iter(range(1, 100))
    return lambda row: sheet.changed(row, village_code=f"{tambon}{next(numbers):02d}")
