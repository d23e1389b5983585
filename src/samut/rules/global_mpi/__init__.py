"""The ten indicators of the global multidimensional poverty index (OPHI and UNDP).

One function an indicator, by the three dimensions. The index is made from surveys in which not
everybody is asked everything, so its rules say what is enough: a found deprivation beats what is
missing, and nobody eligible means not deprived. Names, sources and examples stand in
policy/indicators/global-mpi.
"""

from samut.rules.global_mpi import education, health, living

SET_ID = "global-mpi"

__all__ = ["SET_ID", "education", "health", "living"]
