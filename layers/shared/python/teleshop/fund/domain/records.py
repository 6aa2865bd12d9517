"""Small facts that are kept beside claims."""

from dataclasses import dataclass
from datetime import datetime

from teleshop.fund.domain.entitlement import ClaimKind, Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """That a line of an order is claimed for; ``key`` is one of ``Claim.twin_keys``."""

    key: str
    claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Damages:
    """What is claimed as damages of one kind for what a supplier sold with one order, by claims
    that did not end without pay; its version lets one of two twin claims through.
    """

    order_id: str
    supplier_id: str
    kind: ClaimKind
    shares: tuple[Share, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A claim's place among those that wait for money; ``amount`` in fen."""

    claim_id: str
    opened_at: datetime
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedReference:
    """A payment that is booked: ``kind`` is `contribution`, `payout` or `recovery`."""

    kind: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Where the fund stands, in fen: ``free`` and ``reserved`` make up the ``cash``; ``receivable``
    is owed by suppliers; ``waiting_claims`` (of which the first hundred are counted) want
    ``waiting_amount``.
    """

    free: int
    reserved: int
    receivable: int
    contributions: int
    payouts: int
    waiting_claims: int
    waiting_amount: int
    at: datetime

    @property
    def cash(self) -> int:
        """All the money there is."""
        return self.free + self.reserved
