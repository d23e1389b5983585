"""How fast the site answers, warm, one officer: area pages, their maps, a list, a household.

    make bench-pages        needs ./demo (make run SERVE=0)

Real server, real province, over loopback.
"""

from __future__ import annotations

import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from report import Aim, finish

REQUESTS = 40
WARM_UP = 6
DEMO = Path("demo")
PAGES = {
    "country": "/area/TH/",
    "province": "/area/22/",
    "amphoe": "/area/2205/",
    "tambon": "/area/220506/",
    "village": "/area/22050602/",
    "country_map": "/area/TH/map.json",
    "province_map": "/area/22/map.json",
    "one_dimension_off": "/area/22/?dims=01111",
    "target_list": "/area/220506/households/",
}


class Officer:
    """A logged-in provincial officer who said once why they look."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        lines = (DEMO / "keys/demo-users.txt").read_text(encoding="utf-8").split("\n")
        password = next(line.split()[1] for line in lines if line.startswith("province"))
        self.post("/login/", username="province", password=password)
        page = self.get("/area/220506/households/")
        if 'name="purpose"' in page:
            choices = re.findall(r'name="purpose"[^>]*value="([^"]+)"', page)
            self.post("/purpose/", purpose=choices[0] if choices else "benchmark", next="/")

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=30) as answer:
            return str(answer.read().decode("utf-8"))

    def post(self, path: str, **fields: str) -> None:
        page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        if token is None:
            raise SystemExit(f"no form at {path}")
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token.group(1), **fields}).encode()
        with self.opener.open(self.base + path, data=body, timeout=30):
            pass


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    port = free_port()
    command = [sys.executable, "-m", "samut.cli", "--workspace", str(DEMO), "serve", "--port", str(port)]
    started = time.monotonic()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        while True:
            try:
                urllib.request.urlopen(base + "/healthz", timeout=1).close()
                break
            except OSError:
                if time.monotonic() - started > 30:
                    raise SystemExit("the server did not start") from None
                time.sleep(0.05)
        figures = {"start_to_answer_seconds": round(time.monotonic() - started, 2)}
        officer = Officer(base)
        household = re.search(r'href="(/household/[0-9a-f]+/)"', officer.get(PAGES["target_list"]))
        if household is None:
            raise SystemExit("the list names no household")
        for name, path in {**PAGES, "household": household.group(1)}.items():
            figures |= timed(officer, name, path)
    finally:
        server.terminate()
        server.wait()
    aims = [Aim(f"{name}_p95_ms", 200) for name in ("country", "province", "amphoe", "tambon", "village")]
    finish("pages", figures, aims)


def timed(officer: Officer, name: str, path: str) -> dict[str, float]:
    for _ in range(WARM_UP):
        officer.get(path)
    times = []
    for _ in range(REQUESTS):
        begun = time.perf_counter()
        officer.get(path)
        times.append((time.perf_counter() - begun) * 1000)
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95) - 1]
    return {f"{name}_p50_ms": round(statistics.median(times), 1), f"{name}_p95_ms": round(p95, 1)}


if __name__ == "__main__":
    main()
