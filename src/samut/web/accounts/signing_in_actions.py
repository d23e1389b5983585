"""Writes of signing in: attempts counted, codes used once, sessions ended, second factors forgotten.

Counts and used codes stand in the database, not in the memory of one process: the site has several.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import time
from collections.abc import Iterable

from allauth.core.internal.cryptokit import compare_user_code, normalize_user_code
from allauth.mfa import app_settings as second_factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from samut.rules.errors import SamutError
from samut.web.accounts.models import LoginAttempts, User
from samut.web.accounts.queries import user_named
from samut.web.accounts.user_names import normal_user_name
from samut.web.audit.actions import record

MOST_ATTEMPTS = 6
MOST_FROM_AN_ADDRESS = 100
PAUSE_MINUTES = 5
PAUSE = dt.timedelta(minutes=PAUSE_MINUTES)
# Kept in the authenticator: the half minute of the last code that was accepted.
LAST_PERIOD = "last_period"


def _key(*parts: str) -> str:
    return salted_hmac("samut.login", "|".join(parts), algorithm="sha256").hexdigest()


def _user_name_key(username: str, address: str) -> str:
    return _key(normal_user_name(username).casefold(), address)


def _code_key(user: User) -> str:
    # Spaces never begin a user name, so this is nobody's.
    return _key(" second factor", str(user.pk))


def _target(user: User | None) -> str:
    return f"user:{user.pk}" if user else ""


@transaction.atomic
def _count(key: str, most: int) -> bool:
    """Count an attempt; whether it was the last before the pause.

    Raises: SITE_008 after too many, for some minutes.
    """
    now = timezone.now()
    LoginAttempts.objects.filter(last_at__lt=now - PAUSE).delete()
    attempts, _ = LoginAttempts.objects.get_or_create(key=key, defaults={"count": 0, "last_at": now})
    if attempts.count >= most:
        raise SamutError("SITE_008", minutes=PAUSE_MINUTES)
    attempts.count, attempts.last_at = attempts.count + 1, now
    attempts.save(update_fields=["count", "last_at"])
    return attempts.count == most


def _is_shared(address: str) -> bool:
    """Behind a web server of this machine every address is this machine's own."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return True


@transaction.atomic
def count_login_attempt(*, username: str, address: str) -> None:
    """Count an attempt before its password is looked at, so that many at once are not let through.

    Behind a web server every address is that server's, and a user name alone is what is paused.

    Raises: SITE_008 after too many, for some minutes.
    """
    if _count(_user_name_key(username, address), MOST_ATTEMPTS):
        record("login.paused", by=None, target=_target(user_named(username)))


@transaction.atomic
def refuse_login(*, username: str, address: str) -> None:
    """The password was wrong. Who tries many names from one address is told to wait as well.

    Raises: SITE_008 after too many names.
    """
    record("login.failed", by=None, target=_target(user_named(username)))
    if not _is_shared(address) and _count(_key(" address", address), MOST_FROM_AN_ADDRESS):
        record("login.paused", by=None)


def forget_login_attempts(*, username: str, address: str) -> None:
    """The password was right."""
    LoginAttempts.objects.filter(key=_user_name_key(username, address)).delete()


def record_sign_in(*, by: User, ways: Iterable[str]) -> None:
    """Somebody is in; `ways` says by what: password, totp, recovery_codes, webauthn, openid."""
    record("login.succeeded", by=by, target=_target(by), ways=sorted(set(ways)))


@transaction.atomic
def accept_code(*, user: User, code: str) -> Authenticator | None:
    """The authenticator whose code this is, with the code used up; None for a wrong or used one.

    Raises: SITE_008 after too many wrong codes.
    """
    if _count(_code_key(user), MOST_ATTEMPTS):
        record("second_factor.paused", by=None, target=_target(user))
    for authenticator in Authenticator.objects.select_for_update().filter(user=user):
        if _uses_up(authenticator, code):
            LoginAttempts.objects.filter(key=_code_key(user)).delete()
            return authenticator
    record("second_factor.refused", by=None, target=_target(user))
    return None


def _uses_up(authenticator: Authenticator, code: str) -> bool:
    if authenticator.type == Authenticator.Type.TOTP:
        return _uses_up_period(authenticator, code)
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return bool(authenticator.wrap().validate_code(code))
    return False


def _uses_up_period(authenticator: Authenticator, code: str) -> bool:
    """A code counts once, and none that is older than the last that counted (RFC 6238, section 5.2)."""
    period = period_of(decrypt(authenticator.data["secret"]), code)
    if period is None or period <= authenticator.data.get(LAST_PERIOD, -1):
        return False
    authenticator.data[LAST_PERIOD] = period
    authenticator.save(update_fields=["data"])
    return True


def period_of(secret: str, code: str) -> int | None:
    """The half minute, this one or one beside it, whose code this is. A phone's clock may be off."""
    now = int(time.time()) // second_factor.TOTP_PERIOD
    tolerance = second_factor.TOTP_TOLERANCE
    for period in range(now - tolerance, now + tolerance + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, period))):
            return period
    return None


@transaction.atomic
def remember_first_code(*, by: User, secret: str, code: str) -> None:
    """The code that proved the enrolment is used up as any other."""
    authenticator = Authenticator.objects.get(user=by, type=Authenticator.Type.TOTP)
    authenticator.data[LAST_PERIOD] = period_of(secret, normalize_user_code(code))
    authenticator.save(update_fields=["data"])


def record_second_factor(event: str, *, by: User, kind: str) -> None:
    """Somebody added or removed a second factor of their own, or made new recovery codes."""
    record(event, by=by, target=_target(by), kind=kind)


@transaction.atomic
def remove_second_factors(*, by: User | None, user: User) -> int:
    """Forget every second factor of a user who lost the phone, and end their sessions.

    Who must have one is asked to enrol again at the next sign-in.
    """
    removed, _ = Authenticator.objects.filter(user=user).delete()
    record("second_factor.reset", by=by, target=_target(user), removed=removed)
    end_sessions(by=by, user=user)
    return removed


@transaction.atomic
def end_session(*, by: User, session: UserSession) -> None:
    """End one session: the browser that holds it has to sign in again."""
    record("session.ended", by=by, target=_target(session.user))
    session.end()


@transaction.atomic
def end_sessions(*, by: User | None, user: User, but: str = "") -> int:
    """End every session of a user, except the one with the key `but`."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=but))
    for session in sessions:
        session.end()
    record("sessions.ended", by=by, target=_target(user), ended=len(sessions))
    return len(sessions)


@transaction.atomic
def sign_out(*, by: User, session_key: str) -> None:
    """The user ended the session that they used."""
    UserSession.objects.filter(user=by, session_key=session_key).delete()
    record("logout", by=by, target=_target(by))


@transaction.atomic
def change_password(*, by: User, password: str) -> None:
    """A new password; every other session of the user ends with the old one."""
    by.set_password(password)
    by.save(update_fields=["password"])
    record("password.changed", by=by, target=_target(by))


@transaction.atomic
def link_identity(*, by: User, provider_id: str, key: str, name: str) -> None:
    """An identity of the provider signs in as this user from now on.

    Raises: ACCOUNT_008 when it is another user's.
    """
    linked = SocialAccount.objects.filter(provider=provider_id, uid=key).first()
    if linked is None:
        SocialAccount.objects.create(user=by, provider=provider_id, uid=key, extra_data={})
        record("identity.linked", by=by, target=_target(by))
    elif linked.user_id != by.pk:
        raise SamutError("ACCOUNT_008", provider=name)


@transaction.atomic
def unlink_identities(*, by: User, provider_id: str) -> None:
    """The identities of the provider no longer sign in as this user."""
    removed, _ = SocialAccount.objects.filter(user=by, provider=provider_id).delete()
    if removed:
        record("identity.unlinked", by=by, target=_target(by))


def refuse_identity(*, provider_id: str) -> None:
    """The provider told of somebody who has no account here. Who it was is not written down."""
    record("login.failed", by=None, ways=[provider_id])
