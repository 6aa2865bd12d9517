"""Finding by the beginning of a word: how names are cut, and what may be asked.

Chinese has no spaces between words, so a word may begin at each of its characters; of other
scripts and figures it begins where the letters do.
"""

import re
import unicodedata
from collections.abc import Iterator

CHINESE_LENGTH = 4
"""Characters of a Chinese beginning that can be asked for."""
WORD_LENGTH = 8
"""Letters and figures of one."""
MAX_BEGINNINGS = 150
"""Of one product; each one is a row of the lists. The brand comes first."""
_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")


def normalised(text: str) -> str:
    """As texts are compared: width, compatibility forms and case make no difference."""
    return unicodedata.normalize("NFKC", text).casefold()


def beginnings(brand: str, name: str) -> list[str]:
    """What a product is found by."""
    found: dict[str, None] = {}
    for text in (brand, name):
        for beginning in _beginnings(normalised(text)):
            if len(found) == MAX_BEGINNINGS:
                return list(found)
            found[beginning] = None
    return list(found)


def _beginnings(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        if _CHINESE.fullmatch(run):
            starts, longest = range(len(run)), CHINESE_LENGTH
        else:
            starts, longest = range(1), WORD_LENGTH
        for start in starts:
            for end in range(start + 1, min(start + longest, len(run)) + 1):
                yield run[start:end]


def wanted_beginning(text: str) -> str | None:
    """The beginning that a question asks for; None if it is not one word of the lengths above."""
    runs = _RUN.findall(normalised(text))
    if len(runs) != 1:
        return None
    longest = CHINESE_LENGTH if _CHINESE.fullmatch(runs[0]) else WORD_LENGTH
    return runs[0] if len(runs[0]) <= longest else None
