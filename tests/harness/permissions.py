"""What each function is allowed, read from its role in ``infra/``, and whether a call of it fits.

The platform of the tests checks every call of every handler it runs, so that a missing permission
shows in seconds and not first on the local cloud. Conditions of statements are taken as met; what
is denied explicitly is none of the roles' business.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.harness.template import ACCOUNT, PERSONAL_KEY_ID, REGION, resolve
from tests.harness.wire import Attempt
from tests.harness.wiring import all_resources

SERVICES = {
    "eventbridge": "events",
    "sfn": "states",
    "secrets-manager": "secretsmanager",
    "cloudwatch-logs": "logs",
}
"""Prefix of IAM's actions where it is not botocore's name of the service."""
IN_TRANSACTION = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
S3_ACTIONS = {
    "HeadObject": "GetObject",
    "HeadBucket": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "CopyObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject",
}

Need = tuple[str, str]
"""An action and the resource it is done to."""


@cache
def statements_of(function: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Actions and resources of every statement of a function's own role."""
    resources = all_resources()
    role = resources[resources[function]["Properties"]["Role"]["Fn::GetAtt"][0]]["Properties"]
    found = []
    for policy in role.get("Policies", []):
        for statement in policy["PolicyDocument"]["Statement"]:
            actions, targets = resolve(statement["Action"]), resolve(statement["Resource"])
            found.append((tuple(_listed(actions)), tuple(_listed(targets))))
    return tuple(found)


def missing(function: str, attempt: Attempt) -> list[Need]:
    """What a function would need for a call and does not have."""
    return [need for need in needs(attempt) if not _allowed(function, *need)]


def needs(attempt: Attempt) -> Iterator[Need]:
    """The actions a call takes with the resources they are done to."""
    body = attempt.body
    match attempt.service:
        case "dynamodb":
            yield from _dynamodb_needs(attempt.operation, body)
        case "s3":
            bucket, key = _s3_place(attempt.url)
            action = S3_ACTIONS.get(attempt.operation, attempt.operation)
            if "versionId=" in attempt.url and action in {"GetObject", "GetObjectTagging"}:
                action = action.replace("Object", "ObjectVersion", 1)
            place = bucket if action == "ListBucket" else f"{bucket}/{key}"
            yield f"s3:{action}", f"arn:aws:s3:::{place}"
        case "kms":
            yield f"kms:{attempt.operation}", _arn("kms", f"key/{PERSONAL_KEY_ID}")
        case "eventbridge":
            for entry in body["Entries"]:
                name = entry.get("EventBusName", "default").rsplit("/", 1)[-1]
                yield "events:PutEvents", _arn("events", f"event-bus/{name}")
        case "secrets-manager":
            yield f"secretsmanager:{attempt.operation}", body["SecretId"]
        case _:
            # Topics, queues, task tokens: the action is checked, its resource only on the local
            # cloud.
            prefix = SERVICES.get(attempt.service, attempt.service)
            # The batch of an action needs what the action needs.
            yield f"{prefix}:{attempt.operation.removesuffix('Batch')}", ""


def _dynamodb_needs(operation: str, body: dict[str, Any]) -> Iterator[Need]:
    if operation == "TransactWriteItems":
        for item in body["TransactItems"]:
            ((kind, asked),) = item.items()
            yield f"dynamodb:{IN_TRANSACTION[kind]}", _table(asked["TableName"])
    elif operation == "TransactGetItems":
        for item in body["TransactItems"]:
            yield "dynamodb:GetItem", _table(item["Get"]["TableName"])
    elif operation in {"BatchGetItem", "BatchWriteItem"}:
        for name in body["RequestItems"]:
            yield f"dynamodb:{operation}", _table(name)
    else:
        index = f"/index/{body['IndexName']}" if "IndexName" in body else ""
        yield f"dynamodb:{operation}", _table(body["TableName"]) + index


def _table(name: str) -> str:
    return _arn("dynamodb", f"table/{name}")


def _arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{rest}"


def _s3_place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    host, path = parts.netloc, unquote(parts.path.lstrip("/"))
    if host.startswith("s3."):
        bucket, _, key = path.partition("/")
        return bucket, key
    return host.split(".s3.", maxsplit=1)[0], path


def _allowed(function: str, action: str, resource: str) -> bool:
    return any(
        any(_fits(pattern, action) for pattern in actions)
        and (not resource or any(_fits(pattern, resource) for pattern in resources))
        for actions, resources in statements_of(function)
    )


def _fits(pattern: str, text: str) -> bool:
    wild = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(wild, text, re.IGNORECASE) is not None


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
