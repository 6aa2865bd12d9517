"""Causes that lie in what happens after the order, gravest first (form: ``words.py``)."""

from teleshop.analysis.domain.causes.words import area, leaf

AREAS = (
    area(
        "payment",
        "支付",
        "payment",
        leaf(
            "double_charge",
            "重复扣款",
            "charged twice",
            "4: 重复扣款, 扣了两次, 扣了两笔, 扣两次, 重复支付, 扣了双份, charged twice, "
            "double charge, duplicate payment; 3: 多扣",
        ),
        leaf(
            "failed",
            "付款失败、已付未成单",
            "payment failed or not matched",
            "4: 付款失败, 支付失败, 显示未付款, payment failed; 3: 付不了款, 无法支付, "
            "钱扣了, cannot pay, shows unpaid; 2: 付不了, 未付款, 扣了钱, 没有订单",
        ),
        leaf(
            "invoice",
            "发票问题",
            "invoice",
            "4: 发票, fapiao; 3: 开票, 抬头, 税号, 专票, invoice, tax receipt",
        ),
        leaf(
            "unauthorised",
            "未经授权扣款",
            "charge without authority",
            "4: 盗刷, 不是我下的单, 自动续费, 自动扣费, unauthorised charge, "
            "unauthorized charge; 3: 没下过单, 擅自扣, 未经授权, 莫名扣, did not order, "
            "auto-renewal; 2: 老人误, 孩子误",
        ),
        leaf(
            "cash_on_delivery",
            "货到付款争议",
            "dispute over cash on delivery",
            "4: 货到付款, cash on delivery, courier asked for money; 3: 快递员收钱, pos机; "
            "2: 代收, 多收钱, 现金",
        ),
    ),
    area(
        "after_sales",
        "售后",
        "after-sales",
        leaf(
            "refund_late",
            "退款迟延",
            "refund late",
            "4: 退款没到账, 退款还没, 退款迟迟, 钱还没退, refund not received, "
            "still no refund, waiting for my refund, 没收到退款, 没有收到退款, 未收到退款, "
            "退款没收到; 3: 没退款, 未退款, 没有退款, 还没退, 多久退款, 钱还没到账, "
            "拖着不退; 2: 退款到账; 1: 退款, refund",
        ),
        leaf(
            "refund_refused",
            "拒绝退货退款",
            "return or refund refused",
            "4: 拒绝退款, 拒绝退货, 不给退, 不退款, 不让退, 不肯退, refused to refund, "
            "refused the return, refuses to refund, 无法退货, 退不了货, 不让退货; "
            "3: 不同意退, 不予退, 七天无理由, 7天无理由, 拒绝退",
        ),
        leaf(
            "refund_amount",
            "退款金额不符",
            "wrong amount refunded",
            "4: 少退, 退少了, 退款金额, 只退了, 退了一部分, refunded less, "
            "wrong refund amount; 3: 金额不对, partial refund",
        ),
        leaf(
            "return_request",
            "要求退货",
            "wants to return",
            "3: 想退货, 要退货, 要求退货, 申请退货, 怎么退货, 不想要了, want to return; "
            "2: 退货, 退掉, return it, send it back",
        ),
        leaf(
            "exchange",
            "换货问题",
            "exchange",
            "4: 换货; 3: 换一个, 换新, 调换, exchange, replacement; 2: 要换, 换个, 更换",
        ),
        leaf(
            "repair",
            "维修、保修",
            "repair and warranty",
            "4: 维修, 保修, 返修, warranty; 3: 修理, 修好, 修了, 售后网点, 质保, repair, repaired",
        ),
        leaf(
            "return_freight",
            "退货运费争议",
            "who pays the freight of a return",
            "4: 退货运费, 运费谁, 运费险, 退货邮费, 来回运费, 自己出运费, return freight, "
            "return shipping; 3: 承担运费",
        ),
        leaf(
            "installation",
            "安装服务",
            "installation",
            "4: 上门安装, 安装师傅, 没人安装, 安装费, 预约安装, 没来安装; 3: 装不上, "
            "installer, installation; 1: 安装",
        ),
    ),
    area(
        "delivery",
        "物流配送",
        "delivery",
        leaf(
            "late",
            "送货迟延",
            "late delivery",
            "4: 还没发货, 迟迟不发, 催发货, 发货慢, 物流慢, 什么时候发货, 物流没更新, "
            "late delivery, has not shipped, still waiting for my parcel, has not arrived; "
            "3: 没发货, 不发货, 未发货, 还没收到, 一直没到, 没收到货, 还没到, 什么时候到, "
            "延误, 物流不动, not arrived, delayed, 没有发货, 没有收到货, 未收到货, 没到货; "
            "2: 太慢, 没收到, 没有收到, 未收到",
        ),
        leaf(
            "lost",
            "包裹丢失",
            "parcel lost",
            "4: 丢件, 弄丢, 包裹丢了, 快递丢了, 找不到包裹, 显示已签收, 冒领, lost parcel, "
            "parcel lost, marked as delivered; 3: 丢失, 显示签收, 被人拿走; 2: 没签收, lost",
        ),
        leaf(
            "damaged",
            "运输破损",
            "damaged in transit",
            "4: 压坏, 摔坏, 压扁, 箱子烂, 箱子破, damaged in transit, damaged box; 3: 破损, "
            "碎了, 包装破, 运输途中, 洒了, 漏了一箱, crushed, smashed; 2: 外包装",
        ),
        leaf(
            "wrong_item",
            "发错货",
            "wrong item sent",
            "4: 发错, 发错货, 寄错, 错发, 不是我买的, 不是我订的, wrong item, wrong product, "
            "not what i ordered; 3: 送错; 2: 收到的是",
        ),
        leaf(
            "missing_item",
            "少件、漏发",
            "items missing",
            "4: 少件, 漏发, 少发, 缺件, 少一件, 缺配件, 少配件, 空包, 空盒, missing item, "
            "items missing, missing parts, empty box; 3: 少了一, 少一个, 配件没有; "
            "2: incomplete",
        ),
        leaf(
            "courier",
            "快递员服务、不送上门",
            "conduct of the courier",
            "4: 不送上门, 放驿站, rude courier; 3: 快递员, 不上门, 驿站, 代收点, 派送员, "
            "送货员, 扔在门口, left outside, pick-up point; 2: 没打电话, courier",
        ),
        leaf(
            "freight",
            "运费争议",
            "freight charged",
            "4: 多收运费, shipping fee; 3: 包邮, 收运费, freight, free shipping; 2: 运费, 邮费",
        ),
        leaf(
            "address",
            "改地址、投递地址错误",
            "address",
            "4: 改地址, 地址写错, 地址填错, 换地址, 修改地址, wrong address, "
            "change the address, change my address; 3: 送到别的, 地址错",
        ),
    ),
    area(
        "price",
        "价格",
        "price",
        leaf(
            "overcharge",
            "多收价款、价格不符",
            "charged more than announced",
            "4: 价格不符, 乱收费, 比电视上贵, 价格不一样, overcharged, wrong price; 3: 多收, "
            "和标价, higher price than; 2: 贵了, 标价",
        ),
        leaf(
            "drop_after_purchase",
            "购后降价",
            "price fell after the purchase",
            "4: 降价, 价保, 保价, 刚买就降, 差价, 补差, price drop, price protection; "
            "3: 便宜了, cheaper now",
        ),
        leaf(
            "false_discount",
            "虚假优惠、先涨后降",
            "false discount",
            "4: 虚假折扣, 先涨后降, 先涨价, 假优惠, 假打折, 虚构原价, fake discount; "
            "3: 原价, original price; 2: 打折",
        ),
        leaf(
            "coupon",
            "优惠券、积分",
            "coupons and points",
            "4: 优惠券, 积分, 满减, 代金券, 券用不了, 优惠码, coupon, voucher, promo code; "
            "3: 红包; 2: points",
        ),
    ),
    area(
        "service",
        "客户服务",
        "service",
        leaf(
            "attitude",
            "服务态度",
            "attitude",
            "4: 态度差, 态度恶劣, 不耐烦, 挂我电话, impolite, hung up; 3: 态度, 骂人, "
            "挂电话, 敷衍, 粗鲁, rude",
        ),
        leaf(
            "unreachable",
            "联系不上客服",
            "cannot be reached",
            "4: 打不通, 没人接, 无人接听, 联系不上, 没人理, 一直占线, no one answers, "
            "cannot reach; 3: 不回复, 没回复, 人工客服, no reply, on hold; 2: 排队",
        ),
        leaf(
            "broken_promise",
            "承诺未兑现、推诿",
            "promise of the service not kept",
            "4: 推诿, 踢皮球, 互相推, 没有回电, 没回电, 答应回电, 言而无信, "
            "promised to call, never called back; 3: 不处理, 没人处理, passed around; "
            "2: 说好给我, 承诺",
        ),
        leaf(
            "wrong_information",
            "答复有误",
            "wrong information given",
            "4: 说法不一, 误导我, 前后矛盾, 客服说的不, 信息错误, 答非所问, "
            "wrong information; 3: 说错, contradict",
        ),
        leaf(
            "order_change",
            "修改、取消订单",
            "changing or cancelling an order",
            "4: 取消订单, 取消不了, 改订单, 修改订单, 撤单, 下错单, cancel my order, "
            "cancel the order, change my order; 3: 拍错; 2: 取消",
        ),
    ),
    area(
        "other",
        "其他",
        "other",
        leaf(
            "enquiry",
            "一般咨询",
            "general enquiry",
            "3: 营业时间; 2: 有货; 1: 咨询, 请问",
        ),
        leaf(
            "suggestion",
            "建议、表扬",
            "suggestion or praise",
            "4: 表扬; 3: 建议, 希望增加, suggestion, praise; 2: 感谢",
        ),
        leaf(
            "unclear",
            "原因不明",
            "cause unknown",
        ),
    ),
)
