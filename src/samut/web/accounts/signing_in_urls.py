"""Addresses of signing in. Their names have no space of their own: allauth looks for some of them."""

from __future__ import annotations

from django.urls import path

from samut.web.accounts import my_sign_in, signing_in

urlpatterns = [
    path("login/", signing_in.login, name="account_login"),
    path("login/second-step/", signing_in.second_step, name="mfa_authenticate"),
    path("login/passkey/", signing_in.passkey_login, name="account_passkey_login"),
    path("login/provider/", signing_in.provider_login, name="account_provider_login"),
    path("login/provider/callback/", signing_in.provider_callback, name="account_provider_callback"),
    path("my-sign-in/", my_sign_in.overview, name="mfa_index"),
    path("my-sign-in/again/", signing_in.again, name="account_reauthenticate"),
    path("my-sign-in/app/", my_sign_in.add_app, name="mfa_activate_totp"),
    path("my-sign-in/app/remove/", my_sign_in.remove_app, name="mfa_deactivate_totp"),
    path("my-sign-in/passkey/", my_sign_in.add_passkey, name="mfa_add_webauthn"),
    path("my-sign-in/passkey/<int:pk>/remove/", my_sign_in.remove_passkey, name="mfa_remove_webauthn"),
    path("my-sign-in/codes/", my_sign_in.codes, name="mfa_view_recovery_codes"),
    path("my-sign-in/codes/new/", my_sign_in.new_codes, name="mfa_generate_recovery_codes"),
    path("my-sign-in/password/", my_sign_in.password, name="account_change_password"),
    path("my-sign-in/sessions/end-others/", my_sign_in.end_other_sessions, name="account_end_sessions"),
    path("my-sign-in/sessions/<int:pk>/end/", my_sign_in.end_session, name="account_end_session"),
    path("my-sign-in/provider/unlink/", my_sign_in.unlink, name="account_provider_unlink"),
]
