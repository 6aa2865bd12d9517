"""What applicants are told of categories and types of documents."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from teleshop.kernel.schema import Output
from teleshop.suppliers.domain.catalogue import Requirement
from teleshop.suppliers.domain.qualifications import QualificationType

if TYPE_CHECKING:
    from teleshop.suppliers.service.guide import OfferedCategory


class RequirementView(Output, frozen=True, kw_only=True):
    """One document of the types ``any_of`` is needed; without it a ``required`` one refuses the
    application, another one leads to a warning.
    """

    any_of: list[str]
    required: bool
    clause: str
    source: str

    @classmethod
    def of(cls, requirement: Requirement) -> "RequirementView":
        """The view of a requirement."""
        return cls(
            any_of=list(requirement.any_of),
            required=requirement.severity == "refuse",
            clause=requirement.clause,
            source=requirement.source,
        )


class CategoryView(Output, frozen=True, kw_only=True):
    """A category of goods; the reason says why it is forbidden or reviewed strictly, otherwise it
    is null.
    """

    code: str
    zh: str
    en: str
    allowed: bool
    reason_zh: str | None
    reason_en: str | None
    source: str
    documents: list[RequirementView]

    @classmethod
    def of(cls, offered: "OfferedCategory") -> "CategoryView":
        """The view of a category."""
        category, remark = offered.category, offered.remark
        return cls(
            code=category.code,
            zh=category.zh,
            en=category.en,
            allowed=not category.forbidden,
            reason_zh=remark.message("zh") if remark else None,
            reason_en=remark.message("en") if remark else None,
            source=category.source,
            documents=[RequirementView.of(need) for need in offered.requirements],
        )


class CategoriesView(Output, frozen=True, kw_only=True):
    """Every category there is."""

    items: list[CategoryView]

    @classmethod
    def of(cls, found: "Iterable[OfferedCategory]") -> "CategoriesView":
        """The view of them all."""
        return cls(items=[CategoryView.of(offered) for offered in found])


class QualificationTypeView(Output, frozen=True, kw_only=True):
    """A type of document.

    ``number_pattern`` is a regular expression for the whole number without spaces, in capitals;
    null means that no form is known. A number of another form is refused or only warned of, as
    ``number_severity`` says.
    """

    code: str
    zh: str
    en: str
    number_required: bool
    number_pattern: str | None
    number_severity: Literal["refuse", "warn"]
    expiry_required: bool
    source: str

    @classmethod
    def of(cls, kind: QualificationType) -> "QualificationTypeView":
        """The view of a type."""
        return cls(
            code=kind.code,
            zh=kind.zh,
            en=kind.en,
            number_required=kind.number_required,
            number_pattern=None if kind.pattern is None else _portable(kind.pattern),
            number_severity=kind.severity,
            expiry_required=kind.expiry_required,
            source=f"{kind.source} {kind.article}",
        )


class QualificationTypesView(Output, frozen=True, kw_only=True):
    """Every type there is."""

    items: list[QualificationTypeView]

    @classmethod
    def of(cls, found: Iterable[QualificationType]) -> "QualificationTypesView":
        """The view of them all."""
        return cls(items=[QualificationTypeView.of(kind) for kind in found])


def _portable(pattern: str) -> str:
    """The pattern with its ends, as any language reads it: named groups and ``\\d`` differ."""
    plain = re.sub(r"\(\?P<\w+>", "(", pattern).replace(r"\d", "[0-9]")
    return f"^({plain})$"
