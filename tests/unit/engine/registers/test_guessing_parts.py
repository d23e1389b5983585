"""Words in headers, and what is covered before a row is shown."""

from __future__ import annotations

import pytest

from register_files import number
from samut.engine.registers.header_words import header_words, word_of
from samut.engine.registers.masking import COVERED, masked_cell


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("ชื่อหมู่บ้าน", "village_name"),
        ("ชื่อ - นามสกุล", "full_name"),
        ("เลขประจำตัวประชาชนของบุตร", "person_key"),
        ("GPS_LAT", "latitude"),
        ("relation", "relation"),
        ("updated", None),
        ("platform", None),
        ("พื้นที่พิเศษ", None),
        ("จำนวน (คน)", "number"),
        ("ที่", "place_in_list"),
    ],
)
def test_words_in_headers(header: str, name: str | None) -> None:
    found = word_of(header)
    assert (found[0].name if found else None) == name


def test_no_word_of_a_header_means_two_things() -> None:
    words = [word for each in header_words() for word in each.words]
    assert len(words) == len(set(words))
    personal = {each.name for each in header_words() if each.personal}
    assert personal >= {"person_key", "full_name", "first_name", "last_name", "phone", "address", "note"}


@pytest.mark.parametrize(
    ("kind", "cell", "personal", "shown"),
    [
        ("text", "สมชาย", True, COVERED),
        ("thai_id", number(1), True, COVERED),
        ("text", "โทร 081-234-5678", False, COVERED),
        ("birth_be", "01/02/2500", False, f"{COVERED} 2500"),
        ("birth_be", "ไม่ทราบ", False, COVERED),
        ("latitude", "12.75123", False, f"12.{COVERED}"),
        ("latitude", "1410000.5", False, COVERED),
        ("text", "ฉมัน", False, "ฉมัน"),
        ("text", " ", True, ""),
    ],
)
def test_cells_are_masked(kind: str, cell: str, personal: bool, shown: str) -> None:
    assert masked_cell(kind, cell, personal=personal) == shown
