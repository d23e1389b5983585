"""Settings of the site: everything that differs between two installations comes from the workspace.

`SAMUT_WORKSPACE` names the workspace folder (default ./demo). The secret key is made once and kept
in its `keys/`; without a workspace (checks, type checking) a passing key does.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from pathlib import Path

from csp.constants import NONE, SELF

WEB = Path(__file__).resolve().parent
SAMUT_WORKSPACE = Path(os.environ.get("SAMUT_WORKSPACE", "demo")).resolve()


def _secret_key(keys: Path) -> str:
    """The workspace's own key; a key of this process alone where there is no workspace yet."""
    if not keys.is_dir():
        return secrets.token_urlsafe(50)
    path = keys / "django.key"
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key(SAMUT_WORKSPACE / "keys")
DEBUG = os.environ.get("SAMUT_DEBUG") == "1"
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *filter(None, os.environ.get("SAMUT_HOSTS", "").split(",")),
]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS[3:]]

# Web servers of the office in front of this one (addresses or networks): what they say about the
# browser's address is believed.
SAMUT_PROXIES = tuple(filter(None, os.environ.get("SAMUT_PROXIES", "").replace(" ", "").split(",")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "samut.web.audit",
    "samut.web.accounts",
    "samut.web.jobs",
    "samut.web.areas",
    "samut.web.tables",
    "samut.web.households",
    "samut.web.registers",
    "samut.web.programmes",
    "samut.web.search",
    "samut.web.fieldwork",
    "samut.web.openrosa",
    "samut.web.logbook",
    "samut.web.linkage",
    "samut.web.meetings",
    "samut.web.insight",
    "samut.web.missed",
    "samut.web.target_lists",
    "samut.web.analysis",
    "samut.web.open_data",
    "samut.web.oversight",
    "samut.web.administration",
    "samut.web.api",
    "samut.web.site",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before WhiteNoise, or static pages get no header
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "samut.web.audit.addresses.AddressMiddleware",
    "samut.web.site.middleware.PrivateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "samut.web.site.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samut.web.site.middleware.SignInMiddleware",
    "samut.web.accounts.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "samut.web.site.middleware.ProblemMiddleware",
]

ROOT_URLCONF = "samut.web.urls"
WSGI_APPLICATION = "samut.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samut.web.site.context.every_page",
            ],
            "builtins": ["samut.web.site.templatetags.words"],
        },
    }
]

# WAL only on a SQLite without the WAL-reset bug; elsewhere the old journal, slower and safe.
_JOURNAL = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "TRUNCATE"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": SAMUT_WORKSPACE / "samut.db",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                f"PRAGMA journal_mode={_JOURNAL}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA secure_delete=ON;"
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# New passwords by the first; older ones are known by theirs and kept anew at the next sign-in.
PASSWORD_HASHERS = [
    "samut.web.accounts.hashers.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTHENTICATION_BACKENDS = ["samut.web.accounts.backends.UserNameBackend"]
ACCOUNT_ADAPTER = "samut.web.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "samut.web.accounts.adapters.SecondFactorAdapter"
SOCIALACCOUNT_ADAPTER = "samut.web.accounts.adapters.ProviderAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
# allauth counts in the memory of one process; accounts.signing_in_actions counts for all of them.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
# The clock of a phone may be half a minute off.
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:login"
# A working day, and never longer than the browser is open.
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Behind a web server that speaks TLS to the office: cookies travel by https alone.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = os.environ.get("SAMUT_HTTPS") == "1"

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "static"]
# One process serves everything: WhiteNoise finds the files in the packages, nothing is collected.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

MEDIA_ROOT = SAMUT_WORKSPACE / "media"
# A survey app sends a form with up to 101 attachments; Django's own limit is 100 files.
DATA_UPLOAD_MAX_NUMBER_FILES = 110

# Kinds of long work, each where its app says how it is done; and what each app throws away in time.
SAMUT_JOB_KINDS: dict[str, str] = {
    "register.preview": "samut.web.registers.work.PREVIEW",
    "register.import": "samut.web.registers.work.IMPORT",
    "search.build": "samut.web.search.work.BUILD",
    "analysis.prepare": "samut.web.analysis.prepared.PREPARE",
    "tables.export": "samut.web.tables.work.EXPORT",
}
SAMUT_TIDYING: tuple[str, ...] = (
    "samut.web.registers.actions.remove_expired",
    "samut.web.tables.actions.remove_expired",
    "samut.web.api.actions.remove_old_askings",
    "samut.web.oversight.actions.count_for_tidying",
)
# The tables of the site that can be taken as files, each where its app declares it; and from how many
# rows on the file is made by a job.
SAMUT_TABLES: dict[str, str] = {
    "households": "samut.web.households.tables.households",
    "children": "samut.web.insight.tables.CHILDREN",
}
SAMUT_EXPORT_AT_ONCE = 2_000
# What may be sent at once; larger files go in by the command line.
SAMUT_MOST_UPLOAD_BYTES = 2 * 1024**3

# What one caller of the API may ask in a minute, and how long a token may live.
SAMUT_API_REQUESTS_A_MINUTE = int(os.environ.get("SAMUT_API_REQUESTS_A_MINUTE", "300"))
SAMUT_API_MOST_DAYS = 366

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_addresses": {"()": "samut.web.site.logs.WithoutAddresses"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_addresses"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
