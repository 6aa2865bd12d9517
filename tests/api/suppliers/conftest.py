"""The story of a supplier, in process."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from teleshop.kernel.actor import Role
from teleshop.kernel.settings import settings
from tests.api.client import ApiClient
from tests.factories.onboarding import Person, Story
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

TAKING_PART = ("Suppliers", "Approvals", "Documents", "Deadlines", "Outbox")


@dataclass
class InProcess:
    """A site on the platform of the tests: waiting is settling."""

    api: ApiClient
    platform: Platform

    def person(self, role: str, subject: str) -> Person:
        """A client with that role and subject."""
        return self.api.as_role(Role(role), subject=subject)

    def upload(self, form: dict[str, Any], content: bytes) -> int:
        """Put the file where its form says; the form's own policy is storage's to enforce."""
        self.platform.aws.client("s3").put_object(
            Bucket=settings().bucket_documents, Key=form["fields"]["key"], Body=content
        )
        return 204

    def wait(self, for_what: str, condition: Callable[[], Any]) -> Any:
        """Let everything happen that happens by itself; then it must be so."""
        self.platform.settle()
        found = condition()
        assert found, f"waited in vain for {for_what}"
        return found


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in the story, connected; others listen elsewhere."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(TAKING_PART)]
    with connected(aws, replace(whole.only(*names), machines=whole.machines)) as made:
        yield made


@pytest.fixture
def site(api: ApiClient, platform: Platform) -> InProcess:
    """The platform in one process."""
    return InProcess(api, platform)


@pytest.fixture
def story(site: InProcess) -> Story:
    """An applicant that has done nothing yet."""
    return Story(site)
