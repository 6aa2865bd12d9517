"""Use cases of the audit."""

from datetime import UTC, datetime

from teleshop.audit.service import AnchorReport
from teleshop.audit.wiring import service
from teleshop.kernel.paging import PageRequest
from tests.factories.audit import HOUR, NOON, at, stored, write
from tests.harness.fault_walk import UseCase
from tests.harness.world import World

MIDNIGHT = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)


def prepare(world: World) -> None:
    """Three entries that are in no chain yet."""
    write(3, now=NOON - HOUR / 6)


def prepare_images(world: World) -> list[dict[str, object]]:
    """The same, as their stream tells."""
    prepare(world)
    return stored(world.aws)


def chain_items(world: World, images: list[dict[str, object]]) -> int:
    return service().chain_items(at(), images)


def sweep(world: World, _: None) -> int:
    return service().sweep(at())


def prepare_anchor(world: World) -> None:
    """A day with links, and one entry that the stream missed."""
    prepare(world)
    sweep(world, None)
    write(1, now=NOON)


def anchor(world: World, _: None) -> AnchorReport:
    return service().anchor(at(MIDNIGHT))


def read_entries(world: World, _: None) -> object:
    call = world.call("read")
    return world.run(call, lambda: service().read_entries(call, "supplier:sup_1", PageRequest()))


USE_CASES = (
    UseCase("audit.chain_items", "8.1.2", prepare_images, chain_items, covers=()),
    UseCase("audit.sweep", "8.1.2", prepare, sweep, covers=()),
    UseCase("audit.anchor", "8.1.2", prepare_anchor, anchor, covers=()),
    UseCase(
        "audit.read_entries", "8.1.2", prepare, read_entries, covers=("audit.Audit.read_entries",)
    ),
)
