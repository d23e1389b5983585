"""A small workspace whose links leave pairs of every kind to a person: for the tests of the review.

Enough persons are found by number for a model to learn from; the rest is drawn below.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

from linkage_people import FIRST, LAST
from register_files import household, household_csv, member, member_csv, number, write
from samut.engine.linkage import link
from samut.engine.registers.importing import import_register
from samut.engine.workspace import Workspace, create_workspace

EDITION = 2561
CHAMAN, MAKHAM = "220506", "220501"
KNOWN = 240
# Places of numbers that are no member's: those of the registers' rows below.
STRANGER = 900_000


@dataclass(frozen=True)
class Drawn:
    """One person of the census beside a row of a register that no number finds.

    `numbers`: none (the census has none), two (two valid ones), shared (another member has it too),
    one (one number, and nothing else in common).
    """

    village: str
    first: str
    last: str
    birth: str
    register: str
    numbers: str
    other_first: str
    other_last: str
    other_birth: str
    other_tambon: str


# The census, then the register. Names are unlike any of the KNOWN.
DRAWN = (
    Drawn("22050601", "สมพงษ์", "วงษ์สุวรรณ", "03/05/2501", "welfare-card", "two",
          "สมพงษ์", "วงษ์สุวรรณ", "03/05/2501", CHAMAN),
    Drawn("22050601", "บุญเลิศ", "พันธุ์เสือ", "12/08/2495", "welfare-card", "two",
          "บุญเลิด", "พันธุ์เสือ", "12/08/2495", CHAMAN),
    Drawn("22050602", "จันทร์เพ็ญ", "ศรีสุข", "21/11/2488", "elderly-allowance", "shared",
          "จันทร์เพ็ญ", "ศรีสุข", "21/11/2488", CHAMAN),
    Drawn("22050602", "ปราโมทย์", "ขำเจริญ", "09/02/2530", "disability", "one",
          "วันดี", "ทองใบ", "17/06/2509", CHAMAN),
    Drawn("22050602", "กัลยา", "แก่นจันทร์", "14/04/2517", "welfare-card", "none",
          "กัลญา", "แก่นจันทร์", "01/01/2517", MAKHAM),
    Drawn("22050101", "อุไรวรรณ", "ภู่ทอง", "28/09/2525", "welfare-card", "two",
          "อุไรวรรณ", "ภู่ทอง", "28/09/2525", MAKHAM),
    Drawn("22050601", "ทองสุข", "เนินหาด", "30/12/2499", "elderly-allowance", "none",
          "ทองสุก", "เนินหาด", "01/01/2500", CHAMAN),
)  # fmt: skip
# Two members of one name and birth, one card: who of the two?
TWINS = ("พิมพ์ใจ", "สวนทรัพย์", "06/07/2528")
HEADERS = ("pid", "คำนำหน้า", "ชื่อ", "นามสกุล", "วันเดือนปีเกิด", "รหัสตำบล")
MORE = {
    "welfare-card": {"ลงทะเบียน": "1", "ผ่านการตรวจสอบ": "1"},
    "disability": {"ประเภทความพิการ": "ทางการเห็น", "วันหมดอายุบัตร": "31/12/2570"},
    "elderly-allowance": {"จำนวนเงินต่อเดือน": "600", "วันที่ขึ้นทะเบียน": "04/05/2561"},
}


def build_linkage_workspace(root: Path) -> Workspace:
    """A workspace of those persons, imported and linked."""
    workspace = create_workspace(root, name="ทดสอบ", demo=True, province="22", edition=EDITION, registers=[])
    homes, members, rows = _known()
    for place, drawn in enumerate(DRAWN, start=KNOWN + 1):
        _draw(place, drawn, homes, members, rows)
    _draw_twins(KNOWN + len(DRAWN) + 1, homes, members, rows)
    files = [
        write(workspace, "households.csv", household_csv(homes)),
        write(workspace, "members.csv", member_csv(members)),
    ]
    import_register(workspace, "bmn", files, edition=EDITION)
    for register, lines in rows.items():
        import_register(workspace, register, [_write(workspace, register, lines)], edition=EDITION)
    link(workspace, EDITION)
    return workspace


def _known() -> tuple[list[dict[str, str]], list[dict[str, str]], dict[str, list[dict[str, str]]]]:
    """Members whom their numbers find in the card register, some of them written otherwise there."""
    draw = random.Random(7)  # noqa: S311  invented data
    homes, members = [], []
    rows: dict[str, list[dict[str, str]]] = {register: [] for register in MORE}
    for place in range(1, KNOWN + 1):
        village = draw.choice(("22050601", "22050602", "22050101"))
        first, last = draw.choice(FIRST) + draw.choice(("", "ชัย", "พร")), draw.choice(LAST)
        birth = f"{draw.randint(2, 28):02d}/{draw.randint(1, 12):02d}/{draw.randint(2480, 2540)}"
        homes.append(household(place, village_code=village))
        members.append(member(place, first_name=first, last_name=last, birth=birth))
        slip = first[:-1] if draw.random() < 0.1 else first
        tambon = draw.choice((CHAMAN, MAKHAM)) if draw.random() < 0.1 else village[:6]
        rows["welfare-card"].append(_row("welfare-card", number(place * 10 + 1), slip, last, birth, tambon))
    return homes, members, rows


def _draw(
    place: int,
    drawn: Drawn,
    homes: list[dict[str, str]],
    members: list[dict[str, str]],
    rows: dict[str, list[dict[str, str]]],
) -> None:
    own = number(place * 10 + 1)
    cells = {"first_name": drawn.first, "last_name": drawn.last, "birth": drawn.birth}
    homes.append(household(place, village_code=drawn.village))
    members.append(member(place, 1, person_key="" if drawn.numbers == "none" else own, **cells))
    if drawn.numbers == "shared":
        members.append(member(place, 2, person_key=own, first_name="ชูชาติ", last_name=drawn.last))
    there = own if drawn.numbers in ("one", "shared") else number(STRANGER + place)
    rows[drawn.register].append(
        _row(
            drawn.register, there, drawn.other_first, drawn.other_last, drawn.other_birth, drawn.other_tambon
        )
    )


def _draw_twins(
    place: int,
    homes: list[dict[str, str]],
    members: list[dict[str, str]],
    rows: dict[str, list[dict[str, str]]],
) -> None:
    first, last, birth = TWINS
    for each in (place, place + 1):
        homes.append(household(each, village_code="22050601"))
        members.append(member(each, person_key="", first_name=first, last_name=last, birth=birth))
    rows["welfare-card"].append(_row("welfare-card", number(STRANGER + place), first, last, birth, CHAMAN))


def _row(register: str, pid: str, first: str, last: str, birth: str, tambon: str) -> dict[str, str]:
    told = (pid, "นาง", first, last, birth, tambon)
    return dict(zip(HEADERS, told, strict=True)) | MORE[register]


def _write(workspace: Workspace, register: str, lines: list[dict[str, str]]) -> Path:
    path = workspace.incoming / f"{register}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return path
