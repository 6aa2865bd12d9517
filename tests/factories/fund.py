"""Claims on the fund in the state that a test needs, made through the services as callers would."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from teleshop.approvals.service import Decided
from teleshop.fund.schemas import ClaimBody, ContributionBody, ContributionView, PayoutBody
from teleshop.fund.service import Fund, Shown
from teleshop.fund.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.use_case import run
from teleshop.orders.service import GoodsKind
from teleshop.orders.wiring import service as orders
from tests.factories.orders import CUSTOMER, SUPPLIER_ID, line, order, reporting

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ORDER = "TS20261120-0001"
BUYER = CUSTOMER
AGENT = Actor("agnes", frozenset({Role.AGENT}))
LEAD = Actor("lee", frozenset({Role.LEAD}))
FINANCE = Actor("fay", frozenset({Role.FINANCE}))
MANAGER = Actor("mona", frozenset({Role.MANAGER}))
SUPPLIER = Actor("sam", frozenset({Role.SUPPLIER}), SUPPLIER_ID)
APPROVED = Decided("approved", LEAD.subject, None)
REJECTED = Decided("rejected", LEAD.subject, None, "not_proven")
RETURNED = Decided("returned", LEAD.subject, None, "photo_missing")
TIMED_OUT = Decided("timed_out")
FRAUD = 897_00
"""Three times what line 1 of the order cost."""


def call(actor: Actor = SYSTEM_ACTOR, after: timedelta = timedelta()) -> Call:
    """The frame of a call some time after :data:`NOW`."""
    return Call(actor, NOW + after, "request", "correlation")


def ordered(id: str = ORDER, **changes: Any) -> str:
    """An order of four lines of one supplier (a pan, food, another pan, food), delivered; its
    seller cannot be named.
    """
    bought = (
        line(1),
        line(2, goods_kind=GoodsKind.FOOD, unit_price=58_00, paid=58_00),
        line(3),
        line(4, goods_kind=GoodsKind.FOOD, unit_price=168_00, paid=168_00),
    )
    paid = sum(one.paid for one in bought)
    made = order(id, lines=bought, paid=paid, freight=0, seller_disclosed=False)
    orders().report_order(reporting(), replace(made, **changes))
    return id


def body(**changes: Any) -> ClaimBody:
    """A claim of damages for fraud with line 1."""
    wanted = {"kind": "fraud_damages", "order_id": ORDER, "lines": [1], "statement": "型号不符"}
    return msgspec.convert(wanted | changes, ClaimBody)


def contributed(
    amount: int = 10_000_00, reference: str = "bank-1", after: timedelta = timedelta()
) -> ContributionView:
    """Money in the fund."""
    frame = call(FINANCE, after)
    wanted = ContributionBody(amount=amount, reference=reference)
    return run(frame, lambda: service().payments.contribute(frame, wanted))


def opened(actor: Actor = BUYER, after: timedelta = timedelta(), **changes: Any) -> Shown:
    """A claim that was filed."""
    frame = call(actor, after)
    return run(frame, lambda: service().claims.open_claim(frame, body(**changes)))


def in_review(actor: Actor = BUYER, **changes: Any) -> str:
    """A claim that money is set aside for; with the order and the money it needs."""
    ordered()
    contributed()
    return opened(actor, **changes).claim.id


def decided(claim_id: str, outcome: Decided = APPROVED, round: int = 1) -> str:
    """The decision takes effect, as the state machine lets it."""
    service().reviews.apply_outcome(call(after=DAY), claim_id, round, outcome)
    return claim_id


def approved(actor: Actor = BUYER, **changes: Any) -> str:
    """A claim that was approved."""
    return decided(in_review(actor, **changes))


def paid(actor: Actor = BUYER, **changes: Any) -> str:
    """A claim that was paid; its supplier owes it."""
    claim_id = approved(actor, **changes)
    own: Fund = service()
    own.payments.pay_claim(call(FINANCE, 2 * DAY), claim_id, PayoutBody(reference="pay-1"))
    return claim_id
