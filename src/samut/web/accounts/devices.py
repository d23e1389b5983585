"""What a browser says it is, in the words people use for it."""

from __future__ import annotations

# Each browser also claims to be those that stand after it.
BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def _first(user_agent: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in known if mark in user_agent), "")


def device_of(user_agent: str) -> str:
    """Browser and system, such as "Chrome · Windows"; empty where neither is known."""
    return " · ".join(filter(None, (_first(user_agent, BROWSERS), _first(user_agent, SYSTEMS))))
