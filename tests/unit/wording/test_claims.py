"""What is said of health, standing, urgency, prices and terms."""

from typing import Any

import pytest

from teleshop.wording.domain.judging import JUDGES
from teleshop.wording.domain.profile import MEDICAL
from teleshop.wording.domain.words import Judge
from teleshop.wording.service import Code, Proof, Verdict, WordingKind
from tests.factories.wording import only_hit, screened, told

pytestmark = pytest.mark.clause("2.3.5")

FAIL, WARN, EXEMPT = Verdict.FAIL, Verdict.WARN, Verdict.EXEMPT


@pytest.mark.parametrize(
    ("profile", "verdict"),
    [
        ({}, FAIL),
        ({"category_kind": WordingKind.COSMETIC}, FAIL),
        ({"category_kind": WordingKind.DEVICE}, FAIL),
        ({"category_kind": WordingKind.DEVICE, "holds_device_or_drug_certificate": True}, EXEMPT),
        ({"category_kind": WordingKind.DRUG, "holds_device_or_drug_certificate": True}, EXEMPT),
        ({"holds_device_or_drug_certificate": True}, FAIL),
        ({"category_kind": WordingKind.HEALTH_FOOD, "has_blue_hat": True}, FAIL),
    ],
)
def test_medical_terms_are_for_certified_drugs_and_devices(
    profile: dict[str, Any], verdict: Verdict
) -> None:
    assert only_hit("消炎", **profile).verdict is verdict


def test_nobody_promises_a_cure() -> None:
    hit = only_hit("根治", category_kind=WordingKind.DRUG, holds_device_or_drug_certificate=True)
    assert (hit.verdict, hit.article) == (FAIL, "16, 17, 18")


@pytest.mark.parametrize(
    ("kind", "blue_hat", "verdict"),
    [
        (WordingKind.FOOD, False, FAIL),
        (WordingKind.FOOD, True, FAIL),
        (WordingKind.HEALTH_FOOD, False, FAIL),
        (WordingKind.HEALTH_FOOD, True, EXEMPT),
    ],
)
def test_functions_of_health_food_need_the_blue_hat(
    kind: WordingKind, blue_hat: bool, verdict: Verdict
) -> None:
    assert only_hit("增强免疫力", category_kind=kind, has_blue_hat=blue_hat).verdict is verdict
    assert only_hit("减肥", category_kind=kind, has_blue_hat=blue_hat).verdict is FAIL


@pytest.mark.parametrize("text", ["清仓", "塑形", "明星推荐"])
def test_what_only_television_bans_is_a_remark_elsewhere(text: str) -> None:
    assert only_hit(text, on_tv=True).verdict is FAIL
    assert only_hit(text).verdict is WARN


@pytest.mark.parametrize("kind", sorted(MEDICAL))
def test_goods_of_health_are_not_pressed_on_people(kind: WordingKind) -> None:
    hit = only_hit("家庭必备", category_kind=kind)
    assert (hit.code, hit.verdict, hit.rule) == (Code.RESTRICTED, FAIL, "R3.1")
    assert only_hit("抢购", category_kind=kind).code is Code.RESTRICTED
    assert only_hit("医生推荐", category_kind=kind).verdict is FAIL
    assert screened("家庭必备").hits == ()
    assert only_hit("抢购").code is Code.URGE


@pytest.mark.parametrize(
    ("text", "proof"), [("老字号", Proof.TIME_HONOURED), ("原价", Proof.PRICE_BASIS)]
)
def test_titles_and_prices_need_their_proof(text: str, proof: Proof) -> None:
    assert only_hit(text).verdict is FAIL
    assert only_hit(text, proofs=[proof]).verdict is EXEMPT


def test_well_known_trademark_is_no_argument_even_if_true() -> None:
    hit = only_hit("驰名商标", proofs=["BRAND", "AUTH", Proof.STATE_AWARD])
    assert (hit.verdict, hit.source) == (FAIL, "商标法")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("采用专利技术", FAIL),
        ("发明专利，专利号ZL202310123456.7", EXEMPT),
        ("专利号ZL202310123456.7", FAIL),
        ("发明专利申请已受理", FAIL),
    ],
)
def test_patent_is_named_by_kind_and_number(text: str, verdict: Verdict) -> None:
    assert {hit.verdict for hit in screened(text).hits} == {verdict}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("研究表明更省电", FAIL),
        ("研究表明更省电（来源：某大学2025年报告）", EXEMPT),
        ("据某院2025年统计，好评率98%", EXEMPT),
        ("好评率98%。来源：某院", FAIL),
    ],
)
def test_figures_show_their_source_in_the_same_sentence(text: str, verdict: Verdict) -> None:
    assert only_hit(text).verdict is verdict


def test_promises_of_education_and_investment() -> None:
    assert only_hit("保过", category_kind=WordingKind.EDUCATION).verdict is FAIL
    assert only_hit("保过").verdict is FAIL
    assert only_hit("名师押题").verdict is FAIL
    assert only_hit("稳赚不赔").verdict is FAIL
    assert only_hit("零风险").code is Code.FALSE
    assert only_hit("零风险", category_kind=WordingKind.INVESTMENT).code is Code.INVEST


@pytest.mark.parametrize(
    "text",
    [
        "环保过滤棉",
        "货物转运中心",
        "打开光源",
        "治愈系配色",
        "内增高鞋",
        "唯一识别码",
        "最大功率1200W，最高水温90℃，最低起订量2件",
        "最高可耐100℃，最大可承重80公斤，最低-20℃，最高可达200℃，最小为0.5L",
        "绝对湿度",
        "万能遥控器",
        "第一层蒸格",
        "最后一步：拧紧盖子",
        "最初的设计",
        "本节目由某某独家冠名",
        "最多可容纳12人",
        "一线城市次日达",
        "最好在饭后清洗",
        "国家地理杂志",
        "TOP10",
        "piano1",
        "NO.10",
        "第10代",
        "10.0%氨纶",
        "环保，过滤",
        "数据，显示屏",
        "平原，价格",
        "下降，血压正常",
        "成本，价格实惠",
        "材质安全，无毒",
        "环保（过滤网）",
        "锅具（最近升级）",
        "颜色：红、白、黑",
        "走进家庭，必备收纳",
        "得到改善，睡眠更好",
        "在榜首，家里也用得上",
        "尺寸：10×20×30（厘米）",
        "功率：1200W±5%",
        "食材新鲜，最后加盐",
        "Ⅰ级能效",
        "第Ⅰ类医疗器械",
        "第一口下去鲜香，第一手资料",
        "提分量十足",
    ],
)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert told(text, on_tv=True) == []


@pytest.mark.parametrize("text", ["中国第一口好锅", "第一手好锅", "第一口好锅"])
def test_counting_words_make_no_claim_safe(text: str) -> None:
    assert only_hit(text).verdict is FAIL


def test_word_beside_a_safe_phrase_is_still_found() -> None:
    assert told("最佳使用时间，最佳选择") == [("最佳", "ABS_ZUI", "fail")]
    assert told("最终解释权归本店") == [("最终解释权归", "VOID_TERM", "fail")]


def test_every_kind_of_words_has_its_judge() -> None:
    assert set(JUDGES) == set(Judge)
