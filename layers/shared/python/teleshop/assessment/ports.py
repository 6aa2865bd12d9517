"""What assessment needs of other contexts and of storage, in its own words; `wiring.py` connects
it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from teleshop.assessment.domain.card import Scorecard
from teleshop.assessment.domain.peers import Peers
from teleshop.assessment.domain.policy import ScorecardPolicy
from teleshop.assessment.domain.runs import Run

# -- runs ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """A supplier on board, and the codes of the categories it was admitted for, sorted."""

    supplier_id: str
    categories: tuple[str, ...]


class Board(Protocol):
    """The suppliers with whom there is a cooperation, suspended ones too."""

    def everybody(self) -> Iterator[Member]:
        """All of them, page by page; one may come twice."""

    def find(self, supplier_id: str) -> Member | None:
        """One of them; None for who is not on board."""


class FigureSource(Protocol):
    """The figures of suppliers, by measure."""

    def collect(self, quarter: str) -> Iterator[tuple[str, Mapping[str, int]]]:
        """Those of a quarter: all suppliers that have any."""

    def of_quarter(self, supplier_id: str, quarter: str) -> Mapping[str, int]:
        """Those of one supplier as they stand now; empty if there are none."""


class Counting(Protocol):
    """The counting of figures."""

    def is_settled(self) -> bool:
        """Whether every event that arrived was counted."""


class PolicySource(Protocol):
    """Scorecard policies."""

    def in_force(self, quarter: str) -> ScorecardPolicy:
        """What holds in a quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenSupplier:
    """What a run knows of a supplier: the category it is compared in, and its figures."""

    supplier_id: str
    category: str
    figures: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a run scores: equal snapshots give equal scorecards. Suppliers by id."""

    quarter: str
    policy: ScorecardPolicy
    suppliers: tuple[FrozenSupplier, ...]


class RunFiles(Protocol):
    """The files of runs: the frozen figures, what suppliers are compared with, the batches."""

    def put_snapshot(self, quarter: str, snapshot: Snapshot) -> str:
        """Keep the frozen figures; answers the folder, which is named by their hash, so that
        whatever is put there again is equal to what is there.
        """

    def snapshot(self, folder: str) -> Snapshot:
        """The same."""

    def put_peers(self, folder: str, peers: Peers) -> None:
        """Keep what suppliers are compared with."""

    def peers(self, folder: str, category: str) -> Peers:
        """The same for the suppliers of a category."""

    def put_batches(self, folder: str, batches: Sequence[Sequence[Scorecard]]) -> None:
        """Keep the scorecards batch by batch, numbered from 1, and at last the list of batches
        that the state machine reads.
        """

    def batch(self, folder: str, number: int) -> list[Scorecard]:
        """The scorecards of a batch."""

    def place_of_batches(self, folder: str) -> tuple[str, str]:
        """Bucket and key of the list of batches."""


class Executions(Protocol):
    """The state machine of runs."""

    def start(self, run: Run) -> None:
        """Start the execution of a run's attempt; starting it again changes nothing."""

    def is_working(self, run: Run) -> bool | None:
        """Whether the execution of a run's attempt works; None if there has been none."""
