"""Two areas side by side, or one area in two editions: the same figures, their difference, and when not to.

Small counts are hidden as on the page of each area, and with a count its difference. Where the two were
not counted in the same way the page says so above the figures: then a difference is not a change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils import timezone

from samut.engine.areas import Area, all_areas, level_of
from samut.rules.errors import SamutError, Text
from samut.rules.panel import Moment, load_panel_policy
from samut.rules.policy import load_target
from samut.rules.thai_dates import from_be
from samut.web.accounts.policies import AnyUser, may_see_exact_counts
from samut.web.analysis.editions import editions, held_in
from samut.web.analysis.naming import Suggestion, areas_called, named
from samut.web.analysis.place import first_area
from samut.web.areas import queries as areas
from samut.web.insight import computed
from samut.web.insight.figures import AreaFigures, Count, IndicatorCounts, Missing, Source, hide_small, share
from samut.web.insight.queries import Holdings, figures_for, holdings
from samut.web.insight.switch import Switch

TARGET = "target-poor"
SIBLINGS_PROPOSED = 3
PERCENT = 100


@dataclass(frozen=True)
class Asked:
    """What the address asks for: two areas as they were typed, and two editions (0: not chosen)."""

    one: str = ""
    other: str = ""
    one_edition: int = 0
    other_edition: int = 0

    @property
    def query(self) -> str:
        told = {"a": self.one, "b": self.other, "ea": self.one_edition, "eb": self.other_edition}
        return f"?{urlencode({name: value for name, value in told.items() if value})}"


@dataclass(frozen=True)
class Side:
    """One of the two: an area in an edition. `figures` None: nothing is held of it."""

    area: Area
    edition: int
    held: Holdings
    figures: AreaFigures | None
    indicators: tuple[IndicatorCounts, ...]
    source: Source | None

    @property
    def is_ours(self) -> bool:
        return self.held.is_ours(self.area.code)


@dataclass(frozen=True)
class Line:
    """One figure of both. `whole` are those it is a share of; None where it is no share."""

    label: Text
    one: Count
    other: Count
    one_share: float | None = None
    other_share: float | None = None

    @property
    def difference(self) -> int | None:
        if isinstance(self.one, Missing) or isinstance(self.other, Missing):
            return None
        return self.other - self.one

    @property
    def relative(self) -> float | None:
        """The difference as a share of the first; None from nought."""
        if self.difference is None or isinstance(self.one, Missing) or self.one == 0:
            return None
        return self.difference / self.one

    @property
    def points(self) -> float | None:
        """How many percentage points lie between the shares."""
        if self.one_share is None or self.other_share is None:
            return None
        return (self.other_share - self.one_share) * PERCENT


@dataclass(frozen=True)
class Section:
    """A table of lines."""

    id: str
    label: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Proposal:
    """A comparison worth asking for."""

    label: Text
    query: str


@dataclass(frozen=True)
class Unclear:
    """A name that fits no area, or several: those it may mean, each with the comparison it leads to."""

    typed: str
    choices: tuple[Proposal, ...]


@dataclass(frozen=True)
class ComparePage:
    """Everything on the page. Without `sides` it is the form alone, and what was unclear in it."""

    asked: Asked
    editions: tuple[int, ...]
    suggestions: tuple[Suggestion, ...]
    proposals: tuple[Proposal, ...]
    unclear: tuple[Unclear, ...] = ()
    sides: tuple[Side, Side] | None = None
    sections: tuple[Section, ...] = ()
    warnings: tuple[Text, ...] = ()


def compare_page(user: AnyUser, asked: Asked) -> ComparePage:
    """The page for one viewer. Raises: ANALYSIS_013 for an edition nothing is held of."""
    held_editions = editions()
    for edition in (asked.one_edition, asked.other_edition):
        if edition and edition not in held_editions:
            raise SamutError("ANALYSIS_013", edition=edition)
    first = first_area(user)
    page = ComparePage(asked, held_editions, _suggestions(first), _proposals(first, held_editions))
    if not asked.one:
        return page
    asked = replace(asked, other=asked.other or asked.one)
    found = {text: areas_called(text) for text in (asked.one, asked.other)}
    unclear = tuple(_unclear(asked, text, codes) for text, codes in found.items() if len(codes) != 1)
    if unclear:
        return replace(page, asked=asked, unclear=unclear)
    usual = holdings().config.edition
    one = _side(user, found[asked.one][0], asked.one_edition or usual)
    other = _side(user, found[asked.other][0], asked.other_edition or usual)
    told = replace(page, asked=asked, sides=(one, other), proposals=_proposals(one.area.code, held_editions))
    if one.figures is None or other.figures is None:
        return told
    return replace(told, sections=tuple(_sections(one, other)), warnings=tuple(_warnings(one, other)))


def _unclear(asked: Asked, typed: str, codes: Sequence[str]) -> Unclear:
    def meant(code: str) -> Asked:
        return replace(
            asked,
            one=code if asked.one == typed else asked.one,
            other=code if asked.other == typed else asked.other,
        )

    return Unclear(typed, tuple(Proposal(each.label, meant(each.code).query) for each in named(codes)))


def _suggestions(first: str) -> tuple[Suggestion, ...]:
    """What the search offers: the provinces, and all areas of the viewer's province."""
    province = first[:2]
    codes = [
        code
        for code, area in all_areas().items()
        if area.level in ("country", "province") or code.startswith(province)
    ]
    return named(codes)


def _proposals(code: str, held_editions: tuple[int, ...]) -> tuple[Proposal, ...]:
    """The area around, its neighbours in the list, and the edition before."""
    found = []
    if code != areas.COUNTRY:
        trail = areas.trail(code)
        siblings = [each.code for each in areas.children(trail[-2].code) if each.code != code]
        # Codes that stand close to each other mostly lie close to each other.
        siblings.sort(key=lambda other: abs(int(other) - int(code)))
        others = [trail[-2].code, *siblings[:SIBLINGS_PROPOSED]]
        found = [
            Proposal(
                Text(f"{trail[-1].name_th} กับ {other.label.th}", f"{trail[-1].name_en} and {other.label.en}"),
                Asked(code, other.code).query,
            )
            for other in named(others)
        ]
    if len(held_editions) > 1:
        newest, before = held_editions[:2]
        found.append(
            Proposal(
                Text(f"รุ่นปี {before} กับ {newest}", f"Editions {before} and {newest}"),
                Asked(code, code, before, newest).query,
            )
        )
    return tuple(found)


def _side(user: AnyUser, code: str, edition: int) -> Side:
    held = held_in(edition)
    figures = figures_for(user, held, code, Switch())
    ours = held.is_ours(code)
    source = None
    if figures is not None:
        if ours and held.shown is not None:
            source = computed.source(held.shown)
        elif held.published is not None:
            source = held.published.source
    indicators = () if figures is None else _indicators(user, held, code)
    return Side(areas.area(code), edition, held, figures, indicators, source)


def _indicators(user: AnyUser, held: Holdings, code: str) -> tuple[IndicatorCounts, ...]:
    labels = {each.number: each.label for each in held.measure.indicator_set.indicators}
    if held.is_ours(code) and held.shown is not None:
        told = computed.indicator_counts(computed.histogram(held.shown).indicator_figures(code), labels)
    elif held.published is not None:
        told = held.published.indicators(code, labels)
    else:
        return ()
    if may_see_exact_counts(user, code):
        return told
    return tuple(hide_small(each) for each in told)


def _sections(one: Side, other: Side) -> Iterator[Section]:
    a, b = one.figures, other.figures
    if a is None or b is None:
        return
    yield Section("headline", Text("ภาพรวม", "Overview"), tuple(_headline(a, b)))
    theirs = {each.id: each for each in b.dimensions}
    yield Section(
        "dimensions",
        Text("คนจนเป้าหมายรายมิติ", "Target poor by dimension"),
        tuple(
            _of(each.label, each.target_persons, theirs[each.id].target_persons, a.persons, b.persons)
            for each in a.dimensions
            if each.id in theirs
        ),
    )
    by_number = {each.number: each for each in other.indicators} if _same_questions(one, other) else {}
    lines = tuple(
        _of(
            Text(f"{each.number}. {each.label.th}", f"{each.number}. {each.label.en}"),
            each.failing_persons,
            by_number[each.number].failing_persons,
            each.exposed_persons,
            by_number[each.number].exposed_persons,
        )
        for each in one.indicators
        if each.number in by_number
    )
    yield Section(
        "indicators",
        Text("คนในครัวเรือนที่ตกเกณฑ์ รายตัวชี้วัด", "Persons in households that fail, by indicator"),
        lines,
    )


def _headline(a: AreaFigures, b: AreaFigures) -> Iterator[Line]:
    yield Line(Text("ครัวเรือนที่สำรวจ", "Households surveyed"), a.households, b.households)
    yield Line(Text("คนที่สำรวจ", "Persons surveyed"), a.persons, b.persons)
    for label, name, whole in (
        (Text("ครัวเรือนยากจน", "Poor households"), "poor_households", "households"),
        (Text("คนจนตามเกณฑ์ จปฐ.", "BMN-poor persons"), "poor_persons", "persons"),
        (Text("คนจนที่ลงทะเบียน", "Registered poor persons"), "registered_persons", "persons"),
        (Text("คนจนเป้าหมาย", "Target poor persons"), "target_persons", "persons"),
        (Text("ไม่ทราบผล (ครัวเรือน)", "Not known (households)"), "unknown_households", "households"),
    ):
        yield _of(label, getattr(a, name), getattr(b, name), getattr(a, whole), getattr(b, whole))


def _of(label: Text, one: Count, other: Count, one_whole: Count, other_whole: Count) -> Line:
    return Line(label, one, other, share(one, one_whole), share(other, other_whole))


def _same_questions(one: Side, other: Side) -> bool:
    return one.held.measure.indicator_set.id == other.held.measure.indicator_set.id


def _warnings(one: Side, other: Side) -> Iterator[Text]:
    """Why a difference is not a change, or not of the same thing."""
    if one.is_ours != other.is_ours:
        yield Text(
            "ฝ่ายหนึ่งคำนวณจากทะเบียนที่นำเข้า อีกฝ่ายเป็นตัวเลขที่ TPMAP เผยแพร่ วิธีนับต่างกันได้",
            "One is computed from imported registers, the other was published by TPMAP; they may count "
            "differently.",
        )
    if level_of(one.area.code) != level_of(other.area.code):
        yield Text(
            "สองพื้นที่อยู่คนละระดับ ให้เทียบร้อยละ ไม่ใช่จำนวน",
            "The areas are of different levels: compare the shares, not the counts.",
        )
    if one.edition != other.edition:
        yield from _breaks(one, other)


def _breaks(one: Side, other: Side) -> Iterator[Text]:
    older, newer = sorted((one, other), key=lambda side: side.edition)
    policy = load_panel_policy(timezone.localdate())
    moments = [Moment(from_be(side.edition)) for side in (older, newer)]
    for each in policy.breaks:
        if each.lies_between(*moments):
            yield Text(
                f"อนุกรม {each.series} ขาดตอนระหว่างปี {each.since} กับ {each.until} เทียบกันไม่ได้ "
                f"(ที่มา: {each.source})",
                f"The series {each.series} breaks between {each.since} and {each.until}: not comparable "
                f"(source: {each.source})",
            )
    rules = [load_target(TARGET).rule_for(side.edition).name for side in (older, newer)]
    if rules[0] != rules[1]:
        yield Text(
            "นิยามของ “คนจนเป้าหมาย” ต่างกันในสองรุ่นปี",
            "“Target poor” means something else in the two editions.",
        )
    if older.held.measure.id != newer.held.measure.id:
        yield Text(
            "สองรุ่นปีใช้ดัชนีต่างกัน ตัวชี้วัดเทียบได้เฉพาะเมื่อคำถามเหมือนกัน",
            "The editions use different measures; indicators compare only where the questions are the same.",
        )
    yield from _too_much(older, newer, policy.largest_change_percent)


def _too_much(older: Side, newer: Side, largest: int | float) -> Iterator[Text]:
    """A change of the poor that is hard to believe."""
    counts = [side.figures.poor_persons if side.figures else 0 for side in (older, newer)]
    was, now = counts
    if older.area.code != newer.area.code or isinstance(was, Missing) or isinstance(now, Missing) or not was:
        return
    percent = abs(now - was) / was * PERCENT
    if percent > largest:
        yield Text(
            f"จำนวนคนจนเปลี่ยนไป {percent:.0f}% เกิน {largest}% ที่เชื่อได้ ให้ตรวจวิธีเก็บข้อมูลก่อน",
            f"The poor changed by {percent:.0f}%, more than the {largest}% that can be believed: check how "
            "they were counted first.",
        )
