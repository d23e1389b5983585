"""The pages of measures and indicators leave nothing out that stands in the policy files."""

from __future__ import annotations

import runpy
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from samut.rules import policy_files

ROOT = Path(__file__).parents[2]
# A kind no code knows, with everything a file may hold.
INVENTED = """
id = "invented"
label = { th = "สิ่งที่คิดขึ้น", en = "A thing made up" }
kind = "guesswork"
unknown = "shrug"
patience_days = 17
source = "nobody"
status = "proposed"
[reason]
haste = { th = "รีบ", en = "haste", kind = "vice" }
[[ceiling_baht]]
from = 2031-05-06
value = 4711
unit = "baht"
source = "a dream"
status = "unverified"
[[step]]
id = "first"
label = { th = "ขั้นแรก", en = "the first step" }
marks = [{ id = "few", points = 23, th = "น้อย", en = "a few" }]
[[example]]
say = "somebody | guessed"
household = { guesses_count = 99, told = true }
mood = "merry"
"""


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], str]]:
    monkeypatch.syspath_prepend(ROOT / "docs")
    found: dict[str, Callable[[], str]] = runpy.run_path(str(ROOT / "docs/build_reference.py"))["PAGES"]
    return found


def leaves(value: Any) -> Iterator[str]:
    """Every plain value in a policy file, as the page would write it."""
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    elif not isinstance(value, bool):
        yield str(value).replace("|", "\\|")


def test_the_page_of_measures_says_all_that_stands_in_a_file(
    pages: dict[str, Callable[[], str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "policy"
    (place / "measures").mkdir(parents=True)
    (place / "measures" / "invented.toml").write_text("# Made up.\n#\n# Twice.\n" + INVENTED, "utf-8")
    (place / "indicators").symlink_to(policy_files.policy_dir() / "indicators")
    for file in (policy_files.policy_dir() / "measures").glob("*.toml"):
        (place / "measures" / file.name).write_text(file.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(policy_files, "_PLACES", (place,))
    sections = pages["measures.md"]().split("\n## ")[1:]
    assert len(sections) == len(list((place / "measures").glob("*.toml")))
    for section in sections:
        name = section.splitlines()[0]
        text = (place / "measures" / f"{name}.toml").read_text("utf-8")
        assert [leaf for leaf in leaves(tomllib.loads(text)) if leaf not in section] == [], name
    invented = next(section for section in sections if section.startswith("invented"))
    assert "Made up.\n\nTwice." in invented


def test_the_page_of_indicators_says_all_that_stands_in_every_set(
    pages: dict[str, Callable[[], str]],
) -> None:
    sections = {each.splitlines()[0]: each for each in pages["indicators.md"]().split("\n## ")[1:]}
    folder = policy_files.policy_dir() / "indicators"
    assert set(sections) == {path.stem for path in folder.glob("*.toml")}
    for name, section in sections.items():
        for path in sorted((folder / name).glob("*.toml")):
            told = tomllib.loads(path.read_text("utf-8"))
            assert [leaf for leaf in leaves(told) if leaf not in section] == [], path.name
