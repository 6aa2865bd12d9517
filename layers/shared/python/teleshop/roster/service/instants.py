"""Instants that a caller names to look something up."""

from datetime import UTC, datetime

from teleshop.kernel.clock import instant
from teleshop.kernel.errors import FieldError, InvalidInputError

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def given_instant(value: datetime, pointer: str) -> datetime:
    """The instant in UTC; one that no roster can reach is refused, before counting from it goes out
    of range.
    """
    if EARLIEST <= value <= LATEST:
        return instant(value)
    raise InvalidInputError(
        errors=[
            FieldError(
                pointer,
                "instant_out_of_range",
                "时间超出可查询范围，请核对年份。",
                "The instant is out of range; check the year.",
            )
        ]
    )
