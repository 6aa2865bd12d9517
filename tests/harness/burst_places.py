"""Where a burst takes place: on the simulated cloud in this process, or on DynamoDB of the local
cloud.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from botocore.awsrequest import AWSResponse
from pynamodb.connection import Connection

from infra.tools.cloud import ADMINISTRATOR, CloudProcess, administrator
from teleshop.kernel.clients import forget_clients
from teleshop.kernel.store import table as tables
from teleshop.kernel.store.table import shared_connection
from tests.harness.aws import SECRETS, SIGNING_SECRET, cloud, forget, plain
from tests.harness.burst_stock import Rows
from tests.harness.template import environment, physical_name, resources_of_type
from tests.harness.weather import Weather, over_http
from tests.harness.wire import Attempt, Send, wire


@contextmanager
def in_process(weather: Weather) -> Iterator[Rows]:
    """The simulated cloud. It is not made for threads: its calls are made one at a time, and which
    worker's is next is left to chance.
    """
    lock = threading.Lock()

    def one_at_a_time(attempt: Attempt, send: Send) -> AWSResponse:
        def locked() -> AWSResponse:
            with lock:
                return send()

        return weather(attempt, locked)

    with cloud() as aws, wire(one_at_a_time):
        yield aws.items


@contextmanager
def on_local_cloud(weather: Weather, state: Path, workers: int) -> Iterator[Rows]:
    """DynamoDB of the local cloud, a process of its own that is spoken to over HTTP, with the
    tables that `infra/` declares, a key and a secret; as the code's own client sees it, with its
    retries and pauses.
    """
    process = CloudProcess(state)
    with ExitStack() as own:
        process.start()
        own.callback(process.stop)
        client = administrator(process.endpoint, "dynamodb")
        for name, properties in resources_of_type("AWS::DynamoDB::Table").items():
            make_table(client, name, properties)
        key = administrator(process.endpoint, "kms").create_key()["KeyMetadata"]
        secrets = make_secrets(administrator(process.endpoint, "secretsmanager"))
        surroundings = {
            **{name: secrets.get(value, value) for name, value in environment().items()},
            "KMS_PERSONAL_KEY": key["Arn"],
            "AWS_ENDPOINT_URL": process.endpoint,
            "AWS_ACCESS_KEY_ID": ADMINISTRATOR,
            "AWS_SECRET_ACCESS_KEY": ADMINISTRATOR,
            "AWS_DEFAULT_REGION": client.meta.region_name,
        }
        own.enter_context(patch.dict(os.environ, surroundings))
        # A function serves one request at a time and has ten connections; here there are many.
        wide = partial(Connection, max_pool_connections=workers)
        own.enter_context(patch.object(tables, "Connection", wide))
        _start_anew()
        own.callback(_start_anew)
        own.enter_context(over_http(weather))
        yield partial(items, client)


def _start_anew() -> None:
    forget_clients()
    shared_connection.cache_clear()
    forget()


def make_table(client: Any, logical_id: str, properties: dict[str, Any]) -> None:
    """A table as its fragment declares it, without stream: nobody listens."""
    indexes = properties.get("GlobalSecondaryIndexes")
    client.create_table(
        TableName=physical_name(logical_id),
        BillingMode="PAY_PER_REQUEST",
        KeySchema=properties["KeySchema"],
        AttributeDefinitions=properties["AttributeDefinitions"],
        **({"GlobalSecondaryIndexes": indexes} if indexes else {}),
    )


def make_secrets(client: Any) -> dict[str, str]:
    """The secrets that `infra/` declares; what they are called here by what tests call them."""
    found = {}
    for name in resources_of_type("AWS::SecretsManager::Secret"):
        value = SECRETS.get(name, SIGNING_SECRET)
        found[physical_name(name)] = client.create_secret(Name=name, SecretString=value)["ARN"]
    return found


def items(client: Any, logical_id: str) -> Sequence[dict[str, Any]]:
    """Every item of a table as plain values."""
    found: list[dict[str, Any]] = []
    pages = client.get_paginator("scan").paginate(
        TableName=physical_name(logical_id), ConsistentRead=True
    )
    for page in pages:
        found += [{name: plain(value) for name, value in item.items()} for item in page["Items"]]
    return found
