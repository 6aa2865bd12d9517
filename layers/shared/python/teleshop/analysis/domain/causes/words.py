"""How causes are written down, with the words that suggest them.

Words stand by weight, heaviest first: ``"3: 受伤, burned; 1: 医院"``. A weight of 1 is a hint, 2 a
clear sign, 3 and 4 hardly mean anything else. They are compared after normalising, so they are
written in simplified characters, half width and lower case.
"""

from collections.abc import Mapping

from teleshop.analysis.domain.taxonomy import Area, Cause, Leaf


def area(code: str, zh: str, en: str, *leaves: tuple[str, str, str, Mapping[str, int]]) -> Area:
    """A cause of the first level with those of the second; the codes of these are completed."""
    return Area(
        Cause(code, zh, en),
        tuple(
            Leaf(Cause(f"{code}.{name}", leaf_zh, leaf_en), words)
            for name, leaf_zh, leaf_en, words in leaves
        ),
    )


def leaf(name: str, zh: str, en: str, words: str = "") -> tuple[str, str, str, Mapping[str, int]]:
    """A cause of the second level with its words."""
    return name, zh, en, words_of(words)


def words_of(text: str) -> dict[str, int]:
    """The words of ``text`` with their weights; ValueError for one that stands there twice."""
    found: dict[str, int] = {}
    for group in filter(None, text.split("; ")):
        weight, _, words = group.partition(": ")
        for word in words.split(", "):
            if word in found:
                raise ValueError(f"{word} is there twice")
            found[word] = int(weight)
    return found
