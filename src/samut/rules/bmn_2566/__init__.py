"""The 38 indicators of the basic-needs census (จปฐ.) of Plan 13, years 2566 to 2570; 37 of them are known.

One function an indicator, by five dimensions. Where the census asks what it asked before, the rule
of the earlier set is entered as it is; where it asks something new, the rule is our reading of the
indicator's name, and its file says so. Names, numbers, sources and examples stand in
policy/indicators/bmn-2566.
"""

from samut.rules.bmn_2566 import economy, education, health, living, services

SET_ID = "bmn-2566"

__all__ = ["SET_ID", "economy", "education", "health", "living", "services"]
