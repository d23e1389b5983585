"""From where somebody asked stands in every audit row; a proxy is believed only when it is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.http import StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from samut.engine.workspace import Workspace
from samut.web.accounts.models import User
from samut.web.audit.actions import record, record_look, record_looks
from samut.web.audit.addresses import AddressMiddleware, address_of, asked_from, current_address
from samut.web.audit.models import AuditEvent, Look

# REMOTE_ADDR | X-Forwarded-For | SAMUT_PROXIES | from where
ASKED = """
203.0.113.7  |                              |                    | 203.0.113.7
203.0.113.7  | 198.51.100.9                 |                    | 203.0.113.7
203.0.113.7  | 198.51.100.9                 | 127.0.0.1          | 203.0.113.7
127.0.0.1    | 198.51.100.9                 | 127.0.0.1          | 198.51.100.9
127.0.0.1    | 1.1.1.1, 198.51.100.9        | 127.0.0.1          | 198.51.100.9
10.1.2.3     | 1.1.1.1, 198.51.100.9, 10.9.9.9 | 10.0.0.0/8      | 198.51.100.9
10.1.2.3     | 10.9.9.9                     | 10.0.0.0/8         | 10.9.9.9
127.0.0.1    | <script>                     | 127.0.0.1          | 127.0.0.1
127.0.0.1    | 198.51.100.9, nonsense       | 127.0.0.1          | 127.0.0.1
::ffff:127.0.0.1 | 2001:DB8:0:0::7          | 127.0.0.1          | 2001:db8::7
127.0.0.1    |                              | 127.0.0.1          | 127.0.0.1
             | 198.51.100.9                 | 127.0.0.1          |
"""


@pytest.mark.parametrize("line", [each for each in ASKED.splitlines() if each])
def test_where_a_request_comes_from(line: str, settings: object) -> None:
    remote, forwarded, proxies, expected = (each.strip() for each in line.split("|"))
    settings.SAMUT_PROXIES = tuple(filter(None, [proxies]))  # type: ignore[attr-defined]
    told = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=remote, **told)) == expected  # type: ignore[arg-type]


def test_a_page_logs_it_and_leaves_nothing_behind(
    site: Workspace, household_ids: dict[str, str], browser_of: Callable[..., Client]
) -> None:
    page = reverse("households:household", args=[household_ids["1/1"]])
    assert browser_of("provincial_officer").get(page, REMOTE_ADDR="203.0.113.7").status_code == 200
    assert Look.objects.get().from_address == "203.0.113.7"
    assert current_address() == ""


def test_a_command_comes_from_nowhere_and_a_job_from_where_it_was_asked(people: dict[str, User]) -> None:
    somebody = people["provincial_officer"]
    record("one", by=None)
    with asked_from("203.0.113.8"):
        record("two", by=somebody)
        record_look(by=somebody, household_id="a", area_code="22", page="list", purpose="check")
        record_looks(by=somebody, households=[("a", "22"), ("b", "22")], page="list", purpose="check")
    assert dict(AuditEvent.objects.values_list("event", "from_address")) == {"one": "", "two": "203.0.113.8"}
    assert {each.from_address for each in Look.objects.all()} == {"203.0.113.8"}
    assert Look.objects.count() == 3


def test_a_streamed_answer_is_made_under_its_address() -> None:
    def parts() -> Iterator[str]:
        yield current_address()
        yield current_address()

    answer = AddressMiddleware(lambda request: StreamingHttpResponse(parts()))
    response = answer(RequestFactory().get("/", REMOTE_ADDR="203.0.113.9"))
    assert current_address() == ""
    assert list(response) == [b"203.0.113.9"] * 2
    assert current_address() == ""
