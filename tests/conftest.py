"""Fixtures of all tests, and the closed door: nothing but end-to-end tests may open a socket, and
those only to loopback.
"""

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

# A rule is not broken because a machine is busy.
settings.register_profile("teleshop", deadline=None)
settings.load_profile("teleshop")
# Before botocore reads it: no test may ever find a person's own credentials or configuration.
os.environ.update(
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    AWS_EC2_METADATA_DISABLED="true",
)
os.environ.pop("AWS_PROFILE", None)

LOOPBACK = ("127.", "::1", "localhost")


class NetworkClosedError(Exception):
    """A test tried to reach something outside its process."""


@pytest.fixture(autouse=True)
def _closed_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections; tests below ``tests/e2e`` reach loopback."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    loopback = "e2e" in request.path.parts

    def guard(own: socket.socket, address: Any) -> None:
        local = own.family == socket.AF_UNIX or str(address[0]).startswith(LOOPBACK)
        if not (loopback and local):
            # Libraries close a socket only upon errors of the network.
            own.close()
            raise NetworkClosedError(f"{request.node.nodeid} opens a connection to {address}")

    def guarded(own: socket.socket, address: Any) -> None:
        guard(own, address)
        connect(own, address)

    def guarded_ex(own: socket.socket, address: Any) -> int:
        guard(own, address)
        return connect_ex(own, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)


@pytest.fixture
def aws() -> Iterator[Any]:
    """A fresh :class:`tests.harness.aws.Cloud`, imported only by tests that ask for it."""
    from tests.harness.aws import cloud

    with cloud() as made:
        yield made


@pytest.fixture
def platform(aws: Any) -> Iterator[Any]:
    """The same cloud with everything connected that `infra/` connects: see
    :mod:`tests.harness.platform`.
    """
    from tests.harness.platform import connected

    with connected(aws) as made:
        yield made
