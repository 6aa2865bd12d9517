"""Use cases of the service policy."""

from teleshop.care.schemas.policies import ServicePolicyBody
from teleshop.care.service.policies import first_step
from teleshop.care.wiring import policies
from teleshop.kernel.handlers import once
from tests.factories.care import DAY
from tests.factories.service_cases import COMPLIANCE, MANAGER, complaint, enquiry
from tests.harness.fault_walk import UseCase
from tests.harness.world import NOW, World

BODY = ServicePolicyBody(reason="投诉高峰，提前答复。", answer_minutes=720)


def prepare_nothing(_: World) -> None:
    """The first version is in force and nobody has proposed another."""


def propose(world: World, _: None) -> object:
    call = world.call("propose", actor=MANAGER)
    return world.run(call, lambda: policies().propose_policy(call, BODY))


def prepare_proposed(world: World) -> int:
    """A proposal."""
    call = world.call("prepare", actor=MANAGER)
    world.run(call, lambda: policies().propose_policy(call, BODY))
    return 2


def activate(world: World, number: int) -> object:
    call = world.call("activate", actor=COMPLIANCE)
    return world.run(call, lambda: policies().activate_policy(call, number))


def prepare_activated(world: World) -> int:
    """A version that comes into force, and two cases that came in before."""
    complaint()
    complaint()
    enquiry()
    number = prepare_proposed(world)
    call = world.call("prepare-activation", actor=COMPLIANCE)
    world.run(call, lambda: policies().activate_policy(call, number))
    return number


def roll_out(world: World, number: int) -> object:
    """One page: two complaints come under the version, and the next page is told of."""
    call = world.call(now=NOW + DAY)
    key = once("care.apply_policy", "evt_roll_out")
    policies().roll_out_policy(call, first_step(number), key)
    return number


USE_CASES = (
    UseCase(
        "care.propose_policy",
        "6.1.3",
        prepare_nothing,
        propose,
        covers=("care.ServicePolicies.propose_policy",),
    ),
    UseCase(
        "care.activate_policy",
        "6.1.3",
        prepare_proposed,
        activate,
        covers=("care.ServicePolicies.activate_policy",),
    ),
    UseCase(
        "care.roll_out_policy",
        "6.1.3",
        prepare_activated,
        roll_out,
        covers=("care.ServicePolicies.roll_out_policy",),
    ),
)
