"""Registers of places: DOPA's villages with their defects, กชช.2ค, and TPMAP's figures of every level."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from profile_files import as_file, stored, taken_in
from samut.engine.registers.published import COMMON, LEVELS, POOR
from samut.engine.workspace import Workspace
from samut.rules.policy import policy_dir

EDITION = 2567
# A record as the dataset has it: every value a text, null and empty where nothing is known.
VILLAGE = {
    "pcode": "22",
    "pname": "จันทบุรี",
    "tname": "ฉมัน",
    "acode": "2205",
    "aname": "มะขาม",
    "tcode": "22050600",
    "mcode": "22050601",
    "mname": "บ้านฉมัน",
    "oct_side15_lat": "12.75",
    "oct_side15_lon": "102.25",
    "oct_side15_distance": "7.7",
    "oct_side15_road": "0",
    "oct_side15_road_name": "",
    "oct_side15_road_distance": "",
    "oct_side15_wmen": "731",
    "oct_side15_men": "300",
    "oct_side15_total": "1031",
    "oct_side15_house": "350",
    "oct_side15_local4_name": "เทศบาลตำบลฉมัน",
    "oct_side15_river_name": "คลองฉมัน",
    "oct_side15_border_name2": None,
}


def dopa_file(workspace: Workspace, *records: dict[str, str | None], listed: str = "") -> Path:
    path = workspace.incoming / "จังหวัดจันทบุรี.json"
    content = {listed: list(records)} if listed else list(records)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("listed", ["", "records"])
def test_dopa_villages_keep_their_defects_as_unknown(workspace: Workspace, listed: str) -> None:
    metres = {**VILLAGE, "mcode": "22050602", "oct_side15_lat": "1410123.4", "oct_side15_lon": "201456.7"}
    elsewhere = {**VILLAGE, "mcode": "22050603", "oct_side15_lat": "18.79", "oct_side15_lon": "98.98"}
    nothing = {**VILLAGE, "mcode": "22050604", "oct_side15_lat": None, "oct_side15_lon": "0"}
    odd = {**VILLAGE, "mcode": "22050605", "oct_side15_distance": "ไม่ทราบ", "oct_side15_house": ""}
    path = dopa_file(workspace, VILLAGE, metres, elsewhere, nothing, odd, listed=listed)
    result = taken_in(workspace, "villages", EDITION, path)
    # No village is dropped for where it is said to be.
    assert (result.rows, result.accepted, result.quarantined) == (5, 5, 0)
    found = stored(
        workspace,
        "villages",
        "village",
        EDITION,
        "village_code, latitude, longitude, house_count, person_count, amphoe_distance_km",
    )
    assert found == [
        ("22050601", 12.75, 102.25, 350, 1031, 7.7),
        ("22050602", None, None, 350, 1031, 7.7),
        ("22050603", None, None, 350, 1031, 7.7),
        ("22050604", None, None, 350, 1031, 7.7),
        ("22050605", 12.75, 102.25, None, 1031, None),
    ]
    # Not in degrees: both of metres, and the nought. Outside its province. A distance that is none.
    told = result.problems_by_code
    assert (told["IMPORT_032"], told["CHECK_061"], told["IMPORT_036"]) == (3, 1, 1)
    assert stored(workspace, "villages", "village", EDITION, "local_authority_4, river_name")[0] == (
        "เทศบาลตำบลฉมัน",
        "คลองฉมัน",
    )


def test_a_village_of_a_tambon_that_is_not_there_waits(workspace: Workspace) -> None:
    path = dopa_file(workspace, VILLAGE, {**VILLAGE, "mcode": "22999901"}, {**VILLAGE, "mcode": None})
    result = taken_in(workspace, "villages", EDITION, path)
    assert (result.accepted, result.quarantined) == (1, 2)


def test_the_short_village_list_is_read_in_every_year(workspace: Workspace) -> None:
    """Four columns as the demonstration has them: by the older profile, and by DOPA's from 2566 on."""
    path = as_file(
        workspace, "v.csv", {"mcode": "22050601", "mname": "บ้านฉมัน", "lat": "12.75", "lon": "102.25"}
    )
    for edition in (2561, EDITION):
        assert taken_in(workspace, "villages", edition, path).accepted == 1
        found = stored(workspace, "villages", "village", edition, "village_code, name_th, latitude")
        assert found == [("22050601", "บ้านฉมัน", 12.75)]


def test_the_village_survey(workspace: Workspace) -> None:
    row = {"รหัสหมู่บ้าน": "22050601", "ชื่อหมู่บ้าน": "บ้านฉมัน", "ระดับการพัฒนา": "2", "จำนวนครัวเรือน": "1,204"}
    row |= {f"ตัวชี้วัดที่ {place}": str(1 + place % 3) for place in range(1, 34)}
    blank = {**row, "รหัสหมู่บ้าน": "22050602", "ตัวชี้วัดที่ 7": "", "จำนวนครัวเรือน": "210"}
    wrong = {**row, "รหัสหมู่บ้าน": "22050603", "ตัวชี้วัดที่ 7": "4", "จำนวนครัวเรือน": "210"}
    path = as_file(workspace, "k.csv", row, blank, wrong)
    result = taken_in(workspace, "kchch-2kh", EDITION, path)
    assert (result.rows, result.accepted, result.quarantined) == (3, 2, 1)
    columns = "household_count, development_level, indicator_01_level, indicator_07_level, indicator_33_level"
    assert stored(workspace, "kchch-2kh", "village", EDITION, columns) == [
        (1204, "2", "2", "2", "1"),
        (210, "2", "2", None, "1"),
    ]


CODES = {"province": "22", "amphoe": "2205", "tambon": "220506", "village": "22050601"}


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.id)
@pytest.mark.parametrize(("table", "figures"), [("common", COMMON), ("poor", POOR)])
def test_tpmap_files_of_every_level(
    workspace: Workspace, level: object, table: str, figures: tuple[str, ...]
) -> None:
    name, header = level.id, level.header  # type: ignore[attr-defined]
    path = workspace.incoming / f"66_22_{name}_{table}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([header, *figures])
        writer.writerow([CODES[name], *range(len(figures))])
        writer.writerow(["99" * (len(CODES[name]) // 2), *range(len(figures))])
    result = taken_in(workspace, f"tpmap-{name}", 2566, path)
    assert [(each.table, each.accepted, each.quarantined) for each in result.files] == [(table, 1, 1)]
    found = stored(workspace, f"tpmap-{name}", "area_figure", 2566, "area_code, figure, value")
    assert sorted(found) == sorted(
        (CODES[name], figure, float(place)) for place, figure in enumerate(figures)
    )


def test_a_file_of_one_level_is_not_taken_for_another(workspace: Workspace) -> None:
    path = policy_dir() / "published" / "tpmap" / "2561_province_poor.csv"
    with pytest.raises(Exception, match="amphur_ID"):
        taken_in(workspace, "tpmap-amphoe", 2561, path)
