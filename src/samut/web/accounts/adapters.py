"""What django-allauth does otherwise here: nobody signs up, no e-mail is sent, secrets are sealed.

allauth keeps second factors, the steps of a sign-in and the list of sessions. What it would count or
remember in the memory of one process is done in `signing_in_actions`, in the database.
"""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any, NoReturn

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from samut.rules.errors import SamutError
from samut.web.accounts.devices import device_of
from samut.web.accounts.models import User
from samut.web.accounts.signing_in_actions import record_sign_in

ISSUER = "Samut"
SEAL_PURPOSE = b"samut.second_factor"


class AccountAdapter(DefaultAccountAdapter):
    """Signing in and out."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *arguments: Any, **values: Any) -> None:
        """The pages say themselves what was done, in both languages."""

    def login(self, request: HttpRequest, user: User) -> None:
        """The last step: the session is the user's, under a new key, and the audit says by what."""
        super().login(request, user)
        ways = (str(each.get("type", each["method"])) for each in get_authentication_records(request, user))
        record_sign_in(by=user, ways=ways)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> NoReturn:
        raise SamutError("ACCOUNT_002")

    def is_reauthentication_required(self, *, app: str, **others: Any) -> bool:
        """Whoever proved who they are a moment ago, signing in, is not asked again at once."""
        records = get_authentication_records(context.request, context.request.user)
        return not records or time.time() - records[-1]["at"] > account_settings.REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, str]]:
        return [{"id": "again", "description": "", "url": reverse("account_reauthenticate")}]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps, passkeys and recovery codes."""

    def get_totp_issuer(self) -> str:
        return ISSUER

    def encrypt(self, text: str) -> str:
        """The secrets of second factors are of no use without the key in the workspace's keys folder."""
        return _seal().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode("ascii")).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """What a passkey is called whose owner gives it no name: the browser that made it."""
        return device_of(context.request.headers.get("User-Agent", "")) or ISSUER

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name of the site without its port: a passkey belongs to a name."""
        return {"id": context.request.get_host().partition(":")[0], "name": ISSUER}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.username, "display_name": user.get_full_name() or user.username}


class ProviderAdapter(DefaultSocialAccountAdapter):
    """The OpenID provider of samut.toml; what is in the database or the settings is not asked."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        return []


def _seal() -> Fernet:
    return Fernet(
        base64.urlsafe_b64encode(hashlib.sha256(SEAL_PURPOSE + settings.SECRET_KEY.encode()).digest())
    )
