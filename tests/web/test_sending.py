"""A register comes in on the site: sent, told, looked at, said yes to; and what may go wrong on the way."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from register_files import card, card_csv, number
from samut.engine.lake import Lake
from samut.engine.workspace import Workspace, create_workspace
from samut.web.accounts.models import User
from samut.web.audit.models import AuditEvent
from samut.web.jobs import actions as job_actions
from samut.web.jobs import working
from samut.web.jobs.models import Job, JobState
from samut.web.registers import actions
from samut.web.registers.models import Upload

Browser = Callable[..., Client]
EDITION = 2561


@pytest.fixture
def office(tmp_path: Path, settings: Any, people: dict[str, User]) -> Workspace:
    """An office with nothing in it yet."""
    made = create_workspace(tmp_path / "office", name="ทดสอบ", demo=True, province="22", edition=EDITION)
    settings.SAMUT_WORKSPACE = made.root
    return made


def sent(
    client: Client, text: str | bytes, *, name: str = "card.csv", register: str = "welfare-card"
) -> Upload:
    content = text.encode() if isinstance(text, str) else text
    response = client.post(
        "/registers/send/",
        {"register": register, "edition": str(EDITION), "files": SimpleUploadedFile(name, content)},
    )
    assert response.status_code == 302, response.content.decode()
    return Upload.objects.latest("pk")


def work() -> None:
    working.work_until(lambda: False, once=True)


def page(client: Client, upload: Upload) -> str:
    response = client.get(f"/registers/upload/{upload.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def imported(client: Client, upload: Upload) -> Upload:
    """Look, say yes, and let the work be done."""
    for step in ("preview", "import"):
        assert client.post(f"/registers/upload/{upload.pk}/{step}/").status_code == 302
        work()
    upload.refresh_from_db()
    assert upload.importing is not None
    assert upload.importing.state == JobState.DONE, upload.importing.problem
    return upload


def files_kept(office: Workspace) -> list[str]:
    return [each.name for each in (office.root / "uploads").rglob("*") if each.is_file()]


def test_sent_looked_at_and_imported(office: Workspace, browser_of: Browser) -> None:
    client = browser_of("provincial_officer", language="en")
    rows = [card(1), card(2), card(2), card(3, tambon="229999")]
    upload = sent(client, card_csv(rows))
    assert files_kept(office) == ["card.csv"]
    told = page(client, upload)
    assert "A known layout" in told
    assert number(1) not in told and "สมชาย" not in told
    client.post(f"/registers/upload/{upload.pk}/preview/")
    assert "How far it is" in page(client, upload)
    work()
    told = page(client, upload)
    assert "What the import would change" in told and "IMPORT_026" in told
    assert not Lake(office).snapshots("welfare-card", EDITION)
    client.post(f"/registers/upload/{upload.pk}/import/")
    work()
    upload.refresh_from_db()
    assert upload.importing is not None and upload.importing.result is not None
    result = upload.importing.result
    counts = [result[name] for name in ("rows", "accepted", "quarantined", "duplicates")]
    assert counts == [4, 2, 1, 1]
    assert files_kept(office) == []
    assert "what came of it" in page(client, upload)
    (snapshot,) = Lake(office).snapshots("welfare-card", EDITION)
    assert snapshot.id == result["snapshot_id"]
    events = set(AuditEvent.objects.values_list("event", flat=True))
    assert {"upload.received", "job.asked", "register.imported"} <= events


def test_a_second_edition_of_the_file_says_what_changed(office: Workspace, browser_of: Browser) -> None:
    client = browser_of("provincial_officer", language="en")
    imported(client, sent(client, card_csv([card(1), card(2)])))
    upload = sent(client, card_csv([card(1), card(2, validated="0"), card(4)]))
    client.post(f"/registers/upload/{upload.pk}/preview/")
    work()
    upload.refresh_from_db()
    assert upload.preview is not None and upload.preview.result is not None
    (table,) = upload.preview.result["tables"]
    assert [table[name] for name in ("new", "changed", "unchanged", "gone")] == [1, 1, 1, 0]


def test_the_same_file_again_is_told_to_be_in(office: Workspace, browser_of: Browser) -> None:
    client = browser_of("provincial_officer", language="en")
    imported(client, sent(client, card_csv([card(1)])))
    again = sent(client, card_csv([card(1)]))
    client.post(f"/registers/upload/{again.pk}/preview/")
    work()
    assert "These files are in already" in page(client, again)
    imported(client, again)
    assert len(Lake(office).snapshots("welfare-card", EDITION)) == 1


def test_columns_with_other_headers_are_told_by_picking(office: Workspace, browser_of: Browser) -> None:
    client = browser_of("provincial_officer", language="en")
    head = "เลขบัตร ปชช ผู้ถือบัตร,คำ,ชื่อ,นามสกุล,วันเดือนปีเกิด,ตำบลที่อยู่ (รหัส),สมัคร,ผ่าน"
    upload = sent(client, card_csv([card(1), card(2)], head))
    response = client.get(f"/registers/upload/{upload.pk}/")
    choices = response.context["choices"]
    assert choices
    facts = {fact.name: place for place, fact in choices[0].facts}
    wanted = [
        "person_key",
        "title",
        "first_name",
        "last_name",
        "birth",
        "tambon_code",
        "card_registered",
        "card_validated",
    ]
    picked = {f"fact-{place}": str(facts[name]) for place, name in enumerate(wanted)}
    # One needed fact is forgotten: it is named, and nothing is kept.
    refused = client.post(f"/registers/upload/{upload.pk}/columns/", {**picked, "fact-0": ""})
    assert refused.status_code == 400 and "JOB_018" in refused.content.decode()
    assert not list((office.root / "profiles").glob("*.toml"))
    assert client.post(f"/registers/upload/{upload.pk}/columns/", picked).status_code == 302
    upload.refresh_from_db()
    done = imported(client, upload)
    assert done.importing is not None and done.importing.result is not None
    assert done.importing.result["accepted"] == 2
    # The layout is the office's own from now on.
    assert "A known layout" in page(client, sent(client, card_csv([card(3)], head)))


def test_a_register_that_nobody_described(office: Workspace, browser_of: Browser) -> None:
    client = browser_of("provincial_officer", language="en")
    rows = "\n".join(f"{place},โรงเรียน{place},{place * 10}" for place in range(1, 40))
    upload = sent(client, f"รหัสโรงเรียน,ชื่อโรงเรียน,จำนวนนักเรียน\n{rows}\n", name="school.csv", register="")
    assert "Say what each column is" in page(client, upload)
    said = {
        "label": "โรงเรียน",
        "new_register": "school",
        "fact-0": "guess",
        "fact-1": "guess",
        "fact-2": "guess",
    }
    assert client.post(f"/registers/upload/{upload.pk}/columns/", {**said, "key-0": "on"}).status_code == 302
    upload.refresh_from_db()
    done = imported(client, upload)
    assert done.importing is not None and done.importing.result is not None
    assert (done.register, done.importing.result["accepted"]) == ("school", 39)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "JOB_010"), (b"\xd0\xcf\x11\xe0 no workbook", "IMPORT_004"), (b"%PDF-1.7", "IMPORT_")],
    ids=["empty", "broken", "pdf"],
)
def test_a_bad_file_gets_a_clear_message(
    office: Workspace, browser_of: Browser, content: bytes, code: str
) -> None:
    client = browser_of("provincial_officer", language="en")
    form = {
        "register": "welfare-card",
        "edition": str(EDITION),
        "files": SimpleUploadedFile("x.xls", content),
    }
    response = client.post("/registers/send/", form, follow=True)
    assert code in response.content.decode()
    assert not Lake(office).snapshots("welfare-card", EDITION)


def test_more_than_may_be_sent_at_once(office: Workspace, browser_of: Browser, settings: Any) -> None:
    settings.SAMUT_MOST_UPLOAD_BYTES = 100
    client = browser_of("provincial_officer")
    form = {"register": "", "edition": str(EDITION), "files": SimpleUploadedFile("x.csv", b"a,b\n" * 100)}
    response = client.post("/registers/send/", form)
    assert response.status_code == 400 and "JOB_011" in response.content.decode()
    assert files_kept(office) == []


def test_nobody_sees_or_touches_another_s_files(
    office: Workspace, browser_of: Browser, people: dict[str, User]
) -> None:
    client = browser_of("provincial_officer")
    upload = sent(client, card_csv([card(1)]))
    for name in ("officer_malee", "administrator", "analyst_nok", "volunteer_somchai"):
        if name not in people:
            continue
        other = browser_of(name)
        assert other.get(f"/registers/upload/{upload.pk}/").status_code == 404
        for step in ("register", "columns", "preview", "import", "discard"):
            assert other.post(f"/registers/upload/{upload.pk}/{step}/").status_code == 404
        assert other.get("/registers/send/").status_code == 403
    assert files_kept(office) == ["card.csv"]


def test_cancelled_while_it_looks_leaves_nothing(office: Workspace, browser_of: Browser) -> None:
    client = browser_of("provincial_officer")
    upload = sent(client, card_csv([card(1)]))
    client.post(f"/registers/upload/{upload.pk}/preview/")
    client.post(f"/jobs/{Job.objects.latest('pk').pk}/cancel/")
    work()
    upload.refresh_from_db()
    assert upload.preview is not None and upload.preview.state == JobState.CANCELLED
    assert not Lake(office).snapshots("welfare-card", EDITION)
    # It may be looked at again, and goes in.
    imported(client, upload)


def test_an_import_whose_worker_died_after_it_was_done_says_what_it_did(
    office: Workspace, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser_of("provincial_officer")
    upload = sent(client, card_csv([card(1), card(2)]))
    client.post(f"/registers/upload/{upload.pk}/preview/")
    work()
    client.post(f"/registers/upload/{upload.pk}/import/")

    class Killed(BaseException):
        """The process is gone."""

    def killed(**_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        note = job_actions.note
        patch.setattr(
            "samut.web.registers.work.note",
            lambda *, job, **facts: killed() if "result" in facts else note(job=job, **facts),
        )
        with pytest.raises(Killed):
            work()
    assert len(Lake(office).snapshots("welfare-card", EDITION)) == 1
    Job.objects.filter(kind="register.import").update(state=JobState.WAITING, lease_until=None, worker="")
    work()
    upload.refresh_from_db()
    assert upload.importing is not None and upload.importing.result is not None
    assert upload.importing.result["accepted"] == 2
    assert len(Lake(office).snapshots("welfare-card", EDITION)) == 1


def test_refused_rows_go_back_and_mended_come_in(office: Workspace, browser_of: Browser) -> None:
    client = browser_of("provincial_officer")
    imported(client, sent(client, card_csv([card(1), card(2, tambon="229999")])))
    asked = browser_of("provincial_officer", purpose="")
    assert asked.get(f"/registers/welfare-card/{EDITION}/quarantine.xlsx")["Content-Type"].startswith(
        "text/html"
    )
    response = client.get(f"/registers/welfare-card/{EDITION}/quarantine.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert number(2) in cells and number(1) not in cells
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "229999":
                cell.value = "220506"
    mended = io.BytesIO()
    sheet.parent.save(mended)
    done = imported(client, sent(client, mended.getvalue(), name="mended.xlsx"))
    assert done.importing is not None and done.importing.result is not None
    assert done.importing.result["accepted"] == 1


def test_files_nobody_went_on_with_are_removed(office: Workspace, browser_of: Browser) -> None:
    client = browser_of("provincial_officer")
    upload = sent(client, card_csv([card(1)]))
    actions.remove_expired()
    assert files_kept(office) == ["card.csv"]
    Upload.objects.update(sent_at=upload.sent_at - actions.KEPT - actions.BROKEN_OFF_AFTER)
    actions.remove_expired()
    assert files_kept(office) == []
    told = client.post(f"/registers/upload/{upload.pk}/preview/", follow=True).content.decode()
    assert "ไฟล์ถูกลบแล้ว" in told


def test_discarded_files_are_gone(office: Workspace, browser_of: Browser) -> None:
    client = browser_of("provincial_officer")
    upload = sent(client, card_csv([card(1)]))
    assert client.post(f"/registers/upload/{upload.pk}/discard/").status_code == 302
    assert files_kept(office) == []
    assert AuditEvent.objects.filter(event="upload.discarded").exists()
