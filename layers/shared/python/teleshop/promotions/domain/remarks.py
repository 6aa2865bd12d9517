"""The remarks that the checks of a promotion make, in the words of a person."""

from typing import Final

from teleshop.kernel.findings import FindingKind

UNKNOWN_SKU: Final = FindingKind(
    code="sku_unknown",
    clause="4.3.1",
    zh="商品 {sku} 没有价格单（尚未审核通过或编号有误）；请核对后修改。",
    en="{sku} has no price sheet (not approved yet, or a wrong identifier); correct it.",
)
SUPPLIER_SUSPENDED: Final = FindingKind(
    code="supplier_suspended",
    clause="3.4.2",
    zh="商品 {sku} 的供应商当前{why_zh}，不能促销；请移除，或在恢复后再提交。",
    en="The supplier of {sku} is {why_en}; leave it out, or submit again once it is restored.",
)
SUPPLIER_ON_HOLD: Final = FindingKind(
    code="supplier_on_hold",
    clause="3.3.3",
    zh="商品 {sku} 的供应商当前{why_zh}，暂不安排新的节目档期和直播价；请移除，或在解除后再提交。",
    en="The supplier of {sku} is {why_en}: it gets no new slots or on-air prices; leave it out or "
    "submit again once the hold is lifted.",
)
NOT_SELLABLE: Final = FindingKind(
    code="price_suspended",
    clause="4.4.2",
    zh="商品 {sku} 的价格已被暂停，不能促销；请移除，或在恢复后再提交。",
    en="The price of {sku} is suspended; leave it out, or submit again once it is restored.",
)
SHEET_FULL: Final = FindingKind(
    code="price_sheet_full",
    clause="4.3.4",
    zh="商品 {sku} 的促销已达上限；请等其中一个结束，或先停止、撤回一个。",
    en="{sku} has as many promotions as an article takes; wait for one to end, or stop or withdraw "
    "one first.",
)
CHANNEL_FULL: Final = FindingKind(
    code="price_sheet_full",
    clause="4.3.4",
    zh="渠道 {channel} 的品类及全场满减已达上限；请等其中一个结束，或先停止、撤回一个。",
    en="{channel} has as many discounts on categories or on everything as a channel takes; wait "
    "for one to end, or stop or withdraw one first.",
)
NO_PRICE: Final = FindingKind(
    code="no_price",
    clause="4.3.2",
    zh="商品 {sku} 在渠道 {channel} 于促销开始时没有生效价格；请先定价或去掉该渠道。",
    en="{sku} has no price in {channel} when the promotion starts; set one first, or leave out the "
    "channel.",
)
NOT_LOWER: Final = FindingKind(
    code="not_below_price",
    clause="4.3.2",
    rule="P4.3.2-lower",
    zh="促销价 {price} 元不低于 {since} 起在渠道 {channel} 执行的标价 {marked} 元（标准 4.3.2："
    "整个促销期内须低于当时标价）；请降低促销价，或调整促销期或价格计划。",
    en="The promotional price of {price} CNY is not below the marked price of {marked} CNY that "
    "holds in {channel} from {since} (standard 4.3.2: lower all the time); lower it, or change the "
    "time or the scheduled price.",
)
NOT_BELOW_REFERENCE: Final = FindingKind(
    code="not_below_reference",
    clause="4.3.3",
    rule="P4.3.3-reference",
    zh="促销价 {price} 元不低于渠道 {channel} 的参考价 {reference} 元（令56第16条；依据：{proof}）"
    "；"
    "请降到该价格以下。",
    en="The promotional price of {price} CNY is not below the reference price of {reference} CNY "
    "in "
    "{channel} (SAMR order 56, art. 16; proof: {proof}); go below it.",
)
REFERENCE_TOO_HIGH: Final = FindingKind(
    code="reference_too_high",
    clause="4.3.3",
    rule="R2.1",
    zh="划线价 {claimed} 元过高：渠道 {channel} 最多可标示 {allowed} 元（令56第16条；依据："
    "{proof}）；"
    "请改为不超过 {allowed} 元，或不标示划线价。",
    en="The reference price of {claimed} CNY is too high: in {channel} at most {allowed} CNY may "
    "be "
    "shown (SAMR order 56, art. 16; proof: {proof}); show {allowed} CNY or less, or none.",
)
REFERENCE_NOT_EXACT: Final = FindingKind(
    code="suggested_price_differs",
    clause="4.3.3",
    rule="R2.2",
    zh="厂商建议零售价现为 {allowed} 元，与填写的 {claimed} 元不符（令56第16条）；"
    "请按现行建议价填写。",
    en="The manufacturer suggests {allowed} CNY, not {claimed} CNY (SAMR order 56, art. 16); show "
    "exactly that.",
)
NO_REFERENCE: Final = FindingKind(
    code="reference_without_basis",
    clause="4.3.3",
    rule="R2.1",
    zh="渠道 {channel} 没有可用的比较依据（{reason_zh}；令56第16条），不能标示划线价；请删除 "
    "comparison。",
    en="There is nothing in {channel} to compare with ({reason_en}; SAMR order 56, art. 16), so no "
    "reference price may be shown; leave out `comparison`.",
)
PACK_NOT_ALLOWED: Final = FindingKind(
    code="pack_not_allowed",
    clause="4.3.3",
    rule="P4.3.3-packs",
    zh="规则 {pack} 不能用于本平台的公开价格比较；请改用 {allowed}，或删除 comparison。",
    en="The rule {pack} is no basis of a public comparison here (it is for looking at alone); use "
    "{allowed}, or leave out `comparison`.",
)
COMPARISON_NOT_ABOVE: Final = FindingKind(
    code="comparison_not_above_price",
    clause="4.3.3",
    rule="P4.3.3-reference",
    zh="划线价 {claimed} 元不高于促销价 {price} 元，比较没有意义；请更正或删除 comparison。",
    en="The reference price of {claimed} CNY is not above the promotional price of {price} CNY; "
    "correct it, or leave out `comparison`.",
)
RAISED: Final = FindingKind(
    code="raised_before",
    clause="4.4.1",
    rule="R2.3",
    zh="商品 {sku} 在渠道 {channel} 的标价于 {since} 由 {before} 元升至 {after} 元，"
    "即在促销开始前 {days} 天内或促销期间"
    "（令56第17条）；请在 raise_reason 说明涨价理由，将交财务复核。",
    en="The marked price of {sku} in {channel} is raised on {since} from {before} to {after} CNY, "
    "within {days} days before the start or while it runs (SAMR order 56, art. 17); give the cause "
    "in `raise_reason`, finance will review it.",
)
RAISED_WITH_REASON: Final = FindingKind(
    code="raised_with_reason",
    clause="4.4.1",
    rule="R2.3",
    severity="warn",
    zh="商品 {sku} 在渠道 {channel} 的标价于 {since} 由 {before} 元升至 {after} 元，已说明理由，"
    "请复核"
    "（令56第17条，开始前 {days} 天内或促销期间）。",
    en="The marked price of {sku} in {channel} is raised on {since} from {before} to {after} CNY, "
    "within {days} days before the start or while it runs; a cause was given: review it (SAMR "
    "order 56, art. 17).",
)
CLASH: Final = FindingKind(
    code="promotion_clash",
    clause="4.3.4",
    rule="P4.3.4-one-price",
    zh="商品 {sku} 在渠道 {channel} 已有促销 {other}（{starts_at} 至 {ends_at}），"
    "同一商品同一渠道不能同时有两个"
    "促销价（标准 4.3.4）；请调整时间、渠道，或停止该促销。",
    en="{sku} has the promotion {other} in {channel} already ({starts_at} to {ends_at}); an "
    "article "
    "has one promotional price in a channel at a time (standard 4.3.4): change time or channel, or "
    "stop the other one.",
)
GIFT_WITHOUT_PRICE: Final = FindingKind(
    code="gift_without_price",
    clause="4.3.3",
    rule="R2.4",
    zh="赠品 {sku} 在渠道 {channel} 没有现行售价，不能标示价值（令56第18条）；请删除 value。",
    en="The gift {sku} has no current price in {channel}, so no value may be told (SAMR order 56, "
    "art. 18); leave out `value`.",
)
GIFT_VALUE: Final = FindingKind(
    code="gift_value_differs",
    clause="4.3.3",
    rule="R2.4",
    zh="赠品价值 {value} 元与其在渠道 {channel} 自 {since} 起的售价 {price} 元不符（令56第18条："
    "须等于现行售价）；"
    "请改为 {price} 元，或不标示价值。",
    en="The value of {value} CNY is not the selling price of the gift, {price} CNY in {channel} "
    "from {since} (SAMR order 56, art. 18: equal to the current selling price); tell {price} CNY, "
    "or "
    "none.",
)
STOCK_MISSING: Final = FindingKind(
    code="stock_missing",
    clause="4.3.3",
    rule="P4.3.3-stock",
    zh="请填写促销数量（stock）：限量须明示，否则不得促销。",
    en="State how many pieces there are (`stock`).",
)
BELOW_COST: Final = FindingKind(
    code="below_cost",
    clause="4.2.3",
    severity="warn",
    zh="商品 {sku} 在渠道 {channel} 的促销价低于成本，须由法务审批（价格法第14条）。",
    en="The promotional price of {sku} in {channel} is below cost; legal must approve it (Price "
    "Law, "
    "art. 14).",
)
COST_UNKNOWN: Final = FindingKind(
    code="cost_unknown",
    clause="4.2.3",
    severity="warn",
    zh="{sku} 的促销价无法与成本比较，须由法务审批（价格法第14条）。",
    en="The price of {sku} cannot be compared with its cost; legal must approve it (Price Law, "
    "art. "
    "14).",
)
PATH_CHANGED: Final = FindingKind(
    code="approval_path_changed",
    clause="4.2.3",
    rule="P4.3.2-path",
    zh="按现在的标价和成本，该促销还须 {step} 审批；请重新计划并提交审批。",
    en="With prices and costs as they are now {step} must approve it as well; plan and submit it "
    "again.",
)
START_PAST: Final = FindingKind(
    code="start_in_past",
    clause="4.3.3",
    zh="开始时间已过；请设定将来的开始时间。",
    en="The start has passed; set one in the future.",
)
START_FAR: Final = FindingKind(
    code="start_too_far",
    clause="4.3.3",
    zh="开始时间不能晚于 {days} 天之后；请提前，或届时再提交。",
    en="The start lies more than {days} days ahead; move it, or submit later.",
)
END_FIRST: Final = FindingKind(
    code="end_before_start",
    clause="4.3.3",
    zh="结束时间须晚于开始时间；请更正。",
    en="The end must be after the start; correct it.",
)
TOO_LONG: Final = FindingKind(
    code="promotion_too_long",
    clause="4.4.1",
    rule="P4.4.1-ends",
    zh="促销最长 {days} 天（长期“促销”即为日常价）；请缩短，或申请调整价格。",
    en="A promotion lasts {days} days at most (one that never ends is the normal price); shorten "
    "it, "
    "or ask for a change of the price.",
)
OUTSIDE_SLOT: Final = FindingKind(
    code="outside_slot",
    clause="4.3.1",
    zh="直播价的时间须在节目档期之内（{starts_at} 至 {ends_at}）；请调整。",
    en="An on-air price holds within its programme slot ({starts_at} to {ends_at}); change the "
    "time.",
)
BUNDLE_NOT_CHEAPER: Final = FindingKind(
    code="bundle_not_cheaper",
    clause="4.3.2",
    rule="P4.3.2-lower",
    zh="组合价 {price} 元不低于渠道 {channel} 自 {since} 起的单件合计 {pieces} 元；请降低组合价。",
    en="The bundle at {price} CNY is not cheaper than its pieces, {pieces} CNY in {channel} from "
    "{since}; lower it.",
)
WORD: Final = FindingKind(
    code="word_not_allowed",
    clause="5.1.2",
    zh="第 {place} 字起的“{word}”不可使用：{reason_zh}；请修改，或在 proofs 提供证明。",
    en="“{word}” at character {place} may not be used: {reason_en}; change it, or give proof in "
    "`proofs`.",
)
WORD_DOUBTFUL: Final = FindingKind(
    code="word_doubtful",
    clause="5.1.2",
    severity="warn",
    zh="第 {place} 字起的“{word}”请审批人留意：{reason_zh}。",
    en="“{word}” at character {place} is for the approver to look at: {reason_en}.",
)
