"""Signing in through an OpenID Connect provider, such as ThaID: who somebody is, told by its signature.

The way is allauth's (discovery, state, PKCE, the exchange of the code). What the provider answers is
looked at here, always with its signature and the nonce of this very sign-in. No account is ever made
from it, and of what it tells of a person nothing is kept but a keyed hash of the subject.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from typing import Any

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from samut.engine.site_config import Provider
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.accounts.office import provider as configured_provider
from samut.web.accounts.office import provider_secret
from samut.web.accounts.queries import user_named

PROVIDER_ID = "office"
# Keys of two halves alone: a token signed with a shared secret is not taken.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
NEEDED_CLAIMS = ("iss", "sub", "aud", "exp", "iat")
LEEWAY_SECONDS = 60
KNOWN_SECONDS = 300
EMAIL = "email"


class OfficeOAuth2(OpenIDConnectOAuth2Adapter):
    """allauth's way there and back, to this site's own address."""

    def get_provider(self) -> OpenIDConnectProvider:
        return OfficeProvider(self.request, app=office_app())

    @property
    def openid_config(self) -> dict[str, Any]:
        """Where the provider's pages are, asked for once in a while: whoever is not signed in asks too."""
        address = self.get_provider().server_url
        known = cache.get_or_set(f"samut.openid:{address}", lambda: _fetched(address), KNOWN_SECONDS)
        return dict(known or {})

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return build_absolute_uri(request, reverse("account_provider_callback"), self.redirect_uri_protocol)


class OfficeProvider(OpenIDConnectProvider):
    oauth2_adapter_class = OfficeOAuth2


def needed_provider() -> Provider:
    """Raises: ACCOUNT_006 where nobody signs in through a provider."""
    found = configured_provider()
    if found is None:
        raise SamutError("ACCOUNT_006")
    return found


def office_app() -> SocialApp:
    """The provider as allauth knows one. Never saved."""
    told = needed_provider()
    return SocialApp(
        provider=OpenIDConnectProvider.id,
        provider_id=PROVIDER_ID,
        name=told.name,
        client_id=told.client_id,
        secret=provider_secret(),
        settings={
            "server_url": told.issuer.rstrip("/"),
            "scope": list(told.scope),
            "oauth_pkce_enabled": True,
        },
    )


def go_to_provider(request: HttpRequest, *, next_page: str, connect: bool) -> HttpResponse:
    """To the provider, with a state and a nonce that only this session knows.

    Raises: ACCOUNT_006, ACCOUNT_007 when the provider does not answer.
    """
    nonce = secrets.token_urlsafe(24)
    process = AuthProcess.CONNECT if connect else AuthProcess.LOGIN
    office = OfficeProvider(request, app=office_app())
    try:
        answer: HttpResponse = office.redirect(
            request, process, next_url=next_page, auth_params={"nonce": nonce}, nonce=nonce
        )
    except (requests.RequestException, KeyError, ValueError) as error:
        raise SamutError("ACCOUNT_007", provider=office.app.name) from error
    return answer


def come_back(request: HttpRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the provider told of whoever comes back, proven; and the state they left with.

    Raises: ACCOUNT_005 where it cannot be trusted, ACCOUNT_006, ACCOUNT_007, ACCOUNT_009 when broken off.
    """
    told = needed_provider()
    office = OfficeProvider(request, app=office_app())
    state = statekit.unstash_state(request, provider_id=office.sub_id, state_id=request.GET.get("state", ""))
    if state is None or "code" not in request.GET:
        raise SamutError("ACCOUNT_009", provider=told.name)
    oauth2 = office.get_oauth2_adapter(request)
    try:
        client = oauth2.get_client(request, office.app)
        answer = client.get_access_token(request.GET["code"], pkce_code_verifier=state["pkce_code_verifier"])
        claims = _proven(told, oauth2.openid_config, answer, nonce=state["nonce"])
        return _with_user_info(told, oauth2.openid_config, answer, claims), state
    except (OAuth2Error, jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
        raise SamutError("ACCOUNT_005", provider=told.name) from error
    except requests.RequestException as error:
        raise SamutError("ACCOUNT_007", provider=told.name) from error


def _proven(
    told: Provider, configuration: Mapping[str, Any], answer: Mapping[str, Any], *, nonce: str
) -> dict[str, Any]:
    """The claims of the identity token: signed by the provider, for this site, now, for this sign-in."""
    if configuration["issuer"].rstrip("/") != told.issuer.rstrip("/"):
        raise ValueError("the configuration is another issuer's")
    token = answer["id_token"]
    claims: dict[str, Any] = jwt.decode(
        token,
        _key_of(token, _fetched(configuration["jwks_uri"])),
        algorithms=ALGORITHMS,
        audience=told.client_id,
        issuer=configuration["issuer"],
        leeway=LEEWAY_SECONDS,
        options={"require": list(NEEDED_CLAIMS)},
    )
    if not hmac.compare_digest(str(claims["nonce"]), nonce):
        raise ValueError("the nonce is another sign-in's")
    if claims.get("azp", told.client_id) != told.client_id:
        raise ValueError("the token was given to another client")
    return claims


def _key_of(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    named = jwt.get_unverified_header(token).get("kid")
    found = [each for each in jwt.PyJWKSet.from_dict(dict(keys)).keys if named in (None, each.key_id)]
    if len(found) != 1:
        raise ValueError("no key of that name")
    return found[0]


def _fetched(address: str, access_token: str = "") -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {access_token}"} if access_token else {}
    with get_adapter().get_requests_session() as session:
        answer = session.get(address, headers=headers)
        answer.raise_for_status()
        return dict(answer.json())


def _with_user_info(
    told: Provider, configuration: Mapping[str, Any], answer: Mapping[str, Any], claims: dict[str, Any]
) -> dict[str, Any]:
    """Some providers tell the claim only where one asks for it. It must speak of the same subject."""
    if not told.claim or told.claim in claims or "userinfo_endpoint" not in configuration:
        return claims
    info = _fetched(configuration["userinfo_endpoint"], answer["access_token"])
    if info["sub"] != claims["sub"]:
        raise ValueError("the user info is somebody else's")
    return {**info, **claims}


def subject_key(issuer: str, subject: str) -> str:
    """How an identity is kept. A subject may be a citizen's number: the database is not to tell it."""
    return salted_hmac("samut.openid", f"{issuer.rstrip('/')}|{subject}", algorithm="sha256").hexdigest()


def user_of(told: Provider, claims: Mapping[str, Any]) -> User | None:
    """The account that goes with an identity: linked by its owner, else named by the agreed claim."""
    key = subject_key(told.issuer, str(claims["sub"]))
    linked = SocialAccount.objects.filter(provider=PROVIDER_ID, uid=key).select_related("user").first()
    if linked is not None:
        return linked.user if isinstance(linked.user, User) else None
    value = claims.get(told.claim) if told.claim else None
    if not isinstance(value, str) or (told.claim == EMAIL and claims.get("email_verified") is not True):
        return None
    return user_named(value) or (_user_with_email(value) if told.claim == EMAIL else None)


def _user_with_email(address: str) -> User | None:
    found = list(User.objects.filter(email__iexact=address)[:2]) if address else []
    return found[0] if len(found) == 1 else None
