"""Sending in and taking back on the real tables, and what passes without people."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from stdnum import ean

from teleshop.approvals.wiring import service as approvals
from teleshop.catalog.adapters import process
from teleshop.catalog.errors import (
    NothingChangedError,
    NothingToSubmitError,
    NothingToWithdrawError,
    ProductEndedError,
    RequirementsNotMetError,
    RevisionInReviewError,
)
from teleshop.catalog.schemas.bodies import ContentChange, ProductsQuery, WithdrawalBody
from teleshop.catalog.service import Decided, Submitted
from teleshop.catalog.wiring import service
from teleshop.documents.service import ContentType
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.paging import PageRequest
from teleshop.suppliers.schemas import BlacklistBody, ReasonBody
from teleshop.suppliers.wiring import service as suppliers
from tests.factories import categories, stages
from tests.factories import reviews as f
from tests.factories.documents import STRANGER, awaited, picture
from tests.factories.onboarding import USCC
from tests.harness.budget import measured

PRICES = {"supply_price": 90_00, "suggested_price": 199_00}
AUDITOR = Actor("aude", frozenset({Role.AUDITOR}))


def patched(product: f.Submitted, after: timedelta = 5 * f.HOUR, **said: Any) -> Any:
    """The content says something else."""
    change = msgspec.convert(said, ContentChange)
    call = f.call(product.ground.seller, after)
    return service().products.amend_content(call, product.id, change)


def sent(product: f.Submitted, after: timedelta = 6 * f.HOUR) -> Submitted:
    """What is open was sent in."""
    return service().submissions.submit_product(f.call(product.ground.seller, after), product.id)


def taken_back(product: f.Submitted, what: str, after: timedelta = 7 * f.HOUR) -> Submitted:
    """Something was taken back."""
    body = msgspec.convert({"what": what, "reason": "改版"}, WithdrawalBody)
    return service().submissions.withdraw(f.call(product.ground.seller, after), product.id, body)


def events(aws: Any, type: str) -> list[dict[str, Any]]:
    """What was told, oldest first."""
    told = [item for item in aws.items("OutboxTable") if item["type"] == type]
    return [msgspec.json.decode(item["envelope"])["data"] for item in told]


@pytest.mark.clause("2.1.1", "2.2.1")
def test_what_is_complete_goes_to_the_reviewers_with_every_item_open(aws: Any) -> None:
    where = f.ground()
    made = f.Submitted(where, f.drafted(where))
    done = sent(made)
    assert not done.passed
    assert (done.revision.state, done.revision.round) == ("in_review", 1)
    assert {item.state for item in done.revision.items} == {"open"}
    fields = {item.field for item in done.revision.items}
    assert {"name", "documents", "pictures", "after_sales", "variants"} <= fields
    assert done.product.rank is not None
    (told,) = events(aws, "ProductSubmitted")
    assert told["requester"] == "sven"
    assert set(told["material"]) == fields
    assert service().inbox.waiting(f.call(f.REVIEWER), PageRequest()).total == 1


@pytest.mark.clause("2.1.1")
def test_a_refusal_names_everything_and_stores_nothing(aws: Any) -> None:
    where = f.ground()
    made = f.Submitted(where, f.drafted(where, name="国家级炒锅", brand="", packaging=None))
    before = aws.items("CatalogTable"), aws.items("OutboxTable")
    with pytest.raises(RequirementsNotMetError) as refused:
        sent(made)
    found = {(fault.pointer, fault.code) for fault in refused.value.errors}
    assert found == {
        ("/name", "word_not_allowed"),
        ("/brand", "field_missing"),
        ("/packaging", "packaging_missing"),
    }
    assert all(fault.clause for fault in refused.value.errors)
    assert (aws.items("CatalogTable"), aws.items("OutboxTable")) == before


@pytest.mark.clause("2.1.5")
def test_a_suspended_supplier_sends_nothing_in(aws: Any) -> None:
    where = f.ground()
    made = f.Submitted(where, f.drafted(where))
    call = f.call(f.MANAGER)
    suppliers().standing.suspend_supplier(call, where.supplier_id, ReasonBody(reason="调查中"))
    with pytest.raises(RequirementsNotMetError) as refused:
        sent(made)
    assert {fault.pointer for fault in refused.value.errors} == {"/supplier_id"}
    assert {fault.clause for fault in refused.value.errors} == {"2.1.5"}


@pytest.mark.clause("2.1.5")
def test_a_supplier_on_the_blacklist_sends_nothing_in_until_its_entry_is_over(aws: Any) -> None:
    where = f.Ground(stages.active().id, categories.made("woks"))
    made = f.Submitted(where, f.drafted(where))
    entry = BlacklistBody(kind="entity", reason="虚假资质", uscc=USCC)
    added = suppliers().blacklist.add_entry(f.call(f.COMPLIANCE), entry)
    with pytest.raises(RequirementsNotMetError) as refused:
        sent(made)
    assert "/supplier_id" in {fault.pointer for fault in refused.value.errors}
    suppliers().blacklist.end_entry(f.call(f.COMPLIANCE, f.HOUR), added.id)
    assert sent(made).revision.state == "in_review"


@pytest.mark.clause("2.1.5")
def test_the_day_after_the_last_day_of_verification_nothing_new_is_listed(aws: Any) -> None:
    """R6.2: verified 2026-11-23, so until 2027-05-23 in China."""
    where = f.ground()
    made = f.Submitted(where, f.drafted(where))
    standing = suppliers().standing
    over = f.NOW.replace(year=2027, month=5, day=23, hour=16)
    last = standing.for_listing(where.supplier_id, over - timedelta(microseconds=1))
    late = standing.for_listing(where.supplier_id, over)
    assert last is not None
    assert late is not None
    codes = {reason.code for reason in late.reasons} - {reason.code for reason in last.reasons}
    assert codes == {"reverification_overdue"}
    assert not late.new_products
    with pytest.raises(RequirementsNotMetError) as refused:
        sent(made, after=over - f.NOW)
    assert "reverification_overdue" in {fault.code for fault in refused.value.errors}


def test_an_unknown_supplier_has_no_standing(aws: Any) -> None:
    assert suppliers().standing.for_listing("sup_unknown", f.NOW) is None


@pytest.mark.clause("2.3.4")
def test_a_picture_that_waits_for_its_check_is_told(aws: Any) -> None:
    where = f.ground()
    waiting = awaited(
        where.seller, purpose="product_picture", content_type=ContentType.JPEG
    ).document
    made = f.Submitted(where, f.drafted(where, pictures=[waiting.id, picture(STRANGER).id]))
    with pytest.raises(RequirementsNotMetError) as refused:
        sent(made)
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [
        ("/pictures/0", "file_not_checked"),
        ("/pictures/1", "file_not_usable"),
    ]


def test_what_is_in_review_is_not_sent_in_twice_and_nothing_open_is_nothing_to_send(
    aws: Any,
) -> None:
    made = f.submitted()
    with pytest.raises(RevisionInReviewError) as refused:
        sent(made)
    assert refused.value.params == {"revision": 1}
    live = f.approved(made.ground, variants=[{"own_code": "Q", **PRICES}])
    with pytest.raises(NothingToSubmitError):
        sent(live)


@pytest.mark.clause("2.2.2")
def test_fifty_articles_with_bar_codes_fit_into_one_transaction(aws: Any) -> None:
    where = f.ground()
    bodies = [f"690123456{n:03d}" for n in range(50)]
    variants = [
        {"own_code": f"C{n}", "gtin": body + ean.calc_check_digit(body), "options": {"号": f"{n}"}}
        | PRICES
        for n, body in enumerate(bodies)
    ]
    made = f.Submitted(where, f.drafted(where, variants=variants))
    assert len(sent(made).product.skus) == 50
    marks = [item for item in aws.items("CatalogTable") if item["pk"].startswith("mark#gtin")]
    assert len(marks) == 50


# -- changes of what is approved -------------------------------------------------------------------


@pytest.mark.clause("2.2.5")
def test_a_slip_of_the_pen_is_approved_at_once_without_people_and_told(aws: Any) -> None:
    live = f.published()
    patched(live, description="厚底,受热均匀，附木盖。")
    done = sent(live)
    assert done.passed
    assert (done.product.state, done.product.live, done.product.open_revision) == (
        "published",
        2,
        None,
    )
    assert (done.revision.state, done.revision.material) == ("approved", False)
    assert done.revision.approved_by == "rule:R-materiality"
    told = events(aws, "ProductApproved")
    assert sorted((one["revision"], one["by_rule"]) for one in told) == [(1, False), (2, True)]
    assert [one["revision"] for one in events(aws, "ProductChanged")] == [2]
    audit = [one for one in aws.items("AuditTable") if one["action"] == "pass_change"]
    assert [one["actor"] for one in audit] == ["sven"]


@pytest.mark.clause("2.2.5")
def test_what_passes_is_not_what_the_next_change_is_measured_against(aws: Any) -> None:
    """What passes is measured against what people saw last, not against what passed before."""
    text = "受热均匀，适合家庭厨房日常烹饪使用，清洗方便又省心。"
    live = f.published(description=text)
    first = text.replace("，", "；")
    patched(live, description=first)
    assert sent(live).passed
    patched(live, after=7 * f.HOUR, description=first.replace("方便", "方更"))
    second = sent(live, after=8 * f.HOUR)
    assert not second.passed
    assert {item.field for item in second.revision.items} == {"description"}
    assert second.product.reviewed == 1
    shown = service().products.show_revision(f.call(AUDITOR), live.id, 3)
    assert [(one.change.before, one.material) for one in shown.judged] == [(first, True)]


@pytest.mark.clause("2.2.5")
def test_a_material_change_opens_its_items_alone_and_leaves_the_rest_on_sale(aws: Any) -> None:
    live = f.published()
    patched(live, brand="山河", origin="浙江武义", air_on="2026-12-24")
    done = sent(live)
    assert not done.passed
    assert {item.field for item in done.revision.items} == {"brand", "origin"}
    assert (done.product.state, done.product.live) == ("published", 1)
    public = service().public.find(live.id)
    assert public is not None
    assert public.on_sale
    assert public.content.brand == "山海"


@pytest.mark.clause("2.2.5")
def test_a_change_that_says_the_same_is_not_sent_in(aws: Any) -> None:
    live = f.approved()
    patched(live, brand="山河")
    patched(live, brand="山海")
    with pytest.raises(NothingChangedError):
        sent(live)


@pytest.mark.clause("2.2.4")
def test_a_returned_product_reopens_what_failed_and_what_was_changed(aws: Any) -> None:
    made = f.waiting()
    f.check(made, "brand", "origin")
    f.decided(made, Decided("returned", f.REVIEWER.subject))
    patched(made, brand="山河", name="铸铁汤锅")
    states = {item.field: item.state for item in f.revision_of(made.id).items}
    assert (states["brand"], states["name"], states["unit"]) == ("failed", "open", "passed")
    done = sent(made)
    assert done.revision.round == 2
    still = {item.field for item in done.revision.items if item.state == "open"}
    assert still == {"brand", "origin", "name"}
    assert set(events(aws, "ProductSubmitted")[-1]["material"]) == still


# -- taking back -----------------------------------------------------------------------------------


@pytest.mark.clause("2.2.4")
def test_a_submission_is_taken_back_changed_and_sent_in_again(aws: Any) -> None:
    made = f.waiting()
    back = taken_back(made, "submission")
    assert (back.revision.state, back.product.rank) == ("draft", None)
    decision = approvals().of_step(process(made.id, 1, 1), "product_review")
    assert decision is not None
    assert decision.state == "withdrawn"
    assert service().inbox.waiting(f.call(f.REVIEWER), PageRequest()).total == 0
    patched(made, after=8 * f.HOUR, brand="山河")
    assert sent(made, after=9 * f.HOUR).revision.round == 2


@pytest.mark.clause("2.2.4")
def test_a_change_is_given_up_and_what_is_approved_stays(aws: Any) -> None:
    live = f.published()
    patched(live, brand="山河")
    sent(live)
    dropped = taken_back(live, "change")
    assert (dropped.revision.state, dropped.product.open_revision) == ("withdrawn", None)
    assert (dropped.product.state, dropped.product.live) == ("published", 1)
    assert patched(live, after=8 * f.HOUR, model="SH-31").revision.number == 3


@pytest.mark.clause("2.2.5")
@pytest.mark.parametrize("ends", ["refused", "given up", "taken back"])
def test_a_day_on_air_that_nobody_approved_is_not_shown(aws: Any, ends: str) -> None:
    live = f.published(air_on="2026-12-20")
    patched(live, brand="山河", air_on="2026-12-24")
    sent(live)
    if ends == "refused":
        f.decided(replace(live, revision=2), Decided("rejected", f.REVIEWER.subject))
    else:
        taken_back(live, "change" if ends == "given up" else "submission")
    assert f.product_of(live.id).air_on == date(2026, 12, 20)


@pytest.mark.clause("2.2.4")
def test_a_product_is_taken_off_for_good(aws: Any) -> None:
    live = f.published()
    ended = taken_back(live, "product")
    assert (ended.product.state, ended.product.ended_reason) == ("withdrawn", "改版")
    assert service().public.find(live.id) is None
    assert [one["by_platform"] for one in events(aws, "ProductWithdrawn")] == [False]
    with pytest.raises(ProductEndedError):
        taken_back(live, "product")


@pytest.mark.clause("2.2.3")
def test_many_products_are_found_in_two_reads_with_what_is_approved_of_each(aws: Any) -> None:
    live = f.published()
    patched(live, brand="山河")
    sent(live)
    approved = f.approved(live.ground, variants=[{"own_code": "J24", **PRICES}])
    ended = f.published(live.ground, variants=[{"own_code": "Z28", **PRICES}])
    taken_back(ended, "product")
    waiting = f.waiting(live.ground, variants=[{"own_code": "T26", **PRICES}])
    ids = [live.id, approved.id, ended.id, waiting.id, "prd_unknown", live.id]
    with measured(aws) as costs:
        found = service().public.find_many(ids)
    assert (costs[0].calls, costs[0].depth) == ({"dynamodb.BatchGetItem": 2}, 2)
    assert found == {id: service().public.find(id) for id in (live.id, approved.id)}
    assert (found[live.id].on_sale, found[approved.id].on_sale) == (True, False)
    assert found[live.id].content.brand == "山海"
    assert service().public.find_many([]) == {}


@pytest.mark.clause("2.2.4")
@pytest.mark.parametrize("what", ["submission", "change"])
def test_what_is_not_there_is_not_taken_back(aws: Any, what: str) -> None:
    where = f.ground()
    with pytest.raises(NothingToWithdrawError):
        taken_back(f.Submitted(where, f.drafted(where)), what)
    live = f.approved(where, variants=[{"own_code": "Q", **PRICES}])
    with pytest.raises(NothingToWithdrawError):
        taken_back(live, what)


# -- reading ---------------------------------------------------------------------------------------


@pytest.mark.clause("2.2.5")
def test_the_history_shows_each_revision_with_its_differences_and_why(aws: Any) -> None:
    live = f.approved()
    patched(live, brand="山河", air_on="2026-12-24")
    shown = service().products.show_revision(f.call(AUDITOR), live.id, 2)
    assert [(one.change.pointer, one.material) for one in shown.judged] == [
        ("/brand", True),
        ("/air_on", False),
    ]
    page = service().products.list_revisions(f.call(AUDITOR), live.id, PageRequest(1))
    assert [revision.number for revision in page.items] == [2]
    rest = service().products.list_revisions(f.call(AUDITOR), live.id, PageRequest(1, page.next))
    assert [(one.number, one.approved_by) for one in rest.items] == [(1, "rita")]


@pytest.mark.clause("2.2.1")
def test_lists_are_by_supplier_and_state(aws: Any) -> None:
    live = f.approved()
    draft = f.drafted(live.ground, variants=[{"own_code": "Q"}])
    products = service().products

    def listed(actor: Actor, **query: Any) -> set[str]:
        found = products.list_products(f.call(actor), msgspec.convert(query, ProductsQuery))
        return {product.id for product in found.items}

    seller = live.ground.seller
    assert listed(seller) == {live.id, draft}
    assert listed(seller, state="draft") == {draft}
    assert listed(AUDITOR, state="approved") == {live.id}
    assert listed(AUDITOR, supplier_id=live.ground.supplier_id) == {live.id, draft}
    assert listed(AUDITOR, supplier_id=live.ground.supplier_id, state="refused") == set()
    assert listed(Actor("nora", frozenset({Role.SUPPLIER}))) == set()
    with pytest.raises(InvalidInputError):
        listed(AUDITOR)
