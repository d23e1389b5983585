"""Numbers live in policy, expressions in rules: no rule module holds a number, none branches on a fact."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from samut.rules import policy_files
from samut.rules.indicators import RULE_SETS

RULES = Path(__file__).parents[2] / "src" / "samut" / "rules"
# Each set has a package of its own, named as the set is.
SET_PACKAGES = [set_id.replace("-", "_") for set_id in RULE_SETS]
RULE_MODULES = [
    *(path for package in SET_PACKAGES for path in sorted((RULES / package).glob("*.py"))),
    RULES / "programme_rules.py",
    RULES / "household_rules.py",
]
EXPRESSIONS = (ast.BitAnd, ast.BitOr, ast.Invert, ast.Add, ast.Sub, ast.Mult, ast.Div)
FORBIDDEN = (ast.If, ast.IfExp, ast.While, ast.Try, ast.BoolOp, ast.Not, ast.Eq, ast.NotEq, ast.Is, ast.In)


def numbers_in(source: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float | complex)
        and not isinstance(node.value, bool)
    ]


def branches_in(source: str) -> list[str]:
    return [type(node).__name__ for node in ast.walk(ast.parse(source)) if isinstance(node, FORBIDDEN)]


@pytest.mark.parametrize("path", RULE_MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_rule_module_holds_no_number(path: Path) -> None:
    assert numbers_in(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", RULE_MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_rule_module_does_not_branch_or_compare_for_equality(path: Path) -> None:
    assert branches_in(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", RULE_MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_rule_module_knows_only_the_operators_both_engines_have(path: Path) -> None:
    operators = [
        type(node.op).__name__
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.BinOp | ast.UnaryOp) and not isinstance(node.op, EXPRESSIONS)
    ]
    assert operators == []


@pytest.mark.parametrize("package", SET_PACKAGES)
def test_the_rules_of_every_set_are_part_of_the_policy_version(package: str) -> None:
    assert list((RULES / package).glob("*.py"))
    assert f"{package}/*.py" in policy_files._DECIDING


def test_the_check_would_find_a_number_and_a_branch() -> None:
    assert numbers_in("def rule(h, p):\n    return h.income < 38000\n") == [2]
    assert branches_in("x = 1 if a == b else 2") == ["IfExp", "Eq"]
