"""Invented trade on a running local platform: ``make demo-data``.

Fifty suppliers are on board, the events of the last two quarters are counted as if the platform had
told them, and both quarters are assessed. The same seed makes the same suppliers and events, and
what is there already stays as it is, so that the command can be repeated.

The events go into the queue from which the indicators count. ``--bus`` puts them on the bus
instead, where everybody who listens is told: each event wakes four or five functions more, and a
machine of two cores was not through with 1,200 of them after seven minutes.

Exit code 0: done; 2: no platform runs, or it refused something.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from botocore.exceptions import BotoCoreError, ClientError

from infra import local
from infra.sample.site import Site, awaited
from infra.sample.trade import (
    DEMO,
    SEED,
    SUPPLIERS,
    Trade,
    generate,
    invented_ids,
    past_quarters,
    put,
    send,
)
from infra.tools.local_cloud import CloudError, Platform
from teleshop.kernel.clock import start_of_china_day, utc_now
from teleshop.kernel.quarters import first_day
from tools.settling import settle_on_local

PARTS = ("suppliers", "trade", "runs")
QUIET = 20
"""So often, one after the other, a queue must be seen empty: its counts are approximate."""
PATIENCE = 3600.0
"""Seconds."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Load what the command line asks for; answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.demo_data", description=__doc__)
    parser.add_argument("--platform", type=Path, help="file that tells where it runs")
    parser.add_argument("--events", type=int, default=DEMO, help="about so many in all")
    parser.add_argument("--suppliers", type=int, default=SUPPLIERS)
    parser.add_argument("--seed", default=SEED)
    parser.add_argument("--quarters", nargs="+", help="default: the last two that are over")
    parser.add_argument(
        "--bus", action="store_true", help="tell everybody, not the indicators alone"
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    options = parser.parse_args(arguments)
    try:
        platform = Platform.read(options.platform) if options.platform else local.running()
        trade = generate(
            invented_ids(options.suppliers, options.seed),
            options.quarters or past_quarters(utc_now()),
            events=options.events,
            seed=options.seed,
        )
        load(platform, trade, options.parts, on_bus=options.bus)
    except (local.RefusedError, CloudError, RuntimeError, ValueError, OSError) as refused:
        print(f"teleshop: {refused}", file=sys.stderr)
        return 2
    except (BotoCoreError, ClientError, httpx.HTTPError) as failed:
        print(f"teleshop: the platform cannot be reached: {failed}", file=sys.stderr)
        return 2
    return 0


def load(
    platform: Platform, trade: Trade, parts: Sequence[str] = PARTS, *, on_bus: bool = False
) -> None:
    """Load the parts, and wait until each is done.

    :raises CloudError: the platform refuses something, or is not done in time.
    """
    if "suppliers" in parts:
        enrol_suppliers(platform, trade)
    if "trade" in parts:
        tell_trade(platform, trade, on_bus=on_bus)
    if "runs" in parts:
        assess(platform, trade)


def enrol_suppliers(platform: Platform, trade: Trade) -> None:
    """Let the suppliers be on board since before the first quarter.

    The process sees from here on what a function of the platform sees.
    """
    settle_on_local(platform)
    # Rows learn the names of their tables from the environment.
    from infra.sample.enrolled import enrol

    since = start_of_china_day(first_day(trade.quarters[0])) - timedelta(days=60)
    ids = [one.supplier_id for one in trade.vendors]
    with timed(f"{len(ids)} suppliers on board") as told:
        told(f"{enrol(ids, since, utc_now())} of them new")


def tell_trade(platform: Platform, trade: Trade, *, on_bus: bool = False) -> None:
    """Tell the events, and wait until they are counted."""
    queue, client = platform.physical_id("IndicatorsQueue"), platform.client("sqs")
    with timed(f"{len(trade.events)} events told") as told:
        if on_bus:
            put(platform.client("events"), platform.physical_id("EventBus"), trade.events)
        else:
            told(f"{send(client, queue, trade.events)} of them count")
    with timed("all of them counted"):
        seen = 0

        def quiet() -> bool:
            nonlocal seen
            seen = seen + 1 if _waiting(client, queue) == 0 else 0
            return seen >= QUIET

        awaited("the counting of the events", quiet, PATIENCE)


def assess(platform: Platform, trade: Trade) -> None:
    """Have the quarters assessed, one after the other, and say how many are in each band. What was
    assessed already stays as it is.
    """
    with httpx.Client(timeout=60) as client:
        site = Site(platform, client)
        for quarter in trade.quarters:
            path = f"/assessment-runs/{quarter}"
            with timed(f"{quarter} assessed") as told:
                if not site.is_there("manager", path):
                    body = {"quarter": quarter, "reason": "demo data"}
                    site.send("manager", "/assessment-runs", body)

                def ended(path: str = path) -> Any:
                    found = site.read("manager", path)["progress"]
                    return found if found["state"] in {"completed", "failed"} else None

                progress = awaited(f"the assessment of {quarter}", ended, PATIENCE)
                if progress["state"] == "failed":
                    raise CloudError(f"the assessment of {quarter} failed: {progress['error']}")
                told(", ".join(f"{band} {count}" for band, count in progress["by_band"].items()))
    print(f"    excellent: {trade.excellent}\n    unqualified: {trade.unqualified}")


class timed:
    """Tells what was done, in how many seconds, with a remark that the block may give."""

    def __init__(self, what: str) -> None:
        self._what, self._remark = what, ""

    def __enter__(self) -> Callable[[str], None]:
        self._began = time.monotonic()
        return self._note

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            seconds = time.monotonic() - self._began
            print(f"==> {self._what} ({seconds:.0f} s){self._remark}", flush=True)

    def _note(self, remark: str) -> None:
        self._remark = f": {remark}"


def _waiting(client: Any, queue: str) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    answer = client.get_queue_attributes(QueueUrl=queue, AttributeNames=names)
    return sum(int(answer["Attributes"][name]) for name in names)


if __name__ == "__main__":
    sys.exit(main())
