"""A fresh, empty cloud per test: moto with the tables, buckets, bus, key and secret that ``infra/``
declares.

``with cloud() as aws`` gives one; tests use the fixture ``aws``. Nothing leaves the process.
botocore's clients hold no state of a cloud, so they are kept from test to test; every other cache
of the project is dropped with its cloud.
"""

import base64
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any
from unittest.mock import patch

from moto import mock_aws
from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends
from moto.dynamodb.models.table import Table

from tests.harness import dynamodb
from tests.harness.template import (
    ACCOUNT,
    PERSONAL_KEY_ID,
    REGION,
    environment,
    physical_name,
    resolve,
    resources_of_type,
)

KEPT = {"aws_client", "botocore_session", "shared_connection"}
"""Caches that outlive a cloud: making a client costs tens of milliseconds."""
SIGNING_SECRET = "a signing secret that only tests know, of sixty-four characters."
GATEWAY_SECRET = "whsec_dGhlIHNlY3JldCBvZiB0aGUgZ2F0ZXdheSBvZiB0ZXN0cw=="
SECRETS = {"GatewaySecret": GATEWAY_SECRET}
"""Secrets that must have a form of their own, by logical id."""


class Cloud:
    """One account of AWS with what the fragments declare."""

    region = REGION
    account = ACCOUNT

    def client(self, service: str) -> Any:
        """The process's own client of a service, the same that the code under test uses."""
        from teleshop.kernel.clients import aws_client

        return aws_client(service)

    @property
    def dynamodb(self) -> DynamoDBBackend:
        """moto's backend, for looking at what is stored without a call of AWS."""
        return dynamodb_backends[ACCOUNT][REGION]

    def table(self, logical_id: str) -> Table:
        """moto's table by logical id (``SuppliersTable``)."""
        return self.dynamodb.tables[physical_name(logical_id)]

    def items(self, logical_id: str) -> list[dict[str, Any]]:
        """Every stored item of a table as plain values (numbers as int, binary as bytes), in order
        of its keys.
        """
        found = []
        for item in self.table(logical_id).all_items():
            stored = item.to_json()["Attributes"]
            found.append({name: plain(value) for name, value in stored.items()})
        return sorted(found, key=lambda item: (str(item.get("pk")), str(item.get("sk"))))


def plain(value: dict[str, Any]) -> Any:
    """A stored attribute value (``{"S": …}``) as a Python value."""
    ((kind, inner),) = value.items()
    match kind:
        case "N":
            return int(inner)
        case "B":
            return base64.b64decode(inner) if isinstance(inner, str) else bytes(inner)
        case "NULL":
            return None
        case "L":
            return [plain(part) for part in inner]
        case "M":
            return {name: plain(part) for name, part in inner.items()}
        case _:
            return inner


def make_table(backend: DynamoDBBackend, logical_id: str, properties: dict[str, Any]) -> None:
    """Make a table from the properties of its fragment."""
    stream = properties.get("StreamSpecification")
    backend.create_table(
        name=physical_name(logical_id),
        schema=properties["KeySchema"],
        throughput=None,
        attr=properties["AttributeDefinitions"],
        global_indexes=[dict(index) for index in properties.get("GlobalSecondaryIndexes", [])],
        indexes=[],
        streams={**stream, "StreamEnabled": True} if stream else None,
        billing_mode="PAY_PER_REQUEST",
        sse_specification=None,
        tags=[],
        deletion_protection_enabled=False,
        warm_throughput=None,
    )


def _make_resources() -> None:
    from moto.events.models import events_backends
    from moto.kms.models import kms_backends
    from moto.s3.models import NotificationConfiguration, s3_backends
    from moto.secretsmanager.models import secretsmanager_backends
    from moto.sns.models import sns_backends
    from moto.sqs.models import sqs_backends

    for name, properties in resources_of_type("AWS::DynamoDB::Table").items():
        make_table(dynamodb_backends[ACCOUNT][REGION], name, properties)
    s3 = s3_backends[ACCOUNT]["aws"]
    for name, properties in resources_of_type("AWS::S3::Bucket").items():
        bucket = s3.create_bucket(physical_name(name), REGION)
        if properties.get("VersioningConfiguration"):
            bucket.versioning_status = properties["VersioningConfiguration"]["Status"]
        if "EventBridgeConfiguration" in properties.get("NotificationConfiguration", {}):
            bucket.notification_configuration = NotificationConfiguration(event_bridge={})
        if properties.get("ObjectLockEnabled"):
            bucket.object_lock_enabled = True
            retention = resolve(properties["ObjectLockConfiguration"]["Rule"]["DefaultRetention"])
            s3.put_object_lock_configuration(
                bucket.name, True, retention["Mode"], int(retention["Days"]), 0
            )
    kms_backends[ACCOUNT][REGION].keys[PERSONAL_KEY_ID] = _personal_key()
    secrets = secretsmanager_backends[ACCOUNT][REGION]
    for name in resources_of_type("AWS::SecretsManager::Secret"):
        _make_secret(secrets, physical_name(name), SECRETS.get(name, SIGNING_SECRET))
    for name in resources_of_type("AWS::Events::EventBus"):
        events_backends[ACCOUNT][REGION].create_event_bus(physical_name(name))
    for name in resources_of_type("AWS::SNS::Topic"):
        sns_backends[ACCOUNT][REGION].create_topic(physical_name(name).rsplit(":", 1)[-1])
    for name in resources_of_type("AWS::SQS::Queue"):
        sqs_backends[ACCOUNT][REGION].create_queue(physical_name(name).rsplit(":", 1)[-1])


@cache
def _personal_key() -> Any:
    """One key for every cloud of the process: moto makes an RSA key with each, which takes long."""
    from moto.kms.models import kms_backends

    made = kms_backends[ACCOUNT][REGION].create_key(
        None, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "", []
    )
    made.id = PERSONAL_KEY_ID
    made.arn = made.arn.rsplit("/", 1)[0] + f"/{PERSONAL_KEY_ID}"
    return made


def _make_secret(secrets: Any, identifier: str, value: str) -> None:
    """A secret that answers to its ARN without the random ending that AWS appends."""
    name = identifier.rsplit(":", 1)[-1]
    secrets.create_secret(name, value, None, None, [], None, None, [], False)
    secret = secrets.secrets[name]
    secret.arn = identifier


def forget() -> None:
    """Drop every cache of the project that may hold something of the last cloud."""
    for cached in _caches(len(sys.modules)):
        cached.cache_clear()


@lru_cache(maxsize=1)
def _caches(_modules: int) -> list[Any]:
    """The cached functions of the project, looked for again when more modules are loaded."""
    return [
        value
        for module_name, module in list(sys.modules.items())
        if module_name.startswith(("teleshop", "functions"))
        for name, value in vars(module).items()
        if name not in KEPT and callable(getattr(value, "cache_clear", None))
    ]


@contextmanager
def cloud() -> Iterator[Cloud]:
    """A fresh cloud, and the environment of a function in it."""
    dynamodb.make_truthful()
    config: Any = {
        "lambda": {"use_docker": False},
        "stepfunctions": {"execute_state_machine": True},
    }
    with patch.dict(os.environ, environment()), mock_aws(config=config):
        forget()
        _make_resources()
        try:
            yield Cloud()
        finally:
            forget()
