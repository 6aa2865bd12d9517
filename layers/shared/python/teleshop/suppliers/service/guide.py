"""What an applicant must know before it fills in a form: categories of goods and types of
documents. Reads data of this version only; nothing is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.findings import Finding
from teleshop.suppliers.domain.application import check_categories
from teleshop.suppliers.domain.catalogue import Category, Requirement, Yardstick
from teleshop.suppliers.domain.certificates import certificates_on_file
from teleshop.suppliers.domain.policy import DEFAULT_POLICY, SupplierPolicy
from teleshop.suppliers.domain.qualifications import QualificationType
from teleshop.suppliers.domain.supplier import Application


@dataclass(frozen=True, slots=True)
class OfferedCategory:
    """A category, the documents it takes today, and what the check of an application says of it.

    ``requirements`` are those of every supplier, then its own; none if it is forbidden.
    """

    category: Category
    requirements: tuple[Requirement, ...]
    remark: Finding | None


class Guide:
    """Answers from the catalogue that applications are judged by; stateless."""

    def __init__(self, policy: SupplierPolicy = DEFAULT_POLICY) -> None:
        self._policy = policy

    def list_categories(self, call: Call) -> Sequence[OfferedCategory]:
        """Every category, the forbidden ones last."""
        yardstick = self._yardstick(call)
        catalogue = yardstick.catalogue
        # Certificates that nobody can obtain any more are not asked for (R6.10).
        ended = certificates_on_file((), None, yardstick)
        base = tuple(need for need in catalogue.base if not ended.issuperset(need.any_of))
        return [
            OfferedCategory(
                category,
                () if category.forbidden else base + category.requirements,
                _remark(category, yardstick),
            )
            for category in catalogue.categories.values()
        ]

    def list_types(self, call: Call) -> Sequence[QualificationType]:
        """Every type of document, those of every supplier first."""
        return list(self._yardstick(call).catalogue.types.values())

    def _yardstick(self, call: Call) -> Yardstick:
        return Yardstick(today=china_date(call.now), policy=self._policy)


def _remark(category: Category, yardstick: Yardstick) -> Finding | None:
    """What the check of an application for this category says, in the same words."""
    wanted = Application(
        legal_name="", uscc="", legal_representative="", categories=(category.code,)
    )
    return next(iter(check_categories(wanted, yardstick.catalogue)), None)
