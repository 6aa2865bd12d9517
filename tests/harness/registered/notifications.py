"""Use cases of notifications. Messages may leave twice after a crash, with the same id; what is
stored is the same.
"""

from typing import Any

from teleshop.notifications.domain import Channel
from teleshop.notifications.service import Endpoints
from teleshop.notifications.tables import NotificationRepository
from teleshop.notifications.wiring import endpoints, service
from tests.factories.notifications import SUPPLIER, URL, envelope
from tests.harness.fault_walk import UseCase
from tests.harness.world import World

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def prepare_endpoint(world: World) -> None:
    """The supplier has a web-hook."""
    Endpoints(NotificationRepository(), lambda: SECRET).set_endpoint(
        world.call("prepared", actor=SUPPLIER), URL
    )


def notify(world: World, _: Any) -> object:
    call = world.call("event")
    return world.run(call, lambda: service().notify(call, envelope("SupplierSuspended")))


def prepare_told(world: World) -> str:
    """The supplier was told of something."""
    (told,) = service().notify(world.call("told"), envelope())
    return told.id


def deliver(world: World, id: str) -> object:
    call = world.call()
    world.run(call, lambda: service().deliver(call, id, Channel.TOPIC))
    return None


def give_up(world: World, id: str) -> object:
    call = world.call()
    world.run(call, lambda: service().give_up(call, id, Channel.TOPIC))
    return None


def mark_read(world: World, id: str) -> object:
    call = world.call("read", actor=SUPPLIER)
    return world.run(call, lambda: service().mark_read(call, id))


def set_endpoint(world: World, _: Any) -> object:
    """With a secret that is no chance: answers are compared."""
    call = world.call("set", actor=SUPPLIER)
    own = Endpoints(NotificationRepository(), lambda: SECRET)
    return world.run(call, lambda: own.set_endpoint(call, f"{URL}2"))


def remove_endpoint(world: World, _: Any) -> object:
    call = world.call(actor=SUPPLIER)
    return world.run(call, lambda: endpoints().remove_endpoint(call))


USE_CASES = (
    UseCase(
        "notifications.notify",
        "3.2.2",
        prepare_endpoint,
        notify,
        covers=("notifications.Notifications.notify",),
    ),
    UseCase(
        "notifications.deliver",
        "3.2.2",
        prepare_told,
        deliver,
        covers=("notifications.Notifications.deliver",),
    ),
    UseCase(
        "notifications.give_up",
        "3.2.2",
        prepare_told,
        give_up,
        covers=("notifications.Notifications.give_up",),
    ),
    UseCase(
        "notifications.mark_read",
        "3.2.2",
        prepare_told,
        mark_read,
        covers=("notifications.Notifications.mark_read",),
    ),
    UseCase(
        "notifications.set_endpoint",
        "3.2.2",
        prepare_endpoint,
        set_endpoint,
        covers=("notifications.Endpoints.set_endpoint",),
    ),
    UseCase(
        "notifications.remove_endpoint",
        "3.2.2",
        prepare_endpoint,
        remove_endpoint,
        covers=("notifications.Endpoints.remove_endpoint",),
    ),
)
