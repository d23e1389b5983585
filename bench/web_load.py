"""Officers at work on a site: each asks for one page after another, and every answer is timed.

    python bench/web_load.py PLAN.json SECONDS PAUSE

PLAN is a list of officers, each {"cookie", "pages": {kind: [path, ...]}}. Prints one line of JSON: the
milliseconds of every answer by kind, and how many were not 200. PAUSE is the mean seconds between an
answer and the next question (0: none). Runs as a process of its own, beside the server it asks.
"""

from __future__ import annotations

import http.client
import json
import random
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"


class Officer(threading.Thread):
    """One officer with one connection; the pages follow in the order of the plan, begun anywhere."""

    def __init__(self, plan: dict[str, Any], port: int, seconds: float, pause: float, seed: int) -> None:
        super().__init__(daemon=True)
        self.plan, self.port, self.seconds, self.pause = plan, port, seconds, pause
        self.drawn = random.Random(seed)  # noqa: S311
        self.times: dict[str, list[float]] = {kind: [] for kind in plan["pages"]}
        self.errors = 0

    def run(self) -> None:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        end = time.monotonic() + self.seconds
        if self.pause:
            time.sleep(self.drawn.uniform(0, self.pause))
        while time.monotonic() < end:
            for kind, paths in self.plan["pages"].items():
                path = self.drawn.choice(paths)
                begun = time.perf_counter()
                connection.request("GET", path, headers={"Cookie": self.plan["cookie"]})
                # A server that sends head and body apart would else wait for our acknowledgement.
                connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
                answer = connection.getresponse()
                answer.read()
                self.times[kind].append((time.perf_counter() - begun) * 1000)
                self.errors += answer.status != http.HTTPStatus.OK
                if self.pause:
                    time.sleep(self.drawn.uniform(0.5, 1.5) * self.pause)


def main() -> None:
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    seconds, pause = float(sys.argv[2]), float(sys.argv[3])
    officers = [
        Officer(each, plan["port"], seconds, pause, seed) for seed, each in enumerate(plan["officers"])
    ]
    for each in officers:
        each.start()
    for each in officers:
        each.join()
    kinds = dict.fromkeys(kind for each in officers for kind in each.times)
    times = {kind: [ms for each in officers for ms in each.times.get(kind, ())] for kind in kinds}
    sys.stdout.write(json.dumps({"times": times, "errors": sum(each.errors for each in officers)}) + "\n")


if __name__ == "__main__":
    main()
