"""Real Chromium against the real server on the small world: what the browser tests share.

The server is a process of its own (granian, as `samut serve` starts it); every page that a test opens
is watched: a request that leaves 127.0.0.1 or an error in the page's console fails the test.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    StorageState,
    sync_playwright,
)

from samut.engine.workspace import Workspace
from walking import DESKTOP, PHONE
from web_world import build_workspace

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NO_CHROMIUM = "NO CHROMIUM on this machine: browser tests skipped. Debian: apt-get install chromium"
NOT_BUILT = "The front end is not built: run `make assets` first."
ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30
# A passkey needs a name; the other tests use the number.
THIS_MACHINE = {"127.0.0.1", "localhost"}


@dataclass(frozen=True)
class Served:
    """A running site: its address, the passwords of its demo users, and the workspace it serves."""

    address: str
    passwords: dict[str, str]
    workspace: Workspace


@dataclass
class Watched:
    """What the pages of one test did that no page may do."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in THIS_MACHINE:
            self.outside.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder are browser tests, and say aloud why they do not run."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer within {START_SECONDS} s")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small world, measured, loaded, and served by a process of its own."""
    if not (ROOT / "src/samut/web/static/build/manifest.json").exists():
        pytest.fail(NOT_BUILT)
    workspace = build_workspace(tmp_path_factory.mktemp("served") / "workspace")
    environment = {
        **os.environ,
        "SAMUT_WORKSPACE": str(workspace.root),
        "DJANGO_SETTINGS_MODULE": "samut.web.settings",
    }
    for command in (["migrate", "--verbosity=0"], ["load_results"], ["demo_users"]):
        subprocess.run(
            [sys.executable, "-m", "django", *command], env=environment, check=True, capture_output=True
        )
    kept = (workspace.keys / "demo-users.txt").read_text(encoding="utf-8")
    passwords = dict(line.split("\t", 1) for line in kept.splitlines() if "\t" in line)
    port = _free_port()
    server_command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    options = ["--port", str(port), "--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [*server_command, *options, "samut.web.wsgi:application"], env=environment
    ) as server:
        try:
            _wait_until_it_answers(address, server)
            yield Served(address, passwords, workspace)
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def chromium_without_webgl(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-3d-apis"])
    yield browser
    browser.close()


@pytest.fixture
def watched() -> Iterator[Watched]:
    """Fails the test afterwards when one of its pages reached out or complained."""
    seen = Watched()
    yield seen
    assert seen.outside == [], "requests left this machine"
    assert seen.errors == [], "the page's console has errors"


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    """The session of each demo user who has logged in once: logging in is slow on purpose."""
    return {}


@pytest.fixture
def open_page(
    chromium: Browser, served: Served, watched: Watched, sessions: dict[str, StorageState]
) -> Iterator[Callable[..., Page]]:
    """Open a page as the named demo user, on a desktop or a phone; without a name nobody is logged in."""
    opened: list[BrowserContext] = []

    def page_for(
        user: str = "",
        *,
        size: tuple[int, int] = DESKTOP,
        dark: bool = False,
        browser: Browser | None = None,
    ) -> Page:
        phone = size == PHONE
        context = (browser or chromium).new_context(
            base_url=served.address,
            viewport={"width": size[0], "height": size[1]},
            has_touch=phone,
            is_mobile=phone,
            color_scheme="dark" if dark else "light",
            locale="th-TH",
            reduced_motion="reduce",
            storage_state=sessions.get(user),
        )
        context.set_default_timeout(15_000)
        context.on("request", watched.request)
        context.on("console", watched.console)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: watched.errors.append(str(error)))
        if user and user not in sessions:
            log_in(page, served, user)
            sessions[user] = context.storage_state()
        return page

    yield page_for
    for context in opened:
        context.close()


def log_in(page: Page, served: Served, user: str) -> None:
    page.goto("/login/")
    page.locator("#id_username").fill(user)
    page.locator("#id_password").fill(served.passwords[user])
    page.locator("main form button").first.click()
    page.locator("details.menu").wait_for()
