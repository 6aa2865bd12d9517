"""The word list: data, gathered from the laws named with each group and from lists that the trade
uses. Wording that differs from these lists is a new edition with a new version.
"""

from datetime import date

from teleshop.wording.domain.profile import MEDICAL, Proof, WordingKind
from teleshop.wording.domain.words import Code, Judge, Level, Source, WordGroup, WordList


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_AD_LAW, _AD_SINCE = "广告法", date(2015, 9, 1)
_GUIDE = Source("广告绝对化用语执法指南", "2, 7")
_ABSOLUTE = (Source(_AD_LAW, "9(3)"), _GUIDE)
_FALSE = (Source(_AD_LAW, "28"), _GUIDE)
_NOTICE_71 = Source("广发〔2009〕71号", "短片广告和居家购物节目")
_NOTICE_13 = Source("国家新闻出版广电总局2013年10月29日通知", "卫视电视购物短片广告")
_SINCE_71, _SINCE_13 = date(2010, 1, 1), date(2014, 1, 1)
_MEDICAL_ADS = Source("药品、医疗器械、保健食品、特殊医学用途配方食品广告审查管理暂行办法", "11")

_ZUI = """
    佳 好 优 优秀 优质 优惠 大 小 高 高级 高端 高档 低 便宜 实惠 划算 新 新潮 先进 领先 尖端
    前沿 受欢迎 流行 时尚 时髦 潮流 热销 畅销 火爆 安全 可靠 放心 健康 环保 天然 纯正 正宗
    地道 原始 顶级 顶尖 奢侈 奢华 豪华 尊贵 强大 快速 耐用 结实 牢固 舒适 舒服 柔软 轻薄 漂亮
    美味 好吃 好喝 好用 新鲜 营养 有效 专业 权威 完美 具价值 有价值 省心 省电 节能 全面 齐全
    丰富 稳定 精准 精致 精美
"""
"""What is remarked on after 最; what people say in plain sentences (多, 快, 轻) is left out."""

ABSOLUTE_GROUPS = (
    WordGroup(
        code=Code.ABS_ZUI,
        level=Level.HIGH,
        judge=Judge.ABSOLUTE,
        words=tuple(f"最{word}" for word in _words(_ZUI)),
        sources=_ABSOLUTE,
        since=_AD_SINCE,
        proof=Proof.SALES_RANK,
    ),
    WordGroup(
        code=Code.ABS_ONE,
        level=Level.HIGH,
        judge=Judge.ABSOLUTE,
        words=_words(
            """
            第一 NO.1 TOP1 唯一 独一无二 全国第一 全网第一 世界第一 全球第一 行业第一 销量第一
            销售第一 排名第一 第一品牌 第一名 数一数二 独此一家 举世无双 天下第一 第一大 冠绝
            """
        ),
        sources=_ABSOLUTE,
        since=_AD_SINCE,
        proof=Proof.SALES_RANK,
    ),
    WordGroup(
        code=Code.ABS_LEVEL,
        level=Level.HIGH,
        judge=Judge.ABSOLUTE,
        words=_words(
            """
            国家级 国际级 世界级 宇宙级 千万级 全球级 大师级 殿堂级 骨灰级 史诗级 天花板级
            顶级 顶尖 顶配 极品 极佳 绝佳 极致 终极 无与伦比 无可比拟 无可挑剔 登峰造极
            至高无上 空前绝后 绝世 绝版 国家级产品 世界顶级 国际顶尖
            """
        ),
        sources=_ABSOLUTE,
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.ABS_FIRST,
        level=Level.PROOF,
        judge=Judge.ABSOLUTE,
        words=_words(
            """
            首个 首选 独家 首发 首家 首款 首创 首屈一指 全国首家 全国首发 全网首发 全球首发
            世界首创 国内首创 填补国内空白 填补空白 独创 独家配方 开创者 鼻祖
            """
        ),
        sources=_ABSOLUTE,
        since=_AD_SINCE,
        proof=Proof.FIRST,
    ),
    WordGroup(
        code=Code.BRAND,
        level=Level.MID,
        judge=Judge.ABSOLUTE,
        words=_words(
            """
            王牌 领袖品牌 世界领先 国际领先 全球领先 行业领先 遥遥领先 领导者 领导品牌 缔造者
            冠军 销量冠军 销售冠军 金牌 名牌 至尊 巅峰 之王 领军品牌 行业标杆 霸主 奠基者
            """
        ),
        sources=_ABSOLUTE,
        since=_AD_SINCE,
        proof=Proof.SALES_RANK,
    ),
    WordGroup(
        code=Code.FALSE,
        level=Level.HIGH,
        judge=Judge.ABSOLUTE,
        words=_words(
            """
            史无前例 前无古人 前所未有 永久 永不 万能 祖传 特效 无敌 100% 百分百 百分之百 百分之一百
            绝对 纯天然 零风险 零添加剂 零缺陷 完美无缺 万无一失 绝无仅有 立竿见影 一劳永逸
            """
        ),
        sources=_FALSE,
        since=_AD_SINCE,
    ),
)

STANDING_GROUPS = (
    WordGroup(
        code=Code.ABS_FIRST,
        level=Level.HIGH,
        judge=Judge.STATE,
        words=("国家领导人",),
        sources=(Source(_AD_LAW, "9(2)"),),
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.STATE,
        level=Level.BLOCK,
        judge=Judge.STATE,
        words=_words(
            """
            国旗 国歌 国徽 军旗 军歌 军徽 党和国家领导人 国务院指定 国务院推荐 人民大会堂指定
            中央军委 中南海特供 国家机关指定 政府推荐
            """
        ),
        sources=(Source(_AD_LAW, "9(1), 9(2)"),),
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.AUTH,
        level=Level.HIGH,
        judge=Judge.STATE,
        words=("特供", "专供", "质量免检", "国家免检", "免检产品", "国家机关推荐"),
        sources=(
            Source(_AD_LAW, "9(2), 28"),
            Source("关于严禁中央和国家机关使用“特供”“专供”等标识的通知", "2013"),
        ),
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.AUTH,
        level=Level.HIGH,
        judge=Judge.PROOF,
        words=("老字号", "中华老字号", "百年老店"),
        sources=(Source(_AD_LAW, "28"),),
        since=_AD_SINCE,
        proof=Proof.TIME_HONOURED,
    ),
    WordGroup(
        code=Code.AUTH,
        level=Level.HIGH,
        judge=Judge.WELL_KNOWN,
        words=("中国驰名",),
        sources=(Source("商标法", "14"),),
        since=date(2014, 5, 1),
    ),
    WordGroup(
        code=Code.BRAND,
        level=Level.HIGH,
        judge=Judge.WELL_KNOWN,
        words=("驰名商标", "中国驰名商标", "驰名品牌"),
        sources=(Source("商标法", "14"),),
        since=date(2014, 5, 1),
    ),
    WordGroup(
        code=Code.ORDER,
        level=Level.BLOCK,
        judge=Judge.ORDER,
        words=("色情", "淫秽", "赌博", "一夜情", "情色"),
        sources=(Source(_AD_LAW, "9(7), 9(8)"),),
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.SUPERST,
        level=Level.BLOCK,
        judge=Judge.SUPERSTITION,
        words=_words(
            """
            开光 招财 辟邪 避邪 转运 旺夫 旺财 改运 镇宅 消灾 招桃花 风水 算命 驱鬼 化煞
            """
        ),
        sources=(Source(_AD_LAW, "9(8)"),),
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.BELITTLE,
        level=Level.HIGH,
        judge=Judge.BELITTLING,
        words=(
            "吊打",
            "完爆",
            "秒杀同行",
            "秒杀同类",
            "碾压同行",
            "碾压同类",
            "同行都是",
            "甩同行",
        ),
        sources=(Source(_AD_LAW, "13"),),
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.PATENT,
        level=Level.PROOF,
        judge=Judge.PATENT,
        words=("专利", "国家专利", "专利产品", "专利技术", "申请专利", "专利申请"),
        sources=(Source(_AD_LAW, "12"),),
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.SOURCE,
        level=Level.PROOF,
        judge=Judge.CITATION,
        words=_words(
            """
            调查显示 研究表明 研究显示 研究证明 数据显示 数据表明 实验证明 实验表明 实验显示
            试验证明 临床证明 临床验证 临床试验 据统计 统计显示 测试显示 检测显示 好评率
            满意率 有效率 复购率
            """
        ),
        sources=(
            Source(_AD_LAW, "11"),
            Source("广告引证内容执法指南", "市场监管总局公告2026年第20号"),
        ),
        since=_AD_SINCE,
    ),
)

SELLING_GROUPS = (
    WordGroup(
        code=Code.URGE,
        level=Level.HIGH,
        judge=Judge.URGING,
        words=_words(
            """
            随时结束 仅此一次 最后一波 最后一天 最后机会 最后10件 抢爆 疯抢 抢购 再不抢就没了
            再不买就没了 错过就没机会 错过再等一年 错过不再 清仓 断货 甩货 甩卖 亏本 售完即止
            仅剩最后 不买就亏 手慢无
            """
        ),
        sources=(_NOTICE_71,),
        since=_SINCE_71,
    ),
    WordGroup(
        code=Code.LOWPRICE,
        level=Level.PROOF,
        judge=Judge.PRICE,
        words=_words(
            """
            全网最低价 全网最低 全国最低价 史上最低 史上最低价 历史最低价 市场最低价 最低价
            最低价格 底价 跳楼价 骨折价 白菜价 原价 出厂价 工厂价 成本价 批发价 特惠价 裸价
            """
        ),
        sources=(Source("明码标价和禁止价格欺诈规定", "16, 17, 19"),),
        since=date(2022, 7, 1),
        proof=Proof.PRICE_BASIS,
    ),
    WordGroup(
        code=Code.TESTIMONY,
        level=Level.HIGH,
        judge=Judge.TESTIMONY,
        words=_words(
            """
            专家推荐 专家证明 医生推荐 医师推荐 院士推荐 名医推荐 名人推荐 明星推荐 患者推荐
            患者证言 用户见证 患者见证
            """
        ),
        sources=(_NOTICE_71, Source(_AD_LAW, "16, 18")),
        since=_SINCE_71,
    ),
    WordGroup(
        code=Code.INVEST,
        level=Level.BLOCK,
        judge=Judge.INVESTMENT,
        words=_words(
            """
            保本 保收益 稳赚不赔 稳赚 包赚 无风险 必涨 收藏升值 保值升值 升值空间 升值潜力
            高回报 保证收益
            """
        ),
        sources=(Source(_AD_LAW, "25"),),
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.INVEST,
        level=Level.BLOCK,
        judge=Judge.INVESTMENT,
        words=("零风险",),
        sources=(Source(_AD_LAW, "25"),),
        since=_AD_SINCE,
        kinds=frozenset({WordingKind.INVESTMENT}),
    ),
    WordGroup(
        code=Code.EDU,
        level=Level.BLOCK,
        judge=Judge.EDUCATION,
        words=_words(
            """
            保过 包过 提分 保录取 包录取 不过退款 名师押题 押题命中 命题专家 必过 状元推荐
            保证通过
            """
        ),
        sources=(Source(_AD_LAW, "24"),),
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.VOID_TERM,
        level=Level.BLOCK,
        judge=Judge.VOID_TERM,
        words=_words(
            """
            签收即认可质量 签收即视为认可 签收即视为合格 签收视为质量合格 最终解释权 最终解释权归
            解释权归 解释权属于 保留解释权 概不负责 概不退换 恕不退换 不退不换 一经售出概不退换
            售出不退 拆封不退 拆封不退不换 特价商品不退换 离柜概不负责 不承担任何责任
            不负任何责任 免除一切责任 不得投诉 不得起诉 放弃诉讼 放弃追究 有权单方变更
            有权随时变更 有权单方修改
            """
        ),
        sources=(
            Source("消费者权益保护法", "26"),
            Source("侵害消费者权益行为处罚办法", "12"),
            Source("最高人民法院关于审理网络消费纠纷案件适用法律若干问题的规定（一）", "1"),
        ),
        since=date(2015, 3, 15),
    ),
)

HEALTH_GROUPS = (
    WordGroup(
        code=Code.MED,
        level=Level.BLOCK,
        judge=Judge.TREATMENT,
        words=_words(
            """
            治疗 医治 治病 疗效 消炎 抗炎 降血压 降血糖 降血脂 降三高 降糖 抗癌 防癌 排毒 祛疤
            活血 活血化瘀 化瘀 止痛 镇痛 抗病毒 抗菌消炎 清热解毒 祛湿 解毒 预防疾病 防治
            康复治疗 抗过敏 促进伤口愈合
            """
        ),
        sources=(Source(_AD_LAW, "17"),),
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.MED,
        level=Level.BLOCK,
        judge=Judge.ASSERTION,
        words=_words(
            """
            治愈 根治 治愈率 无副作用 无毒副作用 没有副作用 零副作用 药到病除 包治百病 根除
            断根 永不复发 妙手回春 安全无毒
            """
        ),
        sources=(Source(_AD_LAW, "16, 17, 18"),),
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.MED,
        level=Level.BLOCK,
        judge=Judge.ASSERTION,
        words=("有效率", "显效率", "总有效率"),
        sources=(Source(_AD_LAW, "16, 18"),),
        since=_AD_SINCE,
        kinds=MEDICAL,
    ),
    WordGroup(
        code=Code.HEALTH,
        level=Level.BLOCK,
        judge=Judge.BLUE_HAT,
        words=_words(
            """
            增强免疫力 提高免疫力 提升免疫力 增强免疫 增强抵抗力 提高抵抗力 调节免疫
            改善睡眠 辅助降血糖 辅助降血脂 抗氧化延缓衰老
            """
        ),
        sources=(Source(_AD_LAW, "17, 18"),),
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.HEALTH,
        level=Level.BLOCK,
        judge=Judge.HEALTH,
        words=_words(
            """
            减肥 瘦身 瘦腿 燃脂 丰胸 美乳 壮阳 补肾 延年益寿 长生不老 增高 返老还童
            """
        ),
        sources=(Source(_AD_LAW, "17, 18"), _NOTICE_71),
        since=_SINCE_71,
    ),
    WordGroup(
        code=Code.TV13,
        level=Level.BLOCK,
        judge=Judge.SHAPING,
        words=("矫形", "塑形", "透脂", "甩脂"),
        sources=(_NOTICE_13,),
        since=_SINCE_13,
    ),
    WordGroup(
        code=Code.INFANT,
        level=Level.BLOCK,
        judge=Judge.INFANT,
        words=("替代母乳", "代替母乳", "取代母乳", "媲美母乳", "接近母乳", "母乳化", "胜过母乳"),
        sources=(Source(_AD_LAW, "20"),),
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.TOBACCO,
        level=Level.BLOCK,
        judge=Judge.TOBACCO,
        words=("电子烟", "香烟", "烟弹"),
        sources=(Source(_AD_LAW, "22"),),
        since=_AD_SINCE,
    ),
    WordGroup(
        code=Code.RESTRICTED,
        level=Level.BLOCK,
        judge=Judge.RESTRICTED,
        words=_words(
            """
            热销 抢购 试用 家庭必备 免费治疗 免费赠送 赠送 评比 排序 推荐 指定 获奖 无效退款
            保险公司保险 安全 毒副作用
            """
        ),
        sources=(_MEDICAL_ADS,),
        since=date(2020, 3, 1),
        kinds=MEDICAL,
    ),
)

_MEASURES = (
    "功率|承重|载重|负载|容量|直径|尺寸|宽度|高度|长度|厚度|深度|温度|水温|水位|转速|电流|电压|"
    "压力|风量|噪音|亮度|分辨率|"
    "倍率|焦距|起订量|包装|展开|伸展|跨度|身高|体重|年龄|限度|程度|努力|输出|输入|速度|行程|射程|"
    "距离|公约数|值|化"
)
_UNITS = (
    "c|w|kw|v|a|mm|cm|m|ml|l|g|kg|db|pa|mah|rpm|hz|度|瓦|升|毫升|公斤|千克|克|厘米|毫米|米|档|件|"
    "分钟|小时|转"
)
_USE = (
    "食用|使用|饮用|服用|赏味|品尝|冲泡|保存|储存|贮存|观看|收看|穿着|佩戴|洗涤|充电|施用|播种|种植"
)

SAFE = (
    # Of the trade's lists.
    "最后(?!一波|一天|机会|10件)",
    "最近|最初|最终(?!解释权)|最少",
    "最好(?:不要|在|先|于|将|能|每|请|别|避免|及时|尽快|存放)",
    "最多(?:可|能|支持|容纳|存)?",
    "第一(?:时间|步|次)",
    "一站式|一线城市",
    f"最[佳好适]的?(?:{_USE})(?:期|日期|时间|期限|温度|方法|方式|条件|距离|时机|季节|口感)",
    "独家冠名",
    # Our reading (M): ordinals, measures and words of which only a part is one of the list.
    "(?<!中国)(?<!全国)(?<!世界)(?<!全球)(?<!全网)(?<!行业)第一(?:章|条|项|节|页|部分|百|千|人称|视角|"
    "排|层|天|周|年|个月|遍|道|眼|段|季度?|期|类|代|组|志愿|夫人|口(?:下去|就|咬|吃|喝|尝|入口|汤|饭|奶|粥)|"
    "手(?:资料|信息|消息|数据|材料|经验))",
    f"最[大小高低](?:可|的)?(?:{_MEASURES})",
    "最[大小高低]可(?:耐|承|调|设|存|放|容|升|降|支持|选)",
    rf"最[大小高低](?:可达|达|为|约)?[0-9.]+(?:{_UNITS})",
    "唯一(?:标识|识别|编号|编码|码|性|id)",
    "绝对(?:值|湿度|压力|温度|高度|误差)",
    "万能(?:胶|钥匙|充|插座|插头|遥控|表|接头|转换)",
    "永久(?:自行车|性?磁铁|磁铁|磁|地址)",
    "顶级域名|首选项|首发站|世界级遗产|奥运冠军|姓名牌|署名牌|扑克王牌|国际级赛事",
    "治愈系|止痛苦|确保过|环保过|保过[滤期敏]|包过敏|[面钱背书]包过|提分[享量]|手提分",
    "[打展张]开光|开光[源照线]|转运(?:中心|站|箱|车|仓|公司|物流|费)|货物转运|到底价|还原价|"
    "保本色|确保本",
    "内增高|增高[鞋垫架]|香烟[味灼盒]|[吹台热冷暖]风水|必过滤",
    "安全(?:带|锁|扣|绳|帽|座椅|提示|警示|出口|距离|须知|操作|阀)",
)

CURRENT = WordList(
    version="2026-11",
    last_checked=date(2026, 11, 23),
    groups=ABSOLUTE_GROUPS + STANDING_GROUPS + SELLING_GROUPS + HEALTH_GROUPS,
    safe=SAFE,
)
