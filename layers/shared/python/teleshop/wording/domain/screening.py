"""The screen: which words of the list stand in a text, where, and what that means there."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import product
from typing import Self

from teleshop.kernel.clock import china_date
from teleshop.kernel.rules import get_rule
from teleshop.wording.domain.bridges import bridged
from teleshop.wording.domain.judging import judge
from teleshop.wording.domain.materials import is_material
from teleshop.wording.domain.normal import DIGITS, Normal, normal_form, normalise
from teleshop.wording.domain.profile import GoodsProfile
from teleshop.wording.domain.ruling import Case, Ruling, Verdict
from teleshop.wording.domain.words import Code, Judge, Level, WordGroup, WordList

CLAUSE = "2.3.5"
_CLAUSE_END = frozenset(",;!?。")
_SENTENCE_END = frozenset(";!?。")
_FULL = 100
_FIGURES = frozenset("0123456789一百% .,")
_CONTEXT = 200
"""So many characters to each side are read around a word, however long its sentence is."""

_Found = tuple[int, int, str, WordGroup]
"""Start and end in the normal form, the word, its group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One word found: ``text`` is ``original[start:end]``, in code points; ``zh`` and ``en`` say
    why and what to do; ``rule`` with its law and article decided.
    """

    start: int
    end: int
    text: str
    code: Code
    level: Level
    verdict: Verdict
    zh: str
    en: str
    rule: str
    source: str
    article: str
    clause: str = CLAUSE


@dataclass(frozen=True, slots=True)
class Screening:
    """What was found in one text with one edition of the list, by position."""

    list_version: str
    hits: tuple[Hit, ...] = ()

    @property
    def verdict(self) -> Verdict | None:
        """The gravest of all hits; None where nothing was found."""
        found = {hit.verdict for hit in self.hits}
        return next((verdict for verdict in Verdict if verdict in found), None)

    @property
    def passed(self) -> bool:
        """Whether nothing fails; warnings are for the reviewer."""
        return self.verdict is not Verdict.FAIL


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words that count for one kind of goods on one day, ready to be looked for: ``by_first``
    has normal forms by first character, longest first.
    """

    first: re.Pattern[str]
    by_first: Mapping[str, tuple[tuple[str, WordGroup], ...]]
    safe: re.Pattern[str]


def screen(text: str, goods: GoodsProfile, at: datetime, words: WordList) -> Screening:
    """Every word of the list in the text that is in force at that instant, with its ruling.

    What only looks like a word, names of the goods and the declared composition are taken out
    first; the longest word wins; of words that overlap each is told.
    """
    normal = normalise(text)
    day = china_date(at)
    groups = tuple(group for group in words.groups if group.applies(goods.category_kind, day))
    if not groups:
        return Screening(words.version)
    lexicon = _lexicon(groups, words.safe)
    found = sorted(
        {*_occurrences(normal, lexicon), *_bridged_occurrences(normal, lexicon)},
        key=lambda one: (one[0], -one[1]),
    )
    if not found:
        return Screening(words.version)
    safe = _Spans.of(lexicon.safe, normal.text)
    composed = _Spans.of(_composition(goods), normal.text)
    named = _Spans.of(_names(_telling(goods.product_names, lexicon)), normal.text)
    operators = _Spans.of(_names(goods.operator_names), normal.text)
    hits = []
    reach = 0
    for occurrence in found:
        start, end, _, group = occurrence
        if end <= reach or safe.hold(start, end) or composed.hold(start, end):
            continue
        if _is_name(group) and named.hold(start, end):
            continue
        reach = end
        case = _case(normal, occurrence, goods, day)
        ruling = judge(replace(case, in_operator_name=operators.hold(start, end)))
        hits.append(_hit(text, normal.span(start, end), group, ruling))
    return Screening(words.version, tuple(hits))


def _occurrences(normal: Normal, lexicon: Lexicon) -> Iterator[_Found]:
    """The words at each place, longest first."""
    text = normal.text
    for match in lexicon.first.finditer(text):
        at = match.start()
        for word, group in lexicon.by_first[match[0]]:
            if text.startswith(word, at) and _stands_alone(normal, at, word):
                yield at, at + len(word), word, group


def _bridged_occurrences(normal: Normal, lexicon: Lexicon) -> Iterator[_Found]:
    """The words that marks of sentences cut through."""
    bridge = bridged(normal.text)
    if bridge is None:
        return
    for match in lexicon.first.finditer(bridge.text):
        at = match.start()
        for word, group in lexicon.by_first[match[0]]:
            end = at + len(word)
            if bridge.text.startswith(word, at) and bridge.is_one_word(normal.text, at, end):
                yield bridge.places[at], bridge.places[end - 1] + 1, word, group


def _stands_alone(normal: Normal, at: int, word: str) -> bool:
    """Letters and digits of a word are no part of longer ones: TOP1 does not stand in LAPTOP1 or
    TOP10, but in LAP TOP1.
    """
    text, places, end = normal.text, normal.places, at + len(word)
    if _is_latin(word[0]) and at > 0 and places[at] - places[at - 1] <= 1:
        before = text[at - 1]
        if _is_latin(before) or (before == "." and word[0] in DIGITS):
            return False
    if _is_latin(word[-1]) and end < len(text) and places[end] - places[end - 1] <= 1:
        return not _is_latin(text[end])
    return True


def _is_latin(character: str) -> bool:
    return character in DIGITS or "a" <= character <= "z"


class _Spans:
    """Where a pattern matches, to ask whether a span lies within."""

    def __init__(self, found: list[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in found]
        self._ends = [end for _, end in found]

    @classmethod
    def of(cls, pattern: re.Pattern[str] | None, text: str) -> Self:
        """Those of a pattern; none without one."""
        return cls([match.span() for match in pattern.finditer(text)] if pattern else [])

    def hold(self, start: int, end: int) -> bool:
        """Whether some match covers the whole span."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and self._ends[at] >= end


@lru_cache(maxsize=32)
def _lexicon(groups: tuple[WordGroup, ...], safe: tuple[str, ...]) -> Lexicon:
    """Built once for each set of groups in force. Where two groups have a word, the one for these
    goods alone wins, then the earlier one.
    """
    chosen: dict[str, WordGroup] = {}
    for group in sorted(groups, key=lambda group: group.kinds is None):
        for word in group.words:
            for form in _forms(word):
                chosen.setdefault(form, group)
    by_first: dict[str, list[tuple[str, WordGroup]]] = {}
    for form, group in sorted(chosen.items(), key=lambda item: (-len(item[0]), item[0])):
        by_first.setdefault(form[0], []).append((form, group))
    return Lexicon(
        re.compile("[" + "".join(map(re.escape, sorted(by_first))) + "]"),
        {first: tuple(found) for first, found in by_first.items()},
        re.compile("|".join(safe)),
    )


def _forms(word: str) -> set[str]:
    """The normal forms of a word; blanks inside a number stay in them (see :mod:`normal`), so the
    ways to space it are forms too.
    """
    gaps = [at for at in range(1, len(word)) if word[at - 1] in DIGITS and word[at] in DIGITS]
    forms = set()
    for blanks in product(("", " "), repeat=len(gaps)):
        filled = dict(zip(gaps, blanks, strict=True))
        forms.add(normal_form("".join(filled.get(at, "") + sign for at, sign in enumerate(word))))
    return forms


@lru_cache(maxsize=256)
def _forms_of(names: frozenset[str]) -> frozenset[str]:
    return frozenset(filter(None, map(normal_form, names)))


def _telling(names: frozenset[str], lexicon: Lexicon) -> frozenset[str]:
    """The names that tell goods apart: of one that is nothing but words of the list, figures and
    percent nothing is left (a model `100%` or `NO.1`).
    """
    return frozenset(name for name in names if len(_rest(normal_form(name), lexicon)) > 1)


def _rest(form: str, lexicon: Lexicon) -> str:
    """What no word of the list and no figure covers."""
    kept, at = [], 0
    while at < len(form):
        words = lexicon.by_first.get(form[at], ())
        word = next((word for word, _ in words if form.startswith(word, at)), "")
        if not word and form[at] not in _FIGURES:
            kept.append(form[at])
        at += len(word) or 1
    return "".join(kept)


@lru_cache(maxsize=256)
def _names(names: frozenset[str]) -> re.Pattern[str] | None:
    forms = sorted(_forms_of(names), key=lambda form: (-len(form), form))
    return re.compile("|".join(map(re.escape, forms))) if forms else None


def _composition(goods: GoodsProfile) -> re.Pattern[str] | None:
    """``100%棉`` and ``棉100%`` as far as the label says so."""
    whole = [
        name
        for name, share in goods.composition.items()
        if share == _FULL and is_material(normal_form(name))
    ]
    return _whole(frozenset(whole)) if whole else None


@lru_cache(maxsize=256)
def _whole(names: frozenset[str]) -> re.Pattern[str]:
    forms = _forms_of(names) | {form.lstrip("纯全") for form in _forms_of(names)}
    longest_first = sorted(filter(None, forms), key=lambda form: (-len(form), form))
    either = "|".join(map(re.escape, longest_first))
    share = "(?:100%|百分百|百分之百)"
    return re.compile(f"{share}(?:的|纯|全)?(?:{either})|(?:{either})(?:含量|成分)?:?{share}")


def _is_name(group: WordGroup) -> bool:
    """Whether words of this group may be in a name (执法指南 6(4)); what the goods are said to do
    for health or wealth may not, whatever it is called.
    """
    return group.judge is Judge.ABSOLUTE


def _case(normal: Normal, found: _Found, goods: GoodsProfile, day: date) -> Case:
    start, end, word, group = found
    clause = _around(normal, start, end, _CLAUSE_END)
    sentence = _around(normal, start, end, _SENTENCE_END)
    return Case(
        group=group,
        word=word,
        before=normal.text[clause[0] : start],
        after=normal.text[end : clause[1]],
        clause=normal.text[clause[0] : clause[1]],
        sentence=normal.text[sentence[0] : sentence[1]],
        goods=goods,
        day=day,
        names=_forms_of(goods.operator_names),
        products=_forms_of(goods.product_names),
    )


def _around(normal: Normal, start: int, end: int, ends: frozenset[str]) -> tuple[int, int]:
    """The piece of text between two ends of clauses or lines in which a span lies."""
    text, breaks = normal.text, normal.breaks
    before = bisect_right(breaks, start) - 1
    left = max(breaks[before] if before >= 0 else 0, start - _CONTEXT)
    at = start
    while at > left and text[at - 1] not in ends:
        at -= 1
    after = bisect_left(breaks, end)
    right = min(breaks[after] if after < len(breaks) else len(text), end + _CONTEXT)
    to = end
    while to < right and text[to] not in ends:
        to += 1
    return at, to


def _hit(text: str, span: tuple[int, int], group: WordGroup, ruling: Ruling) -> Hit:
    law = get_rule(ruling.rule)
    return Hit(
        start=span[0],
        end=span[1],
        text=text[span[0] : span[1]],
        code=group.code,
        level=group.level,
        verdict=ruling.verdict,
        zh=ruling.zh,
        en=ruling.en,
        rule=ruling.rule,
        source=law.source,
        article=law.article,
    )
