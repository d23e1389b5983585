"""The members of a list, each with the facts that put it there, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from samut.engine.areas import COUNTRY
from samut.engine.census_facts import COUNTED
from samut.engine.household_answers import answer_for
from samut.engine.lake import Lake
from samut.engine.results import HOUSEHOLDS, REGISTER
from samut.engine.target_lists.units import measure_of
from samut.rules.asked_facts import AnswerKind
from samut.rules.errors import Text
from samut.rules.fact_words import UNKNOWN, value_words
from samut.rules.life_cycle import load_life_cycle
from samut.rules.policy import load_measure
from samut.rules.policy_files import Fact, Facts
from samut.rules.target_groups import GroupKind, TargetGroup

# The facts of lists that are of no measure of their own.
LABELS = {
    "household_poor": Text("ครัวเรือนยากจนตามเกณฑ์", "household poor by the measure"),
    "failing": Text("ตัวชี้วัดที่ตกเกณฑ์", "failing indicators"),
    "card_registered": Text("ลงทะเบียนบัตรสวัสดิการ", "registered for a welfare card"),
    "card_validated": Text("ผ่านการตรวจสอบบัตรสวัสดิการ", "registration verified"),
    "age_years": Text("อายุ (ปี)", "age (years)"),
    "age_least_years": Text("อายุอย่างน้อย (ปี)", "age at least (years)"),
    "age_greatest_years": Text("อายุอย่างมาก (ปี)", "age at most (years)"),
    "health": Text("สุขภาพตาม จปฐ.", "health by the census"),
    "can_help_self": Text("ช่วยเหลือตนเองได้", "can help themselves"),
    "in_disability": Text("อยู่ในทะเบียนคนพิการ", "in the disability register"),
    "alone": Text("อยู่คนเดียว", "lives alone"),
}
# A count of which only the ends are known is kept with both.
ENDS = {"_least": Text("อย่างน้อย", "at least"), "_most": Text("อย่างมาก", "at most")}
NONE = Text("ไม่มี", "none")
HEALTH = {
    "normal": Text("ปกติ", "well"),
    "disabled": Text("พิการ", "disabled"),
    "chronic": Text("เจ็บป่วยเรื้อรัง", "chronically ill"),
}
# Which facts say that somebody is of a life-cycle group by a condition, and what they then say.
CONDITION_FACTS = {
    "disabled": (("health", "disabled"), ("in_disability", "true")),
    "bedridden": (("health", None), ("can_help_self", "false")),
    "chronic": (("health", "chronic"),),
    "alone": (("alone", "true"),),
}
TRUTH = {"true": True, "false": False}


@dataclass(frozen=True)
class ListedUnit:
    """One member of a list (or one of whom it is not known). `member_no` None: a whole household.

    `because`: label and value of each fact that decided; where the answer is unknown, the missing ones.
    """

    household_id: str
    member_no: int | None
    village_code: str
    answer: str
    because: tuple[tuple[Text, Text], ...]

    def in_words(self, language: str) -> str:
        return "; ".join(
            f"{label.in_language(language)}: {value.in_language(language)}" for label, value in self.because
        )


def listed(
    lake: Lake,
    relation: str,
    group: TargetGroup,
    *,
    edition: int,
    measure_id: str,
    answer: str = "yes",
    area_code: str = COUNTRY,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[ListedUnit, ...]:
    """The units of a relation (a question asked, or the file of a kept list) that have the answer.

    Rows: by village, household and member. `relation` may stand after FROM.
    """
    first, end = ("", ":") if area_code == COUNTRY else (area_code, area_code + ":")
    paging = "" if limit is None else f" LIMIT {int(limit)} OFFSET {int(offset)}"
    with lake.read() as connection:
        rows = connection.execute(
            f"SELECT household_id, member_no, village_code, answer, facts FROM {relation} AS units "
            "WHERE answer = ? AND village_code >= ? AND village_code < ? "
            f"ORDER BY village_code, household_id, member_no{paging}",
            [answer, first, end],
        ).fetchall()
    return tuple(
        ListedUnit(household, number, village, said, because(group, edition, measure_id, facts, said))
        for household, number, village, said, facts in rows
    )


def house_numbers(lake: Lake, edition: int, household_ids: Collection[str]) -> dict[str, str | None]:
    """The house number of each of some households, as the census has it. Unknown: None."""
    only = "household_id IN (SELECT unnest($ids::VARCHAR[]))"
    with lake.read() as connection:
        rows = connection.execute(
            f"SELECT household_id, house_no FROM {lake.view(REGISTER, HOUSEHOLDS, edition, only=only)}",
            {"ids": sorted(household_ids)},
        ).fetchall()
    return dict(rows)


def changed_facts(
    group: TargetGroup,
    measure_id: str,
    names: Collection[str],
    before: Mapping[str, str | None],
    after: Mapping[str, str | None],
) -> tuple[tuple[Text, Text, Text], ...]:
    """Label, value before and value now of each fact that changed between two lists, in words."""
    return tuple(
        (
            _label(group, name),
            _in_words(group, measure_id, name, before),
            _in_words(group, measure_id, name, after),
        )
        for name in names
    )


def _label(group: TargetGroup, name: str) -> Text:
    if name in LABELS:
        return LABELS[name]
    for ending, said in ENDS.items():
        if name.endswith(ending):
            label = measure_of(group).facts[name.removesuffix(ending)].label
            return Text(f"{label.th} {said.th}", f"{label.en}, {said.en}")
    return measure_of(group).facts[name].label


def _in_words(group: TargetGroup, measure_id: str, name: str, facts: Mapping[str, str | None]) -> Text:
    if name == "failing":
        failing = _failing(measure_id, facts)
        return (
            Text("; ".join(each.th for each in failing), "; ".join(each.en for each in failing))
            if failing
            else NONE
        )
    return (
        _told(name, facts)[1]
        if name in LABELS
        else value_words(TRUTH.get(facts.get(name) or "", facts.get(name)))
    )


def because(
    group: TargetGroup, edition: int, measure_id: str, facts: Mapping[str, str | None], answer: str
) -> tuple[tuple[Text, Text], ...]:
    """The facts that decided, with their labels, in words."""
    if group.kind is GroupKind.TARGET:
        return _of_target(facts, measure_id, answer)
    if group.kind is GroupKind.LIFE_CYCLE:
        return _of_life_cycle(group, facts, answer)
    return _of_measure(group, edition, facts, answer)


def _of_target(
    facts: Mapping[str, str | None], measure_id: str, answer: str
) -> tuple[tuple[Text, Text], ...]:
    failing = _failing(measure_id, facts)
    named = Text("; ".join(each.th for each in failing), "; ".join(each.en for each in failing))
    told = [(LABELS["failing"], named)] if failing else [_told("household_poor", facts)]
    card = _told("card_validated", facts)
    return tuple(each for each in (*told, card) if answer != "unknown" or each[1] == UNKNOWN) or (*told, card)


def _failing(measure_id: str, facts: Mapping[str, str | None]) -> list[Text]:
    indicators = load_measure(measure_id).indicator_set
    return [indicators.indicator(name).label for name in (facts.get("failing") or "").split(", ") if name]


def _of_life_cycle(
    group: TargetGroup, facts: Mapping[str, str | None], answer: str
) -> tuple[tuple[Text, Text], ...]:
    if group.of in {band.id for band in load_life_cycle().bands}:
        least, most = facts.get("age_least_years"), facts.get("age_greatest_years")
        age = least if least == most else f"{least}-{most}"
        return ((LABELS["age_years"], UNKNOWN if age is None else Text(age, age)),)
    read = CONDITION_FACTS[group.of]
    carrying = [name for name, said in read if answer == "yes" and said in (None, facts.get(name))]
    return tuple(_told(name, facts) for name in carrying or [name for name, _ in read])


def _told(name: str, facts: Mapping[str, str | None]) -> tuple[Text, Text]:
    value = facts.get(name)
    if name == "health" and value in HEALTH:
        return LABELS[name], HEALTH[value]
    return LABELS[name], value_words(TRUTH.get(value or "", value))


def _of_measure(
    group: TargetGroup, edition: int, facts: Mapping[str, str | None], answer: str
) -> tuple[tuple[Text, Text], ...]:
    measure = measure_of(group)
    said = {name: _value(facts.get(name), measure.facts[name].kind) for name in measure.facts_read(edition)}
    if answer == "unknown":
        missing = [name for name, value in said.items() if value is None] or list(said)
        return tuple((measure.facts[name].label, _shown(name, said[name], facts)) for name in missing)
    # A count of which only the least is known decides at its least.
    asked: Facts = said | {
        name: _value(facts.get(f"{name}_least"), AnswerKind.COUNT)
        for name in COUNTED
        if name in said and said[name] is None
    }
    found = answer_for(measure, asked, edition)
    return tuple((measure.facts[name].label, _shown(name, said[name], facts)) for name, _ in found.facts)


def _value(text: str | None, kind: AnswerKind) -> Fact:
    if text is None or kind is AnswerKind.CHOICE:
        return text
    if kind is AnswerKind.YES_NO:
        return TRUTH[text]
    return int(float(text))


def _shown(name: str, value: Fact, facts: Mapping[str, str | None]) -> Text:
    least = facts.get(f"{name}_least")
    if value is None and least not in (None, "0"):
        return Text(f"อย่างน้อย {least}", f"at least {least}")
    return value_words(value)
