"""What the sweep of deadlines costs by how many are open and how many are due."""

from datetime import timedelta

from teleshop.deadlines.service import Owner, SweepReport
from teleshop.deadlines.tables import DeadlineRow, shard_of
from teleshop.deadlines.wiring import service
from teleshop.kernel.clock import sortable
from teleshop.kernel.transaction import Subject, Transaction
from tests.harness.budget import Cost, measured
from tests.harness.world import NOW, World, open_world

OWNER = Owner("tests", "thing", "thing-1")
FAR = NOW + timedelta(days=400)


def sweep_cost(open_count: int, due_count: int) -> tuple[SweepReport, Cost]:
    """Sweep once at ``NOW`` with ``due_count`` of ``open_count`` deadlines due."""
    with open_world() as world:
        fill(world, open_count, due_count)
        # Warm: what a process fetches once is no cost of a sweep.
        service().sweep(world.call(now=NOW - timedelta(days=1)))
        with measured(world.aws) as found:
            report = service().sweep(world.call())
        return report, found[0]


def fill(world: World, open_count: int, due_count: int) -> None:
    """Store deadlines as rows like a registered one, past the API: 100,000 requests would take
    minutes.
    """
    tx = Transaction(world.call(now=NOW - timedelta(hours=2)), "fill", Subject("thing", "1"))
    service().register(tx, id="tests:0000000", owner=OWNER, kind="answer", due_at=FAR)
    tx.commit(None)
    table = world.aws.table("DeadlinesTable")
    (sample,) = (item.to_json()["Attributes"] for item in table.all_items())
    world.aws.dynamodb.delete_item(table.name, {"pk": {"S": "tests:0000000"}}, None, None, None)
    # No stream: nothing listens to it, and it would keep a copy of every row.
    table.stream_shard = None
    for number in range(open_count):
        id = f"tests:{number:07d}"
        due_at = NOW - timedelta(minutes=5) if number < due_count else FAR
        own = {
            "pk": id,
            "id": id,
            "shard": shard_of(id),
            "next_at": f"{sortable(due_at)}#{id}",
            "owner_sort": f"{sortable(due_at)}#{id}",
            "due_at": sortable(due_at),
        }
        table.put_item({**sample, **{name: {"S": value} for name, value in own.items()}})


__all__ = ["DeadlineRow", "fill", "sweep_cost"]
