"""From a phone's form to the figures everybody sees: a real server with two processes, over loopback.

    make bench-live

The small world of the tests, imported, linked and measured; one household tells another income again
and again, and the province's page is asked until no process shows the old figure any more.
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
import numpy as np
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from report import Aim, finish

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from web_world import EDITION, build_workspace

# The site's own modules can be read only when Django knows its settings, and these read the keys of
# the workspace: so it is built first.
FOLDER = tempfile.TemporaryDirectory()
WORKSPACE = build_workspace(Path(FOLDER.name) / "workspace")
os.environ |= {"SAMUT_WORKSPACE": str(WORKSPACE.root), "DJANGO_SETTINGS_MODULE": "samut.web.settings"}
django.setup()

from samut.engine.lake import Lake  # noqa: E402
from samut.web.accounts.models import Assignment, User  # noqa: E402
from samut.web.openrosa.actions import create_collector  # noqa: E402
from web_world import build_workspace  # noqa: E402

FORMS = 20
# A page is asked for so long after each form; what is stale later than this would go unseen.
WATCHED_SECONDS = 0.8
HOUSE, VILLAGE, TAMBON, PAGE = "2/1", "22050602", "220506", "/area/22/"
PORT = 8137
SERVER = [
    sys.executable,
    "-m",
    "granian",
    "--interface",
    "wsgi",
    "--host",
    "127.0.0.1",
    "--log-level",
    "warning",
]
SERVER += ["--workers", "2", "--blocking-threads", "4"]
SECRETS = re.compile(r'nonce="[^"]*"|value="[A-Za-z0-9]{64}"')


def prepared() -> tuple[str, str, str]:
    """The site of the small world: a phone's key, an officer's cookie, and the household's id."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_results", verbosity=0)
    people = {}
    for name, area in (("volunteer", VILLAGE), ("tambon_officer", TAMBON)):
        people[name] = User.objects.create(username=name, password=make_password(None))
        Assignment.objects.create(
            user=people[name], role=name, area_code=area, valid_from=timezone.localdate()
        )
    _, token = create_collector(by=people["tambon_officer"], user=people["volunteer"], area_code=VILLAGE)
    client = Client()
    client.force_login(people["tambon_officer"])
    cookie = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())
    lake = Lake(WORKSPACE)
    with lake.connect() as connection:
        ids = dict(
            connection.execute(
                f"SELECT house_no, household_id FROM {lake.view('bmn', 'household', EDITION)}"
            ).fetchall()
        )
    return token, cookie, ids[HOUSE]


def page(cookie: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    connection.request("GET", PAGE, headers={"Cookie": cookie})
    text = connection.getresponse().read().decode("utf-8")
    connection.close()
    return SECRETS.sub("", text)


def send(token: str, household: str, number: int, income: int) -> float:
    """Send one form; how many milliseconds until the phone heard that it was received."""
    xml = (
        f'<data id="census_reassessment" version="2564042201"><household_id>{household}</household_id>'
        f"<visited_on>2021-04-22</visited_on><income><income_year_baht>{income}</income_year_baht></income>"
        f"<meta><instanceID>uuid:{number}</instanceID></meta></data>"
    )
    body = (
        '--limit\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="s.xml"\r\n'
        f"Content-Type: text/xml\r\n\r\n{xml}\r\n--limit--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=limit", "X-OpenRosa-Version": "1.0"}
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    begun = time.perf_counter()
    connection.request("POST", f"/key/{token}/submission", body.encode(), headers)
    status = connection.getresponse().status
    took = (time.perf_counter() - begun) * 1000
    connection.close()
    if status != 201:
        raise SystemExit(f"the form was answered with {status}")
    return took


def stale_for(cookie: str, before: str) -> float:
    """Milliseconds until the last page that still showed the old figures had come."""
    begun, last = time.perf_counter(), 0.0
    while time.perf_counter() - begun < WATCHED_SECONDS:
        if page(cookie) == before:
            last = (time.perf_counter() - begun) * 1000
        time.sleep(0.005)
    if last >= WATCHED_SECONDS * 1000:
        raise SystemExit("the figures did not follow")
    return last


def watched(token: str, cookie: str, household: str) -> tuple[list[float], list[float]]:
    """Send the forms: how long each took, and for how long the old figures were still seen."""
    for _ in range(100):
        try:
            page(cookie)
            break
        except OSError:
            time.sleep(0.1)
    for _ in range(20):
        page(cookie)
    received, stale = [], []
    for number in range(FORMS):
        before = page(cookie)
        received.append(send(token, household, number, (900_000, 20_000)[number % 2]))
        stale.append(stale_for(cookie, before))
    return received, stale


def main() -> None:
    with FOLDER:
        asked = prepared()
        server = subprocess.Popen(
            [*SERVER, "--port", str(PORT), "samut.web.wsgi:application"], stdout=subprocess.DEVNULL
        )
        try:
            received, stale = watched(*asked)
        finally:
            server.terminate()
            server.wait()
    figures = {
        "form_received_p50_ms": round(statistics.median(received), 1),
        "form_received_p95_ms": round(float(np.percentile(received, 95)), 1),
        "old_figure_seen_for_p50_ms": round(statistics.median(stale), 1),
        "old_figure_seen_for_max_ms": round(max(stale), 1),
        "serving_processes": 2,
    }
    finish("live", figures, [Aim("old_figure_seen_for_max_ms", 1000)])


if __name__ == "__main__":
    main()
