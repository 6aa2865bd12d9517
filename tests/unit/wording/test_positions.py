"""Positions are of the text as it was written; no way of writing a word hides it."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.wording.domain.normal import normal_form, normalise
from teleshop.wording.domain.simplified import SIMPLIFIED, TRADITIONAL
from teleshop.wording.service import GoodsProfile
from teleshop.wording.wiring import service
from tests.factories.wording import NOW, only_hit, screened, told

pytestmark = pytest.mark.clause("2.3.5")

WORDS = tuple(
    dict.fromkeys(
        word
        for group in service().word_list().groups
        if group.kinds is None
        for word in group.words
    )
)
FORMS = frozenset(map(normal_form, WORDS)) | {"一 00%", "10 0%", "一 0 0%"}
DIGITS = frozenset("0123456789")
HIDING = (
    *(" ", "·", "*", "-", ".", "\u200b", "\u3000", "_", "~", "\u00ad", "★", "🔥", "\ufe0f", "'"),
    *(
        "（",
        "【",
        "」",
        "+",
        "&",
        "$",
        "@",
        "\u3164",
        "\u115f",
        "\u2800",
        "<b>",
        "&nbsp;",
        "<!---->",
    ),
)
MARKS = ("\u0336", "\u0332", "\u20dd", "\u0301")
TO_TRADITIONAL = dict(zip(SIMPLIFIED, TRADITIONAL, strict=True))

words = st.sampled_from(WORDS)
texts = st.lists(
    st.one_of(
        words,
        st.sampled_from(["。", "，", "\n", "锅", "100", "1", " ", "追求", "本品", "第", "最", "%"]),
        st.text(max_size=6),
    ),
    max_size=12,
).map("".join)


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def traditional(text: str) -> str:
    return "".join(TO_TRADITIONAL.get(character, character) for character in text)


class TestForms:
    @pytest.mark.parametrize(
        ("text", "form"),
        [
            ("ＮＯ．１", "no一"),
            ("№1", "no一"),
            ("No. 1", "no一"),
            ("Top 1", "top一"),
            ("TOP10", "top10"),
            ("全國銷量第１", "全国销量第一"),
            ("第壹", "第一"),
            ("①", "一"),
            ("❶", "一"),
            ("Ⅰ", "一"),
            ("⑴", "一"),
            ("N0.1", "no一"),
            ("T0P1", "top一"),
            ("No: 1", "no一"),
            ("NO。1", "no一"),
            ("NO。10", "no。10"),
            ("1OO%", "100%"),
            ("NΟ.1", "no一"),
            ("ТОР1", "top一"),
            ("🅽🅾1", "no一"),
            ("N0.10", "n0.10"),
            ("最%好", "最好"),
            ("最<b>好</b>", "最好"),
            ("1&#48;0%", "100%"),
            ('最<span style="color: red" id=x>好</span>', "最好"),
            ("<b最好>", "b最好"),
            ("<b title='最好'>", "btitle最好"),
            ("A&B", "ab"),
            ("10 < 20", "10.20"),
            ("𝟏𝟎𝟎％", "100%"),
            ("10.0%", "10.0%"),
            ("1,000", "1,000"),
            ("21", "21"),
            ("NO.1 100元", "no一 100元"),
            ("最\u0336佳", "最佳"),
            ("最\u200b佳", "最佳"),
            ("最\r\n佳", "最佳"),
            ("\U0002f800", "丽"),
            ("", ""),
            (" .·*-", ""),
        ],
    )
    def test_forms(self, text: str, form: str) -> None:
        assert normal_form(text) == form

    @given(texts)
    def test_every_character_has_its_place(self, text: str) -> None:
        normal = normalise(text)
        assert len(normal.text) == len(normal.places)
        assert list(normal.places) == sorted(normal.places)
        assert all(0 <= place < len(text) for place in normal.places)

    @given(st.text())
    def test_nothing_that_only_separates_is_left(self, text: str) -> None:
        left = {unicodedata.category(character) for character in normal_form(text)}
        assert not left & {"Mn", "Me", "Cf", "Zl", "Zp", "So"}
        assert "\x1f" not in normal_form(text)


class TestPositions:
    def test_half_a_pair_of_surrogates_hides_nothing(self) -> None:
        """Python keeps such text, as some JSON does."""
        hit = only_hit("锅" + chr(0xD83D) + "最" + chr(0xDE00) + "佳")
        assert (hit.start, hit.end) == (2, 5)

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("本锅最佳", "最佳"),
            ("本锅最 · 佳。", "最 · 佳"),
            ("🍲🍲最\u0336佳", "最\u0336佳"),
            ("e\u0301最佳", "最佳"),
            ("👨‍👩‍👧最👨‍👩‍👧佳", "最👨‍👩‍👧佳"),
            ("ＮＯ．１！", "ＮＯ．１"),
            ("㎏ №1", "№1"),
            ("PHILIPS NO.1 2026", "NO.1"),
            ("全網第１", "全網第１"),
            ("最\n佳", "最\n佳"),
            ("\U0002f800最佳", "最佳"),
        ],
    )
    def test_of_the_original_text(self, text: str, found: str) -> None:
        hit = only_hit(text)
        assert hit.text == found
        assert text[hit.start : hit.end] == found

    @given(texts)
    def test_point_at_text_that_reads_as_the_word(self, text: str) -> None:
        for hit in screened(text).hits:
            assert text[hit.start : hit.end] == hit.text
            form = normal_form(hit.text)
            assert form in FORMS or re.sub("[,;:!?。、]", "", form) in FORMS

    @given(texts)
    def test_rise_and_lie_in_no_other(self, text: str) -> None:
        hits = screened(text).hits
        assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)
        for before, after in pairwise(hits):
            assert before.end < after.end or before.start < after.start
            assert not (before.start <= after.start and after.end <= before.end)


class TestHiding:
    @given(words, st.data())
    def test_what_is_put_between_characters_hides_nothing(
        self, word: str, data: st.DataObject
    ) -> None:
        parts = [word[0]]
        for before, after in pairwise(word):
            between_digits = before in DIGITS and after in DIGITS
            allowed: Sequence[str] = (" ", "\u200b", "") if between_digits else (*HIDING, "")
            parts += [data.draw(st.sampled_from(allowed)), after]
        text = "".join(parts)
        assert (text, code_of(word)) in [(one, code) for one, code, _ in told(text)]

    @pytest.mark.parametrize(
        "text",
        [
            "最，好",
            "最！好！",
            "最、好",
            "治。疗。失眠",
            "治，疗",
            "包，治百病",
            "包（治）百病",
            "第：一",
        ],
    )
    def test_marks_of_sentences_hide_nothing_where_no_sentence_ends(self, text: str) -> None:
        assert not screened(text).passed

    @given(words, st.lists(st.sampled_from(MARKS), min_size=1, max_size=3))
    def test_marks_over_characters_hide_nothing(self, word: str, marks: list[str]) -> None:
        text = "".join(character + "".join(marks) for character in word)
        assert [code for _, code, _ in told(text)] == [code_of(word)]

    @given(words)
    def test_full_width_and_traditional_forms_hide_nothing(self, word: str) -> None:
        for text in (full_width(word), traditional(word), word.upper(), word.lower()):
            assert told(text)[0][:2] == (text, code_of(word))

    @pytest.mark.parametrize("text", ["第1", "第１", "第①", "第壹", "第 1", "第·一"])
    def test_one_is_one(self, text: str) -> None:
        assert only_hit(f"销量{text}").text == f"销量{text}"


def code_of(word: str) -> str:
    ((found, code, _),) = told(word)
    assert found == word
    return code


class TestWhole:
    @given(texts)
    def test_screening_again_finds_the_same(self, text: str) -> None:
        first = screened(text)
        assert screened(text) == first
        for hit in first.hits:
            # Alone as well as in its text: what is told as a word is one.
            assert [one.code for one in screened(hit.text).hits][:1] in ([hit.code], [])

    @given(texts, texts)
    def test_sentences_do_not_change_one_another(self, one: str, other: str) -> None:
        one, other = f"{one}锅里煮饭", f"炉上烧水{other}"
        first, second = screened(f"{one}。"), screened(f"{other}。")
        both = screened(f"{one}。{other}。")
        shift = len(one) + 1
        expected = [(hit.start, hit.end, hit.code, hit.verdict) for hit in first.hits]
        expected += [
            (hit.start + shift, hit.end + shift, hit.code, hit.verdict) for hit in second.hits
        ]
        assert [(hit.start, hit.end, hit.code, hit.verdict) for hit in both.hits] == expected

    @given(st.dictionaries(st.text(max_size=3), texts, max_size=4))
    def test_order_of_texts_does_not_matter(self, found: dict[str, str]) -> None:
        goods = GoodsProfile()
        forwards = service().screen_all(found, goods, NOW)
        backwards = service().screen_all(dict(reversed(found.items())), goods, NOW)
        assert forwards == backwards
        assert forwards == {key: screened(text) for key, text in found.items()}

    @settings(max_examples=20)
    @given(st.lists(words, min_size=1, max_size=20))
    def test_ten_thousand_characters(self, planted: list[str]) -> None:
        filler = "杯盖带有密封圈，清洗时请用中性清洁剂。"
        gap = 10_000 // len(planted)
        text = "".join((word + "。" + filler * gap)[:gap] for word in planted)
        hits = screened(text).hits
        assert len(text) <= 10_000
        assert [(hit.start, hit.text) for hit in hits] == [
            (at * gap, word) for at, word in enumerate(planted)
        ]

    @given(st.text(max_size=300))
    def test_any_text_gets_an_answer(self, text: str) -> None:
        assert screened(text).list_version == service().word_list().version
