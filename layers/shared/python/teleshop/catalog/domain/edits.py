"""How little one text differs from another: what lets a corrected typo pass without a review.

Distance is counted in insertions, deletions, substitutions and transpositions of neighbours
(optimal string alignment). Few edits alone make no typo: one character turns wool into cashmere and
“contains sugar” into its opposite. So an edit that touches a number, a unit, a letter of a code, a
negation, a material or a colour is never one.
"""

import re
import unicodedata
from typing import Final

GUARDED: Final = frozenset(
    # negation and exception
    "不无非未没免勿莫否除零"
    # materials and what is taken for another
    "金银铜铁钢铝锡钛铂木竹藤棉毛绒羊麻丝绸皮革貂兔鸭鹅羽胶塑瓷陶玻璃石玉翠钻珠珍蜜糖盐油酒茶奶乳肉鱼虾鸡牛猪豆米麦"
    # colours and sizes
    "红橙黄绿青蓝紫黑白灰棕粉大小中长短高低厚薄宽窄多少全半双单"
    # amounts and time
    "一二三四五六七八九十百千万亿两年月日天时分秒元角克斤吨升米寸瓦伏度倍折"
    # whom it is for, and how it was made
    "男女老幼婴孕儿童内外进国产原生熟鲜干真假新旧"
    "%‰°℃±<>≤≥=+-/×"
)
"""Characters that carry facts. A correction that touches one of them is reviewed."""
_NUMBERS: Final = re.compile(r"\d+(?:[.,:/x×*~-]\d+)*")


def normal_text(text: str) -> str:
    """The text without what nobody reads as a difference: width, case, blanks, and signs that only
    separate.
    """
    shaped = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in shaped if not _separates(sign))


def _separates(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return kind[0] in "ZC" or (kind[0] == "P" and sign not in GUARDED)


def is_typo(before: str, after: str, *, per_edit: int, most: int) -> bool:
    """Whether ``after`` is ``before`` with a slip of the pen corrected: the same but for signs
    that only separate, or with at most one edit for each ``per_edit`` characters, ``most`` in all,
    none of which touches a fact.
    """
    if _numbers(before) != _numbers(after):
        return False
    one, other = normal_text(before), normal_text(after)
    if one == other:
        return True
    allowed = min(most, min(len(one), len(other)) // per_edit)
    touched = edited(one, other, allowed)
    return touched is not None and not any(_is_fact(sign) for sign in touched)


def _numbers(text: str) -> list[str]:
    return _NUMBERS.findall(unicodedata.normalize("NFKC", text).casefold())


def _is_fact(sign: str) -> bool:
    return sign in GUARDED or sign.isnumeric() or sign.isascii()


def edited(before: str, after: str, most: int) -> str | None:
    """Every character that a shortest series of edits touches, of both texts; None for more than
    ``most`` edits. Cost grows with the length times ``most``, not with the square.
    """
    if abs(len(before) - len(after)) > most:
        return None
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    one, other = before[start:], after[start:]
    table = _distances(one, other, most)
    if table.get((len(one), len(other)), most + 1) > most:
        return None
    return _walk_back(one, other, table)


def _distances(one: str, other: str, most: int) -> dict[tuple[int, int], int]:
    """The distance of each pair of beginnings, inside the band that ``most`` edits can reach."""
    table: dict[tuple[int, int], int] = {}
    far = most + 1
    hopeless = 0
    for i in range(len(one) + 1):
        columns = range(max(0, i - most), min(len(other), i + most) + 1)
        for j in columns:
            if i == 0 or j == 0:
                table[i, j] = i + j
                continue
            best = table.get((i - 1, j - 1), far) + (one[i - 1] != other[j - 1])
            best = min(best, table.get((i - 1, j), far) + 1, table.get((i, j - 1), far) + 1)
            if _swapped(one, other, i, j):
                best = min(best, table.get((i - 2, j - 2), far) + 1)
            table[i, j] = best
        # Each row rests on the two before it: two beyond the bound, and all that follow are.
        hopeless = hopeless + 1 if min(table[i, j] for j in columns) > most else 0
        if hopeless > 1:
            break
    return table


def _swapped(one: str, other: str, i: int, j: int) -> bool:
    return i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]


def _walk_back(one: str, other: str, table: dict[tuple[int, int], int]) -> str:
    touched = []
    i, j = len(one), len(other)
    while i or j:
        cost = table[i, j]
        if i and j and one[i - 1] == other[j - 1] and table.get((i - 1, j - 1)) == cost:
            i, j = i - 1, j - 1
        elif i and j and table.get((i - 1, j - 1)) == cost - 1:
            touched += [one[i - 1], other[j - 1]]
            i, j = i - 1, j - 1
        elif _swapped(one, other, i, j) and table.get((i - 2, j - 2)) == cost - 1:
            touched += [one[i - 1], one[i - 2]]
            i, j = i - 2, j - 2
        elif i and table.get((i - 1, j)) == cost - 1:
            touched.append(one[i - 1])
            i -= 1
        else:
            touched.append(other[j - 1])
            j -= 1
    return "".join(touched)
