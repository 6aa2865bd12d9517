"""Requests that take effect once: looking up what an earlier, equal request was answered."""

from pynamodb.exceptions import DoesNotExist

from teleshop.kernel.actor import RequestKey, StoredAnswer
from teleshop.kernel.errors import ConflictingRequestKeyError
from teleshop.kernel.journal import IdempotencyRow
from teleshop.kernel.personal import personal_cipher
from teleshop.kernel.store.failures import reading

BODY_FIELD = "idempotency.body"


class RepeatedRequestError(Exception):
    """The request took effect before, perhaps a moment ago in a parallel twin; ``answer`` is what
    it was told.
    """

    def __init__(self, answer: StoredAnswer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def row_key(key: RequestKey) -> str:
    """The primary key of the record of a request."""
    return f"{key.owner}#{key.key}"


def find_answer(key: RequestKey) -> StoredAnswer | None:
    """The answer given to the same request before, or None if it never took effect.

    Raises :class:`ConflictingRequestKeyError` when the key was used with other content.
    """
    pk = row_key(key)
    try:
        with reading():
            row = IdempotencyRow.get(pk, consistent_read=True)
    except DoesNotExist:
        return None
    if row.fingerprint != key.fingerprint:
        raise ConflictingRequestKeyError
    body = personal_cipher().open(row.body, owner=pk, field=BODY_FIELD).decode() if row.body else ""
    return StoredAnswer(row.status, body, row.etag)
