"""Use cases: a customer asks for return, exchange or repair, and the request is decided: at once
where the rules suffice, else by a person.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from teleshop.care.domain.actions import raise_to_major
from teleshop.care.domain.after_sales.assess import Request, Wanted, assess
from teleshop.care.domain.after_sales.called_off import check_standing
from teleshop.care.domain.after_sales.decision import (
    Duty,
    Ground,
    Outcome,
    Party,
    ReasonKind,
    Remedy,
)
from teleshop.care.domain.after_sales.flow import (
    approve,
    check_refusal,
    check_stage,
    claim,
    misfit,
    refuse,
    release_refused,
    withdraw,
)
from teleshop.care.domain.after_sales.freight import freight_side
from teleshop.care.domain.after_sales.purchase import Purchase, PurchasedLine
from teleshop.care.domain.after_sales.records import (
    AfterSales,
    ClaimLine,
    OrderAccount,
    ReturnPlace,
    Ruling,
    Stage,
)
from teleshop.care.domain.after_sales.refusals import (
    ReturnPlaceMissingError,
    SeveralSuppliersError,
)
from teleshop.care.domain.case import Case, CaseFile, CaseKind, opened
from teleshop.care.domain.events import EventKind
from teleshop.care.domain.messages import Author, Purpose, Visibility
from teleshop.care.domain.severity import found_in
from teleshop.care.schemas.after_sales import (
    BY_RULES,
    AfterSalesBody,
    DecisionBody,
)
from teleshop.care.schemas.after_sales_events import (
    AfterSalesDecided,
    AfterSalesRequested,
)
from teleshop.care.schemas.events import CaseEventData, about
from teleshop.care.service.after_sales.base import (
    AfterSalesService,
    Seen,
    Step,
    close_settled,
    facts_of,
)
from teleshop.care.service.after_sales.forms import (
    BEFORE_ORDER,
    LINE_TWICE,
    NO_SUCH_LINE,
    NO_SUCH_ORDER,
    REASON_NEEDED,
    decision_faults,
    form_faults,
)
from teleshop.care.service.desk import new_case_id, subject_of
from teleshop.care.service.words import Words, to_customer
from teleshop.care.tables.after_sales import AfterSalesRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import InvalidInputError, RacedError
from teleshop.kernel.transaction import Transaction

GENERAL = "general"
OUTCOMES = {Outcome.APPROVE: "approved", Outcome.REFUSE: "refused"}

PLACE_MISSING = ReasonKind(
    "return_place_missing",
    "R1.11",
    "尚未登记退货地址，须由人工提供后才能退回。",
    "No return address is on file yet; a person has to give one before goods can go back.",
)
ORDER_CORRECTED = ReasonKind(
    "order_corrected",
    "R1.13",
    "订单在此前的申请之后被更正，第 {number} 行与此前申请的商品不符，须由人工核对后决定。",
    "The order was corrected after an earlier request, and line {number} is no longer what that "
    "was about; a person has to check before this is decided.",
)


class Requests(AfterSalesService):
    """Requests and decisions; stateless."""

    def request_after_sales(self, call: Call, body: AfterSalesBody) -> Seen:
        """A request with its clocks. Approved or refused at once where the rules suffice and a
        return address is on file; otherwise it waits for a person.

        Refuses what is wrong with order, lines, channel or times at its field, goods of several
        suppliers, and pieces that were returned or asked for before.
        """
        purchase = self._checked(call, body)
        self._check_files(call.actor, body.evidence)
        account = self._without_closed(self._records.account(purchase.order_id))
        case = self._case(call, body, purchase)
        asked = self._asked(body, case, account)
        request = self._record(call, body, case, purchase, asked)
        claimed = claim(account, purchase, request)
        tx = Transaction(call, "request_after_sales", subject_of(case.id))
        file = self._desk.add_message(
            tx, opened(case, now=call.now, by=call.actor.subject), _opening(body, case)
        )
        reasons = found_in(body.text)
        if reasons:
            # Who was harmed by goods and sends them back is a major case like who complains.
            file = raise_to_major(file, reasons=reasons, now=call.now, by=call.actor.subject)
        changed = misfit((*account.returned, *account.claims), purchase)
        file, request = self._decided_by_rules(call, file, request, changed)
        head = self._desk.open(tx, file)
        tx.create(AfterSalesRow, request, conflict=RacedError())
        if head.is_open:
            self._save_account(tx, account, claimed)
        self._desk.tell(tx, requested(head, request))
        return tx.commit(self._seen(call, replace(file, case=head), request))

    def decide_after_sales(self, call: Call, case_id: str, body: DecisionBody) -> Seen:
        """A person's decision on a request that the rules left open.

        A refusal names a reason that the rules bear, with evidence where something is held against
        the customer; an approval needs a return address on file.
        """
        faults = decision_faults(body)
        if faults:
            raise InvalidInputError(errors=faults)

        def act(request: AfterSales, account: OrderAccount, _: Transaction) -> Step:
            check_stage(request, "decision", Stage.DECIDING)
            decided = (
                self._approved(call, request, body)
                if body.outcome == "approve"
                else self._refused(call, request, body)
            )
            outcome = "approved" if body.outcome == "approve" else "refused"
            return Step(
                request=decided,
                account=release_refused(account, decided),
                kind=EventKind.DECIDED,
                facts={"outcome": outcome},
                told=lambda case: [_decided(case, decided)],
            )

        words = to_customer(Purpose.ANSWER, body.text, body.evidence)
        return self._step(
            call, case_id, "decide_after_sales", act, says=words, documents=body.evidence
        )

    def withdraw_after_sales(self, call: Call, case_id: str) -> Seen:
        """The customer keeps the goods; possible until they are on their way."""

        def act(request: AfterSales, account: OrderAccount, _: Transaction) -> Step:
            return Step(request=withdraw(request), account=account, kind=None, facts={})

        return self._step(call, case_id, "withdraw_after_sales", act)

    def show_after_sales(self, call: Call, case_id: str) -> Seen:
        """A request that the caller may know of, as it stands now."""
        file, request = self._visible(call.actor, case_id)
        return self._seen(call, file, request)

    # -- a new request ------------------------------------------------------------------------

    def _checked(self, call: Call, body: AfterSalesBody) -> Purchase:
        """The purchase that the request is about; refuses what is wrong with the form, and an order
        under which nothing was had.
        """
        faults = form_faults(call, body)
        found = self._purchases.find(body.order_id)
        own = call.actor.is_staff or (found and found.customer_id == call.actor.subject)
        if found is None or not own:
            raise InvalidInputError(errors=[*faults, NO_SUCH_ORDER])
        notice = body.notice_sent_at or body.arrived_at or call.now
        if notice < found.placed_at:
            name = "notice_sent_at" if body.notice_sent_at else "arrived_at"
            faults.append(replace(BEFORE_ORDER, pointer=f"/{name}"))
        seen: set[int] = set()
        for index, wanted in enumerate(body.lines):
            pointer = f"/lines/{index}/line"
            if found.line(wanted.line) is None:
                faults.append(replace(NO_SUCH_LINE, pointer=pointer))
            if wanted.line in seen:
                faults.append(replace(LINE_TWICE, pointer=pointer))
            seen.add(wanted.line)
        if faults:
            raise InvalidInputError(errors=faults)
        check_standing(found)
        return found

    def _without_closed(self, account: OrderAccount) -> OrderAccount:
        """The account without pieces of requests whose case was closed otherwise."""
        cases = {each.case_id for each in account.claims}
        heads = {case_id: self._means.repository.head(case_id) for case_id in cases}
        kept = tuple(
            each
            for each in account.claims
            if (head := heads[each.case_id]) is not None and head.is_open
        )
        return account if kept == account.claims else replace(account, claims=kept)

    def _case(self, call: Call, body: AfterSalesBody, purchase: Purchase) -> Case:
        lines = [line for each in body.lines if (line := purchase.line(each.line))]
        goods = [line for line in lines if not line.is_gift] or lines
        suppliers = {line.supplier_id for line in goods}
        if len(suppliers) != 1:
            raise SeveralSuppliersError
        products = {line.product_id for line in goods}
        suggested = self._means.causes.suggest(body.text)
        kind = CaseKind(body.kind.value)
        return Case(
            id=new_case_id(kind, call.now),
            kind=kind,
            channel=body.channel,
            arrived_at=body.arrived_at or call.now,
            recorded_at=call.now,
            policy=self._desk.policy(call.now).version,
            customer_id=purchase.customer_id,
            language=body.language,
            order_id=purchase.order_id,
            supplier_id=suppliers.pop(),
            product_id=products.pop() if len(products) == 1 else None,
            slot_id=purchase.slot_id,
            suggested_cause=suggested.code if suggested else None,
            suggestion_confidence=suggested.confidence if suggested else None,
            skill=suggested.code.partition(".")[0] if suggested else GENERAL,
        )

    @staticmethod
    def _asked(body: AfterSalesBody, case: Case, account: OrderAccount) -> Request:
        return Request(
            remedy=body.kind,
            ground=body.ground,
            notice_at=body.notice_sent_at or case.arrived_at,
            wanted=tuple(Wanted(each.line, each.quantity, each.sealed) for each in body.lines),
            history=account.histories(),
        )

    def _record(
        self, call: Call, body: AfterSalesBody, case: Case, purchase: Purchase, asked: Request
    ) -> AfterSales:
        found = assess(purchase, asked, self._policy)
        free = replace(asked, remedy=Remedy.RETURN, ground=Ground.NO_REASON)
        rights = assess(purchase, free, self._policy).lines
        lines = [
            _claim_line(line, each, free=rights[each.line].outcome is Outcome.APPROVE)
            for each in asked.wanted
            if (line := purchase.line(each.line))
        ]
        return AfterSales(
            case_id=case.id,
            order_id=purchase.order_id,
            customer_id=purchase.customer_id,
            supplier_id=str(case.supplier_id),
            remedy=asked.remedy,
            ground=asked.ground,
            notice_at=asked.notice_at,
            requested_at=case.arrived_at,
            lines=tuple(lines),
            assessment=Ruling.of(found.decision, call.now, BY_RULES),
            evidence=tuple(body.evidence),
        )

    def _decided_by_rules(
        self, call: Call, file: CaseFile, request: AfterSales, changed: int | None
    ) -> tuple[CaseFile, AfterSales]:
        """The request approved or refused where the rules suffice; ``changed`` is a line of which
        more or other goods were asked for before than the order has now.
        """
        said = request.assessment
        if said.outcome == Outcome.APPROVE:
            if changed is not None:
                why = ORDER_CORRECTED.of(number=changed)
                waits = replace(said, outcome=Outcome.REFER.value, reasons=(*said.reasons, why))
                return file, replace(request, assessment=waits)
            place = self._records.place_for(request.supplier_id)
            if place is None:
                why = PLACE_MISSING.of()
                waits = replace(said, outcome=Outcome.REFER.value, reasons=(*said.reasons, why))
                return file, replace(request, assessment=waits)
            ruling = replace(said, duty=self._to_send(call))
            request = approve(request, ruling, place=place.owner)
        elif said.outcome == Outcome.REFUSE:
            request = refuse(request, said)
        else:
            return file, request
        by = call.actor.subject
        outcome = OUTCOMES[Outcome(said.outcome)]
        file = file.add(EventKind.DECIDED, now=call.now, by=by, outcome=outcome)
        return close_settled(file, request, now=call.now, by=by), request

    # -- a person's decision ------------------------------------------------------------------

    def _approved(self, call: Call, request: AfterSales, body: DecisionBody) -> AfterSales:
        place = self._place(request)
        chosen = set(body.lines or [])
        unknown = chosen - {line.line for line in request.lines}
        if unknown:
            raise InvalidInputError(errors=[replace(NO_SUCH_LINE, pointer="/lines")])
        said = request.assessment
        ruling = Ruling(
            outcome=Outcome.APPROVE.value,
            at=call.now,
            by=call.actor.subject,
            rules=said.rules,
            reasons=said.reasons,
            dates=said.dates,
            remedies=(request.remedy,),
            freight=freight_side(request.ground, operator_agreed=body.operator_pays_freight),
            duty=self._to_send(call),
            evidence=tuple(body.evidence),
        )
        return approve(request, ruling, place=place.owner, lines=body.lines)

    def _refused(self, call: Call, request: AfterSales, body: DecisionBody) -> AfterSales:
        if body.reason is None:
            raise InvalidInputError(errors=[REASON_NEEDED])
        check_refusal(request, body.reason, evidence=bool(body.evidence))
        said = request.assessment
        ruling = Ruling(
            outcome=Outcome.REFUSE.value,
            at=call.now,
            by=call.actor.subject,
            rules=said.rules,
            reasons=said.reasons,
            dates=said.dates,
            remedies=said.remedies,
            code=body.reason.value,
            evidence=tuple(body.evidence),
        )
        return refuse(request, ruling)

    def _place(self, request: AfterSales) -> ReturnPlace:
        found = self._records.place_for(request.supplier_id)
        if found is None:
            raise ReturnPlaceMissingError
        return found

    def _to_send(self, call: Call) -> Duty:
        due = call.now + timedelta(days=self._policy.return_days)
        return Duty("return_parcel", Party.CUSTOMER, due)


def _claim_line(line: PurchasedLine, wanted: Wanted, *, free: bool) -> ClaimLine:
    return ClaimLine(
        line=line.number,
        quantity=wanted.quantity,
        product_id=line.product_id,
        goods_kind=line.goods_kind,
        gift=line.is_gift,
        sealed=wanted.sealed,
        free=free,
    )


def _opening(body: AfterSalesBody, case: Case) -> Words:
    return Words(
        author=Author.CUSTOMER,
        visibility=Visibility.CUSTOMER,
        purpose=Purpose.OPENING,
        text=body.text,
        attachments=tuple(body.evidence),
        at=case.arrived_at,
    )


def requested(case: Case, request: AfterSales) -> Iterable[CaseEventData]:
    """What is told of a new request, and of its decision if it has one."""
    yield AfterSalesRequested(
        **about(case),
        remedy=request.remedy.value,
        ground=request.ground.value,
        notice_at=request.notice_at,
        lines=facts_of(request.lines),
    )
    if request.ruling is not None:
        yield _decided(case, request)


def _decided(case: Case, request: AfterSales) -> AfterSalesDecided:
    ruling = request.ruling
    if ruling is None:
        raise ValueError(f"{case.id} is not decided")
    codes = [ruling.code] if ruling.code else [reason.code for reason in ruling.reasons]
    return AfterSalesDecided(
        **about(case),
        outcome=OUTCOMES[Outcome(ruling.outcome)],
        by_rules=ruling.by == BY_RULES,
        rules=ruling.rules,
        reasons=tuple(dict.fromkeys(codes)),
    )
