"""The quarterly sample: drawn from a closed frame, so that anybody can draw it again.

The frame holds every customer to whom an order was delivered in the quarter. It is closed some days
after the quarter and copied in order of the ids; its hash is SHA-256 over the hash so far (at first
empty) and the next id, for each id in turn.

The draw: each member gets the rank SHA-256 of ``<seed>|<customer id>`` in UTF-8, read as hex; the
``size`` members of lowest rank are the sample. The result depends on seed and frame alone, not on
the order of members or on a library's generator.
"""

import hashlib
import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from teleshop.kernel.clock import start_of_china_day
from teleshop.kernel.quarters import day_after

FRAME_CHUNK = 500
DRAWN_CHUNK = 500
INVITED_PER_STEP = 20
MAX_SIZE = 20_000


class SampleState(StrEnum):
    """``closing``: the frame is being copied; ``inviting``: drawn, members are being invited."""

    CLOSING = "closing"
    INVITING = "inviting"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One draw of one programme for one quarter. ``frame_size`` and ``frame_hash`` are those of the
    frame as far as it is copied; ``cursor`` is the last customer copied.

    ``handled`` members of the sample are done with: ``invited``, or left out since they do not want
    to be asked. ``requested_by`` is a token subject, or ``system``.
    """

    id: str
    programme_id: str
    quarter: str
    size: int
    seed: str
    requested_at: datetime
    requested_by: str
    state: SampleState = SampleState.CLOSING
    frame_size: int = 0
    frame_hash: str = ""
    chunks: int = 0
    cursor: str = ""
    drawn: int = 0
    handled: int = 0
    invited: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameMember:
    """A customer of the frame; ``delivered_on`` is the first delivery that was reported."""

    quarter: str
    customer_id: str
    delivered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChunk:
    """Part ``number`` of the copied frame (``part`` ``frame``) or of the drawn members
    (``drawn``).
    """

    sample_id: str
    part: str
    number: int
    members: tuple[str, ...]


def sample_id(programme_id: str, quarter: str) -> str:
    """One sample of a programme and quarter can exist."""
    return f"{programme_id}.{quarter}"


def frame_closes_at(quarter: str, days: int) -> datetime:
    """The instant from which the frame of a quarter may be closed."""
    return start_of_china_day(day_after(quarter) + timedelta(days=days))


def chained(hash_so_far: str, members: Iterable[str]) -> str:
    """The hash of the frame with ``members`` added."""
    found = hash_so_far
    for member in members:
        found = hashlib.sha256(f"{found}{member}".encode()).hexdigest()
    return found


def rank(seed: str, customer_id: str) -> str:
    """Where a member stands in the draw; lowest first."""
    return hashlib.sha256(f"{seed}|{customer_id}".encode()).hexdigest()


def draw(members: Iterable[str], size: int, seed: str) -> list[str]:
    """The drawn members in order of rank; all of them if there are no more than ``size``."""
    return heapq.nsmallest(size, set(members), key=lambda member: (rank(seed, member), member))


def copied(sample: Sample, members: Sequence[str]) -> Sample:
    """The sample once a further chunk of its frame is copied."""
    return replace(
        sample,
        frame_size=sample.frame_size + len(members),
        frame_hash=chained(sample.frame_hash, members),
        chunks=sample.chunks + 1,
        cursor=members[-1],
    )


def drawn(sample: Sample, count: int) -> Sample:
    """The sample once it is drawn."""
    state = SampleState.INVITING if count else SampleState.DONE
    return replace(sample, state=state, drawn=count)


def invited(sample: Sample, handled: int, count: int) -> Sample:
    """The sample once ``handled`` further members are done with, ``count`` of them invited."""
    done = sample.handled + handled
    return replace(
        sample,
        handled=done,
        invited=sample.invited + count,
        state=SampleState.DONE if done >= sample.drawn else sample.state,
    )
