"""Publication is impossible in any other way: arbitrary lives of a product, with everything that
people, suppliers, prices, categories and time can do to it in any order.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from teleshop.catalog.domain import life, standing
from teleshop.catalog.domain import review as reviews
from teleshop.catalog.domain.content import Content, ProductDocument, Variant
from teleshop.catalog.domain.product import ENDED, ON_FILE, Hold, Product, ProductState
from teleshop.catalog.domain.review import ItemFinding
from teleshop.catalog.domain.revision import EDITABLE, OPEN, ItemState, Revision, RevisionState
from teleshop.catalog.domain.rulebook import CategoryRules, RequiredDocument, SupplierStanding
from teleshop.catalog.domain.standing import Facts
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import InvalidInputError

START = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LAST = date(2026, 11, 30)
QUALIFIED = ("rita", "rolf")
RULE = "immaterial"
LONG_LIFE = 3
"""Revisions after which a product may be taken down: lives are to be long enough to go wrong."""
TEXTS = st.sampled_from(["铸铁锅", "铸铁炒锅", "铁锅"])


class Lives(RuleBasedStateMachine):
    """One product, as the use cases move it; facts change beneath it and are judged afterwards,
    also late and in another order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.active = self.verified = self.priced = self.category = True
        self.revisions: dict[int, Revision] = {}
        self.judged_until: dict[int, datetime] = {}
        """The latest instant at which each approved revision was judged."""

    @initialize(name=TEXTS)
    def begin(self, name: str) -> None:
        content = Content(
            category_id="cat_1",
            name=name,
            description="厚底",
            variants=(Variant(sku="sku_1", own_code="P1"),),
            documents=(ProductDocument(document_id="doc_1", type="report", valid_to=LAST),),
        )
        self.product, first = life.start_product("prd_1", "sup_1", content, self.now, "sven")
        self.revisions[1] = first
        self.submit()

    # -- helpers --

    @property
    def open(self) -> Revision | None:
        number = self.product.open_revision
        return self.revisions[number] if number is not None else None

    def keep(self, product: Product, revision: Revision | None = None) -> None:
        self.product = product
        if revision is not None:
            self.revisions[revision.number] = revision

    def in_review(self) -> bool:
        return self.open is not None and self.open.state is RevisionState.IN_REVIEW

    def editable(self) -> bool:
        return self.open is not None and self.open.state in EDITABLE

    def facts(self) -> Facts:
        supplier = SupplierStanding(
            active=self.active,
            new_products=self.active and self.verified,
            categories=frozenset({"general"}),
        )
        category = CategoryRules(
            id="cat_1",
            zh="锅",
            en="Pots",
            path=("cat_1",),
            active=self.category,
            required_documents=(RequiredDocument(any_of=("report",)),),
        )
        return Facts(supplier=supplier, category=category, priced=self.priced)

    # -- the supplier --

    @precondition(lambda self: self.editable())
    @rule(name=TEXTS)
    def edit(self, name: str) -> None:
        revision = self.open
        assert revision is not None
        fresh = ProductDocument(
            document_id="doc_2", type="report", valid_to=china_date(self.now) + timedelta(days=10)
        )
        content = replace(revision.content, name=name, documents=(fresh,))
        self.revisions[revision.number] = replace(revision, content=content)

    @precondition(lambda self: self.product.state in ON_FILE and self.open is None)
    @rule(name=TEXTS)
    def change(self, name: str) -> None:
        live = self.revisions[self.product.live or 0]
        content = replace(live.content, name=name)
        self.keep(*life.open_change(self.product, content, self.now, "sven"))

    @precondition(lambda self: self.editable())
    @rule()
    def submit(self) -> None:
        revision = self.open
        assert revision is not None
        concerned = None if revision.base is None else {"name"}
        items = reviews.check_list(
            revision.content, concerned=concerned, earlier=revision.items, changed={"name"}
        )
        self.now += timedelta(seconds=1)
        self.keep(*life.submit(self.product, revision, items, self.now, "sven"))

    @precondition(lambda self: self.in_review())
    @rule()
    def take_back(self) -> None:
        assert self.open is not None
        self.keep(*life.take_back(self.product, self.open))

    @precondition(lambda self: self.editable() and self.product.live is not None)
    @rule()
    def pass_as_immaterial(self) -> None:
        assert self.open is not None
        revision = replace(self.open, material=False)
        self.keep(*life.approve(self.product, revision, self.now, RULE))

    @precondition(lambda self: self.open is not None and self.product.live is not None)
    @rule()
    def drop(self) -> None:
        assert self.open is not None
        self.keep(*life.drop_change(self.product, self.open))

    # -- reviewers --

    @precondition(lambda self: self.in_review())
    @rule(data=st.data(), by=st.sampled_from(QUALIFIED))
    def check(self, data: st.DataObject, by: str) -> None:
        revision = self.open
        assert revision is not None
        item = data.draw(st.sampled_from(revision.items))
        passed = data.draw(st.booleans())
        finding = ItemFinding(field=item.field, passed=passed, reason="" if passed else "不符")
        self.now += timedelta(seconds=1)
        try:
            self.revisions[revision.number] = reviews.reviewed(revision, [finding], by, self.now)
        except InvalidInputError:
            assert reviews.is_settled(revision, item)

    @precondition(lambda self: self.in_review())
    @rule(by=st.sampled_from(QUALIFIED))
    def pass_everything_and_approve(self, by: str) -> None:
        revision = self.open
        assert revision is not None
        findings = [
            ItemFinding(field=item.field, passed=True)
            for item in revision.items
            if not reviews.is_settled(revision, item)
        ]
        self.now += timedelta(seconds=1)
        self.revisions[revision.number] = reviews.reviewed(revision, findings, by, self.now)
        self.decide("approve", by)

    @precondition(lambda self: self.in_review())
    @rule(
        choice=st.sampled_from(["approve", "return_for_change", "reject"]),
        by=st.sampled_from(QUALIFIED),
    )
    def decide(self, choice: str, by: str) -> None:
        revision = self.open
        assert revision is not None
        if choice not in reviews.choices_left(revision.items):
            return
        if choice == "approve":
            self.keep(*life.approve(self.product, revision, self.now, by))
        elif choice == "return_for_change":
            self.revisions[revision.number] = replace(revision, state=RevisionState.RETURNED)
        elif self.product.live is None:
            if revision.round == 1:
                return  # Lives that end before they begin show nothing.
            self.keep(*life.end(self.product, revision, ProductState.REFUSED, self.now, "不符"))
        else:
            self.keep(
                replace(self.product, open_revision=None),
                replace(revision, state=RevisionState.REFUSED),
            )

    # -- people of the platform --

    @precondition(lambda self: self.product.state not in ENDED)
    @rule()
    def hold(self) -> None:
        self.keep(standing.held(self.product, Hold(reason="抽检", by="cora", at=self.now)))

    @precondition(lambda self: self.product.hold is not None)
    @rule()
    def release(self) -> None:
        self.keep(standing.lifted(self.product))
        self.judge(timedelta())

    @precondition(lambda self: len(self.revisions) > LONG_LIFE and self.product.state not in ENDED)
    @rule()
    def take_down(self) -> None:
        self.keep(*life.end(self.product, self.open, ProductState.WITHDRAWN, self.now, "违规"))

    # -- what it rests on --

    @rule(fact=st.sampled_from(["active", "verified", "priced", "category"]))
    def something_changes(self, fact: str) -> None:
        setattr(self, fact, not getattr(self, fact))
        self.judge(timedelta())

    @rule()
    def everything_is_in_order(self) -> None:
        self.active = self.verified = self.priced = self.category = True
        self.judge(timedelta())

    @rule(days=st.integers(1, 5))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.judge(timedelta())

    @rule(late=st.timedeltas(timedelta(), timedelta(days=20)))
    def judge(self, late: timedelta) -> None:
        """An event of the past arrives now."""
        if self.product.live is None:
            return
        content = self.revisions[self.product.live].content
        told = self.now - late
        if self.product.state in ON_FILE:
            live = self.product.live
            self.judged_until[live] = max(told, self.judged_until.get(live, told))
        at = standing.latest(self.product.judged_at, told)
        found = standing.obstacles_of(self.product, content, self.facts(), at)
        self.keep(standing.judged(self.product, found, at))

    # -- what must hold --

    @invariant()
    def what_is_on_sale_was_approved_by_a_qualified_person_or_is_an_immaterial_change(self) -> None:
        if self.product.state is not ProductState.PUBLISHED:
            return
        assert self.product.live is not None
        live = self.revisions[self.product.live]
        assert live.state is RevisionState.APPROVED
        if live.approved_by == RULE:
            assert live.material is False
            assert live.base is not None
            return
        assert live.approved_by in QUALIFIED
        assert live.items
        assert all(item.state is ItemState.PASSED for item in live.items)
        assert all(item.reviewed_by in QUALIFIED for item in live.items)

    @invariant()
    def what_is_on_sale_has_no_obstacle_that_was_judged(self) -> None:
        if self.product.state is ProductState.PUBLISHED:
            assert self.product.obstacles == ()
            assert self.product.hold is None

    @invariant()
    def no_late_event_brings_back_what_has_lapsed_in_an_earlier_judgement(self) -> None:
        if self.product.state is ProductState.PUBLISHED and self.product.live in self.judged_until:
            at = self.judged_until[self.product.live]
            papers = self.revisions[self.product.live].content.documents
            assert not any(standing.has_lapsed(paper, at) for paper in papers)

    @invariant()
    def judged_now_it_is_on_sale_exactly_if_nothing_stands_against_it(self) -> None:
        if self.product.live is None or self.product.state not in ON_FILE:
            assert self.product.state is not ProductState.PUBLISHED
            return
        content = self.revisions[self.product.live].content
        found = standing.obstacles_of(self.product, content, self.facts(), self.now)
        judged = standing.judged(self.product, found, self.now)
        assert (judged.state is ProductState.PUBLISHED) == (found == ())

    @invariant()
    def a_product_has_at_most_one_open_revision(self) -> None:
        numbers = {number for number, one in self.revisions.items() if one.state in OPEN}
        assert numbers == ({self.product.open_revision} - {None})


@pytest.mark.clause("2.2.5")
def test_publication_is_impossible_in_any_other_way() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Lives, settings=settings(max_examples=60, stateful_step_count=40, deadline=None)
    )
