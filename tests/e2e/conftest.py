"""One local cloud for the whole test run, shared by all of its workers.

The first test that asks for it builds the package and starts the cloud; the others attach. It ends
with the test run, even with one that is killed: the cloud watches the process it was started for.
"""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from infra import build
from infra.tools.local_cloud import LocalCloud, Platform
from tests.e2e.clocks import Clocks
from tests.e2e.local_site import OnLocalCloud
from tests.e2e.shop import Shop

LEFT_TO_THE_RUN: list[LocalCloud] = []
"""Keeps the handle of a process that outlives its worker: dropping it would warn that it runs."""


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The platform on a local cloud with a fresh state, on a free port, with IAM enforced."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    shared = shared_folder(tmp_path_factory)
    with (shared / "cloud.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        owner, platform = start_or_attach(shared, watched=os.getppid() if worker else os.getpid())
    yield platform
    if owner is not None and worker:
        # Another worker may still need it: it ends when the run's own process does.
        LEFT_TO_THE_RUN.append(owner)
    elif owner is not None:
        owner.stop()


@pytest.fixture
def site(cloud: Platform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnLocalCloud]:
    """The same, as people see it."""
    clocks = Clocks(shared_folder(tmp_path_factory) / "clocks.lock")
    with httpx.Client(timeout=90) as client:
        yield OnLocalCloud(cloud, client, clocks)


@pytest.fixture
def shop(site: OnLocalCloud, request: pytest.FixtureRequest) -> Shop:
    """A service desk of this test alone."""
    return Shop(site, request.node.nodeid)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this test run have."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def start_or_attach(shared: Path, watched: int) -> tuple[LocalCloud | None, Platform]:
    """Answer the platform of this test run, and its owner when this very call started it."""
    known = shared / "platform.json"
    if known.exists():
        return None, Platform.read(known)
    build.build()
    owner = LocalCloud(shared / "local", watched=watched)
    platform = owner.start()
    platform.write(known)
    return owner, platform


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder carries the marker ``e2e``."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
