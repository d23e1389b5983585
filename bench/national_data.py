"""An invented country, seeded: 13 million households, 36 million persons, 75,000 villages, 31 answers.

    python bench/national_data.py [--households 13000000] [--seed 1]

It stands in for a whole edition of the census where speed is measured: nobody in it exists. Parquet
by province (zstd, row groups of 16,384 rows, sorted by village and household):

    bench/data/national/households/22.parquet   village_code household_no persons answer_0 … answer_30
    bench/data/national/persons/22.parquet      village_code household_no sex age_group answer_0 … answer_30

village_code: VARCHAR of eight digits (province, amphoe, tambon, village). household_no: BIGINT, of one
household in the country. sex: 1 man, 2 woman. age_group: 0 to 5, see AGE_GROUPS. A person has the
answers of the household. answer_i: TINYINT, 1 deprived, 0 not, 2 nobody whom it concerns, NULL unknown.

What is true of it as it is of the census:
- the rate of each answer is that of the census of 2561 (RATES), skewed by province, tambon and, with a
  heavy tail, village; answers of one section go together in a village and in a household;
- whom an indicator concerns follows the members: twelve of them concern nobody in many households;
- 2 % of the answers are unknown, most of them clustered: a few households leave whole sections of the
  questionnaire open (1.6 %), the rest (0.4 %) is strewn about. Not applicable is never unknown.

A country of another size has its own folder (national-1000000) and as many villages in proportion.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

DATA = Path(__file__).parent / "data"
HOUSEHOLDS = 13_000_000
SEED = 1
# Raised whenever the same seed would give another country.
VERSION = 1
HOUSEHOLDS_PER_VILLAGE = 13_000_000 / 75_000
ROW_GROUP = 16_384
MARKER = "made.json"

PROVINCES = (
    *range(10, 20),
    *range(20, 28),
    *range(30, 50),
    *range(50, 59),
    *range(60, 68),
    *range(70, 78),
    *range(80, 87),
    *range(90, 97),
)
VILLAGES_PER_TAMBON = 10.3
TAMBONS_PER_AMPHOE = 7.8

AGE_GROUPS = ("infant_0_2", "pre_school_3_5", "school_6_14", "youth_15_24", "working_25_59", "elderly_60_up")
INFANT, PRE_SCHOOL, SCHOOL, YOUTH, WORKING, ELDERLY = range(6)
AGE_SHARES = (0.025, 0.033, 0.112, 0.120, 0.510, 0.200)
# Somebody in each house is grown up: 25 to 59 with this chance, else 60 or more.
HEAD_OF_WORKING_AGE = 0.68

INDICATORS = 31
# The sections of the questionnaire: health, environment, education, work and income, values.
SECTIONS = (range(0, 7), range(7, 14), range(14, 19), range(19, 23), range(23, 31))
# Of those whom the indicator concerns, the share that fails it: census of 2561, indicators 1 to 31.
RATES = (
    *(0.0035, 0.0316, 0.0009, 0.0099, 0.0086, 0.0475, 0.0082),
    *(0.0028, 0.0018, 0.0020, 0.0240, 0.0058, 0.0090, 0.0007),
    *(0.0017, 0.1095, 0.0350, 0.0187, 0.0092),
    *(0.0126, 0.0582, 0.0040, 0.1302),
    *(0.1786, 0.1960, 0.0071, 0.0010, 0.0033, 0.0010, 0.0039, 0.0058),
)
HIGHEST_CHANCE = 0.95
DEPRIVED, NOT_DEPRIVED, NOT_APPLICABLE, UNKNOWN = 1, 0, 2, 3

INCOMPLETE_HOUSEHOLDS = 0.08
SECTION_LEFT_OPEN = 0.20
ANSWER_LEFT_OPEN = 0.004

Bytes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Country:
    """An invented country on disk."""

    folder: Path
    households: int
    persons: int
    villages: int
    provinces: tuple[int, ...]

    def files(self, table: str) -> list[Path]:
        """The files of "households", "persons" or what was derived from them, by province."""
        return [self.folder / table / f"{province}.parquet" for province in self.provinces]

    def glob(self, table: str) -> str:
        """All of a table, as DuckDB and Polars take it."""
        return str(self.folder / table / "*.parquet")


def country(households: int = HOUSEHOLDS, seed: int = SEED, folder: Path | None = None) -> Country:
    """The country of that size and seed; invented now if it is not there, or is another."""
    name = "national" if households == HOUSEHOLDS else f"national-{households}"
    place = folder or DATA / name
    wanted = {"version": VERSION, "seed": seed, "households": households}
    marker = place / MARKER
    told = json.loads(marker.read_text(encoding="utf-8")) if marker.is_file() else {}
    if any(told.get(key) != value for key, value in wanted.items()):
        # Made beside and renamed: what stands under the name is whole, whoever else makes it meanwhile.
        draft = Path(tempfile.mkdtemp(prefix=f"{place.name}-", dir=made_folder(place.parent)))
        told = {**wanted, **invent(households, seed, draft)}
        (draft / MARKER).write_text(json.dumps(told) + "\n", encoding="utf-8")
        shutil.rmtree(place, ignore_errors=True)
        draft.rename(place)
    return Country(place, households, told["persons"], told["villages"], tuple(told["provinces"]))


def made_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def invent(households: int, seed: int, place: Path) -> dict[str, object]:
    """Write the country; what the marker says of it."""
    for table in ("households", "persons"):
        (place / table).mkdir(parents=True)
    jobs = [(place, seed, *each) for each in villages_by_province(households, seed)]
    # The largest first, so that both processes end together.
    jobs.sort(key=lambda job: -int(job[-1].sum()))
    with ProcessPoolExecutor(min(2, os.cpu_count() or 1), mp_context=get_context("spawn")) as pool:
        persons = sum(pool.map(write_province, jobs))
    return {
        "persons": persons,
        "villages": sum(len(codes) for *_, codes, _ in jobs),
        "provinces": sorted(province for _, _, province, *_ in jobs),
    }


def villages_by_province(households: int, seed: int) -> list[tuple[int, Ints, Ints]]:
    """Of each province its code, the codes of its villages, and how many households each has."""
    rng = np.random.default_rng(seed)
    count = max(len(PROVINCES), round(households / HOUSEHOLDS_PER_VILLAGE))
    shares = rng.lognormal(0, 0.5, len(PROVINCES))
    # No province has more villages than its codes can tell apart, nor none.
    counts = 1 + rng.multinomial(count - len(PROVINCES), shares / shares.sum())
    sizes = rng.lognormal(0, 0.6, count)
    in_village = 1 + rng.multinomial(households - count, sizes / sizes.sum())
    ends = np.cumsum(counts)
    return [
        (province, village_codes(province, int(some)), in_village[end - some : end])
        for province, some, end in zip(PROVINCES, counts, ends, strict=True)
    ]


def village_codes(province: int, count: int) -> Ints:
    """Eight-digit codes in order: the villages of a tambon, the tambons of an amphoe."""
    place = np.arange(count)
    tambon = (place / VILLAGES_PER_TAMBON).astype(np.int64)
    amphoe = (tambon / TAMBONS_PER_AMPHOE).astype(np.int64)
    first_village = np.searchsorted(tambon, tambon)
    first_tambon = tambon[np.searchsorted(amphoe, amphoe)]
    codes = ((province * 100 + amphoe + 1) * 100 + tambon - first_tambon + 1) * 100
    return codes + place - first_village + 1


def write_province(job: tuple[Path, int, int, Ints, Ints]) -> int:
    """Invent one province and write its two files; the persons in it."""
    place, seed, province, codes, sizes = job
    rng = np.random.default_rng([seed, province])
    village = np.repeat(np.arange(len(codes)), sizes)
    members = 1 + np.minimum(rng.poisson(1.78, len(village)), 11)
    age_group = ages(rng, members)
    concerned = concerns(rng, members, age_group)
    answers = household_answers(rng, codes, village, concerned)
    household_no = province * 100_000_000 + np.arange(1, len(village) + 1)
    names = pa.DictionaryArray.from_arrays(pa.array(village, pa.int32()), pa.array(codes.astype(str)))
    homes = {"village_code": names, "household_no": household_no, "persons": members.astype(np.int8)}
    write(homes, answers, place / "households" / f"{province}.parquet")
    home = np.repeat(np.arange(len(village)), members)
    persons = {
        "village_code": names.take(pa.array(home)),
        "household_no": household_no[home],
        "sex": (1 + (rng.random(len(home), np.float32) < 0.51)).astype(np.int8),
        "age_group": age_group,
    }
    write(persons, [answer[home] for answer in answers], place / "persons" / f"{province}.parquet")
    return len(home)


def ages(rng: np.random.Generator, members: Ints) -> Bytes:
    """The age group of each person, household by household, the first of them grown up."""
    drawn = rng.random(int(members.sum()), np.float32)
    groups = np.searchsorted(np.cumsum(AGE_SHARES[:-1]).astype(np.float32), drawn, side="right")
    first = np.cumsum(members) - members
    groups[first] = np.where(drawn[first] < HEAD_OF_WORKING_AGE, WORKING, ELDERLY)
    return groups.astype(np.int8)


def concerns(rng: np.random.Generator, members: Ints, age_group: Bytes) -> dict[int, Bools]:
    """Of the indicators that do not concern every household: which households they concern."""
    first = np.cumsum(members) - members
    groups = np.bitwise_or.reduceat(np.left_shift(np.int8(1), age_group), first)

    def lives_there(*wanted: int) -> Bools:
        return (groups & sum(1 << group for group in wanted)) != 0

    def chance(share: float) -> Bools:
        return rng.random(len(members), np.float32) < share

    infant, youth, elderly = lives_there(INFANT), lives_there(YOUTH), lives_there(ELDERLY)
    return {
        0: infant & chance(0.33),
        1: infant & chance(0.25),
        2: infant | lives_there(PRE_SCHOOL) | (lives_there(SCHOOL) & chance(0.75)),
        5: elderly | (lives_there(WORKING) & chance(0.93)),
        14: lives_there(PRE_SCHOOL),
        15: lives_there(SCHOOL),
        16: youth & chance(0.035),
        17: youth & chance(0.004),
        20: elderly,
        26: elderly,
        27: chance(0.045),
        28: chance(0.062),
    }


def household_answers(
    rng: np.random.Generator, codes: Ints, village: Ints, concerned: dict[int, Bools]
) -> list[Bytes]:
    """The 31 answers of each household: DEPRIVED, NOT_DEPRIVED, NOT_APPLICABLE or UNKNOWN."""
    households = len(village)
    hardship = rng.gamma(1.5, 1 / 1.5, households).astype(np.float32)
    incomplete = rng.random(households, np.float32) < INCOMPLETE_HOUSEHOLDS
    answers: list[Bytes] = []
    everywhere = rng.lognormal(-0.1, 0.45)
    for section in SECTIONS:
        here = (everywhere * area_effects(rng, codes)).astype(np.float32)[village]
        own = rng.standard_exponential(households, np.float32)
        lean = here * hardship * own
        left_open = incomplete & (rng.random(households, np.float32) < SECTION_LEFT_OPEN)
        for place in section:
            chance = np.minimum(lean * np.float32(RATES[place]), np.float32(HIGHEST_CHANCE))
            answer = (rng.random(households, np.float32) < chance).astype(np.int8)
            answer[left_open | (rng.random(households, np.float32) < ANSWER_LEFT_OPEN)] = UNKNOWN
            if place in concerned:
                answer[~concerned[place]] = NOT_APPLICABLE
            answers.append(answer)
    return answers


def area_effects(rng: np.random.Generator, codes: Ints) -> npt.NDArray[np.float64]:
    """How much more than elsewhere a village fails in a section: mean 1, some villages very much."""
    _, tambon = np.unique(codes // 100, return_inverse=True)
    by_tambon = rng.lognormal(-0.08, 0.4, int(tambon.max()) + 1)[tambon]
    # A Lomax law of tail 2.5 has mean 1/1.5.
    by_village = 0.4 + 0.6 * 1.5 * rng.pareto(2.5, len(codes))
    return np.asarray(by_tambon * by_village)


def write(columns: dict[str, object], answers: list[Bytes], path: Path) -> None:
    """One file; an answer that is UNKNOWN becomes NULL."""
    told = {f"answer_{place}": pa.array(each, mask=each == UNKNOWN) for place, each in enumerate(answers)}
    table = pa.table({**columns, **told})
    pq.write_table(table, path, row_group_size=ROW_GROUP, compression="zstd", write_page_index=True)


def main() -> None:
    asked = argparse.ArgumentParser(description="Invent the country that the national benchmarks measure.")
    asked.add_argument("--households", type=int, default=HOUSEHOLDS)
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--folder", type=Path)
    chosen = asked.parse_args()
    made = country(chosen.households, chosen.seed, chosen.folder)
    print(
        f"{made.folder}: {made.households:,} households, {made.persons:,} persons, {made.villages:,} villages"
    )


if __name__ == "__main__":
    main()
