"""The ports of promotions, connected to the capabilities that serve them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import msgspec

from teleshop.approvals.service import Approvals, Process
from teleshop.kernel.clients import aws_client
from teleshop.kernel.clock import sortable
from teleshop.kernel.settings import settings
from teleshop.kernel.transaction import Transaction
from teleshop.pricing.service import Channel, Pack, References
from teleshop.promotions.domain.facts import Allowed, Proof, ReferenceKey
from teleshop.promotions.ports import Review
from teleshop.promotions.service.reviews import PROCESS

MACHINE: Final = "promotion-review"


class PricedReferences:
    """Reference prices from pricing."""

    def __init__(self, references: References) -> None:
        self._references = references

    def allowed(
        self, wanted: Iterable[tuple[ReferenceKey, str | None]], starts_at: datetime, now: datetime
    ) -> dict[ReferenceKey, Allowed]:
        """Ask for one after another."""
        return {key: self._allowed(key, document_id, starts_at, now) for key, document_id in wanted}

    def _allowed(
        self, key: ReferenceKey, document_id: str | None, starts_at: datetime, now: datetime
    ) -> Allowed:
        sku, channel, pack = key
        answer = self._references.reference(
            sku,
            Channel(channel),
            starts_at,
            now,
            Pack(pack.value),
            document_id=document_id,
        )
        found = answer.reference
        return Allowed(
            amount=found.amount if found else None,
            rule=answer.rule,
            code=answer.code,
            basis=found.basis if found else "",
            since=found.since if found else None,
            until=found.until if found else None,
            document_id=found.document_id if found else None,
            rows=tuple(
                Proof(kind=row.kind, amount=row.amount, day=row.day, since=row.since)
                for row in answer.rows
            ),
        )


class HumanDecisions:
    """Decisions from the approvals capability."""

    def __init__(self, approvals: Approvals) -> None:
        self._approvals = approvals

    def withdraw(self, tx: Transaction, promotion_id: str, round: int) -> None:
        """End what is open, and let nothing be opened any more."""
        self._approvals.withdraw_process(tx, Process(PROCESS, promotion_id, round))


class PromotionWorkflow:
    """The state machine ``promotion-review``."""

    def start(self, name: str, review: Review, at: datetime) -> None:
        """Start a run. Its name makes it one run, however often the start is repeated."""
        given: dict[str, Any] = {**msgspec.to_builtins(review), "asked_at": sortable(at)}
        client = aws_client("stepfunctions")
        try:
            client.start_execution(
                stateMachineArn=settings().state_machine(MACHINE),
                name=name,
                input=msgspec.json.encode(given).decode(),
            )
        except client.exceptions.ExecutionAlreadyExists:
            return
