"""What customers are told who wait for goods that are sold out. Messages lie in the application and
ring at no time of the day; the time to answer runs in waking hours alone.
"""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

Facts = Mapping[str, Any]

WORDS = {
    "no_answer": Words("为您保留的商品已超过保留时间", "the time to take what was held is over"),
    "expired": Words("登记有效期内一直无货", "nothing came back in all its days"),
}


def customer(facts: Facts) -> tuple[Recipient, ...]:
    """The customer who waits."""
    return (Recipient(RecipientKind.PERSON, facts["customer_id"]),)


def who_waits_on(facts: Facts) -> tuple[Recipient, ...]:
    """The customer, if that offer was not the last word."""
    return customer(facts) if facts["waits_on"] else ()


def unless_withdrawn(facts: Facts) -> tuple[Recipient, ...]:
    """The customer, unless it was the customer's own wish."""
    return () if facts["reason"] == "withdrawn" else customer(facts)


TEMPLATES = (
    Template(
        event="WaitingOffered",
        context="waitlist",
        recipients=customer,
        subject=Words("您登记的商品到货了", "What you wait for is there again"),
        body=Words(
            "您登记的“{title}”已到货，我们为您保留了 {quantity} 件（您登记了 {wanted} 件），"
            "保留至 {until:instant}。请在此之前下单，并填写等候名额编号 {offer_id}。"
            "价格以下单时公布的价格为准。",
            "“{title}” is there again: {quantity} pieces of the {wanted} you asked for are held "
            "for you until {until:instant}. Order before then and name the offer {offer_id}. The "
            "price is the current one when you order.",
        ),
    ),
    Template(
        event="OfferLapsed",
        context="waitlist",
        recipients=who_waits_on,
        subject=Words("您仍在等候名单中", "You are still on the waiting list"),
        body=Words(
            "为您保留的 {quantity} 件“{title}”少于您登记的件数，保留时间已过，商品不再为您保留。"
            "您的排队顺序不变，到货数量满足您登记的件数时，我们会再次通知您。",
            "The {quantity} pieces of “{title}” that were held for you were fewer than you asked "
            "for; their time is over. You keep your turn, and are told when all of them are there.",
        ),
    ),
    Template(
        event="WaitingEnded",
        context="waitlist",
        recipients=unless_withdrawn,
        subject=Words("您的到货登记已结束", "Your entry of the waiting list has ended"),
        body=Words(
            "您对“{title}”的到货登记已结束：{reason:word}。如仍需要，请重新登记。",
            "You do not wait for “{title}” any more: {reason:word}. Join the list again if you "
            "still want it.",
        ),
        words=WORDS,
    ),
)
