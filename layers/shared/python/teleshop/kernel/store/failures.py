"""What a failed call of DynamoDB means for a caller."""

from collections.abc import Iterator
from contextlib import contextmanager

from pynamodb.exceptions import GetError, PynamoDBException, QueryError

from teleshop.kernel.errors import BusyError

OVERLOAD = frozenset(
    {
        "ThrottlingException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "TransactionInProgressException",
        "InternalServerError",
    }
)
"""Codes that pass by themselves: the same call may succeed a moment later."""


def unanswered(failed: PynamoDBException) -> bool:
    """Whether the database gave no answer at all: a time-out or a lost connection."""
    return getattr(failed.cause, "response", None) is None


def overloaded(failed: PynamoDBException) -> bool:
    """Whether the database refused for load."""
    return not unanswered(failed) and failed.cause_response_code in OVERLOAD


@contextmanager
def reading() -> Iterator[None]:
    """Let a read that failed for load or without answer say so: :class:`BusyError`, to be repeated.

    Other failures (a missing permission, a wrong key) are ours and pass unchanged.
    """
    try:
        yield
    except (GetError, QueryError) as failed:
        if unanswered(failed) or overloaded(failed):
            raise BusyError from failed
        raise
