"""What a token may be used for: a closed list, each in words. A scope never gives more than its owner may."""

from __future__ import annotations

from enum import StrEnum

from samut.rules.errors import Text


class Scope(StrEnum):
    """One kind of answers. FIGURES holds no person; NAMES opens nothing without HOUSEHOLDS."""

    FIGURES = "figures"
    HOUSEHOLDS = "households"
    NAMES = "names"
    LISTS = "lists"
    JOBS = "jobs"


# Scopes under which somebody's record leaves the site.
OF_PERSONS = frozenset({Scope.HOUSEHOLDS, Scope.NAMES, Scope.LISTS})
SCOPES: dict[Scope, Text] = {
    Scope.FIGURES: Text("พื้นที่ มาตรวัด และตัวเลขรวม", "Areas, measures and figures"),
    Scope.HOUSEHOLDS: Text(
        "ครัวเรือนและสมาชิก ไม่มีชื่อและเลข", "Households and members, without names and numbers"
    ),
    Scope.NAMES: Text("ชื่อและเลขประจำตัวของสมาชิก", "Names and 13-digit numbers of members"),
    Scope.LISTS: Text("รายชื่อกลุ่มเป้าหมายที่บันทึกไว้", "Kept lists of target groups"),
    Scope.JOBS: Text("งานที่สั่งไว้ของท่าน", "Your own jobs"),
}
EVERYTHING = frozenset(Scope)
