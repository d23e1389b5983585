"""The pages on which somebody looks after how they sign in: second factors, codes, password, sessions."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as recovery
from allauth.mfa.totp.internal import flows as apps
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.mfa.webauthn.internal import flows as passkey_flows
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samut.rules.errors.entry import Text
from samut.web.accounts import signing_in_actions as actions
from samut.web.accounts.devices import device_of
from samut.web.accounts.models import User
from samut.web.accounts.office import provider
from samut.web.accounts.openid import PROVIDER_ID
from samut.web.accounts.qr import qr_squares
from samut.web.accounts.second_factor import lacks_second_factor
from samut.web.accounts.signing_in_forms import (
    NewAppForm,
    NewPasskeyForm,
    NewPasswordForm,
    PasswordAgainForm,
    said,
)

APP = Authenticator.Type.TOTP
PASSKEY = Authenticator.Type.WEBAUTHN
CODES = Authenticator.Type.RECOVERY_CODES
sensitive = reauthentication_required(app="allauth.mfa")

PASSWORD_CHANGED = Text(
    "เปลี่ยนรหัสผ่านแล้ว เครื่องอื่นที่เข้าใช้อยู่ต้องเข้าสู่ระบบใหม่",
    "The password is changed. Wherever else you were signed in, you are not any more.",
)
SESSION_ENDED = Text("ออกจากระบบในเครื่องนั้นแล้ว", "That session has ended.")
SESSIONS_ENDED = Text("ออกจากระบบในเครื่องอื่นทั้งหมดแล้ว", "All other sessions have ended.")
PASSKEY_ADDED = Text("เพิ่มพาสคีย์แล้ว", "The passkey is added.")
PASSKEY_REMOVED = Text("ลบพาสคีย์แล้ว", "The passkey is removed.")
APP_REMOVED = Text("เลิกใช้แอปสร้างรหัสแล้ว", "The authenticator app no longer counts.")
APP_ADDED = Text("ตั้งแอปสร้างรหัสแล้ว", "The authenticator app is set up.")
UNLINKED = Text("เลิกผูกบัญชีแล้ว", "No longer linked.")


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  every address asks for a login
    return request.user


def _mine(request: HttpRequest, kind: str) -> Authenticator | None:
    return Authenticator.objects.filter(user=_me(request), type=kind).first()


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All of it on one page, and where one is signed in."""
    user, codes = _me(request), _mine(request, CODES)
    keys = Authenticator.objects.filter(user=user, type=PASSKEY).order_by("created_at")
    sessions = sorted(
        UserSession.objects.purge_and_list(user), key=lambda each: each.created_at, reverse=True
    )
    context = {
        "must_enrol": lacks_second_factor(user),
        "app": _mine(request, APP),
        "passkeys": [(each, each.wrap().name) for each in keys],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "sessions": [(each, device_of(each.user_agent), each.is_current()) for each in sessions],
        "has_password": user.has_usable_password(),
        "provider": provider(),
        "linked": SocialAccount.objects.filter(user=user, provider=PROVIDER_ID).exists(),
    }
    return render(request, "accounts/my_sign_in.html", context)


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def add_app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app: a picture to scan, and the first code as proof."""
    if _mine(request, APP):
        return redirect("mfa_index")
    user = _me(request)
    form = NewAppForm(data=request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():
        return _app_added(request, form)
    size, squares = qr_squares(get_adapter().build_totp_url(user, form.secret))
    spaced = " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4))
    context = {"form": form, "size": size, "squares": squares, "secret": spaced}
    return render(request, "accounts/add_app.html", context)


def _app_added(request: HttpRequest, form: NewAppForm) -> HttpResponse:
    user = _me(request)
    with transaction.atomic():
        _, codes = apps.activate_totp(request, form)
        actions.remember_first_code(by=user, secret=form.secret, code=form.cleaned_data["code"])
        actions.record_second_factor("second_factor.added", by=user, kind=APP)
    messages.success(request, said(APP_ADDED))
    return redirect("mfa_view_recovery_codes" if codes else "mfa_index")


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def remove_app(request: HttpRequest) -> HttpResponse:
    """Asked for, then done: the app no longer counts."""
    authenticator = _mine(request, APP)
    if authenticator is None:
        return redirect("mfa_index")
    if request.method != "POST":
        return render(request, "accounts/remove_factor.html", {"kind": "app"})
    with transaction.atomic():
        apps.deactivate_totp(request, authenticator)
        actions.record_second_factor("second_factor.removed", by=_me(request), kind=APP)
    messages.success(request, said(APP_REMOVED))
    return redirect("mfa_index")


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey of this computer, this phone or a key on the ring."""
    user = _me(request)
    form = NewPasskeyForm(data=request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            name = form.cleaned_data["name"]
            _, codes = passkey_flows.add_authenticator(request, name, form.cleaned_data["credential"])
            actions.record_second_factor("second_factor.added", by=user, kind=PASSKEY)
        messages.success(request, said(PASSKEY_ADDED))
        return redirect("mfa_view_recovery_codes" if codes else "mfa_index")
    context = {"form": form, "options": passkeys.begin_registration(user, passwordless=True)}
    return render(request, "accounts/add_passkey.html", context)


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked for, then done: the passkey no longer signs in."""
    authenticator = get_object_or_404(Authenticator, user=_me(request), type=PASSKEY, pk=pk)
    if request.method != "POST":
        context = {"kind": "passkey", "name": authenticator.wrap().name}
        return render(request, "accounts/remove_factor.html", context)
    with transaction.atomic():
        passkey_flows.remove_authenticator(request, authenticator)
        actions.record_second_factor("second_factor.removed", by=_me(request), kind=PASSKEY)
    messages.success(request, said(PASSKEY_REMOVED))
    return redirect("mfa_index")


@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes that are left, to print and keep in a drawer."""
    found, _ = recovery.view_recovery_codes(request)
    if found is None:
        return redirect("mfa_index")
    return render(request, "accounts/codes.html", {"codes": found.get_unused_codes()})


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def new_codes(request: HttpRequest) -> HttpResponse:
    """Asked for, then done: new recovery codes; the old ones open nothing any more."""
    user = _me(request)
    if not recovery.can_generate_recovery_codes(user):
        return redirect("mfa_index")
    if request.method != "POST":
        return render(request, "accounts/new_codes.html")
    with transaction.atomic():
        recovery.generate_recovery_codes(request)
        actions.record_second_factor("second_factor.added", by=user, kind=CODES)
    return redirect("mfa_view_recovery_codes")


@sensitive_post_parameters("password", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password: the old one, and the new one twice.

    Raises: SITE_008 after too many wrong ones.
    """
    user, posted = _me(request), request.POST if request.method == "POST" else None
    if not user.has_usable_password():
        return redirect("mfa_index")
    old = PasswordAgainForm(user, str(request.META.get("REMOTE_ADDR", "")), posted)
    new = NewPasswordForm(user, posted)
    if posted is not None and old.is_valid() and new.is_valid():
        actions.change_password(by=user, password=new.cleaned_data["new"])
        update_session_auth_hash(request, user)
        UserSession.objects.create_from_request(request)
        messages.success(request, said(PASSWORD_CHANGED))
        return redirect("mfa_index")
    return render(request, "accounts/password.html", {"old": old, "new": new})


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    session = get_object_or_404(UserSession, user=_me(request), pk=pk)
    actions.end_session(by=_me(request), session=session)
    messages.success(request, said(SESSION_ENDED))
    return redirect("mfa_index")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    actions.end_sessions(by=_me(request), user=_me(request), but=request.session.session_key or "")
    messages.success(request, said(SESSIONS_ENDED))
    return redirect("mfa_index")


@sensitive
@require_POST
def unlink(request: HttpRequest) -> HttpResponse:
    """The identity of the provider no longer signs in as this user."""
    actions.unlink_identities(by=_me(request), provider_id=PROVIDER_ID)
    messages.success(request, said(UNLINKED))
    return redirect("mfa_index")
