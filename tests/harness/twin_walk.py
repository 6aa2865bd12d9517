"""The twin walk: wherever another caller comes between two calls of AWS, the outcome is that of one
after the other.

For a :class:`~tests.harness.fault_walk.UseCase` the walk lets the same request of another caller
(another request key) run to its end before every attempt k of the first, and compares what is
stored, and how the two end, with worlds in which they came one after the other. What two reads saw
of two different moments shows here: as a refusal that nobody would get otherwise, or as two
effects.

``python -m tests.harness.twin_walk [context …]`` lets different use cases come between, every pair
that starts from the same preparation: some ten minutes, and what it prints is for a reader to
judge.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count, permutations

from botocore.awsrequest import AWSResponse
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from teleshop.kernel.errors import RacedError, TeleshopError
from tests.harness.fault_walk import UseCase
from tests.harness.wire import Attempt, Send, wire
from tests.harness.world import TWIN, State, open_world

KEYS = ("kms.", "secrets-manager.")
"""Services that store nothing: before their attempts is as before the next one."""
Act = Callable[[], str]


@dataclass(frozen=True)
class Ending:
    """How the two ended, and what is stored."""

    outcomes: tuple[str, str]
    state: State

    def compared_with(self, other: "Ending") -> str:
        """What is wrong with ``other``; empty if nothing."""
        if self.outcomes != other.outcomes:
            return f"ended {other.outcomes}, not {self.outcomes}"
        return self.state.difference(other.state)


@dataclass
class TwinWalk:
    """What a walk found: ``endings`` are those places where the two end as nobody may see it,
    ``broken`` holds those where something else is stored, too.
    """

    attempts: list[str]
    endings: list[str]
    broken: list[str]


def walk_twins(use_case: UseCase) -> TwinWalk:
    """Walk one use case that is not connected; ``broken`` is empty if it keeps its promise."""
    return walk_pair(use_case, use_case)


def walk_pair(one: UseCase, another: UseCase) -> TwinWalk:
    """Let ``another`` come between the attempts of ``one``, which start from the same preparation;
    either order of the two is a good ending.
    """
    with open_world() as world:
        prepared = world.prepare(one.prepare)
        names: list[str] = []

        def first() -> str:
            return outcome_of(lambda: one.act(world, prepared))

        def second() -> str:
            with world.as_twin():
                return outcome_of(lambda: another.act(world, prepared))

        def named(attempt: Attempt, send: Send) -> AWSResponse:
            names.append(attempt.name)
            return send()

        def end(act: Callable[[], tuple[str, str]]) -> Ending:
            world.set_back()
            outcomes = act()
            # Whichever of the two it was that wrote a file.
            world.files_changed = True
            return Ending(outcomes, world.state().renamed(TWIN, ""))

        def in_order() -> tuple[str, str]:
            with wire(named):
                told = first()
            with wire(_calm):
                return told, second()

        def turned() -> tuple[str, str]:
            with wire(_calm):
                told = second()
                return first(), told

        good = [end(in_order), end(turned)]
        walked = TwinWalk(names, [], [])
        for number, name in enumerate(names, 1):
            if name.startswith(KEYS):
                continue
            ending = end(partial(between, first, second, number))
            problems = [expected.compared_with(ending) for expected in good]
            if all(problems):
                told = f"before the {number}. attempt, {name}:\n" + "\nor\n".join(problems)
                walked.broken.append(told)
                if all(ending.outcomes != expected.outcomes for expected in good):
                    walked.endings.append(told)
        return walked


def between(first: Act, second: Act, at: int) -> tuple[str, str]:
    """The outcomes of both, where the second comes before the attempt number ``at`` of the first,
    or after it if it makes fewer.
    """
    attempts = count(1)
    told: list[str] = []

    def seam(_: Attempt, send: Send) -> AWSResponse:
        # The attempts of the second come later than this one in the count.
        if next(attempts) == at:
            told.append(second())
        return send()

    with wire(seam):
        outcome = first()
    return outcome, told[0] if told else second()


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


def pairs(use_cases: Iterable[UseCase]) -> Iterator[tuple[UseCase, UseCase]]:
    """Different use cases of one context that start from the same preparation."""
    alike: defaultdict[tuple[str, object], list[UseCase]] = defaultdict(list)
    for use_case in use_cases:
        if not use_case.connected:
            context = use_case.name.split(".")[0]
            alike[context, _prepared_by(use_case)].append(use_case)
    for group in alike.values():
        yield from permutations(group, 2)


def _prepared_by(use_case: UseCase) -> object:
    """The preparation itself, where the entry only wraps it."""
    wrapped = [cell.cell_contents for cell in use_case.prepare.__closure__ or ()]
    return next(filter(callable, wrapped), use_case.prepare)


def _calm(_: Attempt, send: Send) -> AWSResponse:
    return send()


def main(contexts: list[str]) -> int:
    """Print what every pair leaves broken; 1 if anything is."""
    from tests.harness.use_cases import use_cases

    found = 0
    for one, another in pairs(use_cases()):
        if contexts and one.name.split(".")[0] not in contexts:
            continue
        for broken in walk_pair(one, another).broken:
            found += 1
            sys.stdout.write(f"{another.name} within {one.name}, {broken}\n\n")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
