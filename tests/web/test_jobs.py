"""Jobs: done by one worker, begun anew when it dies, stopped when asked, seen by their owner alone."""

from __future__ import annotations

import datetime as dt
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from job_settings import SAMUT_JOB_KINDS
from job_workers import USER, Workers
from samut.engine.workspace import Workspace, create_workspace, open_workspace
from samut.rules.errors import SamutError, Text, Where
from samut.web.accounts.models import User
from samut.web.audit.models import AuditEvent
from samut.web.jobs import actions, queries, working
from samut.web.jobs.models import Job, JobState, Worker

Browser = Callable[..., Client]


def never() -> bool:
    return False


@pytest.fixture
def owner(people: dict[str, User], settings: Any) -> User:
    settings.SAMUT_JOB_KINDS = SAMUT_JOB_KINDS
    settings.SAMUT_TIDYING = ()
    return people["provincial_officer"]


def asked(owner: User, kind: str = "test.count", **arguments: object) -> Job:
    return actions.ask_for(by=owner, kind=kind, area_code="22", **(arguments or {"to": 3}))


def let_lease_run_out(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=F("lease_until") - dt.timedelta(hours=1))


def test_a_job_is_done_and_says_what_came_of_it(owner: User) -> None:
    job = asked(owner)
    assert working.work_until(never, once=True) == 1
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"counted": 3}, 1)
    assert job.started_at and job.finished_at and job.worker == "" and job.lease_until is None
    assert AuditEvent.objects.filter(event="job.asked", target=f"job:{job.pk}").count() == 1
    assert not Worker.objects.exists()


def test_a_known_problem_is_kept_in_both_languages_and_a_fault_has_a_code(owner: User) -> None:
    failed, broken = asked(owner, "test.fail"), asked(owner, "test.break")
    working.work_until(never, once=True)
    failed.refresh_from_db()
    broken.refresh_from_db()
    assert failed.state == broken.state == JobState.FAILED
    assert failed.problem is not None and failed.problem.code == "WORK_008"
    assert failed.problem.where == Where(file="a.csv", row=3)
    assert broken.problem is not None and str(broken.pk) in broken.problem.what("en")


def test_values_in_two_languages_come_back_as_they_were(owner: User) -> None:
    job = actions.take_next(worker="w") if asked(owner) else None
    assert job is not None
    problem = SamutError("SITE_009", name=Text("ชื่อ", "Name"), limit=5).problem
    actions.fail(job=job, worker="w", problem=problem)
    job.refresh_from_db()
    assert job.problem == problem


def test_an_unknown_kind_is_refused_when_asked_for_and_told_when_it_is_in_line(
    owner: User, settings: Any
) -> None:
    with pytest.raises(SamutError, match="JOB_005"):
        asked(owner, "nothing")
    job = asked(owner)
    settings.SAMUT_JOB_KINDS = {}
    working.work_until(never, once=True)
    job.refresh_from_db()
    assert job.error_code == "JOB_005"


def test_a_lease_is_one_worker_s(owner: User) -> None:
    job = asked(owner)
    assert actions.take_next(worker="first") == job
    assert actions.take_next(worker="second") is None
    held = Job.objects.get(pk=job.pk)
    assert not actions.finish(job=held, worker="second", result={"wrong": 1})
    assert not actions.renew(job=held, worker="second", done=1, total=2, label="", rate=None)
    assert actions.renew(job=held, worker="first", done=1, total=2, label="", rate=5.0)
    held.refresh_from_db()
    assert (held.state, held.done, held.seconds_left) == (JobState.RUNNING, 1, 1)


def test_whoever_lost_the_lease_writes_nothing(owner: User) -> None:
    """A machine that slept wakes up in the middle of a job that another has taken meanwhile."""
    job = asked(owner)
    slept = actions.take_next(worker="slept")
    let_lease_run_out(job)
    other = actions.take_next(worker="other")
    assert slept is not None and other is not None and other.attempts == 2
    assert not actions.finish(job=slept, worker="slept", result={"wrong": 1})
    assert not actions.give_back(job=slept, worker="slept")
    assert actions.finish(job=other, worker="other", result={"right": 1})
    job.refresh_from_db()
    assert job.result == {"right": 1}


def test_a_job_that_breaks_its_workers_is_given_up(owner: User) -> None:
    job = asked(owner)
    for _ in range(actions.MOST_ATTEMPTS):
        assert actions.take_next(worker="w") == job
        let_lease_run_out(job)
    assert actions.take_next(worker="w") is None
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, "JOB_003")
    actions.ask_again(by=owner, job=job)
    working.work_until(never, once=True)
    job.refresh_from_db()
    assert job.state == JobState.DONE and job.problem is None


def test_cancelled_in_line_it_never_begins(owner: User) -> None:
    job = asked(owner)
    actions.cancel(by=owner, job=job)
    assert working.work_until(never, once=True) == 0
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    with pytest.raises(SamutError, match="JOB_002"):
        actions.cancel(by=owner, job=job)


def test_cancelled_at_work_it_stops_when_its_worker_hears_of_it(owner: User) -> None:
    job = asked(owner)
    held = actions.take_next(worker="w")
    assert held is not None
    actions.cancel(by=owner, job=job)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING and job.cancel_asked
    assert not actions.renew(job=held, worker="w", done=0, total=None, label="", rate=None)
    assert actions.stop(job=held, worker="w")
    actions.ask_again(by=owner, job=job)
    job.refresh_from_db()
    assert job.state == JobState.WAITING and not job.cancel_asked


def test_cancelled_while_its_worker_is_dead(owner: User) -> None:
    job = asked(owner)
    actions.take_next(worker="dead")
    let_lease_run_out(job)
    actions.cancel(by=owner, job=job)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_a_worker_that_is_told_to_end_gives_its_job_back(owner: User, tmp_path: Path) -> None:
    job = asked(owner, "test.slow", folder=str(tmp_path), steps=100)
    held = actions.take_next(worker="w")
    assert held is not None
    working.work_on(held, "w", lambda: True)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.checkpoint) == (JobState.WAITING, 0, {"begun": 1})


def test_only_a_job_that_stopped_goes_on(owner: User) -> None:
    job = asked(owner)
    with pytest.raises(SamutError, match="JOB_006"):
        actions.ask_again(by=owner, job=job)


def test_nobody_sees_or_stops_another_s_job(owner: User, site: Workspace, browser_of: Browser) -> None:
    job = asked(owner)
    for name in ("officer_malee", "administrator", "data_protection_officer", "outsider"):
        browser = browser_of(name)
        assert browser.get(f"/jobs/{job.pk}/").status_code == 404
        assert browser.post(f"/jobs/{job.pk}/cancel/").status_code == 404
        assert browser.post(f"/jobs/{job.pk}/again/").status_code == 404
        assert browser.get("/jobs/").context["lines"] == []
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    with pytest.raises(SamutError, match="JOB_001"):
        actions.cancel(by=User.objects.get(username="administrator"), job=job)


def test_the_pages_of_a_job(owner: User, site: Workspace, browser_of: Browser) -> None:
    job = asked(owner)
    for language, word in (("th", "samut work"), ("en", "Nothing is at work")):
        assert (
            word
            in browser_of("provincial_officer", language=language).get(f"/jobs/{job.pk}/").content.decode()
        )
    browser = browser_of("provincial_officer", language="en")
    part = browser.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"})
    assert part.status_code == 200 and b"<html" not in part.content
    assert browser.post(f"/jobs/{job.pk}/cancel/").headers["Location"] == f"/jobs/{job.pk}/"
    ended = browser.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" not in ended and f"/jobs/{job.pk}/?ended" in ended, "it asks once more, then no more"
    last = browser.get(f"/jobs/{job.pk}/?ended", headers={"HX-Request": "true"})
    assert last.headers["HX-Refresh"] == "true"
    page = browser.get(f"/jobs/{job.pk}/").content.decode()
    assert "Stopped" in page and f"/jobs/{job.pk}/again/" in page
    browser.post(f"/jobs/{job.pk}/again/")
    assert "Waiting" in browser.get("/jobs/").content.decode()


def test_a_worker_that_was_not_seen_for_long_is_none(owner: User) -> None:
    assert not queries.somebody_works()
    actions.say_here(worker="w")
    assert queries.somebody_works()
    Worker.objects.update(seen_at=timezone.now() - queries.GONE_AFTER - dt.timedelta(seconds=1))
    assert not queries.somebody_works()
    asked(owner)
    actions.take_next(worker="busy")
    assert queries.somebody_works()


# Real workers on a real database file: what a test within one process cannot show.


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose database holds one user and nothing else."""
    root = tmp_path_factory.mktemp("migrated") / "w"
    made = Workers(create_workspace(root, name="ทดสอบ", demo=True, province="22", edition=2561))
    made.django("migrate", "--verbosity=0")
    made.sql(USER)
    return root


@pytest.fixture
def workers(migrated: Path, tmp_path: Path) -> Iterator[Workers]:
    made = Workers(open_workspace(shutil.copytree(migrated, tmp_path / "w")))
    yield made
    for each in made.started:
        each.kill()
        each.wait()


def until(true: Callable[[], object], seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.05)


def test_two_workers_share_the_jobs_and_do_none_twice(workers: Workers) -> None:
    for _ in range(2):
        workers.start()
    until(lambda: len(workers.sql("SELECT 1 FROM jobs_worker")) == 2)
    jobs = workers.ask(12, steps=4)
    until(lambda: not workers.sql("SELECT 1 FROM jobs_job WHERE state <> 'done'"))
    began = [workers.lines(pk, "began") for pk in jobs]
    assert all(len(each) == 1 for each in began)
    assert len({each[0] for each in began}) == 2, "one of the two did nothing"


def test_a_killed_worker_s_job_is_begun_anew_by_the_next(workers: Workers) -> None:
    (pk,) = workers.ask(1, steps=400)
    killed = workers.start()
    until(lambda: workers.lines(pk, "began"))
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert workers.sql("SELECT state FROM jobs_job") == [("running",)]
    # The lease has yet to run out; a test need not wait for that.
    workers.sql(
        "UPDATE jobs_job SET lease_until = '2000-01-01', arguments = json_set(arguments, '$.steps', 1)"
    )
    assert workers.start("--once").wait(timeout=20) == 0
    assert workers.sql("SELECT state, attempts FROM jobs_job") == [("done", 2)]
    assert (len(workers.lines(pk, "began")), len(workers.lines(pk, "ended"))) == (2, 1)


def test_a_running_job_hears_that_it_is_cancelled_and_keeps_its_lease_till_then(workers: Workers) -> None:
    (pk,) = workers.ask(1, steps=2000)
    workers.start()
    until(lambda: workers.sql("SELECT 1 FROM jobs_job WHERE done > 0"))
    first = workers.sql("SELECT lease_until FROM jobs_job")
    until(lambda: workers.sql("SELECT lease_until FROM jobs_job") != first)
    workers.sql("UPDATE jobs_job SET cancel_asked = 1")
    until(lambda: workers.sql("SELECT state FROM jobs_job") == [("cancelled",)])
    assert workers.lines(pk, "ended") == []


def test_a_worker_ends_when_told_and_when_its_parent_is_gone(workers: Workers) -> None:
    workers.ask(1, steps=2000)
    told = workers.start()
    until(lambda: workers.sql("SELECT 1 FROM jobs_job WHERE state = 'running'"))
    told.terminate()
    assert told.wait(timeout=10) == 0
    assert workers.sql("SELECT state, attempts FROM jobs_job") == [("waiting", 0)]
    orphan = workers.start("--with", "1")
    assert orphan.wait(timeout=20) == 0
