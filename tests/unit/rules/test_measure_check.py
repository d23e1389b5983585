"""Everything wrong with a measure's file is told at once, and nothing that is not wrong."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from samut.rules.measure_check import Examined, examine
from samut.rules.policy_files import policy_dir

SOUND = """
id = "sound"
kind = "alkire_foster"
cutoff = ["1/3"]
[[dimension]]
id = "health"
weight = "1/2"
[[dimension.indicator]]
id = "nutrition"
column = "d_nutr"
weight = "1/2"
[[dimension.indicator]]
id = "mortality"
column = "d_cm"
weight = "1/2"
[[dimension]]
id = "living"
weight = "1/2"
[[dimension.indicator]]
id = "water"
column = "d_wtr"
"""

Look = Callable[[str], Examined]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    def looked(text: str) -> Examined:
        path = tmp_path / "drawn.toml"
        path.write_text(text, "utf-8")
        return examine(path)

    return looked


def spoilt(*changes: tuple[str, str]) -> str:
    text = SOUND
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def codes(examined: Examined) -> list[str]:
    return [problem.code for problem in examined.problems]


def test_nothing_is_wrong_with_a_sound_file(look: Look) -> None:
    found = look(SOUND)
    assert (found.problems, found.notes) == ((), ())
    assert found.measure is not None
    assert found.measure.schemes[0].share(2) == Fraction(1, 2)


@pytest.mark.parametrize("name", sorted(path.stem for path in (policy_dir() / "measures").glob("*.toml")))
def test_what_ships_is_sound_or_of_a_kind_without_weights(name: str) -> None:
    found = examine(name)
    assert set(codes(found)) <= {"MEASURE_017"}
    assert (found.measure is None) == bool(found.problems)


def test_every_problem_is_told_at_once(look: Look) -> None:
    found = look(
        spoilt(
            ('cutoff = ["1/3"]', "cutoff = [33, 0.2]"),
            (
                '"1/2"\n[[dimension.indicator]]\nid = "nutrition"',
                '"0.3"\n[[dimension.indicator]]\nid = "nutrition"',
            ),
            ('column = "d_nutr"', 'colum = "d_nutr"'),
            ('column = "d_wtr"', 'column = "d_wtr"\nweigth = 2'),
            ('id = "sound"', 'id = "sound"\nunknwon = "report"'),
        )
    )
    said = [problem.what("en") for problem in found.problems]
    assert len(said) == len(set(said))
    for words in (
        "The cutoff 33 is not above 0",
        "The name colum is not known (nearest: column)",
        "The name weigth is not known (nearest: weight)",
        "The name unknwon is not known (nearest: unknown)",
        "The weights of dimension add up to 4/5, not to 1",
    ):
        assert any(words in each for each in said), (words, said)
    assert len(said) == 5
    assert found.measure is not None
    facts = [each.facts for each in found.measure.indicator_set.indicators]
    assert facts == [("d_nutr",), ("d_cm",), ("d_wtr",)]


def test_with_wrong_weights_the_columns_are_known_all_the_same(look: Look) -> None:
    found = look(
        spoilt(('weight = "1/2"\n[[dimension.indicator]]\nid = "mor', '[[dimension.indicator]]\nid = "mor'))
    )
    assert codes(found) == ["MEASURE_005"]
    assert found.measure is not None
    assert len(found.measure.terms) == 3


@pytest.mark.parametrize("weight", ["true", '"half"', "[]", "nan"])
def test_a_weight_that_is_no_number_is_told_once(look: Look, weight: str) -> None:
    assert codes(look(spoilt(('weight = "1/2"', f"weight = {weight}")))) == ["MEASURE_006"]


def test_a_missing_column_leaves_the_others_to_be_looked_for(look: Look) -> None:
    found = look(spoilt(('column = "d_wtr"', "")))
    assert codes(found) == ["POLICY_003"]
    assert found.measure is not None
    assert [term.id for term in found.measure.terms] == ["nutrition", "mortality"]
    found = look(spoilt(('column = "d_cm"', "")))
    assert codes(found) == ["POLICY_003"]
    assert found.measure is not None
    assert [term.id for term in found.measure.terms] == ["nutrition", "water"]


def test_a_slip_in_a_measure_over_an_indicator_set_hides_no_other(look: Look) -> None:
    found = look(
        """
        kind = "alkire_foster"
        indicator_set = "global-mpi"
        source = "drawn"
        status = "proposed"
        cutoff = [2]
        [[dimension]]
        id = "a"
        indicators = ["nutrition"]
        [[dimension]]
        id = "b"
        [[dimension.indicator]]
        id = "assets"
        wait = 1
        """
    )
    assert codes(found) == ["MEASURE_004", "POLICY_001"]
    assert found.measure is not None
    assert [term.id for term in found.measure.terms] == ["nutrition", "assets"]


@pytest.mark.parametrize("text", [
    'kind = "alkire_foster"',
    'kind = "alkire_foster"\ndimension = ["health"]',
    'kind = "alkire_foster"\ndimension = 5\ncutoff = 1',
    SOUND.replace('id = "health"', "id = 5"),
    SOUND + '[[dimension]]\nid = "none"\nindicator = ["water"]\n',
    "id = ",
    'kind = "alkir_foster"',
    "",
])  # fmt: skip
def test_a_file_too_far_off_is_told_and_never_breaks(look: Look, text: str) -> None:
    assert look(text).problems


def test_a_measure_that_is_not_there() -> None:
    found = examine("thai-mpi")
    assert codes(found) == ["POLICY_002"]
    assert found.measure is None


@pytest.mark.parametrize(("weights", "noted"), [
    (("0.333", "0.666"), "add up to 0.999"),
    (("0.5", "0.5"), ""),
    (("1", "2"), ""),
])  # fmt: skip
def test_rounded_weights_are_noted(look: Look, weights: tuple[str, str], noted: str) -> None:
    text = SOUND.replace(
        'weight = "1/2"\n[[dimension.indicator]]\nid = "nu',
        f'weight = {weights[0]}\n[[dimension.indicator]]\nid = "nu',
    )
    found = look(text.replace('id = "living"\nweight = "1/2"', f'id = "living"\nweight = {weights[1]}'))
    assert not found.problems
    assert [note.code for note in found.notes] == (["MEASURE_018"] if noted else [])
    assert all(noted in note.what("en") for note in found.notes)


def test_without_weights_of_dimensions_nothing_is_noted(look: Look) -> None:
    text = SOUND.replace('id = "health"\nweight = "1/2"', 'id = "health"')
    assert look(text.replace('id = "living"\nweight = "1/2"', 'id = "living"')).notes == ()
