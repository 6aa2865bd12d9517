"""Use cases of categories."""

import msgspec

from teleshop.categories.schemas import CategoryForm, NewCategoryBody
from teleshop.categories.wiring import service
from tests.factories import categories as make
from tests.harness.fault_walk import UseCase
from tests.harness.world import World


def prepare_parent(_: World) -> str:
    """A category to put others below."""
    return make.made("kitchen")


def create(world: World, parent: str) -> object:
    call = world.call("create", actor=make.MERCHANDISER)
    form = {"code": "woks", "parent": parent, **make.form("woks", durable=True)}
    body = msgspec.convert(form, NewCategoryBody)
    return world.run(call, lambda: service().create(call, body))


def change(world: World, category_id: str) -> object:
    call = world.call("change", actor=make.MERCHANDISER)
    body = msgspec.convert(make.form(forbidden_substances=["石棉"]), CategoryForm)
    return world.run(call, lambda: service().change(call, category_id, body))


def prepare_two(_: World) -> tuple[str, str]:
    """A category with one below it, and another one."""
    source = make.made("kitchen")
    make.made("woks", source)
    return source, make.made("food")


def move(world: World, ids: tuple[str, str]) -> object:
    call = world.call("move", actor=make.MERCHANDISER)
    return world.run(call, lambda: service().move(call, *ids))


def prepare_pair(_: World) -> tuple[str, str]:
    """Two categories with nothing below them."""
    return make.made("kitchen"), make.made("food")


def merge(world: World, ids: tuple[str, str]) -> object:
    call = world.call("merge", actor=make.MERCHANDISER)
    return world.run(call, lambda: service().merge(call, *ids))


def retire(world: World, category_id: str) -> object:
    call = world.call("retire", actor=make.MERCHANDISER)
    return world.run(call, lambda: service().retire(call, category_id))


def prepare_moved(world: World) -> None:
    """A category was moved, and what is below it notes the old path."""
    move(world, prepare_two(world))


def note_paths(world: World, _: None) -> object:
    call = world.call("event")
    return world.run(call, lambda: service().note_paths(call))


USE_CASES = tuple(
    UseCase(
        f"categories.{act.__name__}",
        "2.3.1",
        prepare,
        act,
        covers=(f"categories.Categories.{act.__name__}",),
    )
    for prepare, act in (
        (prepare_parent, create),
        (prepare_parent, change),
        (prepare_two, move),
        (prepare_pair, merge),
        (prepare_parent, retire),
        (prepare_moved, note_paths),
    )
)
