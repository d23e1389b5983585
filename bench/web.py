"""The site with a province behind it: two officers, fifty officers, and how soon it answers after a start.

    make bench-web          makes its own workspace of the demo province (about half a minute)

Fifty tambon officers at once, each on one connection, who look at a page for two seconds on average
before they ask for the next: their tambon's page, its amphoe's and the province's, the map, the list
of target households, one household. Two officers ask without any pause. The load runs on the same two
cores. Beside it the list page once more in FastAPI, SQLAlchemy and Jinja (bench/web_rival.py), with the
same households, under the same two officers and under the same fifty without a pause.
"""

from __future__ import annotations

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from report import Aim, finish

FOLDER = tempfile.TemporaryDirectory()
ROOT = Path(FOLDER.name) / "demo"
HERE = Path(__file__).parent
OFFICERS, PAUSE_SECONDS, LOAD_SECONDS, WARM_UP_SECONDS = 50, 2.0, 45.0, 6.0
AREA_PAGES, LISTS = ("tambon", "amphoe", "province"), ("list",)
SAMUT = [sys.executable, "-m", "samut.cli", "--workspace"]


def prepared() -> list[dict[str, Any]]:
    """The demo workspace, fifty tambon officers signed in, and the pages each of them looks at."""
    subprocess.run([*SAMUT, str(ROOT), "run", "--demo", "--no-serve"], check=True, stdout=subprocess.DEVNULL)
    os.environ |= {"SAMUT_WORKSPACE": str(ROOT), "DJANGO_SETTINGS_MODULE": "samut.web.settings"}
    django.setup()
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from samut.engine.targets import target_households  # noqa: PLC0415
    from samut.engine.workspace import open_workspace  # noqa: PLC0415
    from samut.web.accounts.models import Assignment, User  # noqa: PLC0415
    from samut.web.households.queries import current_result  # noqa: PLC0415

    workspace, result = open_workspace(ROOT), current_result()
    of_tambon: dict[str, list[Any]] = {}
    for each in target_households(workspace, result, "22", limit=100_000):
        of_tambon.setdefault(each.village_code[:6], []).append(each)
    officers = []
    for tambon in sorted(of_tambon)[:OFFICERS]:
        user = User.objects.create(username=f"officer {tambon}", password=make_password(None))
        today = timezone.localdate()
        Assignment.objects.create(user=user, role="tambon_officer", area_code=tambon, valid_from=today)
        client = Client()
        client.force_login(user)
        session = client.session
        session["purpose"] = "visit"
        session.save()
        pages = {
            "tambon": [f"/area/{tambon}/"],
            "list": [f"/area/{tambon}/households/"],
            "household": [f"/household/{each.household_id}/" for each in of_tambon[tambon][:200]],
            "map": [f"/area/{tambon}/map.json"],
            "amphoe": [f"/area/{tambon[:4]}/"],
            "province": ["/area/22/"],
        }
        cookie = f"sessionid={client.cookies['sessionid'].value}"
        officers.append({"cookie": cookie, "pages": pages, "tambon": tambon, "of": of_tambon[tambon]})
    return officers


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str], port: int, path: str, **environment: str) -> Iterator[float]:
    """A server from its start to its end; gives the seconds until it first answered."""
    begun = time.monotonic()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, **environment})
    try:
        while not answers(port, path):
            if time.monotonic() - begun > 60:
                raise SystemExit("the server did not start")
            time.sleep(0.02)
        yield time.monotonic() - begun
    finally:
        server.terminate()
        server.wait()


def answers(port: int, path: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def load(officers: list[dict[str, Any]], port: int, seconds: float, pause: float) -> dict[str, Any]:
    """What the officers met, by kind of page. Unit: milliseconds."""
    told = [{name: each[name] for name in ("cookie", "pages")} for each in officers]
    plan = Path(FOLDER.name) / "plan.json"
    plan.write_text(json.dumps({"port": port, "officers": told}), encoding="utf-8")
    run = [sys.executable, str(HERE / "web_load.py"), str(plan), str(seconds), str(pause)]
    found: dict[str, Any] = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
    return found


def figures_of(name: str, met: dict[str, Any], seconds: float) -> dict[str, float]:
    figures: dict[str, float] = {f"{name}_errors": met["errors"]}
    for kind, times in met["times"].items():
        ordered = sorted(times)
        if ordered:
            figures[f"{name}_{kind}_p50_ms"] = round(statistics.median(ordered), 1)
            figures[f"{name}_{kind}_p95_ms"] = round(ordered[int(len(ordered) * 0.95) - 1], 1)
    figures[f"{name}_requests_a_second"] = round(sum(map(len, met["times"].values())) / seconds, 1)
    return figures


def of_lists(officers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**each, "pages": {"list": each["pages"]["list"]}} for each in officers]


def main() -> None:
    figures: dict[str, float] = {"officers": OFFICERS, "pause_seconds": PAUSE_SECONDS}
    empty = Path(FOLDER.name) / "empty"
    port = free_port()
    with serving([*SAMUT, str(empty), "serve", "--port", str(port)], port, "/healthz") as seconds:
        figures["first_start_to_answer_seconds"] = round(seconds, 2)
    officers = prepared()
    port = free_port()
    with serving([*SAMUT, str(ROOT), "serve", "--port", str(port)], port, "/login/") as seconds:
        figures["later_start_to_answer_seconds"] = round(seconds, 2)
        load(officers, port, WARM_UP_SECONDS, 0)
        two = load(officers[:2], port, 15, 0)
        figures |= figures_of("two", two, 15)
        figures |= figures_of("fifty", load(officers, port, LOAD_SECONDS, PAUSE_SECONDS), LOAD_SECONDS)
        figures |= figures_of("fifty_without_pause", load(of_lists(officers), port, 15, 0), 15)
    figures |= rival(officers)
    aims = [Aim("first_start_to_answer_seconds", 5), Aim("later_start_to_answer_seconds", 3)]
    aims += [Aim(f"fifty_{kind}_p95_ms", 150) for kind in AREA_PAGES]
    aims += [Aim("fifty_list_p95_ms", 250), Aim("two_list_p95_ms", 50), Aim("two_household_p95_ms", 50)]
    finish("web", figures, [*aims, Aim("two_errors", 0), Aim("fifty_errors", 0)])


def rival(officers: list[dict[str, Any]]) -> dict[str, float]:
    """The list page of FastAPI under the same officers."""
    file = Path(FOLDER.name) / "rival.sqlite"
    os.environ["WEB_RIVAL"] = str(file)
    sys.path.insert(0, str(HERE))
    import web_rival  # noqa: PLC0415

    keys = [re.sub("^sessionid=", "", each["cookie"]) for each in officers]
    web_rival.fill(
        ({"key": key, "area": each["tambon"]} for key, each in zip(keys, officers, strict=True)),
        (
            {
                "household_id": one.household_id,
                "village_code": one.village_code,
                "house_no": one.house_no or "",
                "member_count": one.member_count,
                "target_count": one.target_persons,
                "dimensions": " ".join(one.deprived_dimensions),
            }
            for each in officers
            for one in each["of"]
        ),
    )
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "web_rival:app", "--port", str(port), "--workers", "2"]
    command += ["--app-dir", str(HERE), "--log-level", "error"]
    with serving(command, port, "/"):
        load(of_lists(officers), port, WARM_UP_SECONDS, 0)
        return {
            **figures_of("fastapi_two", load(of_lists(officers[:2]), port, 15, 0), 15),
            **figures_of("fastapi_fifty_without_pause", load(of_lists(officers), port, 15, 0), 15),
        }


if __name__ == "__main__":
    main()
