"""A refusal counts only if all that it was judged on is of one moment."""

import pytest

from teleshop.kernel.errors import BusyError, RacedError, Refusal
from teleshop.kernel.use_case import judged_on


class SpentError(Refusal):
    """Nothing is left."""

    code = "spent"


@pytest.mark.parametrize("now", ["after", None])
def test_a_refusal_judged_on_what_changed_meanwhile_is_a_lost_race(now: str | None) -> None:
    with pytest.raises(RacedError) as raced, judged_on("before", lambda: now):
        raise SpentError
    assert isinstance(raced.value.__cause__, SpentError)


def test_a_refusal_judged_on_what_still_stands_is_told() -> None:
    with pytest.raises(SpentError), judged_on("before", lambda: "before"):
        raise SpentError


def test_nothing_is_read_again_where_nothing_is_refused() -> None:
    read: list[int] = []
    with judged_on(1, lambda: read.append(1)):
        pass
    assert not read


def test_what_is_no_refusal_goes_through() -> None:
    with pytest.raises(ZeroDivisionError), judged_on(1, lambda: 2):
        raise ZeroDivisionError


def test_being_busy_is_not_judged() -> None:
    with pytest.raises(BusyError) as busy, judged_on(1, lambda: 1):
        raise BusyError
    assert type(busy.value) is BusyError
