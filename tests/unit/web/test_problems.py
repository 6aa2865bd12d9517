"""Errors as problem documents."""

from typing import Any

import pytest

from teleshop.kernel.errors import BusyError, NotFoundError, TeleshopError
from teleshop.web.problems import is_throttled, problem, title


class AwsError(Exception):
    """As botocore (``response``) or PynamoDB (``cause_response_code``) report an error."""

    def __init__(self, response: Any = None, cause_response_code: str | None = None) -> None:
        super().__init__()
        self.response = response
        self.cause_response_code = cause_response_code


def test_a_problem_is_told_in_the_language_asked_for() -> None:
    zh, en = problem(NotFoundError(), "zh", "id-1"), problem(NotFoundError(), "en", "id-1")
    assert (zh.status, zh.code, zh.type) == (404, "not_found", "urn:teleshop:problem:not_found")
    assert (zh.title, en.title) == ("未找到", "Not found")
    assert zh.detail != en.detail
    assert zh.request_id == "id-1"


def test_an_unforeseen_error_tells_nothing_of_itself() -> None:
    told = problem(TeleshopError(), "en", "id-1")
    assert (told.status, told.code) == (500, "internal_error")


def test_a_status_without_a_title_of_its_own_takes_that_of_its_kind() -> None:
    assert title(418, "en") == title(400, "en")
    assert title(507, "zh") == title(500, "zh")
    assert title(BusyError.status, "en") == "Temporarily unavailable"


@pytest.mark.parametrize(
    "error",
    [
        AwsError({"Error": {"Code": "ThrottlingException"}}),
        AwsError({"Error": {"Code": "SlowDown"}}),
        AwsError(cause_response_code="ProvisionedThroughputExceededException"),
    ],
)
def test_a_call_refused_for_load_is_recognised(error: Exception) -> None:
    assert is_throttled(error)


@pytest.mark.parametrize(
    "error",
    [
        KeyError("ThrottlingException"),
        AwsError({"Error": {"Code": "AccessDeniedException"}}),
        AwsError({}),
        AwsError("ThrottlingException"),
        AwsError(cause_response_code="ConditionalCheckFailedException"),
    ],
)
def test_any_other_failure_is_not_taken_for_load(error: Exception) -> None:
    assert not is_throttled(error)
