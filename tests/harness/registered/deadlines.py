"""Use cases of deadlines. What owners do with deadlines is part of their transactions, and walked
there; here once by itself.
"""

from datetime import timedelta

from teleshop.deadlines.service import Owner, SweepReport
from teleshop.deadlines.wiring import service
from teleshop.kernel.transaction import Subject, Transaction
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

OWNER = Owner("tests", "thing", "thing-1")
HOUR = timedelta(hours=1)


def register(world: World, id: str, hours: int) -> None:
    tx = Transaction(world.call(f"register-{id}"), "register", Subject("thing", id))
    service().register(
        tx, id=id, owner=OWNER, kind="answer", due_at=NOW + hours * HOUR, warn_before=(HOUR,)
    )
    tx.commit(None)


def prepare_sweep(world: World) -> None:
    """One is reached, one approaches, one is far off."""
    for id, hours in (("tests:a", 1), ("tests:b", 2), ("tests:c", 9)):
        register(world, id, hours)


def sweep(world: World, _: None) -> SweepReport:
    return service().sweep(world.call(now=NOW + HOUR))


def prepare_change(world: World) -> None:
    register(world, "tests:old", 2)


def change(world: World, _: None) -> object:
    """An owner's transaction: one deadline ends, another begins."""
    call = world.call("change")

    def do() -> str:
        tx = Transaction(call, "change", Subject("thing", "thing-1"))
        service().meet(tx, "tests:old")
        service().register(tx, id="tests:new", owner=OWNER, kind="pay", due_at=NOW + HOUR)
        return tx.commit("done")

    return world.run(call, do)


USE_CASES = (
    UseCase(
        "deadlines.sweep", "9.1.4", prepare_sweep, sweep, covers=("deadlines.Deadlines.sweep",)
    ),
    UseCase("deadlines.change", "9.1.4", prepare_change, change, covers=()),
)
