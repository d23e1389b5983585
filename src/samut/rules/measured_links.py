"""How well names find a person where numbers do not, as it was measured: for estimates that rest on links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from samut.rules.errors import Text
from samut.rules.linkage import POLICY, load_link_policy
from samut.rules.policy_files import STATUSES, Table, policy_dir, read_file
from samut.rules.thai_dates import format_date


@dataclass(frozen=True)
class MeasuredLinks:
    """What links by name come to at one threshold, among whom numbers leave.

    `recall`: the share of the true pairs that is found; `precision`: the share of those found that is true.
    """

    on: date
    data: str
    probability: float
    precision: float
    recall: float

    @property
    def source(self) -> Text:
        """When and on what it was measured."""
        return Text(
            f"วัดเมื่อ {format_date(self.on, 'th')} จากคนสมมติ ({self.data})",
            f"measured on {format_date(self.on, 'en')} on people made up ({self.data})",
        )


def measured_links(day: date | None = None) -> MeasuredLinks | None:
    """The newest measurement at the threshold from which nobody is asked; None: it was not measured."""
    on = day or datetime.now(UTC).date()
    threshold = load_link_policy(on).values.same_probability
    fitting = [each for each in _measured() if each.probability == threshold and each.on <= on]
    return max(fitting, key=lambda each: each.on, default=None)


@cache
def _measured() -> tuple[MeasuredLinks, ...]:
    return tuple(_one(each) for each in read_file(policy_dir() / POLICY).tables("measured"))


def _one(entry: Table) -> MeasuredLinks:
    entry.one_of("status", STATUSES)
    return MeasuredLinks(
        entry.need("on"),
        entry.name("generator"),
        float(entry.need("probability")),
        float(entry.need("residual_precision")),
        float(entry.need("residual_recall")),
    )
