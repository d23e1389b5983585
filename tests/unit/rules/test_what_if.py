"""Other weights and cutoffs, as they are asked for."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from samut.rules.alkire_foster import AlkireFoster
from samut.rules.errors import SamutError
from samut.rules.measure_files import load_alkire_foster, load_weighted
from samut.rules.weighting import cutoff
from samut.rules.what_if import Choice, other_choice, own_choice, place_of, union_cutoff

FILE = """
id = "drawn"
kind = "alkire_foster"
cutoff = ["1/3", "1/2"]
[[dimension]]
id = "health"
weight = "1/2"
  [[dimension.indicator]]
  column = "a"
  weight = 1
  [[dimension.indicator]]
  column = "b"
  weight = 3
[[dimension]]
id = "living"
weight = "1/3"
  [[dimension.indicator]]
  column = "c"
[[dimension]]
id = "work"
weight = "1/6"
  [[dimension.indicator]]
  column = "d"
  [[dimension.indicator]]
  column = "e"
[[scheme]]
id = "no-health"
dimension = { health = 0, living = 1, work = 1 }
"""


@pytest.fixture
def measure(tmp_path: Path) -> AlkireFoster:
    path = tmp_path / "drawn.toml"
    path.write_text(FILE, "utf-8")
    return load_alkire_foster(path)


def shares(choice: Choice) -> list[Fraction]:
    return [choice.weights.share(place) for place in range(len(choice.weights.numerators))]


def fractions(*texts: str) -> list[Fraction]:
    return [Fraction(text) for text in texts]


def test_nothing_named_is_the_measure_as_it_is(measure: AlkireFoster) -> None:
    own = own_choice(measure)
    assert other_choice(measure) == own
    assert shares(own) == fractions("1/8", "3/8", "1/3", "1/12", "1/12")
    assert own.cutoff.text == "1/3"
    assert Fraction(own.least, own.weights.total) == Fraction(1, 3)


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({"work": "1/2"}, ("3/40", "9/40", "1/5", "1/4", "1/4")),
        ({"work": "0"}, ("3/20", "9/20", "2/5", "0", "0")),
        ({"health": "1/4", "living": "1/4"}, ("1/16", "3/16", "1/4", "1/4", "1/4")),
        ({"health": "1"}, ("1/4", "3/4", "0", "0", "0")),
        ({"health": "2", "living": "1", "work": "1"}, ("1/8", "3/8", "1/4", "1/8", "1/8")),
        ({"health": "0.5", "living": "0.25", "work": "0.25"}, ("1/8", "3/8", "1/4", "1/8", "1/8")),
    ],
)
def test_a_dimension_gets_what_is_named_and_the_others_keep_their_proportions(
    measure: AlkireFoster, named: dict[str, str], expected: tuple[str, ...]
) -> None:
    weights = {name: Fraction(share) for name, share in named.items()}
    found = other_choice(measure, weights=weights)
    assert shares(found) == fractions(*expected)
    assert found.cutoff == measure.cutoffs[0]
    assert found.weights.id == "asked"


def test_a_dimension_without_weight_can_be_given_one(measure: AlkireFoster) -> None:
    found = other_choice(measure, scheme_id="no-health", weights={"health": Fraction(1, 2)})
    assert shares(found) == fractions("1/4", "1/4", "1/4", "1/8", "1/8")


def test_a_scheme_and_a_cutoff(measure: AlkireFoster) -> None:
    found = other_choice(measure, scheme_id="no-health", cutoff=cutoff("1/4"))
    assert (found.weights, found.cutoff) == (measure.schemes[1], cutoff("1/4"))


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"helth": "1/2"}, "POLICY_001"),
        ({"health": "-1/2"}, "MEASURE_007"),
        ({"health": "2"}, "WHATIF_002"),
        ({"health": "0.5", "living": "0.2", "work": "0.2"}, "MEASURE_003"),
    ],
)
def test_weights_that_are_none_are_refused(measure: AlkireFoster, named: dict[str, str], code: str) -> None:
    with pytest.raises(SamutError) as refused:
        other_choice(measure, weights={name: Fraction(share) for name, share in named.items()})
    assert refused.value.code == code


def test_what_is_left_must_go_to_somebody(measure: AlkireFoster) -> None:
    with pytest.raises(SamutError) as refused:
        other_choice(
            measure, scheme_id="no-health", weights={"living": Fraction(1, 2), "work": Fraction(1, 4)}
        )
    assert refused.value.code == "WHATIF_002"


def test_a_union_stays_one_under_other_weights() -> None:
    """Poor when deprived in anything that has a weight, whatever the weights are."""
    union = load_weighted("tpmap-2561")
    found = other_choice(union, weights={"income": Fraction(1, 2), "health": Fraction(0)})
    least = min(each for each in found.weights.numerators if each)
    assert found.least == least == found.cutoff.smallest_poor_score(found.weights.total)
    assert union_cutoff(union.schemes[0]) == union.cutoffs[0]
    assert other_choice(union, cutoff=cutoff("1/3")).cutoff == cutoff("1/3")


def test_names_of_schemes_and_indicators(measure: AlkireFoster) -> None:
    assert [place_of(measure, name) for name in "abcde"] == [0, 1, 2, 3, 4]
    with pytest.raises(SamutError, match="POLICY_001"):
        place_of(measure, "f")
    with pytest.raises(SamutError, match="POLICY_001"):
        other_choice(measure, scheme_id="no-helth")
