"""The published figures worked out from the written files in plain Python, without Samut's rules.

Deliberately simple and slow: read the CSV as text, throw out the rows that are visibly wrong, ask
each household the questions of the census handbook one by one.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

Row = dict[str, str]
HEALTH, LIVING, EDUCATION, INCOME, ACCESS = (
    (1, 4, 5, 7),
    (8, 9, 10, 11),
    (15, 16, 17, 19),
    (20, 21, 22),
    (27, 28),
)
DIMENSIONS = {
    "health": HEALTH,
    "living": LIVING,
    "education": EDUCATION,
    "income": INCOME,
    "accessibility": ACCESS,
}
THAI = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def read(path: Path, encoding: str) -> list[Row]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def valid_number(text: str) -> bool:
    if len(text) != 13 or not text.isascii() or not text.isdigit():
        return False
    total = sum((14 - place) * int(digit) for place, digit in enumerate(text[:12], start=1))
    return int(text[12]) == (11 - total % 11) % 10


def asked(text: str) -> int:
    return int(text.split(",")[1]) if "," in text else int(text)


def short(text: str) -> int | None:
    """How many fail: "1" nobody, "0,n" so many."""
    if text in ("", "-"):
        return None
    return 0 if text == "1" else int(text.split(",")[1])


def every(*texts: str) -> bool | None:
    """Whether everything is answered with yes; None when that cannot be said."""
    if "0" in texts:
        return False
    return True if all(text == "1" for text in texts) else None


def failed_count(text: str) -> bool | None:
    number = short(text)
    return None if number is None else number > 0


def failed_plain(*texts: str) -> bool | None:
    if any(text not in ("", "-", "0") for text in texts):
        return True
    return None if any(text in ("", "-") for text in texts) else False


def turned(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


ITEMS_11 = ("21111", "21121", "21131", "21141", "21151", "21152", "21153", "21154", "21161", "21171", "21181")


def fails_22(row: Row, members: int) -> bool | None:
    text = row["42215"].replace(",", "")
    return None if text in ("", "-") else int(text) // members < 38_000


def fails_31(row: Row, members: int) -> bool | None:
    if members > 1:
        return turned(every(row["53111"], row["53112"], row["53113"]))
    if "1" in (row["53121"], row["53122"]):
        return False
    return None if "" in (row["53121"], row["53122"]) else True


def fails_2(row: Row) -> bool | None:
    young = asked(row["1211"]) > 0 and failed_count(row["1221"])
    older = asked(row["1231"]) > 0 and failed_count(row["1241"])
    return bool(young or older)


# For each indicator: whether the household is asked, and whether it fails (None: not answered).
Question = tuple[Callable[[Row], bool], Callable[[Row, int], bool | None]]


def about(asked_code: str, failing: Callable[[Row], bool | None]) -> Question:
    return lambda row: asked(row[asked_code]) > 0, lambda row, members: failing(row)


def of_all(failing: Callable[[Row], bool | None]) -> Question:
    return lambda row: True, lambda row, members: failing(row)


QUESTIONS: dict[int, Question] = {
    1: about("1111", lambda row: failed_count(row["1121"])),
    2: (lambda row: asked(row["1211"]) + asked(row["1231"]) > 0, lambda row, members: fails_2(row)),
    3: about("1311", lambda row: failed_count(row["1321"])),
    4: of_all(lambda row: turned(every(row["1411"], row["1421"], row["1431"], row["1441"]))),
    5: of_all(lambda row: turned(every(row["1511"], row["1521"], row["1531"], row["1541"]))),
    6: about("1631", lambda row: failed_count(row["1641"])),
    7: of_all(lambda row: failed_plain(row["1714"])),
    8: of_all(lambda row: turned(every(row["2811"], row["2821"]))),
    9: of_all(lambda row: turned(every(row["2911"]))),
    10: of_all(lambda row: turned(every(row["21011"]))),
    11: of_all(lambda row: turned(every(*(row[code] for code in ITEMS_11)))),
    12: of_all(lambda row: failed_plain(*(row[f"212{item}1"] for item in range(1, 7)))),
    13: of_all(lambda row: turned(every(*(row[f"2131{item}"] for item in range(1, 5))))),
    14: of_all(lambda row: failed_plain(*(row[f"214{item}1"] for item in (1, 2, 3, 5, 6)))),
    15: about("31511", lambda row: failed_count(row["31521"])),
    16: about("31611", lambda row: failed_count(row["31621"])),
    17: about("31711", lambda row: failed_count(row["31721"])),
    18: about("31811", lambda row: failed_count(row["31821"])),
    19: about("31911", lambda row: failed_count(row["31921"])),
    20: about("42011", lambda row: failed_plain(row["42021"], row["42022"])),
    21: about("42111", lambda row: failed_plain(row["42121"], row["42122"])),
    22: (lambda row: True, fails_22),
    23: of_all(lambda row: failed_plain(row["423112"])),
    24: of_all(lambda row: failed_plain(row["52413"], row["52414"], row["52415"])),
    25: of_all(lambda row: failed_count(row["52511"])),
    26: of_all(lambda row: failed_count(row["52611"])),
    27: about("52711", lambda row: failed_count(row["52721"])),
    28: about("52811", lambda row: failed_count(row["52821"])),
    29: about("52911", lambda row: failed_count(row["52921"])),
    30: of_all(lambda row: turned(every(row["5301"]))),
    31: (lambda row: True, fails_31),
}
YES_NO = ("2811", "2821")


@dataclass
class Figures:
    """What came out. Unit: persons, unless the name says households."""

    households: int = 0
    persons: int = 0
    poor_households: int = 0
    poor_persons: int = 0
    registered: int = 0
    validated: int = 0
    poor_registered: int = 0
    poor_validated: int = 0
    elderly: int = 0
    disabled: int = 0
    chronic: int = 0
    happiness: int = 0
    exposed: Counter[int] = field(default_factory=Counter)
    failing: Counter[int] = field(default_factory=Counter)
    target_by_indicator: Counter[int] = field(default_factory=Counter)
    target_by_dimension: Counter[str] = field(default_factory=Counter)


def figures(folder: Path, live_tambons: set[str]) -> Figures:
    """Everything TPMAP publishes of a province, from the files in the folder."""
    households = {
        row["hid"]: row
        for row in read(folder / "bmn_households_22_2561_synthetic.csv", "utf-8-sig")
        if row["village_code"][:6] in live_tambons and all(row[code] in ("1", "0") for code in YES_NO)
    }
    members: dict[str, list[Row]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for row in read(folder / "bmn_members_22_2561_synthetic.csv", "utf-8"):
        day, month, year = row["birthdate"].translate(THAI).split("/")
        sound = int(year) <= 2561 and (month, day) != ("02", "31") and row["gender"] in ("1", "2")
        if sound and row["hid"] in households and (row["hid"], row["member_no"]) not in seen:
            seen.add((row["hid"], row["member_no"]))
            members[row["hid"]].append(row)
    cards = {
        row["pid"].translate(THAI): row
        for row in read(folder / "welfare_card_22_synthetic.csv", "cp874")
        if valid_number(row["pid"].translate(THAI)) and row["รหัสตำบล"] in live_tambons
    }
    counts = Counter(row["idcard"].translate(THAI) for rows in members.values() for row in rows)
    found = Figures()
    for hid, rows in members.items():
        _add(found, households[hid], rows, cards, counts)
    return found


def _add(found: Figures, row: Row, members: list[Row], cards: dict[str, Row], counts: Counter[str]) -> None:
    size = len(members)
    own = [cards.get(number) if counts[number] == 1 else None for number in _numbers(members)]
    registered = sum(card is not None and card["ลงทะเบียน"] == "1" for card in own)
    validated = sum(card is not None and card["ผ่านการตรวจสอบ"] == "1" for card in own)
    failed = set()
    for number, (applies, fails) in QUESTIONS.items():
        if applies(row):
            answer = fails(row, size)
            found.exposed[number] += size * (answer is not None)
            failed |= {number} if answer else set()
    found.failing.update(dict.fromkeys(failed, size))
    found.households += 1
    found.persons += size
    found.registered += registered
    found.validated += validated
    found.elderly += asked(row["52711"])
    found.disabled += asked(row["52811"])
    found.chronic += asked(row["52911"])
    found.happiness += int(row["satisfaction"])
    dimensions = [name for name, numbers in DIMENSIONS.items() if failed & set(numbers)]
    if dimensions:
        found.poor_households += 1
        found.poor_persons += size
        found.poor_registered += registered
        found.poor_validated += validated
        found.target_by_indicator.update(dict.fromkeys(failed, validated))
        found.target_by_dimension.update(dict.fromkeys(dimensions, validated))


def _numbers(members: list[Row]) -> list[str]:
    return [row["idcard"].translate(THAI) for row in members]
