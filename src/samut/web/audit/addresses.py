"""From where somebody asks: the address of the request at work, for the rows written while it is.

A program behind an office's own web server sees that server's address in every request. What such a
server says about the browser is believed only when its own address is one of SAMUT_PROXIES.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Answer = Callable[[HttpRequest], HttpResponseBase]

# Nothing asks from anywhere in a command.
_address: ContextVar[str] = ContextVar("address", default="")


def current_address() -> str:
    """The address of the request at work; empty in a command."""
    return _address.get()


@contextmanager
def asked_from(address: str) -> Iterator[None]:
    """Work that goes on for a request elsewhere (a job), under the address it was asked from."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: the nearest address that is none of our own proxies. "": not known."""
    here = _address_in(request.META.get("REMOTE_ADDR", ""))
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while said and here and _is_proxy(here):
        further = _address_in(said.pop())
        if not further:
            break
        here = further
    return here


def _address_in(text: str) -> str:
    """A text as an address in its usual form, with an IPv4 one inside an IPv6 one taken out; or ""."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def _is_proxy(address: str) -> bool:
    return any(ipaddress.ip_address(address) in each for each in _networks(tuple(settings.SAMUT_PROXIES)))


@lru_cache(maxsize=8)
def _networks(proxies: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(each.strip(), strict=False) for each in proxies)


class AddressMiddleware:
    """Keeps the address of the request while it is answered."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        address = address_of(request)
        with asked_from(address):
            response = self.get_response(request)
        # What is streamed is still being made after this; a file lies there already.
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = _streamed(cast(Iterable[bytes], response.streaming_content), address)
        return response


def _streamed(parts: Iterable[bytes], address: str) -> Iterator[bytes]:
    _address.set(address)
    try:
        yield from parts
    finally:
        _address.set("")
