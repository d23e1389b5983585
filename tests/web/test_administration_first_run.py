"""The first run: an empty folder, one address, one administrator, and the walk to the first register."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from samut.cli.serving import workspace_to_serve
from samut.engine.workspace import Workspace, begin_workspace, create_workspace, may_begin
from samut.rules.errors import SamutError
from samut.rules.roles import Role
from samut.web.accounts.actions import assign_role
from samut.web.accounts.models import User
from samut.web.administration import setting_up
from samut.web.administration.first_steps import first_steps
from samut.web.administration.models import OneTimeCode
from samut.web.audit.models import AuditEvent
from samut.web.households.models import ShownResult

Browser = Callable[..., Client]
PASSWORD = "นกเขาสี่ตัวบินไกล"
TYPED = {
    "full_name": "สมศรี ดูแลดี",
    "username": "สมศรี",
    "new": PASSWORD,
    "again": PASSWORD,
    "office": "ศจพ. จังหวัดจันทบุรี",
    "province": "22 จันทบุรี Chanthaburi",
    "edition": "2565",
    "second_factor": "persons",
}


@pytest.fixture
def folder(tmp_path: Path, settings: object, db: None) -> Iterator[Path]:
    """A folder in which a site has begun, and nothing else."""
    root = tmp_path / "office"
    begin_workspace(root)
    settings.SAMUT_WORKSPACE = root  # type: ignore[attr-defined]
    yield root


def printed() -> str:
    told = StringIO()
    call_command("setup_address", base="http://127.0.0.1:8000", stdout=told)
    return told.getvalue()


def link() -> str:
    return re.search(r"http://127.0.0.1:8000(/administration/setup/\S+)", printed())[1]  # type: ignore[index]


def arrived() -> Client:
    browser = Client()
    assert browser.get(link())["Location"] == "/administration/setup/"
    return browser


def test_where_a_workspace_can_begin(tmp_path: Path) -> None:
    assert may_begin(tmp_path / "not-there") and may_begin(tmp_path)
    begin_workspace(tmp_path / "office")
    (tmp_path / "office/keys/django.key").write_text("x")
    assert may_begin(tmp_path / "office")  # begun, not set up
    create_workspace(tmp_path / "office", name="x", demo=False, province="22", edition=2565)
    assert not may_begin(tmp_path / "office")
    assert not may_begin(tmp_path)  # somebody's folder with something in it


def test_serve_begins_in_an_empty_folder_and_touches_no_other(tmp_path: Path) -> None:
    assert workspace_to_serve(tmp_path / "office").root == tmp_path / "office"
    assert {each.name for each in (tmp_path / "office").iterdir()} == {"lake", "keys", "media", "incoming"}
    with pytest.raises(SamutError) as refused:
        workspace_to_serve(tmp_path)  # something is in it
    assert refused.value.problem.code == "WORK_001"
    made = create_workspace(tmp_path / "made", name="x", demo=False, province="22", edition=2565)
    assert workspace_to_serve(made.root).config.name == "x"


def test_from_an_empty_folder_to_an_administrator(folder: Path) -> None:
    browser = arrived()
    page = browser.get("/administration/setup/").content.decode()
    assert page.count('<option value="') >= 77 and "22 จันทบุรี Chanthaburi" in page
    answer = browser.post("/administration/setup/", TYPED)
    assert answer["Location"] == "/administration/first-steps/"
    config = tomllib.loads((folder / "samut.toml").read_text(encoding="utf-8"))
    assert config["workspace"]["name"] == TYPED["office"]
    assert (config["workspace"]["province"], config["workspace"]["edition"]) == ("22", 2565)
    assert config["workspace"]["demo"] is False and config["site"]["second_factor"] == "persons"
    user = User.objects.get()
    held = user.assignments.get()
    assert (user.username, held.role, held.area_code, held.valid_to) == ("สมศรี", "administrator", "TH", None)
    assert user.check_password(PASSWORD) and not OneTimeCode.objects.exists()
    assert AuditEvent.objects.filter(event="site.set_up", actor_name="สมศรี").exists()
    steps = browser.get("/administration/first-steps/").content.decode()
    assert "ทำแล้ว 2 จาก 5" in steps and "10 อำเภอ 76 ตำบล" in steps
    assert "ขั้นตอนเริ่มต้น ทำแล้ว 2 จาก 5" in browser.get("/administration/").content.decode()


def test_it_opens_once_and_only_with_the_printed_address(folder: Path) -> None:
    assert Client().get("/administration/setup/").status_code == 404
    stranger = Client()
    stranger.get("/administration/setup/AAAA-BBBB/")
    assert stranger.post("/administration/setup/", TYPED).status_code == 404
    older, newer = arrived(), arrived()
    assert older.get("/administration/setup/").status_code == 404  # the site was started again
    assert newer.post("/administration/setup/", TYPED).status_code == 302
    late = newer.post("/administration/setup/", {**TYPED, "username": "อีกคน"})
    assert late.status_code == 404 and User.objects.count() == 1
    assert printed() == ""
    assert Client().get("/administration/setup/").status_code == 404


def test_it_grows_old(folder: Path) -> None:
    browser = arrived()
    OneTimeCode.objects.update(expires_at=timezone.now())
    assert browser.get("/administration/setup/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"province": "99 ที่ไหนสักแห่ง"}, "ไม่มีจังหวัดรหัส 99"),
        ({"edition": "2400"}, "ACCOUNT"),
        ({"office": " "}, "ต้องมีชื่อ"),
        ({"full_name": " "}, "ต้องมีชื่อ"),
        ({"username": "<b>"}, "ชื่อผู้ใช้นี้ใช้ไม่ได้"),
        ({"again": "อีกอย่างหนึ่งเลยนะ"}, "ไม่ตรงกัน"),
        ({"new": "สั้น", "again": "สั้น"}, "อย่างน้อย 12"),
    ],
)
def test_what_is_wrong_is_said_and_leaves_nothing(folder: Path, wrong: dict[str, str], said: str) -> None:
    browser = arrived()
    page = browser.post("/administration/setup/", {**TYPED, **wrong}).content.decode()
    assert said in page or said == "ACCOUNT"
    assert not User.objects.exists() and not (folder / "samut.toml").exists()
    assert browser.post("/administration/setup/", TYPED).status_code == 302  # and can be put right


def test_a_workspace_made_by_command_is_kept_as_it_is(folder: Path) -> None:
    create_workspace(folder, name="ของเดิม", demo=False, province="21", edition=2563)
    before = (folder / "samut.toml").read_text(encoding="utf-8")
    browser = arrived()
    page = browser.get("/administration/setup/").content.decode()
    assert "ของเดิม" in page and "ระยอง" in page and 'name="province"' not in page
    assert browser.post("/administration/setup/", TYPED).status_code == 302
    assert (folder / "samut.toml").read_text(encoding="utf-8") == before


def test_each_edition_is_measured_by_its_own_measure(folder: Path) -> None:
    measures = {
        edition: setting_up._measure_for(setting_up.Office("x", "22", edition))
        for edition in setting_up.editions()
    }
    assert measures[2565] == "tpmap-2561" and measures[2568] == "tpmap-2567"
    assert set(setting_up.MEASURES) == {each.id for each in setting_up._layouts()}


def test_the_walk_says_what_is_left_and_whom_it_waits_for(folder: Path) -> None:
    browser = arrived()
    browser.post("/administration/setup/", TYPED)
    chief = User.objects.get()

    def states() -> list[str]:
        return [each.state for each in first_steps(chief).steps]

    assert states() == ["done", "done", "now", "later", "later"]
    invitation = {
        "full_name": "มาลี",
        "username": "มาลี",
        "rows": "1",
        "role-0": "provincial_officer",
        "area-0": "22",
    }
    assert browser.post("/administration/invite/", invitation).status_code == 200
    assert states() == ["done", "done", "later", "now", "later"]
    assert first_steps(chief).steps[2].waits
    officer = User.objects.create(username="officer")
    assign_role(by=chief, user=officer, role=Role.PROVINCIAL_OFFICER, area_code="22")
    watcher = User.objects.create(username="watcher")
    assign_role(by=chief, user=watcher, role=Role.DATA_PROTECTION_OFFICER, area_code="TH")
    assert states()[:4] == ["done"] * 4 and first_steps(chief).steps[4].waits


def test_the_walk_is_over_once_a_register_is_in_and_measured(
    site: Workspace, people: dict[str, User]
) -> None:
    assert first_steps(people["administrator"]).is_over
    ShownResult.objects.all().delete()
    last = first_steps(people["administrator"]).steps[-1]
    assert not last.is_done and "bmn" in last.say.en and "samut run" in last.say.th


def test_the_walk_is_the_first_page_of_an_administrator_until_there_are_figures(folder: Path) -> None:
    browser = arrived()
    browser.post("/administration/setup/", TYPED)
    assert browser.get("/")["Location"] == "/administration/first-steps/"


def test_the_login_page_says_that_the_site_is_not_set_up(folder: Path) -> None:
    assert "ยังไม่ได้ตั้งค่า" in Client().get("/login/").content.decode()
    arrived().post("/administration/setup/", TYPED)
    assert "ยังไม่ได้ตั้งค่า" not in Client().get("/login/").content.decode()
