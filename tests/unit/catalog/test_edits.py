"""What is a slip of the pen and what is another statement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.catalog.domain.edits import edited, is_typo, normal_text

texts = st.text(alphabet="锅具实用方便ab，。 12不", max_size=24)


def slip(before: str, after: str) -> bool:
    """With the bounds of the default policy."""
    return is_typo(before, after, per_edit=20, most=3)


@pytest.mark.clause("2.2.5")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "操作简单，适合家庭日常使用，清洗方便，收纳省心。",
            "操作简单，适合家庭日常使用，清冼方便，收纳省心。",
        ),
        (
            "操作简单，适合家庭日常使用，清洗方便，收纳省心。",
            "操作简单，适合家庭日常使用，洗清方便，收纳省心。",
        ),
        ("操作简单、适合家庭", "操作简单，适合家庭"),
        ("容量 5L，家用", "容量５Ｌ,家用"),
        ("YunQi 电压力锅", "yunqi电压力锅"),
    ],
)
def test_a_slip_of_the_pen_passes(before: str, after: str) -> None:
    assert slip(before, after)
    assert slip(after, before)


@pytest.mark.clause("2.2.5")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "这款围巾手感柔软，采用羊毛面料制成，四季皆宜佩戴。",
            "这款围巾手感柔软，采用羊绒面料制成，四季皆宜佩戴。",
        ),
        (
            "配方温和，不含香精与酒精成分，适合敏感肌肤使用者。",
            "配方温和，含香精与酒精成分，适合敏感肌肤使用者。",
        ),
        (
            "额定容量5升，适合家庭日常使用，清洗方便，收纳省心。",
            "额定容量6升，适合家庭日常使用，清洗方便，收纳省心。",
        ),
        (
            "额定容量1.5升，适合家庭日常使用，清洗方便又省心。",
            "额定容量15升，适合家庭日常使用，清洗方便又省心。",
        ),
        (
            "额定容量500ml，适合家庭日常使用，清洗方便又省心。",
            "额定容量500cl，适合家庭日常使用，清洗方便又省心。",
        ),
        (
            "锅体为银色外观，适合家庭日常使用，清洗方便又省心。",
            "锅体为金色外观，适合家庭日常使用，清洗方便又省心。",
        ),
        ("保温杯", "保湿杯"),
        ("", "新"),
        ("适用于零下10℃", "适用于零下10℉"),
    ],
)
def test_a_changed_fact_never_passes_however_short(before: str, after: str) -> None:
    assert not slip(before, after)
    assert not slip(after, before)


@pytest.mark.clause("2.2.5")
def test_what_passes_grows_with_the_text_up_to_three_edits() -> None:
    text = "操作便捷清洗容易收纳省心适合家庭厨房烹饪使用" * 4
    changed = list(text)
    for place in (5, 25, 45):
        changed[place] = "俱"
        assert slip(text, "".join(changed))
    changed[65] = "俱"
    assert not slip(text, "".join(changed))


def test_a_moved_negation_is_no_slip() -> None:
    before = "本品不含添加剂，含有天然香料成分，请按说明使用即可。"
    after = "本品含添加剂，不含有天然香料成分，请按说明使用即可。"
    assert not is_typo(before, after, per_edit=5, most=10)


def distance(one: str, other: str) -> int:
    """Optimal string alignment, written down as its definition says."""
    rows = [
        [i + j if i * j == 0 else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)
    ]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            best = min(
                rows[i - 1][j] + 1,
                rows[i][j - 1] + 1,
                rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, rows[i - 2][j - 2] + 1)
            rows[i][j] = best
    return rows[-1][-1]


@given(texts, texts, st.integers(0, 6))
def test_the_bounded_distance_is_the_true_one(one: str, other: str, most: int) -> None:
    found = edited(one, other, most)
    assert (found is not None) == (distance(one, other) <= most)
    if found is not None:
        assert len(found) <= 2 * most
        assert bool(found) == (one != other)


@given(texts)
def test_a_text_is_no_edit_of_itself_and_width_and_blanks_are_none(text: str) -> None:
    assert slip(text, text)
    assert normal_text(normal_text(text)) == normal_text(text)
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert normal_text(wide) == normal_text(text)


@given(texts, texts)
def test_it_does_not_matter_which_of_two_texts_came_first(one: str, other: str) -> None:
    assert slip(one, other) == slip(other, one)
