"""What comes in on the site after something is in: another edition, the same file, refused rows mended."""

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
from samut.web.jobs import working
from samut.web.jobs.models import JobState
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


def test_refused_rows_go_back_and_mended_come_in(office: Workspace, browser_of: Browser) -> None:
    client = browser_of("provincial_officer")
    imported(client, sent(client, card_csv([card(1), card(2, tambon="229999")])))
    asked = browser_of("provincial_officer", purpose="")
    assert asked.get(f"/registers/welfare-card/{EDITION}/quarantine.xlsx")["Content-Type"].startswith(
        "text/html"
    )
    response = client.get(f"/registers/welfare-card/{EDITION}/quarantine.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    sheet = book.worksheets[0]
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert number(2) in cells and number(1) not in cells
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "229999":
                cell.value = "220506"
    mended = io.BytesIO()
    book.save(mended)
    done = imported(client, sent(client, mended.getvalue(), name="mended.xlsx"))
    assert done.importing is not None and done.importing.result is not None
    assert done.importing.result["accepted"] == 1


def test_a_layout_of_its_own_marks_its_own_cells_and_known_headers_fit_still(
    office: Workspace, browser_of: Browser
) -> None:
    client = browser_of("provincial_officer", language="en")
    head = "เลขบัตร ปชช ผู้ถือบัตร,คำ,ชื่อ,นามสกุล,วันเดือนปีเกิด,ตำบลที่อยู่ (รหัส),สมัคร,ผ่าน"
    upload = sent(client, card_csv([card(1), card(2, tambon="229999")], head))
    facts = {
        fact.name: place
        for place, fact in client.get(f"/registers/upload/{upload.pk}/").context["choices"][0].facts
    }
    wanted = ("person_key", "title", "first_name", "last_name", "birth", "tambon_code", "card_registered")
    picked = {f"fact-{place}": str(facts[name]) for place, name in enumerate((*wanted, "card_validated"))}
    assert client.post(f"/registers/upload/{upload.pk}/columns/", picked).status_code == 302
    upload.refresh_from_db()
    imported(client, upload)
    response = client.get(f"/registers/welfare-card/{EDITION}/quarantine.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    marked = [cell.value for row in sheet.iter_rows() for cell in row if cell.comment is not None]
    assert marked == ["229999"]
    done = imported(client, sent(client, card_csv([card(3)])))
    assert done.importing is not None and done.importing.result is not None
    assert done.importing.result["accepted"] == 1
