"""The story of a supplier, in process."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from teleshop.kernel.actor import Role
from teleshop.kernel.settings import settings
from tests.api.client import ApiClient
from tests.factories.onboarding import Person, Story
from tests.harness.platform import Platform


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
        settle(self.platform)
        found = condition()
        assert found, f"waited in vain for {for_what}"
        return found


def settle(platform: Platform) -> None:
    """Deliver everything; no function that has a part in the story may give up."""
    platform.settle(allow_dead_letters=True)
    taking_part = ("Suppliers", "Approvals", "Documents", "Deadlines", "Outbox")
    letters = [item for item in platform.dead_letters if item.function.startswith(taking_part)]
    if letters:
        raise AssertionError(f"{letters[0].function} gave up: {letters[0].error!r}") from letters[
            0
        ].error


@pytest.fixture
def site(api: ApiClient, platform: Platform) -> InProcess:
    """The platform in one process."""
    return InProcess(api, platform)


@pytest.fixture
def story(site: InProcess) -> Story:
    """An applicant that has done nothing yet."""
    return Story(site)
