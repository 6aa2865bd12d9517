"""What other contexts do to a supplier within their own transactions, and what it shares with
suppliers of bad record.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.errors import RacedError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.transaction import Subject, Transaction, UnknownOutcomeError
from teleshop.kernel.use_case import run
from teleshop.suppliers.domain.supplier import Contact, HoldReason, SuspensionReason
from teleshop.suppliers.domain.supplier import TerminationReason as End
from teleshop.suppliers.errors import SupplierNotFoundError
from teleshop.suppliers.service import SupplierLink, account_key
from teleshop.suppliers.tables import SupplierRepository, SupplierRow
from teleshop.suppliers.wiring import service
from tests.factories import deposits as d
from tests.factories import stages
from tests.factories.approvals import call as at
from tests.factories.deposits import DAY, NOW, SUPPLIER_ID, begun, call
from tests.factories.stages import drafted

pytestmark = pytest.mark.clause("2.1.5", "3.4.1")
GATE = HoldReason("quality_gate", "gate_1")
SCORE = HoldReason("assessment", "2026Q4")
CASE = SuspensionReason("violation", "vio_1")
FRAUD = End("violation", "vio_1", "销售假冒商品")
BANNED = d.OTHER_ID
PERSONAL = ("张三", "13800000000", "示例路")


def joined(act: Callable[[Transaction], Any], after: timedelta = timedelta()) -> Any:
    own = call(d.MANAGER, after)

    def use_case() -> Any:
        tx = begun(own)
        return tx.commit(act(tx))

    return run(own, use_case)


def kept(id: str = SUPPLIER_ID) -> Any:
    record = SupplierRepository().find(id)
    assert record is not None
    return record.supplier()


def timeline() -> list[str]:
    page = PageRequest(50, None)
    return [one.type for one in SupplierRepository().timeline(SUPPLIER_ID, page).items]


@pytest.mark.clause("3.3.3")
def test_a_hold_is_made_once_for_each_reason_and_lifted_reason_by_reason(aws: Any) -> None:
    d.supplier()
    standing = service().standing
    assert joined(lambda tx: standing.hold(tx, SUPPLIER_ID, GATE))
    assert not joined(lambda tx: standing.hold(tx, SUPPLIER_ID, GATE))
    assert joined(lambda tx: standing.hold(tx, SUPPLIER_ID, SCORE))
    assert joined(lambda tx: standing.lift(tx, SUPPLIER_ID, GATE))
    assert not joined(lambda tx: standing.lift(tx, SUPPLIER_ID, GATE))
    assert (kept().state, kept().holds) == ("active", {SCORE})
    assert sorted(timeline()) == ["SupplierHeld", "SupplierHeld", "SupplierHoldLifted"]
    blockade = standing.blockades([SUPPLIER_ID, "sup_unknown"])[SUPPLIER_ID]
    assert (blockade.suspended, blockade.why_zh) == (False, "暂缓新增（考核结果）")


def test_a_suspension_by_others_stands_beside_those_by_hand_and_ends_alone(aws: Any) -> None:
    d.supplier()
    standing = service().standing
    by_hand = SuspensionReason("manual_hold", "manual")
    assert joined(lambda tx: standing.suspend_for(tx, SUPPLIER_ID, CASE))
    assert joined(lambda tx: standing.suspend_for(tx, SUPPLIER_ID, by_hand))
    assert joined(lambda tx: standing.restore_for(tx, SUPPLIER_ID, CASE))
    assert kept().state == "suspended"
    assert not joined(lambda tx: standing.restore_for(tx, SUPPLIER_ID, CASE))
    assert joined(lambda tx: standing.restore_for(tx, SUPPLIER_ID, by_hand))
    assert kept().state == "active"
    assert timeline()[0] == "SupplierRestored"


def test_a_terminated_supplier_is_left_as_it_is_by_every_measure(aws: Any) -> None:
    d.supplier()
    standing = service().standing
    assert joined(lambda tx: standing.terminate_for(tx, SUPPLIER_ID, FRAUD))
    for act in (
        lambda tx: standing.terminate_for(tx, SUPPLIER_ID, FRAUD),
        lambda tx: standing.suspend_for(tx, SUPPLIER_ID, CASE),
        lambda tx: standing.restore_for(tx, SUPPLIER_ID, CASE),
        lambda tx: standing.hold(tx, SUPPLIER_ID, GATE),
        lambda tx: standing.lift(tx, SUPPLIER_ID, GATE),
        lambda tx: standing.feature(tx, SUPPLIER_ID, NOW + DAY),
    ):
        assert not joined(act)
    assert (kept().state, kept().reason, standing.state_of(SUPPLIER_ID)) == (
        "terminated",
        FRAUD.text,
        "terminated",
    )
    assert standing.state_of("sup_unknown") is None
    with pytest.raises(SupplierNotFoundError):
        joined(lambda tx: standing.hold(tx, "sup_unknown", GATE))


def test_two_measures_in_one_transaction_are_a_mistake_that_stores_nothing(aws: Any) -> None:
    d.supplier()
    standing, tx = service().standing, begun()
    standing.hold(tx, SUPPLIER_ID, GATE)
    standing.suspend_for(tx, SUPPLIER_ID, CASE)
    with pytest.raises(UnknownOutcomeError):
        tx.commit(None)
    assert (kept().state, kept().holds) == ("active", frozenset())


def test_the_version_that_a_caller_names_is_that_of_its_own_object(aws: Any) -> None:
    d.supplier()
    own = replace(call(), expected_version=99)
    tx = Transaction(own, "test", Subject("test", "test"))
    service().standing.hold(tx, SUPPLIER_ID, GATE)
    joined(lambda other: service().standing.suspend_for(other, SUPPLIER_ID, CASE))
    with pytest.raises(RacedError):
        tx.commit(None)


@pytest.mark.clause("3.3.2")
def test_a_benefit_is_shown_until_its_end_and_not_while_something_stands_against_it(
    aws: Any,
) -> None:
    d.supplier()
    standing, until = service().standing, NOW + 90 * DAY
    assert joined(lambda tx: standing.feature(tx, SUPPLIER_ID, until))
    assert not joined(lambda tx: standing.feature(tx, SUPPLIER_ID, until))

    def featured(at: Any = NOW) -> bool:
        seller, listing = (
            standing.for_public(SUPPLIER_ID, at),
            standing.for_listing(SUPPLIER_ID, at),
        )
        assert seller is not None
        assert listing is not None
        assert seller.featured is listing.featured
        return seller.featured

    assert featured()
    assert featured(until - timedelta(microseconds=1))
    assert not featured(until)
    joined(lambda tx: standing.hold(tx, SUPPLIER_ID, GATE))
    assert not featured()
    joined(lambda tx: standing.lift(tx, SUPPLIER_ID, GATE))
    assert joined(lambda tx: standing.feature(tx, SUPPLIER_ID, None))
    assert not featured()


def test_the_end_and_the_blacklist_join_one_transaction(aws: Any) -> None:
    d.supplier()

    def act(tx: Transaction) -> str:
        service().standing.terminate_for(tx, SUPPLIER_ID, FRAUD)
        return service().blacklist.add(tx, SUPPLIER_ID, "销售假冒商品").id

    entry = SupplierRepository().find_entry(joined(act))
    assert entry is not None
    assert (entry.kind, entry.until) == ("entity", None)
    assert kept().state == "terminated"


# -- what is shared --------------------------------------------------------------------------------


def banned(**changes: Any) -> None:
    """A supplier that was terminated, with traits of its own but for what is said."""
    own = {
        "legal_representative": "王五",
        "registered_address": "广东省广州市别处路 9 号",
        "contacts": (Contact("赵六", phone="13900000000"),),
    }
    made = d.supplier(BANNED)
    application = replace(made.application, **(own | changes))
    before, tx = kept(BANNED), begun()
    service().standing._save(tx, before, replace(before, application=application))
    tx.commit(None)
    joined(lambda tx: service().standing.terminate_for(tx, BANNED, FRAUD))


@pytest.mark.parametrize(
    ("shared", "kind", "pointer", "code"),
    [
        (
            {"legal_representative": " 张 三 "},
            "legal_representative",
            "/legal_representative",
            "person_of_bad_record",
        ),
        (
            {"contacts": (Contact("赵六", phone="+86 138-0000-0000"),)},
            "phone",
            "/contacts/0/phone",
            "phone_of_bad_record",
        ),
        (
            {"registered_address": "中国浙江省杭州市示例路１号"},
            "address",
            "/registered_address",
            "address_of_bad_record",
        ),
    ],
)
def test_one_shared_trait_is_a_link_and_a_finding_for_the_reviewer(
    aws: Any, shared: dict[str, Any], kind: str, pointer: str, code: str
) -> None:
    banned(**shared)
    d.supplier()
    (link,) = service().standing.links(SUPPLIER_ID)
    assert (link.supplier_id, link.state, link.shared) == (BANNED, "terminated", (kind,))
    applicant = drafted().id
    shown = service().applications.show(call(d.MANAGER), applicant)
    found = service().standing._check(shown.supplier, [], NOW)
    warned = [(one.pointer, one.code) for one in found if one.code.endswith("_of_bad_record")]
    assert warned == [(pointer, code)]
    assert not any(word in one.message("zh") for one in found for word in PERSONAL)


def test_one_paying_account_is_a_link_whoever_paid_first(aws: Any) -> None:
    banned()
    d.supplier()
    d.paid_in(1_00)
    assert service().standing.links(SUPPLIER_ID) == ()
    # The banned supplier's account became known after its end.
    d.paid_in(1_00, "bank-2", id=BANNED, account="6222-0210-0100-1234-567")
    (link,) = service().standing.links(SUPPLIER_ID)
    assert isinstance(link, SupplierLink)
    assert (link.supplier_id, link.shared) == (BANNED, ("account",))
    supplier = SupplierRepository().find(SUPPLIER_ID)
    assert supplier is not None
    found = service().standing._check_traits(supplier.supplier())
    assert [one.code for one in found] == ["account_of_bad_record"]


def test_an_account_paid_from_before_the_end_is_remembered_with_it(aws: Any) -> None:
    d.supplier(BANNED)
    d.paid_in(1_00, id=BANNED)
    joined(lambda tx: service().standing.terminate_for(tx, BANNED, FRAUD))
    d.supplier()
    d.paid_in(1_00, "bank-2")
    (link,) = service().standing.links(SUPPLIER_ID)
    assert "account" in link.shared


def test_suppliers_of_good_record_and_oneself_are_no_link(aws: Any) -> None:
    d.supplier(BANNED)
    d.supplier()
    assert service().standing.links(SUPPLIER_ID) == ()
    joined(lambda tx: service().standing.terminate_for(tx, SUPPLIER_ID, FRAUD))
    assert service().standing.links(SUPPLIER_ID) == ()


def test_of_what_is_shared_only_hashes_are_kept(aws: Any) -> None:
    d.supplier()
    d.paid_in(1_00)
    joined(lambda tx: service().standing.terminate_for(tx, SUPPLIER_ID, FRAUD))
    stored = json.dumps(aws.items("SuppliersTable"), ensure_ascii=False, default=repr)
    assert not [text for text in (*PERSONAL, "622202100100") if text in stored]


@pytest.mark.parametrize("account", ["", "1234567", "12-34 567", "中国银行"])
def test_what_is_too_short_to_be_an_account_has_no_key(aws: Any, account: str) -> None:
    assert account_key(account) is None


# -- rows of before --------------------------------------------------------------------------------


def test_a_supplier_stored_before_there_were_holds_is_read_and_changed(aws: Any) -> None:
    d.supplier()
    row = SupplierRow.get(SUPPLIER_ID, SupplierRow.SK)
    row.update(actions=[SupplierRow.holds.remove(), SupplierRow.featured_until.remove()])
    assert (kept().holds, kept().featured_until) == (frozenset(), None)
    assert SupplierRepository().listed([SUPPLIER_ID])[0].holds == ()
    assert joined(lambda tx: service().standing.hold(tx, SUPPLIER_ID, GATE))
    assert kept().holds == {GATE}


def test_held_lifted_and_featured_are_told(platform: Any) -> None:
    d.supplier()
    standing = service().standing
    joined(lambda tx: standing.hold(tx, SUPPLIER_ID, GATE))
    joined(lambda tx: standing.lift(tx, SUPPLIER_ID, GATE))
    joined(lambda tx: standing.feature(tx, SUPPLIER_ID, NOW + 90 * DAY))
    platform.settle()
    told = [event["detail-type"] for event in platform.events]
    assert told.count("SupplierHeld") == told.count("SupplierHoldLifted") == 1
    assert told.count("SupplierFeatured") == 1


@pytest.mark.clause("2.1.5")
def test_a_hold_of_an_applicant_is_shown_to_who_decides_and_holds_once_it_is_on_board(
    aws: Any,
) -> None:
    stage = stages.documented()
    standing, case = service().standing, HoldReason("violation", "vio_1")
    assert joined(lambda tx: standing.hold(tx, stage.id, case))
    sent = service().applications.submit_application(at(stages.APPLICANT), stage.id)
    told = [one for one in sent.findings if one.code == "violation_case_open"]
    assert [(one.severity, "vio_1" in one.message("zh")) for one in told] == [("warn", True)]
    stage = stages.signed(stages.offered(stages.in_agreement(stage)))
    service().onboarding.apply_outcome(at(), stage.id, 1, "agreement", stages.APPROVED)
    assert (kept(stage.id).state, kept(stage.id).holds) == ("active", {case})
    listing = standing.for_listing(stage.id, at().now)
    assert listing is not None
    assert (listing.held, listing.new_products) == (True, False)
    assert joined(lambda tx: standing.lift(tx, stage.id, case))
    assert kept(stage.id).holds == frozenset()


def test_an_application_that_has_ended_is_not_held(aws: Any) -> None:
    d.supplier(state="rejected")
    assert not joined(lambda tx: service().standing.hold(tx, SUPPLIER_ID, GATE))
    assert service().standing.has_left(SUPPLIER_ID)
