"""A cause suggested by a text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.analysis.domain import TAXONOMY, Suggestion, suggest
from teleshop.analysis.domain.suggestion import MAX_TEXT, normal
from tests.factories.labelled_texts import labelled


def suggested(text: str) -> Suggestion:
    found = suggest(TAXONOMY, text)
    assert found is not None
    return found


@pytest.mark.clause("6.1.4")
def test_three_of_four_invented_texts_get_the_cause_that_a_person_gives_them() -> None:
    texts = labelled()
    assert len(texts) >= 120
    assert len({code for code, _ in texts}) >= 50
    found = [(code, suggest(TAXONOMY, text)) for code, text in texts]
    right = sum(one is not None and one.code == code for code, one in found)
    area = sum(
        one is not None and one.code.split(".")[0] == code.split(".")[0] for code, one in found
    )
    assert right / len(texts) >= 0.75
    assert area / len(texts) >= 0.8
    sure = [one.code == code for code, one in found if one is not None and one.confidence >= 0.6]
    assert sum(sure) / len(sure) >= 0.95


@pytest.mark.clause("6.1.4")
@pytest.mark.parametrize(
    "text",
    ["The pan is BROKEN", "ｔｈｅ　ｐａｎ　ｉｓ　ｂｒｏｋｅｎ", "the  pan\nis broken.", "Broken!"],
)
def test_width_case_and_spaces_make_no_difference(text: str) -> None:
    assert suggested(text).matched == ("broken",)


@pytest.mark.clause("6.1.4")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("包装没有破损，但是尺码偏小", "description.wrong_size"),
        ("外壳没有任何划痕，就是不制冷", "quality.malfunction"),
        ("幸好没人受伤，充电器冒烟了", "safety.fire_or_explosion"),
        ("没有人给我退款，我没有收到退款", "after_sales.refund_late"),
        ("一直没有收到货，没收到退款", "after_sales.refund_late"),
        ("没有发货", "delivery.late"),
        ("没收到发票", "payment.invoice"),
        ("有没有优惠券", "price.coupon"),
        ("It was not damaged in transit, but you sent the wrong item", "delivery.wrong_item"),
    ],
)
def test_what_is_denied_does_not_count(text: str, code: str) -> None:
    assert suggested(text).code == code


def test_a_denial_reaches_no_further_than_its_word() -> None:
    assert suggested("没有发票，还破损").code == "delivery.damaged"
    assert suggest(TAXONOMY, "没有破损") is None


@pytest.mark.clause("6.1.4")
def test_a_longer_word_is_not_its_parts() -> None:
    found = suggested("你们不退款")
    assert (found.code, found.matched) == ("after_sales.refund_refused", ("不退款",))
    assert found.alternatives == ()


@pytest.mark.clause("6.1.4")
def test_equals_are_decided_by_gravity_and_said_to_be_doubtful() -> None:
    found = suggested("态度差，发票")
    assert found.code == "payment.invoice"
    assert [one.code for one in found.alternatives] == ["service.attitude"]
    assert found.confidence == found.alternatives[0].confidence <= 0.5


def test_a_latin_word_is_a_whole_word() -> None:
    assert suggest(TAXONOMY, "the refunded-ish prefire") is None
    assert suggested("a fire!").code == "safety.fire_or_explosion"


@pytest.mark.parametrize("text", ["", "   ", "。。。", "\x00\ud7ff", "好", "你好" * 9000])
def test_a_text_without_known_words_suggests_nothing(text: str) -> None:
    assert suggest(TAXONOMY, text) is None


@pytest.mark.clause("6.1.4")
def test_saying_it_again_makes_it_no_surer() -> None:
    assert suggested("发票" * 50) == suggested("发票")


def test_overlapping_words_both_count_and_parts_do_not() -> None:
    # "客服说的不" and "不同意退" share a character, and neither is a part of the other.
    found = suggested("客服说的不同意退款")
    assert set(found.matched) | {one.code for one in found.alternatives} == {
        "客服说的不",
        "after_sales.refund_refused",
        "after_sales.refund_late",
    }


def test_a_text_full_of_known_words_is_read_at_once() -> None:
    assert suggested("退款发票态度" * 1600).matched


words = [word for leaf in TAXONOMY.leaves() for word in leaf.words]


@pytest.mark.clause("6.1.4")
@settings(max_examples=80)
@given(st.lists(st.one_of(st.sampled_from(words), st.text(max_size=8)), max_size=12))
def test_a_suggestion_is_normalised_explained_and_always_the_same(parts: list[str]) -> None:
    text = "，".join(parts)
    found = suggest(TAXONOMY, text)
    assert found == suggest(TAXONOMY, text)
    if found is None:
        return
    shares = [found.confidence, *(one.confidence for one in found.alternatives)]
    assert all(0 < share < 1 for share in shares)
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) < 1.01
    assert found.matched
    assert all(word in normal(text) for word in found.matched)


def test_every_word_is_written_in_the_form_in_which_it_is_compared() -> None:
    assert [word for word in words if normal(word) != word] == []


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    assert suggest(TAXONOMY, "啊" * MAX_TEXT + "发票") is None
