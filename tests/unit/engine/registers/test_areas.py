"""Codes, names, successors, villages and shapes."""

from __future__ import annotations

import shapely

from register_files import VILLAGE, write
from samut.engine.areas import (
    abolished,
    abolished_codes,
    all_areas,
    area,
    children,
    level_of,
    polygon,
    trail,
    villages,
)
from samut.engine.registers.importing import import_register
from samut.engine.workspace import Workspace


def test_levels_and_names() -> None:
    found = area("220506")
    assert found is not None
    assert (found.level, found.name_th, found.parent) == ("tambon", "ฉมัน", "2205")
    assert [level_of(code) for code in ("TH", "22", "2205", "220506", VILLAGE, "1")] == [
        "country",
        "province",
        "amphoe",
        "tambon",
        "village",
        "",
    ]
    assert area("220507") is None
    assert len(children("TH")) == 77
    assert len(children("22")) == 10
    assert all(each.parent == "2205" for each in children("2205"))


def test_abolished_codes_have_their_successor() -> None:
    assert abolished("220507") == "221003"
    assert abolished("220506") is None
    assert not set(abolished_codes()) & set(all_areas())


def test_villages_come_from_the_lake(workspace: Workspace) -> None:
    assert villages(workspace) == {}
    assert children("220506", workspace) == ()
    text = f"mcode,mname,oct_side15_lat,oct_side15_lon\n{VILLAGE},บ้านฉมัน,12.74,102.2\n22050601,บ้านพญาบน,x,\n"
    import_register(workspace, "villages", [write(workspace, "v.csv", text)], edition=2561)
    assert [each.code for each in children("220506", workspace)] == ["22050601", VILLAGE]
    assert villages(workspace)[VILLAGE].longitude == 102.2
    assert villages(workspace)["22050601"].latitude is None
    assert [each.name_th for each in trail(VILLAGE, workspace)] == [
        "ประเทศไทย",
        "จันทบุรี",
        "มะขาม",
        "ฉมัน",
        "บ้านฉมัน",
    ]
    unlisted = area("22050609", workspace)
    assert unlisted is not None and unlisted.name_th == "หมู่ที่ 9"


def test_shapes_lie_within_each_other() -> None:
    province, tambon = polygon("22"), polygon("220506")
    assert province is not None and tambon is not None
    assert shapely.contains(province.buffer(0.01), tambon)
    assert polygon("TH") is None
