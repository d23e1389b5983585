"""Reading a weighted measure: one that ships, or somebody's own file over columns of deprivations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from pytest import RaisesExc

from samut.rules.alkire_foster import Unknown
from samut.rules.errors import SamutError, Text
from samut.rules.indicators import LAST_BIT
from samut.rules.measure_files import kind_of, load_alkire_foster, load_weighted, measure_path
from samut.rules.reference import status_of
from samut.rules.status import Answer, Status

Write = Callable[[str], Path]
DAY = date(2024, 1, 1)

OWN = """
id = "my-mpi"
label = { en = "My MPI", th = "ดัชนีของฉัน" }
kind = "alkire_foster"
cutoff = [0.333333, "1/2"]
unknown = "drop_household"
[[dimension]]
id = "health"
weight = "1/3"
  [[dimension.indicator]]
  id = "nutrition"
  column = "d_nutr"
  applies = "has_child"
  [[dimension.indicator]]
  column = "d_cm"
[[dimension]]
id = "living"
label = "สภาพความเป็นอยู่"
weight = "2/3"
  [[dimension.indicator]]
  id = "water"
  column = "d_wtr"
  label = { en = "Water" }
"""
ROUGH = """
kind = "alkire_foster"
cutoff = "1/2"
"""
FORMS = """
[[dimension]]
id = "a"
[[dimension.indicator]]
column = "x"
"""

OF_A_SET = """
indicator_set = "global-mpi"
[[dimension]]
id = "a"
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        path = tmp_path / "drawn.toml"
        path.write_text(text, "utf-8")
        return path

    return written


def refused(code: str, *words: str) -> RaisesExc[SamutError]:
    def told(error: SamutError) -> bool:
        return error.code == code and all(word in error.in_words("en") for word in words)

    return pytest.raises(SamutError, check=told)


def test_a_file_of_ones_own(write: Write) -> None:
    measure = load_alkire_foster(write(OWN))
    assert measure.id == "my-mpi"
    assert measure.label == Text(th="ดัชนีของฉัน", en="My MPI")
    assert [each.text for each in measure.cutoffs] == ["0.333333", "1/2"]
    assert measure.cutoffs[0].value == Fraction(333333, 1000000)
    assert measure.unknown is Unknown.DROP_HOUSEHOLD
    assert measure.on_columns and not measure.is_union
    assert [(term.id, term.dimension, term.bit) for term in measure.terms] == [
        ("nutrition", "health", 0),
        ("d_cm", "health", 1),
        ("water", "living", 2),
    ]
    assert [measure.schemes[0].share(place) for place in range(3)] == [
        Fraction(1, 6),
        Fraction(1, 6),
        Fraction(2, 3),
    ]


def test_a_label_in_one_language_stands_for_both_and_the_id_for_none(write: Write) -> None:
    measure = load_alkire_foster(write(OWN))
    assert [dimension.label for dimension in measure.dimensions] == [
        Text(th="health", en="health"),
        Text(th="สภาพความเป็นอยู่", en="สภาพความเป็นอยู่"),
    ]
    assert [term.label.th for term in measure.terms] == ["nutrition", "d_cm", "Water"]


def test_what_may_be_left_out(write: Write) -> None:
    """The file's name is the measure's, unknown answers are reported."""
    measure = load_alkire_foster(write(ROUGH + FORMS))
    assert (measure.id, measure.unknown, measure.source, measure.status) == ("drawn", Unknown.REPORT, "", "")


def test_its_rules_read_the_columns(write: Write) -> None:
    measure = load_alkire_foster(write(OWN))
    nutrition, mortality, _ = measure.indicator_set.indicators
    assert nutrition.facts == ("has_child", "d_nutr")
    assert mortality.facts == ("d_cm",)
    said = {
        (1, 1): Status.DEPRIVED,
        (1, 0): Status.NOT_DEPRIVED,
        (1, None): Status.UNKNOWN,
        (0, 1): Status.NOT_APPLICABLE,
        (0, None): Status.NOT_APPLICABLE,
        (None, 1): Status.UNKNOWN,
    }
    from_columns = {
        pair: status_of(nutrition, {"has_child": pair[0], "d_nutr": pair[1]}, DAY) for pair in said
    }
    assert from_columns == said
    assert status_of(mortality, {"d_cm": 1}, DAY) is Status.DEPRIVED


def test_further_schemes_change_what_they_name(write: Write) -> None:
    measure = load_alkire_foster(
        write(
            OWN
            + """
[[scheme]]
id = "equal"
label = { en = "Equal dimensions", th = "ทุกมิติเท่ากัน" }
dimension = { health = "1/2", living = "1/2" }
[[scheme]]
id = "mortality"
indicator = { nutrition = 1, d_cm = 3 }
"""
        )
    )
    assert [each.id for each in measure.schemes] == ["own", "equal", "mortality"]
    assert measure.schemes[1].label.en == "Equal dimensions"
    assert [[each.share(place) for place in range(3)] for each in measure.schemes[1:]] == [
        [Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)],
        [Fraction(1, 12), Fraction(1, 4), Fraction(2, 3)],
    ]


def test_a_measure_over_an_indicator_set_may_weigh_its_indicators(write: Write) -> None:
    path = write(
        ROUGH
        + """
indicator_set = "global-mpi"
source = "drawn"
status = "proposed"
[[dimension]]
id = "a"
indicators = ["nutrition"]
[[dimension]]
id = "b"
[[dimension.indicator]]
id = "housing"
weight = 1
[[dimension.indicator]]
id = "assets"
weight = 3
"""
    )
    measure = load_alkire_foster(path)
    assert not measure.on_columns
    assert [term.id for term in measure.terms] == ["nutrition", "housing", "assets"]
    bits = [measure.indicator_set.indicator(term.id).bit for term in measure.terms]
    assert [term.bit for term in measure.terms] == bits
    assert [measure.schemes[0].share(place) for place in range(3)] == [
        Fraction(1, 2),
        Fraction(1, 8),
        Fraction(3, 8),
    ]


def test_a_name_is_a_measure_that_ships_and_a_path_is_a_file(write: Write) -> None:
    assert measure_path("global-mpi").name == "global-mpi.toml"
    assert measure_path(write(OWN)).name == "drawn.toml"
    assert kind_of("global-mpi") == "alkire_foster"
    assert kind_of("tpmap-2561") == "union"
    with refused("POLICY_002", "nearest: global-mpi"):
        measure_path("globl-mpi")
    with refused("POLICY_002"):
        measure_path("nowhere.toml")


def test_what_ships_weighs_what_its_source_says() -> None:
    measure = load_alkire_foster("global-mpi")
    shares = {term.id: measure.schemes[0].share(place) for place, term in enumerate(measure.terms)}
    assert shares["nutrition"] == Fraction(1, 6)
    assert shares["assets"] == Fraction(1, 18)
    assert measure.cutoffs[0].value == Fraction(1, 3)


def test_a_union_measure_is_read_as_weighted() -> None:
    measure = load_weighted("tpmap-2561")
    assert measure.is_union
    assert len(measure.terms) == 17
    scheme, (union,) = measure.schemes[0], measure.cutoffs
    assert union.text == "union"
    assert union.smallest_poor_score(scheme.total) == min(scheme.numerators)
    assert load_weighted("global-mpi") == load_alkire_foster("global-mpi")
    assert {example.poor for example in measure.examples} == set(Answer)


def test_other_kinds_have_no_weighted_score(write: Write) -> None:
    with refused("MEASURE_017", "scorecard"):
        load_weighted(write('kind = "scorecard"'))
    with refused("POLICY_009"):
        load_alkire_foster(write(OWN.replace("alkire_foster", "union")))


def test_what_cannot_be_read(write: Write, tmp_path: Path) -> None:
    with refused("POLICY_004", "drawn.toml"):
        load_alkire_foster(write("id = "))
    thai = tmp_path / "thai.toml"
    thai.write_bytes("# ดัชนี".encode("cp874"))
    with refused("POLICY_004", "thai.toml"):
        load_alkire_foster(thai)


# What a file may have instead of the right thing, and what is said of it.
@pytest.mark.parametrize(("before", "after", "code", "word"), [
    ("cutoff = [0.333333, \"1/2\"]", "", "POLICY_003", "cutoff"),
    ("[0.333333, \"1/2\"]", "[]", "POLICY_003", "cutoff"),
    ("[0.333333, \"1/2\"]", "33", "MEASURE_004", "33"),
    ("[0.333333, \"1/2\"]", "[0.3, \"half\"]", "MEASURE_006", "half"),
    ("\"drop_household\"", "\"drop\"", "POLICY_009", "drop_household"),
    ("kind =", "knd =", "POLICY_001", "nearest: kind"),
    ("column = \"d_cm\"", "colum = \"d_cm\"", "POLICY_001", "nearest: column"),
    ("column = \"d_cm\"", "", "POLICY_003", "column"),
    ("id = \"nutrition\"", "id = \"d_cm\"", "MEASURE_009", "d_cm"),
    ("id = \"living\"", "id = \"health\"", "MEASURE_009", "health"),
    ("weight = \"1/3\"", "weight = \"1/2\"", "MEASURE_003", "dimension"),
    ("weight = \"1/3\"", "weight = true", "MEASURE_006", "health"),
    ("weight = \"1/3\"", "", "MEASURE_005", "health"),
    ("id = \"my-mpi\"", "id = 5", "POLICY_009", "id"),
    ("id = \"my-mpi\"", "id = \"\"", "POLICY_009", "id"),
    ("id = \"my-mpi\"", "scheme = [[1]]", "POLICY_009", "scheme"),
    ("id = \"my-mpi\"", "example = 5", "POLICY_009", "example"),
])  # fmt: skip
def test_what_is_refused(write: Write, before: str, after: str, code: str, word: str) -> None:
    assert before in OWN
    with refused(code, word):
        load_alkire_foster(write(OWN.replace(before, after, 1)))


@pytest.mark.parametrize(("rest", "code", "word"), [
    ("", "POLICY_003", "dimension"),
    ("dimension = []", "POLICY_003", "dimension"),
    ("dimension = 5", "POLICY_009", "dimension"),
    ("[[dimension]]\nid = \"a\"", "POLICY_003", "indicator"),
    ("[[dimension]]\nid = \"a\"\nindicator = [\"x\"]", "POLICY_009", "indicator"),
    (FORMS + "[[scheme]]\nid = \"s\"\ndimension = 5", "POLICY_009", "dimension"),
    (FORMS + "[[scheme]]\nid = \"s\"\ndimension = { b = 1 }", "POLICY_001", "nearest"),
    (FORMS + "[[scheme]]\nid = \"own\"", "MEASURE_009", "own"),
    (FORMS + "[[example]]\nsay = \"s\"\npoor = \"no\"\ndeprived = 5", "POLICY_009", "deprived"),
    ("indicator_set = []" + FORMS, "POLICY_009", "indicator_set"),
    (OF_A_SET + "indicators = [[1]]", "POLICY_009", "indicators"),
    (OF_A_SET + "indicators = [\"asset\"]", "POLICY_001", "assets"),
])  # fmt: skip
def test_what_has_the_wrong_shape_is_refused_and_never_breaks(
    write: Write, rest: str, code: str, word: str
) -> None:
    with refused(code, word):
        load_alkire_foster(write(ROUGH + rest))


def test_there_are_as_many_indicators_as_bits(write: Write) -> None:
    def many(count: int) -> Path:
        columns = "".join(f'[[dimension.indicator]]\ncolumn = "d{place}"\n' for place in range(count))
        return write(ROUGH + '[[dimension]]\nid = "a"\n' + columns)

    assert load_alkire_foster(many(LAST_BIT + 1)).mask == 2**63 - 1
    with refused("POLICY_009", f"1-{LAST_BIT + 1}"):
        load_alkire_foster(many(LAST_BIT + 2))
