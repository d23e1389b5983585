"""An invented register as an office would send it, seeded: a file of any number of rows and 47 columns.

    python bench/import_data.py [--rows 1000000] [--encoding utf-8]

It stands in for a real one where the speed of importing is measured: nobody in it exists (the 13-digit
numbers are of registry office 9999, which there is not). Headers are Thai; one cell in fourteen of the
numbers is in Thai digits, dates are of the Buddhist era, amounts have their commas, a cell in thirty is
empty, and one row in a hundred has something wrong in it, of every kind.
`write_profile` says what the columns are.
"""

from __future__ import annotations

import argparse
import codecs
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter

from samut.engine.areas import all_areas

DATA = Path(__file__).parent / "data" / "import"
ROWS = 1_000_000
SHEET_ROWS = 100_000
CHECKED_ROWS = 10_000_000
SEED = 1
# Raised whenever the same seed would give another file.
VERSION = 1
BLOCK = 100_000
REGISTER = "bench-card"
# Entities a second that DHIS2 publishes for its own import, without looking for duplicates.
DHIS2_ROWS_PER_SECOND = 3240
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
TITLES = ("นาย", "นาง", "นางสาว", "เด็กชาย", "เด็กหญิง")
SYLLABLES = (
    "สม", "ชัย", "บุญ", "มา", "วิ", "ไล", "พร", "ศรี", "ประ", "เสริฐ", "ทอง", "ดี", "จัน", "ทร์",
    "สุ", "รีย์", "กิต", "ติ", "นภา", "รัตน์", "อนุ", "วงศ์", "ธนา", "ภรณ์",
)  # fmt: skip
YES_NO = (
    "มีงานทำ", "มีที่ดิน", "เรียนอยู่", "อ่านหนังสือได้", "มีโรคประจำตัว", "ดื่มสุรา", "สูบบุหรี่", "ออกกำลังกาย",
    "มีบัตรทอง", "มีประกันสังคม", "เป็นหนี้นอกระบบ", "มีเงินออม", "อยู่คนเดียว", "มีไฟฟ้า", "มีน้ำสะอาด",
)  # fmt: skip
COUNTS = ("สมาชิก", "บุตร", "ผู้สูงอายุ", "คนพิการ", "ห้องนอน", "รถจักรยานยนต์", "โค", "กระบือ")
AMOUNTS = ("รายได้ต่อปี", "หนี้สิน", "เงินออมคงเหลือ", "ค่าเช่า", "ค่าไฟ", "รายได้อื่น")
DATES = ("วันที่ลงทะเบียน", "วันที่สำรวจ", "วันที่อนุมัติ", "วันหมดอายุ")
CODES = ("อาชีพ", "การศึกษา", "ศาสนา", "สถานภาพ", "ประเภทบ้าน", "แหล่งน้ำ")
MEANINGS = ("a", "b", "c", "d", "e", "f")
SCORES = ("ความสุข", "ความพอใจ")
BAD_SHARE = 0.01
BLANK_SHARE = 0.033


@dataclass(frozen=True)
class BenchColumn:
    """A column of the invented file: its fact, its header, its kind, and what else the profile says."""

    name: str
    header: str
    kind: str
    more: str = ""


def columns() -> tuple[BenchColumn, ...]:
    """The 47 columns, in the order of the file."""
    meant = ", ".join(f'"{place}" = "{word}"' for place, word in enumerate(MEANINGS, start=1))
    return (
        BenchColumn(
            "person_key", "เลขประจำตัวประชาชน", "thai_id", 'required = true\npersonal = true\nblank = "refuse"'
        ),
        BenchColumn("title", "คำนำหน้า", "text", "personal = true"),
        BenchColumn("first_name", "ชื่อ", "text", "required = true\npersonal = true"),
        BenchColumn("last_name", "นามสกุล", "text", "required = true\npersonal = true"),
        BenchColumn("birth", "วันเดือนปีเกิด", "birth_be", "required = true"),
        BenchColumn("tambon_code", "รหัสตำบล", "tambon_code", "required = true"),
        BenchColumn("house_no", "บ้านเลขที่", "text"),
        BenchColumn("house_code", "รหัสบ้าน", "house_code"),
        *(BenchColumn(f"yes_{at}", header, "yes_no") for at, header in enumerate(YES_NO)),
        *(BenchColumn(f"count_{at}", f"จำนวน{header}", "count") for at, header in enumerate(COUNTS)),
        *(BenchColumn(f"baht_{at}", header, "baht") for at, header in enumerate(AMOUNTS)),
        *(BenchColumn(f"date_{at}", header, "date_be") for at, header in enumerate(DATES)),
        *(
            BenchColumn(f"code_{at}", header, "code", f"codes = {{ {meant} }}")
            for at, header in enumerate(CODES)
        ),
        *(BenchColumn(f"score_{at}", header, "score", 'bad = "unknown"') for at, header in enumerate(SCORES)),
    )


def write_profile(folder: Path, most: int | None = None) -> Path:
    """The profile of the file, or of one of its first `most` columns."""
    parts = [
        f'id = "{REGISTER}"\nregister = "{REGISTER}"\n'
        'label = { th = "ทะเบียนสมมติ", en = "An invented register" }\n'
        'from_edition = 2500\nto_edition = 2600\nsource = "nobody: invented"\nstatus = "invented"\n\n'
        '[[table]]\nid = "person"\nlabel = { th = "บุคคล", en = "Persons" }\nkey = ["person_key"]\n'
    ]
    for each in columns()[:most]:
        parts.append(
            f'[[table.column]]\nname = "{each.name}"\nheaders = ["{each.header}"]\nkind = "{each.kind}"\n'
            f'label = {{ th = "{each.header}", en = "{each.name}" }}\n{each.more}\n'
        )
    path = folder / f"{REGISTER}-{most or 'all'}.toml"
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def csv_file(rows: int = ROWS, encoding: str = "utf-8", data: Path = DATA) -> Path:
    """The file, made where it is not there yet."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / f"register-{rows}-{encoding}-v{VERSION}.csv"
    if path.exists():
        return path
    draft = path.with_suffix(".draft")
    random = np.random.default_rng(SEED)
    with draft.open("wb") as stream:
        stream.write(",".join(each.header for each in columns()).encode(encoding) + b"\r\n")
        for first in range(0, rows, BLOCK):
            lines = joined(block(first, min(BLOCK, rows - first), random))
            stream.write(codecs.encode("\r\n".join(lines) + "\r\n", encoding))
    draft.rename(path)
    return path


def parquet_file(rows: int = ROWS, data: Path = DATA) -> Path:
    """The same rows, all of them text, as Parquet; made a block at a time."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / f"register-{rows}-v{VERSION}.parquet"
    if path.exists():
        return path
    draft = path.with_suffix(".draft")
    random = np.random.default_rng(SEED)
    schema = pa.schema([(each.header, pa.string()) for each in columns()])
    with pq.ParquetWriter(draft, schema, compression="zstd") as writer:
        for first in range(0, rows, BLOCK):
            cells = block(first, min(BLOCK, rows - first), random)
            writer.write_table(pa.table(cells, schema=schema))
    draft.rename(path)
    return path


def workbook(rows: int, most: int, data: Path = DATA) -> Path:
    """The same rows, of the first `most` columns, as a workbook; every cell is text."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / f"register-{rows}-{most}-v{VERSION}.xlsx"
    if path.exists():
        return path
    draft = path.with_suffix(".draft")
    random = np.random.default_rng(SEED)
    with xlsxwriter.Workbook(draft, {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [each.header for each in columns()[:most]])
        for first in range(0, rows, BLOCK):
            cells = block(first, min(BLOCK, rows - first), random)[:most]
            for place, row in enumerate(zip(*(each.to_pylist() for each in cells), strict=True), start=1):
                sheet.write_row(first + place, 0, row)
    draft.rename(path)
    return path


def block(first: int, rows: int, random: np.random.Generator) -> list[pa.Array]:
    """The cells of some rows, column by column."""
    made = [_column(each, first, rows, random) for each in columns()]
    bad = np.flatnonzero(random.random(rows) < BAD_SHARE)
    spoiled = random.integers(0, len(made), len(bad))
    return [_spoiled(cells, bad[spoiled == place]) for place, cells in enumerate(made)]


def joined(cells: list[pa.Array]) -> list[str]:
    quoted = [
        pc.if_else(pc.match_substring(each, ","), pc.binary_join_element_wise('"', each, '"', ""), each)
        for each in cells
    ]
    lines: list[str] = pc.binary_join_element_wise(*quoted, ",").to_pylist()
    return lines


def _column(column: BenchColumn, first: int, rows: int, random: np.random.Generator) -> pa.Array:
    if column.kind == "thai_id":
        return pa.array(numbers(first, rows))
    picked = random.integers(0, 1 << 31, rows)
    words = _WORDS[column.name if column.kind == "text" else column.kind]
    if column.kind == "house_code":
        return pa.array(np.char.add("2201", np.char.zfill((picked % 10**7).astype(str), 7)))
    cells = pa.array(words).take(pa.array(picked % len(words)))
    blank = random.random(rows) < BLANK_SHARE
    return pc.if_else(pa.array(blank), "", cells)


def numbers(first: int, rows: int) -> list[str]:
    """13-digit numbers of nobody, each once in the file; one in fourteen in Thai digits."""
    whole = bare_numbers(np.arange(first, first + rows, dtype=np.int64))
    return [each.translate(THAI_DIGITS) if place % 14 == 0 else each for place, each in enumerate(whole)]


def bare_numbers(serial: npt.NDArray[np.int64]) -> list[str]:
    """The 13-digit number of each of up to eighty million nobodies."""
    head = 1 + serial // 10_000_000
    twelve = head * 10**11 + 9999 * 10**7 + serial % 10_000_000
    weighted = sum(((twelve // 10 ** (11 - place)) % 10) * (13 - place) for place in range(12))
    whole: list[str] = (twelve * 10 + (11 - weighted % 11) % 10).astype(str).tolist()
    return whole


def _spoiled(cells: pa.Array, places: npt.NDArray[np.int64]) -> pa.Array:
    mask = np.zeros(len(cells), dtype=bool)
    mask[places] = True
    return pc.if_else(pa.array(mask), "?9x", cells)


def _days() -> list[str]:
    return [
        f"{day:02d}/{month:02d}/{year}"
        for year in range(2470, 2561)
        for month in (1, 5, 9, 12)
        for day in (1, 9, 17, 28)
    ]


_TAMBONS = [code for code in all_areas() if len(code) == 6]
_NAMES = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
_WORDS: dict[str, list[str]] = {
    "title": list(TITLES),
    "first_name": _NAMES,
    "last_name": [each + "กุล" for each in _NAMES],
    "house_no": [f"{place}/{part}" for place in range(1, 400) for part in range(1, 9)],
    "birth_be": [*_days(), *(f"00/00/{year}" for year in range(2470, 2520))],
    "tambon_code": _TAMBONS,
    "house_code": [],
    "yes_no": ["0", "1", "๑"],
    "count": [*map(str, range(9)), "๒"],
    "baht": [f"{amount:,}" for amount in range(0, 900_000, 750)],
    "date_be": _days(),
    "code": list("123456"),
    "score": [*map(str, range(11)), "๗"],
}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rows", type=int, default=ROWS)
    words.add_argument("--encoding", default="utf-8")
    given = words.parse_args()
    print(csv_file(given.rows, given.encoding), write_profile(DATA))


if __name__ == "__main__":
    main()
