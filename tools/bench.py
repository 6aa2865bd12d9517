"""Shows what every use case costs, the sweep of deadlines by what is open and due, and the time of
a quote.

``make bench`` compares with tests/budgets.json; ``make bench UPDATE=1`` writes what was measured
there.
"""

import argparse
import os
import sys

from tests.harness import budget
from tests.harness.quote_bench import LINES, quote_cost
from tests.harness.sweep_bench import sweep_cost
from tests.harness.use_cases import use_cases

SWEEPS = [(open_count, due) for open_count in (1_000, 100_000) for due in (0, 100, 1_000)]


def use_case_table(*, update: bool) -> int:
    """Print the cost of every use case; answer how many differ from the committed file."""
    known = budget.committed() if budget.FILE.is_file() else {}
    measured = {use_case.name: budget.cost_of(use_case) for use_case in use_cases()}
    print(f"{'use case':<44}{'calls':>6}{'depth':>7}{'read':>8}{'write':>8}")
    different = len(set(known) - set(measured))
    for name, cost in measured.items():
        total = sum(cost.calls.values())
        changed = known.get(name) != cost.to_json()
        different += changed
        mark = "  changed" if changed else ""
        print(f"{name:<44}{total:>6}{cost.depth:>7}{cost.reads:>8g}{cost.writes:>8g}{mark}")
    if update:
        budget.write({name: cost.to_json() for name, cost in measured.items()})
        print(f"\n{budget.FILE.name} holds these figures now.")
        return 0
    if different:
        print(f"\n{different} differ from {budget.FILE.name}; if meant: make bench UPDATE=1")
    return different


def sweep_table() -> None:
    """Print what a sweep costs by what is open and what is due."""
    print(f"\n{'open':>8}{'due':>7}{'told':>7}{'calls':>8}{'depth':>7}{'read':>9}{'write':>9}")
    for open_count, due in SWEEPS:
        report, cost = sweep_cost(open_count, due)
        calls = sum(cost.calls.values())
        print(
            f"{open_count:>8}{due:>7}{report.told:>7}{calls:>8}{cost.depth:>7}"
            f"{cost.reads:>9g}{cost.writes:>9g}",
            flush=True,
        )


def quote_table() -> None:
    """Print the time of a quote beside that of the same arithmetic written straight."""
    cost = quote_cost()
    print(f"\n{f'quote of {LINES} lines':<24}{cost.full:>8.0f} µs")
    print(f"{'written straight':<24}{cost.plain:>8.0f} µs   ratio {cost.ratio:.1f} (at most 3)")


def main() -> int:
    """Run the bench; 1 if a use case costs something else than committed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--no-sweep", action="store_true", help="leave out the sweep of 100,000 deadlines"
    )
    chosen = parser.parse_args()
    quote_table()
    different = use_case_table(update=bool(os.environ.get("UPDATE")))
    if not chosen.no_sweep:
        sweep_table()
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
