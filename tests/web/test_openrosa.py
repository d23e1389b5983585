"""The survey's front door, spoken to as ODK Collect does."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.test.client import encode_multipart
from django.utils import timezone

from samut.engine.workspace import Workspace
from samut.forms.build import shipped_form
from samut.rules.errors import SamutError
from samut.web.accounts.models import User
from samut.web.audit.models import AuditEvent
from samut.web.openrosa import actions, storage
from samut.web.openrosa.models import Collector, Standing, Submission, SubmissionFile
from samut.web.openrosa.queries import submissions_visible_to

LIST = "{http://openrosa.org/xforms/xformsList}"
ANSWER = "{http://openrosa.org/http/response}"
Browser = Callable[..., Client]


@pytest.fixture
def media(tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    return tmp_path / "media"


@pytest.fixture
def token(site: Workspace, people: dict[str, User], media: Path) -> str:
    """The key of the volunteer, given out by the tambon officer."""
    _, token = actions.create_collector(
        by=people["officer_malee"], user=people["volunteer_somchai"], area_code="22050602"
    )
    return token


@pytest.fixture
def phone() -> Client:
    return Client(headers={"X-OpenRosa-Version": "1.0"}, enforce_csrf_checks=True)


def filled(instance: str = "uuid:1", health: str = "good", household: str = "0123456789abcdef") -> bytes:
    return (
        f'<data id="follow_up_visit" version="2564042201"><household_id>{household}</household_id>'
        f"<dimensions><health_seen>{health}</health_seen></dimensions>"
        f"<meta><instanceID>{instance}</instanceID></meta></data>"
    ).encode()


def send(phone: Client, token: str, xml: bytes, **files: bytes) -> HttpResponse:
    parts = {"xml_submission_file": SimpleUploadedFile("submission.xml", xml, "text/xml")}
    for name, content in files.items():
        parts[name] = SimpleUploadedFile(f"{name}.jpg", content, "image/jpeg")
    return phone.post(f"/key/{token}/submission", parts)  # type: ignore[return-value]


def message(answer: HttpResponse) -> str:
    return fromstring(answer.content).findtext(f"{ANSWER}message") or ""


def test_form_list_is_what_collect_accepts(phone: Client, token: str) -> None:
    answer = phone.get(f"/key/{token}/formList?deviceID=x")
    assert answer.status_code == 200
    assert answer["X-OpenRosa-Version"] == "1.0"
    assert "text/xml" in answer["Content-Type"]
    root = fromstring(answer.content)
    assert root.tag == f"{LIST}xforms"
    entry = next(each for each in root if each.findtext(f"{LIST}formID") == "follow_up_visit")
    form = shipped_form("follow_up_visit")
    assert {child.tag.removeprefix(LIST): child.text for child in entry} == {
        "formID": "follow_up_visit",
        "name": form.title,
        "version": form.version,
        "hash": form.hash,
        "downloadUrl": f"http://testserver/key/{token}/forms/follow_up_visit.xml",
    }
    # The hash is that of the very bytes that are served.
    served = phone.get(f"{entry.findtext(f'{LIST}downloadUrl')}?deviceID=x")
    assert served.status_code == 200
    assert "md5:" + hashlib.md5(served.content).hexdigest() == entry.findtext(f"{LIST}hash")  # noqa: S324


def test_form_list_for_one_form(phone: Client, token: str) -> None:
    assert len(fromstring(phone.get(f"/key/{token}/formList?formID=follow_up_visit").content)) == 1
    assert len(fromstring(phone.get(f"/key/{token}/formList?formID=other").content)) == 0


def test_head_answers_204_with_the_size(phone: Client, token: str) -> None:
    answer = phone.head(f"/key/{token}/submission")
    assert answer.status_code == 204
    assert int(answer["X-OpenRosa-Accept-Content-Length"]) == 10_000_000
    assert answer["X-OpenRosa-Version"] == "1.0"


def test_a_new_submission_is_on_disk_as_it_came(phone: Client, token: str, media: Path) -> None:
    xml = filled()
    answer = send(phone, token, xml, photo=b"jpeg")
    assert answer.status_code == 201
    assert "รับข้อมูลเรียบร้อยแล้ว" in message(answer)
    held = Submission.objects.get()
    assert (held.form_id, held.instance_id, held.household_id) == (
        "follow_up_visit",
        "uuid:1",
        "0123456789abcdef",
    )
    assert (held.area_code, held.standing) == ("22050602", Standing.ACCEPTED)
    assert held.xml_sha256 == hashlib.sha256(xml).hexdigest()
    assert storage.path_of(held.xml_sha256).read_bytes() == xml
    photo = held.files.get()
    assert (photo.name, photo.size_bytes) == ("photo.jpg", 4)
    assert storage.path_of(photo.sha256).read_bytes() == b"jpeg"
    event = AuditEvent.objects.get(event="submission.received")
    assert (event.target, event.actor_name) == (f"submission:{held.pk}", "volunteer_somchai")
    assert "0123456789abcdef" not in str(event.facts)
    assert not list(media.rglob("incoming-*"))


def test_everything_is_synced_before_the_answer(
    phone: Client, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(storage.os, "fsync", synced.append)
    assert send(phone, token, filled(), photo=b"jpeg").status_code == 201
    assert len(synced) >= 4  # each of the two files, and the folder it was moved into


def test_nothing_is_filed_when_the_disk_refuses(
    phone: Client, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        send(phone, token, filled())
    assert not Submission.objects.exists()


def test_the_same_again_is_202_and_changes_nothing(phone: Client, token: str) -> None:
    assert send(phone, token, filled(), photo=b"jpeg").status_code == 201
    before = AuditEvent.objects.count()
    again = send(phone, token, filled(), photo=b"jpeg")
    assert again.status_code == 202
    # Written out anew by another client, the answers are the same.
    anew = filled().replace(b"><dimensions>", b">\n  <dimensions>").replace(b'"', b"'")
    assert send(phone, token, anew).status_code == 202
    assert (Submission.objects.count(), SubmissionFile.objects.count()) == (1, 1)
    assert AuditEvent.objects.count() == before


def test_files_may_come_in_several_requests(phone: Client, token: str) -> None:
    assert send(phone, token, filled(), a=b"1").status_code == 201
    assert send(phone, token, filled(), b=b"2").status_code == 201
    assert send(phone, token, filled(), a=b"1", b=b"2").status_code == 202
    assert sorted(SubmissionFile.objects.values_list("name", flat=True)) == ["a.jpg", "b.jpg"]


def test_more_than_a_hundred_files_in_one_request(phone: Client, token: str) -> None:
    files = {f"p{number}": str(number).encode() for number in range(101)}
    assert send(phone, token, filled(), **files).status_code == 201
    assert SubmissionFile.objects.count() == 101


def test_the_same_id_with_other_answers_is_409_and_kept_aside(phone: Client, token: str) -> None:
    assert send(phone, token, filled(health="good")).status_code == 201
    other = filled(health="problem")
    for _ in range(2):
        answer = send(phone, token, other, photo=b"jpeg")
        assert answer.status_code == 409
        assert "ไม่มีข้อมูลสูญหาย" not in message(answer)  # what to do, not why
        assert "SEND_005" in message(answer) and "เนื้อหาต่างกัน" in message(answer)
    accepted, aside = Submission.objects.order_by("id")
    assert (accepted.standing, aside.standing) == (Standing.ACCEPTED, Standing.ASIDE)
    assert storage.path_of(aside.xml_sha256).read_bytes() == other
    assert aside.files.get().name == "photo.jpg"
    # The first one is untouched and can still be completed.
    assert send(phone, token, filled(health="good"), late=b"2").status_code == 201


def test_a_file_of_the_same_name_with_other_content_is_kept_aside(phone: Client, token: str) -> None:
    assert send(phone, token, filled(), photo=b"first").status_code == 201
    assert send(phone, token, filled(), photo=b"second").status_code == 409
    assert send(phone, token, filled(), photo=b"first").status_code == 202
    standings = SubmissionFile.objects.order_by("id").values_list("standing", flat=True)
    assert list(standings) == [Standing.ACCEPTED, Standing.ASIDE]


def test_another_id_is_another_submission(phone: Client, token: str) -> None:
    assert send(phone, token, filled("uuid:1")).status_code == 201
    assert send(phone, token, filled("uuid:2")).status_code == 201
    assert Submission.objects.filter(standing=Standing.ACCEPTED).count() == 2


@pytest.mark.parametrize(
    ("xml", "status", "code"),
    [
        (b"<data><", 400, "SEND_003"),
        (b"<data id='follow_up_visit'/>", 400, "SEND_004"),
        (b"<data id='other'><meta><instanceID>uuid:1</instanceID></meta></data>", 404, "FORM_001"),
        (filled("x" * 300), 400, "SEND_004"),
    ],
)
def test_what_cannot_be_filed_is_told_in_thai(
    phone: Client, token: str, xml: bytes, status: int, code: str
) -> None:
    answer = send(phone, token, xml)
    assert answer.status_code == status
    assert code in message(answer)
    assert any("\u0e00" <= letter <= "\u0e7f" for letter in message(answer))
    assert not Submission.objects.exists()


def test_a_request_without_the_form_and_one_too_large(phone: Client, token: str) -> None:
    assert "SEND_002" in message(phone.post(f"/key/{token}/submission", {"x": "y"}))  # type: ignore[arg-type]
    large = phone.post(f"/key/{token}/submission", {"x": "y"}, CONTENT_LENGTH="10000001")
    assert large.status_code == 413
    broken = phone.generic("POST", f"/key/{token}/submission", b"--", "multipart/form-data")
    assert broken.status_code == 400 and "SEND_007" in message(broken)  # type: ignore[arg-type]


@pytest.mark.parametrize(("filler", "status"), [(b"", 201), (b"x" * 10_000_000, 413)])
def test_a_request_that_does_not_say_its_length(
    phone: Client, token: str, filler: bytes, status: int
) -> None:
    xml = SimpleUploadedFile("s.xml", filled() + filler, "text/xml")
    body = encode_multipart("limit", {"xml_submission_file": xml})
    answer = phone.post(
        f"/key/{token}/submission",
        body,
        content_type="multipart/form-data; boundary=limit",
        headers={"Transfer-Encoding": "chunked"},
        CONTENT_LENGTH="",
        **{"wsgi.input": BytesIO(body)},  # type: ignore[arg-type]
    )
    assert answer.status_code == status
    assert Submission.objects.count() == (1 if status == 201 else 0)


def test_a_household_id_that_cannot_be_read_does_not_stop_the_submission(phone: Client, token: str) -> None:
    assert send(phone, token, filled(household="บ้านเลขที่ 1")).status_code == 201
    assert Submission.objects.get().household_id == ""


def test_the_token_is_nowhere_in_the_database(token: str) -> None:
    collector = Collector.objects.get()
    assert collector.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert all(token not in str(value) for value in Collector.objects.values_list().get())
    assert all(token not in str(row) for row in AuditEvent.objects.values_list())


@pytest.mark.parametrize("ending", ["revoked", "run out", "account closed", "role ended"])
def test_an_ended_key_opens_nothing(
    ending: str, phone: Client, token: str, people: dict[str, User], caplog: pytest.LogCaptureFixture
) -> None:
    collector = Collector.objects.get()
    if ending == "revoked":
        actions.revoke_collector(by=people["officer_malee"], collector=collector)
        assert AuditEvent.objects.filter(event="collector.revoked").count() == 1
    elif ending == "run out":
        Collector.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    elif ending == "account closed":
        User.objects.filter(pk=collector.user_id).update(is_active=False)
    else:
        collector.user.assignments.all().delete()
    for path in ("formList", "forms/follow_up_visit.xml", "anything"):
        answer = phone.get(f"/key/{token}/{path}")
        assert answer.status_code == 403 and "SEND_001" in message(answer)  # type: ignore[arg-type]
    assert send(phone, token, filled()).status_code == 403
    assert not Submission.objects.exists()
    assert token not in caplog.text


def test_only_officers_give_out_keys_and_only_to_who_may_see_persons(
    site: Workspace, people: dict[str, User]
) -> None:
    somchai = people["volunteer_somchai"]
    for by, code in (("volunteer_somchai", "SITE_002"), ("officer_of_other_tambon", "SITE_002")):
        with pytest.raises(SamutError, match=code):
            actions.create_collector(by=people[by], user=somchai, area_code="22050602")
    with pytest.raises(SamutError, match="SITE_001"):
        actions.create_collector(by=people["officer_malee"], user=people["analyst"], area_code="22050602")
    with pytest.raises(SamutError, match="SITE_001"):
        actions.create_collector(by=people["officer_malee"], user=somchai, area_code="220506")
    assert not Collector.objects.exists()
    assert not AuditEvent.objects.filter(event="collector.created").exists()


def test_the_page_shows_a_new_key_once(browser_of: Browser, site: Workspace, people: dict[str, User]) -> None:
    browser = browser_of("officer_malee")
    made = browser.post("/collectors/22050602/", {"user": people["volunteer_somchai"].pk})
    text = made.content.decode()
    address = text.split("http://testserver/key/")[1].split("<")[0]
    assert Client().get(f"/key/{address}/formList").status_code == 200
    assert address not in browser.get("/collectors/22050602/").content.decode()
    assert made["Cache-Control"] == "no-store"
    event = AuditEvent.objects.get(event="collector.created")
    assert event.area_code == "22050602"
    assert browser.post("/collectors/22050602/", {"user": people["analyst"].pk}).status_code == 400
    revoked = browser.post(f"/collectors/key/{Collector.objects.get().pk}/revoke/")
    assert revoked.status_code == 302
    assert Client().get(f"/key/{address}/formList").status_code == 403


def test_submissions_are_listed_for_their_area_alone(
    phone: Client, token: str, people: dict[str, User]
) -> None:
    send(phone, token, filled())
    counts = {name: submissions_visible_to(user, "22").count() for name, user in people.items()}
    assert {name for name, count in counts.items() if count} == {
        "volunteer_somchai",
        "officer_malee",
        "provincial_officer",
    }
