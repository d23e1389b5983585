"""The tests reach nothing beyond this machine."""

from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_another_host_cannot_be_reached() -> None:
    # 192.0.2.0/24 is kept for documentation: nobody lives there.
    with socket.socket() as outward, pytest.raises(SocketConnectBlockedError):
        outward.connect(("192.0.2.1", 80))
