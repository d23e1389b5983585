"""What people type when they sign in, prove themselves again, or choose a password."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language

from samut.rules.errors.entry import Text
from samut.web.accounts import signing_in_actions as actions
from samut.web.accounts.models import User
from samut.web.accounts.user_names import MOST_LETTERS

MOST_PASSWORD_LETTERS = 1024
MOST_NAME_LETTERS = 60
MOST_CODE_LETTERS = 40

WRONG_LOGIN = Text("ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง", "The user name or the password is not right.")
WRONG_PASSWORD = Text("รหัสผ่านไม่ถูกต้อง", "The password is not right.")
WRONG_CODE = Text(
    "รหัสไม่ถูกต้อง หมดเวลา หรือใช้ไปแล้ว ดูรหัสปัจจุบันในแอปแล้วพิมพ์ใหม่",
    "The code is wrong, too old, or was used already. Look at the app again and type the code it shows now.",
)
WRONG_PASSKEY = Text(
    "ยืนยันด้วยพาสคีย์ไม่สำเร็จ ลองอีกครั้ง หรือใช้วิธีอื่น",
    "The passkey did not work. Try again or use another way.",
)
NOT_THE_SAME = Text("รหัสผ่านสองช่องไม่ตรงกัน", "The two passwords are not the same.")
PASSWORD_PROBLEMS = {
    "password_too_short": Text("รหัสผ่านต้องยาวอย่างน้อย 12 ตัวอักษร", "It needs at least 12 characters."),
    "password_too_common": Text(
        "รหัสผ่านนี้มีคนใช้มาก เดาได้ง่าย ตั้งใหม่ให้เดายากกว่านี้",
        "Many people use this password and it is soon guessed. Choose another.",
    ),
}


def said(text: Text) -> str:
    """The text in the language of the screen."""
    return text.in_language(get_language() or "th")


class SignInForm(forms.Form):
    """User name and password. `user` is who it is, once the form is valid."""

    username = forms.CharField(max_length=MOST_LETTERS)
    password = forms.CharField(max_length=MOST_PASSWORD_LETTERS, strip=False)
    user: User

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        self.request = request
        super().__init__(data)

    def clean(self) -> dict[str, Any]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        user = authenticate(self.request, username=username, password=password)
        if not isinstance(user, User):
            raise ValidationError(said(WRONG_LOGIN))
        self.user = user
        return self.cleaned_data


class CodeForm(forms.Form):
    """A code of the authenticator app, or a recovery code. `authenticator` is whose it was."""

    code = forms.CharField(max_length=MOST_CODE_LETTERS)
    authenticator: Authenticator

    def __init__(self, user: User, data: Any = None) -> None:
        self.user = user
        super().__init__(data)

    def clean_code(self) -> str:
        """Raises: SITE_008 after too many wrong ones."""
        authenticator = actions.accept_code(user=self.user, code=self.cleaned_data["code"])
        if authenticator is None:
            raise ValidationError(said(WRONG_CODE))
        self.authenticator = authenticator
        return str(self.cleaned_data["code"])


class PasskeyForm(AuthenticateWebAuthnForm):
    """The answer of a passkey. Without a user, the passkey says who it is."""

    def __init__(self, user: User | None, data: Any = None) -> None:
        super().__init__(user=user, data=data)

    @property
    def authenticator(self) -> Authenticator:
        found: Authenticator = self.cleaned_data["credential"]
        return found

    def clean_credential(self) -> Authenticator:
        """Whatever a browser (or something else) sent: a passkey of the user, or refused."""
        try:
            found: Authenticator = super().clean_credential()
        except (AttributeError, KeyError, TypeError, ValueError, ValidationError) as error:
            raise ValidationError(said(WRONG_PASSKEY)) from error
        return found


class NewPasskeyForm(AddWebAuthnForm):
    """A new passkey and what its owner calls it. It always signs in by itself: finger, face or PIN."""

    name = forms.CharField(required=False, max_length=MOST_NAME_LETTERS)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        try:
            return dict(super().clean())
        except (AttributeError, KeyError, TypeError, ValueError, ValidationError) as error:
            raise ValidationError(said(WRONG_PASSKEY)) from error


class NewAppForm(ActivateTOTPForm):
    """The first code of an authenticator app."""

    code = forms.CharField(max_length=MOST_CODE_LETTERS)

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except ValidationError as error:
            raise ValidationError(said(WRONG_CODE)) from error


class PasswordAgainForm(forms.Form):
    """The password of whoever is signed in."""

    password = forms.CharField(max_length=MOST_PASSWORD_LETTERS, strip=False)

    def __init__(self, user: User, address: str, data: Any = None) -> None:
        self.user, self.address = user, address
        super().__init__(data)

    def clean_password(self) -> str:
        """Raises: SITE_008 after too many wrong ones."""
        who = {"username": self.user.username, "address": self.address}
        actions.count_login_attempt(**who)
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            actions.refuse_login(**who)
            raise ValidationError(said(WRONG_PASSWORD))
        actions.forget_login_attempts(**who)
        return password


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    new = forms.CharField(max_length=MOST_PASSWORD_LETTERS, strip=False)
    again = forms.CharField(max_length=MOST_PASSWORD_LETTERS, strip=False)

    def __init__(self, user: User | None, data: Any = None) -> None:
        self.user = user
        super().__init__(data)

    def clean_new(self) -> str:
        password = str(self.cleaned_data["new"])
        for validator in get_default_password_validators():
            try:
                validator.validate(password, self.user)
            except ValidationError as error:
                known = PASSWORD_PROBLEMS.get(error.code or "")
                raise ValidationError(said(known) if known else error.messages) from error
        return password

    def clean_again(self) -> str:
        if "new" in self.cleaned_data and self.cleaned_data["again"] != self.cleaned_data["new"]:
            raise ValidationError(said(NOT_THE_SAME))
        return str(self.cleaned_data["again"])
