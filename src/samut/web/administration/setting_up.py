"""The first run: a site without a single user makes its administrator and its workspace."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from samut.engine.areas import Area, all_areas
from samut.engine.registers.profile import Profile, known_profiles, load_profile
from samut.engine.site_config import SecondFactor, SiteConfig
from samut.engine.workspace import create_workspace
from samut.rules.errors import SamutError
from samut.rules.roles import Role
from samut.rules.thai_dates import to_be
from samut.web.accounts import signing_in_actions as signing_in
from samut.web.accounts.actions import assign_role, create_user
from samut.web.accounts.models import User
from samut.web.accounts.policies import COUNTRY
from samut.web.administration.actions import policy
from samut.web.administration.codes import LONG, digest_of, new_code
from samut.web.administration.models import OneTimeCode
from samut.web.areas.queries import workspace_config
from samut.web.audit.actions import record

# Wrong codes are counted as nobody's: no user name holds a colon.
SETUP = "setup:"
CENSUS = "bmn"
# By which measure the editions of each layout of the census are measured.
MEASURES = {"bmn-2560": "tpmap-2561", "bmn-2566": "tpmap-2567"}


@dataclass(frozen=True)
class Office:
    """What the first page asks of an office. `edition`: the Buddhist year of its census."""

    name: str
    province: str
    edition: int
    second_factor: SecondFactor = SecondFactor.PERSONS


def is_to_be_set_up() -> bool:
    """There is no user yet."""
    return not User.objects.exists()


@transaction.atomic
def make_setup_code() -> str:
    """The code for the first page. An older one opens nothing any more. Raises: ACCOUNT_060."""
    if not is_to_be_set_up():
        raise SamutError("ACCOUNT_060")
    code = new_code(LONG)
    OneTimeCode.objects.filter(user=None).delete()
    ends = timezone.now() + dt.timedelta(hours=policy().setup_hours)
    OneTimeCode.objects.create(digest=digest_of(code), expires_at=ends)
    return code


def check_setup_code(*, code: str, address: str) -> None:
    """Raises: ACCOUNT_060 once there is a user, ACCOUNT_061 for another code, SITE_008 after many."""
    if not is_to_be_set_up():
        raise SamutError("ACCOUNT_060")
    held = OneTimeCode.objects.filter(user=None, expires_at__gt=timezone.now()).first()
    if held is None or not constant_time_compare(held.digest, digest_of(code)):
        signing_in.count_login_attempt(username=SETUP, address=address)
        raise SamutError("ACCOUNT_061")


@transaction.atomic
def set_up(*, code: str, address: str, username: str, full_name: str, password: str, office: Office) -> User:
    """Make the administrator of the whole country's areas, and the workspace where there is none yet.

    Raises: what check_setup_code raises; ACCOUNT_001; ACCOUNT_043 without names; ACCOUNT_062, SITE_004
    for a province or an edition there is not; WORK_004 when the folder cannot be written.
    """
    check_setup_code(code=code, address=address)
    has_workspace = workspace_config() is not None
    if not full_name.strip() or not (has_workspace or office.name.strip()):
        raise SamutError("ACCOUNT_043")
    measure = "" if has_workspace else _measure_for(office)
    user = create_user(by=None, username=username, password=password, first_name=full_name.strip())
    assign_role(by=None, user=user, role=Role.ADMINISTRATOR, area_code=COUNTRY)
    OneTimeCode.objects.filter(user=None).delete()
    record("site.set_up", by=user, target=f"user:{user.pk}", area_code=office.province)
    if not has_workspace:
        create_workspace(
            Path(settings.SAMUT_WORKSPACE),
            name=office.name.strip(),
            demo=False,
            province=office.province,
            edition=office.edition,
            measure=measure,
            site=SiteConfig(second_factor=office.second_factor),
        )
    return user


def _measure_for(office: Office) -> str:
    if office.province not in {each.code for each in provinces()}:
        raise SamutError("ACCOUNT_062", province=office.province[:2] or "–")
    layout = next(
        (each for each in _layouts() if each.from_edition <= office.edition <= each.to_edition), None
    )
    if layout is None:
        raise SamutError("SITE_004", name="edition")
    return MEASURES[layout.id]


def provinces() -> tuple[Area, ...]:
    """The 77, in the order of their codes."""
    return tuple(each for each in all_areas().values() if each.level == "province")


def editions() -> tuple[int, ...]:
    """The Buddhist years for which the census can be read, the newest first, none of the future."""
    this_year = to_be(timezone.localdate().year)
    years = {year for each in _layouts() for year in range(each.from_edition, each.to_edition + 1)}
    return tuple(sorted((year for year in years if year <= this_year), reverse=True))


def _layouts() -> tuple[Profile, ...]:
    return tuple(load_profile(path) for path in known_profiles() if path.stem in MEASURES)
