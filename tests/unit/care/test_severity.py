"""Words that make a complaint a major one, and words that only look like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.care.domain.severity import (
    MAX_WORDS,
    SEVERITY_RULES,
    SeverityRule,
    found_in,
    severity_rule,
)


def codes(text: str) -> list[str]:
    return [found.code for found in found_in(text)]


@pytest.mark.clause("6.1.3")
@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("高压锅盖弹开，我妈妈手臂烫伤，正在急诊", "injury", "烫伤"),
        ("The ladder broke and my father was injured.", "injury", "injured"),
        ("月饼里面全部发霉了", "food_safety", "发霉"),
        ("吃完你们的坚果一家三口上吐下泻", "food_safety", "上吐下泻"),
        ("We all got food poisoning from the shrimps", "food_safety", "food poisoning"),
        ("充电宝半夜突然起火", "fire", "起火"),
        ("The kettle gave me an electric shock", "fire", "electric shock"),
        ("收到的手表是假货，你们就是诈骗", "fraud", "假货"),
        ("They sold me a counterfeit watch", "fraud", "counterfeit"),
        ("孩子偷偷用我手机下单买了两万的东西", "minors", "孩子…偷偷…下单"),
        ("The toy came apart and my son swallowed a magnet", "minors", "son…swallowed"),
        ("再不处理我就找记者", "press", "记者"),
        ("I will go to the press about this", "press", "go to the press"),
        ("有人知道我买了什么，你们泄露了我的电话", "privacy", "泄露…电话"),
        ("Somebody leaked my phone number", "privacy", "leaked…number"),
    ],
)
def test_words_of_harm_raise_a_case_and_are_named(text: str, code: str, word: str) -> None:
    found = {reason.code: reason.words for reason in found_in(text)}
    assert word in found[code]


@pytest.mark.clause("6.1.3")
@pytest.mark.parametrize(
    "text",
    [
        "锅盖弹开了，幸好没有人受伤，请换一个",
        "没有造成任何受伤，就是锅盖裂了",
        "Nobody was injured, but the lid is cracked",
        "没有发霉，只是包装破了",
        "电脑中毒了，请问售后怎么重装",
        "衣柜里的皮包有点发霉，能保养吗",
        "漏电保护插座的颜色不对",
        "爆炸盐少发了一袋",
        "价格爆炸便宜，但是还没发货",
        "我没说是骗子，只想问什么时候发货",
        "主持人说假一赔十，请问怎么申请",
        "There is a minor scratch on the lid",
        "宝宝没有受伤，床栏松了",
        "我不会找记者，只想退款",
        "多媒体音箱没有声音",
        "孩子收到坏玩具很伤心",
        "相机照片总是过度曝光",
        "请不要泄露我的地址",
        "担心泄露隐私，请匿名发货",
        "颜色和电视上不一样，想退货",
        "",
    ],
)
def test_what_only_sounds_like_harm_raises_nothing(text: str) -> None:
    assert codes(text) == []


@pytest.mark.clause("6.1.3")
def test_an_exclusion_covers_its_place_only_and_not_the_whole_text() -> None:
    assert codes("我没有受伤，但是我母亲烫伤住院了") == ["injury"]
    assert codes("Nobody was injured at first; later my mother was hospitalised") == ["injury"]


@pytest.mark.clause("6.1.3")
@pytest.mark.parametrize("text", ["泄露了李小明的电话", "孩子李小明吞下了磁铁", "李小明骗子"])
def test_only_words_of_our_own_lists_are_told_never_what_stands_between(text: str) -> None:
    assert "李小明" not in "".join(word for found in found_in(text) for word in found.words)


def test_upper_case_hides_nothing() -> None:
    assert codes("FAKE BRAND!") == ["fraud"]


def test_each_word_is_told_once_and_only_a_few_are() -> None:
    (found,) = found_in("受伤，受伤，烫伤，烧伤，割伤，骨折，流血，住院")
    assert found.words == ("受伤", "烫伤", "烧伤", "割伤", "骨折")
    assert len(found.words) == MAX_WORDS


def test_several_rules_may_apply_at_once() -> None:
    assert codes("宝宝吃了发霉的米粉后住院，我要找媒体曝光") == ["injury", "food_safety", "press"]


def test_rules_are_data_and_named_in_both_languages() -> None:
    assert len({rule.code for rule in SEVERITY_RULES}) == len(SEVERITY_RULES)
    assert severity_rule("fire") is not None
    assert severity_rule("amount") is None
    for rule in SEVERITY_RULES:
        assert rule.name("zh") != rule.name("en")
    own = SeverityRule("noise", "噪音", "Noise", ("很吵",), ("不是很吵",))
    assert [found.code for found in found_in("晚上很吵", [own])] == ["noise"]
    assert found_in("不是很吵", [own]) == ()


@given(st.text(alphabet="没有人受伤起火被骗，。 aminor", max_size=200))
def test_what_is_told_stands_in_the_text_whatever_it_is(text: str) -> None:
    for found in found_in(text):
        assert found.words
        parts = [part for word in found.words for part in word.split("…")]
        assert all(part in text.lower() for part in parts)
