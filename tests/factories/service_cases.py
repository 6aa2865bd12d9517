"""Service cases made through the services as callers would, and who acts on them."""

from typing import Any

import msgspec

from teleshop.care.domain.case import CaseFile
from teleshop.care.domain.shown import Shown
from teleshop.care.schemas.bodies import CaseBody, SaidBody
from teleshop.care.wiring import means, service
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from tests.factories.care import CUSTOMER_ID, NOW
from tests.factories.orders import SUPPLIER_ID

CUSTOMER = Actor(CUSTOMER_ID, frozenset({Role.CUSTOMER}))
STRANGER = Actor("customer-bob", frozenset({Role.CUSTOMER}))
AGENT = Actor("agnes", frozenset({Role.AGENT}))
OTHER_AGENT = Actor("boris", frozenset({Role.AGENT}))
LEAD = Actor("lena", frozenset({Role.LEAD}))
MANAGER = Actor("mona", frozenset({Role.MANAGER}))
COMPLIANCE = Actor("cora", frozenset({Role.COMPLIANCE}))
SUPPLIER = Actor("sam", frozenset({Role.SUPPLIER}), SUPPLIER_ID)
TEXT = "锅铲的手柄松了，希望尽快处理。"
SAID = SaidBody(text="您好，我们已经收到，正在核实。")


def at(actor: Actor = SYSTEM_ACTOR, now: Any = NOW, **options: Any) -> Call:
    """The frame of a call."""
    return Call(actor, now, "request-1", "correlation-1", **options)


def form(**changes: Any) -> dict[str, Any]:
    """What a customer sends by the app."""
    return {"channel": "app", "text": TEXT, **changes}


def body(**changes: Any) -> CaseBody:
    """The same, read."""
    return msgspec.convert(form(**changes), CaseBody)


def complaint(actor: Actor = CUSTOMER, now: Any = NOW, **changes: Any) -> Shown:
    """A complaint that came in."""
    return service().opening.open_complaint(at(actor, now), body(**changes))


def phoned(now: Any = NOW, **changes: Any) -> Shown:
    """A complaint by telephone, entered by an agent."""
    told = {"channel": "phone", "customer_id": CUSTOMER_ID, **changes}
    return complaint(AGENT, now, **told)


def enquiry(actor: Actor = CUSTOMER, now: Any = NOW, **changes: Any) -> Shown:
    """An enquiry that came in."""
    return service().opening.open_enquiry(at(actor, now), body(**changes))


def stored(case_id: str) -> CaseFile:
    """A case as it is stored now."""
    return means().desk.load(case_id)


def answered(case_id: str, actor: Actor = LEAD, now: Any = NOW) -> Shown:
    """The same case once its customer has an answer."""
    return service().handling.answer_case(at(actor, now), case_id, SAID)
