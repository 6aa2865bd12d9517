"""The public words of a promotion: screened as advertising, with the proofs that count for them."""

from typing import Any

import pytest

from teleshop.documents.errors import DocumentNotFoundError
from teleshop.promotions.errors import PromotionNotReadyError
from teleshop.promotions.schemas import PublicPromotionView
from teleshop.promotions.service import State
from teleshop.promotions.wiring import service
from tests.factories import documents
from tests.factories import promotions as f
from tests.factories.pricing import SECOND_SKU, SKU
from tests.factories.promotions import item
from tests.harness.aws import Cloud


def refused_words(**changes: Any) -> list[tuple[str, str]]:
    """Field and code of the words for which a plan is refused."""
    made = f.planned(**changes)
    try:
        service().plans.submit(f.call(f.MERCHANDISER), made.id)
    except PromotionNotReadyError as refused:
        return [(fault.pointer, fault.code) for fault in refused.errors]
    return []


WORD = "word_not_allowed"


@pytest.mark.clause("5.1.2")
@pytest.mark.parametrize(
    ("text", "compared", "refused"),
    [
        ("每人限购两件。", False, False),
        ("原价销售，现在优惠。", False, True),
        ("原价销售，现在优惠。", True, False),
        ("全网最低价。", True, True),
        ("史上最低。", True, True),
        ("随时结束。", True, True),
        ("治疗失眠。", True, True),
    ],
)
def test_a_comparison_proves_a_former_price_and_nothing_else(
    aws: Cloud, text: str, compared: bool, refused: bool
) -> None:
    f.shop()
    items = [item(shown=189_00 if compared else None)]
    expected = [("/conditions_zh", WORD)] * refused
    assert refused_words(conditions_zh=text, items=items) == expected


@pytest.mark.clause("5.1.2")
def test_a_title_is_screened_as_well_and_the_place_is_told(aws: Cloud) -> None:
    f.shop()
    made = f.planned(title_zh="云栖锅：最好的锅")
    with pytest.raises(PromotionNotReadyError) as refused:
        service().plans.submit(f.call(f.MERCHANDISER), made.id)
    (fault,) = refused.value.errors
    assert (fault.pointer, fault.params["word"], fault.params["place"]) == ("/title_zh", "最好", 5)


@pytest.mark.clause("5.1.2")
@pytest.mark.parametrize(("name", "refused"), [("铲子", False), ("国家级神药铲", True)])
def test_so_is_the_name_of_a_gift(aws: Cloud, name: str, refused: bool) -> None:
    f.shop(SKU, SECOND_SKU)
    gift = {"sku": SECOND_SKU, "name": name, "value": 199_00}
    found = refused_words(kind="gift", items=[item(None)], gift=gift)
    assert set(found) == ({("/gift/name", WORD)} if refused else set())


@pytest.mark.clause("5.1.2")
def test_an_uploaded_document_proves_words_about_prices(aws: Cloud) -> None:
    f.shop()
    paper = documents.accepted(f.MERCHANDISER, purpose="price_research")
    sent = f.submitted(conditions_zh="全网最低价。", proofs=[paper.id])
    assert sent.state is State.IN_REVIEW


def test_a_proof_that_was_not_uploaded_is_none(aws: Cloud) -> None:
    f.shop()
    with pytest.raises(DocumentNotFoundError):
        f.planned(proofs=["doc_unknown"])
    other = documents.accepted()
    with pytest.raises(DocumentNotFoundError):
        f.planned(proofs=[other.id])


@pytest.mark.clause("4.3.3")
def test_the_manufacturers_price_is_shown_exactly_and_with_its_document(aws: Cloud) -> None:
    """The sheet says that the manufacturer suggests 399 yuan."""
    f.shop()
    pack = "manufacturer_suggested"
    bare = [{**item(), "comparison": {"amount": 399_00, "pack": pack}}]
    place = "/items/0/comparison/amount"
    assert refused_words(items=bare) == [(place, "reference_without_basis")]
    paper = documents.accepted(f.MERCHANDISER, purpose="price_research")
    other = {"amount": 389_00, "pack": pack, "document_id": paper.id}
    wrong = refused_words(items=[{**item(), "comparison": other}])
    assert wrong == [(place, "suggested_price_differs")]
    made = f.approved(items=[{**item(), "comparison": {**other, "amount": 399_00}}])
    assert [(each.amount, each.document_id) for each in made.comparisons] == [(399_00, paper.id)]
    promotions, at = service().public, made.content.starts_at
    (shown,) = PublicPromotionView.of(promotions.show(f.call(at=at), made.id)).references
    assert (shown.amount, shown.basis_zh) == (399_00, "厂商建议零售价")
