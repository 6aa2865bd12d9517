"""Use cases of payments: every method that commits. A gateway may be asked twice after a crash,
under the same key; what is stored is the same.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import cache, partial
from typing import Any

from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.payments.domain.movement import movement_id
from teleshop.payments.domain.policy import HAND_ALONE_UP_TO
from teleshop.payments.errors import NotKnownYetError
from teleshop.payments.gateway import NAME
from teleshop.payments.schemas import SettlementBody, UnexpectedSettlementBody
from teleshop.payments.wiring import service
from tests.factories import payments as f
from tests.harness.fault_walk import UseCase
from tests.harness.gateway import FakeGateway, callback
from tests.harness.world import NOW, World

CLAUSE = "6.3.1"
BEN = Actor("ben", frozenset({Role.FINANCE}))
Do = Callable[[Call, Any], object]


def use_case(
    covers: str,
    prepare: Callable[[], Any],
    do: Do,
    *,
    actor: Actor = SYSTEM_ACTOR,
    after: timedelta = f.DAY,
    name: str = "",
    keyed: bool = True,
) -> UseCase:
    """One use case: ``do`` with a request key, as behind the HTTP edge or a consumer of events;
    callbacks have none.
    """

    def act(world: World, prepared: Any) -> object:
        call = world.call("act" if keyed else None, actor=actor, now=NOW + after)
        return world.run(call, lambda: do(call, prepared))

    title = f"payments.{covers.split('.')[1]}{name and '.' + name}"
    return UseCase(title, CLAUSE, in_world(prepare), act, covers=(f"payments.{covers}",))


@cache
def in_world(prepare: Callable[[], Any]) -> Callable[[World], Any]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


def nothing() -> None:
    """Nothing is stored."""


def open_payment() -> None:
    """A payment is open."""
    f.opened()


def closed_payment() -> None:
    """Its time is over."""
    f.opened()
    f.closed()


def unmatched() -> str:
    """Money came in that nothing is known of; answers its movement."""
    try:
        f.pay()
    except NotKnownYetError:
        return movement_id(NAME, f.TRANSACTION)
    raise AssertionError("a payment is there")


def large_unmatched() -> str:
    """So much money that two persons have to enter what became of it."""
    try:
        f.pay(amount=HAND_ALONE_UP_TO + 1)
    except NotKnownYetError:
        return movement_id(NAME, f.TRANSACTION)
    raise AssertionError("a payment is there")


def entered() -> str:
    """One of them did."""
    money = large_unmatched()
    settle_unexpected(f.call(BEN), money)
    return money


def claimed() -> None:
    """Money came in before its payment was there, and then the payment."""
    unmatched()
    f.opened()


def requested() -> Any:
    """A refund was asked for."""
    f.paid()
    return f.refunded()


def failed() -> Any:
    """The gateway could not pay it."""
    refund = requested()
    f.fail(refund, after=timedelta(hours=1))
    return f.refund_of(refund.id)


def large_failed() -> Any:
    """One that two persons have to settle by hand."""
    amount = HAND_ALONE_UP_TO + 1
    f.opened(amount=amount)
    f.pay(amount=amount)
    refund = f.refunded(amount)
    f.fail(refund, after=timedelta(hours=1))
    return f.refund_of(refund.id)


def settled() -> Any:
    """It was paid."""
    refund = requested()
    f.settle(refund, after=timedelta(hours=1))
    return refund


def receive(kind: str, data: Callable[[Any], dict[str, Any]]) -> Do:
    """A callback comes; one that is to be repeated is answered with its refusal."""

    def act(call: Call, prepared: Any) -> object:
        headers, body = callback(kind, data(prepared), call.now)
        try:
            return service().callbacks.receive(call, NAME, headers, body)
        except NotKnownYetError as refused:
            return refused.code

    return act


def failure(refund: Any) -> dict[str, Any]:
    return {"refund_id": refund.id, "attempt": refund.attempt, "code": "account_closed"}


def send(answer: tuple[int, bytes] | None = None) -> Do:
    """The gateway is asked, and gives ``answer``."""

    def act(call: Call, refund: Any) -> object:
        gateway = FakeGateway(answers=[answer] if answer else [])
        return f.refunds_with(gateway).send(call, refund.id, refund.attempt)

    return act


def retry(call: Call, refund: Any) -> object:
    return service().refunds.retry(call, refund.id)


def by_hand(call: Call, refund: Any) -> object:
    body = SettlementBody(reference="bank-1")
    return service().refunds.settle_by_hand(call, refund.id, body)


def settle_unexpected(call: Call, movement_id: str) -> object:
    body = UnexpectedSettlementBody(reference="bank-1")
    return service().refunds.settle_unexpected(call, movement_id, body)


def warn(call: Call, refund: Any) -> object:
    return service().refunds.clock_approaches(call, refund.id)


def run_out(call: Call, refund: Any) -> object:
    return service().refunds.clock_ran_out(call, refund.id, refund.due_at)


def pay_data(_: Any) -> dict[str, Any]:
    return f.paid_data()


RECEIVE = partial(use_case, "Callbacks.receive", keyed=False)
PAID = receive("payment.succeeded", pay_data)

USE_CASES = (
    RECEIVE(open_payment, PAID, name="paid"),
    RECEIVE(closed_payment, PAID, name="late"),
    RECEIVE(nothing, PAID, name="unmatched"),
    RECEIVE(claimed, PAID, name="matched"),
    RECEIVE(requested, receive("refund.succeeded", f.succeeded_data), name="refund_settled"),
    RECEIVE(requested, receive("refund.failed", failure), name="refund_failed"),
    RECEIVE(settled, receive("refund.failed", failure), name="refund_disputed"),
    use_case("Refunds.send", requested, send()),
    use_case("Refunds.send", requested, send((422, b'{"code":"no"}')), name="refused"),
    use_case("Refunds.retry", failed, retry, actor=f.FINANCE),
    use_case("Refunds.settle_by_hand", failed, by_hand, actor=f.FINANCE),
    use_case("Refunds.settle_by_hand", large_failed, by_hand, actor=f.FINANCE, name="first_of_two"),
    use_case("Refunds.settle_unexpected", unmatched, settle_unexpected, actor=f.FINANCE),
    use_case(
        "Refunds.settle_unexpected",
        large_unmatched,
        settle_unexpected,
        actor=f.FINANCE,
        name="first_of_two",
    ),
    use_case(
        "Refunds.settle_unexpected",
        entered,
        settle_unexpected,
        actor=f.FINANCE,
        name="second_of_two",
    ),
    use_case("Refunds.clock_approaches", requested, warn, after=5 * f.DAY),
    use_case("Refunds.clock_ran_out", requested, run_out, after=7 * f.DAY),
)
