"""Timelines: an event is noted without a transaction, and walked all the same."""

from teleshop.timelines.wiring import service
from tests.factories.timelines import event
from tests.harness.fault_walk import UseCase
from tests.harness.world import World


def nothing(_: World) -> None:
    """Nothing has happened yet."""


def record(_world: World, _: None) -> None:
    service().record(event())


USE_CASES = (UseCase("timelines.record", "2.4.1", nothing, record, covers=()),)
