"""Ten indicators in the four dimensions of Thailand's child multidimensional poverty index.

The dimensions and the number ten are published, the list of indicators was not found. These are
proposals that the survey it was made from (MICS 2015/16) can answer. One row is one child: the
rules ask what concerns the child, by its age. Sources and what is sure stand in
policy/indicators/child-mpi-thailand.
"""

from samut.rules.child_mpi_thailand import health, learning, living, welfare

SET_ID = "child-mpi-thailand"

__all__ = ["SET_ID", "health", "learning", "living", "welfare"]
