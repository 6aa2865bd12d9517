"""How much of a recipient its reader sees."""

from dataclasses import replace

from teleshop.orders.domain.placed import Recipient

STARS = "**"
HEAD, TAIL = 3, 4
COUNTRY = "+86"


def masked(recipient: Recipient) -> Recipient:
    """As those see it who serve the customer and do not pack: 王**, 138****1234, the district."""
    return replace(
        recipient,
        name=recipient.name[:1] + STARS,
        phone=masked_phone(recipient.phone),
        detail="",
        postcode=None,
    )


def masked_phone(phone: str) -> str:
    """``+8613812341234`` as 138****1234; of a short number only the last digits are left."""
    digits = phone.removeprefix(COUNTRY).lstrip("+")
    head = digits[:HEAD] if len(digits) > HEAD + TAIL else ""
    return f"{head}****{digits[-TAIL:]}"
