"""Use cases of the roster. What others do with loads is part of their transactions; here once by
itself.
"""

from typing import Any

from teleshop.kernel.transaction import Subject, Transaction
from teleshop.roster.domain import Shift
from teleshop.roster.service import CancelReason
from teleshop.roster.wiring import cover, service, shifts, staff
from tests.factories.roster import (
    HOUR,
    LAST_DAY,
    LEAD,
    NOW,
    enter,
    member,
    on_shift,
    plan,
    wanted,
)
from tests.harness.fault_walk import UseCase
from tests.harness.world import World


def nothing(_: World) -> None:
    """Nobody is entered yet."""


def add_member(world: World, _: Any) -> object:
    call = world.call("add", actor=LEAD)
    return world.run(call, lambda: staff().add_member(call, member()))


def prepare_shift(_: World) -> Shift:
    """An agent who is on shift."""
    return on_shift()[0]


def change_member(world: World, _: Any) -> object:
    """They are made inactive while on shift."""
    call = world.call("change", actor=LEAD)
    return world.run(call, lambda: staff().change_member(call, member(active=False)))


def record_training(world: World, _: Any) -> object:
    call = world.call("train", actor=LEAD)
    return world.run(
        call, lambda: staff().record_training(call, "agnes", "product_safety", LAST_DAY)
    )


def prepare_two(_: World) -> None:
    """Two agents without shifts."""
    enter("agnes")
    enter("boris")


def plan_shifts(world: World, _: Any) -> object:
    """Shifts of both: two transactions, of which the first may be done alone."""
    call = world.call("plan", actor=LEAD)
    asked = [wanted("agnes"), wanted("boris"), wanted("agnes", start=24)]
    return world.run(call, lambda: shifts().plan_shifts(call, asked))


def cancel_shift(world: World, shift: Shift) -> object:
    call = world.call("cancel", actor=LEAD)
    return world.run(call, lambda: shifts().cancel_shift(call, shift.id, CancelReason.ABSENCE))


def end_shift(world: World, shift: Shift) -> object:
    call = world.call("event", now=shift.ends_at)
    return world.run(call, lambda: shifts().end_shift(call, shift.id))


def prepare_gaps(world: World) -> None:
    """One gap is open; it will be closed, and another one found."""
    on_shift(start=0, hours=12)
    call = world.call()
    world.run(call, lambda: cover().control_cover(call))
    plan(*(wanted(start=12 * number, hours=12) for number in range(1, 14)))


def control_cover(world: World, _: Any) -> object:
    call = world.call(now=NOW + HOUR)
    world.run(call, lambda: cover().control_cover(call))
    # What a control changed is told by one of them only; the rest is compared as stored.
    return None


def take(world: World, _: Any) -> object:
    """Another context's transaction: a case is given to somebody."""
    call = world.call("assign")

    def do() -> object:
        tx = Transaction(call, "assign", Subject("case", "cmp_1"))
        return tx.commit(service().take(tx, "agnes", skill="quality"))

    return world.run(call, do)


USE_CASES = (
    UseCase("roster.add_member", "6.1.2", nothing, add_member, covers=("roster.Staff.add_member",)),
    UseCase(
        "roster.change_member",
        "6.1.2",
        prepare_shift,
        change_member,
        covers=("roster.Staff.change_member",),
    ),
    UseCase(
        "roster.record_training",
        "6.1.2",
        prepare_shift,
        record_training,
        covers=("roster.Staff.record_training",),
    ),
    UseCase(
        "roster.plan_shifts",
        "6.1.1",
        prepare_two,
        plan_shifts,
        covers=("roster.Shifts.plan_shifts",),
    ),
    UseCase(
        "roster.cancel_shift",
        "6.1.1",
        prepare_shift,
        cancel_shift,
        covers=("roster.Shifts.cancel_shift",),
    ),
    UseCase(
        "roster.end_shift",
        "6.1.1",
        prepare_shift,
        end_shift,
        covers=("roster.Shifts.end_shift",),
    ),
    UseCase(
        "roster.control_cover",
        "6.1.1",
        prepare_gaps,
        control_cover,
        covers=("roster.Cover.control_cover",),
    ),
    UseCase("roster.take", "6.1.2", prepare_shift, take, covers=()),
)
