"""What phones expect to hear, to the letter: content types, headers and codes of OpenRosa.

ODK Collect tests for `text/xml` in the content type, takes 200 on HEAD for a captive portal and
200 on POST for a failure, and shows our message to the volunteer, so it is written in Thai.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

from samut.forms.build import Form
from samut.rules.errors import Problem

CONTENT_TYPE = "text/xml; charset=utf-8"
VERSION_HEADER, VERSION = "X-OpenRosa-Version", "1.0"
SIZE_HEADER = "X-OpenRosa-Accept-Content-Length"
LARGEST_REQUEST_BYTES = 10_000_000
LIST_SPACE = "http://openrosa.org/xforms/xformsList"
ANSWER_SPACE = "http://openrosa.org/http/response"


def _answer(body: bytes, status: int) -> HttpResponse:
    response = HttpResponse(body, content_type=CONTENT_TYPE, status=status)
    response[VERSION_HEADER] = VERSION
    response[SIZE_HEADER] = str(LARGEST_REQUEST_BYTES)
    response["Cache-Control"] = "private, no-cache"
    # Django logs the path of an error answer, and here the path holds the key.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _xml(root: Element) -> bytes:
    return tostring(root, encoding="utf-8", xml_declaration=True)


def ready() -> HttpResponse:
    """The answer to HEAD: 204, and how much may be sent at once."""
    return _answer(b"", 204)


def form_list(forms: Iterable[tuple[Form, str]]) -> HttpResponse:
    """The forms with the addresses they are fetched from."""
    root = Element("xforms", xmlns=LIST_SPACE)
    for form, address in forms:
        entry = SubElement(root, "xform")
        parts = ("formID", form.form_id), ("name", form.title), ("version", form.version), ("hash", form.hash)
        for name, text in (*parts, ("downloadUrl", address)):
            SubElement(entry, name).text = text
    return _answer(_xml(root), 200)


def form_xml(form: Form) -> HttpResponse:
    """The very bytes the hash of the list was made of."""
    return _answer(form.xml, 200)


def message(text: str, status: int) -> HttpResponse:
    root = Element("OpenRosaResponse", xmlns=ANSWER_SPACE)
    nature = "submit_success" if status in (201, 202) else "submit_failure"
    SubElement(root, "message", nature=nature).text = text
    return _answer(_xml(root), status)


def refusal(problem: Problem, status: int) -> HttpResponse:
    """A catalogued problem as the volunteer's phone shows it."""
    said = f"{problem.what('th')} {problem.do('th')} ({problem.code}: {problem.what('en')})"
    return message(said, status)
