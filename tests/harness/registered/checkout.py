"""Use cases of checkout: placing an order in each of its ways."""

from collections.abc import Callable
from functools import cache
from typing import Any

from teleshop.checkout.wiring import service
from teleshop.kernel.actor import Actor
from tests.factories import checkout as f
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

PLACE = "checkout.Placing.place_order"


def use_case(name: str, prepare: Callable[[], dict[str, Any]], *, actor: Actor = f.WANG) -> UseCase:
    """One order, with a request key as behind the HTTP edge."""

    def act(world: World, sent: dict[str, Any]) -> object:
        call = world.call("act", actor=actor, now=NOW)
        return world.run(call, lambda: service().placing.place_order(call, f.form(sent)))

    return UseCase(f"checkout.place_order.{name}", "4.3.4", in_world(prepare), act, covers=(PLACE,))


@cache
def in_world(prepare: Callable[[], dict[str, Any]]) -> Callable[[World], dict[str, Any]]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


def three_lines() -> dict[str, Any]:
    """Three articles, one of them in a promotion whose stated stock lies in one row: from which of
    several is taken goes by the number of the order, which is another in each trial.
    """
    f.shop()
    f.promoted(f.term(stock=10))
    return f.body(f.line(f.POT, 2), f.line(f.PAN), f.line(f.LID), total=360_00)


def by_phone() -> dict[str, Any]:
    """A caller without an account, who pays at the door."""
    f.shop()
    return f.by_phone(payment_method="cash_on_delivery")


def on_paper() -> dict[str, Any]:
    """An order that was taken while the platform was down."""
    f.shop()
    return f.on_paper(taken_at=NOW - f.HOUR)


USE_CASES = (
    use_case("three_lines", three_lines),
    use_case("by_phone", by_phone, actor=f.AGENT),
    use_case("on_paper", on_paper, actor=f.AGENT),
)
