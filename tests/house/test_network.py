"""Tests reach this machine and nothing else."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_another_machine_cannot_be_reached() -> None:
    refused = pytest.raises(SocketConnectBlockedError)
    with socket.socket() as asking, refused, pytest.warns(match="203.0.113.1"):
        asking.connect(("203.0.113.1", 80))  # an address for documentation


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as serving, socket.socket() as asking:
        asking.connect(serving.getsockname())
        connection, _ = serving.accept()
        connection.close()
