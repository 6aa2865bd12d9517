"""The automatic check of a product's content: every refusal and every remark at once (standard
2.1, 2.2, 2.3).

Pure: the same content and facts give the same findings. What refuses says by clause, rule and
source why, and where in the content; nothing is decided by the order of checks.
"""

from dataclasses import replace

from teleshop.catalog.domain.checks.facts import Facts
from teleshop.catalog.domain.checks.files import check_documents, check_pictures
from teleshop.catalog.domain.checks.information import (
    check_attributes,
    check_ended_effects,
    check_information,
)
from teleshop.catalog.domain.checks.safety import check_after_sales, check_packaging
from teleshop.catalog.domain.checks.standing import check_category, check_supplier
from teleshop.catalog.domain.checks.variants import check_variants
from teleshop.catalog.domain.checks.words import check_words
from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.revision import Remark
from teleshop.kernel.findings import Finding
from teleshop.kernel.rules import get_rule

__all__ = ["Facts", "check_admission", "remark_of"]


def check_admission(content: Content, facts: Facts) -> list[Finding]:
    """All findings on a content; those of severity ``refuse`` keep it out."""
    found = [
        *check_supplier(content, facts),
        *check_category(content, facts),
        *check_information(content, facts),
        *check_ended_effects(content, facts),
        *check_attributes(content, facts),
        *check_variants(content),
        *check_pictures(content, facts),
        *check_documents(content, facts),
        *check_packaging(content, facts),
        *check_after_sales(content, facts),
        *check_words(content, facts),
    ]
    return [with_law(finding) for finding in found]


def with_law(finding: Finding) -> Finding:
    """The finding with the law of its rule at the end of its texts, unless they tell a source of
    their own.
    """
    if finding.rule is None or "source" in finding.params:
        return finding
    try:
        known = get_rule(finding.rule)
    except KeyError:
        # A rule of another context that is only named, not registered.
        return finding
    sources, articles = known.source.split("; "), known.article.split("; ")
    if known.article == "-":
        law = known.source
    elif len(sources) == len(articles):
        # Each article beside its own law.
        law = "; ".join(" ".join(pair) for pair in zip(sources, articles, strict=True))
    else:
        law = f"{known.source} {known.article}"
    return replace(
        finding,
        zh=f"{finding.zh}（依据：{{law}}）",
        en=f"{finding.en} (By {{law}})",
        params={**finding.params, "law": law},
    )


def remark_of(finding: Finding) -> Remark:
    """A finding as it is kept for the reviewer, its texts filled in."""
    return Remark(
        pointer=finding.pointer,
        code=finding.code,
        zh=finding.message("zh"),
        en=finding.message("en"),
        rule=finding.rule,
    )
