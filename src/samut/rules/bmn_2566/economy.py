"""Economy and income: indicators 27 to 30, all asked as before."""

from __future__ import annotations

from samut.rules.bmn_2560 import work as earlier
from samut.rules.registry import same_question

same_question(
    "bmn-2566", earlier.working_age_job, earlier.elderly_job, earlier.average_income, earlier.saving
)
