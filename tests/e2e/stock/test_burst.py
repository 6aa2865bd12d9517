"""The burst on the local cloud's DynamoDB: a process of its own, spoken to over HTTP."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from infra.tools.cloud import CloudProcess, administrator
from tests.harness import burst_orders
from tests.harness.burst import burst, faults
from tests.harness.burst_places import on_local_cloud
from tests.harness.burst_stock import HoldSale, prepared
from tests.harness.weather import Weather

pytestmark = pytest.mark.clause("1.1")
PIECES = 40


def test_a_burst_over_http_sells_exactly_what_is_there(tmp_path: Path) -> None:
    weather = Weather(seed=5)
    with on_local_cloud(weather, tmp_path, workers=16) as rows:
        prepared(150, shards=32)
        report = burst(HoldSale(rows), weather, units=150, attempts=300, workers=16)
    assert faults(report) == []


def test_a_burst_of_whole_orders_over_http_sells_exactly_what_is_there(tmp_path: Path) -> None:
    weather = Weather(seed=7)
    with on_local_cloud(weather, tmp_path, workers=16) as rows:
        burst_orders.prepared(40, shards=32)
        sale = burst_orders.OrderSale(rows)
        report = burst(sale, weather, units=40, attempts=80, workers=16)
    assert faults(report) == []


def test_transactions_of_the_local_cloud_are_atomic_under_parallel_calls(tmp_path: Path) -> None:
    """What the burst rests on there: many move a piece from one row to another at once, and whoever
    reads both at one instant always sees the same sum.
    """
    process = CloudProcess(tmp_path)
    process.start()
    try:
        client = administrator(process.endpoint, "dynamodb")
        client.create_table(
            TableName="rows",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        )
        for name, count in (("a", PIECES), ("b", 0)):
            client.put_item(TableName="rows", Item={"pk": {"S": name}, "n": {"N": str(count)}})
        with ThreadPoolExecutor(max_workers=16) as pool:
            moves = [pool.submit(_move, client) for _ in range(2 * PIECES)]
            sums = [pool.submit(_sum, client) for _ in range(PIECES)]
            moved = sum(move.result() for move in moves)
            assert {one.result() for one in sums} == {PIECES}
        assert moved == PIECES, "one succeeds for each piece, and no more"
        assert _numbers(client) == [0, PIECES]
    finally:
        process.stop()


def _move(client: Any) -> bool:
    def by(count: int, condition: dict[str, Any], name: str) -> dict[str, Any]:
        update = {
            "TableName": "rows",
            "Key": {"pk": {"S": name}},
            "UpdateExpression": "ADD n :by",
            "ExpressionAttributeValues": {":by": {"N": str(count)}},
        }
        return {"Update": update | condition}

    enough = {"ConditionExpression": "n > :none"}
    taken = by(-1, enough, "a")
    taken["Update"]["ExpressionAttributeValues"][":none"] = {"N": "0"}
    try:
        client.transact_write_items(TransactItems=[taken, by(1, {}, "b")])
    except client.exceptions.TransactionCanceledException:
        return False
    return True


def _numbers(client: Any) -> list[int]:
    keys = [{"Get": {"TableName": "rows", "Key": {"pk": {"S": name}}}} for name in "ab"]
    found = client.transact_get_items(TransactItems=keys)["Responses"]
    return [int(one["Item"]["n"]["N"]) for one in found]


def _sum(client: Any) -> int:
    return sum(_numbers(client))
