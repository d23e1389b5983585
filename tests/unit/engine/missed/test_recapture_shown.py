"""A file of three to five lists on the command line, and what is no such file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from samut.cli import main

THREE = "a,b,c,persons\n1,0,0,40\n0,1,0,30\n0,0,1,50\n1,1,0,12\n1,0,1,15\n0,1,1,9\n1,1,1,5\n"


def shown(tmp_path: Path, text: str) -> tuple[int, str]:
    path = tmp_path / "lists.csv"
    path.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["missed", "--histories", str(path)])
    return done.exit_code, done.output


def test_every_mean_and_interval_is_told(tmp_path: Path) -> None:
    code, output = shown(tmp_path, THREE)
    assert code == 0, output
    for said in ("AICc", "BIC", "bootstrap", "profile likelihood", "8 / 8", "Chao"):
        assert said in output


@pytest.mark.parametrize(
    "text", ["a,b,c\n1,0,0\n", "a,b,c,persons\nx,0,0,1\n", THREE + "1,1,1,9\n", "a,b,persons\n1,0,3\n"]
)
def test_what_is_no_file_of_lists_is_refused(tmp_path: Path, text: str) -> None:
    code, output = shown(tmp_path, text)
    assert code != 0 and "MISSED_008" in output
