"""The supplier and its life: from the draft of an application to the end of the cooperation
(standard 3.1.3).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final, Literal, get_args

from teleshop.kernel.clock import china_date
from teleshop.kernel.findings import Finding, refusing
from teleshop.suppliers.domain.agreement import Agreement, not_open
from teleshop.suppliers.domain.inspection import InspectionReport, outcome
from teleshop.suppliers.domain.policy import DEFAULT_POLICY, SupplierPolicy
from teleshop.suppliers.domain.refusals import (
    ApplicationLockedError,
    InspectionNotPassedError,
    ReasonRequiredError,
    RequirementsNotMetError,
    TransitionNotAllowedError,
    VerificationDateError,
)
from teleshop.suppliers.domain.registration import normalise_code

State = Literal[
    "draft",
    "submitted",
    "in_review",
    "in_inspection",
    "in_agreement",
    "active",
    "suspended",
    "returned",
    "rejected",
    "withdrawn",
    "lapsed",
    "terminated",
]
Action = Literal[
    "submit",
    "pass_automatic_check",
    "approve_review",
    "pass_inspection",
    "activate",
    "return_for_change",
    "reject",
    "withdraw",
    "lapse",
    "suspend",
    "restore",
    "terminate",
]
SuspensionKind = Literal[
    "document_expired", "agreement_expired", "blacklisted", "manual_hold", "violation", "assessment"
]
HoldKind = Literal["quality_gate", "deposit_overdue", "assessment", "violation"]
TerminationKind = Literal["manual", "violation", "assessment"]

STATES: Final[tuple[State, ...]] = get_args(State)
STATE_NAMES: Final[dict[State, tuple[str, str]]] = {
    "draft": ("草稿", "a draft"),
    "submitted": ("已提交", "submitted"),
    "in_review": ("初审中", "in preliminary review"),
    "in_inspection": ("实地考察中", "in inspection"),
    "in_agreement": ("签约中", "at the agreement"),
    "active": ("合作中", "active"),
    "suspended": ("已暂停", "suspended"),
    "returned": ("已退回修改", "returned for change"),
    "rejected": ("已拒绝", "rejected"),
    "withdrawn": ("已撤回", "withdrawn"),
    "lapsed": ("已超时失效", "lapsed"),
    "terminated": ("已终止合作", "terminated"),
}
ACTION_NAMES: Final[dict[Action, tuple[str, str]]] = {
    "submit": ("提交申请", "submit"),
    "pass_automatic_check": ("通过自动核查", "pass the automatic check"),
    "approve_review": ("通过初审", "approve the review"),
    "pass_inspection": ("通过考察", "pass the inspection"),
    "activate": ("启用", "activate"),
    "return_for_change": ("退回修改", "return for change"),
    "reject": ("拒绝", "reject"),
    "withdraw": ("撤回", "withdraw"),
    "lapse": ("超时失效", "let lapse"),
    "suspend": ("暂停", "suspend"),
    "restore": ("恢复", "restore"),
    "terminate": ("终止合作", "terminate"),
}

SUSPENSION_NAMES: Final[dict[SuspensionKind, tuple[str, str]]] = {
    "document_expired": ("资质文件到期", "an expired document"),
    "agreement_expired": ("合作协议到期", "an expired agreement"),
    "blacklisted": ("列入黑名单", "an entry on the blacklist"),
    "manual_hold": ("平台人工暂停", "a decision of the platform"),
    "violation": ("违规处理", "a violation"),
    "assessment": ("考核结果", "the assessment"),
}
HOLD_NAMES: Final[dict[HoldKind, tuple[str, str]]] = {
    "quality_gate": ("近 30 日服务质量未达标", "the service quality of the last 30 days"),
    "deposit_overdue": ("保证金逾期未补足", "a deposit that was not topped up in time"),
    "assessment": ("考核结果", "the assessment"),
    "violation": ("违规处理", "a violation"),
}
HOLD_REMEDIES: Final[dict[HoldKind, tuple[str, str]]] = {
    "quality_gate": (
        "请改进服务质量，并联系平台，由平台经理核对最新数据后恢复",
        "Improve the service and talk to the platform: a manager lifts it on the figures of that "
        "moment",
    ),
    "deposit_overdue": (
        "请补足保证金，入账后自动恢复",
        "Top up the deposit: the payment of what is missing lifts it by itself",
    ),
    "assessment": (
        "该考核结果处理结束后由平台恢复，如有异议请申诉",
        "The platform lifts it when the matter of the assessment has ended; appeal if you disagree",
    ),
    "violation": (
        "违规案件结案后自动恢复，如有异议请在案件中陈述或申诉",
        "It ends by itself with the violation case; be heard or appeal in the case if you disagree",
    ),
}
"""What ends a hold of each kind, as its supplier is told."""

EDITABLE: Final[frozenset[State]] = frozenset({"draft", "returned"})
UNDECIDED: Final[frozenset[State]] = frozenset(
    {"submitted", "in_review", "in_inspection", "in_agreement"}
)
COOPERATING: Final[frozenset[State]] = frozenset({"active", "suspended"})
FINAL: Final[frozenset[State]] = frozenset({"rejected", "withdrawn", "lapsed", "terminated"})
"""An entity whose earlier application ended in one of these may apply again."""

TRANSITIONS: Final[dict[tuple[State, Action], State]] = {
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "pass_automatic_check"): "in_review",
    ("in_review", "approve_review"): "in_inspection",
    ("in_inspection", "pass_inspection"): "in_agreement",
    ("in_agreement", "activate"): "active",
    ("submitted", "return_for_change"): "returned",
    ("in_review", "return_for_change"): "returned",
    ("in_inspection", "return_for_change"): "returned",
    ("in_agreement", "return_for_change"): "returned",
    ("submitted", "reject"): "rejected",
    ("in_review", "reject"): "rejected",
    ("in_inspection", "reject"): "rejected",
    ("in_agreement", "reject"): "rejected",
    ("draft", "withdraw"): "withdrawn",
    ("returned", "withdraw"): "withdrawn",
    ("submitted", "withdraw"): "withdrawn",
    ("in_review", "withdraw"): "withdrawn",
    ("in_inspection", "withdraw"): "withdrawn",
    ("in_agreement", "withdraw"): "withdrawn",
    ("draft", "lapse"): "lapsed",
    ("returned", "lapse"): "lapsed",
    ("submitted", "lapse"): "lapsed",
    ("in_review", "lapse"): "lapsed",
    ("in_inspection", "lapse"): "lapsed",
    ("in_agreement", "lapse"): "lapsed",
    ("active", "suspend"): "suspended",
    ("suspended", "suspend"): "suspended",
    ("suspended", "restore"): "active",
    ("active", "terminate"): "terminated",
    ("suspended", "terminate"): "terminated",
}
NEEDS_REASON: Final[frozenset[Action]] = frozenset({"return_for_change", "reject", "terminate"})


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to talk to; everything here is personal."""

    name: str = field(repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What an applicant says of itself; ``categories`` are codes of the catalogue.

    The address of an individual business may be a home, so that it is kept out of logs like the
    persons.
    """

    legal_name: str
    uscc: str
    legal_representative: str = field(repr=False)
    registered_address: str = field(default="", repr=False)
    contacts: tuple[Contact, ...] = field(default=(), repr=False)
    categories: tuple[str, ...] = ()
    cooperation_intent: str = ""


@dataclass(frozen=True, slots=True)
class SuspensionReason:
    """Why a supplier is suspended; ``subject`` is the id of the document, agreement, entry or
    hold.
    """

    kind: SuspensionKind
    subject: str


@dataclass(frozen=True, slots=True)
class HoldReason:
    """Why nothing new of a supplier is taken, while what is on sale goes on; ``subject`` is the id
    of what made the hold.
    """

    kind: HoldKind
    subject: str


@dataclass(frozen=True, slots=True)
class TerminationReason:
    """Why a cooperation ended; ``subject`` is the id of the case or scorecard, ``text`` what the
    supplier is told.
    """

    kind: TerminationKind
    subject: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """A supplier in one state; ``submissions`` counts how often the application was sent in.

    ``reason`` is that of the last decision against it. ``last_verified_on`` is a day in China.
    ``owner_subject`` is the token subject of the applicant; ``claimed_uscc`` the code that the
    application holds against others, from its submission until it ends. ``stalled`` says that
    the workflow failed and a person must decide. ``holds`` stop what is new, and ``featured_until``
    is the instant up to which an excellent supplier is shown as one. ``version`` counts what was
    stored.
    """

    id: str
    application: Application
    owner_subject: str = ""
    state: State
    state_since: datetime
    created_at: datetime
    submissions: int = 0
    submitted_at: datetime | None = None
    reason: str = field(default="", repr=False)
    suspensions: frozenset[SuspensionReason] = frozenset()
    holds: frozenset[HoldReason] = frozenset()
    featured_until: datetime | None = None
    activated_at: datetime | None = None
    last_verified_on: date | None = None
    claimed_uscc: str | None = None
    stalled: bool = False
    version: int = 1

    def is_featured(self, now: datetime) -> bool:
        """Whether it is shown as an excellent supplier: only while it is active, on no hold, and
        until that instant.
        """
        return (
            self.state == "active"
            and not self.holds
            and self.featured_until is not None
            and now < self.featured_until
        )


def start_application(
    id: str, application: Application, now: datetime, owner_subject: str = ""
) -> Supplier:
    """A draft of the applicant with that token subject."""
    return Supplier(
        id=id,
        application=application,
        owner_subject=owner_subject,
        state="draft",
        state_since=now,
        created_at=now,
    )


def amend_application(supplier: Supplier, application: Application) -> Supplier:
    """The supplier with another application; raises :class:`ApplicationLockedError` outside
    draft and returned.
    """
    if supplier.state not in EDITABLE:
        zh, en = STATE_NAMES[supplier.state]
        raise ApplicationLockedError(state_zh=zh, state_en=en)
    return replace(supplier, application=application)


def can(supplier: Supplier, action: Action) -> bool:
    """Whether the state of the supplier allows the action."""
    return (supplier.state, action) in TRANSITIONS


def move(supplier: Supplier, action: Action, now: datetime, reason: str = "") -> Supplier:
    """The supplier after an action that depends on nothing but its state.

    Raises :class:`TransitionNotAllowedError`; :class:`ReasonRequiredError` if a decision against
    the supplier has no reason. Actions with conditions have functions of their own, which call
    this one.
    """
    target = TRANSITIONS.get((supplier.state, action))
    action_zh, action_en = ACTION_NAMES[action]
    if target is None:
        zh, en = STATE_NAMES[supplier.state]
        raise TransitionNotAllowedError(
            state_zh=zh, state_en=en, action_zh=action_zh, action_en=action_en
        )
    if action in NEEDS_REASON and not reason.strip():
        raise ReasonRequiredError(action_zh=action_zh, action_en=action_en)
    since = supplier.state_since if target == supplier.state else now
    return replace(
        supplier,
        state=target,
        state_since=since,
        reason=reason.strip(),
        claimed_uscc=None if target in FINAL else supplier.claimed_uscc,
        stalled=False,
    )


def submit(supplier: Supplier, now: datetime) -> Supplier:
    """The application sent in, for the first time or again after it was returned."""
    moved = move(supplier, "submit", now)
    return replace(
        moved,
        submissions=supplier.submissions + 1,
        submitted_at=now,
        claimed_uscc=normalise_code(supplier.application.uscc),
    )


def pass_automatic_check(
    supplier: Supplier, findings: Iterable[Finding], now: datetime
) -> Supplier:
    """On to the preliminary review; raises :class:`RequirementsNotMetError` while a finding
    refuses.
    """
    _require_none(findings)
    return move(supplier, "pass_automatic_check", now)


def pass_inspection(
    supplier: Supplier,
    report: InspectionReport,
    now: datetime,
    policy: SupplierPolicy = DEFAULT_POLICY,
) -> Supplier:
    """On to the agreement; raises :class:`InspectionNotPassedError` below the threshold."""
    if outcome(report, policy) == "failed":
        raise InspectionNotPassedError(score=report.score, needed=policy.inspection_pass_score)
    return move(supplier, "pass_inspection", now)


def activate(
    supplier: Supplier, agreement: Agreement, findings: Iterable[Finding], now: datetime
) -> Supplier:
    """The supplier on board: its agreement is countersigned and not over, and no finding refuses
    any more.

    ``findings`` are those of the day: a certificate may have expired since the review. The day
    counts as that of the first verification.
    """
    today = china_date(now)
    if agreement.state != "countersigned" or agreement.supplier_id != supplier.id:
        raise not_open(agreement.state)
    if agreement.valid_to < today:
        raise not_open("expired")
    _require_none(findings)
    return replace(move(supplier, "activate", now), activated_at=now, last_verified_on=today)


def suspend(supplier: Supplier, reason: SuspensionReason, now: datetime) -> Supplier:
    """One more reason for suspension; a reason that is there already changes nothing."""
    if reason in supplier.suspensions:
        return supplier
    return replace(move(supplier, "suspend", now), suspensions=supplier.suspensions | {reason})


def lift_suspension(supplier: Supplier, reason: SuspensionReason, now: datetime) -> Supplier:
    """One reason less; the last one gone, the supplier is active again. An absent reason changes
    nothing.
    """
    if supplier.state != "suspended" or reason not in supplier.suspensions:
        return supplier
    left = supplier.suspensions - {reason}
    if left:
        return replace(supplier, suspensions=left)
    return replace(move(supplier, "restore", now), suspensions=left)


def hold(supplier: Supplier, reason: HoldReason) -> Supplier:
    """Nothing new of the supplier is taken from here on, of an applicant from the day on which it
    comes on board; a reason that is there already, and one that is gone, change nothing.
    """
    if supplier.state in FINAL:
        return supplier
    return replace(supplier, holds=supplier.holds | {reason})


def lift_hold(supplier: Supplier, reason: HoldReason) -> Supplier:
    """One reason less; an absent one changes nothing."""
    return replace(supplier, holds=supplier.holds - {reason})


def feature(supplier: Supplier, until: datetime | None) -> Supplier:
    """Shown as an excellent supplier up to that instant, or no more; only on board."""
    if until is not None and supplier.state not in COOPERATING:
        return supplier
    return replace(supplier, featured_until=until)


def record_verification(supplier: Supplier, verified_on: date, now: datetime) -> Supplier:
    """The supplier's data verified again (R6.2); recording the same day again changes nothing.

    Raises :class:`VerificationDateError` for a day to come or before the one on record, and
    :class:`TransitionNotAllowedError` for a supplier that is not on board.
    """
    if supplier.state not in COOPERATING:
        zh, en = STATE_NAMES[supplier.state]
        raise TransitionNotAllowedError(
            state_zh=zh, state_en=en, action_zh="复核", action_en="verify again"
        )
    last = supplier.last_verified_on
    if verified_on > china_date(now) or (last is not None and verified_on < last):
        raise VerificationDateError(last=last.isoformat() if last else "-")
    return replace(supplier, last_verified_on=verified_on)


def _require_none(findings: Iterable[Finding]) -> None:
    against = refusing(findings)
    if against:
        raise RequirementsNotMetError(errors=against)
