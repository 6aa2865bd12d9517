"""Running a use case: again at once when another change came first, and not again when it took
effect before.
"""

from collections.abc import Callable
from typing import TypeVar

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.idempotency import RepeatedRequestError, find_answer

T = TypeVar("T")

ATTEMPTS = 4


def run(call: Call, use_case: Callable[[], T]) -> T:
    """The result of ``use_case``, which loads, decides and commits.

    Raises :class:`RepeatedRequestError` with the first answer for a request that took effect
    before. A use case that lost a race is run again on what is stored now; after :data:`ATTEMPTS`
    races the caller gets :class:`RacedError`.
    """
    if call.request_key is not None:
        answer = find_answer(call.request_key)
        if answer is not None:
            raise RepeatedRequestError(answer)
    for _ in range(ATTEMPTS - 1):
        try:
            return use_case()
        except RacedError:
            continue
    return use_case()
