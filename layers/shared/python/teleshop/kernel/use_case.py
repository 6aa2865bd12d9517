"""Running a use case: again at once when another change came first, and not again when it took
effect before.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError, TeleshopError
from teleshop.kernel.idempotency import RepeatedRequestError, find_answer

T = TypeVar("T")

ATTEMPTS = 6


def run(call: Call, use_case: Callable[[], T]) -> T:
    """The result of ``use_case``, which loads, decides and commits.

    Raises :class:`RepeatedRequestError` with the first answer for a request that took effect
    before. A use case that lost a race is run again on what is stored now, at once and then after
    random pauses; after :data:`ATTEMPTS` races the caller gets :class:`RacedError`.
    """
    if call.request_key is not None:
        answer = find_answer(call.request_key)
        if answer is not None:
            raise RepeatedRequestError(answer)
    try:
        return use_case()
    except RacedError:
        return _run_again(use_case)


def _run_again(use_case: Callable[[], T]) -> T:
    # Imported here: races are rare, and the module costs import time.
    from tenacity import (
        Retrying,
        retry_if_exception_type,
        stop_after_attempt,
        wait_chain,
        wait_none,
        wait_random_exponential,
    )

    again = Retrying(
        reraise=True,
        retry=retry_if_exception_type(RacedError),
        stop=stop_after_attempt(ATTEMPTS - 1),
        # Who loses again is one of many, who would meet again without pauses.
        wait=wait_chain(wait_none(), wait_random_exponential(multiplier=0.02, max=0.3)),
    )
    return again(use_case)


@contextmanager
def judged_on(known: T, read_again: Callable[[], T | None]) -> Iterator[None]:
    """What is refused within was judged on ``known`` and on something read after it. If ``known``
    has changed meanwhile, the two are of two moments and the refusal means nothing: the race is
    lost, and the use case is run again. Costs a read where something is refused, else nothing.
    """
    try:
        yield
    except TeleshopError as refused:
        if read_again() != known:
            raise RacedError from refused
        raise
