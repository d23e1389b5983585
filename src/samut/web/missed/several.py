"""Three or four lists of the same people: every model of how they depend on each other, none picked.

Somebody types in how many are in which lists; nothing of it is kept. As with two lists, the guard stands
before the figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from samut.engine.missed.log_linear import History, Interaction, ModelSet, fit_all
from samut.rules.capture_recapture import Estimate
from samut.rules.errors import Problem, SamutError, Text
from samut.rules.missed_policy import load_missed_policy

SIZES = (3, 4)
NAMES = "ABCD"
MOST_PERSONS = 100_000_000
INDEPENDENT = Text("ไม่ขึ้นต่อกันเลย", "all independent")


@dataclass(frozen=True)
class Cell:
    """One field of the form: how many are in these lists and in no other."""

    name: str
    label: str
    typed: str


@dataclass(frozen=True)
class ModelLine:
    """One model: which lists depend on each other, and what it says. `estimate` None: it cannot be told."""

    depends: Text
    estimate: Estimate | None
    aicc: float


@dataclass(frozen=True)
class SeveralTold:
    """What all models say, or every reason why nothing is told."""

    reasons: tuple[Problem, ...]
    models: tuple[ModelLine, ...] = ()
    means: tuple[tuple[str, Estimate], ...] = ()
    lowest: float | None = None
    seen: int = 0


@dataclass(frozen=True)
class Asked:
    """What the form says: the counts, everybody there may be, and whether the lists are of one kind."""

    counts: Mapping[History, int]
    frame: int | None
    same_people: bool


def read_size(text: str) -> int:
    """How many lists. Raises: SITE_004."""
    if text not in map(str, SIZES):
        raise SamutError("SITE_004", name="lists")
    return int(text)


def cells_of(size: int, typed: Mapping[str, str]) -> tuple[Cell, ...]:
    """The fields of the form, those of the most lists first."""
    histories = sorted(
        (each for each in product((1, 0), repeat=size) if any(each)), key=lambda each: -sum(each)
    )
    return tuple(Cell(_name(each), _label(each), typed.get(_name(each), "")) for each in histories)


def read_counts(size: int, typed: Mapping[str, str]) -> Asked:
    """The form as it was sent. Raises: SITE_004 for what is no number of persons."""
    counts = {
        each: _count(typed.get(_name(each), ""), _name(each)) or 0
        for each in product((0, 1), repeat=size)
        if any(each)
    }
    frame = _count(typed.get("frame", ""), "frame")
    return Asked(counts, frame, typed.get("same") == "1")


def told(asked: Asked) -> SeveralTold:
    """Every model, unless something speaks against it."""
    in_several = sum(count for history, count in asked.counts.items() if sum(history) > 1)
    reasons = _against(asked, in_several)
    if reasons:
        return SeveralTold(tuple(reasons))
    found = fit_all(asked.counts)
    if asked.frame is not None and found.mean_by_aicc.persons > asked.frame:
        told_of = {"estimate": f"{found.mean_by_aicc.persons:,.0f}", "frame": f"{asked.frame:,}"}
        return SeveralTold((_problem("MISSED_002", **told_of),))
    return _shown(found, sum(asked.counts.values()))


def _against(asked: Asked, in_several: int) -> list[Problem]:
    least = load_missed_policy().limits.least_overlap
    found = [] if asked.same_people else [_problem("MISSED_021")]
    if in_several == 0:
        found.append(_problem("MISSED_003"))
    elif in_several < least:
        found.append(_problem("MISSED_004", overlap=f"{in_several:,}", least=f"{least:,}"))
    return found


def _shown(found: ModelSet, seen: int) -> SeveralTold:
    models = sorted(found.models, key=lambda each: each.aicc)
    return SeveralTold(
        (),
        tuple(ModelLine(_depends(each.interactions), each.estimate, each.aicc) for each in models),
        (("AICc", found.mean_by_aicc), ("AIC", found.mean_by_aic), ("BIC", found.mean_by_bic)),
        found.chao_lowest,
        seen,
    )


def _depends(interactions: tuple[Interaction, ...]) -> Text:
    named = ", ".join("×".join(NAMES[place] for place in each) for each in interactions)
    return Text(named, named) if named else INDEPENDENT


def _name(history: History) -> str:
    return "c" + "".join(map(str, history))


def _label(history: History) -> str:
    return " ".join(name for name, there in zip(NAMES, history, strict=False) if there)


def _count(text: str, name: str) -> int | None:
    plain = text.replace(",", "").strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 10 and int(plain) <= MOST_PERSONS):
        raise SamutError("SITE_004", name=name)
    return int(plain)


def _problem(code: str, **values: str | Text) -> Problem:
    return Problem(code, values=tuple(sorted(values.items())))
