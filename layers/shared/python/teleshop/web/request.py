"""What a view gets and what it may give back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from teleshop.kernel.actor import Actor, Call

B = TypeVar("B")
Q = TypeVar("Q")


@dataclass(frozen=True, slots=True)
class Received:
    """A message as it came, for routes whose callers sign it: the very bytes of the body, and the
    headers with names in lower case.
    """

    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Request(Generic[B, Q]):
    """One request, checked: ``call`` goes to the service, ``body`` and ``query`` are the declared
    structures.

    ``path`` holds the path parameters, URL-decoded; ``received`` is filled for signed routes.
    """

    call: Call
    body: B
    query: Q
    path: Mapping[str, str]
    received: Received = Received()

    @property
    def actor(self) -> Actor:
        """Who calls."""
        return self.call.actor


@dataclass(frozen=True, slots=True)
class Answer:
    """``value`` is encoded as JSON; ``version`` becomes the ETag."""

    value: Any
    version: int | None = None
