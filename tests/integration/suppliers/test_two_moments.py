"""An application is sent in with the documents that it was judged with, or not at all."""

from typing import Any

import pytest

from teleshop.suppliers.wiring import service
from tests.factories import stages
from tests.factories.approvals import call as at
from tests.factories.stages import APPLICANT
from tests.harness.twin_walk import between, outcome_of


@pytest.mark.clause("3.1.2")
@pytest.mark.parametrize("attempt", range(1, 13))
def test_no_application_goes_in_without_the_document_it_was_judged_with(
    aws: Any, attempt: int
) -> None:
    stage = stages.documented()

    def submit() -> str:
        own = at(APPLICANT)
        return outcome_of(lambda: service().applications.submit_application(own, stage.id))

    def remove() -> str:
        own = at(APPLICANT)
        found = service().qualifications
        return outcome_of(lambda: found.remove_document(own, stage.id, stage.licence))

    assert between(submit, remove, attempt) in {
        ("done", "application_locked"),
        ("requirements_not_met", "done"),
    }
