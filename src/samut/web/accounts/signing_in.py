"""The pages on which somebody says who they are: password, second step, passkey, provider, once again."""

from __future__ import annotations

from typing import Any

from allauth.account.internal import flows
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.socialaccount.providers.base.constants import AuthProcess
from django import forms
from django.contrib import messages
from django.contrib.auth import logout as end_this_session
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samut.rules.errors import SamutError
from samut.rules.errors.entry import Text
from samut.web.accounts import openid
from samut.web.accounts import signing_in_actions as actions
from samut.web.accounts.models import User
from samut.web.accounts.office import provider
from samut.web.accounts.signing_in_forms import (
    WRONG_PASSKEY,
    CodeForm,
    PasskeyForm,
    PasswordAgainForm,
    SignInForm,
    said,
)

LINKED = Text("ผูกบัญชีแล้ว ครั้งต่อไปเข้าใช้ผ่านทางนี้ได้", "Linked. From now on you can sign in this way.")
PASSKEY = Authenticator.Type.WEBAUTHN
CODES = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _has(user: User, *kinds: str) -> bool:
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """User name and password; from here also to a passkey or the provider.

    Raises: SITE_008 after too many wrong ones.
    """
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    form = SignInForm(request)
    if request.method == "POST":
        who = {"username": request.POST.get("username", ""), "address": _address(request)}
        actions.count_login_attempt(**who)
        form = SignInForm(request, request.POST)
        if form.is_valid():
            actions.forget_login_attempts(**who)
            return _enter(request, form.user, way="password", next_page=get_next_redirect_url(request))
        actions.refuse_login(**who)
    context = {"form": form, "next": get_next_redirect_url(request) or "", "provider": provider()}
    return render(request, "accounts/login.html", context)


def _enter(request: HttpRequest, user: User, *, way: str, next_page: str | None) -> HttpResponse:
    """On to the second step, if the user has one; else in."""
    record_authentication(request, user, method=way)
    return perform_login(request, Login(user=user, redirect_url=next_page))


@login_not_required
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End this session, and with it everything it knew."""
    if isinstance(request.user, User):
        actions.sign_out(by=request.user, session_key=request.session.session_key or "")
    end_this_session(request)
    return redirect("accounts:login")


@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """A code or a passkey, after the password was right.

    Raises: SITE_008 after too many wrong codes.
    """
    stage = request._login_stage  # type: ignore[attr-defined]
    user: User = stage.login.user
    form = _posted_proof(request, user)
    if form is not None and form.is_valid():
        post_authentication(request, form.authenticator)
        answer: HttpResponse = stage.exit()
        return answer
    return render(request, "accounts/second_step.html", _proof_context(user, form))


def _posted_proof(request: HttpRequest, user: User) -> CodeForm | PasskeyForm | None:
    if "code" in request.POST:
        return CodeForm(user, request.POST)
    return PasskeyForm(user, request.POST) if "credential" in request.POST else None


def _proof_context(user: User, form: forms.Form | None) -> dict[str, Any]:
    """What the page offers: only what this user has."""
    has_passkey = _has(user, PASSKEY)
    return {
        "form": form,
        "has_code": _has(user, *CODES),
        "has_app": _has(user, Authenticator.Type.TOTP),
        "has_passkey": has_passkey,
        "options": passkeys.begin_authentication(user) if has_passkey else None,
    }


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_login(request: HttpRequest) -> HttpResponse:
    """What a passkey is asked to sign (GET), and its answer, which also says who it is (POST)."""
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    if request.method != "POST":
        return JsonResponse(passkeys.begin_authentication(None))
    form = PasskeyForm(None, request.POST)
    if not form.is_valid():
        messages.error(request, said(WRONG_PASSKEY))
        return redirect("accounts:login")
    login = Login(user=form.authenticator.user, redirect_url=get_next_redirect_url(request))
    return perform_passwordless_login(request, form.authenticator, login)


@login_not_required
@require_GET
def provider_login(request: HttpRequest) -> HttpResponse:
    """To the provider: to sign in, or, by somebody signed in, to link an identity.

    Raises: ACCOUNT_006, ACCOUNT_007; ReauthenticationRequired before something is linked.
    """
    connect = request.user.is_authenticated
    if connect:
        flows.reauthentication.raise_if_reauthentication_required(request, app="allauth.mfa")
    return openid.go_to_provider(request, next_page=get_next_redirect_url(request) or "", connect=connect)


@login_not_required
@require_GET
def provider_callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider.

    Raises: ACCOUNT_004 for somebody without an account, ACCOUNT_005 to ACCOUNT_009.
    """
    told = openid.needed_provider()
    claims, state = openid.come_back(request)
    if state["process"] == AuthProcess.CONNECT:
        return _link(request, key=openid.subject_key(told.issuer, str(claims["sub"])), name=told.name)
    user = openid.user_of(told, claims)
    if user is None:
        actions.refuse_identity(provider_id=openid.PROVIDER_ID)
        raise SamutError("ACCOUNT_004", provider=told.name)
    return _enter(request, user, way="openid", next_page=state.get("next"))


def _link(request: HttpRequest, *, key: str, name: str) -> HttpResponse:
    if not isinstance(request.user, User):
        raise SamutError("ACCOUNT_009", provider=name)
    actions.link_identity(by=request.user, provider_id=openid.PROVIDER_ID, key=key, name=name)
    messages.success(request, said(LINKED))
    return redirect("mfa_index")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Whoever changes how they sign in proves once more who they are; then what they wanted goes on.

    Raises: SITE_008 after too many wrong ones.
    """
    user = request.user
    assert isinstance(user, User)  # noqa: S101  every address asks for a login
    form: CodeForm | PasskeyForm | PasswordAgainForm | None = _posted_proof(request, user)
    if form is None and "password" in request.POST:
        form = PasswordAgainForm(user, _address(request), request.POST)
    if form is not None and form.is_valid():
        if isinstance(form, PasswordAgainForm):
            flows.reauthentication.reauthenticate_by_password(request)
        else:
            post_authentication(request, form.authenticator, reauthenticated=True)
        return flows.reauthentication.resume_request(request) or redirect("mfa_index")
    context = {**_proof_context(user, form), "has_password": user.has_usable_password()}
    context["next"] = get_next_redirect_url(request) or ""
    return render(request, "accounts/again.html", context)
