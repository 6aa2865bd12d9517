"""Refusals of prices."""

from teleshop.kernel.errors import NotFoundError, Refusal


class SkuNotFoundError(NotFoundError):
    """No approved product has such an article."""

    code = "price_sku_not_found"
    zh = "未找到该商品规格（sku），或其商品尚未通过审核；请核对编号。"
    en = "No such article (`sku`), or its product is not approved yet; check the identifier."


class PricedProductNotFoundError(NotFoundError):
    """No product of that id is on sale."""

    code = "priced_product_not_found"
    zh = "没有在售的该商品；请核对商品编号，或稍后再试。"
    en = "No such product is on sale; check its identifier, or try again later."


class ChangeNotFoundError(NotFoundError):
    """No price change of that id."""

    code = "price_change_not_found"
    zh = "未找到该价格变更申请，请核对编号。"
    en = "There is no such price change; check its identifier."


class ChangeNotWithdrawableError(Refusal):
    """It has ended already."""

    code, clause = "price_change_ended", "4.2.4"
    zh = "该价格变更申请已结束，无法撤回；如需改价，请提交新的申请。"
    en = "This price change has ended and cannot be withdrawn; file a new one instead."


class PriceInForceError(Refusal):
    """The price holds already."""

    code, clause = "price_in_force", "4.2.4"
    zh = "该价格已经生效，无法撤回；如需改价，请提交新的价格变更申请。"
    en = "The price is in force and cannot be withdrawn; file a new price change instead."


class ChangeRestedOnError(Refusal):
    """A later price was approved as a change of this one."""

    code, clause = "price_change_rested_on", "4.2.3"
    zh = "之后的价格变更 {later} 是以该价格为基础批准的；请先撤回 {later}。"
    en = "The later price change {later} was approved upon this price; withdraw {later} first."


class NotRequesterError(Refusal):
    """Somebody else's request."""

    code, clause, status = "not_requester", "4.2.3", 403
    zh = "只有申请人或经理可以撤回该申请；请联系申请人。"
    en = "Whoever asked, or a manager, may withdraw this request; ask them."


class ChangeNotStalledError(Refusal):
    """Its review runs, or it has ended."""

    code, clause = "price_change_not_stalled", "4.2.3"
    zh = "该申请的审批没有中断，无需重新启动；请在审批列表中查看进度。"
    en = "The review of this price change has not stopped; see the approvals for where it stands."


class TermClashError(Refusal):
    """A promotion is attached to a SKU twice."""

    code, clause = "promotion_attached", "4.3.4"
    zh = "促销 {promotion_id} 已在该商品的价格单上，请勿重复添加。"
    en = "The promotion {promotion_id} is on the price sheet already; do not add it twice."


class SheetFullError(Refusal):
    """As many promotions are on a sheet as it takes."""

    code, clause = "price_sheet_full", "4.3.4"
    zh = "该价格单上已有 {count} 个促销，不能再添加；请等其中一个结束，或先停止、撤回一个。"
    en = (
        "There are {count} promotions on the price sheet already; wait for one to end, or stop or "
        "withdraw one first."
    )
