"""The rates of a panel, each with its denominator, and how many of the moves error alone would make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from samut.rules.errors import Text
from samut.rules.panel import FOLLOWED, State, moves_by_error
from samut.rules.status import Answer

MOVES = (State.LEFT, State.ENTERED, State.FELL_BACK)
LEFT = Text("อัตราพ้นความยากจน", "left poverty, of the poor who were followed")
ENTERED = Text("อัตราเข้าสู่ความยากจน", "entered poverty or fell back, of those not poor who were followed")
FELL_BACK = Text("อัตรากลับมายากจนอีก", "fell back, of those once poor who had left and were followed")
FOLLOWED_SHARE = Text("ติดตามได้ในครัวเรือนเดิม", "followed in the same household, of the older edition")
MOVED = Text("สถานะเปลี่ยน", "changed from poor to not poor or back, of those followed")
NOISE = Text("ที่ความคลาดเคลื่อนทำให้ดูเหมือนเปลี่ยน", "would seem to change by error alone, of those followed")
NOISE_SHARE = Text("ส่วนของการเปลี่ยนที่อาจเป็นความคลาดเคลื่อน", "changes that may be error, of the changes observed")


@dataclass(frozen=True)
class Cell:
    """How many persons or households of a group have a state, by poverty in both editions."""

    unit: str
    by: str
    group: str | None
    state: State
    before: Answer | None
    after: Answer | None
    poor_earlier: bool
    count: int


@dataclass(frozen=True)
class Rate:
    """A share with its denominator. `numerator` is None where it is reckoned and not counted;
    `share` is None where the denominator is nought."""

    id: str
    label: Text
    numerator: int | None
    denominator: int
    share: float | None


def rates(cells: Sequence[Cell], error: float | None = None) -> Iterator[Rate]:
    """The rates of one group. With `error`, also what an error of that chance in each edition makes."""
    left = _sum(each for each in cells if each.state is State.LEFT)
    poor = left + _sum(each for each in cells if each.state is State.STAYED_POOR)
    yield _rate("left_poverty_rate", LEFT, left, poor)
    fell = _sum(each for each in cells if each.state is State.FELL_BACK)
    came = fell + _sum(each for each in cells if each.state is State.ENTERED)
    not_poor = came + _sum(each for each in cells if each.state is State.STAYED_OUT)
    yield _rate("entered_poverty_rate", ENTERED, came, not_poor)
    once = fell + _sum(each for each in cells if each.state is State.STAYED_OUT and each.poor_earlier)
    yield _rate("fell_back_rate", FELL_BACK, fell, once)
    followed = _sum(each for each in cells if each.state in FOLLOWED)
    yield _rate("followed_rate", FOLLOWED_SHARE, followed, _sum(e for e in cells if e.before is not None))
    moved = _sum(each for each in cells if each.state in MOVES)
    yield _rate("changed_rate", MOVED, moved, followed)
    if error is not None:
        noise = moves_by_error(error)
        yield Rate("changed_by_error", NOISE, None, followed, noise if followed else None)
        share = min(1.0, noise * followed / moved) if moved else None
        yield Rate("changes_that_may_be_error", NOISE_SHARE, None, moved, share)


def _rate(id: str, label: Text, numerator: int, denominator: int) -> Rate:
    return Rate(id, label, numerator, denominator, numerator / denominator if denominator else None)


def _sum(cells: Iterable[Cell]) -> int:
    return sum(each.count for each in cells)
