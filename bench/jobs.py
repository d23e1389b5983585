"""Long work that survives: many jobs, two workers, and workers killed in the middle of it.

    make bench-jobs

Eighty jobs of half a second to a second on a database file, two workers as processes, six times one of
them is killed (kill -9) while it works and another is started. A job is done when it has ended once and
says so; a killed one is begun anew after its lease. Django-tasks-db, huey and procrastinate were tried
with the same jobs before the runner was written: none of them came through on both databases.
"""

from __future__ import annotations

import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from report import Aim, finish

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from job_workers import USER, Workers
from samut.engine.workspace import create_workspace

JOBS, WORKERS, KILLS, SEED = 80, 2, 6, 2569
LONGEST_SECONDS = 300.0


def main() -> None:
    drawn = random.Random(SEED)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        made = create_workspace(Path(folder) / "w", name="bench", demo=True, province="22", edition=2561)
        workers = Workers(made)
        workers.django("migrate", "--verbosity=0")
        workers.sql(USER)
        jobs = [workers.ask(1, steps=drawn.randint(10, 20))[0] for _ in range(JOBS)]
        at_work = [workers.start() for _ in range(WORKERS)]
        begun = time.monotonic()
        kills = 0
        while workers.sql("SELECT 1 FROM jobs_job WHERE state IN ('waiting', 'running') LIMIT 1"):
            if time.monotonic() - begun > LONGEST_SECONDS:
                break
            time.sleep(drawn.uniform(1.0, 3.0))
            if kills < KILLS and workers.sql("SELECT 1 FROM jobs_job WHERE state = 'running' LIMIT 1"):
                killed = at_work.pop(drawn.randrange(len(at_work)))
                killed.send_signal(signal.SIGKILL)
                killed.wait()
                kills += 1
                at_work.append(workers.start())
        seconds = time.monotonic() - begun
        for each in at_work:
            each.terminate()
            each.wait()
        done = workers.sql("SELECT count(*) FROM jobs_job WHERE state = 'done'")[0][0]
        figures = {
            "jobs": JOBS,
            "kills": kills,
            "jobs_done": done,
            "jobs_ended_once": sum(len(workers.lines(pk, "ended")) == 1 for pk in jobs),
            "starts": sum(len(workers.lines(pk, "began")) for pk in jobs),
            "seconds": round(seconds, 1),
        }
    aims = [Aim(name, JOBS, at_most=False) for name in ("jobs_done", "jobs_ended_once")]
    finish("jobs", figures, [*aims, Aim("kills", KILLS, at_most=False)])


if __name__ == "__main__":
    main()
