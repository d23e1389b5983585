"""Category 5, values: indicators 24 to 31."""

from __future__ import annotations

from samut.rules.policy_files import ParametersOnDay
from samut.rules.registry import indicator, someone
from samut.rules.terms import Column, all_of, any_of, several, single, some


@indicator("bmn-2560")
def alcohol(household: Column, p: ParametersOnDay) -> Column:
    """Somebody drinks, at whatever age."""
    return any_of(
        some(household.drinker_under_15_count),
        some(household.drinker_15_19_count),
        some(household.drinker_20_up_count),
    )


@indicator("bmn-2560")
def smoking(household: Column, p: ParametersOnDay) -> Column:
    """Somebody smokes."""
    return some(household.smoker_count)


@indicator("bmn-2560")
def religious_activity(household: Column, p: ParametersOnDay) -> Column:
    """Somebody of six and over takes no part in a religious activity every week."""
    return some(household.person_6_up_no_religious_activity_count)


@indicator("bmn-2560", applies=someone("elderly_count"))
def elderly_care(household: Column, p: ParametersOnDay) -> Column:
    """An elderly member is cared for by nobody: family, community, state or private."""
    return some(household.elderly_uncared_count)


@indicator("bmn-2560", applies=someone("disabled_count"))
def disabled_care(household: Column, p: ParametersOnDay) -> Column:
    """A disabled member is cared for by nobody: family, community, state or private."""
    return some(household.disabled_uncared_count)


@indicator("bmn-2560", applies=someone("chronic_count"))
def chronic_care(household: Column, p: ParametersOnDay) -> Column:
    """A chronically ill member is cared for by nobody: family, community, state or private."""
    return some(household.chronic_uncared_count)


@indicator("bmn-2560")
def public_activity(household: Column, p: ParametersOnDay) -> Column:
    """The household takes no part in activities for the good of the community."""
    return ~household.joins_public_activity


@indicator("bmn-2560")
def family_warmth(household: Column, p: ParametersOnDay) -> Column:
    """A family lacks time together, respect, or counsel; or one who lives alone has neither kin nor content.

    Two or more members need all three. A person alone sees relatives, or is content without them.
    """
    together = all_of(household.family_time_together, household.family_respects, household.family_consults)
    at_peace_alone = household.alone_visits_relatives | household.alone_content
    return (several(household.member_count) & ~together) | (single(household.member_count) & ~at_peace_alone)
