"""A table by fields: what one pass of DuckDB says is what counting one household after the other says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from samut.engine.lake import Lake
from samut.engine.pivot.asking import Asked, Filter, Limits, pivot
from samut.engine.pivot.covering import Shown, hidden_entries, shown_table
from samut.engine.pivot.fields import FieldKind, field_of, fields_of
from samut.engine.pivot.households import HOUSE_ANSWERS
from samut.engine.workspace import create_workspace
from samut.rules.disclosure import is_small
from samut.rules.errors import SamutError
from samut.rules.life_cycle import load_life_cycle
from samut.rules.policy import load_measure
from samut.rules.status import Answer, Words
from samut.rules.union import deprived_in, poor

MEASURE = load_measure("tpmap-2561")
FIELDS = fields_of(MEASURE, date(2018, 1, 1), (2561, 2562))
LIMITS = Limits(cells=500, classes=100)
ENDS = {"life_least_age": 0, "life_greatest_age": 2}
Row = dict[str, object]


def drawn(seed: int, count: int = 300) -> list[Row]:
    random = Random(seed)  # noqa: S311 (draws test data)
    rows: list[Row] = []
    for _ in range(count):
        known = deprived = 0
        for each in MEASURE.indicator_set.indicators:
            if random.random() < 0.98:
                known |= each.mask
                deprived |= each.mask * (random.random() < 0.05)
        persons, age = random.randint(1, 8), random.choice((None, 20, 43, 59, 60, 80))
        rows.append(
            {
                "village_code": random.choice(("22050601", "22050602", "22060101")),
                "deprived": deprived,
                "known": known,
                "applies": MEASURE.indicator_set.mask,
                "persons": persons,
                "registered": 0,
                "unlinked": 0,
                "target": random.randint(0, persons),
                "target_unknown": 0,
                "head_sex": random.choice(("female", "male", None)),
                **{f"head_{name}": None if age is None else age + more for name, more in ENDS.items()},
                **{f"with_{id}": random.choice((True, False, None)) for id in load_life_cycle().own_labels()},
                **{name: random.choice((True, False, None)) for name in HOUSE_ANSWERS},
            }
        )
    return rows


def write(path: Path, rows: list[Row]) -> Path:
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(create_workspace(tmp_path / "w", name="t", demo=True, province="22", edition=2561))


def words(row: Row) -> Words:
    return Words(*(int(str(row[name])) for name in ("deprived", "known", "applies")))


def told(answer: Answer) -> str:
    return answer.value


def band_of_head(row: Row) -> str:
    ages = [row[f"head_{name}"] for name in ENDS]
    if None in ages:
        return "unknown"
    least, greatest = (int(str(age)) for age in ages)
    bands = ((0, 24, "0-24"), (25, 44, "25-44"), (45, 59, "45-59"), (60, 74, "60-74"), (75, 999, "75"))
    return next((id for first, last, id in bands if first <= least and greatest <= last), "unknown")


SLOW = {
    "tambon": lambda row: str(row["village_code"])[:6],
    "poor": lambda row: told(poor(words(row), MEASURE, MEASURE.whole_switch)),
    "dim-income": lambda row: told(deprived_in(words(row), MEASURE, MEASURE.dimensions[3])),
    "size": lambda row: {1: "1", 2: "2-3", 3: "2-3", 4: "4-5", 5: "4-5"}.get(row["persons"], "6"),
    "head-sex": lambda row: row["head_sex"] or "unknown",
    "head-age": band_of_head,
    "with-elderly": lambda row: {True: "yes", False: "no", None: "unknown"}[row["with_elderly"]],
}


@pytest.mark.parametrize("seed", range(8))
def test_a_table_counts_each_household_once(seed: int, tmp_path: Path, lake: Lake) -> None:
    random = Random(seed)  # noqa: S311 (draws test data)
    rows = drawn(seed)
    names = random.sample(sorted(SLOW), 4)
    of = SLOW[names[3]](rows[0])
    asked = Asked(
        (FIELDS[names[0]], FIELDS[names[1]]), (FIELDS[names[2]],), (Filter(FIELDS[names[3]], of),), "2205"
    )
    table = pivot(lake, {2561: write(tmp_path / "h.parquet", rows)}, MEASURE, asked, LIMITS)
    here = [row for row in rows if str(row["village_code"]).startswith("2205")]
    passing = [row for row in here if SLOW[names[3]](row) == of]
    for place, key in enumerate((*table.rows, None)):
        for across, column in enumerate((*table.columns, None)):
            inside = [
                row
                for row in passing
                if key in (None, (SLOW[names[0]](row), SLOW[names[1]](row)))
                and column in (None, (SLOW[names[2]](row),))
            ]
            grids = table.grids
            assert grids.households[place][across] == len(inside)
            assert grids.persons[place][across] == sum(int(str(row["persons"])) for row in inside)
            assert grids.target[place][across] == sum(
                int(str(row["target"])) for row in inside if SLOW["poor"](row) == "yes"
            )
    by_class = table.by_class[0]
    assert sum(each.households[-1][-1] for each in by_class.grids) == len(here)
    assert by_class.grids[by_class.asked] == table.grids


def test_every_field_has_its_classes_and_no_other(tmp_path: Path, lake: Lake) -> None:
    path = write(tmp_path / "h.parquet", drawn(1))
    for field in FIELDS.values():
        table = pivot(lake, {2561: path, 2562: path}, MEASURE, Asked((field,), (), (), "TH"), LIMITS)
        assert table.grids.households[-1][-1] == 600
        assert all(field.holds_class(id) for (id,) in table.rows)


def test_whoever_may_not_see_persons_sees_no_small_count(tmp_path: Path, lake: Lake) -> None:
    path = write(tmp_path / "h.parquet", drawn(2, 90))
    asked = Asked((FIELDS["head-age"],), (FIELDS["size"],), (), "22")
    table = pivot(lake, {2561: path}, MEASURE, asked, LIMITS)
    for shown in Shown:
        covered = shown_table(table, shown, exact=False)
        counts = [cell for row in covered.cells for cell in row if isinstance(cell, int)]
        assert covered.hidden and not any(map(is_small, counts))
        assert not shown_table(table, shown, exact=True).hidden


def test_what_a_filter_leaves_out_is_not_told_by_the_difference(tmp_path: Path, lake: Lake) -> None:
    """All but two households pass: shown, the table with the filter and the one without would say so."""
    rows = drawn(3, 80)
    for place, row in enumerate(rows):
        row["head_sex"] = "male" if place < 2 else "female"
        row["village_code"] = "22050601" if place % 2 == 0 else "22050602"
    asked = Asked((FIELDS["village"],), (), (Filter(FIELDS["head-sex"], "female"),), "22")
    table = pivot(lake, {2561: write(tmp_path / "h.parquet", rows)}, MEASURE, asked, LIMITS)
    assert [each.households for each in table.by_class[0].grids][1] == ((1, 1), (1, 1), (2, 2))
    assert hidden_entries(table, Shown.HOUSEHOLDS) == {
        (row, column) for row in range(3) for column in range(2)
    }


def test_too_large_a_table_is_refused_with_what_it_would_have(tmp_path: Path, lake: Lake) -> None:
    path = write(tmp_path / "h.parquet", drawn(4))
    asked = Asked((FIELDS["village"],), (FIELDS["size"],), (), "22")
    with pytest.raises(SamutError) as refused:
        pivot(lake, {2561: path}, MEASURE, asked, Limits(cells=5, classes=100))
    assert refused.value.code == "ANALYSIS_003"


def test_an_unknown_field_is_refused_with_the_nearest() -> None:
    with pytest.raises(SamutError) as refused:
        field_of(FIELDS, "head-sexx")
    assert "head-sex" in refused.value.in_words("en")


def test_no_field_is_a_person() -> None:
    """Names, numbers, houses, days, amounts and points of a map are no fields, whatever they are called."""
    for word in ("first_name", "person_key", "house_no", "birth", "baht", "latitude", "household_id"):
        assert not [each.id for each in FIELDS.values() if word in each.sql]
    assert {each.kind for each in FIELDS.values()} == set(FieldKind)


def test_the_tables_of_all_classes_do_not_add_up_to_a_small_one(tmp_path: Path, lake: Lake) -> None:
    """Three households of the village have a young head. Asked class by class, two classes are hidden."""
    rows = drawn(5, 120)
    for place, row in enumerate(rows):
        row["village_code"] = "22050601"
        age = 20 if place < 3 else (30, 50, 65)[place % 3]
        row |= {f"head_{name}": age for name in ENDS}
    path = write(tmp_path / "h.parquet", rows)
    hidden = 0
    for each in FIELDS["head-age"].classes:
        asked = Asked((FIELDS["village"],), (), (Filter(FIELDS["head-age"], each.id),), "22")
        table = pivot(lake, {2561: path}, MEASURE, asked, LIMITS)
        hidden += bool(table.rows) and (0, 0) in hidden_entries(table, Shown.HOUSEHOLDS)
    assert hidden == 2
