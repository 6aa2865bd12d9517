"""Refusals of the waiting list."""

from teleshop.kernel.errors import NotFoundError, Refusal
from teleshop.kernel.findings import FindingKind


class EntryNotFoundError(NotFoundError):
    """No entry of that id, or none that the caller may know of."""

    code, clause = "waiting_entry_not_found", "1.1"
    zh = "未找到该等候登记，请核对编号。"
    en = "There is no such entry of the waiting list; check the identifier."


class GoodsNotWaitedForError(Refusal):
    """The SKU is not on sale, or never was in stock: waiting for it would promise what nobody
    knows.
    """

    code, clause, pointer = "waiting_not_possible", "1.1", "/sku"
    zh = "该商品目前不在售，无法登记等候；请选择其他商品。"
    en = "These goods are not on sale now, so nobody can wait for them; choose others."


class StillThereError(Refusal):
    """So many pieces can be bought at once."""

    code, clause, pointer = "waiting_not_needed", "1.1", "/quantity"
    zh = "该商品现有 {left} 件，可直接下单，无需等候。"
    en = "There are {left} pieces: order now, there is no need to wait."


class TooManyEntriesError(Refusal):
    """The customer waits for as many SKUs as one may wait for."""

    code, clause = "waiting_entries", "1.1"
    zh = "您已登记等候 {most} 种商品，已达上限；请先撤回其中一项。"
    en = "You wait for {most} articles already, which is the most; withdraw one first."


class EntryClosedError(Refusal):
    """The entry was bought or ended and can no longer be withdrawn."""

    code, clause = "waiting_entry_closed", "1.1"
    zh = "该等候登记已成交，无法撤回；如需取消，请取消订单 {order_id}。"
    en = "This entry has led to an order; to give the goods back, cancel order {order_id}."


class OfferNotValidError(Refusal):
    """An order names an offer that is not this customer's, or not for these goods."""

    code, clause, pointer = "waiting_offer_not_valid", "1.1", "/offer_id"
    zh = "该等候名额（offer_id）不属于本次订单的客户或商品；请核对，或去掉该项后下单。"
    en = (
        "This offer of the waiting list is not for this customer and these goods; check it, or "
        "order without `offer_id`."
    )


class OfferEndedError(Refusal):
    """An order names an offer that was taken, given up, or whose time is over."""

    code, clause, pointer = "waiting_offer_ended", "1.1", "/offer_id"
    zh = "该等候名额已失效（已使用、已撤回或已超过保留时间）；请去掉该项后下单，或重新登记等候。"
    en = (
        "This offer of the waiting list is over: taken, withdrawn or past its time. Order without "
        "`offer_id`, or join the list again."
    )


# -- faults of what was sent ----------------------------------------------------------------------

TOO_MANY_PIECES = FindingKind(
    "waiting_quantity",
    "1.1",
    "每次等候登记最多 {most} 件，请减少数量。",
    "At most {most} pieces can be waited for in one entry; ask for fewer.",
)
CUSTOMER_UNNAMED = FindingKind(
    "waiting_customer_unnamed",
    "1.1",
    "请填写等候客户的编号（customer_id）。",
    "Name the customer who waits (customer_id).",
)
CUSTOMER_IS_PHONE = FindingKind(
    "waiting_customer_is_phone",
    "6.4.1",
    "请填写客户账号编号（customer_id），其中不得含有电话号码。",
    "Give the id of the customer's account, without any telephone number in it.",
)
SLOT_IS_PHONE = FindingKind(
    "waiting_slot_is_phone",
    "6.4.1",
    "请填写节目时段编号（slot_id），其中不得含有电话号码；没有时段的请留空。",
    "Give the id of the programme slot, without any telephone number in it, or leave it out.",
)
CUSTOMER_NAMED = FindingKind(
    "waiting_customer_named",
    "1.1",
    "客户编号（customer_id）由客服填写，请去掉该项。",
    "Only staff name a customer; leave `customer_id` out.",
)
LIST_UNNAMED = FindingKind(
    "waiting_list_unnamed",
    "1.1",
    "请填写商品编号（sku）或客户编号（customer_id），二者择一。",
    "Say which list: either `sku` or `customer_id`, and not both.",
)
LIST_OF_STAFF = FindingKind(
    "waiting_list_of_staff",
    "1.1",
    "该筛选项仅供客服使用，请去掉；您可查看自己的等候登记。",
    "Only staff choose whose list they see; leave this out to see your own entries.",
)
