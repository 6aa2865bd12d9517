"""The story of a supplier, on the local cloud over HTTP with real tokens."""

import zlib

import pytest

from tests.e2e.local_site import OnLocalCloud
from tests.factories.onboarding import Story, uscc_number


@pytest.fixture
def story(site: OnLocalCloud, request: pytest.FixtureRequest) -> Story:
    """An applicant of this test alone."""
    name = request.node.name
    number = zlib.crc32(name.encode()) % 100_000_000
    return Story(site, f"applicant-{name}"[:60], uscc_number(number), f"示例商贸{number}有限公司")
