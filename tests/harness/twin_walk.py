"""The twin walk: wherever another caller comes between two calls of AWS with the same wish, the
outcome is that of one after the other.

For a :class:`~tests.harness.fault_walk.UseCase` the walk lets the same request of another caller
(another request key) run to its end before every attempt k of the first, and compares what is
stored, and how the first ends, with a world in which the two came one after the other. What two
reads saw of two different moments shows here: as a refusal that nobody would get otherwise, or as
two effects.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count

from botocore.awsrequest import AWSResponse
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from teleshop.kernel.errors import RacedError, TeleshopError
from tests.harness.fault_walk import UseCase
from tests.harness.wire import Attempt, Send, wire
from tests.harness.world import TWIN, State, open_world

KEYS = ("kms.", "secrets-manager.")


@dataclass(frozen=True)
class Ending:
    """How the two ended: their outcomes without order, and what is stored."""

    outcomes: tuple[str, ...]
    state: State

    def compared_with(self, other: "Ending") -> str:
        """What is wrong with ``other``; empty if nothing."""
        if self.outcomes != other.outcomes:
            return f"ended {other.outcomes}, not {self.outcomes}"
        return self.state.difference(other.state)


@dataclass
class TwinWalk:
    """What a walk found; ``endings`` are those that differ in their outcomes, which nobody may
    see, and ``broken`` holds what is stored differently too.
    """

    use_case: str
    attempts: list[str]
    endings: list[str]
    broken: list[str]


def walk_twins(use_case: UseCase) -> TwinWalk:
    """Walk one use case that is not connected; ``broken`` is empty if it keeps its promise."""
    with open_world() as world:
        prepared = world.prepare(use_case.prepare)
        names: list[str] = []

        def first() -> str:
            return outcome_of(lambda: use_case.act(world, prepared))

        def twin() -> str:
            with world.as_twin():
                return outcome_of(lambda: use_case.act(world, prepared))

        def named(attempt: Attempt, send: Send) -> AWSResponse:
            names.append(attempt.name)
            return send()

        def end(act: Callable[[], list[str]]) -> Ending:
            world.set_back()
            outcomes = act()
            world.files_changed = any(name.startswith("s3.") for name in names)
            return Ending(tuple(sorted(outcomes)), world.state().renamed(TWIN, ""))

        def one_after_the_other() -> list[str]:
            with wire(named):
                told = first()
            with wire(lambda _, send: send()):
                return [told, twin()]

        expected = end(one_after_the_other)
        walked = TwinWalk(use_case.name, names, [], [])
        for number, name in enumerate(names, 1):
            if name.startswith(KEYS):
                # Nothing is stored there: as before the next attempt.
                continue
            ending = end(partial(between, first, twin, number))
            problem = expected.compared_with(ending)
            if problem:
                told = f"before the {number}. attempt, {name}:\n{problem}"
                walked.broken.append(told)
                if ending.outcomes != expected.outcomes:
                    walked.endings.append(told)
        return walked


def between(first: Callable[[], str], twin: Callable[[], str], at: int) -> list[str]:
    """The outcomes of both, where the twin comes before the attempt number ``at`` of the first."""
    attempts = count(1)
    told: list[str] = []

    def seam(_: Attempt, send: Send) -> AWSResponse:
        # The twin's own attempts come later than this one in the count.
        if next(attempts) == at:
            told.append(twin())
        return send()

    with wire(seam):
        return [first(), *told]


def outcome_of(act: Callable[[], object]) -> str:
    """How it ended; what lost a race is sent once more, as a request or an event is."""
    try:
        try:
            act()
        except RacedError:
            act()
    except TeleshopError as raised:
        return raised.code
    except (BotoCoreError, ClientError, PynamoDBException) as raised:
        return repr(raised)
    return "done"
