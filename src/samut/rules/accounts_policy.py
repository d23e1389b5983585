"""policy/accounts.toml: how long invitations, codes and roles passed on hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from samut.rules.policy_files import parameters_in, policy_dir, read_file, values_on

NOT_PARAMETERS = ("id", "label", "source", "status")
PARAMETERS = (
    "invitation_days",
    "one_time_code_hours",
    "setup_hours",
    "most_wrong_codes",
    "apart_hours",
    "most_delegation_days",
)


@dataclass(frozen=True)
class AccountsPolicy:
    """The whole file. Each name carries its unit.

    `most_wrong_codes` wrong ones use a code up. For `apart_hours` one administrator does not both make a
    code and take a second factor away.
    """

    invitation_days: int
    one_time_code_hours: int
    setup_hours: int
    most_wrong_codes: int
    apart_hours: int
    most_delegation_days: int


@cache
def load_accounts_policy(on: date) -> AccountsPolicy:
    """The policy in force on a day. Raises: POLICY_001, POLICY_003, POLICY_005, POLICY_009."""
    table = read_file(policy_dir() / "accounts.toml")
    table.only(*NOT_PARAMETERS, *PARAMETERS)
    values = values_on(parameters_in(table, besides=NOT_PARAMETERS), on)
    return AccountsPolicy(*(int(getattr(values, name)) for name in PARAMETERS))
