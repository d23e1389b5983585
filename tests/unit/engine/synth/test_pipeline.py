"""The written files through the whole pipeline: every bad row refused, every published figure met."""

from __future__ import annotations

import pytest

from samut.engine.linkage import link
from samut.engine.registers.importing import ImportResult
from samut.engine.synth import SynthSummary
from samut.engine.tpmap_check import Comparison, all_hold, compare
from samut.engine.workspace import Workspace

# The importer's code for each kind of bad row, by register.
CODES = {
    "abolished_area": "IMPORT_027",
    "bad_yes_no": "IMPORT_029",
    "birth_in_future": "IMPORT_024",
    "impossible_birth": "IMPORT_025",
    "no_number": "IMPORT_021",
    "of_refused_household": "IMPORT_043",
    "unknown_area": "IMPORT_026",
    "unknown_sex": "IMPORT_031",
    "without_household": "IMPORT_042",
    "without_members": "IMPORT_041",
    "wrong_number": "IMPORT_022",
}

# Rows that are taken in and told as strange: the generator fits children and parents to the wife's age,
# and the head is often her husband.
DOUBTS = {"bmn": {"CHECK_052": 16, "CHECK_054": 12}}

Imported = tuple[Workspace, dict[str, ImportResult]]


@pytest.mark.province
def test_the_importer_counts_what_the_summary_says(province: SynthSummary, imported: Imported) -> None:
    found = {file.name: file for result in imported[1].values() for file in result.files}
    for file in province.files:
        ours = found[file.name]
        counted = (ours.rows, ours.accepted, ours.quarantined, ours.duplicates)
        assert counted == (file.rows, file.accepted, file.dirty, file.duplicates), file.name


@pytest.mark.province
def test_each_bad_row_is_refused_for_its_reason(province: SynthSummary, imported: Imported) -> None:
    for register, result in imported[1].items():
        wanted: dict[str, int] = {}
        for file in province.files:
            if file.register == register:
                for kind, count in file.dirty_kinds:
                    wanted[CODES[kind]] = wanted.get(CODES[kind], 0) + count
                for _, count in file.warned:
                    wanted["IMPORT_023"] = wanted.get("IMPORT_023", 0) + count
        assert result.problems_by_code == wanted | DOUBTS.get(register, {}), register


@pytest.mark.province
def test_the_links_leave_out_shared_and_wrong_numbers(province: SynthSummary, imported: Imported) -> None:
    linked = link(imported[0], 2561)
    assert linked.linked["welfare-card"] == 38_719
    assert linked.conflicts == 12
    assert linked.with_number < province.persons
    assert linked.nobody_here["welfare-card"] > 14_000


@pytest.mark.province
def test_every_published_figure_holds(imported: Imported) -> None:
    rows = compare(imported[0])
    assert [row for row in rows if not row.ok] == []
    assert len(rows) == 6 + 5 + 31 + 31 + 31 + 6
    assert [row.difference for row in rows if row.allowed == 0] == [0] * 11


def test_a_figure_beyond_what_is_allowed_fails_the_check() -> None:
    exact, near = Comparison("household.CNT", 100, 100, 0), Comparison("indicator4.CNT", 1434, 1441, 7)
    shown = Comparison("happiness", 8.0688, 7.9, None)
    assert all_hold([exact, near, shown])
    assert not all_hold([exact, Comparison("indicator4.CNT", 1434, 1442, 7)])
    assert not all_hold([Comparison("poor.JPT.CNT", 37_248, 37_247, 0)])
    assert (near.difference, near.allowed_words, shown.allowed_words) == (7, "±7", "–")
