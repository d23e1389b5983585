"""Living standards of the child's household: water, toilet, fuel."""

from __future__ import annotations

from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator
from samut.rules.terms import Column


@indicator("child-mpi-thailand")
def drinking_water(child: Column, p: ParametersOnDay) -> Column:
    """The child's household drinks water that is not safe."""
    return ~child.water_safe


@indicator("child-mpi-thailand")
def sanitation(child: Column, p: ParametersOnDay) -> Column:
    """The child's household has no improved toilet, or shares it with another."""
    return ~child.toilet_improved | child.toilet_shared


@indicator("child-mpi-thailand")
def cooking_fuel(child: Column, p: ParametersOnDay) -> Column:
    """The child's household cooks with dung, crops, wood, charcoal or coal."""
    return child.cooks_with_solid_fuel
