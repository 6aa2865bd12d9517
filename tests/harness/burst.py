"""The burst: many want the same article at the same moment, and the cloud is having a bad day.

A :class:`Sale` says what an attempt is; :func:`burst` lets workers make them all at once, as
clients that repeat what was busy or unknown under the same key, then lets some orders end unpaid,
and answers a :class:`Report`. :func:`faults` says what is wrong with one; an empty list is the
promise: exactly what was there is sold, nothing is below zero, no order without stock and no stock
without order, and an attempt costs as many calls at the end as at the beginning.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

from teleshop.kernel.errors import BusyError
from teleshop.kernel.transaction import UnknownOutcomeError
from tests.harness.weather import Weather

REPEATS = 25
"""How often a client repeats an attempt that was busy, or whose outcome it does not know."""
PHASES = ("first quarter", "second quarter", "third quarter", "last quarter")


@dataclass(frozen=True)
class Attempt:
    """How one attempt ended: ``sold``, ``refused``, or the code of what the client gave up with;
    ``calls`` are all HTTP attempts for it, repetitions and those that met bad weather included,
    ``calm`` those of its last, deciding try.
    """

    number: int
    outcome: str
    calls: int
    calm: int
    tries: int


@dataclass(frozen=True)
class Stored:
    """What is stored: numbers over all rows, the smallest of them, what orders hold, and how often
    others were told.
    """

    available: int
    reserved: int
    smallest: int
    held: int
    orders: int
    told: Counter[str]


class Sale(Protocol):
    """What is sold in the burst, and how."""

    def attempt(self, number: int) -> bool:
        """Try to buy one piece as client ``number``, however often with one effect; False if it
        was refused because nothing is left. Raises :class:`BusyError` and
        :class:`UnknownOutcomeError` for what a client repeats.
        """

    def give_back(self, number: int) -> None:
        """The order of client ``number`` was not paid; however often with one effect."""

    def stored(self) -> Stored:
        """What is stored now."""


@dataclass
class Report:
    """What happened."""

    units: int
    attempts: list[Attempt]
    sold_out: Stored
    unpaid: int
    after: Stored
    weather: Counter[str]
    seconds: float
    ended: Counter[str] = field(default_factory=Counter)

    @property
    def outcomes(self) -> Counter[str]:
        """How many attempts ended how."""
        return Counter(attempt.outcome for attempt in self.attempts)

    def phases(self) -> dict[str, list[Attempt]]:
        """Attempts by the order in which they ended."""
        size = -(-len(self.attempts) // len(PHASES))
        return {
            name: self.attempts[number * size : (number + 1) * size]
            for number, name in enumerate(PHASES)
        }


def burst(
    sale: Sale,
    weather: Weather,
    *,
    units: int,
    attempts: int,
    workers: int,
    unpaid: float = 0.3,
) -> Report:
    """Let ``attempts`` clients buy at once, then let a share of the orders end ``unpaid``."""
    started = time.perf_counter()
    ended: list[Attempt] = []
    lock = threading.Lock()

    def buy(number: int) -> None:
        found = _persistent(weather, number, lambda: "sold" if sale.attempt(number) else "refused")
        with lock:
            ended.append(found)

    _all_at_once(buy, range(attempts), workers)
    sold = sorted(attempt.number for attempt in ended if attempt.outcome == "sold")
    after_burst = sale.stored()
    chance = random.Random(weather.seed)
    late = [number for number in sold if chance.random() < unpaid]
    back: list[Attempt] = []

    def expire(number: int) -> None:
        def give() -> str:
            sale.give_back(number)
            return "given back"

        found = _persistent(weather, number, give)
        with lock:
            back.append(found)

    _all_at_once(expire, late, workers)
    return Report(
        units=units,
        attempts=ended,
        sold_out=after_burst,
        unpaid=len(late),
        after=sale.stored(),
        weather=weather.met,
        seconds=time.perf_counter() - started,
        ended=Counter(attempt.outcome for attempt in back),
    )


def _all_at_once(act: Callable[[int], None], numbers: Iterable[int], workers: int) -> None:
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for _ in pool.map(act, numbers):
            pass


def _persistent(weather: Weather, number: int, act: Callable[[], str]) -> Attempt:
    """A client that repeats with the same key what may or may not have happened."""
    before = weather.calls
    tries, outcome = 0, ""
    while tries < REPEATS:
        tries, last = tries + 1, weather.calls
        try:
            outcome = act()
            break
        except (BusyError, UnknownOutcomeError) as busy:
            outcome = busy.code
    now = weather.calls
    return Attempt(number, outcome, now - before, now - last, tries)


def faults(report: Report) -> list[str]:
    """What is wrong; empty if the promise was kept."""
    sold, stored, after = report.outcomes["sold"], report.sold_out, report.after
    wanted = min(report.units, len(report.attempts))
    kept = sold - report.unpaid
    checks = {
        f"{wanted} are sold, not {sold}": sold == wanted,
        f"everybody else is refused: {dict(report.outcomes)}": set(report.outcomes)
        <= {"sold", "refused"},
        f"no number is below zero: {stored.smallest}, {after.smallest}": min(
            stored.smallest, after.smallest
        )
        >= 0,
        f"nothing is left: {stored.available}": stored.available == report.units - sold,
        f"orders hold what is reserved: {stored.held}, {stored.reserved}": stored.held
        == stored.reserved
        == sold,
        f"there is an order for each piece: {stored.orders}": stored.orders == sold,
        f"unpaid orders are given back: {dict(report.ended)}": report.ended
        == Counter({"given back": report.unpaid} if report.unpaid else {}),
        f"what was given back can be sold: {after.available}": after.available
        == report.units - kept,
        f"the rest is held: {after.held}, {after.reserved}": after.held == after.reserved == kept,
        f"sold out is told once: {stored.told}": stored.told["StockSoldOut"]
        == int(len(report.attempts) > report.units),
        f"that pieces are back is told once: {after.told}": after.told["StockReturned"]
        == int(len(report.attempts) > report.units and report.unpaid > 0),
    }
    return [f"not so: {said}" for said, kept_promise in checks.items() if not kept_promise]


def steadiness(report: Report) -> dict[str, dict[str, tuple[float, int, float]]]:
    """Calls per attempt by outcome and phase: mean, greatest, and the mean as a ratio to that of
    the first phase of its outcome.
    """
    found: dict[str, dict[str, tuple[float, int, float]]] = {}
    for outcome in ("sold", "refused"):
        first = None
        for name, attempts in report.phases().items():
            calls = [attempt.calls for attempt in attempts if attempt.outcome == outcome]
            if not calls:
                continue
            mean = sum(calls) / len(calls)
            first = first or mean
            found.setdefault(outcome, {})[name] = (mean, max(calls), mean / first)
    return found


def table(title: str, report: Report, found: Sequence[str]) -> str:
    """The report as people read it."""
    calls = [attempt.calls for attempt in report.attempts]
    bad = sum(count for fate, count in report.weather.items() if fate != "fine")
    share = bad / max(1, sum(report.weather.values()))
    stored, after = report.sold_out, report.after
    lines = [
        f"## {title}",
        "",
        f"{len(calls)} attempts for {report.units} pieces in {report.seconds:.0f} s; "
        f"{share:.1%} of {sum(report.weather.values())} calls met bad weather "
        f"({', '.join(f'{n} {k}' for k, n in sorted(report.weather.items()) if k != 'fine')}).",
        "",
        "| | sold | refused | available | reserved | held by orders | smallest number |",
        "|---|---|---|---|---|---|---|",
        f"| after the burst | {report.outcomes['sold']} | {report.outcomes['refused']} "
        f"| {stored.available} | {stored.reserved} | {stored.held} | {stored.smallest} |",
        f"| {report.unpaid} given back | | | {after.available} | {after.reserved} | {after.held} "
        f"| {after.smallest} |",
        "",
        f"Told: sold out {stored.told['StockSoldOut']} time, pieces back "
        f"{after.told['StockReturned']} time. Calls per attempt: mean "
        f"{sum(calls) / len(calls):.2f}, greatest {max(calls)}; clients repeated "
        f"{sum(attempt.tries - 1 for attempt in report.attempts)} times.",
        "",
        "| outcome | phase | attempts | mean calls | greatest | ratio to its first phase |",
        "|---|---|---|---|---|---|",
    ]
    by_phase = {name: Counter(a.outcome for a in known) for name, known in report.phases().items()}
    for outcome, phases in steadiness(report).items():
        for name, (mean, greatest, ratio) in phases.items():
            lines.append(
                f"| {outcome} | {name} | {by_phase[name][outcome]} | {mean:.2f} | {greatest} "
                f"| {ratio:.2f} |"
            )
    lines += ["", *(found or ["Every promise was kept."])]
    return "\n".join(lines)
