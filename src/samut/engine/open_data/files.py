"""The files that are given away: CSV, Parquet and GeoJSON, the dictionary, the licence, and all in one.

Made once with the tables, so that whoever downloads them twice has the same bytes twice.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import shapely

from samut.engine.areas import polygon
from samut.engine.open_data.dictionary import AREAS, TABLES, columns_of
from samut.engine.open_data.telling import Edition, licence_text, readme_text
from samut.rules.policy import Measure

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes Thai for something else
DICTIONARY, README, LICENCE = "dictionary.csv", "README.md", "LICENCE.txt"
# In degrees, about 300 m: what a screen shows of a tambon.
TOLERANCE, DECIMALS = 0.003, 4
EARLIEST_IN_ZIP = (1980, 1, 1, 0, 0, 0)


def write_files(
    folder: Path, tables: dict[str, pa.Table], measure: Measure, edition: Edition
) -> tuple[str, ...]:
    """Write every file of an edition; their names, the one with all of them last."""
    for name, table in tables.items():
        _write_csv(folder / f"{name}.csv", table)
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    (folder / f"{AREAS}.geojson").write_text(geojson(tables[AREAS]), encoding="utf-8")
    (folder / DICTIONARY).write_text(dictionary_text(measure), encoding="utf-8")
    (folder / README).write_text(readme_text(edition), encoding="utf-8")
    (folder / LICENCE).write_text(licence_text(edition), encoding="utf-8")
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    whole = all_in_one(edition.year)
    _write_zip(folder / whole, names)
    return (*names, whole)


def all_in_one(year: int) -> str:
    return f"samut-open-data-{year}.zip"


def file_names(year: int) -> tuple[str, ...]:
    """Every file of an edition, as it is called."""
    tables = [f"{name}.{ending}" for name in TABLES for ending in ("csv", "parquet")]
    return (*tables, f"{AREAS}.geojson", DICTIONARY, README, LICENCE, all_in_one(year))


def _write_csv(path: Path, table: pa.Table) -> None:
    with path.open("wb") as file:
        file.write(BYTE_ORDER_MARK.encode())
        pa_csv.write_csv(table, file)


def dictionary_text(measure: Measure) -> str:
    """Every column in CSV: its table, name, labels, kind, unit and meaning in both languages."""
    text = io.StringIO(newline="")
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    head = ("table", "column", "label_th", "label_en", "kind", "unit", "meaning_th", "meaning_en")
    writer.writerow(head)
    for each in columns_of(measure):
        label, meaning = each.label, each.meaning
        writer.writerow(
            (each.table, each.name, label.th, label.en, each.kind, each.unit, meaning.th, meaning.en)
        )
    return text.getvalue()


def geojson(table: pa.Table) -> str:
    """The table of areas with the shape of each; null where the source of boundaries has none."""
    features = ",\n".join(_feature(row) for row in table.to_pylist())
    return f'{{"type":"FeatureCollection","features":[\n{features}\n]}}\n'


def _feature(row: dict[str, Any]) -> str:
    properties = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return f'{{"type":"Feature","properties":{properties},"geometry":{_shape(row["area_code"])}}}'


def _shape(code: str) -> str:
    shape = polygon(code)
    if shape is None:
        return "null"
    simple = shapely.simplify(shape, TOLERANCE, preserve_topology=True)
    text: str = shapely.to_geojson(shapely.set_precision(simple, 10**-DECIMALS, mode="pointwise"))
    return text


def _write_zip(path: Path, names: list[str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as whole:
        for name in names:
            entry = zipfile.ZipInfo(name, EARLIEST_IN_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            whole.writestr(entry, (path.parent / name).read_bytes())
