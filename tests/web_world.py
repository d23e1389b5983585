"""A small world for the tests of site and browser: four villages drawn here, and who works there.

The households go through the real import, linkage and measurement; nothing is put into the lake by hand.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

from samut.engine.linkage import link
from samut.engine.measures import measure
from samut.engine.open_data.publishing import publish
from samut.engine.registers.importing import import_register
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.policy import policy_dir
from samut.rules.roles import Role
from samut.rules.thai_id import check_digit

EDITION = 2561
PROVINCE = "22"

# house_no, village, members, income in a year ("?" nobody would tell). Under 38,000 baht for each
# member is poor. In a poor household the first two members have a validated card.
HOUSES = """
1/1   22050601  4   20000
1/2   22050601  3   20000
1/3   22050601  5   20000
1/4   22050601  4  900000
1/5   22050601  2  900000
1/6   22050601  6  900000
2/1   22050602  3   20000
2/2   22050602  4       ?
2/3   22050602  4  900000
2/4   22050602  5  900000
2/5   22050602  1  900000
2/6   22050602  2  900000
2/7   22050602  3  900000
3/1   22050603  2  900000
3/2   22050603  6  900000
3/3   22050603  3  900000
3/4   22050603  4  900000
9/1   22050101  3   20000
9/2   22050101  3   20000
9/3   22050101  4  900000
9/4   22050101  5  900000
9/5   22050101  2  900000
"""
# Another province, for whoever asks whether anything of it is told to those who are not of it.
HOUSES_OF_RAYONG = """
7/1   21010101  4   20000
7/2   21010101  3   20000
7/3   21010101  5  900000
7/4   21010102  4   20000
7/5   21010102  2  900000
7/6   21010102  6       ?
"""
VILLAGES = (
    ("22050601", "บ้านพญาบน", "12.90", "102.30"),
    ("22050602", "บ้านฉมัน", "12.91", "102.31"),
    ("22050603", "บ้านฉมัน", "", ""),
    ("22050101", "บ้านมะขาม", "12.68", "102.20"),
    ("21010101", "บ้านท่าประดู่", "12.67", "101.27"),
    ("21010102", "บ้านท่าประดู่", "12.68", "101.28"),
)
# What a household that lacks nothing answers, where it is not a yes.
ANSWERS_NO = ("pollution_", "crime_", "saves_nothing", "alone_")
BY_KIND = {"yes_no": "1", "asked_count": "0", "failing_count": "1", "count": "0", "score": "8"}

# What only the page of a household may tell, and a surname that the census does not have.
KIND = "ทางการเห็น"
OTHER_SURNAME = "ต่างทะเบียน"


@dataclass(frozen=True)
class House:
    """One household as it is drawn above."""

    house_no: str
    village: str
    members: int
    income: str

    @property
    def house_id(self) -> str:
        village, number = self.house_no.split("/")
        return f"{self.village}{int(village):02d}{int(number):01d}".ljust(11, "0")

    @property
    def poor(self) -> bool:
        return self.income == "20000"

    @property
    def surname(self) -> str:
        """Each household has its own, so that a page that leaks it is found out."""
        return "นามสกุล" + self.house_no.replace("/", "ทับ")

    def number(self, member: int) -> str:
        village, number = self.house_no.split("/")
        twelve = f"1{9999}{int(village):02d}{int(number):03d}{member:02d}"
        return twelve + check_digit(twelve)


def houses(text: str = HOUSES) -> list[House]:
    drawn = [line.split() for line in text.split("\n") if line.strip()]
    return [House(number, village, int(members), income) for number, village, members, income in drawn]


def house(house_no: str) -> House:
    return next(each for each in houses() if each.house_no == house_no)


def _columns(table: str) -> list[dict[str, object]]:
    text = (policy_dir() / "profiles" / "bmn-2560.toml").read_text(encoding="utf-8")
    return next(each["column"] for each in tomllib.loads(text)["table"] if each["id"] == table)


def _answer(column: dict[str, object], drawn: House) -> str:
    name = str(column["name"])
    told = {
        "house_id": drawn.house_id,
        "village_code": drawn.village,
        "house_no": drawn.house_no,
        "latitude": "12.9",
        "longitude": "102.3",
        "surveyed_on": "15/02/2561",
        "income_year_baht": "" if drawn.income == "?" else drawn.income,
    }
    if name in told:
        return told[name]
    if column["kind"] == "baht":
        return "0"
    if name.startswith(ANSWERS_NO):
        return "0"
    return BY_KIND[str(column["kind"])]


def _member(drawn: House, member: int) -> dict[str, str]:
    # The second member's day of birth is not known; the last of a large household has no number.
    unknown_number = member == 5
    return {
        "hid": drawn.house_id,
        "member_no": str(member),
        "idcard": "" if unknown_number else drawn.number(member),
        "prefix": "นาย" if member % 2 else "นาง",
        "firstname": f"สมมติ{member}",
        "lastname": drawn.surname,
        "gender": "1" if member % 2 else "2",
        "birthdate": "00/00/2500" if member == 2 else f"{member:02d}/03/25{30 + member}",
        "relation": "1" if member == 1 else "3",
        "jobname": "",
        "health": "0",
        "ability": "1",
        "welfareCard": "1",
    }


def _write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_registers(folder: Path, drawn: list[House]) -> dict[str, list[Path]]:
    """The registers of the small world as files, as an office would hold them."""
    columns = _columns("household")
    households = [{str(each["headers"][0]): _answer(each, one) for each in columns} for one in drawn]  # type: ignore[index]
    # One household names a village that does not exist: it is refused, with its members.
    refused = dict(households[0], hid="99999999999", village_code="99999999")
    members = [_member(one, place) for one in drawn for place in range(1, one.members + 1)]
    cards = [
        {
            "pid": one.number(place),
            "คำนำหน้า": "นาย",
            "ชื่อ": f"สมมติ{place}",
            "นามสกุล": one.surname,
            "วันเดือนปีเกิด": "",
            "รหัสตำบล": one.village[:6],
            "ลงทะเบียน": "1",
            "ผ่านการตรวจสอบ": "1",
        }
        for one in drawn
        for place in range(1, min(one.members, 2) + 1)
        if one.poor
    ]
    villages = [
        {"mcode": code, "mname": name, "oct_side15_lat": latitude, "oct_side15_lon": longitude}
        for code, name, latitude, longitude in VILLAGES
        if code[:2] in {one.village[:2] for one in drawn}
    ]
    return {
        "villages": [_write(folder / "villages.csv", villages)],
        "bmn": [
            _write(folder / "households.csv", [*households, refused]),
            _write(folder / "members.csv", members),
        ],
        "welfare-card": [_write(folder / "welfare_card.csv", cards)],
        "tpmap-province": sorted((policy_dir() / "published" / "tpmap").glob("2561_province_*.csv")),
    }


def build_workspace(root: Path, text: str = HOUSES) -> Workspace:
    """A workspace of the small world (or of other houses), imported, linked and measured."""
    workspace = create_workspace(
        root, name="ทดสอบ", demo=True, province=PROVINCE, edition=EDITION, registers=[]
    )
    files = write_registers(workspace.incoming, houses(text))
    for register in ("tpmap-province", "villages", "bmn", "welfare-card"):
        import_register(workspace, register, files[register], edition=EDITION)
    linked = link(workspace, EDITION)
    publish(workspace, measure(workspace, workspace.config.measure, EDITION, linked))
    return workspace


def add_registers(workspace: Workspace) -> None:
    """Two more registers, linked: the first member of 1/3 in both, under another name in one."""
    drawn = house("1/3")
    person = {"pid": drawn.number(1), "คำนำหน้า": "นาย", "ชื่อ": "สมมติ1", "รหัสตำบล": drawn.village[:6]}
    disabled = {"นามสกุล": drawn.surname, "วันเดือนปีเกิด": "01/03/2531", "ประเภทความพิการ": KIND}
    elderly = {"นามสกุล": OTHER_SURNAME, "วันเดือนปีเกิด": "01/01/2531", "จำนวนเงินต่อเดือน": "600"}
    files = {
        "disability": {**person, **disabled, "วันหมดอายุบัตร": "31/12/2565"},
        "elderly-allowance": {**person, **elderly, "วันที่ขึ้นทะเบียน": "04/05/2551"},
    }
    for register, row in files.items():
        file = _write(workspace.incoming / f"{register}.csv", [row])
        import_register(workspace, register, [file], edition=EDITION)
    measure(workspace, workspace.config.measure, EDITION, link(workspace, EDITION))


# The people of the tests: their name, their role, the area they hold it in.
PEOPLE: dict[str, tuple[Role, str] | None] = {
    "volunteer_somchai": (Role.VOLUNTEER, "22050602"),
    "officer_malee": (Role.TAMBON_OFFICER, "220506"),
    "officer_of_other_tambon": (Role.TAMBON_OFFICER, "220501"),
    "provincial_officer": (Role.PROVINCIAL_OFFICER, "22"),
    "agency_officer": (Role.AGENCY_OFFICER, "22"),
    "analyst": (Role.ANALYST, "TH"),
    "data_protection_officer": (Role.DATA_PROTECTION_OFFICER, "TH"),
    "administrator": (Role.ADMINISTRATOR, "TH"),
    "outsider": None,
}
