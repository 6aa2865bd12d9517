"""The forms that contexts build their `schemas.py` from: input that refuses unknown fields,
output, lists and their query.

A field's limits are stated once, in ``Annotated[str, msgspec.Meta(…)]``; they reach validation
and the OpenAPI document from there. ``Meta(extra={"zh": …, "en": …, "code": …, "clause": …})``
(all optional) gives a pattern or limit the words and the clause that a person is told instead of
the bare limit.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Generic, TypeVar

import msgspec

from teleshop.kernel.quarters import PATTERN

if TYPE_CHECKING:
    from teleshop.kernel.paging import Page, PageRequest

MAX_LIMIT = 100

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""An instant in input: ISO 8601 with an offset."""
Quarter = Annotated[
    str,
    msgspec.Meta(
        pattern=PATTERN,
        max_length=6,
        description="季度，如 2026Q4 / quarter, such as 2026Q4",
        extra={
            "code": "quarter_form",
            "zh": "请按 2026Q4 的形式填写季度。",
            "en": "Write a quarter like 2026Q4.",
        },
    ),
]
"""A quarter in input, in the form of :mod:`teleshop.kernel.quarters`."""
MAX_CURSOR = 4096

T = TypeVar("T")


class Input(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of what a caller sends: immutable, and a field that is not declared is refused by name.

    Subclasses repeat ``frozen=True, kw_only=True``; the refusal of unknown fields is inherited.
    """


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what a caller is told."""


class NoBody(Input, frozen=True, kw_only=True):
    """The body of an action that needs none: nothing, or ``{}``."""


class NoQuery(Input, frozen=True, kw_only=True):
    """The query of a route that takes none."""


class ListQuery(Input, frozen=True, kw_only=True):
    """The query of every list; filters are added by a subclass."""

    limit: Annotated[
        int, msgspec.Meta(ge=1, le=MAX_LIMIT, description="每页条数 / items per page")
    ] = 20
    cursor: Annotated[
        Annotated[str, msgspec.Meta(max_length=MAX_CURSOR)] | None,
        msgspec.Meta(description="上一页返回的 next / `next` of the page before"),
    ] = None

    @property
    def page(self) -> "PageRequest":
        """The same for a service."""
        # Imported here: signing cursors needs botocore, declaring a schema does not.
        from teleshop.kernel.paging import PageRequest

        return PageRequest(self.limit, self.cursor)


class Listing(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One page of a list; ``next`` is the cursor of the page after it, null at the end."""

    items: list[T]
    next: str | None = None

    @classmethod
    def of(cls, page: "Page[T]") -> "Listing[T]":
        """The page a service answered with."""
        return cls(items=page.items, next=page.next)
