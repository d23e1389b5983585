"""`setup_address`: where a site without users is set up. Says nothing once there is a user."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from samut.web.administration.setting_up import is_to_be_set_up, make_setup_code


class Command(BaseCommand):
    help = "Print the address at which a site without users is set up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--base", default="http://127.0.0.1:8000", help="How the site is reached.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_to_be_set_up():
            return
        path = reverse("administration:setup_link", args=[make_setup_code()])
        self.stdout.write("ยังไม่มีผู้ใช้ เปิดที่อยู่นี้เพื่อเริ่มต้น (ใช้ได้ครั้งเดียว)")
        self.stdout.write("No user yet. Open this address to set the site up (it works once):")
        self.stdout.write(f"  {options['base']}{path}")
