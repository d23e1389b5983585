"""`one_time_code`: whoever runs the machine makes a code for a new password, for the last administrator."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from samut.rules.errors import SamutError
from samut.web.accounts.queries import user_named
from samut.web.administration.actions import make_code


class Command(BaseCommand):
    help = "Make a code with which a user sets one new password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_named(options["username"])
        if user is None:
            raise SamutError("ACCOUNT_030")
        self.stdout.write(make_code(by=None, user=user))
        self.stdout.write(reverse("administration:new_password"))
