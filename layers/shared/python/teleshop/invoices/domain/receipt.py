"""The receipt of purchase (购物凭证; Consumer Protection Law, art. 22): who sold what, how each
price came about, what was paid, and until when it may be returned.

There is no name on it: whoever shows it names the order, and the platform knows whose that is. So
the file that is kept of it holds nothing personal.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple

from teleshop.invoices.errors import OperatorNotNamedError, OrderNotPaidError
from teleshop.kernel.money import CNY
from teleshop.kernel.rules import rule

EXCLUSIONS: Final = {
    "made_to_order": ("按需定制，不适用无理由退货", "made to order, no return without reason"),
    "perishable": ("鲜活易腐，不适用无理由退货", "perishable, no return without reason"),
    "digital_or_opened_av": (
        "数字化商品或已拆封的音像制品、软件，不适用无理由退货",
        "digital goods or opened recordings and software, no return without reason",
    ),
    "newspaper": ("报纸期刊，不适用无理由退货", "newspapers, no return without reason"),
    "opened_health_safety": (
        "拆封后影响安全健康，拆封后不适用无理由退货",
        "once opened, no return without reason for reasons of safety or health",
    ),
    "activated_value_loss": (
        "激活或试用后价值贬损较大，激活后不适用无理由退货",
        "once activated, no return without reason, since its value falls",
    ),
    "near_expiry_or_flawed": (
        "销售时已明示的临期或瑕疵商品，不适用无理由退货",
        "sold as near its expiry or flawed, no return without reason",
    ),
}
"""Why a line cannot be returned without reason, as the customer confirmed it; defects always can be
(art. 24).
"""


class Words(NamedTuple):
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Who sells (R1.21): real name, unified social credit code, address and a way to reach them."""

    name: str
    uscc: str
    address: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one promotion did to the amount of a line."""

    before: int
    after: int
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtLine:
    """One line. ``list_price`` is the marked price of a piece, ``price`` what a piece was sold for,
    ``amount`` what was really paid for all of them; ``steps`` lead from the marked amount to it.
    ``return_days`` None: as the law says.
    """

    number: int
    sku: str
    title: str
    options: tuple[tuple[str, str], ...]
    quantity: int
    returned: int
    list_price: int | None
    price: int
    amount: int
    steps: tuple[Step, ...] = ()
    gift_of: int | None = None
    exclusion: str | None = None
    return_days: int | None = None
    warranty_months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """An order as far as its receipt goes; amounts in fen."""

    order_id: str
    customer_id: str
    channel: str
    placed_at: datetime
    paid_at: datetime | None
    delivered_at: datetime | None
    promised_on: date | None
    method: str
    lines: tuple[BoughtLine, ...]
    freight: int
    paid: int
    refunded: int
    currency: str = CNY


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt: who sold, and what."""

    operator: Operator
    purchase: Purchase


class FileState(StrEnum):
    """Whether a file that was asked for is there."""

    REQUESTED = "requested"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """A file on the shelf; ``form`` is `pdf`, `csv` or `xlsx`."""

    form: str
    key: str
    version_id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFile:
    """The receipt of an order as a file. Asked for again it is made anew: something may have come
    back since; ``turn`` counts that.
    """

    order_id: str
    state: FileState
    asked_at: datetime
    made_at: datetime | None = None
    file: MadeFile | None = None
    turn: int = 1
    version: int = 1


@rule(
    id="R1.21-receipt",
    clause="6.3.1",
    source="消费者权益保护法",
    article="22, 28",
    effective_from=date(2014, 3, 15),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def receipt_of(operator: Operator, purchase: Purchase) -> Receipt:
    """The receipt of a purchase that was paid; it must say who the operator is."""
    if purchase.paid_at is None:
        raise OrderNotPaidError
    if not all((operator.name, operator.uscc, operator.address, operator.contact)):
        raise OperatorNotNamedError
    return Receipt(operator=operator, purchase=purchase)


def return_terms(line: BoughtLine) -> Words:
    """Until when, and whether, a line may be returned without reason."""
    if line.exclusion is not None:
        return Words(*EXCLUSIONS[line.exclusion])
    if line.gift_of is not None:
        return Words(
            f"赠品，随第 {line.gift_of} 行商品退回",
            f"a gift, goes back with the goods of line {line.gift_of}",
        )
    days = line.return_days or LAWFUL_DAYS
    return Words(
        f"自签收次日起 {days} 日内可无理由退货",
        f"may be returned without reason within {days} days from the day after it was signed for",
    )


LAWFUL_DAYS: Final = 7
"""Consumer Protection Law, art. 25."""
