"""Numbers live in policy, expressions in rules: no rule module holds a number, none branches on a fact."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

RULES = Path(__file__).parents[2] / "src" / "samut" / "rules"
RULE_MODULES = [*sorted((RULES / "bmn_2560").glob("*.py")), RULES / "programme_rules.py"]
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


@pytest.mark.parametrize("path", RULE_MODULES, ids=lambda path: path.name)
def test_a_rule_module_holds_no_number(path: Path) -> None:
    assert numbers_in(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", RULE_MODULES, ids=lambda path: path.name)
def test_a_rule_module_does_not_branch_or_compare_for_equality(path: Path) -> None:
    assert branches_in(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", RULE_MODULES, ids=lambda path: path.name)
def test_a_rule_module_knows_only_the_operators_both_engines_have(path: Path) -> None:
    operators = [
        type(node.op).__name__
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.BinOp | ast.UnaryOp) and not isinstance(node.op, EXPRESSIONS)
    ]
    assert operators == []


def test_the_check_would_find_a_number_and_a_branch() -> None:
    assert numbers_in("def rule(h, p):\n    return h.income < 38000\n") == [2]
    assert branches_in("x = 1 if a == b else 2") == ["IfExp", "Eq"]
