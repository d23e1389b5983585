"""TPMAP's published figures of a province beside ours, figure by figure, with the difference.

The main row and the dimensions must agree exactly, failing counts within half a percent or one
household, exposures within two percent. What is only of interest is shown and judged by nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from samut.engine.histogram import Figures, Histogram
from samut.engine.lake import Lake, parquet
from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.results import HOUSEHOLDS, REGISTER, MeasureResult
from samut.engine.synth.margins import Margins, load_margins
from samut.engine.workspace import Workspace

FAILING_SHARE, EXPOSED_SHARE = 0.005, 0.02
MEAN_DECIMALS = 4

Number = int | float


@dataclass(frozen=True)
class Comparison:
    """One figure, by the name of TPMAP's column. `allowed` None: shown, not judged."""

    figure: str
    published: Number
    ours: Number
    allowed: int | None

    @property
    def difference(self) -> Number:
        return round(self.ours - self.published, MEAN_DECIMALS)

    @property
    def ok(self) -> bool:
        return self.allowed is None or abs(self.difference) <= self.allowed

    @property
    def allowed_words(self) -> str:
        if self.allowed is None:
            return "–"
        return f"±{self.allowed:,}" if self.allowed else "0"


@dataclass(frozen=True)
class _Census:
    """What the household table says of itself, beside the measure."""

    elderly: int
    disabled: int
    chronic: int
    happiness: float
    largest_household: int


def compare(workspace: Workspace) -> tuple[Comparison, ...]:
    """Every published figure of the workspace's province and edition beside ours.

    Links and measures first where that is not done yet. Raises: SYNTH_001 when TPMAP published
    nothing for it, WORK_015 when no census was imported.
    """
    config = workspace.config
    margins = load_margins(config.province, config.edition)
    linked = link(workspace, config.edition)
    result = measure(workspace, config.measure, config.edition, linked)
    histogram = Histogram.load(result.histogram_file)
    census = _census(workspace, result)
    figures = histogram.figures(config.province)
    return (
        *_main_row(margins, figures),
        *_dimensions(margins, figures),
        *_indicators(margins, histogram, census),
        *_of_interest(margins, figures, histogram, census),
    )


def all_hold(rows: Iterable[Comparison]) -> bool:
    return all(row.ok for row in rows)


def _census(workspace: Workspace, result: MeasureResult) -> _Census:
    lake = Lake(workspace)
    with lake.connect() as connection:
        counts = connection.execute(
            "SELECT coalesce(sum(elderly_count), 0), coalesce(sum(disabled_count), 0), "
            "coalesce(sum(chronic_count), 0), coalesce(avg(happiness_score), 0) "
            f"FROM {lake.view(REGISTER, HOUSEHOLDS, result.edition)} WHERE village_code LIKE ?",
            [f"{workspace.config.province}%"],
        ).fetchall()[0]
        largest = connection.execute(
            f"SELECT coalesce(max(member_count), 0) FROM {parquet(result.households_file)}"
        ).fetchall()[0][0]
    elderly, disabled, chronic, happiness = counts
    return _Census(int(elderly), int(disabled), int(chronic), float(happiness), int(largest))


def _main_row(margins: Margins, ours: Figures) -> Iterator[Comparison]:
    yield Comparison("household.CNT", margins.households, ours.households, 0)
    yield Comparison("HOUSEMEMBER_CNT", margins.persons, ours.persons, 0)
    yield Comparison("poor.household.CNT", margins.poor_households, ours.poor_households, 0)
    yield Comparison("poor.JPT.CNT", margins.poor_persons, ours.poor_persons, 0)
    yield Comparison("poor.JPT.MOFreg.CNT", margins.poor_registered, ours.registered_persons, 0)
    yield Comparison("poor.JPT.MOFval.CNT", margins.poor_validated, ours.target_persons, 0)


def _dimensions(margins: Margins, ours: Figures) -> Iterator[Comparison]:
    for dimension in ours.dimensions:
        published = margins.target_by_dimension[dimension.id]
        yield Comparison(f"poor.JPT.MOFval.{dimension.id}", published, dimension.target_persons, 0)


def _indicators(margins: Margins, histogram: Histogram, census: _Census) -> Iterator[Comparison]:
    indicators = histogram.indicator_figures(margins.province)
    for each in indicators:
        published = margins.failing[each.number]
        allowed = max(int(FAILING_SHARE * published), census.largest_household)
        yield Comparison(f"indicator{each.number}.CNT", published, each.failing_persons, allowed)
    for each in indicators:
        published = margins.exposed[each.number]
        allowed = int(EXPOSED_SHARE * published)
        yield Comparison(f"indicator{each.number}.ALL", published, each.exposed_persons, allowed)


def _of_interest(
    margins: Margins, figures: Figures, histogram: Histogram, census: _Census
) -> Iterator[Comparison]:
    for each in histogram.indicator_figures(margins.province):
        name = f"poor.JPT.MOFval.ind{each.number}.CNT"
        yield Comparison(name, margins.target_by_indicator[each.number], each.target_persons, None)
    yield Comparison("MOF_REG_CNT", margins.registered, figures.card_registered_persons, None)
    yield Comparison("MOF_VAL_CNT", margins.validated, figures.card_validated_persons, None)
    yield Comparison("ELDERLY_CNT", margins.elderly, census.elderly, None)
    yield Comparison("DISABLED_CNT", margins.disabled, census.disabled, None)
    yield Comparison("CHRONICPATIENT_CNT", margins.chronic, census.chronic, None)
    published = round(margins.happiness_mean, MEAN_DECIMALS)
    yield Comparison("happiness", published, round(census.happiness, MEAN_DECIMALS), None)
