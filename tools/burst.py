"""Shows that a burst sells exactly what is there: ``python -m tools.burst``, behind ``make burst``.

20,000 attempts for 10,000 pieces by 64 workers in bad weather, once on the simulated cloud and once
on DynamoDB of the local cloud, each in a process of its own: whole orders, as `POST /orders` places
them, and stock alone. ``--write`` keeps the result in docs/burst.md.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from tests.harness import burst_orders, burst_stock
from tests.harness.burst import Sale, burst, faults, table
from tests.harness.burst_places import in_process, on_local_cloud
from tests.harness.burst_stock import Rows
from tests.harness.weather import Weather
from tools.project import ROOT

RESULT = ROOT / "docs" / "burst.md"
PLACES = {
    "process": "in one process, on the simulated cloud",
    "cloud": "on the local cloud's DynamoDB, over HTTP",
}
SALES: dict[str, tuple[str, Callable[[int, int], object], Callable[[Rows], Sale]]] = {
    "orders": ("Whole orders", burst_orders.prepared, burst_orders.OrderSale),
    "holds": ("Stock alone", burst_stock.prepared, burst_stock.HoldSale),
}
HEAD = """# The burst, as last shown

`make burst` writes this page: {attempts} attempts for {units} pieces of one article in {shards}
rows by {workers} workers, seed {seed}. Of all calls 2 % are refused for throughput, 1 % lose their
answer, and 4 % of the transactions meet a conflict, besides those that workers make for each other.
[stock.md](stock.md) says how it works and what the real service takes.
"""


def main() -> int:
    """Run what was chosen; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--where", choices=[*PLACES, "both"], default="both")
    parser.add_argument("--sale", choices=[*SALES, "both"], default="both")
    parser.add_argument("--attempts", type=int, default=20_000)
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=64)
    parser.add_argument("--shards", type=int, default=32)
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--write", action="store_true", help="keep the result in docs/burst.md")
    chosen = parser.parse_args()
    places = list(PLACES) if chosen.where == "both" else [chosen.where]
    sales = list(SALES) if chosen.sale == "both" else [chosen.sale]
    if len(places) == len(sales) == 1:
        return one(chosen)
    parts, broken = [HEAD.format(**vars(chosen))], 0
    for sale in sales:
        for where in places:
            done = subprocess.run(
                [sys.executable, "-m", "tools.burst", *_options(chosen, sale, where)],
                stdout=subprocess.PIPE,
                text=True,
                check=False,
            )
            print(done.stdout, flush=True)
            parts.append(done.stdout)
            broken += done.returncode
    if chosen.write and not broken:
        RESULT.write_text("\n".join(parts).rstrip() + "\n", encoding="utf-8")
    return min(broken, 1)


def _options(chosen: argparse.Namespace, sale: str, where: str) -> list[str]:
    names = ("attempts", "units", "workers", "shards", "seed")
    return [
        "--sale",
        sale,
        "--where",
        where,
        *(f"--{name}={getattr(chosen, name)}" for name in names),
    ]


def one(chosen: argparse.Namespace) -> int:
    """Run one sale in one place."""
    title, prepare, sale = SALES[chosen.sale]
    weather = Weather(chosen.seed)
    with tempfile.TemporaryDirectory() as state, place(chosen, weather, Path(state)) as rows:
        prepare(chosen.units, chosen.shards)
        weather.met.clear()
        report = burst(
            sale(rows),
            weather,
            units=chosen.units,
            attempts=chosen.attempts,
            workers=chosen.workers,
        )
    found = faults(report)
    print(table(f"{title}, {PLACES[chosen.where]}", report, found))
    return 1 if found else 0


def place(
    chosen: argparse.Namespace, weather: Weather, state: Path
) -> AbstractContextManager[Rows]:
    """Where it takes place."""
    if chosen.where == "process":
        return in_process(weather)
    return on_local_cloud(weather, state, chosen.workers)


if __name__ == "__main__":
    sys.exit(main())
