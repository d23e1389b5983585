"""The twelve indicators of Thailand's national multidimensional poverty index (NESDC).

That there are twelve in four dimensions is published; the list is partly from memory and none of
the thresholds was found in a text. The rules here are therefore proposals that say what each name
plainly means. Sources and what is sure stand in policy/indicators/thailand-mpi.
"""

from samut.rules.thailand_mpi import education, finance, health, living

SET_ID = "thailand-mpi"

__all__ = ["SET_ID", "education", "finance", "health", "living"]
