"""What `samut.toml` says of signing in, and of what opens without: `[site]` and `[site.oidc]`.

No secret stands here: the file is read by people and copied about. The secret of the OpenID provider
is in `keys/oidc.secret` or in the environment.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

NEEDED_SCOPE = "openid"
# Where a provider may be asked without TLS: on the machine itself.
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


class SecondFactor(StrEnum):
    """Who must have a second factor before any page but that of enrolling opens."""

    PERSONS = "persons"
    EVERYBODY = "everybody"
    OFF = "off"


@dataclass(frozen=True)
class Provider:
    """An OpenID Connect provider whose word on who somebody is counts here.

    `claim` names the verified claim that is compared with user names; empty: only identities that
    users linked themselves sign in.
    """

    name: str
    issuer: str
    client_id: str
    claim: str = ""
    scope: tuple[str, ...] = (NEEDED_SCOPE,)


@dataclass(frozen=True)
class SiteConfig:
    """How people sign in, and what opens without.

    `provider` is None where nobody signs in from outside. `public`: whether the pages and downloads of
    public statistics are open to everybody.
    """

    second_factor: SecondFactor = SecondFactor.PERSONS
    provider: Provider | None = None
    public: bool = False


def default_site(*, demo: bool) -> SiteConfig:
    """What holds where `samut.toml` says nothing: a demo asks no second factor and is open, an office not."""
    return SiteConfig(SecondFactor.OFF if demo else SecondFactor.PERSONS, public=demo)


def read_site(table: Mapping[str, Any], *, demo: bool) -> SiteConfig:
    """The table `[site]`.

    Raises: KeyError, TypeError or ValueError where it cannot be understood.
    """
    if not isinstance(table, Mapping) or not isinstance(table.get("oidc", {}), Mapping):
        raise TypeError("[site] and [site.oidc] are tables")
    said = table.get("second_factor")
    second_factor = default_site(demo=demo).second_factor if said is None else SecondFactor(said)
    public = table.get("public", default_site(demo=demo).public)
    if not isinstance(public, bool):
        raise TypeError("site.public is true or false")
    provider = table.get("oidc")
    return SiteConfig(second_factor, None if provider is None else _read_provider(provider), public)


def _read_provider(table: Mapping[str, Any]) -> Provider:
    issuer = urlsplit(str(table["issuer"]))
    if not issuer.hostname or issuer.scheme not in {"http", "https"}:
        raise ValueError("site.oidc.issuer is no https address")
    if issuer.scheme == "http" and issuer.hostname not in THIS_MACHINE:
        raise ValueError("site.oidc.issuer must be an https address")
    scope = [str(each) for each in table.get("scope", [])]
    return Provider(
        name=str(table.get("name", "OpenID")),
        issuer=str(table["issuer"]),
        client_id=str(table["client_id"]),
        claim=str(table.get("claim", "")),
        scope=tuple(dict.fromkeys([NEEDED_SCOPE, *scope])),
    )


def site_lines(site: SiteConfig) -> list[str]:
    """The table as lines of TOML."""
    lines = ["[site]", f'second_factor = "{site.second_factor}"']
    lines.append(f"public = {'true' if site.public else 'false'}")
    if (provider := site.provider) is not None:
        # A JSON text or list of texts is the same in TOML.
        told = {
            "name": provider.name,
            "issuer": provider.issuer,
            "client_id": provider.client_id,
            "claim": provider.claim,
            "scope": list(provider.scope),
        }
        lines += ["", "[site.oidc]"]
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in told.items()]
    return lines
