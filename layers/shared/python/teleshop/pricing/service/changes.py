"""Price changes: asking for one, taking it back, letting a stopped review run again, looking."""

from collections.abc import Sequence

from teleshop.deadlines.service import Deadlines
from teleshop.kernel.actor import Call, Role
from teleshop.kernel.clock import china_date, instant
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.findings import refusing
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page
from teleshop.kernel.transaction import Transaction
from teleshop.pricing.domain import change as rules
from teleshop.pricing.domain import request as checks
from teleshop.pricing.domain.change import (
    CHANGE_PREFIX,
    ChangeState,
    Evaluation,
    PriceChange,
    Research,
)
from teleshop.pricing.domain.policy import POLICIES, PricePolicy, policy_on
from teleshop.pricing.domain.sheet import without_entry
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.errors import ChangeRestedOnError, NotRequesterError, SkuNotFoundError
from teleshop.pricing.ports import Decisions, ResearchFiles, Suppliers
from teleshop.pricing.schemas.bodies import ChangeBody, ChangesQuery
from teleshop.pricing.service.base import Desk
from teleshop.pricing.service.facts import FactFinder
from teleshop.pricing.tables import ChangeRow, PricingRepository, SheetRow


class Changes(Desk):
    """What merchandisers do with price changes."""

    def __init__(
        self,
        repository: PricingRepository,
        deadlines: Deadlines,
        decisions: Decisions,
        policies: Sequence[PricePolicy] = POLICIES,
        *,
        facts: FactFinder,
        files: ResearchFiles,
        suppliers: Suppliers,
    ) -> None:
        super().__init__(repository, deadlines, decisions, policies)
        self._facts = facts
        self._files = files
        self._suppliers = suppliers

    def request_change(self, call: Call, body: ChangeBody) -> PriceChange:
        """Ask for a price in one channel or several. The facts are computed and kept with it, and
        say who must approve.

        Refuses with every fault at once: too little or too old research, an evaluation that the
        facts do not bear out, an instant that has passed, a price that is the same, a supplier that
        is suspended, or on hold where the goods are not on sale yet.
        """
        policy = policy_on(china_date(call.now), self._policies)
        sheet = self._repository.sheet(body.sku)
        if sheet is None or sheet.left:
            raise SkuNotFoundError
        channels = tuple(channel for channel in Channel if channel in body.channels)
        wanted, now = instant(body.effective_from), call.now
        facts = self._facts.find(
            sheet, body.amount, channels, effective_from=wanted, now=now, peers=policy.peers
        )
        research, evaluation = _research(body), _evaluation(body)
        faults = checks.faults(
            research, evaluation, facts, effective_from=wanted, now=now, policy=policy
        )
        block = self._suppliers.block(sheet.supplier_id)
        faults.extend(checks.supplier_faults(block, on_sale=sheet.on_sale))
        if len(channels) < len(body.channels):
            faults.append(checks.CHANNEL_TWICE.at("/channels"))
        if refusing(faults):
            raise InvalidInputError(errors=faults)
        documents = [entry.document_id for entry in research if entry.document_id]
        self._files.check(documents, call.actor)
        made = PriceChange(
            id=new_id(CHANGE_PREFIX, now),
            sku=sheet.sku,
            product_id=sheet.product_id,
            supplier_id=sheet.supplier_id,
            channels=channels,
            amount=body.amount,
            effective_from=wanted,
            reason=body.reason,
            research=research,
            evaluation=evaluation,
            facts=facts,
            steps=rules.approval_path(facts, policy),
            requested_by=call.actor.subject,
            requested_at=now,
        )
        tx = self._begin(call, "request_price_change", made.id)
        tx.create(ChangeRow, made, conflict=RacedError())
        self._ask_for_review(tx, made)
        return tx.commit(made)

    def withdraw_change(self, call: Call, change_id: str) -> PriceChange:
        """Take back a request, or a scheduled price before it holds; by whoever asked, or a
        manager. Refuses one upon which a later price was approved.
        """
        before = self._get(change_id)
        if before.requested_by != call.actor.subject and not call.actor.has(Role.MANAGER):
            raise NotRequesterError
        call.check_version(before.version)
        after = rules.withdrawn(before, call.actor.subject, call.now)
        tx = self._begin(call, "withdraw_price_change", change_id)
        stored = self._save(tx, before, after)
        if before.state is ChangeState.IN_REVIEW:
            self._decisions.withdraw(tx, before.id, before.round)
        else:
            self._stop_clock(tx, before)
            self._take_off(tx, before)
        self._tell_withdrawn(tx, stored)
        return tx.commit(stored)

    def _take_off(self, tx: Transaction, change: PriceChange) -> None:
        sheet = self._repository.sheet(change.sku)
        if sheet is None:
            return
        later = rules.resting_on(change, sheet)
        if later is not None:
            raise ChangeRestedOnError(later=later)
        after = sheet
        for channel in change.channels:
            after = without_entry(after, change.entry_id(channel))
        if after != sheet:
            # The version that the call may name is that of the request.
            tx.save(SheetRow, sheet, after, conflict=RacedError())

    def restart_review(self, call: Call, change_id: str) -> PriceChange:
        """Let a review that stopped run again: every department is asked anew."""
        before = self._get(change_id)
        call.check_version(before.version)
        after = rules.restarted(before)
        tx = self._begin(call, "restart_price_review", change_id)
        stored = self._save(tx, before, after)
        self._decisions.withdraw(tx, before.id, before.round)
        self._ask_for_review(tx, stored)
        return tx.commit(stored)

    # -- looking --

    def show(self, change_id: str) -> PriceChange:
        """One price change."""
        return self._get(change_id)

    def list_changes(self, query: ChangesQuery) -> Page[PriceChange]:
        """Those of a SKU, newest first, or those of a state, filed first first."""
        match query.sku, query.state:
            case str() as sku, None:
                return self._repository.changes_of_sku(sku, query.page)
            case None, ChangeState() as state:
                return self._repository.changes_of_state(state, query.page)
            case _:
                raise InvalidInputError(errors=[_ONE_FILTER])


def _research(body: ChangeBody) -> tuple[Research, ...]:
    return tuple(
        Research(
            competitor=entry.competitor.strip(),
            price=entry.price,
            observed_on=entry.observed_on,
            link=entry.link,
            document_id=entry.document_id,
        )
        for entry in body.research
    )


def _evaluation(body: ChangeBody) -> Evaluation:
    said = body.evaluation
    return Evaluation(direction=said.direction, size=said.size, reason=said.reason)


_ONE_FILTER = FieldError(
    "/state",
    "one_filter",
    "请在 sku 与 state 两个条件中填写且只填写一个。",
    "Give exactly one of sku and state.",
)
