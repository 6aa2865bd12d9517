"""Rows of the service policy, in the care table.

| pk | sk | row |
|---|---|---|
| ``policy`` | ``head`` | the numbers given so far |
| ``policy`` | ``version#000002`` | one version |
| ``policy`` | ``rollout#000002`` | how many cases have come under it |

Versions are few and read by every process once a minute: one partition is enough.
"""

from collections.abc import Mapping
from typing import Final

from pynamodb.expressions.update import Action

from teleshop.care.domain.policy import (
    FIRST_VERSION,
    Policy,
    PolicyHead,
    PolicyState,
    PolicyVersion,
)
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import DataClass, Instant, Integer, Json, Text
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL
POLICY: Final = "policy"
Keys = Mapping[str, str | None]


class _Row(TableModel):
    """What all rows of the table share."""

    table = "care"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class PolicyHeadRow(_Row):
    """The numbers given so far."""

    entity = PolicyHead
    SK = "head"

    latest = Integer(data_class=INTERNAL)
    activated = Integer(data_class=INTERNAL)
    effective_from = Instant(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: PolicyHead) -> Keys:
        return {"pk": POLICY, "sk": cls.SK}


class PolicyVersionRow(_Row):
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
    activated_by = Text(null=True, data_class=INTERNAL)
    activated_at = Instant(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: PolicyVersion) -> Keys:
        return {"pk": POLICY, "sk": cls.sort_key(entity.number)}

    @classmethod
    def sort_key(cls, number: int) -> str:
        """Where a version lies."""
        return f"{cls.PREFIX}{number:06d}"


class PolicyRolloutRow(_Row):
    """How many cases have come under a version: raised by the transaction of each."""

    PREFIX = "rollout#"

    cases = Integer(data_class=INTERNAL)

    @classmethod
    def at(cls, number: int) -> "PolicyRolloutRow":
        """The row of a version, keys alone."""
        return cls(POLICY, f"{cls.PREFIX}{number:06d}")

    @classmethod
    def one_more(cls) -> list[Action]:
        """What one more case does to it."""
        return [cls.cases.add(1)]


class PolicyRepository:
    """Finds versions of the policy. The first one is not stored: it is there before anybody
    proposed another.
    """

    def head(self) -> PolicyHead | None:
        """The numbers given so far; None before the first proposal."""
        found: PolicyHead | None = PolicyHeadRow.find(POLICY, PolicyHeadRow.SK)
        return found

    def find(self, number: int) -> PolicyVersion | None:
        """One version, as stored now."""
        if number == FIRST_VERSION.number:
            return FIRST_VERSION
        found: PolicyVersion | None = PolicyVersionRow.find(
            POLICY, PolicyVersionRow.sort_key(number)
        )
        return found

    def published(self) -> list[Policy]:
        """The policies of every version that is, was or will be in force."""
        rows = PolicyVersionRow.query(
            POLICY,
            PolicyVersionRow.sk.startswith(PolicyVersionRow.PREFIX),
            consistent_read=True,
        )
        with reading():
            stored: list[PolicyVersion] = [row.to_entity() for row in rows]
        versions = [FIRST_VERSION, *stored]
        return [found.policy for found in versions if found.state is PolicyState.ACTIVATED]

    def rolled_out(self, number: int) -> int:
        """How many cases have come under a version when it came into force."""
        row = PolicyRolloutRow.at(number)
        try:
            with reading():
                found = PolicyRolloutRow.get(row.pk, row.sk, consistent_read=True)
        except PolicyRolloutRow.DoesNotExist:
            return 0
        return int(found.cases)

    def versions(self, page: PageRequest) -> Page[PolicyVersion]:
        """Every version, newest first."""
        found: Page[PolicyVersion] = query_page(
            PolicyVersionRow,
            PolicyVersionRow,
            POLICY,
            page,
            scope="service-policies",
            range_condition=PolicyVersionRow.sk.startswith(PolicyVersionRow.PREFIX),
            newest_first=True,
        )
        if found.next is None:
            return Page([*found.items, FIRST_VERSION])
        return found
