"""What is guessed of a file that nobody has described, why, and that nobody's name comes out of it."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter

from register_files import card, card_csv, number, write
from samut.engine.lake import SPILL, Lake, unfinished_folder
from samut.engine.registers.guessing import ColumnGuess, ProfileGuess, guess_profile, profile_toml
from samut.engine.registers.importing import ImportResult, import_register
from samut.engine.registers.masking import COVERED
from samut.engine.registers.profile import OWN_PROFILES, load_profile
from samut.engine.registers.value_signs import ASKED_KINDS, SignReader, Signs
from samut.engine.workspace import Workspace
from samut.rules import thai_id
from samut.rules.errors import SamutError, Text

EDITION = 2561
TODAY = date(2026, 1, 1)
NAMES = ("สมชาย ใจดี", "มานะ กล้าหาญ", "ชูใจ ดีงาม", "ปิติ พอใจ")
PEOPLE = 40


def guessed(workspace: Workspace, header: str, *rows: str, name: str = "list.csv") -> ProfileGuess:
    return guess_profile(write(workspace, name, "\n".join([header, *rows])), workspace)


def column(workspace: Workspace, header: str, *values: str) -> ColumnGuess:
    """The guess for one column of a file whose other column counts the rows."""
    rows = [f'{place},"{value}"' for place, value in enumerate(values)]
    return guessed(workspace, f"running_no,{header}", *rows).columns[1]


def in_english(guess: ColumnGuess) -> str:
    return " / ".join(each.en for each in guess.why)


def made_up_list() -> tuple[str, list[str]]:
    """A list as an office keeps it: headers of its own, and things about persons in it."""
    draw = random.Random(2561)  # noqa: S311 — test data, no secrets
    header = "เลขบัตร ปชช.,คำนำหน้า,ชื่อ,สกุล,เกิดวันที่,เบอร์ติดต่อ,รหัสตำบล,ได้บัตรหรือไม่,ประเภทบ้าน,เงินช่วย (บาท),อื่น ๆ"
    rows = []
    for place in range(PEOPLE):
        first, last = draw.choice(NAMES).split()
        rows.append(
            ",".join(
                [
                    number(place),
                    draw.choice(["นาย", "นาง"]),
                    first,
                    f"{last}{place}",
                    f"{draw.randint(1, 28):02}/{draw.randint(1, 12):02}/{draw.randint(2480, 2540)}",
                    f"08{draw.randint(10_000_000, 99_999_999)}",
                    "220506",
                    draw.choice(["ได้", "ไม่ได้"]),
                    draw.choice(["ปูน", "ไม้"]),
                    f'"{draw.randint(1, 9)},000"',
                    f"ญาติชื่อ {draw.choice(NAMES)}{place}",
                ]
            )
        )
    return header, rows


@pytest.mark.parametrize(
    ("header", "values", "name", "kind", "personal"),
    [
        ("เลขบัตรประชาชน", [number(1), number(2)], "person_key", "thai_id", True),
        ("x", [number(1), number(2)], "person_key", "thai_id", True),
        (
            "x",
            [f"{number(1)[:1]}-{number(1)[1:5]}-{number(1)[5:10]}-{number(1)[10:12]}-{number(1)[12]}"],
            "person_key",
            "thai_id",
            True,
        ),
        ("ชื่อ-สกุล", ["นายสมชาย ใจดี", "นางมานี มีนา"], "full_name", "full_name", True),
        ("ผู้กรอก", ["นายสมชาย ใจดี", "นางมานี มีนา"], "full_name", "full_name", True),
        ("ชื่อ", ["สมชาย", "มานี"], "first_name", "text", True),
        ("ชื่อหมู่บ้าน", ["บ้านฉมัน", "บ้านใหม่"], "name_th", "text", False),
        ("birth_date", ["01/02/2500", "00/05/2490"], "birth", "birth_be", False),
        ("วันที่สำรวจ", ["15/01/2561", "16/01/2561"], "surveyed_on", "date_be", False),
        ("x", ["15/01/2561", "16/01/2561"], "x", "date_be", False),
        ("x", ["22050601", "22050602"], "village_code", "new_village_code", False),
        ("x", ["220506", "220501"], "tambon_code", "tambon_code", False),
        ("x", ["99990000001", "99990000002"], "house_id", "house_code", False),
        ("gps_lat", ["12.75123", "12.8012"], "latitude", "latitude", False),
        ("x", ["102.20123", "102.1012"], "longitude", "longitude", False),
        ("เบอร์มือถือ", ["0812345678", "0898765432"], "phone", "text", True),
        ("x", ["0812345678", "0898765432"], "x", "text", True),
        ("x", ["123456789012", "223456789012"], "x", "text", True),
        ("เงินช่วยเหลือ", ["1,000", "2,500"], "amount_baht", "baht", False),
        ("x", ["3", "12"], "x", "count", False),
        ("x", ["3.5", "120"], "x", "number", False),
        ("x", ["1", "0"], "x", "yes_no", False),
        ("relation", ["สามี", "ภรรยา"], "relation", "text", False),
        ("อะไรสักอย่าง", ["สมชาย", "มานี"], "column_2", "text", True),
    ],
)
def test_what_a_column_is(
    workspace: Workspace, header: str, values: list[str], name: str, kind: str, personal: bool
) -> None:
    guess = column(workspace, header, *values)
    assert (guess.name, guess.kind, guess.personal) == (name, kind, personal), in_english(guess)
    assert all(each.th and each.en for each in guess.why)


def test_answers_and_codes_are_told_from_what_is_written(workspace: Workspace) -> None:
    assert column(workspace, "ได้บัตร", "มี", "ไม่มี", "มี").codes == (("มี", "1"), ("ไม่มี", "0"))
    assert column(workspace, "ผลตรวจ", "ผ่าน", "ไม่ผ่าน").codes == (("ผ่าน", "1"), ("ไม่ผ่าน", "0"))
    kinds = column(workspace, "ประเภทบ้าน", *(["ปูน", "ไม้"] * 5))
    assert (kinds.kind, kinds.codes) == ("code", (("ปูน", "ปูน"), ("ไม้", "ไม้")))
    sexes = dict(column(workspace, "เพศ (ช/ญ)", *(["ชาย", "หญิง"] * 5)).codes)
    assert (sexes["ชาย"], sexes["หญิง"]) == ("male", "female")
    # Each of its own: no list of answers, and nothing of it may stand in a profile.
    assert column(workspace, "ประเภทบ้าน", "ปูน", "ไม้", "ดิน").codes == ()


def test_names_among_codes_and_remarks_are_sealed(workspace: Workspace) -> None:
    names = column(workspace, "ประเภท", *(["นายสมชาย ใจดี", "ปูน", "ไม้", "ดิน"] * 5))
    assert (names.kind, names.personal, names.codes) == ("text", True, ())
    numbers = column(workspace, "ชื่อหมู่บ้าน", "บ้านฉมัน", f"บ้านใหม่ {number(3)}")
    assert numbers.personal
    assert column(workspace, "หมายเหตุ", "ดี", "ดี", "ดี").personal


def test_the_reasons_say_how_much_of_the_column_bears_it_out(workspace: Workspace) -> None:
    numbers = [number(place) for place in range(9)] + ["1234567890123"]
    why = in_english(column(workspace, "x", *numbers, "", ""))
    assert "90 % of the values are 13-digit numbers whose check digit is right" in why
    assert "17 % blank" in why
    assert "different values: 10 in rows: 10" in why
    almost = column(workspace, "วันเกิด", *(["01/02/2500"] * 999), "ไม่ทราบ")
    assert "99 % of the values" in in_english(almost)
    doubted = column(workspace, "เลขบัตรประชาชน", "สมชาย", "มานี")
    assert "do not bear it out" in in_english(doubted)
    assert doubted.personal


def test_an_empty_column_is_what_its_header_says(workspace: Workspace) -> None:
    guess = column(workspace, "วันเกิด", "", "-", "")
    assert (guess.kind, guess.name) == ("birth_be", "birth")
    assert "nothing is written" in in_english(guess)


@pytest.mark.parametrize("place", range(3))
def test_shares_are_those_of_a_slow_look_at_each_value(workspace: Workspace, place: int) -> None:
    """The fast way counts different texts; here each cell is imported as a row of its own."""
    draw = random.Random(place)  # noqa: S311 — test data, no secrets
    pool = [
        *(
            "15/01/2561",
            "32/01/2561",
            "00/05/2490",
            "1",
            "0",
            "7",
            "-3",
            "12.5",
            "102.25",
            "220506",
            "229999",
        ),
        *(
            "22",
            "22050601",
            "1,000",
            "10.0",
            "สมชาย",
            "99990000001",
            "",
            "-",
            "๑๒",
            number(5),
            "1234567890123",
        ),
    ]
    values = [draw.choice(pool) for _ in range(60)]
    signs = signs_of(workspace, values)
    said = [each for each in values if each not in ("", "-")]
    assert (signs.rows, signs.written) == (60, len(said))
    assert signs.numbers_valid == pytest.approx(
        sum(thai_id.valid(thai_id.normalise(each)) for each in said) / len(said)
    )
    for kind in ("tambon_code", "count", "score", "yes_no", "baht", "date_be"):
        assert signs.fits[kind] == pytest.approx(share_imported(workspace, kind, values)), kind


def signs_of(workspace: Workspace, values: list[str]) -> Signs:
    lake = Lake(workspace)
    with unfinished_folder(lake.root) as folder, lake.connect(folder / SPILL) as connection:
        return SignReader(connection, lake, TODAY, folder / SPILL).signs(pa.array(values))


def share_imported(workspace: Workspace, kind: str, values: list[str]) -> float:
    """The share of the written cells that an import takes as they are, asked row by row."""
    profile = (
        f'id = "{kind}"\nregister = "slow-{kind.replace("_", "-")}"\nlabel = {{ th = "ก", en = "a" }}\n'
        'from_edition = 2500\nto_edition = 2600\nsource = "test"\nstatus = "test"\n[[table]]\nid = "row"\n'
        'label = { th = "ก", en = "a" }\nkey = ["no"]\n'
        '[[table.column]]\nname = "no"\nheaders = ["no"]\nkind = "text"\nlabel = { th = "ก", en = "a" }\n'
        f'[[table.column]]\nname = "fact"\nheaders = ["fact"]\nkind = "{kind}"\n'
        'label = { th = "ก", en = "a" }\n'
    )
    path = write(workspace, f"{kind}.toml", profile)
    rows = [f'{place},"{value}"' for place, value in enumerate(values)]
    file = write(workspace, f"{kind}.csv", "\n".join(["no,fact", *rows]))
    result = import_register(
        workspace, f"slow-{kind.replace('_', '-')}", [file], edition=EDITION, profile=str(path), today=TODAY
    )
    said = sum(each not in ("", "-") for each in values)
    return (said - result.quarantined) / said


def test_nothing_of_a_person_comes_out(workspace: Workspace) -> None:
    header, rows = made_up_list()
    guess = guessed(workspace, header, *rows)
    written = toml_of(guess)
    cells = {cell for row in rows for cell in row.split(",")}
    kept_back = {number(place) for place in range(PEOPLE)} | {each for each in cells if each.startswith("08")}
    kept_back |= {part for name in NAMES for part in name.split()}
    for shown in (repr(guess), written):
        assert not [each for each in kept_back if each in shown]
    assert guess.first_rows
    assert COVERED in guess.first_rows[0]


def test_a_profile_from_a_guess_loads_and_imports_the_same_file(workspace: Workspace) -> None:
    header, rows = made_up_list()
    file = write(workspace, "list.csv", "\n".join([header, *rows]))
    guess = guess_profile(file, workspace)
    assert (guess.table, guess.key, guess.register) == ("person", ("person_key",), "list")
    result = imported(workspace, guess, file)
    assert (result.rows, result.accepted, result.quarantined) == (PEOPLE, PEOPLE, 0)
    lake = Lake(workspace)
    with lake.connect() as connection:
        view = lake.view("own", "person", EDITION)
        found = connection.execute(
            f"SELECT count(*), count(birth_year), count(tambon_code), count(amount_baht) FROM {view}"
        ).fetchone()
        columns = {each[0] for each in connection.execute(f"DESCRIBE SELECT * FROM {view}").fetchall()}
    assert found == (PEOPLE,) * 4
    assert not columns & {"first_name", "last_name", "phone", "title"}


HEADERS = (
    *(
        "pid",
        "ชื่อ",
        "ชื่อ-สกุล",
        "ลำดับ",
        "x",
        "ตำบล",
        "อำเภอ",
        "จังหวัด",
        "หมู่ที่",
        "lat",
        "lng",
        "birth",
        "birth_year",
    ),
    *(
        "identity",
        "household_id",
        "source_row",
        "วันที่",
        "เพศ",
        "สถานะ",
        "hid",
        "รหัสตำบล",
        "จำนวน",
        "a b",
        "1411",
    ),
    *("1111", "-", "content_hash", "ragged", "year", "นามสกุล", "คำนำหน้า", "ปี", "บาท", "ไร่"),
)


@pytest.mark.parametrize("seed", [*range(15), 168])
def test_whatever_stands_in_a_file_its_profile_loads_and_costs_no_row_but_for_its_key(
    workspace: Workspace, seed: int
) -> None:
    """Headers and cells put together at random: what a column's name says, its cells need not bear out."""
    draw = random.Random(seed)  # noqa: S311  invented data
    cells = (
        lambda: number(draw.randint(0, 60)),
        lambda: draw.choice(["", "-", "ก", "นาย", "นางสาวมานี มีนา"]),
        lambda: str(draw.randint(0, 200)),
        lambda: draw.choice(["มี", "ไม่มี"]),
        lambda: f"{draw.randint(1, 31)}/{draw.randint(1, 12)}/{draw.randint(2480, 2570)}",
        lambda: draw.choice(["220506", "22050601", "9999", "1,000", "3-2-1", "12.7512", "102.2512"]),
        lambda: "a\"b\\ #'[x]",
    )
    header = draw.sample(HEADERS, draw.randint(1, 12))
    columns = [draw.choice(cells) for _ in header]
    rows = [[make() for make in columns] for _ in range(draw.choice([1, 2, 5, 30]))]
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    file = write(workspace, "any.csv", text.getvalue())
    try:
        guess = guess_profile(file, workspace)
    except SamutError as refused:  # nothing but empty rows
        assert refused.code == "IMPORT_002"
        return
    secret = {cell for row in rows for cell in row if thai_id.valid(cell)}
    assert not [each for each in secret if each in repr(guess)]
    if not guess.key:
        return
    assert not [each for each in secret if each in toml_of(guess)]
    result = imported(workspace, guess, file)
    assert result.rows == result.accepted + result.quarantined + result.duplicates
    assert result.quarantined == 0 or of_the_key(result)


def of_the_key(result: ImportResult) -> bool:
    """Whether only what a key asks for refused rows: written, right, and once."""
    return bool(result.problems_by_code.keys() & {"IMPORT_021", "IMPORT_022", "IMPORT_026", "IMPORT_040"})


def toml_of(guess: ProfileGuess) -> str:
    label = Text("ของเรา", "Our own")
    return profile_toml(
        guess, profile_id="own", register="own", label=label, from_edition=2560, to_edition=2570
    )


def imported(workspace: Workspace, guess: ProfileGuess, file: Path) -> ImportResult:
    profile = write(workspace, "own.toml", toml_of(guess))
    return import_register(workspace, "own", [file], edition=EDITION, profile=str(profile))


def test_values_that_do_not_fit_are_told_and_never_cost_a_row(workspace: Workspace) -> None:
    births = ["01/02/2500"] * 19 + ["เมื่อวาน"]
    rows = [f"{number(place)},{birth}" for place, birth in enumerate(births)]
    file = write(workspace, "list.csv", "\n".join(["เลขประจำตัวประชาชน,วันเกิด", *rows]))
    result = imported(workspace, guess_profile(file, workspace), file)
    assert (result.accepted, result.quarantined, sum(result.problems_by_code.values())) == (20, 0, 1)


def test_what_tells_the_rows_apart(workspace: Workspace) -> None:
    plots = guessed(workspace, "pid,แปลงที่,ไร่", *(f"{number(n // 2)},{n % 2 + 1},3.5" for n in range(8)))
    assert plots.key == ("person_key", "plot_no")
    listed = guessed(workspace, "ลำดับ,ชื่อ-สกุล", *(f"{n},นายสมชาย ใจดี{n % 2}" for n in range(1, 9)))
    assert listed.key == ("place_in_list",)
    houses = guessed(workspace, "hid,member_no", *(f"9999000000{n // 3},{n % 3 + 1}" for n in range(9)))
    assert houses.key == ("house_id", "member_no")
    half = guessed(workspace, "pid,ลำดับ", *(f"{number(n) if n % 2 else ''},{n}" for n in range(1, 9)))
    assert half.key == ("place_in_list",)


def test_a_few_bad_rows_do_not_hide_the_key(workspace: Workspace) -> None:
    numbers = [number(place) for place in range(97)] + ["", number(0), "1234567890123"]
    assert guessed(workspace, "pid,ปี", *(f"{each},2561" for each in numbers)).key == ("person_key",)
    # Where another key is whole, it costs no row.
    rows = (f"9999{place // 2:07d},{place % 2 + 1},{each}" for place, each in enumerate(numbers))
    assert guessed(workspace, "hid,member_no,pid", *rows).key == ("house_id", "member_no")
    half = numbers[:50] * 2
    assert guessed(workspace, "pid,ปี", *(f"{each},2561" for each in half)).key == ()


def test_answers_of_the_census_keep_their_own_way_of_writing(workspace: Workspace) -> None:
    asked = column(workspace, "1631", "0", "1,2", "1,1", "3")
    failing = column(workspace, "1641", "1", "0,2", "1", "1")
    assert (asked.kind, failing.kind) == ("asked_count", "failing_count")
    assert column(workspace, "1631", "ก", "ข", "ค").kind == "text"


def test_rows_that_nothing_tells_apart_make_no_profile(workspace: Workspace) -> None:
    guess = guessed(workspace, "ชื่อ,ตำบล", "สมชาย,ฉมัน", "มานี,ฉมัน")
    assert guess.key == ()
    with pytest.raises(SamutError) as refused:
        toml_of(guess)
    assert refused.value.code == "PROFILE_002"


def test_a_person_where_the_headers_should_be_is_refused(workspace: Workspace) -> None:
    for first in (number(1), "3 9999 00000 01 1"):
        with pytest.raises(SamutError) as refused:
            guessed(workspace, f"{first},สมชาย,ใจดี", f"{number(2)},มานี,มีนา")
        assert refused.value.code == "PROFILE_001"
        assert "สมชาย" not in str(refused.value)


def test_the_register_a_file_belongs_to_is_named(workspace: Workspace) -> None:
    guess = guess_profile(write(workspace, "c.csv", card_csv([card(1), card(2)])), workspace)
    assert guess.known is not None
    assert (guess.known.profile, guess.known.table, guess.known.share) == ("welfare-card", "person", 1)
    near = guessed(workspace, "pid,ชื่อ,นามสกุล,รหัสตำบล,ลงทะเบียน", f"{number(1)},ก,ข,220506,1")
    lacking = next(each for each in near.fits if each.profile == "welfare-card")
    assert lacking.share == pytest.approx(5 / 6)
    assert lacking.missing == ("ผ่านการตรวจสอบ",)
    assert guessed(workspace, "a,b", "1,2", "2,1").known is None


def test_an_offices_own_profile_is_known_next_time(workspace: Workspace) -> None:
    guess = guessed(workspace, "เลขบัตร ปชช.,แม่น้ำ", f"{number(1)},จันทบุรี", f"{number(2)},จันทบุรี")
    own = workspace.root / OWN_PROFILES / "own.toml"
    own.parent.mkdir()
    own.write_text(toml_of(guess), encoding="utf-8")
    again = guessed(workspace, "เลขบัตร ปชช.,แม่น้ำ", f"{number(3)},เวฬุ", f"{number(4)},เวฬุ")
    assert again.known is not None
    assert (again.known.profile, again.known.share) == ("own", 1)


def test_columns_that_cannot_be_told_apart_by_their_headers_are_left_out(workspace: Workspace) -> None:
    guess = guessed(workspace, "pid,ปี,,ปี", f"{number(1)},1,2,3", f"{number(2)},1,2,3")
    assert [each.header for each in guess.columns] == ["pid"]
    assert {header for header, _ in guess.left_out} == {"", "ปี"}
    file = workspace.incoming / "list.csv"
    assert imported(workspace, guess, file).accepted == 2


def test_a_second_number_in_a_row_is_somebody_elses(workspace: Workspace) -> None:
    guess = guessed(workspace, "pid,เลขผู้ปกครอง", *(f"{number(n)},{number(n + 50)}" for n in range(3)))
    assert [(each.name, each.kind, each.personal) for each in guess.columns] == [
        ("person_key", "thai_id", True),
        ("other_person_number", "text", True),
    ]


@pytest.mark.parametrize("kind", ["cp874", "xlsx", "zip"])
def test_files_of_any_kind_are_looked_at(workspace: Workspace, kind: str) -> None:
    lines = card_csv([card(1), card(2)])
    path = write(workspace, "card.csv", lines, "cp874" if kind == "cp874" else "utf-8")
    if kind == "xlsx":
        path = workspace.incoming / "card.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for row, line in enumerate(lines.splitlines()):
                sheet.write_row(row, 0, line.split(","))
    elif kind == "zip":
        path = workspace.incoming / "card.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(workspace.incoming / "card.csv", "inner.csv")
    guess = guess_profile(path, workspace)
    assert [each.kind for each in guess.columns][:5] == ["thai_id", "text", "text", "text", "birth_be"]
    assert guess.looked_at == 2


def test_of_a_folder_the_first_file_is_looked_at_and_those_unlike_it_are_named(workspace: Workspace) -> None:
    folder = workspace.incoming / "sent"
    folder.mkdir()
    for name, header in (("a", "pid,ปี"), ("b", "pid,ปี"), ("c", "mcode,mname")):
        (folder / f"{name}.csv").write_text(f"{header}\n1,2\n3,4\n", encoding="utf-8")
    guess = guess_profile(folder, workspace)
    assert (guess.file_name, guess.others) == ("sent/a.csv", ("sent/c.csv",))


def test_only_the_first_rows_are_looked_at(workspace: Workspace) -> None:
    rows = [f"{place},{'1' if place < 10 else 'x'}" for place in range(50)]
    file = write(workspace, "long.csv", "\n".join(["no,answer", *rows]))
    guess = guess_profile(file, workspace, rows=10)
    assert (guess.looked_at, guess.columns[1].kind) == (10, "yes_no")


def test_headers_with_marks_stand_in_a_profile(workspace: Workspace) -> None:
    header = '"pid","ชื่อ ""เล่น""","a\\b # [x]"'
    file = write(workspace, "odd.csv", f"{header}\n{number(1)},ก,1\n{number(2)},ข,0\n")
    guess = guess_profile(file, workspace)
    path = write(workspace, "odd.toml", toml_of(guess))
    assert [each.headers[0] for each in load_profile(path).tables[0].columns] == [
        "pid",
        'ชื่อ "เล่น"',
        "a\\b # [x]",
    ]
    assert imported(workspace, guess, file).accepted == 2


def test_every_kind_that_is_asked_about_is_one_that_an_import_knows(workspace: Workspace) -> None:
    assert set(signs_of(workspace, ["1"]).fits) == set(ASKED_KINDS)
