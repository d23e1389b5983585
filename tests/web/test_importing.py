"""A register comes in on the site: sent, looked at, previewed, imported by a worker, sent back to mend."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from samut.engine.lake import Lake
from samut.engine.registers.profile import load_profile
from samut.engine.workspace import Workspace, open_workspace
from samut.web.accounts.models import User
from samut.web.audit.models import AuditEvent, Look
from samut.web.jobs import actions as jobs
from samut.web.jobs import working
from samut.web.jobs.models import Job, JobState
from samut.web.registers import actions, receiving
from samut.web.registers.models import Upload
from web_world import houses

Browser = Callable[..., Client]
HEADER = "pid,คำนำหน้า,ชื่อ,นามสกุล,วันเดือนปีเกิด,รหัสตำบล,ลงทะเบียน,ผ่านการตรวจสอบ"


def card_rows() -> list[str]:
    """One right row for each household of the world, and one whose number is wrong."""
    right = [f"{each.number(1)},นาย,สมมติ,{each.surname},,{each.village[:6]},1,1" for each in houses()]
    return [*right, f"1234567890123,นาย,สมมติ,ผิดเลข,,{houses()[0].village[:6]},1,1"]


def csv(header: str = HEADER, rows: list[str] | None = None, name: str = "cards.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([header, *(rows or card_rows())]).encode())


@pytest.fixture
def copy(world: Workspace, tmp_path: Path, settings: Any, people: dict[str, User]) -> Iterator[Workspace]:
    """A world of this test's own, which it may change."""
    root = shutil.copytree(world.root, tmp_path / "copy")
    settings.SAMUT_WORKSPACE = root
    yield open_workspace(root)


@pytest.fixture
def officer(copy: Workspace, browser_of: Browser) -> Client:
    return browser_of("provincial_officer", language="en")


def send(
    browser: Client, *files: SimpleUploadedFile, register: str = "welfare-card", edition: str = "2562"
) -> Upload:
    answer = browser.post(
        "/registers/send/", {"register": register, "edition": edition, "files": list(files or [csv()])}
    )
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.get(pk=int(answer["Location"].strip("/").split("/")[-1]))


def work() -> None:
    working.work_until(lambda: False, once=True)


def page(browser: Client, upload: Upload) -> str:
    return browser.get(f"/registers/upload/{upload.pk}/").content.decode()


def previewed(browser: Client, upload: Upload) -> Upload:
    browser.post(f"/registers/upload/{upload.pk}/preview/")
    work()
    upload.refresh_from_db()
    assert upload.preview is not None and upload.preview.state == JobState.DONE, upload.preview
    return upload


def imported(browser: Client, upload: Upload) -> Job:
    browser.post(f"/registers/upload/{previewed(browser, upload).pk}/import/")
    work()
    upload.refresh_from_db()
    assert upload.importing is not None
    return upload.importing


def test_a_file_is_sent_looked_at_and_comes_in(officer: Client, copy: Workspace) -> None:
    upload = send(officer)
    text = page(officer, upload)
    assert "The headers fit" in text and "13-digit number" in text
    assert houses()[0].number(1) not in text and houses()[0].surname not in text
    previewed(officer, upload)
    assert Lake(copy).snapshots("welfare-card", 2562) == ()
    assert "Import it?" in page(officer, upload)
    job = imported(officer, upload)
    told = job.result
    assert (told["rows"], told["accepted"], told["quarantined"]) == (len(houses()) + 1, len(houses()), 1)
    assert told["rows"] == told["accepted"] + told["quarantined"] + told["duplicates"]
    assert "Imported" in page(officer, upload)
    assert not (copy.root / "uploads" / upload.folder).exists()
    (snapshot,) = Lake(copy).snapshots("welfare-card", 2562)
    assert (snapshot.files[0].name, snapshot.id) == ("cards.csv", told["snapshot_id"])
    listed = officer.get("/registers/").content.decode()
    assert snapshot.files[0].sha256[:12] in listed and "provincial_officer" in listed
    assert AuditEvent.objects.filter(event="register.imported").count() == 1


def test_a_script_that_sends_is_told_where_to_go(officer: Client) -> None:
    values = {"register": "welfare-card", "edition": "2562", "files": csv()}
    answer = officer.post("/registers/send/", values, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == f"/registers/upload/{Upload.objects.get().pk}/"


def test_nothing_of_a_person_is_in_job_upload_or_audit(officer: Client) -> None:
    imported(officer, send(officer))
    kept = "".join(str(each) for model in (Job, Upload, AuditEvent) for each in model.objects.values_list())
    for drawn in houses():
        assert drawn.number(1) not in kept and drawn.surname not in kept


def test_refused_rows_go_back_as_sent_and_the_look_is_logged(officer: Client, browser_of: Browser) -> None:
    imported(officer, send(officer))
    asked = browser_of("provincial_officer", purpose="").get("/registers/welfare-card/2562/quarantine.xlsx")
    assert asked.status_code == 302 and asked["Location"].startswith("/purpose/")
    assert not Look.objects.filter(page="quarantine").exists()
    book = officer.get("/registers/welfare-card/2562/quarantine.xlsx")
    sheet = load_workbook(io.BytesIO(book.content)).worksheets[0]
    cells = [cell for row in sheet.values for cell in row]
    assert "1234567890123" in cells and "ผิดเลข" in cells
    look = Look.objects.get(page="quarantine")
    assert (look.area_code, look.purpose, look.actor_name) == ("22", "visit", "provincial_officer")


def test_who_may_not_import_sends_nothing(copy: Workspace, browser_of: Browser) -> None:
    for name in ("volunteer_somchai", "officer_malee", "administrator", "analyst", "outsider"):
        answer = browser_of(name).post(
            "/registers/send/", {"register": "", "edition": "2562", "files": csv()}
        )
        assert answer.status_code == 403, name
    assert not (copy.root / "uploads").exists()


def test_another_officer_s_files_are_not_there(
    officer: Client, people: dict[str, User], browser_of: Browser
) -> None:
    upload = send(officer)
    other = User.objects.create(username="other_officer")
    other.assignments.create(role="provincial_officer", area_code="22", valid_from=timezone.localdate())
    browser = Client()
    browser.force_login(other)
    assert browser.get("/registers/send/").status_code == 200
    assert browser.get(f"/registers/upload/{upload.pk}/").status_code == 404
    for step in ("register", "columns", "preview", "import", "discard"):
        assert browser.post(f"/registers/upload/{upload.pk}/{step}/").status_code == 404
    assert (receiving.uploads_folder() / upload.folder).exists()


def test_without_its_token_a_form_keeps_nothing(copy: Workspace, people: dict[str, User]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people["provincial_officer"])
    assert browser.post("/registers/send/", {"edition": "2562", "files": csv()}).status_code == 403
    assert list((copy.root / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    ("edition", "register", "content", "code"),
    [
        ("2562", "welfare-card", b"", "JOB_010"),
        ("62", "welfare-card", b"a,b\n1,2\n", "JOB_014"),
        ("2562", "nothing", b"a,b\n1,2\n", "JOB_015"),
    ],
)
def test_what_was_typed_wrongly_is_told_beside_the_form(
    officer: Client, copy: Workspace, edition: str, register: str, content: bytes, code: str
) -> None:
    values = {"register": register, "edition": edition, "files": SimpleUploadedFile("a.csv", content)}
    answer = officer.post("/registers/send/", values)
    assert answer.status_code == 400 and code in answer.content.decode()
    assert list((copy.root / "uploads").iterdir()) == []


def test_too_large_a_file_is_refused_and_leaves_nothing(
    officer: Client, copy: Workspace, settings: Any
) -> None:
    settings.SAMUT_MOST_UPLOAD_BYTES = 500
    answer = officer.post("/registers/send/", {"register": "", "edition": "2562", "files": csv()})
    assert answer.status_code == 400 and "JOB_011" in answer.content.decode()
    assert list((copy.root / "uploads").iterdir()) == []


def test_a_bad_file_gives_its_message_and_can_be_removed(officer: Client, copy: Workspace) -> None:
    upload = send(officer, SimpleUploadedFile("bad.xlsx", b"PK\x03\x04 no workbook" * 20))
    text = page(officer, upload)
    assert "IMPORT_004" in text and "bad.xlsx" in text and "/preview/" not in text
    officer.post(f"/registers/upload/{upload.pk}/discard/")
    assert not (copy.root / "uploads" / upload.folder).exists()


def test_a_name_that_points_elsewhere_stays_in_its_folder(officer: Client, copy: Workspace) -> None:
    upload = send(officer, csv(name="../../../evil.csv"), csv(name="evil.csv"))
    names = [each["name"] for each in upload.files]
    assert names == ["evil.csv", "evil-2.csv"]
    assert {each.name for each in (copy.root / "uploads" / upload.folder).iterdir()} == set(names)


def test_headers_of_an_office_s_own_are_told_by_picking(officer: Client, copy: Workspace) -> None:
    rows = [f"{each.number(1)},ก,สมมติ,{each.village[:6]},1,1" for each in houses()]
    upload = send(officer, csv("บัตรเลขที่,ชื่อต้น,นามสกุลผู้ถือ,ต.,ยื่น,ผ่าน", rows))
    assert "The headers do not yet fit" in page(officer, upload)
    look = officer.get(f"/registers/upload/{upload.pk}/").context
    facts = {fact.name: number for number, fact in look["choices"][0].facts}
    assert look["choices"][0].picked == facts["person_key"], "told by its values, whatever the header"
    told = ["person_key", "first_name", "last_name", "tambon_code", "card_registered", "card_validated"]
    picked = {f"fact-{place}": facts[name] for place, name in enumerate(told)}
    lacking = officer.post(f"/registers/upload/{upload.pk}/columns/", {"fact-0": facts["person_key"]})
    assert lacking.status_code == 400 and "JOB_018" in lacking.content.decode()
    assert officer.post(f"/registers/upload/{upload.pk}/columns/", picked).status_code == 302
    profile = load_profile(copy.root / "profiles" / "welfare-card-2562.toml")
    assert profile.table("person").column("tambon_code").headers[0] == "ต."
    assert "The headers fit" in page(officer, upload)
    assert imported(officer, upload).result["accepted"] == len(houses())


def test_a_register_nobody_described_is_told_and_comes_in(officer: Client, copy: Workspace) -> None:
    rows = [f"{each.number(1)},ก,{each.surname},{each.village}" for each in houses()]
    upload = send(officer, csv("เลขประจำตัวประชาชน,ชื่อ,นามสกุล,รหัสหมู่บ้าน", rows), register="")
    look = officer.get(f"/registers/upload/{upload.pk}/").context
    form = {f"key-{each.look.guess.position}": "on" for each in look["choices"] if each.in_key}
    form |= {f"fact-{each.look.guess.position}": "guess" for each in look["choices"]}
    form |= {"label": "อาหารกลางวัน", "new_register": "School Lunch"}
    assert "JOB_018" in officer.post(f"/registers/upload/{upload.pk}/columns/", form).content.decode()
    form["new_register"] = "school-lunch"
    assert officer.post(f"/registers/upload/{upload.pk}/columns/", form).status_code == 302
    upload.refresh_from_db()
    assert (upload.register, upload.profile) == ("school-lunch", "school-lunch-2562")
    assert imported(officer, upload).result["accepted"] == len(houses())
    assert Lake(copy).has_table("school-lunch", "person", 2562)


def test_a_known_file_of_an_unknown_register_is_recognised(officer: Client) -> None:
    upload = send(officer, register="")
    assert "Yes, this register" in page(officer, upload)
    officer.post(f"/registers/upload/{upload.pk}/register/", {"register": "welfare-card", "edition": "2562"})
    assert "The headers fit" in page(officer, upload)


def test_no_import_without_a_preview(officer: Client) -> None:
    upload = send(officer)
    assert b"JOB_017" in officer.post(f"/registers/upload/{upload.pk}/import/").content
    upload.refresh_from_db()
    assert upload.importing is None


def test_cancelled_it_leaves_nothing_and_can_go_on(
    officer: Client, copy: Workspace, people: dict[str, User]
) -> None:
    upload = previewed(officer, send(officer))
    officer.post(f"/registers/upload/{upload.pk}/import/")
    job = jobs.take_next(worker="w")
    assert job is not None
    jobs.cancel(by=people["provincial_officer"], job=job)
    working.work_on(job, "w", lambda: True)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert Lake(copy).snapshots("welfare-card", 2562) == ()
    assert "Go on" in page(officer, upload)
    officer.post(f"/jobs/{job.pk}/again/")
    work()
    assert len(Lake(copy).snapshots("welfare-card", 2562)) == 1


@pytest.mark.parametrize("noted", [False, True], ids=["before it could note it", "after it noted it"])
def test_a_worker_killed_after_the_import_does_nothing_twice(
    officer: Client, copy: Workspace, monkeypatch: pytest.MonkeyPatch, noted: bool
) -> None:
    """The lake has changed, the job does not know: begun anew it says what the first one did."""
    upload = previewed(officer, send(officer))
    officer.post(f"/registers/upload/{upload.pk}/import/")

    class Killed(BaseException):
        pass

    def killed(**facts: object) -> None:
        if noted or "result" in facts:
            raise Killed

    name = "samut.web.registers.actions.remove_files" if noted else "samut.web.registers.work.note"
    real = jobs.note

    def note_or_die(*, job: Job, **facts: object) -> None:
        killed(**facts)
        real(job=job, **facts)

    with monkeypatch.context() as patched:
        patched.setattr(name, killed if noted else note_or_die)
        with pytest.raises(Killed):
            working.work_until(lambda: False, once=True)
    Job.objects.filter(state=JobState.RUNNING).update(lease_until="2000-01-01T00:00:00Z")
    work()
    upload.refresh_from_db()
    assert upload.importing is not None and upload.importing.state == JobState.DONE
    assert upload.importing.result["accepted"] == len(houses()) and not upload.importing.result["already_in"]
    assert len(Lake(copy).snapshots("welfare-card", 2562)) == 1
    assert upload.removed_at is not None


def test_what_nobody_goes_on_with_is_removed_in_time(officer: Client, copy: Workspace) -> None:
    old, fresh = send(officer), send(officer)
    Upload.objects.filter(pk=old.pk).update(sent_at=timezone.now() - 2 * actions.KEPT)
    actions.remove_expired()
    left = {each.name for each in (copy.root / "uploads").iterdir()}
    assert left == {fresh.folder}
    assert "are gone" in page(officer, old)
