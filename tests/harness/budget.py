"""What a use case costs: calls of AWS, how many of them wait for one another, and DynamoDB's
capacity units.

Measured on a warm process (clients, keys and secrets are there), without faults, so that equal code
gives equal figures.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from botocore.awsrequest import AWSResponse

from tests.harness.aws import Cloud
from tests.harness.capacity import Meter
from tests.harness.fault_walk import UseCase
from tests.harness.wire import Attempt, Send, wire
from tests.harness.world import open_world

FILE = Path(__file__).parents[1] / "budgets.json"


@dataclass(frozen=True)
class Cost:
    """``depth`` is the longest chain of calls that wait for one another (0 where threads of their
    own make it depend on chance).
    """

    calls: dict[str, int]
    depth: int
    reads: float
    writes: float

    def to_json(self) -> dict[str, Any]:
        """As committed."""
        return {"calls": self.calls, "depth": self.depth, "read": self.reads, "write": self.writes}


class Depth:
    """Follows chains of calls through thread pools: tasks of one pool run beside each other,
    whatever thread takes them.
    """

    def __init__(self) -> None:
        self._local = threading.local()
        self._children: dict[int, list[list[int]]] = {}

    @property
    def current(self) -> list[int]:
        """The chain of this thread, as one number in a list."""
        if not hasattr(self._local, "chain"):
            self._local.chain = [0]
        chain: list[int] = self._local.chain
        return chain

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Let pools hand on the depth of who submits, and hand back that of the deepest task."""
        real_submit, real_shutdown = ThreadPoolExecutor.submit, ThreadPoolExecutor.shutdown

        def submit(
            pool: Any, task: Callable[..., Any], /, *args: Any, **options: Any
        ) -> Future[Any]:
            chain = [self.current[0]]
            self._children.setdefault(id(pool), []).append(chain)

            def run(*given: Any, **named: Any) -> Any:
                self._local.chain = chain
                return task(*given, **named)

            return real_submit(pool, run, *args, **options)

        def shutdown(pool: Any, *args: Any, **options: Any) -> None:
            real_shutdown(pool, *args, **options)
            own = self.current
            own[0] = max([own[0], *(chain[0] for chain in self._children.pop(id(pool), []))])

        with (
            patch.object(ThreadPoolExecutor, "submit", submit),
            patch.object(ThreadPoolExecutor, "shutdown", shutdown),
        ):
            yield


@contextmanager
def measured(aws: Cloud, *, connected: bool = False) -> Iterator[list[Cost]]:
    """The cost of what the block does, in a list that is filled at its end."""
    calls: Counter[str] = Counter()
    meter, depth, lock = Meter(aws), Depth(), threading.Lock()

    def seam(attempt: Attempt, send: Send) -> AWSResponse:
        depth.current[0] += 1
        # Metering looks at what is stored before the effect: nobody may write in between.
        with lock:
            calls[attempt.name] += 1
            meter.before(attempt)
            answer = send()
            if attempt.service == "dynamodb":
                meter.after(attempt, json.loads(answer.content or b"{}"))
        return answer

    found: list[Cost] = []
    before = depth.current[0]
    with depth.followed(), wire(seam):
        yield found
    chain = 0 if connected else depth.current[0] - before
    found.append(Cost(dict(sorted(calls.items())), chain, meter.reads, meter.writes))


def cost_of(use_case: UseCase) -> Cost:
    """The cost of one use case."""
    with open_world(connected_too=use_case.connected) as world:
        if use_case.connected:
            prepared = use_case.prepare(world)
        else:
            prepared = world.prepare(use_case.prepare)
            use_case.act(world, prepared)
            world.files_changed = True
            world.set_back(warm=True)
        with measured(world.aws, connected=use_case.connected) as found:
            use_case.act(world, prepared)
    return found[0]


def committed() -> dict[str, Any]:
    """The committed budgets by name of use case."""
    budgets: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return budgets


def write(budgets: dict[str, Any]) -> None:
    """Commit other budgets."""
    text = json.dumps(dict(sorted(budgets.items())), indent=2, sort_keys=False)
    FILE.write_text(text + "\n", encoding="utf-8")
