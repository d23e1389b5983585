"""`demo_users`: one user of each kind, for the demo. Passwords are made here, never fixed in code."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from samut.rules.roles import ROLES, Role
from samut.web.accounts.actions import assign_role, create_user
from samut.web.accounts.models import User

PASSWORD_BYTES = 12


@dataclass(frozen=True)
class DemoUser:
    """One demo user: what they are called, and the role they hold in one area."""

    username: str
    first_name: str
    role: Role
    area_code: str


DEMO_USERS = (
    DemoUser("volunteer", "อาสาสมัคร หมู่ 2 ฉมัน", Role.VOLUNTEER, "22050602"),
    DemoUser("tambon", "เจ้าหน้าที่ตำบลฉมัน", Role.TAMBON_OFFICER, "220506"),
    DemoUser("province", "เจ้าหน้าที่จังหวัดจันทบุรี", Role.PROVINCIAL_OFFICER, "22"),
    DemoUser("analyst", "นักวิเคราะห์", Role.ANALYST, "TH"),
    DemoUser("dpo", "เจ้าหน้าที่คุ้มครองข้อมูล", Role.DATA_PROTECTION_OFFICER, "TH"),
    DemoUser("admin", "ผู้ดูแลระบบ", Role.ADMINISTRATOR, "TH"),
)


def _kept_passwords(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    return dict(line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line)


def _keep(path: Path, passwords: dict[str, str]) -> None:
    """Written beside and renamed, readable by the owner alone from its first byte."""
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{name}\t{password}\n" for name, password in passwords.items())
    draft.replace(path)


class Command(BaseCommand):
    help = "Make the demo users that are missing, and print all of them with their passwords."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.SAMUT_WORKSPACE) / "keys" / "demo-users.txt"
        kept = _kept_passwords(path)
        passwords = {each.username: kept.get(each.username) or self._new_password() for each in DEMO_USERS}
        if passwords != kept:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            _keep(path, passwords)
        for each in DEMO_USERS:
            self._ensure(each, passwords[each.username], known=each.username in kept)
            label = ROLES[each.role].label
            told = f"{label.th} · {label.en} ({each.area_code})"
            self.stdout.write(f"  {each.username:<10} {passwords[each.username]:<18} {told}")

    @staticmethod
    def _new_password() -> str:
        return secrets.token_urlsafe(PASSWORD_BYTES)

    @staticmethod
    def _ensure(demo: DemoUser, password: str, *, known: bool) -> None:
        user = User.objects.filter(username=demo.username).first()
        if user is None:
            user = create_user(by=None, username=demo.username, password=password, first_name=demo.first_name)
        elif not known:
            # The kept passwords were lost: what is printed must be what opens the account.
            user.set_password(password)
            user.save(update_fields=["password"])
        if not user.assignments.filter(role=demo.role.value, area_code=demo.area_code).exists():
            assign_role(by=None, user=user, role=demo.role, area_code=demo.area_code)
