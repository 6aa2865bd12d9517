"""The words that customers read, screened before a person sees them (standard 2.3.5, R7.5)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from teleshop.catalog.domain import findings as f
from teleshop.catalog.domain.checks.facts import Facts, escape
from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.papers import CLAIM_PROOF
from teleshop.catalog.domain.rulebook import GoodsProfile, Hit
from teleshop.catalog.domain.visible import has_something_to_see
from teleshop.kernel.findings import Finding

_PLAIN: Final = (
    "name",
    "brand",
    "model",
    "specification",
    "description",
    "unit",
    "origin",
    "manufacturer",
    "manufacturer_address",
)
_AFTER_SALES: Final = ("warranty_terms", "return_address", "repair_contact")
_REGISTERED: Final = re.compile(
    r"/manufacturer|/manufacturer_address|/after_sales/return_address"
    r"|/documents/\d+/(?:laboratory|number)"
)
_CERTIFIED: Final = ("device_", "drug_")
_HEALTH_FOOD: Final = frozenset({"health_food_registration", "health_food_filing"})
_NAMED: Final = frozenset({"trademark_registration", "brand_authorisation"})
_SHARE: Final = re.compile(r"([^\d\s,，、;；:：]+?)[\s:：]*(\d{1,3})[%％]")


def texts_of(content: Content) -> Mapping[str, str]:
    """Every text that customers read, by its pointer."""
    texts = {f"/{name}": str(getattr(content, name)) for name in _PLAIN}
    texts |= {f"/ingredients/{row}": name for row, name in enumerate(content.ingredients)}
    for code, value in content.attributes.items():
        if isinstance(value, str):
            texts[f"/attributes/{escape(code)}"] = value
    named: set[str] = set()
    for index, variant in enumerate(content.variants):
        for name, value in variant.options.items():
            texts[f"/variants/{index}/options/{escape(name)}"] = value
        # Articles have the same options as a rule: what they are called is looked at once.
        new = [name for name in variant.options if name not in named]
        texts[f"/variants/{index}/options"] = "、".join(new)
        named.update(new)
    for index, document in enumerate(content.documents):
        texts[f"/documents/{index}/laboratory"] = document.laboratory or ""
        texts[f"/documents/{index}/number"] = document.number or ""
    if content.after_sales is not None:
        for name in _AFTER_SALES:
            texts[f"/after_sales/{name}"] = str(getattr(content.after_sales, name))
    return {pointer: text for pointer, text in texts.items() if has_something_to_see(text)}


def is_registered(pointer: str) -> bool:
    """Whether a text is a name, a number or an address as it is registered elsewhere: 第一大道 is
    where it lies and no boast. What the screen refuses there, a person looks at.
    """
    return bool(_REGISTERED.fullmatch(pointer))


def profile_of(content: Content, facts: Facts) -> GoodsProfile:
    """What the screen must know of the goods."""
    held = frozenset(document.type for document in content.documents)
    # What a supplier calls its goods proves nothing: a brand counts as a name when it is
    # registered, a model when it looks like one. The name itself is screened, so it is not safe.
    names = {content.model} if content.model.isascii() else set()
    if not held.isdisjoint(_NAMED):
        names.add(content.brand)
    return GoodsProfile(
        kind=facts.category.wording_kind if facts.category else "general",
        own_names=frozenset(name for name in names if name.strip()),
        composition=composition_of(content.ingredients),
        certified=any(type.startswith(_CERTIFIED) for type in held),
        health_food=not held.isdisjoint(_HEALTH_FOOD),
        proofs=frozenset(
            document.number.strip()
            for document in content.documents
            if document.type == CLAIM_PROOF and document.number
        ),
    )


def composition_of(ingredients: Iterable[str]) -> dict[str, int]:
    """Shares in percent by ingredient, as far as they are stated: ``棉 100%``."""
    found = {}
    for text in ingredients:
        for name, share in _SHARE.findall(text):
            found[name.strip()] = int(share)
    return found


def hits_of(content: Content, facts: Facts) -> dict[str, tuple[Hit, ...]]:
    """What the screen finds, by pointer."""
    profile = profile_of(content, facts)
    found = {pointer: facts.screen(text, profile) for pointer, text in texts_of(content).items()}
    return {pointer: hits for pointer, hits in found.items() if hits}


def check_words(content: Content, facts: Facts) -> Iterable[Finding]:
    """What must not stand in a text refuses it; what may be wrong is for the reviewer, and so is
    everything in names, numbers and addresses that are registered.
    """
    for pointer, hits in hits_of(content, facts).items():
        yield from (_finding(hit, pointer) for hit in hits)


def _finding(hit: Hit, pointer: str) -> Finding:
    refused = hit.verdict == "fail" and not is_registered(pointer)
    kind = f.WORD_REFUSED if refused else f.WORD_TO_LOOK_AT
    found = kind.at(
        pointer,
        start=hit.start + 1,
        end=hit.end,
        text=hit.text,
        why_zh=hit.zh,
        why_en=hit.en,
        word_code=hit.code,
        source=hit.source,
    )
    return replace(found, rule=hit.rule)
