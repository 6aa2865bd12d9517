"""Invented words of customers with the cause that a person would give them, one per line:
``code | text``. Some are about two things, some say what did not happen, some have no word that the
taxonomy knows.
"""

TEXTS = """
safety.injury | 榨汁机的杯盖突然弹开，我妈妈的手被刀片割伤，缝了四针
safety.injury | 梯子用第二次就断了，人从上面摔下来骨折，现在还在住院
safety.injury | 电热毯睡到半夜漏热，孩子腿上被烫伤一大片
safety.injury | My daughter was injured when the glass lid burst, we had to go to hospital
safety.fire_or_explosion | 充电宝充着电就冒烟了，桌布烧了个洞，吓死人
safety.fire_or_explosion | 电压力锅用的时候爆炸，厨房一片狼藉，幸好没人受伤
safety.fire_or_explosion | 热水器外壳漏电，摸一下手发麻
safety.fire_or_explosion | The charger caught fire on the second day
safety.food | 吃了你们卖的粽子，一家人都拉肚子
safety.food | 坚果打开里面有虫子，恶心死了
safety.food | 买的牛排解冻以后已经变质发臭，根本不能吃
safety.food | 腊肠里吃出一根铁丝，这是食品安全问题
safety.allergy | 用了面霜以后整张脸过敏红肿，要求赔医药费
safety.allergy | 染发膏试了一点点，头皮起疹子，痒得睡不着
safety.allergy | The cream gave me a rash all over my arm
privacy.leak | 刚下单就接到诈骗电话，对方连我的订单都知道，你们泄露个人信息
privacy.leak | 有人冒充客服打给我爸，说得出他的名字和买的东西，信息是从哪来的
privacy.nuisance | 天天打推销电话，说了不要还打，太骚扰了
privacy.nuisance | 每天三四条营销短信，回复退订也没用
privacy.nuisance | Please stop the marketing calls, I get spam every day
privacy.misuse | 你们未经我同意把我的好评视频放到节目里播
privacy.misuse | 我要注销账号，把我的资料都删掉
advertising.false_efficacy | 节目里说喝一个疗程血糖就降，吃完三盒毫无效果
advertising.false_efficacy | 主持人吹得天花乱坠，说能治病，结果老人停了药
advertising.false_efficacy | 减肥茶喝了两个月没效果，一斤没瘦
advertising.exaggeration | 广告说一擦就干净，实际擦半天都擦不掉，这就是虚假宣传
advertising.exaggeration | 节目太夸大了，完全是忽悠老年人
advertising.exaggeration | This is false advertising, the pan sticks like any other
advertising.unkept_offer | 说好送的锅铲没送，打电话来说赠品发完了
advertising.unkept_offer | 买一送一的活动只收到一份，另一份呢
advertising.unkept_offer | 节目上抽奖说我中奖了，奖品两个月都没有寄来
advertising.unkept_offer | Where is the free gift that was promised on the show?
advertising.unlawful_words | 你们播的广告说全国第一，这违反广告法吧
advertising.unlawful_words | 节目用了国家级、最好的这种绝对化用语，我要举报
advertising.pressure | 主持人一直喊最后几件、倒计时，诱导我妈连买了三套
advertising.pressure | I felt pressured by the countdown, the show was very pushy
quality.counterfeit | 收到的手表是假货，拿到专柜鉴定不是正品
quality.counterfeit | 茅台的防伪码查不到，怀疑是冒牌的
quality.counterfeit | The bag is fake, the shop of the brand told me so
quality.defect_on_arrival | 拆开箱子发现锅底有划痕，边上还掉漆
quality.defect_on_arrival | 新买的裤子开线了，一看就是次品
quality.defect_on_arrival | 杯子收到手就有裂纹，倒水会渗
quality.defect_on_arrival | The table top has a big scratch, it must be a flaw of the factory
quality.malfunction | 按摩椅用了一个星期就没反应，怎么按都不动
quality.malfunction | 电饭煲不加热了，才买两个月
quality.malfunction | 平板经常死机，还会自动关机
quality.malfunction | 空调开着不制冷，外机异响很大
quality.malfunction | 扫地机器人充不进电
quality.malfunction | The blender stopped working after three days
quality.malfunction | 吸尘器买来半个月就坏了，开关失灵
quality.poor_material | 毛巾洗一次就掉色，质量太差了
quality.poor_material | 毛衣才穿两天全是起球，还有一股刺鼻的味道
quality.poor_material | 不粘锅用一个月就生锈，一点都不耐用
quality.poor_material | 床单洗完缩水变形，没法铺了
quality.poor_material | Poor quality, the handle fell apart in a week
quality.expired | 奶粉寄过来的时候就快过期了，只剩一个月保质期
quality.expired | 面膜生产日期是三年前的，早就过期了
quality.missing_certificate | 灯具没有合格证，也没有厂家地址，三无产品
quality.missing_certificate | 羽绒服连标签都没有，无标签的衣服谁敢穿，质检报告也拿不出
description.not_as_shown | 收到的衣服和电视上完全不一样，色差太大
description.not_as_shown | 货不对板，节目里是实木的样子，实物是贴皮
description.not_as_shown | 沙发颜色与图片不符，深了好几个度
description.not_as_shown | The lamp is not as described at all
description.wrong_size | 按尺码表买的，结果偏小两个码穿不上
description.wrong_size | 说是五升的锅，量了一下容量只有四升，规格不符
description.wrong_size | 大米十斤装一称只有九斤二两，短斤少两
description.wrong_size | The shoes are too small although I took the right size
description.wrong_material | 说是真皮皮带，一烧是塑料味，根本不是真皮
description.wrong_material | 标着纯棉，检测出来是涤纶，成分不符
description.wrong_material | It is not leather, they sold me plastic
description.unclear_instructions | 说明书全是外文，老人看不懂，这个怎么用
description.unclear_instructions | 请问这个按摩仪怎么设置时间
description.unclear_instructions | There are no instructions, I do not know how to use it
payment.double_charge | 银行短信显示扣了两次钱，一个订单怎么重复扣款
payment.double_charge | I was charged twice for one order
payment.failed | 付款一直提示支付失败，换了三张卡都不行
payment.failed | 钱扣了订单却显示未付款
payment.invoice | 发票抬头开错了，要求重开
payment.invoice | 买了快一个月还没给我开票，公司报销要用
payment.invoice | Please send me the invoice with our tax number
payment.unauthorised | 我没下过单，怎么扣了我三百块，是不是盗刷
payment.unauthorised | 会员到期自动续费也不通知一声
payment.cash_on_delivery | 货到付款，快递员收钱比说的多二十块
payment.cash_on_delivery | With cash on delivery the courier asked for money twice
after_sales.refund_late | 货退回去半个月了退款还没到账
after_sales.refund_late | 你们签收退货已经十天，钱还没退给我
after_sales.refund_late | 说三天退款，到现在一分没退款
after_sales.refund_late | I sent it back three weeks ago and still no refund
after_sales.refund_refused | 没拆封的东西，七天无理由也不给退，什么道理
after_sales.refund_refused | 商家拒绝退货，说影响二次销售
after_sales.refund_refused | The supplier refused to refund me
after_sales.refund_amount | 付了三百九只退了三百，少退的九十去哪了
after_sales.refund_amount | 退款金额不对，运费没有算进去
after_sales.return_request | 东西不想要了，怎么退货
after_sales.return_request | 申请退货，买重复了
after_sales.return_request | I want to return the set, I do not need it
after_sales.exchange | 颜色不喜欢，想换货换成蓝色的
after_sales.exchange | 能不能给我调换一个大一号的
after_sales.exchange | I would like a replacement for the cup
after_sales.repair | 手机还在保修期，维修点说要收费
after_sales.repair | 返修两次了都没修好，还要寄回去
after_sales.repair | Is this repair covered by the warranty?
after_sales.return_freight | 质量问题为什么退货运费要我自己出
after_sales.return_freight | Who pays the return shipping?
after_sales.installation | 预约安装约了三次，安装师傅都不来
after_sales.installation | 上门安装要另收安装费，买的时候没说
delivery.late | 下单一个礼拜还没发货，催了几次都说在安排
delivery.late | 物流停在中转站五天没更新，什么时候到
delivery.late | 等了二十天还没收到，太慢了
delivery.late | My order has not shipped yet
delivery.lost | 显示已签收，可是我根本没拿到包裹
delivery.lost | 快递把我的包裹弄丢了，丢件怎么赔
delivery.lost | The parcel was marked as delivered but I have nothing
delivery.damaged | 箱子破了，里面六个碗碎了三个
delivery.damaged | 外包装被压扁，酒瓶破损，酒都洒了
delivery.damaged | The box was crushed and two plates were smashed
delivery.wrong_item | 我订的是红色电饭煲，给我发错成蒸锅
delivery.wrong_item | 收到的是别人的东西，不是我买的
delivery.wrong_item | You sent the wrong item
delivery.missing_item | 四件套只有三件，少了一个枕套，漏发了
delivery.missing_item | 打开是空盒，里面什么都没有
delivery.missing_item | There are missing parts, the screws are not in the bag
delivery.courier | 快递员不送上门，直接放驿站，老人七十多了搬不动
delivery.courier | 派送员电话都不打就扔在门口
delivery.freight | 写着包邮还多收运费十五块
delivery.freight | Why do I pay a shipping fee when it says free shipping
delivery.address | 地址填错了，能帮我改地址吗
delivery.address | Please change the address of my order
price.overcharge | 电视上标价一百九十九，扣了我二百二十九，价格不符
price.overcharge | 电话里乱收费，比电视上贵三十
price.drop_after_purchase | 昨天刚买今天就降价一百，要求价保补差价
price.drop_after_purchase | It is cheaper now, do you have price protection?
price.false_discount | 明明是先涨后降，原价根本没卖过那么高，假打折
price.coupon | 优惠券用不了，提示不满足满减条件
price.coupon | 我的积分怎么少了五百
price.coupon | The promo code does not work
service.attitude | 客服态度恶劣，没说两句就挂我电话
service.attitude | 接线员很不耐烦，问什么都敷衍
service.attitude | The agent was rude and hung up on me
service.unreachable | 热线打不通，一直占线，半天没人接
service.unreachable | 在线问了两天没人理，联系不上你们
service.unreachable | No one answers the phone
service.broken_promise | 供应商和平台互相推，踢皮球，三个星期没人处理
service.broken_promise | 答应回电的，等了一天也没有回电
service.wrong_information | 两个客服说法不一，一个说能退一个说不能，前后矛盾
service.wrong_information | I was given wrong information about the size by your agent
service.order_change | 下错单了，麻烦帮我取消订单
service.order_change | Please cancel my order
other.enquiry | 请问昨天晚上播的那套刀具还有货吗
other.suggestion | 建议你们节目字幕放大一点，老人看不清
other.suggestion | 表扬一下配送的小李，服务特别好
safety.injury | 凳子腿突然折了，老爷子一屁股坐地上，腰到现在直不起来
safety.food | 火锅底料吃完全家跑厕所
privacy.leak | 一个陌生人打来报得出我家门牌号和我昨天买的东西
advertising.exaggeration | 节目里一刀切开番茄薄得透光，我切出来全是泥
quality.malfunction | 洗衣机甩干的时候满屋子跑，声音跟拖拉机一样
quality.poor_material | 袜子穿一回脚趾头就露出来了
quality.defect_on_arrival | 新锅一拿出来手柄就是歪的
description.not_as_shown | 主持人手里那个多大一只啊，寄来的像玩具
payment.failed | 点了付钱页面一直转圈，也不知道成没成
after_sales.refund_late | 钱呢？货早就给你们寄回去了
after_sales.return_request | 老公说家里有一个了，这个你们拿回去行不行
delivery.late | 过节送人的，节都过完了东西影子都没有
delivery.missing_item | 说明上写带遥控器，翻遍了盒子没找着
service.unreachable | 音乐听了四十分钟，最后自己断了
price.drop_after_purchase | 我周一买的二百九，周二你们卖一百九
service.attitude | 那个小姑娘说我听不懂人话，你们就这么培训的
""".strip()


def labelled() -> list[tuple[str, str]]:
    """The texts with their causes."""
    found = [line.partition(" | ") for line in TEXTS.splitlines()]
    return [(code, text) for code, _, text in found]
