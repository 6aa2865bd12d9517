"""Small pieces of a template that several parts of the build need."""

import re
from typing import Any

from infra.tools.fragments import Template

XRAY: Template = {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/AWSXRayDaemonWriteAccess"}
"""X-Ray's actions take no resource: AWS's own policy keeps the star out of ours."""


def get(resource: str, attribute: str) -> Template:
    """Answer ``Fn::GetAtt``."""
    return {"Fn::GetAtt": [resource, attribute]}


def allow(actions: list[str], resource: Any, **condition: Any) -> Template:
    """Answer one IAM statement."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": resource}
    return statement | ({"Condition": condition} if condition else {})


KEY_USE = allow(
    ["kms:Decrypt", "kms:GenerateDataKey"],
    get("DataKey", "Arn"),
    StringLike={"kms:ViaService": {"Fn::Sub": "*.${AWS::Region}.${AWS::URLSuffix}"}},
)
"""What every role needs to use tables, buckets, queues and topics that the data key encrypts."""


def role(
    service: str,
    statements: list[Template],
    policies: list[Template] | None = None,
    **properties: Any,
) -> Template:
    """Answer a role that ``service`` takes, which may do ``statements`` and what managed
    ``policies`` (their ARNs) say, trace, and use the key.
    """
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    policy = {"Version": "2012-10-17", "Statement": [*statements, KEY_USE]}
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            **properties,
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "ManagedPolicyArns": [XRAY, *(policies or [])],
            "Policies": [{"PolicyName": "own", "PolicyDocument": policy}],
        },
    }


def role_and_logs(
    name: str, statements: list[Template], policies: list[Template] | None = None
) -> Template:
    """Answer the role of the function ``name`` and its log group, by logical id."""
    write = allow(["logs:CreateLogStream", "logs:PutLogEvents"], get(f"{name}Logs", "Arn"))
    return {
        f"{name}Role": role("lambda", [*statements, write], policies),
        f"{name}Logs": {
            "Type": "AWS::Logs::LogGroup",
            "DeletionPolicy": "RetainExceptOnCreate",
            "UpdateReplacePolicy": "Retain",
            "Properties": {
                "LogGroupName": {"Fn::Sub": f"/teleshop/${{AWS::StackName}}/{dashed(name)}"},
                "RetentionInDays": {"Ref": "LogRetentionDays"},
                "KmsKeyId": get("DataKey", "Arn"),
            },
        },
    }


def alarm(description: str, *, threshold: float = 0, **what: Any) -> Template:
    """Answer an alarm that rings on the first value above ``threshold``."""
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": description,
            **what,
            "EvaluationPeriods": 1,
            "Threshold": threshold,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [{"Ref": "AlarmsTopic"}],
        },
    }


def skips(reasons: dict[str, str]) -> Template:
    """Answer the metadata by which checkov leaves a check out, with the reason beside it."""
    skip = [{"id": check, "comment": reason} for check, reason in sorted(reasons.items())]
    return {"checkov": {"skip": skip}}


def camel(words: str) -> str:
    """Answer ``supplier-onboarding`` as ``SupplierOnboarding``."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[-_ ]", words))


def dashed(name: str) -> str:
    """Answer ``OutboxPublish`` as ``outbox-publish``, ``APIHandler`` as ``api-handler``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()
