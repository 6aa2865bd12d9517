"""Causes that lie in goods and in what is said of them, gravest first (form: ``words.py``)."""

from teleshop.analysis.domain.causes.words import area, leaf

AREAS = (
    area(
        "safety",
        "安全",
        "safety",
        leaf(
            "injury",
            "人身伤害",
            "personal injury",
            "3: 受伤, 划伤, 割伤, 烫伤, 烧伤, 灼伤, 触电, 砸伤, 骨折, 流血, injured, injury, "
            "electric shock, bleeding; 2: 送医, 住院, 急诊, burned, burnt, hospital; 1: 医院",
        ),
        leaf(
            "fire_or_explosion",
            "起火、爆炸、漏电隐患",
            "fire, explosion or electrical hazard",
            "3: 起火, 着火, 爆炸, 炸裂, 冒烟, 自燃, 漏电, 冒火花, caught fire, exploded, "
            "explosion; 2: 短路, 烧焦, 鼓包, fire, smoke, sparks",
        ),
        leaf(
            "food",
            "食品安全",
            "food safety",
            "4: 食物中毒, 上吐下泻, food poisoning; 3: 拉肚子, 腹泻, 呕吐, 变质, 虫子, 吃坏, "
            "rotten, vomiting; 2: 发霉, 霉斑, 馊, 异物, 吃出, mould, mold",
        ),
        leaf(
            "allergy",
            "过敏等不良反应",
            "allergy or adverse reaction",
            "3: 过敏, 红肿, 起疹, 疹子, 烂脸, 不良反应, allergic, allergy, rash; 2: 瘙痒, "
            "发痒, 刺痛, itchy; 1: 皮肤",
        ),
    ),
    area(
        "privacy",
        "个人信息",
        "personal information",
        leaf(
            "leak",
            "信息泄露",
            "leak of personal information",
            "3: 泄露, 诈骗电话, 知道我的订单, 冒充客服, data breach, scam call; 2: 个人信息, "
            "骗子, leaked, personal data; 1: 泄漏, 信息被",
        ),
        leaf(
            "nuisance",
            "骚扰营销",
            "unwanted marketing",
            "3: 骚扰, 推销电话, 营销短信, 垃圾短信, spam, marketing calls; 2: 一直打电话, "
            "退订, 推销, unsubscribe; 1: 拉黑",
        ),
        leaf(
            "misuse",
            "未经同意使用信息",
            "use of information without consent",
            "3: 未经我同意, without my consent, delete my account; 2: 未经同意, 擅自使用, "
            "我的照片, 注销账号, 删除我的, 肖像",
        ),
    ),
    area(
        "advertising",
        "广告宣传",
        "advertising",
        leaf(
            "false_efficacy",
            "虚假功效",
            "false claim of effect",
            "3: 没有效果, 没效果, 毫无效果, 疗效, 治病, 包治, no effect, "
            "does not work as advertised; 2: 根本没用, 治疗, 功效, 吹得, cure, miracle; "
            "1: 保健品, 减肥",
        ),
        leaf(
            "exaggeration",
            "夸大宣传",
            "exaggerated advertising",
            "4: 虚假宣传, false advertising; 3: 夸大, 广告骗人, 宣传不实, exaggerated, "
            "misleading; 2: 夸张, 误导, 忽悠, 欺骗消费者, 吹牛",
        ),
        leaf(
            "unkept_offer",
            "承诺的赠品、优惠未兑现",
            "promised gift or offer not given",
            "3: 赠品, 少了赠, 说好送, 答应送, 不兑现, 没兑现, 买一送一, free gift, "
            "promised offer; 2: 没送, 礼品, 中奖, 抽奖, gift, giveaway",
        ),
        leaf(
            "unlawful_words",
            "违禁用语",
            "prohibited words in advertising",
            "4: 违法广告, illegal advertising; 3: 绝对化用语, 全国第一, 国家级, 违禁词, "
            "广告法, prohibited words; 1: 最好的",
        ),
        leaf(
            "pressure",
            "诱导、催促下单",
            "pressing sales talk",
            "4: 诱导下单; 3: 最后几件, 诱导, 逼单, 制造紧张, pressured, pushy; 2: 倒计时, "
            "套路, 仅剩, countdown; 1: 催单",
        ),
    ),
    area(
        "quality",
        "商品质量",
        "quality of goods",
        leaf(
            "counterfeit",
            "假冒伪劣",
            "counterfeit goods",
            "4: 假货, 冒牌, 不是正品, 非正品, counterfeit, not genuine; 3: 山寨, 高仿, 仿品, "
            "伪劣, 防伪码, fake, knock-off; 2: 假的, 鉴定",
        ),
        leaf(
            "defect_on_arrival",
            "到货即有瑕疵",
            "defect on arrival",
            "4: 收到就坏, 到手就坏, defective on arrival, dead on arrival; 3: 瑕疵, 有裂纹, "
            "划痕, 掉漆, 做工粗糙, 开线, 次品, 残次, scratched, flaw; 2: 裂缝, 污渍, 线头, "
            "有洞, 一打开就, 刚拆封, 缺口, scratch, crack",
        ),
        leaf(
            "malfunction",
            "使用中故障",
            "breaks down in use",
            "3: 开不了机, 无法开机, 不通电, 不加热, 不制冷, 死机, 失灵, 故障, 不工作, "
            "自动关机, 充不进电, 充不上电, 黑屏, 异响, stopped working, malfunction, "
            "does not turn on; 2: 坏了, 不转, 用不了, 不能用, 没反应, 漏水, 噪音, broken, "
            "broke, does not work, leaks",
        ),
        leaf(
            "poor_material",
            "材质低劣、不耐用",
            "poor material or not durable",
            "3: 质量差, 质量太差, 质量不好, 质量很差, 材质差, 起球, 掉色, 褪色, 缩水, 生锈, "
            "不耐用, 刺鼻, 味道很大, poor quality, cheap material, faded, fell apart; "
            "2: 变形, 掉毛, 断了, 异味, rust, smells; 1: 很薄",
        ),
        leaf(
            "expired",
            "过期、临期",
            "expired or about to expire",
            "4: expired; 3: 过期, 临期, 保质期, 快到期, expiry date, shelf life, "
            "best before; 2: 生产日期",
        ),
        leaf(
            "missing_certificate",
            "无合格证、标签不全",
            "certificate or label missing",
            "4: 三无产品; 3: 合格证, 没有标签, 无标签, 质检报告, 3c认证, 没有厂家, no label, "
            "unlabelled; 2: 中文说明, certificate",
        ),
    ),
    area(
        "description",
        "商品描述",
        "description of goods",
        leaf(
            "not_as_shown",
            "与节目、图片不符",
            "not as shown",
            "4: 与描述不符, 描述不符, 与图片不符, 货不对板, 货不对版, not as described, "
            "not as shown, different from the picture; 3: 和电视上, 跟电视上, 与节目, 色差, "
            "looks different; 2: 和图片, 不一样, 实物; 1: 颜色不",
        ),
        leaf(
            "wrong_size",
            "尺寸、规格不符",
            "size or specification differs",
            "4: 规格不符, 尺寸不符, wrong size; 3: 尺码, 偏小, 偏大, 型号不对, 短斤少两, "
            "缺斤, 净含量, too small, too large, underweight; 2: 尺寸, 容量, 太小, 太大; "
            "1: size",
        ),
        leaf(
            "wrong_material",
            "材质、成分不符",
            "material or ingredients differ",
            "4: 成分不符, 材质不符, 不是真皮, 不是纯棉, not leather, not cotton, "
            "different material; 3: 成分表, 含金量, ingredients; 2: 纯棉, 真皮, 纯银, 配料",
        ),
        leaf(
            "unclear_instructions",
            "说明不清、不会使用",
            "instructions unclear",
            "3: 说明书, 不会用, 怎么用, 怎么安装, 如何安装, 看不懂, 怎么操作, 使用方法, "
            "怎么设置, instructions, how to use, how to install; 2: manual",
        ),
    ),
)
