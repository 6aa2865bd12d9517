"""The fault walk: whatever call of AWS fails in whatever way, a caller that repeats gets one effect
and no half of it.

For a :class:`UseCase` the walk counts the HTTP attempts of a run without faults. Then, for every
attempt k and every kind of fault, a world set back to the start runs the use case with the k-th
attempt failing, repeats it as a real caller would (same request key, same event), and compares what
is stored with the run without faults: the same items the same number of times (so one state, one
audit entry, one event per type, the same deadlines), as many different ids, the same answer.
"""

import os
import re
import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    ReadTimeoutError,
)
from pynamodb.exceptions import PynamoDBException

from teleshop.kernel.actor import StoredAnswer
from teleshop.kernel.errors import TeleshopError
from tests.harness.aws import forget
from tests.harness.wire import Attempt, Send, throttled, wire
from tests.harness.world import State, World, normal, open_world

REPEATS = 3
"""How often a caller repeats after failures before the walk calls the use case broken."""


class Fault(StrEnum):
    """What can go wrong with an attempt."""

    THROTTLED = "throttled once"
    OVERLOADED = "throttled from here on, until the caller repeats"
    NO_ANSWER = "done, but the answer is lost"
    CUT_OFF = "done, but the answer is lost, and nothing gets through until the caller repeats"
    CRASH_BEFORE = "the process ends before it"
    CRASH_AFTER = "the process ends after it"


class ProcessEnded(BaseException):
    """The process ended here; only the caller is left."""


AFTER = frozenset({Fault.NO_ANSWER, Fault.CUT_OFF, Fault.CRASH_AFTER})
"""Faults after the effect: a read has none, so for reads they are the faults before it once more.
"""
READS = re.compile(
    r"\w+[.](Get|BatchGet|TransactGet|Head|Query|Scan|List|Describe|Decrypt|Generate)"
)


def is_read(name: str) -> bool:
    """Whether a call (``dynamodb.GetItem``) leaves everything as it is."""
    return READS.match(name.replace("-", "_")) is not None


@dataclass(frozen=True)
class UseCase:
    """One use case of one context, as the registry lists it.

    ``prepare(world)`` stores what must exist and answers what ``act`` needs (ids); ``act(world,
    prepared)`` does it once, and must be the same however often it is called: the same key, the
    same event, the same instant. ``check(world, prepared)`` may assert more about the final state
    than equality. ``covers`` names the service methods that are walked here
    (``deadlines.Deadlines.sweep``). ``connected`` runs it on the connected platform; such worlds
    are made anew for every trial, so that ``faults`` should then name fewer kinds.

    Answers are compared where ``act`` gives a :class:`StoredAnswer`, as ``world.run`` does for a
    call with a key.
    """

    name: str
    clause: str
    prepare: Callable[[World], Any]
    act: Callable[[World, Any], object]
    covers: tuple[str, ...]
    check: Callable[[World, Any], None] | None = None
    connected: bool = False
    faults: tuple[Fault, ...] = tuple(Fault)


class Injector:
    """Counts attempts, and lets one of them fail."""

    def __init__(self, fault: Fault | None = None, at: int = 0) -> None:
        self.names: list[str] = []
        self._fault = fault
        self._at = at
        self._lock = threading.Lock()

    @property
    def calm(self) -> bool:
        """Whether nothing fails."""
        return self._fault is None

    def __call__(self, attempt: Attempt, send: Send) -> AWSResponse:
        with self._lock:
            self.names.append(attempt.name)
            number = len(self.names)
        if self._fault is None or number < self._at:
            return send()
        return self._later(attempt, send) if number > self._at else self._fail(attempt, send)

    def _fail(self, attempt: Attempt, send: Send) -> AWSResponse:
        match self._fault:
            case Fault.THROTTLED | Fault.OVERLOADED:
                return throttled(attempt)
            case Fault.NO_ANSWER | Fault.CUT_OFF:
                send()
                raise ReadTimeoutError(endpoint_url=attempt.url)
            case Fault.CRASH_AFTER:
                send()
        raise ProcessEnded(attempt.name)

    def _later(self, attempt: Attempt, send: Send) -> AWSResponse:
        match self._fault:
            case Fault.OVERLOADED:
                return throttled(attempt)
            case Fault.CUT_OFF:
                raise ConnectTimeoutError(endpoint_url=attempt.url)
            case Fault.CRASH_BEFORE | Fault.CRASH_AFTER:
                # Other threads of the process that ended.
                raise ProcessEnded(attempt.name)
        return send()


@dataclass
class Walk:
    """What a walk found: how many attempts a run makes, how many trials were made, what went wrong
    in which.
    """

    use_case: str
    attempts: list[str]
    trials: int
    broken: list[str]


def walk(use_case: UseCase) -> Walk:
    """Walk one use case; the answer's ``broken`` is empty if it keeps its promise."""
    base = nullcontext() if use_case.connected else open_world()
    with base as shared:
        prepared = None
        if shared is not None:
            prepared = shared.prepare(use_case.prepare)

        def trial(injector: Injector, *, repeated: bool = True) -> Trial:
            if shared is not None:
                shared.set_back()
                return _try(use_case, shared, prepared, injector, repeated=repeated)
            with open_world(connected_too=True) as own:
                return _try(use_case, own, use_case.prepare(own), injector, repeated=repeated)

        first = Injector()
        expected = trial(first, repeated=False)
        problem = expected.problem or expected.compared_with(trial(Injector()))
        if problem:
            return Walk(use_case.name, first.names, 1, [f"without faults: {problem}"])
        broken = []
        trials = _trials(first.names, use_case.faults)
        for number, fault in trials:
            injector = Injector(fault, number)
            problem = expected.compared_with(trial(injector))
            if problem:
                where = f"{number}. attempt, {injector.names[number - 1]}, {fault}"
                broken.append(f"{where}:\n{problem}")
        return Walk(use_case.name, first.names, len(trials), broken)


def _trials(names: list[str], faults: tuple[Fault, ...]) -> list[tuple[int, Fault]]:
    """Which attempt fails how: a write in every way; a read in one way, by turns, since nothing is
    stored differently for it. ``FAULT_WALK=full`` fails reads in every way that can differ.
    """
    found: list[tuple[int, Fault]] = []
    of_reads = [fault for fault in faults if fault not in AFTER]
    full = os.environ.get("FAULT_WALK") == "full"
    reads = 0
    for number, name in enumerate(names, 1):
        ways: Sequence[Fault] = faults
        if is_read(name) and of_reads:
            ways = of_reads if full else [of_reads[reads % len(of_reads)]]
            reads += 1
        found += [(number, fault) for fault in ways]
    return found


@dataclass(frozen=True)
class Trial:
    """How one trial ended."""

    state: State | None
    answer: str
    problem: str = ""

    def compared_with(self, other: "Trial") -> str:
        """What is wrong with ``other``; empty if nothing."""
        if other.problem or self.state is None or other.state is None:
            return other.problem
        difference = self.state.difference(other.state)
        if not difference and self.answer != other.answer:
            return f"answered {other.answer}, not {self.answer}"
        return difference


def _try(
    use_case: UseCase, world: World, prepared: Any, injector: Injector, *, repeated: bool
) -> Trial:
    """Act with the fault, then without it as often as a caller must; without any fault twice, since
    the answer of a success may be lost on its way.
    """
    calm = Injector()
    outcomes = [_outcome(injector, lambda: use_case.act(world, prepared))]
    # Repeating after a success is tried once, without faults.
    again = repeated and (injector.calm or isinstance(outcomes[0], BaseException))
    while again and len(outcomes) <= REPEATS:
        if isinstance(outcomes[-1], ProcessEnded):
            forget()
        outcomes.append(_outcome(calm, lambda: use_case.act(world, prepared)))
        if not isinstance(outcomes[-1], BaseException):
            break
    wrote = any(
        name.startswith("s3.") and not is_read(name) for name in injector.names + calm.names
    )
    world.files_changed = world.files_changed or wrote
    outcome = outcomes[-1]
    if isinstance(outcome, BaseException):
        return Trial(None, "", f"repeating does not succeed: {outcome!r}")
    answers = [answer for answer in outcomes if not isinstance(answer, BaseException)]
    told = {normal(repr(answer)) for answer in answers if isinstance(answer, StoredAnswer)}
    if len(told) > 1:
        return Trial(None, "", f"the same request got different answers: {sorted(told)}")
    if use_case.check is not None:
        use_case.check(world, prepared)
    return Trial(world.state(), "".join(told))


def _outcome(injector: Injector, act: Callable[[], object]) -> object:
    """The answer, or a failure that a caller may meet; any other exception is a bug of its own."""
    try:
        with wire(injector):
            return act()
    except TeleshopError as raised:
        return raised
    except (ProcessEnded, BotoCoreError, ClientError, PynamoDBException) as raised:
        return raised
