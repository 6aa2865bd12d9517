"""Templates: the words of one event in both languages, with named facts, and whom they are for.

A fact is written ``{name}``, ``{name:day}`` (a calendar day), ``{name:instant}`` (shown in China
time) or ``{name:word}`` (a code, or a list of codes, shown in the words of the template; a code
without words is shown as it is). Subjects name no fact at all: they show on locked screens and in
mail servers' logs, so nothing can slip in there.
"""

import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from teleshop.kernel.clock import CHINA, parse_instant
from teleshop.kernel.errors import Language

if TYPE_CHECKING:
    from teleshop.notifications.domain.entities import Recipient

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """The same in both languages."""

    zh: str
    en: str

    def of(self, language: Language) -> str:
        """In one language."""
        return self.zh if language == "zh" else self.en


class MissingFactError(Exception):
    """A template names a fact that its event does not have."""


@dataclass(frozen=True, slots=True)
class Template:
    """``event`` is the name of the event, ``context`` its publisher; ``recipients`` says from the
    facts whom it tells; ``words`` are those of codes.
    """

    event: str
    context: str
    recipients: "Callable[[Facts], Sequence[Recipient]]"
    subject: Words
    body: Words
    words: Mapping[str, Words] = field(default_factory=dict)

    def render(self, language: Language, facts: Facts) -> str:
        """The body in one language."""
        return _Formatter(language, self.words).vformat(self.body.of(language), (), facts)

    def names(self) -> set[str]:
        """The facts that the words name."""
        texts = (self.subject.zh, self.subject.en, self.body.zh, self.body.en)
        parts = (part for text in texts for part in string.Formatter().parse(text))
        return {name for _, name, _, _ in parts if name}

    def named(self, facts: Facts) -> dict[str, Any]:
        """Only those of ``facts`` that the words name: what a recipient may know."""
        return {name: facts[name] for name in sorted(self.names())}


class _Formatter(string.Formatter):
    def __init__(self, language: Language, words: Mapping[str, Words]) -> None:
        self._language = language
        self._words = words

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if key not in kwargs:
            raise MissingFactError(str(key))
        return kwargs[str(key)]

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "day":
                day = date.fromisoformat(value)
                return f"{day.year}年{day.month}月{day.day}日" if self._zh else day.isoformat()
            case "instant":
                at = parse_instant(value).astimezone(CHINA)
                if self._zh:
                    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
                return f"{at:%Y-%m-%d %H:%M} (China time)"
            case "word":
                codes = [value] if isinstance(value, str) else value
                return ("、" if self._zh else ", ").join(self._word(code) for code in codes)
            case _:
                return format(value, format_spec)

    @property
    def _zh(self) -> bool:
        return self._language == "zh"

    def _word(self, code: str) -> str:
        known = self._words.get(code)
        return known.of(self._language) if known else code


Catalogue = Mapping[str, Template]
"""Templates by name of event."""


def catalogue_of(templates: Iterable[Template]) -> Catalogue:
    """The templates by event; ValueError if two are for one event."""
    found: dict[str, Template] = {}
    for template in templates:
        if template.event in found:
            raise ValueError(f"two templates are for {template.event}")
        found[template.event] = template
    return found
