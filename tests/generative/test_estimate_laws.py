"""The estimator against estimates by hand, and the laws a weighted measure must keep."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import groupby, pairwise
from math import isclose
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import samut
from estimates_by_hand import (
    WHOLE,
    ByHand,
    Drawn,
    Row,
    Sampled,
    Split,
    by_key,
    completions,
    data_of,
    kept,
    levels_by_hand,
    logit_by_hand,
)
from samut.engine.estimates.design import Design, SingleCluster, variance
from samut.rules.alkire_foster import Unknown
from samut.rules.errors import SamutError

CUTOFFS = ("1/3", "0.5", "1", "1/18", "0.3", "2/7", "0.333333")
RULES = [each.value for each in SingleCluster if each is not SingleCluster.REFUSE]
UNKNOWN = [each.value for each in Unknown]
GROUP: Split = ("g", lambda row: row.group)
# Parts are named within their group: the same name in two groups is two parts.
PART: Split = ("g,h", lambda row: f"{row.group},{row.part}")
TOLERANCE = 1e-12


@st.composite
def measures(draw: st.DrawFn, most: int = 4) -> Drawn:
    count = draw(st.integers(1, most))
    split = draw(st.integers(1, count))
    weights = st.lists(st.integers(0, 4), min_size=count, max_size=count).filter(any)
    own = draw(weights)
    dimensions = tuple(tuple(each) for each in (own[:split], own[split:]) if each)
    cutoffs = draw(st.lists(st.sampled_from(CUTOFFS), min_size=1, max_size=2, unique=True))
    schemes = draw(st.lists(weights.map(tuple), max_size=1))
    eligible = draw(st.frozensets(st.integers(0, count - 1), max_size=2))
    return Drawn(dimensions, tuple(cutoffs), tuple(schemes), eligible)


def marks_of(drawn: Drawn, unknown: bool = True) -> st.SearchStrategy[str]:
    """The answers of a row; mostly known."""
    each = [
        st.sampled_from("11100" + ("?" if unknown else "") + ("-" if place in drawn.eligible else ""))
        for place in range(drawn.count)
    ]
    return st.tuples(*each).map("".join)


@st.composite
def rows_of(draw: st.DrawFn, drawn: Drawn, unknown: bool = True, most: int = 24) -> list[Row]:
    """Rows in a few clusters of a few strata; a cluster's name may stand in several strata."""
    row = st.builds(
        Row,
        marks=marks_of(drawn, unknown),
        weight=st.sampled_from([1.0, 2.0, 0.5, 3.7, 0.0]),
        cluster=st.sampled_from(["c1", "c2", "c3"]),
        stratum=st.sampled_from(["s1", "s2"]),
        group=st.sampled_from(["g1", "g2"]),
        part=st.sampled_from(["h1", "h2"]),
        time=st.sampled_from(["2560", "2564"]),
    )
    rows = draw(st.lists(row, min_size=2, max_size=most))
    indicators = range(drawn.count)
    # An indicator that nobody answered is refused before anything is estimated.
    answered = all(any(row.marks[place] in "01" for row in rows) for place in indicators)
    assume(answered and any(row.weight for row in rows))
    return rows


samples = st.builds(Sampled, clusters=st.booleans(), strata=st.booleans(), rule=st.sampled_from(RULES))


def measured(rows: list[Row], drawn: Drawn, sampled: Sampled, unknown: str, **more: Any) -> pa.Table:
    return samut.measure(drawn.measure(unknown), data_of(rows, drawn), **sampled.options, **more)


def same(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return isclose(found, expected, rel_tol=1e-10, abs_tol=TOLERANCE)


@settings(max_examples=20, deadline=None)
@given(st.data(), measures(), samples, st.sampled_from(UNKNOWN), st.booleans())
def test_every_estimate_and_error_is_that_by_hand(
    data: st.DataObject, drawn: Drawn, sampled: Sampled, unknown: str, by_time: bool
) -> None:
    rows = data.draw(rows_of(drawn))
    assume(kept(rows, unknown))
    splits = [WHOLE, GROUP, PART]
    # Where each part lies in one group only, the level is called by its own column.
    if len({row.part for row in rows}) == len({(row.group, row.part) for row in rows}):
        splits[2] = ("h", lambda row: row.part)
    expected = levels_by_hand(rows, drawn, sampled, unknown, splits, by_time=by_time)
    table = measured(rows, drawn, sampled, unknown, by="g,h", time="t" if by_time else "")
    found = by_key(table)
    assert set(found) == set(expected)
    degrees = ByHand(kept(rows, unknown), sampled).degrees_of_freedom
    for key, (estimate, se) in expected.items():
        row = found[key]
        assert same(row["estimate"], estimate), (key, row, estimate)
        assert same(row["se"], se), (key, row, se)
        scale = 100 if key[0] == "contribution_percent" else 1
        # At 0 and 1 there is no interval; an estimate that rounding alone keeps off them is left out.
        if estimate is None or se is None or not TOLERANCE < estimate / scale < 1 - TOLERANCE or not degrees:
            continue
        lower, upper = logit_by_hand(estimate / scale, se / scale, degrees, 95)
        assert isclose(row["lower"], scale * lower, rel_tol=1e-7, abs_tol=1e-9), (key, row)
        assert isclose(row["upper"], scale * upper, rel_tol=1e-7, abs_tol=1e-9), (key, row)


@settings(max_examples=6, deadline=None)
@given(st.data(), measures(), st.sampled_from(UNKNOWN))
def test_rows_and_unknown_rows_are_counted(data: st.DataObject, drawn: Drawn, unknown: str) -> None:
    rows = data.draw(rows_of(drawn))
    assume(kept(rows, unknown))
    for row in measured(rows, drawn, Sampled(), unknown, by="g").to_pylist():
        mine = [each for each in rows if not row["by"] or each.group == row["group"]]
        assert row["n"] == len(kept(mine, unknown))
        assert row["unknown"] == sum("?" in each.marks for each in mine)


@settings(max_examples=12, deadline=None)
@given(st.data(), measures())
def test_the_laws_of_adding_up(data: st.DataObject, drawn: Drawn) -> None:
    """M0 = H × A; contributions add to M0 and to 100; groups by their share add up to the whole."""
    rows = data.draw(rows_of(drawn))
    assume(any(row.weight for row in kept(rows, "drop_household")))
    table = measured(rows, drawn, Sampled(), "drop_household", by="g")
    found = by_key(table)
    places = [key[1:6] for key in found if key[0] == "M0"]
    for place in places:
        of = {statistic: found[statistic, *place, "", ""]["estimate"] for statistic in ("H", "A", "M0")}
        if of["M0"] is None:
            continue
        assert same(of["M0"], of["H"] * (of["A"] or 0))
        parts = {
            statistic: [
                row["estimate"] for key, row in found.items() if key[0] == statistic and key[1:6] == place
            ]
            for statistic in ("contribution", "contribution_percent")
        }
        assert same(sum(parts["contribution"]), of["M0"])
        if of["M0"] > 0:
            assert same(sum(parts["contribution_percent"]), 100)
    shares = {key[4]: row["estimate"] for key, row in found.items() if key[0] == "population_share"}
    assert same(sum(shares.values()), 1)
    for key, row in found.items():
        if key[3] == "" and key[0] in ("H", "M0", "headcount", "censored_headcount", "contribution"):
            groups = [
                (share, found[(*key[:3], "g", group, *key[5:])]["estimate"])
                for group, share in shares.items()
            ]
            added = sum(share * (estimate or 0) for share, estimate in groups if share)
            assert same(added, row["estimate"])


@settings(max_examples=6, deadline=None)
@given(st.data(), measures(), samples, st.sampled_from(UNKNOWN), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_of_indicators_changes_nothing(
    data: st.DataObject, drawn: Drawn, sampled: Sampled, unknown: str, random: Any
) -> None:
    rows = data.draw(rows_of(drawn))
    assume(kept(rows, unknown))
    expected = by_key(measured(rows, drawn, sampled, unknown, by="g"))
    shuffled = random.sample(rows, len(rows))
    again = by_key(measured(shuffled, drawn, sampled, unknown, by="g"))
    assert set(again) == set(expected)
    # The indicators in another order: other bits, the same names.
    measure = drawn.measure(unknown)
    order = random.sample(range(drawn.count), drawn.count)
    flat = replace(drawn, dimensions=(tuple(weight for each in drawn.dimensions for weight in each),))
    moved = Drawn(
        (tuple(flat.dimensions[0][place] for place in order),),
        drawn.cutoffs,
        tuple(tuple(scheme[place] for place in order) for scheme in drawn.schemes),
        frozenset(new for new, old in enumerate(order) if old in drawn.eligible),
    )
    moved_rows = [replace(row, marks="".join(row.marks[place] for place in order)) for row in rows]
    in_other_order = by_key(measured(moved_rows, moved, sampled, unknown, by="g"))
    for key, row in expected.items():
        place = measure.terms[[term.id for term in measure.terms].index(key[7])].bit if key[7] else None
        new = (*key[:6], "m0", f"i{order.index(place)}") if place is not None else key
        for name in ("estimate", "se", "lower", "upper", "bound_lower", "bound_upper"):
            for other in (again[key], in_other_order[new]):
                if same(row["estimate"], 0) or same(row["estimate"], 1):
                    continue
                assert (row.get(name) is None) == (other.get(name) is None), (name, key)
                assert row.get(name) is None or isclose(row[name], other[name], rel_tol=1e-7, abs_tol=1e-9)


@settings(max_examples=6, deadline=None)
@given(st.data(), measures())
def test_union_is_the_cutoff_at_the_least_weight_and_intersection_the_cutoff_one(
    data: st.DataObject, drawn: Drawn
) -> None:
    rows = data.draw(rows_of(drawn, unknown=False))
    own = drawn.weights["own"]
    assume(all(own))
    found = samut.measure(
        drawn.measure(),
        data_of(rows, drawn),
        weight="w",
        cutoff=[str(min(own)), "1"],
        unknown="drop_household",
    )
    headcounts = {
        row["cutoff"]: row["estimate"]
        for row in found.to_pylist()
        if row["statistic"] == "H" and row.get("weights", "own") == "own"
    }
    whole = sum(row.weight for row in rows)
    union = sum(row.weight for row in rows if "1" in row.marks) / whole
    intersection = sum(row.weight for row in rows if set(row.marks) == {"1"}) / whole
    assert same(headcounts[str(min(own))], union)
    assert same(headcounts["1"], intersection)


@settings(max_examples=6, deadline=None)
@given(st.data(), measures(), st.sampled_from(UNKNOWN))
def test_raising_the_cutoff_never_raises_h_or_m0(data: st.DataObject, drawn: Drawn, unknown: str) -> None:
    rows = data.draw(rows_of(drawn))
    assume(any(row.weight for row in kept(rows, unknown)))
    cutoffs = sorted(CUTOFFS, key=Fraction)
    table = measured(rows, drawn, Sampled(), unknown, cutoff=cutoffs).to_pylist()
    for statistic in ("H", "M0"):
        chosen = [row for row in table if row["statistic"] == statistic]
        for _, of_scheme in groupby(chosen, key=lambda row: row.get("weights")):
            of_cutoff = {row["cutoff"]: row["estimate"] for row in of_scheme}
            rising = [of_cutoff[cutoff] for cutoff in cutoffs]
            assert all(lower >= higher - TOLERANCE for lower, higher in pairwise(rising))


# What rises with every deprivation: its ends are reached by some completion.
REACHED = ("H", "M0", "headcount", "censored_headcount", "contribution")


@settings(max_examples=12, deadline=None)
@given(st.data(), measures(most=3))
def test_the_bands_enclose_every_completion_of_the_unknown(data: st.DataObject, drawn: Drawn) -> None:
    rows = data.draw(rows_of(drawn, most=8))
    unknown_answers = sum(row.marks.count("?") for row in rows)
    assume(0 < unknown_answers <= 5 and any("?" not in row.marks for row in rows))
    found = by_key(measured(rows, drawn, Sampled(), "report", by="g"))
    ends: dict[tuple[str, ...], list[float]] = {key: [] for key in found}
    for completed in completions(rows):
        by_hand = levels_by_hand(completed, drawn, Sampled(), "drop_household", [WHOLE, GROUP])
        for key, (estimate, _) in by_hand.items():
            if estimate is not None:
                ends[key].append(estimate)
    for key, row in found.items():
        if key[0] == "population_share":
            assert row["bound_lower"] is None
            continue
        if not ends[key]:
            assert row["bound_lower"] is row["bound_upper"] is None
            continue
        assert row["bound_lower"] <= min(ends[key]) + TOLERANCE, (key, row, ends[key])
        assert row["bound_upper"] >= max(ends[key]) - TOLERANCE, (key, row, ends[key])
        if key[0] in REACHED:
            assert same(row["bound_lower"], min(ends[key]))
            assert same(row["bound_upper"], max(ends[key]))


@settings(max_examples=6, deadline=None)
@given(st.data(), measures())
def test_without_unknown_answers_the_band_is_the_estimate(data: st.DataObject, drawn: Drawn) -> None:
    rows = data.draw(rows_of(drawn, unknown=False))
    for row in measured(rows, drawn, Sampled(), "report").to_pylist():
        assert same(row["bound_lower"], row["estimate"])
        assert same(row["bound_upper"], row["estimate"])


def test_no_eligible_member_is_not_deprived_and_differs_from_unknown() -> None:
    drawn = Drawn(((1, 1),), ("1/2",), (), frozenset({0}))
    without, unknown = [Row("10"), Row("00"), Row("-0")], [Row("10"), Row("00"), Row("?0")]
    for rows, headcount, rows_used, unknown_rows in ((without, 1 / 3, 3, 0), (unknown, 1 / 2, 2, 1)):
        row = by_key(measured(rows, drawn, Sampled(False, False), "drop_household"))[
            "H", "", "1/2", "", "", "", "", ""
        ]
        assert same(row["estimate"], headcount)
        assert (row["n"], row["unknown"]) == (rows_used, unknown_rows)
    banded = measured(without, drawn, Sampled(False, False), "report").to_pylist()
    assert all(row["bound_lower"] == row["estimate"] == row["bound_upper"] for row in banded)


SINGLE = Drawn(((1,),), ("1",))
# Stratum s2 has one cluster; the group g2 has rows in s1 alone.
SINGLE_ROWS = [
    Row("1", cluster="c1", stratum="s1", group="g1"),
    Row("0", cluster="c2", stratum="s1", group="g2"),
    Row("1", cluster="c2", stratum="s1", group="g2"),
    Row("0", cluster="c3", stratum="s1", group="g1"),
    Row("0", cluster="c1", stratum="s1", group="g2"),
    Row("1", cluster="c9", stratum="s2", group="g1"),
    Row("0", cluster="c9", stratum="s2", group="g1"),
]


def errors_of(rule: str) -> dict[str, float | None]:
    found = by_key(measured(SINGLE_ROWS, SINGLE, Sampled(rule=rule), "drop_household", by="g"))
    return {
        group: found["H", "", "1", by, group, "", "", ""]["se"]
        for by, group in (("", ""), ("g", "g1"), ("g", "g2"))
    }


def test_a_single_cluster_is_handled_as_it_is_named() -> None:
    for rule in RULES:
        expected = levels_by_hand(SINGLE_ROWS, SINGLE, Sampled(rule=rule), "drop_household", [WHOLE, GROUP])
        for group, found in errors_of(rule).items():
            assert same(found, expected["H", "", "1", "g" if group else "", group, "", "", ""][1]), rule
    missing, certainty = errors_of("missing"), errors_of("certainty")
    assert missing[""] is missing["g1"] is None
    assert missing["g2"] == certainty["g2"] != 0
    centred, average = errors_of("centred"), errors_of("average")
    assert certainty[""] < centred[""] and certainty[""] < average[""]  # type: ignore[operator]
    assert same(average[""], certainty[""] * 2**0.5)  # type: ignore[operator]


def test_a_single_cluster_may_be_refused_by_name() -> None:
    with pytest.raises(SamutError, match=r"MEASURE_014.*s2"):
        measured(SINGLE_ROWS, SINGLE, Sampled(rule="refuse"), "drop_household")


def test_where_every_stratum_has_one_cluster_no_rule_but_certainty_gives_an_error() -> None:
    rows = [Row("1", stratum="s1"), Row("0", stratum="s2")]
    for rule, wanted in (("missing", None), ("average", None), ("certainty", 0.0)):
        found = by_key(measured(rows, SINGLE, Sampled(rule=rule), "drop_household"))
        assert found["H", "", "1", "", "", "", "", ""]["se"] == wanted


@settings(max_examples=15, deadline=None)
@given(st.data(), st.sampled_from(RULES))
def test_the_variance_of_a_design_is_that_by_hand(data: st.DataObject, rule: str) -> None:
    """The two ways in which variances are reckoned: from a table of influences, and by groups of lines."""
    drawn = Drawn(((1, 2),), ("1/3",))
    rows = data.draw(rows_of(drawn, unknown=False))
    sample = ByHand(tuple(rows), Sampled(rule=rule))
    clusters = sorted(set(sample.places))
    strata = sorted({stratum for stratum, _ in clusters})
    design = Design(np.array([strata.index(stratum) for stratum, _ in clusters]), SingleCluster(rule))
    everyone = [True] * len(rows)
    influence = np.zeros((len(clusters), 2))
    for column, parts in enumerate(
        (lambda row: (float("1" in row.marks), 1.0), lambda row: (float(row.marks[0] == "1"), 1.0))
    ):
        for place, added in zip(sample.places, sample.influence(everyone, parts), strict=True):
            influence[clusters.index(place), column] += added
        expected = sample.error(everyone, list(sample.influence(everyone, parts)))
        found = variance(design, influence)[column]
        # Rows in a single-cluster stratum that add nought leave no error open here.
        if expected is not None:
            assert same(float(np.sqrt(found)), expected)
        elif not np.isnan(found):
            assert rule == "missing" or len(clusters) == len(strata)
    table = by_key(measured(rows, drawn, Sampled(rule=rule), "drop_household"))
    se = table["H", "", "1/3", "", "", "", "", ""]["se"]
    if se is not None:
        assert same(se, float(np.sqrt(variance(design, influence)[0])))


FORMS: dict[str, list[object]] = {
    "integers": [1, 0, None, 1, 0],
    "floats": [1.0, 0.0, float("nan"), 1.0, 0.0],
    "floats with null": [1.0, 0.0, None, 1.0, 0.0],
    "booleans": [True, False, None, True, False],
    "text": ["1", "0", "", "1.0", "0"],
    "text for unknown": ["1", "0", "NA", " 1 ", "0.0"],
    "text NaN": ["1", "0", "NaN", "1", "0"],
}


def test_every_way_to_write_a_deprivation_gives_the_same(tmp_path: Any) -> None:
    drawn = Drawn(((1, 1),), ("1/2",))
    groups, second = [1, 1, 2, 2, 2], [0, 1, 1, 0, 0]
    expected = None
    for name, values in FORMS.items():
        kinds = [pa.float32(), pa.float64()] if name.startswith("floats") else [None]
        for kind in kinds:
            table = pa.table({"d0": pa.array(values, kind), "d1": second, "g": groups})
            csv = tmp_path / "data.csv"
            lines = [
                f"{'' if one is None else one},{two},{group}"
                for one, two, group in zip(values, second, groups, strict=True)
            ]
            files: list[Any] = [table]
            if name != "booleans":
                csv.write_text("\n".join(["d0,d1,g", *lines]) + "\n", "utf-8")
                files.append(csv)
            for data in files:
                found = samut.measure(drawn.measure("report"), data, by="g").to_pylist()
                expected = expected or found
                assert found == expected, name


@pytest.mark.parametrize("groups", [
    pa.array([1.0, 2.0, float("nan"), 2.0]),
    pa.array([1.0, 2.0, None, 2.0]),
    pa.array([1, 2, None, 2]),
    pa.array(["1", "2", "", "2"]),
    pa.array(["1", "2", None, "2"]),
], ids=str)  # fmt: skip
def test_groups_are_called_alike_whatever_they_are_stored_as(groups: pa.Array) -> None:
    drawn = Drawn(((1,),), ("1",))
    table = pa.table({"d0": [1, 0, 1, 1], "g": groups})
    found = samut.measure(drawn.measure(), table, by="g").to_pylist()
    headcounts = {row["group"]: row["estimate"] for row in found if row["statistic"] == "H" and row["by"]}
    assert headcounts == {"1": 1.0, "2": 0.5, "unknown": 1.0}
