"""Whether an approved product may be on sale, and the only way there."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.catalog.domain import standing as rules
from teleshop.catalog.domain.content import Content, ProductDocument
from teleshop.catalog.domain.product import ON_FILE, Hold, Obstacle, Product, ProductState
from teleshop.catalog.domain.rulebook import CategoryRules, RequiredDocument, SupplierStanding
from teleshop.catalog.domain.standing import Facts
from teleshop.kernel.clock import end_of_china_day
from teleshop.kernel.findings import Finding

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LAST = date(2026, 12, 31)
END = end_of_china_day(LAST)
TICK = timedelta(microseconds=1)
GOOD = SupplierStanding(active=True, new_products=True, categories=frozenset({"ccc_goods"}))
CATEGORY = CategoryRules(
    id="cat_1",
    zh="电热水壶",
    en="Kettles",
    path=("cat_0", "cat_1"),
    required_documents=(
        RequiredDocument(any_of=("ccc_certificate", "ccc_exemption")),
        RequiredDocument(any_of=("energy_label",), severity="warn"),
    ),
    supplier_category="ccc_goods",
)
CERTIFICATE = ProductDocument(document_id="doc_1", type="ccc_certificate", valid_to=LAST)
CONTENT = Content(category_id="cat_1", name="电热水壶", documents=(CERTIFICATE,))
FACTS = Facts(supplier=GOOD, category=CATEGORY, priced=True)
LATE = Finding("/supplier_id", "reverification_overdue", "逾期", "overdue", clause="2.1.5")
MISSING = Finding("/supplier_id", "document_missing", "缺少", "missing", clause="2.1.5")
HELD = Finding("/supplier_id", "supplier_on_hold", "暂缓", "on hold", clause="3.3.3")
HOLD = Hold(reason="抽检不合格", by="cora", at=NOW)
OBSTACLES = (Obstacle("no_price", "prd_1"),)


def product(state: ProductState = ProductState.APPROVED, **changes: Any) -> Product:
    """A product with approved content."""
    made = Product(
        id="prd_1", supplier_id="sup_1", state=state, created_at=NOW, live=1, revisions=1
    )
    return replace(made, **changes)


def found(
    facts: Facts = FACTS, content: Content = CONTENT, now: datetime = NOW, **changes: Any
) -> list[tuple[str, str]]:
    """The obstacles of an approved product."""
    told = rules.obstacles_of(product(**changes), content, facts, now)
    return [(one.kind, one.subject) for one in told]


@pytest.mark.clause("2.2.5")
def test_nothing_stands_against_a_product_with_supplier_category_documents_and_price() -> None:
    assert found() == []


@pytest.mark.clause("2.1.5")
@pytest.mark.parametrize(
    ("supplier", "kind"),
    [
        (None, "supplier_not_active"),
        (replace(GOOD, active=False, new_products=False), "supplier_not_active"),
        (replace(GOOD, active=False, new_products=False, reasons=(LATE,)), "supplier_not_active"),
    ],
)
@pytest.mark.parametrize("state", sorted(ON_FILE))
def test_a_supplier_that_may_not_sell_stands_against_it(
    supplier: SupplierStanding | None, kind: str, state: ProductState
) -> None:
    facts = replace(FACTS, supplier=supplier)
    assert found(facts, state=state)[-1:] == [(kind, "sup_1")]


@pytest.mark.clause("2.1.5")
@pytest.mark.parametrize(
    ("reasons", "kinds"),
    [
        ((LATE,), ["supplier_verification_overdue"]),
        ((MISSING,), ["supplier_qualification_missing"]),
        ((MISSING, LATE), ["supplier_qualification_missing", "supplier_verification_overdue"]),
        ((HELD,), ["supplier_on_hold"]),
        ((HELD, LATE), ["supplier_on_hold", "supplier_verification_overdue"]),
    ],
)
def test_what_stands_against_new_listings_keeps_back_what_never_was_on_sale_and_nothing_else(
    reasons: tuple[Finding, ...], kinds: list[str]
) -> None:
    """R6.2: an overdue verification is no suspension."""
    late = replace(FACTS, supplier=replace(GOOD, new_products=False, reasons=reasons))
    assert found(late) == [(kind, "sup_1") for kind in kinds]
    assert found(late, state=ProductState.PUBLISHED) == []
    assert found(late, state=ProductState.SUSPENDED) == []


@pytest.mark.clause("2.1.2")
def test_a_supplier_not_admitted_for_the_category_stands_against_it() -> None:
    elsewhere = replace(GOOD, categories=frozenset({"general_goods"}))
    assert found(replace(FACTS, supplier=elsewhere)) == [("supplier_not_admitted", "ccc_goods")]


@pytest.mark.clause("2.3.1")
@pytest.mark.parametrize(
    "category",
    [None, replace(CATEGORY, active=False), replace(CATEGORY, forbidden=True)],
)
def test_a_category_that_is_gone_or_forbidden_stands_against_it(
    category: CategoryRules | None,
) -> None:
    assert found(replace(FACTS, category=category)) == [("category_retired", "cat_1")]


@pytest.mark.clause("2.2.5")
def test_no_price_and_a_hold_stand_against_it_and_all_reasons_are_told_at_once() -> None:
    assert found(replace(FACTS, priced=False), hold=HOLD) == [
        ("no_price", "prd_1"),
        ("on_hold", "prd_1"),
    ]


@pytest.mark.clause("2.1.3")
@pytest.mark.parametrize(("now", "expired"), [(END - TICK, False), (END, True), (END + TICK, True)])
def test_a_document_counts_to_the_end_of_its_last_day_in_china(
    now: datetime, expired: bool
) -> None:
    assert found(now=now) == ([("document_expired", "doc_1")] if expired else [])


@pytest.mark.clause("2.1.3")
@given(st.dates(), st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year < 9999))
def test_whatever_the_day_it_is_compared_and_its_end_is_an_instant_or_none(
    day: date, now: datetime
) -> None:
    paper = replace(CERTIFICATE, valid_to=day)
    end = rules.end_of(day)
    lapsed = rules.has_lapsed(paper, now)
    if end is not None:
        assert lapsed == (now >= end)
    assert (end is None) == (day == date.max)


@pytest.mark.clause("2.1.3")
def test_another_valid_document_of_the_requirement_stands_in_for_an_expired_one() -> None:
    other = ProductDocument(document_id="doc_2", type="ccc_exemption")
    assert found(content=replace(CONTENT, documents=(CERTIFICATE, other)), now=END) == []


@pytest.mark.clause("2.1.3")
def test_a_missing_document_stands_against_it_and_one_that_is_only_asked_for_does_not() -> None:
    assert found(content=replace(CONTENT, documents=())) == [
        ("document_missing", "ccc_certificate|ccc_exemption")
    ]
    label = ProductDocument(document_id="doc_3", type="energy_label", valid_to=LAST)
    assert found(content=replace(CONTENT, documents=(CERTIFICATE, label)), now=END)[0][1] == "doc_1"


# -- to and from sale ------------------------------------------------------------------------------


@pytest.mark.clause("2.2.5")
@pytest.mark.parametrize(
    ("state", "obstacles", "after"),
    [
        (ProductState.APPROVED, (), ProductState.PUBLISHED),
        (ProductState.APPROVED, OBSTACLES, ProductState.APPROVED),
        (ProductState.PUBLISHED, (), ProductState.PUBLISHED),
        (ProductState.PUBLISHED, OBSTACLES, ProductState.SUSPENDED),
        (ProductState.SUSPENDED, OBSTACLES, ProductState.SUSPENDED),
        (ProductState.SUSPENDED, (), ProductState.PUBLISHED),
    ],
)
def test_a_product_is_on_sale_exactly_while_nothing_stands_against_it(
    state: ProductState, obstacles: tuple[Obstacle, ...], after: ProductState
) -> None:
    judged = rules.judged(product(state), obstacles, NOW)
    assert judged.state is after
    assert judged.obstacles == obstacles
    assert rules.judged(judged, obstacles, NOW + TICK) == judged


@pytest.mark.clause("2.2.5")
@given(st.sampled_from(sorted(set(ProductState) - ON_FILE)), st.sampled_from([(), OBSTACLES]))
def test_what_was_never_approved_or_has_ended_is_never_judged(
    state: ProductState, obstacles: tuple[Obstacle, ...]
) -> None:
    known = product(state)
    assert rules.judged(known, obstacles, NOW) is known


def test_content_that_was_never_approved_is_not_put_on_sale() -> None:
    known = product(ProductState.APPROVED, live=None)
    assert rules.judged(known, (), NOW) is known


def test_the_first_day_on_sale_stays_through_suspensions() -> None:
    first = rules.judged(product(), (), NOW)
    off = rules.judged(first, OBSTACLES, NOW + timedelta(days=1))
    again = rules.judged(off, (), NOW + timedelta(days=2))
    assert again.published_at == NOW


@given(st.lists(st.integers(0, 1000), min_size=1))
def test_a_late_event_never_judges_by_an_instant_before_the_last_judgement(
    seconds: list[int],
) -> None:
    known = product()
    for index, second in enumerate(seconds):
        at = rules.latest(known.judged_at, NOW + timedelta(seconds=second))
        known = rules.judged(known, OBSTACLES if index % 2 else (), at)
    assert known.judged_at is not None
    assert known.judged_at <= NOW + timedelta(seconds=max(seconds))
    late = rules.latest(known.judged_at, NOW - timedelta(days=1))
    assert late == known.judged_at


@pytest.mark.clause("2.1.5")
@pytest.mark.parametrize("state", sorted(ON_FILE))
def test_a_hold_takes_a_product_off_sale_at_once_and_the_first_one_stays(
    state: ProductState,
) -> None:
    held = rules.held(product(state), HOLD)
    assert held.state is not ProductState.PUBLISHED
    assert held.hold == HOLD
    assert Obstacle("on_hold", "prd_1") in held.obstacles
    assert rules.held(held, replace(HOLD, reason="又一次")) == held
    assert rules.lifted(held).hold is None
    # Lifting alone puts nothing on sale: what else stands against it must be judged first.
    assert rules.lifted(held).state is held.state


@pytest.mark.clause("2.1.3")
def test_documents_with_a_last_day_that_is_not_over_are_watched() -> None:
    endless = ProductDocument(document_id="doc_2", type="test_report")
    content = replace(CONTENT, documents=(CERTIFICATE, endless))
    assert rules.documents_to_watch(content, END - TICK) == (CERTIFICATE,)
    assert rules.documents_to_watch(content, END) == ()
    assert rules.days_left(CERTIFICATE, END - TICK) == 0
    assert rules.days_left(CERTIFICATE, END - rules.DOCUMENT_WARNING) == 30
