"""The ports of promotions, connected to the capabilities that serve them."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, Final

import msgspec

from teleshop.approvals.service import Approvals, Process
from teleshop.documents.service import Documents, owners_for
from teleshop.kernel.actor import Actor
from teleshop.kernel.clock import sortable
from teleshop.kernel.state_machines import start_execution
from teleshop.kernel.transaction import Transaction
from teleshop.pricing.service import Channel as SheetChannel
from teleshop.pricing.service import Pack, References, Review
from teleshop.promotions.domain.content import Channel, Content
from teleshop.promotions.domain.facts import Allowed, Block, Proof, ReferenceKey, WordFault
from teleshop.promotions.domain.promotion import PROCESS
from teleshop.suppliers.service import Standing
from teleshop.wording.service import Code, GoodsProfile, Verdict, Wording
from teleshop.wording.service import Proof as WordProof

MACHINE: Final = "promotion-review"
AT_A_TIME: Final = 8
FORMER_PRICE: Final = "原价"
PROOF_PURPOSE: Final = "price_research"
PUBLIC_TEXTS: Final = ("title_zh", "title_en", "conditions_zh", "conditions_en")


class PricedReferences:
    """Reference prices from pricing."""

    def __init__(self, references: References) -> None:
        self._references = references

    def allowed(
        self, wanted: Iterable[tuple[ReferenceKey, str | None]], starts_at: datetime, now: datetime
    ) -> dict[ReferenceKey, Allowed]:
        """Ask for each, some at a time: a large promotion has more than a hundred."""
        asked = dict(wanted)
        with ThreadPoolExecutor(max_workers=AT_A_TIME) as pool:
            answers = pool.map(lambda key: self._allowed(key, asked[key], starts_at, now), asked)
            return dict(zip(asked, answers, strict=True))

    def _allowed(
        self, key: ReferenceKey, document_id: str | None, starts_at: datetime, now: datetime
    ) -> Allowed:
        sku, channel, pack = key
        answer = self._references.reference(
            sku,
            SheetChannel(channel),
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


class ScreenedWords:
    """The word screen of the wording capability."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def faults(self, content: Content, at: datetime) -> tuple[WordFault, ...]:
        """Words of title and conditions, and of the name of a gift. Uploaded documents prove words
        about prices and words that urge; where every article is compared, that proves a former
        price (原价), since its own rule is checked, and no other word.
        """
        proofs: set[str] = {WordProof.PRICE_BASIS, Code.URGE} if content.proofs else set()
        compared = bool(content.items) and all(item.comparison for item in content.items)
        goods = GoodsProfile(on_tv=Channel.TV in content.channels, proofs=frozenset(proofs))
        texts = {name: getattr(content, name) for name in PUBLIC_TEXTS}
        if content.gift is not None:
            texts["gift/name"] = content.gift.name
        return tuple(
            WordFault(
                field=name,
                start=hit.start,
                word=hit.text,
                code=hit.code,
                refuses=hit.verdict is Verdict.FAIL,
                reason_zh=hit.zh,
                reason_en=hit.en,
                rule=hit.rule,
            )
            for name, found in self._wording.screen_all(texts, goods, at).items()
            for hit in found.hits
            if hit.verdict is not Verdict.EXEMPT
            and not (compared and hit.code is Code.LOWPRICE and hit.text == FORMER_PRICE)
        )


class SuppliersOnBoard:
    """Suppliers from their context."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def blocks(self, supplier_ids: Iterable[str]) -> Mapping[str, Block]:
        """Those that are suspended, gone or on hold; one read for a hundred."""
        return {
            id: Block(suspended=found.suspended, why_zh=found.why_zh, why_en=found.why_en)
            for id, found in self._standing.blockades(supplier_ids).items()
        }


class UploadedProofs:
    """Files from the documents capability."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def check(self, document_ids: Iterable[str], actor: Actor) -> None:
        """Refuse what documents refuses, for the first file that it refuses."""
        for document_id in document_ids:
            self._documents.get_accepted(
                document_id, owner=owners_for(actor), purpose=PROOF_PURPOSE
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
        start_execution(name, MACHINE, given)
