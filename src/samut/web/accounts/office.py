"""What this office's samut.toml says of signing in, read again when the file changes."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from samut.engine.site_config import Provider, SiteConfig
from samut.engine.workspace import CONFIG_FILE, open_workspace

KEPT_IN = "oidc.secret"
OR_IN_VARIABLE = "SAMUT_OIDC_SECRET"


@lru_cache(maxsize=4)
def _site_config_at(root: Path, changed: int) -> SiteConfig:
    return open_workspace(root).config.site


def site_config() -> SiteConfig:
    """How people sign in here; as in a new office where there is no workspace yet.

    Raises: WORK_002 when samut.toml cannot be understood.
    """
    root = Path(settings.SAMUT_WORKSPACE)
    config = root / CONFIG_FILE
    if not config.exists():
        return SiteConfig()
    return _site_config_at(root, config.stat().st_mtime_ns)


def provider() -> Provider | None:
    """The OpenID provider that signs people in here, if there is one."""
    return site_config().provider


def provider_secret() -> str:
    """What Samut proves itself to the provider with; empty where the provider asks for none."""
    path = Path(settings.SAMUT_WORKSPACE) / "keys" / KEPT_IN
    if path.is_file():
        return path.read_text(encoding="utf-8").strip()
    return os.environ.get(OR_IN_VARIABLE, "")
