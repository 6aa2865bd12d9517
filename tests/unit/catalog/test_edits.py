"""What is the same text in other writing, and what is another statement."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.catalog.domain.edits import (
    is_same_without,
    is_same_writing,
    normal_text,
    without_blanks,
)

texts = st.text(alphabet="锅具实用方便ab，。、（） 12不.-", max_size=24)
characters = st.characters(whitelist_categories=("Lo", "Ll", "Nd", "Sm", "So", "Cf"))


@pytest.mark.clause("2.2.5")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("操作简单、适合家庭", "操作简单，适合家庭"),
        ("操作简单，适合家庭", "操作简单，适合家庭。"),
        ("操作简单，适合家庭", "操作简单，\n\n适合家庭"),
        ("容量 5L，家用", "容量５Ｌ,家用"),
        ("容量 5 L", "容量 5L"),
        ("YunQi 电压力锅", "yunqi电压力锅"),
        ("附木盖（赠品）", "附木盖【赠品】"),
    ],
)
def test_the_same_in_other_writing_passes(before: str, after: str) -> None:
    assert is_same_writing(before, after)
    assert is_same_writing(after, before)


@pytest.mark.clause("2.2.5")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("清洗方便", "清冼方便"),
        ("清洗方便", "洗清方便"),
        ("柚木锅铲", "榆木锅铲"),
        ("防水面料", "防火面料"),
        ("可机洗", "可手洗"),
        ("产自安徽", "产自安庆"),
        ("耐热", "耐冷"),
        ("羊毛", "羊绒"),
        ("不含香精", "含香精"),
        ("除了铅", "除铅"),
        ("地暖可用", "暖可用"),
        ("得力", "的力"),
        ("天天使用", "天使用"),
        ("特效本品", "特（效）本品"),
        ("铜、镀金", "铜镀金"),
        ("特效", "特\u200b效"),
        ("特效", "特★效"),
        ("容量5升", "容量6升"),
        ("容量1.5升", "容量15升"),
        ("容量1.5升", "容量1，5升"),
        ("500ml", "500cl"),
        ("5mg", "5Mg"),
        ("零下10℃", "零下10℉"),
        ("-5℃", "5℃"),
        ("防水", "防水？"),
        ("yunqi", "yunqu"),
        ("保温杯", ""),
        ("", "新"),
    ],
)
def test_a_changed_fact_never_passes_however_small(before: str, after: str) -> None:
    assert not is_same_writing(before, after)
    assert not is_same_writing(after, before)


@pytest.mark.clause("2.2.5")
@given(texts, st.integers(0, 24), characters)
def test_no_character_comes_goes_or_is_exchanged_unseen(text: str, at: int, sign: str) -> None:
    longer = text[:at] + sign + text[at:]
    assert not is_same_writing(text, longer)
    if at < len(text) and unicodedata.category(text[at])[0] in "LN":
        other = text[:at] + sign + text[at + 1 :]
        same = unicodedata.normalize("NFKC", other) == unicodedata.normalize("NFKC", text)
        assert is_same_writing(text, other) == same


@given(texts)
def test_a_text_is_itself_and_width_and_blanks_are_no_difference(text: str) -> None:
    assert is_same_writing(text, text)
    assert is_same_writing(text, f" {text}　")
    assert normal_text(normal_text(text)) == normal_text(text)
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert normal_text(wide) == normal_text(text)
    assert is_same_writing(wide, text)
    assert without_blanks(text) == text.replace(" ", "")


@given(texts, texts)
def test_it_does_not_matter_which_of_two_texts_came_first(one: str, other: str) -> None:
    assert is_same_writing(one, other) == is_same_writing(other, one)


@given(texts, texts)
def test_what_is_the_same_in_writing_is_the_same_to_read(one: str, other: str) -> None:
    if is_same_writing(one, other):
        assert normal_text(one) == normal_text(other)


@pytest.mark.clause("2.1.5")
@given(texts, st.lists(st.integers(0, 24), max_size=6, unique=True), st.data())
def test_any_of_the_spans_may_be_left_out_and_nothing_else(
    text: str, cuts: list[int], data: st.DataObject
) -> None:
    places = sorted(cut for cut in cuts if cut <= len(text))
    spans = list(zip(places[::2], places[1::2], strict=False))
    kept = data.draw(st.lists(st.booleans(), min_size=len(spans), max_size=len(spans)))
    after, reach = "", 0
    for (start, end), keep in zip(spans, kept, strict=True):
        after += text[reach:start] + (text[start:end] if keep else "")
        reach = end
    after += text[reach:]
    assert is_same_without(text, after, spans)
    assert not is_same_without(text, f"{after}锅", spans) or after.endswith("锅")
    assert not is_same_without(text, f"新{after}", spans)


def test_many_signs_that_separate_cost_nothing() -> None:
    spans = [(at, at + 1) for at in range(0, 40, 2)]
    assert not is_same_without("锅，" * 20, "，" * 4000 + "具", spans)
