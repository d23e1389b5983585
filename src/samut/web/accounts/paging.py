"""Which page of a long list an address asks for."""

from __future__ import annotations

import re

from django.http import HttpRequest


def asked_page(request: HttpRequest) -> int:
    """`?page=`; the first where that is no page number. Which is the last is the list's own business."""
    text = request.GET.get("page", "")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 1
