"""Use cases of deposits: every method that commits."""

from collections.abc import Callable
from datetime import timedelta

from teleshop.approvals.service import Decided
from teleshop.deposits.service import DepositServices
from teleshop.deposits.service.base import clock_id
from teleshop.deposits.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from tests.factories import deposits as d
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

CLAUSE = "3.4.2"
Do = Callable[[DepositServices, Call, str], object]


def use_case(
    covers: str,
    prepare: Callable[[], str],
    do: Do,
    *,
    actor: Actor = SYSTEM_ACTOR,
    now: timedelta = d.DAY,
    name: str = "",
) -> UseCase:
    """One use case: ``do`` with a request key, as behind the HTTP edge or a consumer of events."""

    def act(world: World, prepared: str) -> object:
        call = world.call("act", actor=actor, now=NOW + now)
        return world.run(call, lambda: do(service(), call, prepared))

    title = f"deposits.{covers.split('.')[1]}{name and '.' + name}"
    return UseCase(title, CLAUSE, lambda _: prepare(), act, covers=(f"deposits.{covers}",))


def on_board() -> str:
    """A supplier without a deposit."""
    return d.supplier().id


def short() -> str:
    """A part of the deposit is there."""
    on_board()
    return d.paid_in(30_000_00).supplier_id


def full() -> str:
    """More than the deposit is there."""
    on_board()
    return d.paid_in(90_000_00).supplier_id


def overdue() -> str:
    """The supplier is on hold, and has paid since."""
    short()
    call = d.call(after=20 * d.DAY)
    which = d.SUPPLIER_ID, "top_up", clock_id(d.stored()), call.now
    service().top_ups.clock_ran_out(call, *which)
    return d.paid_in(20_000_00, "bank-2", 21 * d.DAY).supplier_id


def held_again() -> str:
    """A payment that was none lifted the hold, which its reversal brings back."""
    supplier_id = overdue()
    call = d.call(after=22 * d.DAY)
    run(call, lambda: service().top_ups.lift_hold(call, supplier_id))
    return supplier_id


def fined() -> str:
    """A fine was taken from the deposit."""
    supplier_id = full()
    d.fined(5_000_00)
    return supplier_id


def asked() -> str:
    """A payback waits for its decision."""
    full()
    return d.asked().id


def approved() -> str:
    """A payback waits for its payment."""
    full()
    return d.decided(d.asked()).id


def without_its_payment() -> str:
    """A payback was approved, and the payment that it rested on is taken back."""
    payback_id = approved()
    d.changed("payment_reversal", 2 * d.DAY, reference="bank-1", reason="金额有误")
    return payback_id


def pay_in(own: DepositServices, call: Call, id: str) -> object:
    body = d.body("payment", amount=9_00, reference="bank-9", payer_account=d.ACCOUNT)
    return own.payments.pay_in(call, id, body)


def record(own: DepositServices, call: Call, id: str) -> object:
    body = d.body("payment", amount=20_000_00, reference="bank-9", payer_account=d.ACCOUNT)
    return own.record_change(call, id, body)


def reverse(reference: str) -> Do:
    """A payment is taken back."""
    body = d.body("payment_reversal", reference=reference, reason="金额有误")
    return lambda own, call, id: own.payments.reverse_payment(call, id, body)


def require(own: DepositServices, call: Call, id: str) -> object:
    body = d.body("requirement", amount=95_000_00, reason="销售额上升")
    return own.payments.set_requirement(call, id, body)


def ask(amount: int) -> Do:
    """Somebody asks for a payback."""
    body = d.body("payback", amount=amount, reason="超出应缴金额")
    return lambda own, call, id: own.paybacks.ask(call, id, body)


def outcome(decided: Decided) -> Do:
    """What was decided takes effect."""
    return lambda own, call, id: own.paybacks.apply_outcome(call, d.SUPPLIER_ID, id, 1, decided)


def fail(own: DepositServices, call: Call, id: str) -> object:
    return own.paybacks.report_failure(call, d.SUPPLIER_ID, id, 1, "States.Timeout")


def pay(own: DepositServices, call: Call, id: str) -> object:
    body = d.body("payback_paid", payback_id=id, reference="bank-9")
    return own.paybacks.pay(call, d.SUPPLIER_ID, body)


def cancel(own: DepositServices, call: Call, id: str) -> object:
    body = d.body("payback_cancelled", payback_id=id, reason="入账冲销")
    return own.paybacks.cancel(call, d.SUPPLIER_ID, body)


def fine(own: DepositServices, call: Call, id: str) -> object:
    tx = Transaction(call, "fine", Subject("supplier", id))
    return tx.commit(own.deposits.fine(tx, id, 5_000_00, "vio_2"))


def annul(own: DepositServices, call: Call, id: str) -> object:
    tx = Transaction(call, "annul", Subject("supplier", id))
    return tx.commit(own.deposits.annul(tx, id, "vio_1"))


def ran_out(own: DepositServices, call: Call, id: str) -> object:
    return own.top_ups.clock_ran_out(call, id, "top_up", f"deposits:{id}:top-up:1", call.now)


def lift(own: DepositServices, call: Call, id: str) -> object:
    return own.top_ups.lift_hold(call, id)


def end(own: DepositServices, call: Call, id: str) -> object:
    return own.top_ups.cooperation_ended(call, id)


USE_CASES = (
    use_case("Deposits.fine", full, fine),
    use_case("Deposits.annul", fined, annul),
    use_case("DepositServices.record_change", short, record, actor=d.FINANCE),
    use_case("Payments.pay_in", short, pay_in, actor=d.FINANCE),
    use_case("Payments.pay_in", on_board, pay_in, actor=d.FINANCE, name="first"),
    use_case("Payments.reverse_payment", full, reverse("bank-1"), actor=d.FINANCE),
    use_case(
        "Payments.reverse_payment",
        held_again,
        reverse("bank-2"),
        actor=d.FINANCE,
        now=23 * d.DAY,
        name="held_again",
    ),
    use_case("Payments.set_requirement", full, require, actor=d.FINANCE),
    use_case("Paybacks.ask", full, ask(1_00), actor=d.FINANCE, name="alone"),
    use_case("Paybacks.ask", full, ask(20_000_00), actor=d.FINANCE, name="two_persons"),
    use_case("Paybacks.apply_outcome", asked, outcome(d.APPROVED), name="approved"),
    use_case("Paybacks.apply_outcome", asked, outcome(d.REJECTED), name="rejected"),
    use_case("Paybacks.apply_outcome", asked, outcome(d.TIMED_OUT), name="timed_out"),
    use_case("Paybacks.apply_outcome", asked, outcome(d.WITHDRAWN), name="withdrawn"),
    use_case("Paybacks.report_failure", asked, fail),
    use_case("Paybacks.pay", approved, pay, actor=d.FINANCE, now=2 * d.DAY),
    use_case("Paybacks.cancel", without_its_payment, cancel, actor=d.FINANCE, now=3 * d.DAY),
    use_case("TopUps.clock_ran_out", short, ran_out, now=20 * d.DAY),
    use_case("TopUps.lift_hold", overdue, lift, now=22 * d.DAY),
    use_case("TopUps.cooperation_ended", short, end),
)
