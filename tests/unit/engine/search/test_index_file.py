"""The one sealed file: names in it are read by nobody without the key, and nothing in it is changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from samut.engine.seal import Keys
from samut.engine.search.index import index_of, parts_of, read_parts, write_index
from samut.rules.errors import SamutError
from samut.rules.name_keys import bare_name, one_byte
from search_people import index_of_people

INDEX = index_of_people("22050601 1/1 สมชาย ใจดี\n22050602 2 มาลี แก้วมณี\n")
KEYS = Keys(b"i" * 32, b"h" * 32, b"c" * 32, AESGCM(b"k" * 32))
OTHER = Keys(b"i" * 32, b"h" * 32, b"c" * 32, AESGCM(b"o" * 32))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "index.sealed"
    write_index(path, INDEX, KEYS)
    return path


def test_what_is_read_is_what_was_written(file: Path) -> None:
    read = parts_of(index_of(read_parts(file, "made", KEYS), "made", 2561, has_phones=False))
    assert {name: part.tolist() for name, part in read.items()} == {
        name: part.tolist() for name, part in parts_of(INDEX).items()
    }


def test_no_name_and_no_house_number_stands_in_the_file(file: Path) -> None:
    content = file.read_bytes()
    for name in ("สมชาย", "ใจดี", "มาลี", "แก้วมณี"):
        assert name.encode() not in content
        assert one_byte(bare_name(name)).encode() not in content
    assert b"22050601" not in content
    assert oct(file.stat().st_mode)[-3:] == "600"


def test_another_key_opens_nothing(file: Path) -> None:
    with pytest.raises(SamutError) as problem:
        read_parts(file, "made", OTHER)
    assert problem.value.problem.code == "SEARCH_002"


def test_a_part_opens_in_its_own_index_alone(file: Path) -> None:
    with pytest.raises(SamutError):
        read_parts(file, "another", KEYS)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.99])
def test_a_changed_byte_is_found_out(file: Path, share: float) -> None:
    content = bytearray(file.read_bytes())
    content[int(share * len(content))] ^= 1
    file.write_bytes(content)
    with pytest.raises(SamutError) as problem:
        read_parts(file, "made", KEYS)
    assert problem.value.problem.code == "SEARCH_002"


def test_a_file_cut_short_is_found_out(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(SamutError):
        index_of(read_parts(file, "made", KEYS), "made", 2561, has_phones=False)


def test_a_missing_part_is_found_out() -> None:
    parts = {name: part for name, part in parts_of(INDEX).items() if name != "persons.house"}
    with pytest.raises(SamutError) as problem:
        index_of(parts, "made", 2561, has_phones=False)
    assert problem.value.problem.code == "SEARCH_002"


def test_its_size_in_memory_is_told() -> None:
    assert INDEX.bytes_in_memory == sum(np.asarray(part).nbytes for part in parts_of(INDEX).values())
