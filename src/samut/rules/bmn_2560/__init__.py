"""The 31 indicators of the basic-needs census (จปฐ.) of Plan 12, years 2560 to 2564.

One function an indicator, by the census's five categories. Each says when a household falls short.
Names, numbers, sources and examples stand in policy/indicators/bmn-2560.
"""

from samut.rules.bmn_2560 import education, environment, health, values, work

SET_ID = "bmn-2560"

__all__ = ["SET_ID", "education", "environment", "health", "values", "work"]
