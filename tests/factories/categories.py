"""Categories as merchandisers make them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from teleshop.categories.domain import Category, Definition
from teleshop.categories.schemas import CategoryForm, NewCategoryBody
from teleshop.categories.wiring import service
from teleshop.kernel.actor import Actor, Call, Role

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MERCHANDISER = Actor("mei", frozenset({Role.MERCHANDISER}))
NAMES = {
    "household": ("家居用品", "Household goods"),
    "kitchen": ("厨房用品", "Kitchenware"),
    "cookware": ("锅具", "Cookware"),
    "woks": ("炒锅", "Woks"),
    "soup_pots": ("汤锅", "Soup pots"),
    "food": ("食品", "Food"),
    "snacks": ("休闲食品", "Snacks"),
}
CAPACITY: Mapping[str, Any] = {
    "code": "capacity",
    "zh": "容量",
    "en": "Capacity",
    "kind": "integer",
    "unit": "ml",
    "filterable": True,
}
MATERIAL: Mapping[str, Any] = {
    "code": "material",
    "zh": "材质",
    "en": "Material",
    "kind": "choice",
    "choices": ["不锈钢", "铸铁"],
    "filterable": True,
}


def call(now: datetime = NOW, *, version: int | None = None) -> Call:
    """The frame of a merchandiser's request."""
    return Call(
        actor=MERCHANDISER,
        now=now,
        request_id="request-1",
        correlation_id="request-1",
        expected_version=version,
    )


def names_of(code: str) -> tuple[str, str]:
    """The names of a known code, or some that are made of it."""
    return NAMES.get(code) or (f"商品{code.replace('_', '')}", code.replace("_", " ").capitalize())


def form(code: str = "kitchen", **said: Any) -> dict[str, Any]:
    """What a category says, as JSON."""
    zh, en = names_of(code)
    return {"zh": zh, "en": en, **said}


def made(code: str = "kitchen", parent: str | None = None, **said: Any) -> str:
    """A stored category; answers its id."""
    body = msgspec.convert({"code": code, "parent": parent, **form(code, **said)}, NewCategoryBody)
    return service().create(call(), body).own.id


def changed(category_id: str, code: str = "kitchen", **said: Any) -> Any:
    """The stored category says something else."""
    body = msgspec.convert(form(code, **said), CategoryForm)
    return service().change(call(), category_id, body)


def chain(codes: Iterable[str], parent: str | None = None) -> list[str]:
    """Stored categories, each below the one before it; their ids."""
    found: list[str] = []
    for code in codes:
        parent = made(code, parent)
        found.append(parent)
    return found


def category(code: str, parent: str | None = None, **said: Any) -> Category:
    """A category that is stored nowhere; its id is its code."""
    zh, en = names_of(code)
    return Category(
        id=code,
        code=code,
        parent=parent,
        path=(code,),
        definition=Definition(zh=zh, en=en, **said),
        created_at=NOW,
        created_by="mei",
    )
