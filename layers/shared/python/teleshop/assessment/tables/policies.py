"""Rows of scorecard policies.

| pk | sk | row |
|---|---|---|
| ``scorecard-policies`` | ``head`` | the numbers given so far |
| ``scorecard-policies`` | ``version#000001`` | one version |

Versions are few: one partition is enough.
"""

from collections.abc import Mapping
from typing import Final

from teleshop.assessment.domain.policy import ScorecardPolicy
from teleshop.assessment.domain.versions import (
    DEFAULT_VERSION,
    PolicyHead,
    PolicyState,
    PolicyVersion,
)
from teleshop.assessment.tables.base import INTERNAL, AssessmentTableRow
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import Instant, Integer, Json, Text
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page

POLICIES: Final = "scorecard-policies"
Keys = Mapping[str, str | None]


class PolicyHeadRow(AssessmentTableRow):
    """The numbers given so far."""

    entity = PolicyHead
    SK = "head"

    latest = Integer(data_class=INTERNAL)
    approved = Integer(data_class=INTERNAL)
    effective_quarter = Text(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: PolicyHead) -> Keys:
        return {"pk": POLICIES, "sk": cls.SK}


class PolicyVersionRow(AssessmentTableRow):
    """One version; its policy is one value."""

    entity = PolicyVersion
    PREFIX = "version#"

    number = Integer(data_class=INTERNAL)
    policy = Json(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    reason = Text(data_class=INTERNAL)
    based_on = Integer(data_class=INTERNAL)
    proposed_by = Text(null=True, data_class=INTERNAL)
    proposed_at = Instant(null=True, data_class=INTERNAL)
    decided_by = Text(null=True, data_class=INTERNAL)
    decided_at = Instant(null=True, data_class=INTERNAL)
    reason_code = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: PolicyVersion) -> Keys:
        return {"pk": POLICIES, "sk": cls.sort_key(entity.number)}

    @classmethod
    def sort_key(cls, number: int) -> str:
        """Where a version lies."""
        return f"{cls.PREFIX}{number:06d}"


class PolicyRepository:
    """Finds versions of the policy. The default is not stored: it is there before anybody proposed
    another.
    """

    def head(self) -> PolicyHead | None:
        """The numbers given so far; None before the first proposal."""
        found: PolicyHead | None = PolicyHeadRow.find(POLICIES, PolicyHeadRow.SK)
        return found

    def find(self, number: int) -> PolicyVersion | None:
        """One version, as stored now."""
        if number == DEFAULT_VERSION.number:
            return DEFAULT_VERSION
        found: PolicyVersion | None = PolicyVersionRow.find(
            POLICIES, PolicyVersionRow.sort_key(number)
        )
        return found

    def approved(self) -> list[ScorecardPolicy]:
        """The policies that hold, held or will hold, the default left out."""
        with reading():
            rows = list(
                PolicyVersionRow.query(
                    POLICIES,
                    PolicyVersionRow.sk.startswith(PolicyVersionRow.PREFIX),
                    consistent_read=True,
                )
            )
        versions: list[PolicyVersion] = [row.to_entity() for row in rows]
        return [found.policy for found in versions if found.state is PolicyState.APPROVED]

    def versions(self, page: PageRequest) -> Page[PolicyVersion]:
        """Every version, newest first, the default last."""
        found: Page[PolicyVersion] = query_page(
            PolicyVersionRow,
            PolicyVersionRow,
            POLICIES,
            page,
            scope="scorecard-policies",
            range_condition=PolicyVersionRow.sk.startswith(PolicyVersionRow.PREFIX),
            newest_first=True,
        )
        if found.next is None:
            return Page([*found.items, DEFAULT_VERSION])
        return found
