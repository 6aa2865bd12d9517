"""Other contexts as categories see them."""

from teleshop.categories.domain.checks import Vocabulary
from teleshop.kernel.actor import Call
from teleshop.suppliers.service import Guide

PAPERS_OF_GOODS = (
    "test_report",
    "conformity_certificate",
    "label",
    "customs_declaration",
    "quarantine_certificate",
)
"""检测报告, 合格证, 标签, 报关单, 检验检疫证明: documents of products that no supplier has as a
qualification (2.1.3).
"""


class SupplierCatalogue:
    """The types of documents and categories that suppliers are judged by."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def vocabulary(self, call: Call) -> Vocabulary:
        """Read from data of this version of the software."""
        offered = [one.category for one in self._guide.list_categories(call)]
        return Vocabulary(
            document_types=frozenset(
                [*PAPERS_OF_GOODS, *(kind.code for kind in self._guide.list_types(call))]
            ),
            supplier_categories=frozenset(category.code for category in offered),
            forbidden_categories=frozenset(
                category.code for category in offered if category.forbidden
            ),
            required_of={
                category.code: tuple(
                    need.any_of for need in category.requirements if need.severity == "refuse"
                )
                for category in offered
            },
        )
