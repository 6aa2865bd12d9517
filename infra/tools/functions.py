"""Turning the short ``Functions`` sections of the fragments into plain resources.

Every function gets, by construction and not by memory: a role of its own with listed actions, a
log group that is kept and encrypted, the context's dead-letter queue, X-Ray, and its place in the
context's alarms. A fragment states only what differs::

    Functions:
      DocumentsOnUploaded:
        Handler: functions/documents/on_uploaded.py
        Description: Checks an uploaded document.
        Grants: [change, personal]         # bundles of platform.yaml
        Statements: [...]                  # IAM statements beyond them
        Events: {...}                      # as in SAM; retry and dead-letter settings are added
        where not given Reserved: 5                        # reserved concurrency, where a burst
        could starve others Properties: {MemorySize: 1024}     # anything else
        AWS::Serverless::Function takes
    Api:
      Grants: [change]                     # what this context's routes need of the HTTP function
      Statements: [...]
"""

from pathlib import Path
from typing import Any

from infra.tools.fragments import FragmentError, Template
from infra.tools.pieces import alarm, allow, camel, get, role_and_logs, skips

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = {"Handler", "Description", "Grants", "Statements", "Events", "Reserved", "Properties"}
STREAM_ACTIONS = [
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
]
QUEUE_ACTIONS = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
STREAM_DEFAULTS = {
    "BisectBatchOnFunctionError": True,
    "MaximumRetryAttempts": 10,
    "MaximumRecordAgeInSeconds": 86400,
}
RULE_RETRIES = {"MaximumRetryAttempts": 10, "MaximumEventAgeInSeconds": 86400}
NOT_FOR_US = {
    "CKV_AWS_117": "functions call only public services, which IAM guards; there is no VPC",
}
NOT_RESERVED = "nothing starves without it, and reserving for all exceeds the quota of an account"


def expand(fragments: dict[str, Template]) -> Template:
    """Answer the resources behind all ``Functions`` sections.

    :raises FragmentError: a function names a missing file, an unknown key or an unknown grant.
    """
    grants = all_grants(fragments)
    resources: Template = {}
    for context, fragment in fragments.items():
        functions = fragment.get("Functions", {})
        if not functions:
            continue
        resources |= dead_letters(context, functions)
        for name, short in functions.items():
            resources |= function(context, name, short, grants)
    return resources


def function(context: str, name: str, short: Template, grants: dict[str, Any]) -> Template:
    """Answer the function, its role and its log group."""
    if unknown := set(short) - KEYS:
        raise FragmentError(
            f"{context}.yaml: {name} has keys that nobody reads: {', '.join(sorted(unknown))}"
        )
    path = ROOT / short["Handler"]
    if not path.is_file():
        raise FragmentError(f"{context}.yaml: {name} names a missing file: {short['Handler']}")
    queue = dead_letters_id(context)
    events = {
        key: event_with_defaults(value, queue) for key, value in short.get("Events", {}).items()
    }
    statements = [
        *granted(f"{context}.yaml: {name}", short, grants),
        *(statement for event in events.values() for statement in statements_of_event(event)),
        allow(["sqs:SendMessage"], get(queue, "Arn")),
    ]
    properties: Template = {
        "Handler": short["Handler"].removesuffix(".py").replace("/", ".") + ".handler",
        # Where the zip lies; infra.tools.packaging replaces the folder by the zip it makes of it.
        "CodeUri": str(Path(short["Handler"]).parent),
        "Description": short["Description"],
        "DeadLetterQueue": {"Type": "SQS", "TargetArn": get(queue, "Arn")},
        **({"Events": events} if events else {}),
        **short.get("Properties", {}),
    }
    if "Reserved" in short:
        properties["ReservedConcurrentExecutions"] = short["Reserved"]
    resources = role_and_logs(name, statements)
    resources[name] = {
        "Type": "AWS::Serverless::Function",
        "Metadata": skips(
            NOT_FOR_US if "Reserved" in short else NOT_FOR_US | {"CKV_AWS_115": NOT_RESERVED}
        ),
        "Properties": properties | wearing(name),
    }
    return resources


def wearing(name: str) -> Template:
    """Answer the properties that tie a function to its role and log group."""
    return {
        "Role": get(f"{name}Role", "Arn"),
        "LoggingConfig": {"LogGroup": {"Ref": f"{name}Logs"}, "LogFormat": "Text"},
    }


def dead_letters(context: str, functions: Template) -> Template:
    """Answer the context's dead-letter queue, who may write to it, and its three alarms."""
    queue = dead_letters_id(context)
    title = camel(context)
    return {
        queue: {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "MessageRetentionPeriod": 1209600,
                "KmsMasterKeyId": get("DataKey", "Arn"),
            },
        },
        f"{queue}Policy": {
            "Type": "AWS::SQS::QueuePolicy",
            "Properties": {
                "Queues": [{"Ref": queue}],
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "events.amazonaws.com"},
                            "Action": "sqs:SendMessage",
                            "Resource": get(queue, "Arn"),
                            "Condition": {
                                "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
                            },
                        }
                    ],
                },
            },
        },
        f"{title}DeadLettersFound": alarm(
            f"Events of {context} were given up and lie in its dead-letter queue.",
            Namespace="AWS/SQS",
            MetricName="ApproximateNumberOfMessagesVisible",
            Dimensions=[{"Name": "QueueName", "Value": get(queue, "QueueName")}],
            Statistic="Maximum",
            Period=60,
        ),
        **summed_alarms(title, f"Functions of {context}", list(functions)),
    }


def summed_alarms(title: str, subject: str, names: list[str]) -> Template:
    """Answer alarms on the errors and throttles of functions, summed; ten to an alarm, as metric
    math allows.
    """
    alarms: Template = {}
    for metric, verb in (("Errors", "failed"), ("Throttles", "were throttled")):
        for start in range(0, len(names), 10):
            part = names[start : start + 10]
            number = "" if start == 0 else str(start // 10 + 1)
            parts = [
                {
                    "Id": f"m{index}",
                    "ReturnData": False,
                    "MetricStat": {
                        "Metric": {
                            "Namespace": "AWS/Lambda",
                            "MetricName": metric,
                            "Dimensions": [{"Name": "FunctionName", "Value": {"Ref": name}}],
                        },
                        "Period": 300,
                        "Stat": "Sum",
                    },
                }
                for index, name in enumerate(part)
            ]
            total = {
                "Id": "total",
                "Expression": "SUM(METRICS())",
                "Label": f"{title} {metric}",
                "ReturnData": True,
            }
            ring = alarm(f"{subject} {verb} within five minutes.", Metrics=[total, *parts])
            alarms[f"{title}{metric}{number}"] = ring | {"Condition": "OnAws"}
    return alarms


def event_with_defaults(event: Template, queue: str) -> Template:
    """Answer a SAM event with retries and a dead-letter queue where it states none."""
    properties = dict(event.get("Properties", {}))
    if event["Type"] in {"DynamoDB", "Kinesis"}:
        failures = {"OnFailure": {"Type": "SQS", "Destination": get(queue, "Arn")}}
        properties = STREAM_DEFAULTS | {"DestinationConfig": failures} | properties
    elif event["Type"] in {"EventBridgeRule", "Schedule"}:
        properties = {
            "RetryPolicy": RULE_RETRIES,
            "DeadLetterConfig": {"Arn": get(queue, "Arn")},
        } | properties
    return {"Type": event["Type"], "Properties": properties}


def statements_of_event(event: Template) -> list[Template]:
    """Answer what a function must be allowed so that Lambda can poll for it."""
    if event["Type"] == "DynamoDB":
        return [allow(STREAM_ACTIONS, event["Properties"]["Stream"])]
    if event["Type"] == "SQS":
        return [allow(QUEUE_ACTIONS, event["Properties"]["Queue"])]
    return []


def all_grants(fragments: dict[str, Template]) -> dict[str, Any]:
    """Answer the bundles of statements by name."""
    return {
        name: bundle
        for fragment in fragments.values()
        for name, bundle in fragment.get("Grants", {}).items()
    }


def granted(where: str, short: Template, grants: dict[str, Any]) -> list[Template]:
    """Answer the statements of the named bundles, then the section's own.

    :raises FragmentError: a bundle that platform.yaml does not have.
    """
    names = short.get("Grants", [])
    if unknown := [name for name in names if name not in grants]:
        raise FragmentError(
            f"{where} names grants that platform.yaml does not have: {', '.join(unknown)}"
        )
    return [statement for name in names for statement in grants[name]] + list(
        short.get("Statements", [])
    )


def dead_letters_id(context: str) -> str:
    """Answer the logical id of a context's dead-letter queue."""
    return f"{camel(context)}DeadLetters"
