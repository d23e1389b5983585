"""What the households and members of the synthetic province answer on the census form.

Failing becomes answers here: one of the items, a number of persons, an income under the floor. The
columns carry the names of Samut's profile; which header each gets in the file, the profile says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from samut.engine.synth.composition import ELDER_AGE, Population
from samut.engine.synth.conditions import Conditions
from samut.engine.synth.failing import Failing, exposed_households
from samut.engine.synth.identities import Identities
from samut.engine.synth.margins import Margins
from samut.engine.synth.weights import Flags, Ints, choose, stage_rng

Columns = dict[str, list[str]]
NOT_ASKED, BLANK = "-", ""
INCOME_FLOOR_BAHT = 38_000
LARGEST_HOUSEHOLD = 30
_ASKED = np.array(["0", *(f"1,{count}" for count in range(1, LARGEST_HOUSEHOLD))])
_FAILING = np.array(["1", *(f"0,{count}" for count in range(1, LARGEST_HOUSEHOLD))])
_COUNT = np.array([str(count) for count in range(LARGEST_HOUSEHOLD)])

# Indicator: its yes/no items, and whether "yes" is the good answer.
ITEMS: dict[int, tuple[tuple[str, ...], bool]] = {
    4: (("food_approved", "food_meat_cooked", "food_vegetables_safe", "food_hands_washed"), True),
    5: (
        ("medicine_at_hand", "medicine_no_mixed_packs", "medicine_no_unapproved", "medicine_no_false_claims"),
        True,
    ),
    8: (("tenure_secure", "house_durable"), True),
    9: (("drinking_water_enough",), True),
    10: (("use_water_enough",), True),
    11: (
        (
            "house_inside_clean",
            "kitchen_clean",
            "water_store_covered",
            "pests_absent",
            "waste_container",
            "waste_sorted",
            "waste_removed",
            "waste_area_clean",
            "drainage_adequate",
            "toilet_hygienic",
            "chemicals_apart",
        ),
        True,
    ),
    12: (
        (
            "pollution_noise",
            "pollution_vibration",
            "pollution_dust",
            "pollution_smell",
            "pollution_waste_water",
            "pollution_waste",
        ),
        False,
    ),
    13: (("safe_driving", "safe_electricity", "safe_work", "disaster_ready"), True),
    14: (
        ("crime_assault", "crime_property_loss_baht", "crime_trespass", "crime_other", "crime_killing"),
        False,
    ),
    23: (("saves_nothing",), False),
    30: (("joins_public_activity",), True),
}


@dataclass(frozen=True)
class Answers:
    """The answers of households and members by the profile's column names.

    Shape: household lists (households,), member lists (persons,).
    """

    household: Columns
    member: Columns


@dataclass(frozen=True)
class _Jobs:
    """Who has no work: persons, and how many of them have an income all the same."""

    worker: Flags
    elder_worker: Flags
    jobless: Flags
    with_income: Flags


class _Asking:
    """One round of asking: the people, what was drawn for them, and the random numbers of the answers."""

    def __init__(
        self,
        people: Population,
        conditions: Conditions,
        failing: Failing,
        identities: Identities,
        rng: np.random.Generator,
    ) -> None:
        self.people, self.conditions, self.failing = people, conditions, failing
        self.identities, self.rng = identities, rng

    def some(self, number: int, asked: Ints) -> Ints:
        """How many persons fail: at least one where the household fails, else none."""
        fails = self.failing.fails[number] & (asked > 0)
        return np.where(fails, 1 + self.rng.binomial(np.maximum(asked - 1, 0), 0.2), 0)

    def blanked(self, number: int, texts: np.ndarray[tuple[int], np.dtype[np.str_]]) -> list[str]:
        blank = self.failing.unanswered[number]
        return [str(text) for text in np.where(blank, BLANK, texts).tolist()]

    def person_question(self, number: int, asked: Ints) -> tuple[list[str], list[str]]:
        """The two answers of "how many are there" and "how many fail"."""
        failing = np.where(asked > 0, _FAILING[self.some(number, asked)], NOT_ASKED)
        return _ASKED[asked].tolist(), self.blanked(number, failing)

    def one_each(self, fit: Flags, counts: Ints) -> Flags:
        """So many of each household's fit persons, at random."""
        house = self.people.house
        pool = np.flatnonzero(fit)
        ordered = pool[np.lexsort((self.rng.random(len(pool)), house[pool]))]
        begins = np.searchsorted(house[ordered], np.arange(self.people.households))
        rank = np.arange(len(ordered)) - begins[house[ordered]]
        chosen = np.zeros(len(fit), dtype=np.bool_)
        chosen[ordered[rank < counts[house[ordered]]]] = True
        return chosen


def answer(
    people: Population,
    conditions: Conditions,
    failing: Failing,
    identities: Identities,
    margins: Margins,
    validated: Flags,
    seed: int,
) -> Answers:
    """All answers that follow from what was drawn."""
    asking = _Asking(people, conditions, failing, identities, stage_rng(seed, "answers"))
    jobs = _jobs(asking)
    household: Columns = {}
    household |= _children_and_care(asking)
    for number, (items, good) in ITEMS.items():
        household |= _items(asking, number, items, good)
    household["crime_property_loss_baht"] = _losses(asking, household["crime_property_loss_baht"])
    household |= _exercise(asking) | _school(asking, jobs, margins) | _work(asking, jobs)
    household["income_year_baht"] = _income(asking)
    household |= _habits(asking) | _warmth(asking)
    household["happiness_score"] = _happiness(asking, margins)
    return Answers(household, _members(asking, jobs, validated))


def _children_and_care(asking: _Asking) -> Columns:
    people, conditions = asking.people, asking.conditions
    columns: Columns = {}

    def ask(number: int, asked_name: str, failing_name: str, persons: Flags) -> None:
        columns[asked_name], columns[failing_name] = asking.person_question(number, people.count(persons))

    ask(1, "child_to_1_count", "birth_weight_low_count", people.aged(0, 1))
    ask(3, "child_0_12_count", "child_0_12_unvaccinated_count", people.aged(0, 12))
    ask(6, "person_35_up_count", "person_35_up_unchecked_count", people.aged(35))
    ask(15, "child_3_5_count", "child_3_5_no_preschool_count", people.aged(3, 5))
    ask(16, "child_6_14_count", "child_6_14_out_of_school_count", people.aged(6, 14))
    ask(17, "m3_finisher_count", "m3_finisher_not_continuing_count", conditions.finished_m3)
    ask(19, "person_15_59_count", "person_15_59_illiterate_count", people.aged(15, ELDER_AGE - 1))
    ask(27, "elderly_count", "elderly_uncared_count", people.aged(ELDER_AGE))
    ask(28, "disabled_count", "disabled_uncared_count", conditions.disabled)
    ask(29, "chronic_count", "chronic_uncared_count", conditions.chronic)
    young = people.count(asking.identities.under_six_months)
    older = people.count((people.age == 0) & ~asking.identities.under_six_months)
    fails_young = np.where(older > 0, 0, asking.some(2, young))
    fails_older = asking.some(2, older)
    for name, failing_name, asked, failing in (
        ("infant_under_6m_count", "infant_under_6m_not_breastfed_count", young, fails_young),
        ("infant_6_12m_count", "infant_6_12m_not_breastfed_count", older, fails_older),
    ):
        columns[name] = _ASKED[asked].tolist()
        columns[failing_name] = np.where(asked > 0, _FAILING[failing], NOT_ASKED).tolist()
    return columns


def _items(asking: _Asking, number: int, items: Sequence[str], good: bool) -> Columns:
    """Yes/no items: a household fails by one drawn at random (sometimes more), and skips some it skips."""
    rng, houses = asking.rng, asking.people.households
    one = rng.integers(0, len(items), houses)
    blank_one = rng.integers(0, len(items), houses)
    columns: Columns = {}
    for place, name in enumerate(items):
        fails = asking.failing.fails[number] & ((one == place) | (rng.random(houses) < 0.08))
        blank = asking.failing.unanswered[number] & ((blank_one == place) | (rng.random(houses) < 0.5))
        yes = ~fails if good else fails
        columns[name] = np.where(blank, BLANK, np.where(yes, "1", "0")).tolist()
    return columns


def _losses(asking: _Asking, lost: list[str]) -> list[str]:
    baht = (asking.rng.lognormal(8.5, 1.0, len(lost)) // 100 * 100 + 100).astype(np.int64)
    return [str(value) if text == "1" else text for text, value in zip(lost, baht.tolist(), strict=True)]


def _exercise(asking: _Asking) -> Columns:
    asked = asking.people.count(asking.people.aged(6))
    none = asking.some(7, asked)
    exercise = asking.rng.binomial(asked - none, 0.62)
    counts = {
        "person_6_up_exercise_count": exercise,
        "person_6_up_exertion_count": asked - none - exercise,
        "person_6_up_no_exercise_count": none,
    }
    return {name: asking.blanked(7, _COUNT[count]) for name, count in counts.items()}


def _jobs(asking: _Asking) -> _Jobs:
    people, conditions = asking.people, asking.conditions
    worker = people.aged(15, ELDER_AGE - 1) & ~conditions.student & ~conditions.dependent
    elder = people.aged(ELDER_AGE) & ~conditions.dependent
    jobless = asking.one_each(worker, asking.some(20, people.count(worker)))
    jobless |= asking.one_each(elder, asking.some(21, people.count(elder)))
    with_income = jobless & (asking.rng.random(len(jobless)) < np.where(elder, 0.55, 0.25))
    return _Jobs(worker, elder, jobless, with_income)


def _work(asking: _Asking, jobs: _Jobs) -> Columns:
    columns: Columns = {}
    for asked_name, name, group in (
        ("worker_15_59_count", "worker_15_59_no_job_{}_income_count", jobs.worker),
        ("elder_worker_count", "elder_no_job_{}_income_count", jobs.elder_worker),
    ):
        asked = asking.people.count(group)
        columns[asked_name] = _ASKED[asked].tolist()
        for kind, persons in (("no", jobs.jobless & ~jobs.with_income), ("with", jobs.with_income)):
            counts = _COUNT[asking.people.count(group & persons)]
            columns[name.format(kind)] = np.where(asked > 0, counts, NOT_ASKED).tolist()
    return columns


def _school(asking: _Asking, jobs: _Jobs, margins: Margins) -> Columns:
    """Those who left school and are without work: nearly always in a household that fails for it."""
    people = asking.people
    young = people.aged(15, 20) & jobs.worker
    exposed = exposed_households(people, asking.conditions)[18]
    idle = people.has(young & jobs.jobless)
    odds = np.where(idle, 500.0, 1.0)
    houses = choose(asking.rng, people.size, exposed, margins.exposed[18], weight=odds)
    asked = people.count(asking.one_each(young, houses.astype(np.int64)))
    names = ("left_school_jobless_count", "left_school_jobless_untrained_count")
    return dict(zip(names, asking.person_question(18, asked), strict=True))


def _income(asking: _Asking) -> list[str]:
    """Income of the household in a year: drawn on its side of the floor, a few right at the edge."""
    rng, size = asking.rng, asking.people.size
    floor = INCOME_FLOOR_BAHT * size
    under = np.minimum((floor * rng.uniform(0.25, 1.0, len(size))) // 100 * 100, floor - 100)
    over = floor + (rng.lognormal(10.7, 0.75, len(size)) * size) // 100 * 100
    edge = rng.random(len(size)) < 0.004
    fails = asking.failing.fails[22]
    baht = np.where(fails, np.where(edge, floor - 1, under), np.where(edge, floor, over))
    return asking.blanked(22, baht.astype(np.int64).astype(np.str_))


def _habits(asking: _Asking) -> Columns:
    people = asking.people
    adults, youths = people.count(people.aged(20)), people.count(people.aged(15, 19))
    drinks = asking.failing.fails[24]
    drinkers = np.where(drinks, np.minimum(adults, 1 + asking.rng.binomial(2, 0.12, len(adults))), 0)
    young = np.where(
        drinks & (youths > 0) & ((drinkers == 0) | (asking.rng.random(len(youths)) < 0.03)), 1, 0
    )
    smokers = asking.some(25, people.count(people.aged(15)))
    absent = asking.some(26, people.count(people.aged(6)))
    none = np.zeros_like(young)
    return {
        "drinker_under_15_count": asking.blanked(24, _COUNT[none]),
        "drinker_15_19_count": asking.blanked(24, _COUNT[young]),
        "drinker_20_up_count": asking.blanked(24, _COUNT[drinkers]),
        "smoker_count": asking.blanked(25, _FAILING[smokers]),
        "person_6_up_no_religious_activity_count": asking.blanked(26, _FAILING[absent]),
    }


def _warmth(asking: _Asking) -> Columns:
    """Family warmth: three questions for two and more, two others for whoever lives alone."""
    rng, size = asking.rng, asking.people.size
    alone, fails, blank = size == 1, asking.failing.fails[31], asking.failing.unanswered[31]
    one = rng.integers(0, 3, len(size))
    columns: Columns = {}
    for place, name in enumerate(("family_time_together", "family_respects", "family_consults")):
        texts = np.where(fails & (one == place), "0", "1")
        columns[name] = np.where(alone, NOT_ASKED, np.where(blank, BLANK, texts)).tolist()
    no_relatives = rng.random(len(size)) < 0.12
    visits = np.where(fails | no_relatives, "0", "1")
    content = np.where(fails, "0", np.where(no_relatives | (rng.random(len(size)) < 0.7), "1", "0"))
    for name, texts in (("alone_visits_relatives", visits), ("alone_content", content)):
        columns[name] = np.where(alone, np.where(blank, BLANK, texts), NOT_ASKED).tolist()
    return columns


def _happiness(asking: _Asking, margins: Margins) -> list[str]:
    """Scores from 0 to 10 with the published mean, lower where much fails."""
    rng = asking.rng
    burdens = asking.failing.fails.sum(axis=0)
    mean = margins.happiness_mean + 0.35 * float(burdens.mean())
    score = np.clip(np.rint(rng.normal(mean, 1.3, len(burdens)) - 0.35 * burdens), 0, 10).astype(np.int64)
    missing = margins.happiness_sum - int(score.sum())
    step = int(np.sign(missing))
    while missing:
        room = np.flatnonzero((score + step >= 5) & (score + step <= 10))
        moved = rng.choice(room, size=min(abs(missing), len(room)), replace=False)
        score[moved] += step
        missing -= step * len(moved)
    return score.astype(np.str_).tolist()


_JOB_CODES = np.array(
    ["6111", "6112", "6120", "6220", "9211", "9312", "5221", "5223", "7112", "8322", "2341", "5412"]
)
_NO_JOB, _PUPIL, _UNIVERSITY = "0000", "0110", "0210"


def _members(asking: _Asking, jobs: _Jobs, validated: Flags) -> Columns:
    """The columns of a member that are no identity: work, health, and what they say of a card."""
    people, conditions, rng = asking.people, asking.conditions, asking.rng
    count = len(people.age)
    works = (jobs.worker | jobs.elder_worker) & ~jobs.jobless
    student = conditions.student | people.aged(3, 14)
    job = np.select(
        [student & (people.age < 18), student, works],
        [_PUPIL, _UNIVERSITY, _JOB_CODES[rng.integers(0, len(_JOB_CODES), count)]],
        np.where(people.age < 3, NOT_ASKED, _NO_JOB),
    )
    says_card = rng.random(count) < np.where(validated, 0.91, np.where(people.age >= 18, 0.015, 0.0))
    return {
        "occupation_code": job.tolist(),
        "health": np.select([conditions.disabled, conditions.chronic], ["1", "2"], "0").tolist(),
        "can_help_self": np.where(conditions.dependent, "0", "1").tolist(),
        "says_has_welfare_card": np.where(says_card, "1", "0").tolist(),
    }
