"""What a category demands of a content beside documents, as far as a later change of the category
takes what was approved off sale (2.1.1, 2.1.4, 2.3.1). Submission and sale use the same functions.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from teleshop.catalog.domain.checks.substances import named_substances
from teleshop.catalog.domain.content import Content, Packaging
from teleshop.catalog.domain.rulebook import Attribute, CategoryRules
from teleshop.catalog.domain.visible import has_something_to_see, visible


def unmet(content: Content, category: CategoryRules) -> tuple[str, ...]:
    """What the category demands and the content does not have, by place in the content."""
    found = [f"attributes/{attribute.code}" for attribute in missing_attributes(content, category)]
    found += missing_facts(content, category)
    if content.packaging is not None:
        found += [
            f"packaging/{place}"
            for place, _, denied in substances_in(content.packaging, category)
            if not denied
        ]
    return tuple(dict.fromkeys(found))


def missing_attributes(content: Content, category: CategoryRules) -> tuple[Attribute, ...]:
    """Required attributes that say nothing."""
    return tuple(
        attribute
        for attribute in category.attributes
        if attribute.required and not _says(content.attributes.get(attribute.code))
    )


def _says(value: str | int | bool | None) -> bool:
    return has_something_to_see(value) if isinstance(value, str) else value is not None


def missing_facts(content: Content, category: CategoryRules) -> list[str]:
    """Ingredients and dates that the category asks for."""
    missing = []
    if category.ingredients_required and not visible(content.ingredients):
        missing.append("ingredients")
    if category.shelf_life_required:
        missing += [
            name
            for name in ("production_date", "shelf_life_days")
            if getattr(content, name) is None
        ]
    return missing


def substances_in(packaging: Packaging, category: CategoryRules) -> Iterable[tuple[str, str, bool]]:
    """Places in a packaging that name a forbidden substance, with it and whether it is denied;
    materials are looked at as well as substances.
    """
    for field in ("materials", "substances"):
        for index, name in enumerate(getattr(packaging, field)):
            named = named_substances(name, sorted(category.forbidden_substances))
            for substance, denied in named.items():
                yield f"{field}/{index}", substance, denied


def last_good_day(content: Content) -> date | None:
    """The last day of the shelf life; None where no day can be told. The calendar has an end, and
    what is good beyond it is good to its last day.
    """
    made, days = content.production_date, content.shelf_life_days
    if made is None or days is None or days < 0:
        return None
    return date.max if days > (date.max - made).days else made + timedelta(days=days)
