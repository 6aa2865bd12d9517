"""The samples of the lists of words, and the order in which a word is decided upon."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import pytest

from teleshop.kernel.rules import get_rule
from teleshop.wording.domain.profile import NEVER_MINOR
from teleshop.wording.service import Code, Proof, Verdict, WordingKind
from tests.factories.wording import only_hit, screened, told

pytestmark = pytest.mark.clause("2.3.5")

RANKED = frozenset({Proof.SALES_RANK})
FACT = "2026年3月，上海地区，本品销量第一（数据来源：…）"


class TestSamples:
    def test_rank_without_proof_fails(self) -> None:
        hit = only_hit("全国销量第一")
        assert (hit.code, hit.verdict) == (Code.ABS_ONE, Verdict.FAIL)
        assert (hit.text, hit.start, hit.end) == ("销量第一", 2, 6)

    def test_rank_with_period_region_source_and_proof_passes(self) -> None:
        hit = only_hit(FACT, proofs=RANKED)
        assert (hit.verdict, hit.source) == (Verdict.EXEMPT, "广告绝对化用语执法指南；广告法")
        assert hit.article == "6(6); 11"
        assert screened(FACT, proofs=RANKED).passed

    @pytest.mark.parametrize(
        ("text", "profile"),
        [
            ("请在第一时间拨打热线", {}),
            ("最佳食用期：开封后3天", {}),
            ("面料100%棉", {"composition": {"棉": 100}}),
        ],
    )
    def test_what_only_looks_like_a_word_is_not_even_found(
        self, text: str, profile: dict[str, Any]
    ) -> None:
        assert screened(text, **profile).hits == ()

    def test_wish_is_exempt(self) -> None:
        hit = only_hit("力求做到最好")
        assert (hit.verdict, hit.source, hit.article) == (
            Verdict.EXEMPT,
            "广告绝对化用语执法指南",
            "5",
        )

    def test_treatment_by_food_fails(self) -> None:
        hit = only_hit("治疗失眠", category_kind=WordingKind.FOOD)
        assert (hit.code, hit.verdict, hit.source, hit.article) == (
            Code.MED,
            Verdict.FAIL,
            "广告法",
            "17",
        )
        assert hit.rule == "R7.5"


EXAMPLES = {
    "ABS_ZUI": "最佳 最好 最优 最大 最小 最高 最低 最便宜 最新 最先进 最受欢迎 最流行 最时尚 "
    "最安全 最顶级",
    "ABS_ONE": "第一 NO.1 TOP1 唯一 独一无二 全国第一 全网第一 销量第一 排名第一 第一品牌",
    "ABS_LEVEL": "国家级 国际级 世界级 宇宙级 千万级 顶级 顶尖 极品 极佳 绝佳 极致 终极 无与伦比",
    "ABS_FIRST": "首个 首选 独家 首发 首家 首款 全国首家 填补国内空白 国家领导人",
    "BRAND": "王牌 领袖品牌 世界领先 领导者 缔造者 冠军 金牌 名牌 驰名商标 至尊 巅峰",
    "FALSE": "史无前例 前无古人 永久 万能 祖传 特效 无敌 100% 百分百 绝对 纯天然 零风险",
    "AUTH": "特供 专供 质量免检 国家机关推荐 老字号 中国驰名",
    "URGE": "随时结束 仅此一次 最后一波 抢爆 再不抢就没了 错过就没机会 清仓 断货 甩货",
    "LOWPRICE": "全网最低价 史上最低 底价 跳楼价 原价 出厂价",
    "MED": "治疗 治愈 根治 疗效 消炎 抗炎 降血压 降血糖 降血脂 抗癌 排毒 无副作用 药到病除 "
    "包治百病 祛疤 活血",
    "HEALTH": "增强免疫力 减肥 瘦身 丰胸 壮阳 补肾 延年益寿",
    "TV13": "矫形 塑形 透脂 甩脂",
    "INVEST": "保本 稳赚不赔 必涨 收藏升值",
    "EDU": "保过 包过 提分 名师押题",
    "SUPERST": "开光 招财 辟邪 转运 旺夫",
    "VOID_TERM": "签收即认可质量 最终解释权 不得投诉 有权单方变更",
}
EVERY_EXAMPLE = [(code, word) for code, words in EXAMPLES.items() for word in words.split()]


@pytest.mark.parametrize(("code", "word"), EVERY_EXAMPLE)
def test_every_example_of_the_trade_is_found_as_a_whole(code: str, word: str) -> None:
    hit = only_hit(f"我们的锅{word}。", on_tv=True)
    assert (hit.text, hit.code) == (word, code)
    assert hit.verdict is (Verdict.WARN if hit.level == "mid" else Verdict.FAIL)
    assert hit.zh
    assert hit.en
    assert get_rule(hit.rule).source == hit.source


@pytest.mark.parametrize("kind", sorted(NEVER_MINOR))
def test_about_health_wealth_and_education_nothing_is_minor(kind: WordingKind) -> None:
    assert only_hit("金牌").verdict is Verdict.WARN
    hit = only_hit("金牌", category_kind=kind)
    assert (hit.verdict, hit.rule, hit.article) == (Verdict.FAIL, "R3.3.6", "11")


class TestOperator:
    NAME = "天下第一锅业有限公司"

    def test_word_in_the_operators_own_name_is_exempt(self) -> None:
        hit = only_hit("由天下第一锅业有限公司出品", operator_names=[self.NAME])
        assert (hit.verdict, hit.rule, hit.article) == (Verdict.EXEMPT, "R3.3.2", "4")

    def test_the_same_word_about_the_goods_is_not(self) -> None:
        text = "天下第一锅业有限公司卖天下第一的锅"
        assert told(text, operator_names=[self.NAME]) == [
            ("天下第一", "ABS_ONE", "exempt"),
            ("天下第一", "ABS_ONE", "fail"),
        ]

    def test_profile_of_the_operator_is_exempt_and_of_the_goods_is_not(self) -> None:
        assert told("本公司成立于1990年并创办了当地最大的仓库") == [("最大", "ABS_ZUI", "exempt")]
        assert told("本公司成立于1990年，产品品质最好") == [("最好", "ABS_ZUI", "fail")]
        assert told("本公司成立于1990年生产最好的产品") == [("最好", "ABS_ZUI", "fail")]


class TestWish:
    @pytest.mark.parametrize(
        "text",
        [
            "我们追求最好的服务",
            "致力于打造最受欢迎的品牌",
            "愿您拥有最美好的一天",
            "希望把最好的留给自己",
            "用心做到最好",
        ],
    )
    def test_wishes_and_goals(self, text: str) -> None:
        assert screened(text).passed

    @pytest.mark.parametrize(
        "text",
        [
            "力求让本品成为最好",
            "追求品质，全国第一",
            "最好，我们力求",
            "我们努力，做到了全国第一",
            "我们努力成就了全国第一",
            "追求不止。最好",
            "追求不止\n最好",
            "用心做全国第一的好锅",
            "用心做最好的锅",
            "追求品质全网销量第一的汤锅",
            "追求最好的品质的锅",
        ],
    )
    def test_wish_beside_a_claim_does_not_cover_it(self, text: str) -> None:
        assert not screened(text).passed

    def test_wish_that_names_the_goods_covers_nothing(self) -> None:
        assert screened("追求云栖电饭锅的最好").passed
        assert not screened("追求云栖电饭锅的最好", product_names=["云栖电饭锅"]).passed


class TestProof:
    def test_own_goods_compared(self) -> None:
        assert only_hit("本系列中最小的一款").rule == "R3.3.4-self"
        assert only_hit("旗下锅具中最小的一款").rule == "R3.3.4-self"
        assert only_hit("同一品牌中最小的一款").rule == "R3.3.4-self"
        assert only_hit("本系列在全国最小").verdict is Verdict.FAIL

    @pytest.mark.parametrize("text", ["我们家汤锅销量第一", "旗下锅具最好", "我们家汤锅中销量第一"])
    def test_own_goods_praised_are_not_compared(self, text: str) -> None:
        assert only_hit(text).verdict is Verdict.FAIL

    def test_advice_on_use(self) -> None:
        assert only_hit("为达到最佳效果请每天清洗").verdict is Verdict.EXEMPT
        assert only_hit("使用方法中最安全的是断电").rule == "R3.3.4-tip"
        assert only_hit("保存条件最好的锅").verdict is Verdict.FAIL

    def test_grade_of_a_standard_needs_the_standard(self) -> None:
        text = "依据GB/T 1350-2009为极品"
        hit = only_hit(text)
        assert (hit.verdict, hit.rule) == (Verdict.FAIL, "R3.3.4-grade")
        assert only_hit(text, proofs=[Proof.GRADE]).verdict is Verdict.EXEMPT

    def test_award_needs_its_document(self) -> None:
        text = "荣获国家级非物质文化遗产称号"
        assert only_hit(text).verdict is Verdict.FAIL
        hit = only_hit(text, proofs=[Proof.STATE_AWARD])
        assert (hit.verdict, hit.article) == (Verdict.EXEMPT, "6(5)")

    @pytest.mark.parametrize(
        ("text", "proofs", "missing"),
        [
            ("上海地区，本品销量第一（数据来源：某）", RANKED, ["具体时间"]),
            ("2026年，本品销量第一（数据来源：某）", RANKED, ["地域范围"]),
            ("2026年上海地区，本品销量第一", RANKED, ["数据来源"]),
            (FACT, frozenset(), ["证明文件"]),
            ("本品销量第一", frozenset(), ["具体时间", "地域范围", "数据来源", "证明文件"]),
        ],
    )
    def test_fact_tells_all_that_it_lacks(
        self, text: str, proofs: frozenset[str], missing: list[str]
    ) -> None:
        hit = only_hit(text, proofs=proofs)
        assert hit.verdict is Verdict.FAIL
        assert hit.zh.endswith(f"缺少：{'、'.join(missing)}。")

    @pytest.mark.parametrize(
        ("region", "verdict"),
        [
            ("上海市", Verdict.EXEMPT),
            ("全国", Verdict.EXEMPT),
            ("广西壮族自治区", Verdict.EXEMPT),
            ("上海市浦东新区", Verdict.FAIL),
            ("杭州市", Verdict.FAIL),
            ("浙江省义乌市", Verdict.FAIL),
        ],
    )
    def test_ranking_within_less_than_a_province_proves_nothing(
        self, region: str, verdict: Verdict
    ) -> None:
        text = f"2026年3月，{region}，本品销量第一（数据来源：某院）"
        hit = only_hit(text, proofs=RANKED)
        assert hit.verdict is verdict
        assert hit.rule == ("R3.4" if verdict is Verdict.FAIL else "R3.3.4-fact")

    def test_ranking_rule_of_2026_does_not_look_back(self) -> None:
        text = "2025年3月，杭州市，本品销量第一（数据来源：某院）"
        before = datetime(2026, 5, 31, 15, 59, tzinfo=UTC)
        assert only_hit(text, proofs=RANKED, at=before).verdict is Verdict.EXEMPT
        first = datetime(2026, 5, 31, 16, 0, tzinfo=UTC)
        assert only_hit(text, proofs=RANKED, at=first).verdict is Verdict.FAIL

    @pytest.mark.parametrize("proof", [Proof.FIRST, "ABS_FIRST"])
    def test_what_needs_proof_may_stand_with_it(self, proof: str) -> None:
        assert only_hit("独家配方").verdict is Verdict.FAIL
        assert only_hit("独家配方", proofs=[proof]).verdict is Verdict.EXEMPT

    def test_proof_of_something_else_proves_nothing(self) -> None:
        assert only_hit("独家配方", proofs=["test_report", Proof.GRADE]).verdict is Verdict.FAIL


class TestNames:
    def test_model_and_registered_names_may_hold_absolute_words(self) -> None:
        assert screened("第一江山白酒", product_names=["第一江山"]).hits == ()
        assert told("第一江山白酒，全国第一", product_names=["第一江山"]) == [
            ("全国第一", "ABS_ONE", "fail")
        ]

    @pytest.mark.parametrize(
        ("name", "text"), [("100%", "100%好评"), ("NO.1", "NO.1锅"), ("全国第一", "全国第一的锅")]
    )
    def test_name_that_is_nothing_but_such_a_word_counts_for_nothing(
        self, name: str, text: str
    ) -> None:
        assert not screened(text, product_names=[name]).passed

    def test_names_promise_no_cure(self) -> None:
        assert told("治疗茶", product_names=["治疗茶"], category_kind=WordingKind.FOOD) == [
            ("治疗", "MED", "fail")
        ]


class TestComposition:
    COTTON: Mapping[str, int] = MappingProxyType({"棉": 100})

    @pytest.mark.parametrize("text", ["100%棉", "棉100%", "100% 纯棉", "百分百棉", "１００％棉"])
    def test_declared_material_may_be_named(self, text: str) -> None:
        assert screened(text, composition=self.COTTON).hits == ()

    @pytest.mark.parametrize("text", ["100%羊毛", "100%满意", "棉，100%好评"])
    def test_anything_else_may_not(self, text: str) -> None:
        assert not screened(text, composition=self.COTTON).passed

    @pytest.mark.parametrize("name", ["有效", "效果", "满意", "无副作用"])
    def test_only_materials_are_a_composition(self, name: str) -> None:
        assert not screened(f"{name}100%", composition={name: 100}).passed
        assert screened("果汁100%", composition={"果汁": 100}).hits == ()

    def test_ninety_five_percent_is_not_whole(self) -> None:
        assert not screened("100%棉", composition={"棉": 95, "氨纶": 5}).passed
