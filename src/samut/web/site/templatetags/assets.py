"""Built front-end files by the name of their source: `{% asset "map.ts" %}` gives the hashed address.

Vite writes the manifest. A process reads it once: WhiteNoise lists the files once too, and the build
leaves the files of the build before. Before the first build the tag says what to run instead of
breaking every page.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

BUILD = Path(__file__).resolve().parents[2] / "static" / "build"
NOT_BUILT = "The front end is not built yet: run `make assets`."

register = template.Library()


@dataclass(frozen=True)
class Manifest:
    """Where each source file went."""

    files: dict[str, str]

    def find(self, name: str) -> str | None:
        """The built file of a source, named by its path or by the end of it."""
        if name in self.files:
            return self.files[name]
        return next((file for source, file in self.files.items() if source.endswith("/" + name)), None)


def manifest() -> Manifest:
    """The manifest of the build this process started with, empty before the first."""
    return _read() if not settings.DEBUG else _read.__wrapped__()


@functools.lru_cache(maxsize=1)
def _read() -> Manifest:
    path = BUILD / "manifest.json"
    if not path.exists():
        return Manifest({})
    entries = json.loads(path.read_text(encoding="utf-8"))
    return Manifest({source: entry["file"] for source, entry in entries.items()})


def _address(file: str) -> str:
    return static(f"build/{file}")


@register.simple_tag
def asset(name: str) -> SafeString:
    """The element that loads one entry: a script as module, a style sheet as link."""
    file = manifest().find(name)
    if file is None:
        return format_html("<!-- {} -->", NOT_BUILT)
    if file.endswith(".css"):
        return format_html('<link rel="stylesheet" href="{}">', _address(file))
    return format_html('<script type="module" src="{}"></script>', _address(file))


@register.simple_tag
def asset_url(name: str) -> str:
    """The bare address of one built file; empty before the first build."""
    file = manifest().find(name)
    return _address(file) if file else ""


@register.simple_tag
def preload_fonts(*names: str) -> SafeString:
    """Fetch these fonts with the page, not after its style sheet."""
    found = [file for name in names if (file := manifest().find(name))]
    return format_html_join(
        "\n",
        '<link rel="preload" as="font" type="font/woff2" href="{}" crossorigin>',
        ((_address(file),) for file in found),
    )
