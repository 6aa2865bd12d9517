"""A cause suggested by a text: weighted words, counted in the open.

A word counts once however often it stands there; a word that is part of a longer matched word does
not count (the money of "不退款" is no late refund); a word with a negation right before it does not
count either ("没有破损"), unless it is a question ("有没有破损"). What is left is summed by cause.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from teleshop.analysis.domain.taxonomy import Taxonomy

MAX_TEXT = 10_000
"""Characters that are looked at: nobody's complaint is explained later than that."""
MOST_ALTERNATIVES = 3
DOUBT = 2
"""Weight of what the words may have missed: confidence is the part of the best cause in all words
found plus this, so that a single weak word gives little.
"""

_SPACES = re.compile(r"\s+")
_NEGATION = re.compile(
    r"(?:(?<!是)不是|并不是|并非|并无|(?<!有)没有人|没人|无人|(?<!有)没有|没|无|未|未见|不存在|毫无|不算|绝无)"
    r"(?:任何|什么|发现|出现|发生|再|明显|被)?$"
    r"|\b(?:not|no|never|without|isn't|wasn't|didn't|hasn't)(?: any| been| a| an| the)? $"
)
_LONGEST_NEGATION = 24


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another cause that the text allows; ``confidence`` from 0 to 1."""

    code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The cause that a text suggests: ``confidence`` from 0 to 1, the words that say so in the
    order of the text, and up to three other causes.
    """

    code: str
    confidence: float
    matched: tuple[str, ...]
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of some causes; ``weights`` by code."""

    text: str
    weights: Mapping[str, int]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Match:
    """A word in a text, from ``start`` up to, not including, ``end``."""

    word: _Word
    start: int
    end: int


def normal(text: str) -> str:
    """The text in one form: half width, compatibility forms resolved, lower case, single spaces."""
    folded = unicodedata.normalize("NFKC", text[:MAX_TEXT]).casefold().replace("’", "'")
    return _SPACES.sub(" ", folded).strip()


def suggest(taxonomy: Taxonomy, text: str) -> Suggestion | None:
    """The cause that the words of ``text`` speak for most; None if they speak for none.

    Between equals decide, in this order: more different words, then gravity, which is the order of
    the taxonomy. The same text always gives the same answer.
    """
    said = normal(text)
    scores: dict[str, int] = defaultdict(int)
    words: dict[str, list[str]] = defaultdict(list)
    for match in _counted(said, list(_matches(taxonomy, said))):
        for code, weight in match.word.weights.items():
            if match.word.text not in words[code]:
                scores[code] += weight
                words[code].append(match.word.text)
    if not scores:
        return None
    rank = {leaf.cause.code: place for place, leaf in enumerate(taxonomy.leaves())}
    order = sorted(scores, key=lambda code: (-scores[code], -len(words[code]), rank[code]))
    total = sum(scores.values()) + DOUBT
    best, others = order[0], order[1 : 1 + MOST_ALTERNATIVES]
    return Suggestion(
        code=best,
        confidence=round(scores[best] / total, 3),
        matched=tuple(words[best]),
        alternatives=tuple(Alternative(code, round(scores[code] / total, 3)) for code in others),
    )


def _matches(taxonomy: Taxonomy, said: str) -> Iterator[_Match]:
    for word in _words_of(taxonomy):
        if word.text in said:
            for found in word.pattern.finditer(said):
                yield _Match(word, found.start(), found.end())


def _counted(said: str, matches: list[_Match]) -> list[_Match]:
    """The matches that count, in the order of the text: those that are no part of a longer one and
    that nothing denies.
    """
    found = []
    reached = 0
    # Of those that begin together the longest comes first, so what ends where another match has
    # reached already is a part of it.
    for match in sorted(matches, key=lambda one: (one.start, -one.end)):
        if match.end > reached:
            reached = match.end
            if not _negated(said, match):
                found.append(match)
    return found


def _negated(said: str, match: _Match) -> bool:
    before = said[max(0, match.start - _LONGEST_NEGATION) : match.start]
    return _NEGATION.search(before) is not None


@lru_cache(maxsize=4)
def _words_of(taxonomy: Taxonomy) -> tuple[_Word, ...]:
    """Every word with the causes that it speaks for; a Latin word ends where letters end."""
    weights: dict[str, dict[str, int]] = defaultdict(dict)
    for leaf in taxonomy.leaves():
        for text, weight in leaf.words.items():
            weights[normal(text)][leaf.cause.code] = weight
    found = []
    for text, by_code in weights.items():
        exact = re.escape(text)
        latin = text.isascii() and text[0].isalpha()
        pattern = re.compile(rf"(?<![a-z]){exact}(?![a-z])" if latin else exact)
        found.append(_Word(text, by_code, pattern))
    return tuple(found)
