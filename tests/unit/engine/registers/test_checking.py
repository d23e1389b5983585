"""A table in Parquet has the problems that an import of the same rows finds, row by row."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from register_files import number
from samut.engine.lake import WARNINGS, Lake
from samut.engine.registers.checking import CheckReport, check_table
from samut.engine.registers.importing import ImportResult, import_register
from samut.engine.registers.profile import load_profile
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.errors import SamutError

TODAY = date(2018, 6, 1)
COLUMNS = {
    "person_key": 'kind = "thai_id"\npersonal = true\nrequired = true\nblank = "refuse"',
    "first_name": 'kind = "text"\npersonal = true',
    "birth": 'kind = "birth_be"\nleast_age = 60',
    "tambon_code": 'kind = "tambon_code"\nrequired = true\nblank = "refuse"',
    "says_yes": 'kind = "yes_no"',
    "children": 'kind = "asked_count"',
    "income_baht": 'kind = "baht"',
    "work": 'kind = "code"\ncodes = { "1" = "farmer", "2" = "trader" }',
    "registered_on": 'kind = "date_be"',
    "happiness": 'kind = "score"\nbad = "unknown"',
    "latitude": 'kind = "latitude"',
}
GOOD = {
    "person_key": number(1),
    "first_name": "สมชาย",
    "birth": "01/02/2490",
    "tambon_code": "220506",
    "says_yes": "1",
    "children": "1,2",
    "income_baht": "12,000",
    "work": "1",
    "registered_on": "15/01/2561",
    "happiness": "8",
    "latitude": "12.75",
}
# What else may stand in a column: blank, in Thai digits, wrong in each way that has a code.
ELSE = {
    "person_key": [number(2), number(3), number(1).replace("9", "๙"), number(1)[:-1] + "x", "", " "],
    "first_name": ["", "สมหญิง"],
    "birth": ["", "-", "00/00/2490", "31/02/2490", "15/08/2661", "01/02/2540", "๐๑/๐๒/๒๔๙๐", "1/2/90"],
    "tambon_code": ["", "220507", "229901", "ฉมัน", "๒๒๐๕๐๖"],
    "says_yes": ["0", "9", "-", "๑"],
    "children": ["0", "x", "1,500", ""],
    "income_baht": ["-1", "", "๑๒๐๐๐", "1.5", "ไม่ทราบ"],
    "work": ["2", "7", ""],
    "registered_on": ["31/02/2561", "", "2561-01-15", "15/1/61"],
    "happiness": ["11", "", "๗"],
    "latitude": ["102.2", "1412345.5", ""],
}
Rows = list[dict[str, str]]


def profile_file(folder: Path) -> Path:
    columns = "".join(
        f'[[table.column]]\nname = "{name}"\nheaders = ["{name}"]\n'
        f'label = {{ th = "{name}", en = "{name}" }}\n{rest}\n'
        for name, rest in COLUMNS.items()
    )
    path = folder / "own.toml"
    path.write_text(
        'id = "own"\nregister = "own"\nlabel = { th = "ทดสอบ", en = "Test" }\nfrom_edition = 2500\n'
        'to_edition = 2600\nsource = "test"\nstatus = "test"\n[[table]]\nid = "person"\n'
        'label = { th = "บุคคล", en = "Persons" }\nkey = ["person_key"]\n' + columns,
        "utf-8",
    )
    return path


def checked(workspace: Workspace, rows: Rows, *, group: int = 3) -> CheckReport:
    path = workspace.incoming / "rows.parquet"
    table = pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in COLUMNS})
    pq.write_table(table, path, row_group_size=group)
    profile = load_profile(profile_file(workspace.incoming))
    return check_table(workspace, profile, profile.tables[0], path, edition=2561, today=TODAY)


def imported(workspace: Workspace, rows: Rows) -> ImportResult:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(COLUMNS))
    writer.writeheader()
    writer.writerows(rows)
    path = workspace.incoming / "rows.csv"
    path.write_text(text.getvalue(), "utf-8")
    profile = profile_file(workspace.incoming)
    return import_register(workspace, "own", [path], edition=2561, profile=profile, today=TODAY)


def problems_in_lake(workspace: Workspace) -> Counter[tuple[int, str, str, str]]:
    """(row, code, column, detail) of refused rows and of rows taken in; rows count from 1."""
    lake = Lake(workspace)
    found: Counter[tuple[int, str, str, str]] = Counter()
    for refused in lake.quarantine("own", 2561):
        for each in refused.reasons:
            detail = str(dict(each.values)["detail"])
            found[(refused.row - 1, each.code, each.where.column, detail)] += 1
    for snapshot in lake.snapshots("own", 2561):
        for told in pq.read_table(snapshot.path / WARNINGS).to_pylist():
            found[(told["source_row"] - 1, told["code"], told["column"], told["detail"])] += 1
    return found


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    rows = []
    for place in range(draw(st.integers(1, 12))):
        row = {**GOOD, "person_key": number(draw(st.sampled_from([place, place, place, 1, 2])))}
        for name in draw(st.lists(st.sampled_from(sorted(COLUMNS)), max_size=3)):
            row[name] = draw(st.sampled_from(ELSE[name]))
        rows.append(row)
    if draw(st.booleans()):
        rows.insert(draw(st.integers(0, len(rows))), dict.fromkeys(COLUMNS, ""))
    return rows


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=tables(), group=st.sampled_from([1, 3, 100]))
def test_drawn_tables_have_the_problems_that_an_import_finds(rows: Rows, group: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = create_workspace(
            Path(folder) / "w", name="", demo=True, province="22", edition=2561, registers=[]
        )
        report = checked(workspace, rows, group=group)
        result = imported(workspace, rows)
        assert report.rows == result.rows
        assert report.problems_by_code == result.problems_by_code
        told = Counter(
            (each["row"], each["code"], each["column"], each["detail"])
            for each in report.problems.to_pylist()
        )
        in_lake = problems_in_lake(workspace)
        # A row that says again what an earlier one says is no problem, and the lake keeps nothing of it.
        assert in_lake <= told
        again = {row for row, *_ in (told - in_lake)}
        assert len(again) <= result.duplicates
        assert not again & {row for row, *_ in in_lake}
        refused = {each["row"] for each in report.problems.to_pylist() if each["refused"]}
        assert len(refused) == result.quarantined
        assert report.faulty_rows == len({row for row, *_ in told})


def test_each_row_is_told_with_its_code_column_and_detail(workspace: Workspace) -> None:
    second = {**GOOD, "person_key": number(2), "tambon_code": "220507", "work": "7"}
    third = {**GOOD, "person_key": number(1), "income_baht": "1"}
    report = checked(workspace, [GOOD, second, GOOD, third], group=2)
    told = [
        (each["row"], each["code"], each["column"], each["refused"]) for each in report.problems.to_pylist()
    ]
    assert told == [
        (2, "IMPORT_027", "tambon_code", True),
        (2, "IMPORT_031", "work", True),
        (4, "IMPORT_040", "person_key", True),
    ]
    assert (report.rows, report.faulty_rows) == (4, 2)
    assert report.problems_by_code == {"IMPORT_027": 1, "IMPORT_031": 1, "IMPORT_040": 1}
    assert report.problems["detail"].to_pylist()[0].startswith("220507 → ")


def test_nothing_is_kept_of_the_table_and_no_number_comes_into_the_report(workspace: Workspace) -> None:
    wrong = number(4)[:-1] + str((int(number(4)[-1]) + 1) % 10)
    files = sorted(each for each in workspace.lake.rglob("*.parquet"))
    report = checked(workspace, [{**GOOD, "person_key": wrong, "first_name": "ชื่อลับ"}, GOOD])
    assert sorted(each for each in workspace.lake.rglob("*.parquet")) == files
    assert report.problems_by_code == {"IMPORT_022": 1}
    assert wrong not in str(report.problems.to_pylist()) and "ชื่อลับ" not in str(report)


def test_a_table_without_a_problem_and_one_without_its_key(workspace: Workspace) -> None:
    report = checked(workspace, [{**GOOD, "person_key": number(place)} for place in range(9)])
    assert (report.rows, report.faulty_rows, report.problems_by_code) == (9, 0, {})
    path = workspace.incoming / "lacking.parquet"
    pq.write_table(pa.table({name: ["1"] for name in COLUMNS if name != "person_key"}), path)
    profile = load_profile(profile_file(workspace.incoming))
    with pytest.raises(SamutError, match="IMPORT_006"):
        check_table(workspace, profile, profile.tables[0], path, edition=2561, today=TODAY)
