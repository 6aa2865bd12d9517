"""The standing of products on their tables: judged one at a time and many at a time, held and taken
down by people.
"""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from teleshop.catalog.domain import standing as standing_rules
from teleshop.catalog.domain.product import ProductState
from teleshop.catalog.domain.revision import RevisionState
from teleshop.catalog.errors import (
    ProductEndedError,
    ProductNotOnHoldError,
    ReasonMissingError,
)
from teleshop.catalog.service import Sweep
from teleshop.catalog.service.standing import PAGE
from teleshop.catalog.wiring import service
from teleshop.categories.wiring import service as category_tree
from teleshop.kernel.clock import china_date, end_of_china_day
from teleshop.kernel.errors import StaleVersionError
from teleshop.kernel.handlers import once
from teleshop.kernel.idempotency import RepeatedRequestError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.pricing.wiring import service as pricing
from teleshop.suppliers.schemas import ReasonBody
from teleshop.suppliers.tables import SupplierRow
from teleshop.suppliers.wiring import service as suppliers
from tests.factories import categories
from tests.factories import reviews as f
from tests.harness.budget import measured

REASON = ReasonBody(reason="抽检")


def events(aws: Any, name: str) -> list[dict[str, Any]]:
    rows = [json.loads(row["envelope"]) for row in aws.items("OutboxTable")]
    return [row["data"] for row in rows if row["type"] == name]


def state(product: f.Submitted) -> ProductState:
    return f.product_of(product.id).state


def suspend(supplier_id: str, after: Any = 5 * f.HOUR) -> None:
    suppliers().standing.suspend_supplier(f.call(f.MANAGER, after), supplier_id, REASON)


def restore(supplier_id: str, after: Any = 6 * f.HOUR) -> None:
    suppliers().standing.restore_supplier(f.call(f.MANAGER, after), supplier_id, REASON)


def judge(product: f.Submitted, after: Any = 7 * f.HOUR) -> None:
    service().standing.judge_product(f.call(after=after), product.id)


# -- one product -----------------------------------------------------------------------------------


@pytest.mark.clause("2.2.5")
def test_an_approved_product_without_a_price_waits_and_is_on_sale_once_it_has_one(aws: Any) -> None:
    made = f.approved()
    service().standing.judge_approved(f.call(after=4 * f.HOUR), made.id, 1)
    assert state(made) is ProductState.APPROVED
    f.priced(made)
    judge(made)
    assert state(made) is ProductState.PUBLISHED
    before = aws.items("OutboxTable")
    judge(made, 8 * f.HOUR)
    assert aws.items("OutboxTable") == before


@pytest.mark.clause("2.1.5")
def test_what_falls_away_suspends_and_its_cure_restores(aws: Any) -> None:
    made = f.published()
    suspend(made.ground.supplier_id)
    judge(made)
    assert state(made) is ProductState.SUSPENDED
    restore(made.ground.supplier_id, 8 * f.HOUR)
    judge(made, 9 * f.HOUR)
    assert state(made) is ProductState.PUBLISHED
    assert events(aws, "ProductSuspended")[0]["reasons"] == ["supplier_not_active"]
    assert [one["restored"] for one in events(aws, "ProductPublished")].count(True) == 1


def endless(where: f.Ground) -> dict[str, Any]:
    """A content whose papers have no last day."""
    paper = {"type": "test_report", "issued_on": "2026-09-01", "laboratory": "浙江省质检院"}
    id = f.content(where)["documents"][0]["document_id"]
    return {"documents": [{"document_id": id, **paper}]}


def verified_again(supplier_id: str) -> None:
    """A supplier as it stands once it was verified on the first day that was too late."""
    known = SupplierRow.find(supplier_id, SupplierRow.SK)
    assert known is not None
    day = china_date(f.NOW + OVERDUE)
    tx = Transaction(f.call(), "prepare", Subject("supplier", supplier_id))
    tx.save(SupplierRow, known, replace(known, last_verified_on=day))
    tx.commit(None)


OVERDUE = end_of_china_day(f.NOW.date().replace(year=2027, month=5)) - f.NOW
"""R6.2: the supplier was verified on 2026-11-23."""


@pytest.mark.clause("2.1.5")
def test_a_supplier_late_with_its_verification_goes_on_selling_what_was_on_sale(aws: Any) -> None:
    where = f.ground()
    made = f.published(where, **endless(where))
    service().standing.hold_product(f.call(f.COMPLIANCE, OVERDUE), made.id, "抽检")
    judge(made, OVERDUE)
    assert [one.kind for one in f.product_of(made.id).obstacles] == ["on_hold"]
    service().standing.release_product(f.call(f.COMPLIANCE, OVERDUE + f.HOUR), made.id, "合格")
    assert state(made) is ProductState.PUBLISHED


@pytest.mark.clause("2.1.5")
def test_nothing_goes_on_sale_for_the_first_time_until_its_supplier_is_verified(aws: Any) -> None:
    where = f.ground()
    made = f.approved(where, **endless(where))
    judge(made, OVERDUE - timedelta(microseconds=1))
    assert [one.kind for one in f.product_of(made.id).obstacles] == ["no_price"]
    f.priced(made)
    judge(made, OVERDUE)
    assert [one.kind for one in f.product_of(made.id).obstacles] == [
        "supplier_verification_overdue"
    ]
    assert state(made) is ProductState.APPROVED
    verified_again(where.supplier_id)
    judge(made, OVERDUE + f.DAY)
    assert state(made) is ProductState.PUBLISHED
    [told] = events(aws, "ProductPublished")
    assert (told["restored"], told["cured"]) == (False, ["supplier_verification_overdue"])


@pytest.mark.clause("4.4.2")
def test_a_price_that_is_suspended_for_a_violation_takes_the_product_off_sale(aws: Any) -> None:
    made = f.published()
    sku = f.product_of(made.id).skus[0]
    for act, expected in (
        (pricing().prices.suspend, ProductState.SUSPENDED),
        (pricing().prices.reinstate, ProductState.PUBLISHED),
    ):
        tx = service().standing._begin(f.call(), "prepare", made.id)
        act(tx, sku, "pvi_1")
        tx.commit(None)
        judge(made)
        assert state(made) is expected


@pytest.mark.clause("2.3.1")
def test_a_retired_category_takes_its_products_off_sale_and_a_merged_one_is_followed(
    aws: Any,
) -> None:
    made = f.published()
    into = categories.made("soup_pots")
    merged = made.ground.category_id
    category_tree().merge(categories.call(), merged, into)
    judge(made)
    assert state(made) is ProductState.PUBLISHED
    assert f.product_of(made.id).category_id == into
    category_tree().retire(categories.call(), into)
    judge(made, 8 * f.HOUR)
    assert [one.kind for one in f.product_of(made.id).obstacles] == ["category_retired"]
    assert state(made) is ProductState.SUSPENDED


def test_an_event_that_comes_late_does_not_judge_by_its_own_time(aws: Any) -> None:
    made = f.published()
    after = (f.REPORT_ENDS - f.NOW.date()).days * f.DAY + f.DAY
    judge(made, after)
    assert state(made) is ProductState.SUSPENDED
    judge(made, 8 * f.HOUR)
    assert state(made) is ProductState.SUSPENDED


def test_a_warning_for_content_that_holds_no_longer_tells_nothing(aws: Any) -> None:
    made = f.published()
    report = f.revision_of(made.id).content.documents[0].document_id
    expires = service().standing.document_expires
    near = f.call(after=70 * f.DAY)
    assert expires(near, made.id, {"revision": 2, "document_id": report}) is None
    assert expires(near, made.id, {"revision": 1, "document_id": "doc_0"}) is None
    assert expires(near, "prd_none", {"revision": 1, "document_id": report}) is None
    assert expires(near, made.id, {"revision": 1, "document_id": report}) is not None
    assert len(events(aws, "ProductDocumentExpiring")) == 1


@pytest.mark.clause("2.1.5")
@pytest.mark.parametrize("many", [False, True])
def test_a_supplier_suspended_between_judging_and_storing_does_not_go_on_sale(
    aws: Any, monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    made = f.approved()
    f.priced(made)
    standing = service().standing
    read = suppliers().standing.for_listing
    seen: list[str] = []

    def then_suspended(supplier_id: str, now: Any) -> Any:
        found = read(supplier_id, now)
        if not seen:
            seen.append(supplier_id)
            suspend(supplier_id)
        return found

    monkeypatch.setattr(suppliers().standing, "for_listing", then_suspended)
    frame = f.call(after=6 * f.HOUR)
    if many:
        sweep(standing.of_supplier(made.ground.supplier_id), 6 * f.HOUR)
    else:
        run(frame, lambda: standing.judge_product(frame, made.id))
    assert seen
    assert state(made) is ProductState.APPROVED
    assert events(aws, "ProductPublished") == []


# -- by people -------------------------------------------------------------------------------------


@pytest.mark.clause("2.1.5")
def test_a_hold_takes_off_sale_at_once_and_lifting_it_puts_back_what_nothing_else_stands_against(
    aws: Any,
) -> None:
    made = f.published()
    standing = service().standing
    held = standing.hold_product(f.call(f.COMPLIANCE, 5 * f.HOUR), made.id, "抽检不合格")
    assert (held.state, held.hold and held.hold.reason) == (ProductState.SUSPENDED, "抽检不合格")
    again = standing.hold_product(f.call(f.COMPLIANCE, 6 * f.HOUR), made.id, "又一次")
    assert again == held
    judge(made)
    assert state(made) is ProductState.SUSPENDED
    back = standing.release_product(f.call(f.COMPLIANCE, 8 * f.HOUR), made.id, "复检合格")
    assert (back.state, back.hold) == (ProductState.PUBLISHED, None)
    with pytest.raises(ProductNotOnHoldError):
        standing.release_product(f.call(f.COMPLIANCE, 9 * f.HOUR), made.id, "复检合格")


@pytest.mark.clause("2.1.5")
def test_lifting_a_hold_restores_nothing_that_something_else_stands_against(aws: Any) -> None:
    made = f.published()
    standing = service().standing
    standing.hold_product(f.call(f.COMPLIANCE, 5 * f.HOUR), made.id, "抽检不合格")
    suspend(made.ground.supplier_id, 6 * f.HOUR)
    back = standing.release_product(f.call(f.COMPLIANCE, 8 * f.HOUR), made.id, "复检合格")
    assert (back.state, [one.kind for one in back.obstacles]) == (
        ProductState.SUSPENDED,
        ["supplier_not_active"],
    )


def test_a_draft_can_be_held_and_is_then_not_on_sale_when_it_is_approved(aws: Any) -> None:
    made = f.waiting()
    service().standing.hold_product(f.call(f.COMPLIANCE, 2 * f.HOUR), made.id, "核查中")
    f.check(made)
    f.decided(made)
    f.priced(made)
    service().standing.judge_approved(f.call(after=4 * f.HOUR), made.id, 1)
    assert [one.kind for one in f.product_of(made.id).obstacles] == ["on_hold"]
    standing = service().standing
    back = standing.release_product(f.call(f.COMPLIANCE, 8 * f.HOUR), made.id, "核查完毕")
    assert back.state is ProductState.PUBLISHED


@pytest.mark.clause("2.2.4")
def test_a_take_down_is_final_ends_the_review_and_is_told(aws: Any) -> None:
    made = f.waiting()
    standing = service().standing
    ended = standing.take_down(f.call(f.COMPLIANCE, 2 * f.HOUR), made.id, "假冒商品")
    assert (ended.state, ended.ended_reason) == (ProductState.WITHDRAWN, "假冒商品")
    assert f.revision_of(made.id).state is RevisionState.WITHDRAWN
    assert standing.take_down(f.call(f.COMPLIANCE, 3 * f.HOUR), made.id, "假冒商品") == ended
    assert events(aws, "ProductWithdrawn")[0]["by_platform"] is True
    assert service().inbox.waiting(f.call(f.REVIEWER), PageRequest()).total == 0
    with pytest.raises(ProductEndedError):
        standing.hold_product(f.call(f.COMPLIANCE, 4 * f.HOUR), made.id, "抽检")
    assert f.decided(made) == "end"


def test_a_reason_of_blanks_is_none_and_a_version_that_moved_on_is_refused(aws: Any) -> None:
    made = f.published()
    standing = service().standing
    for act in (standing.hold_product, standing.take_down, standing.release_product):
        with pytest.raises(ReasonMissingError):
            act(f.call(f.COMPLIANCE), made.id, "  ")
        with pytest.raises(StaleVersionError):
            act(f.call(f.COMPLIANCE, expected_version=1), made.id, "抽检")


# -- many products ---------------------------------------------------------------------------------


def sweep(first: Sweep | None, after: Any) -> int:
    """Every page, one after the other; answers how many there were."""
    pages = 0
    while first is not None:
        first = service().standing.judge_page(f.call(after=after), first)
        pages += 1
    return pages


@pytest.mark.clause("2.1.5")
@pytest.mark.parametrize("count", [0, 1, PAGE - 1, PAGE, PAGE + 1])
def test_every_product_of_a_supplier_is_judged_whatever_fits_into_a_page(
    aws: Any, count: int
) -> None:
    where = f.ground()
    ids = f.many(where, count, ProductState.PUBLISHED)
    f.many(replace(where, supplier_id="sup_01KASY2D7V3M7T1QZ9N3D6W8XZ"), 1, ProductState.PUBLISHED)
    suspend(where.supplier_id)
    sweep(service().standing.of_supplier(where.supplier_id), 6 * f.HOUR)
    assert {f.product_of(id).state for id in ids} <= {ProductState.SUSPENDED}
    assert len(events(aws, "ProductSuspended")) == count


@pytest.mark.clause("2.1.5")
def test_three_hundred_products_are_judged_in_steps_of_bounded_size(aws: Any) -> None:
    where = f.ground()
    count = 300
    ids = f.many(where, count, ProductState.PUBLISHED)
    suspend(where.supplier_id)
    page: Sweep | None = service().standing.of_supplier(where.supplier_id)
    steps, most = 0, 0
    while page is not None:
        with measured(aws) as costs:
            page = service().standing.judge_page(f.call(after=6 * f.HOUR), page)
        steps, most = steps + 1, max(most, sum(costs[0].calls.values()))
    assert all(f.product_of(id).state is ProductState.SUSPENDED for id in ids)
    # Each product once for what it was and once where it is now, and a few reads for a page.
    assert steps <= 2 * count // PAGE + 3
    assert most <= PAGE + 12


@pytest.mark.clause("2.1.5")
def test_a_step_that_was_cut_off_is_repeated_and_harms_nothing(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = f.ground()
    ids = f.many(where, PAGE + 10, ProductState.PUBLISHED)
    suspend(where.supplier_id)
    standing = service().standing
    first = standing.of_supplier(where.supplier_id)
    frame = f.call(after=6 * f.HOUR, request_key=once("catalog.on_standing_changed", "evt_1"))
    whole = standing._judge_one
    judged: list[str] = []

    def cut(call: Any, product: Any, after: Any) -> None:
        if len(judged) == 7:
            raise TimeoutError("the process ends here")
        judged.append(product.id)
        whole(call, product, after)

    with monkeypatch.context() as broken:
        broken.setattr(type(standing), "_judge_one", lambda _, *given: cut(*given))
        with pytest.raises(TimeoutError):
            run(frame, lambda: standing.judge_page(frame, first))
    assert len(events(aws, "ProductSuspended")) == 7
    assert events(aws, "ProductsToJudge") == []
    rest = run(frame, lambda: standing.judge_page(frame, first))
    assert len(events(aws, "ProductsToJudge")) == 1
    with pytest.raises(RepeatedRequestError):
        run(frame, lambda: standing.judge_page(frame, first))
    sweep(rest, 6 * f.HOUR)
    assert len(events(aws, "ProductSuspended")) == len(ids)


@pytest.mark.clause("2.3.1")
def test_a_change_of_a_category_judges_the_products_of_everything_below_it(aws: Any) -> None:
    top = categories.made("household")
    kitchen = categories.made("kitchen", top)
    low = replace(f.ground(), category_id=categories.made("cookware", kitchen))
    ids = f.many(low, 30, ProductState.PUBLISHED)
    wanted = {"any_of": ["ccc_certificate"], "source": "产品质量法"}
    categories.changed(top, "household", required_documents=[wanted])
    sweep(service().standing.of_category(top), 6 * f.HOUR)
    kinds = {one.kind for id in ids for one in f.product_of(id).obstacles}
    assert kinds == {"document_missing"}
    assert service().standing.of_category("cat_none") is None


@pytest.mark.clause("2.1.5")
@pytest.mark.parametrize("together", [True, False])
def test_a_product_that_cannot_be_judged_keeps_back_no_other_one(
    aws: Any, monkeypatch: pytest.MonkeyPatch, together: bool
) -> None:
    where = f.ground()
    ids = f.many(where, PAGE + 3, ProductState.PUBLISHED)
    broken = ids[1]
    suspend(where.supplier_id)
    standing = service().standing
    with monkeypatch.context() as wrong:
        if together:
            whole = standing_rules.obstacles_of

            def obstacles(product: Any, *given: Any) -> Any:
                if product.id == broken:
                    raise OverflowError("date value out of range")
                return whole(product, *given)

            wrong.setattr(standing_rules, "obstacles_of", obstacles)
        else:
            grounds = standing._grounds

            def read(products: Any, *given: Any) -> Any:
                if broken in products:
                    raise ValueError("cannot be read")
                return grounds(products, *given)

            wrong.setattr(type(standing), "_grounds", lambda _, *given: read(*given))
        sweep(standing.of_supplier(where.supplier_id), 6 * f.HOUR)
        again = [one for one in events(aws, "ProductsToJudge") if one["scope"] == "product"]
        assert {tuple(one["keys"]) for one in again} == {(broken,)}
        with pytest.raises((OverflowError, ValueError)):
            standing.judge_page(f.call(after=7 * f.HOUR), Sweep("product", (broken,)))
    states = {id: f.product_of(id).state for id in ids}
    assert states.pop(broken) is ProductState.PUBLISHED
    assert set(states.values()) == {ProductState.SUSPENDED}
    assert standing.judge_page(f.call(after=8 * f.HOUR), Sweep("product", (broken,))) is None
    assert f.product_of(broken).state is ProductState.SUSPENDED


@pytest.mark.clause("2.1.3")
def test_a_document_without_an_end_in_the_calendar_is_watched_by_no_clock(aws: Any) -> None:
    where = f.ground()
    papers = f.content(where)["documents"]
    made = f.published(where, documents=[papers[0] | {"valid_to": "9999-12-31"}])
    assert state(made) is ProductState.PUBLISHED
    judge(made, 8 * f.HOUR)
    assert state(made) is ProductState.PUBLISHED
    assert [one for one in aws.items("DeadlinesTable") if made.id in str(one)] == []
