"""A deposit from its payment to its payback over HTTP, with its clock, its state machine and its
events.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from teleshop.deposits.service import Paybacks
from teleshop.deposits.wiring import service
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.transaction import Transaction
from teleshop.kernel.use_case import run
from teleshop.suppliers.service import TerminationReason
from teleshop.suppliers.wiring import service as suppliers
from tests.api.deposits.conftest import Site
from tests.factories import deposits as d
from tests.harness import state_machines

pytestmark = pytest.mark.clause("3.4.2")
DAY = timedelta(days=1)


def fined(site: Site, amount: int) -> None:
    d.fined(amount)
    site.platform.settle()


def annulled(site: Site) -> None:
    d.annulled()
    site.platform.settle()


def test_a_deposit_is_paid_fined_topped_up_and_paid_back_by_two_persons(site: Site) -> None:
    paid = site.pay(90_000_00)
    assert (paid["held"], paid["free"], paid["shortfall"]) == (90_000_00, 40_000_00, 0)
    fined(site, 15_000_00)
    annulled(site)

    asked = site.send("payback", amount=30_000_00, reason="超出应缴金额")
    assert asked.status == 200, asked.json
    (payback,) = asked.json["paybacks"]
    assert payback["state"] == "asked"
    twice = site.send("payback", amount=1_00, reason="再退一笔")
    assert (twice.status, twice.json["code"]) == (409, "payback_open")
    for actor in (d.FINANCE, d.COLLEAGUE):
        assert site.decide(actor, payback["id"], "approve").status == 403
    assert site.decide(d.MANAGER, payback["id"], "approve").status == 200
    assert not state_machines.running()
    after = site.shown()
    assert (after["held"], after["payable"]) == (60_000_00, 30_000_00)

    done = site.send("payback_paid", payback_id=payback["id"], reference="bank-2")
    assert (done.json["payable"], done.json["paybacks"][0]["state"]) == (0, "paid")
    own = site.shown(d.SUPPLIER)
    assert own["paybacks"][0]["asked_by"] is None
    book = site.api.as_actor(d.FINANCE).get(f"/ledger-books/{own['book']}/trial-balance").json
    assert book["balanced"]
    assert book["agrees"]
    entries = f"/ledger-books/{own['book']}/entries?reference=vio_1"
    found = site.api.as_actor(d.FINANCE).get(entries).json["items"]
    assert {one["kind"] for one in found} == {"fine", "fine_annulled"}
    for name in ("DepositPaidIn", "DepositFined", "DepositFineAnnulled", "DepositPaidBack"):
        assert site.told().count(name) == 1
    timeline = site.api.as_actor(d.SUPPLIER).get(f"/suppliers/{d.SUPPLIER_ID}/timeline").json
    assert {"DepositPaidIn", "DepositPaidBack"} <= {one["type"] for one in timeline["items"]}


def test_who_asked_does_not_decide_even_as_a_manager(site: Site) -> None:
    both = Actor("fay", frozenset({Role.FINANCE, Role.MANAGER}))
    site.pay(90_000_00)
    asked = site.send("payback", both, amount=30_000_00, reason="超出应缴金额")
    payback = asked.json["paybacks"][0]
    assert site.decide(both, payback["id"], "approve").json["code"] == "four_eyes"
    reason = {"reason": "尚有商品质量争议", "reason_code": "dispute_open"}
    assert site.decide(d.MANAGER, payback["id"], "reject", **reason).status == 200
    shown = site.shown(d.SUPPLIER)["paybacks"][0]
    assert (shown["state"], shown["refusal"], shown["reason_code"]) == (
        "refused",
        "尚有商品质量争议",
        "dispute_open",
    )


def test_approving_a_request_lets_nobody_alone_pay_back_what_was_lowered_meanwhile(
    site: Site,
) -> None:
    site.pay(100_000_00)
    asked = site.send("payback", amount=50_000_00, reason="超出应缴金额").json["paybacks"][0]
    assert site.send("requirement", amount=0, reason="信用良好").json["free"] == 100_000_00
    assert site.decide(d.MANAGER, asked["id"], "approve").status == 200
    after = site.send("payback", amount=10_000_00, reason="超出应缴金额").json["paybacks"]
    (alone,) = [one for one in after if one["id"] != asked["id"]]
    assert (alone["state"], alone["decided_at"]) == ("asked", None)


def test_a_request_that_finance_takes_back_was_refused_by_nobody_and_is_made_again(
    site: Site,
) -> None:
    site.pay(90_000_00)
    payback = site.send("payback", amount=30_000_00, reason="超出应缴金额").json["paybacks"][0]
    for actor, status in ((d.COLLEAGUE, 403), (d.FINANCE, 200)):
        assert site.take_back(actor, payback["id"]).status == status
    for reader in (d.SUPPLIER, d.FINANCE):
        shown = site.shown(reader)["paybacks"][0]
        assert (shown["state"], shown["refusal"], shown["reason_code"]) == ("withdrawn", None, None)
        assert (shown["decided_by"], shown["stalled"]) == (None, False)
    (told,) = site.platform.events_of_type("DepositPaybackDecided")
    assert told["data"]["outcome"] == "withdrawn"
    again = site.send("payback", amount=30_000_00, reason="超出应缴金额")
    assert {one["state"] for one in again.json["paybacks"]} == {"withdrawn", "asked"}


def test_a_top_up_that_does_not_come_holds_the_supplier_and_its_payment_lifts_that(
    site: Site,
) -> None:
    now = datetime.now(UTC)
    short = site.pay(30_000_00)
    assert (short["shortfall"], short["overdue"]) == (20_000_00, False)
    due = datetime.fromisoformat(short["due_at"])
    assert timedelta(days=10) < due - now < timedelta(days=45)
    site.platform.run_schedules(due + timedelta(minutes=1), "DeadlinesSweep")
    assert site.shown()["overdue"]
    assert "supplier_on_hold" in site.obstacles()
    late = site.at(due + DAY).pay(20_000_00, "bank-2")
    assert (late["shortfall"], late["overdue"], late["due_at"]) == (0, False, None)
    assert "supplier_on_hold" not in site.obstacles()
    for name in ("DepositShort", "DepositOverdue", "DepositRestored", "SupplierHeld"):
        assert site.told().count(name) == 1


def test_bookings_that_are_taken_back_do_not_lift_a_hold_for_good(site: Site) -> None:
    short = site.send("requirement", amount=50_000_00, reason="合作协议").json
    due = datetime.fromisoformat(short["due_at"])
    site.platform.run_schedules(due + timedelta(minutes=1), "DeadlinesSweep")
    site.at(due + DAY)
    lowered: dict[str, Any] = {"amount": 0, "reason": "信用良好"}
    raised: dict[str, Any] = {"amount": 50_000_00, "reason": "合作协议"}
    booked: dict[str, Any] = {"amount": 50_000_00, "reference": "w-1", "payer_account": d.ACCOUNT}
    reversed_: dict[str, Any] = {"reference": "w-1", "reason": "金额有误"}
    for kind, sent, then, back in (
        ("requirement", lowered, "requirement", raised),
        ("payment", booked, "payment_reversal", reversed_),
    ):
        assert site.send(kind, **sent).json["overdue"] is False
        assert "supplier_on_hold" not in site.obstacles()
        again = site.send(then, **back).json
        assert (again["overdue"], again["due_at"]) == (True, short["due_at"])
        assert "supplier_on_hold" in site.obstacles()
    assert site.told().count("DepositOverdue") == 3
    assert site.told().count("DepositShort") == 1


def test_the_end_of_a_cooperation_ends_what_is_required(site: Site) -> None:
    site.pay(8_000_00)
    own = d.call(d.MANAGER)

    def terminate() -> None:
        tx: Transaction = d.begun(own)
        reason = TerminationReason("violation", "vio_1", "销售假冒商品")
        assert suppliers().standing.terminate_for(tx, d.SUPPLIER_ID, reason)
        tx.commit(None)

    run(own, terminate)
    site.platform.settle()
    after = site.shown()
    assert (after["ended"], after["due_at"], after["free"]) == (True, None, 8_000_00)
    assert site.told().count("DepositFreed") == 1
    assert service().deposits.balance(d.SUPPLIER_ID).shortfall == 0


def test_a_decision_that_fails_for_a_technical_reason_is_closed_and_shown(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pay(90_000_00)
    payback = site.send("payback", amount=30_000_00, reason="超出应缴金额").json["paybacks"][0]

    def broken(*_: object) -> str:
        raise RuntimeError("a table is gone")

    monkeypatch.setattr(Paybacks, "apply_outcome", broken)
    assert site.decide(d.MANAGER, payback["id"], "approve").status == 200
    shown = site.shown()["paybacks"][0]
    assert (shown["state"], shown["stalled"]) == ("refused", True)
    assert site.told().count("DepositPaybackStalled") == 1


def test_a_wrong_payment_and_a_new_requirement_are_told(site: Site) -> None:
    site.pay(60_000_00)
    assert site.send("payment_reversal", reference="bank-1", reason="金额有误").json["held"] == 0
    raised = site.send("requirement", amount=80_000_00, reason="销售额上升").json
    assert (raised["required"], raised["shortfall"]) == (80_000_00, 80_000_00)
    assert {"DepositPaymentReversed", "DepositRequired"} <= set(site.told())
