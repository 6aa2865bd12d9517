"""Documents of a product: their types, and the rules of their numbers and dates (rules §7).

Certificates are of the types that the suppliers' catalogue knows; a few papers belong to goods
alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from teleshop.catalog.domain.content import ProductDocument
from teleshop.kernel.findings import Finding

TEST_REPORT: Final = "test_report"
CLAIM_PROOF: Final = "claim_proof"
"""Proves a claim; its number is the code of the claim in the word screen (``sales_rank``)."""


@dataclass(frozen=True, slots=True)
class PaperType:
    """A type of document by its code and names."""

    code: str
    zh: str
    en: str


GOODS_PAPERS: Final[Mapping[str, PaperType]] = {
    paper.code: paper
    for paper in (
        PaperType(TEST_REPORT, "检测报告", "test report"),
        PaperType("conformity_certificate", "产品合格证", "certificate of conformity"),
        PaperType("label", "标签实样", "label"),
        PaperType("trademark_registration", "商标注册证", "trademark registration"),
        PaperType("brand_authorisation", "品牌授权书", "authorisation of the brand"),
        PaperType("customs_declaration", "进口货物报关单", "customs declaration"),
        PaperType("quarantine_certificate", "入境货物检验检疫证明", "quarantine certificate"),
        PaperType(CLAIM_PROOF, "宣传内容证明", "proof of a claim"),
        PaperType("suggested_price_letter", "厂商建议零售价文件", "letter on the suggested price"),
    )
}
"""Papers that come with goods and say nothing of who sells them."""


class Papers(Protocol):
    """What is known of certificates: their types, the forms of their numbers, their terms."""

    def type_of(self, code: str) -> PaperType | None:
        """The type of that code, if there is one."""

    def check(self, document: ProductDocument, today: date, pointer: str) -> list[Finding]:
        """Remarks on number and dates of one certificate; ``pointer`` is its place. Nothing for
        papers of goods.
        """
