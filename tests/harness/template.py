"""The template as tests see it: fragments joined, intrinsic functions resolved for an installation
named ``teleshop``.
"""

import re
from functools import cache
from typing import Any

from infra.tools.fragments import join, load_fragments

STACK = "teleshop"
REGION = "ap-southeast-1"
ACCOUNT = "123456789012"
PARAMETERS = {
    "Stage": "test",
    "TokenIssuer": "https://tokens.example/pool",
    "TokenAudience": "teleshop",
    "TokenJwksUrl": "https://tokens.example/pool/.well-known/jwks.json",
    "CorsOrigin": "https://console.example",
    "OperatorName": "示例电视购物有限公司",
    "OperatorUscc": "91330100799653052A",
    "OperatorAddress": "浙江省杭州市示例路 1 号",
    "OperatorContact": "400-000-0000",
}
PSEUDO = {
    "AWS::StackName": STACK,
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::NoValue": None,
}
PERSONAL_KEY_ID = "11111111-2222-4333-8444-555555555555"

Resource = dict[str, Any]

ARN_FORMS = {
    "AWS::S3::Bucket": "arn:aws:s3:::{name}",
    "AWS::KMS::Key": "arn:aws:kms:{where}:key/{name}",
    "AWS::DynamoDB::Table": "arn:aws:dynamodb:{where}:table/{name}",
    "AWS::Events::EventBus": "arn:aws:events:{where}:event-bus/{name}",
    "AWS::SNS::Topic": "arn:aws:sns:{where}:{name}",
    "AWS::SQS::Queue": "arn:aws:sqs:{where}:{name}",
    "AWS::SecretsManager::Secret": "arn:aws:secretsmanager:{where}:secret:{name}",
    "AWS::IAM::Role": "arn:aws:iam::{where}:role/{name}",
    "AWS::Serverless::StateMachine": "arn:aws:states:{where}:stateMachine:{name}",
    "AWS::StepFunctions::StateMachine": "arn:aws:states:{where}:stateMachine:{name}",
}
NAMED_BY_REF = {"AWS::S3::Bucket", "AWS::KMS::Key", "AWS::Events::EventBus"}
"""What ``Ref`` gives is the name within the ARN; for topics, queues and secrets it is the ARN
itself.
"""


@cache
def fragments() -> dict[str, Any]:
    """Every fragment by context, read once per process."""
    return load_fragments()


@cache
def joined_template() -> dict[str, Any]:
    """The plain sections of every fragment."""
    return join(fragments())


def resources_of_type(type_name: str) -> dict[str, Resource]:
    """``Properties`` of every resource of one CloudFormation type by logical id, unresolved."""
    return {
        name: resource.get("Properties", {})
        for name, resource in joined_template()["Resources"].items()
        if resource["Type"] == type_name
    }


def physical_name(logical_id: str) -> str:
    """What ``Ref`` gives for a resource in the tests' installation."""
    resource = joined_template()["Resources"].get(logical_id)
    kind = resource["Type"] if resource else "AWS::Serverless::Function"
    properties = (resource or {}).get("Properties", {})
    if kind == "AWS::S3::Bucket":
        return f"{STACK}-{logical_id.lower()}"
    if kind == "AWS::KMS::Key":
        return PERSONAL_KEY_ID if logical_id == "PersonalKey" else logical_id
    if kind == "AWS::Events::EventBus":
        return str(resolve(properties["Name"]))
    if kind in {"AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::SecretsManager::Secret"}:
        return arn(logical_id)
    return f"{STACK}-{logical_id}"


def arn(logical_id: str) -> str:
    """What ``GetAtt … .Arn`` gives for a resource in the tests' installation."""
    resource = joined_template()["Resources"].get(logical_id)
    kind = resource["Type"] if resource else "AWS::Serverless::Function"
    where = f"{REGION}:{ACCOUNT}"
    name = physical_name(logical_id) if kind in NAMED_BY_REF else f"{STACK}-{logical_id}"
    form = ARN_FORMS.get(kind, "arn:aws:lambda:{where}:function:{name}")
    return form.format(where=where, name=name)


def resolve(value: Any) -> Any:
    """``value`` with every intrinsic function replaced by what it stands for here.

    Raises ValueError for a function this reader does not know, so that a new one is noticed.
    """
    if isinstance(value, list):
        return [resolve(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((key, inner),) = value.items()
        if key == "Ref":
            return _ref(inner)
        if key.startswith("Fn::"):
            return _function(key, inner)
    return {key: resolve(item) for key, item in value.items()}


def _ref(name: str) -> Any:
    if name in PSEUDO:
        return PSEUDO[name]
    parameters = joined_template().get("Parameters", {})
    if name in parameters:
        return PARAMETERS.get(name, parameters[name].get("Default"))
    return physical_name(name)


def _function(key: str, inner: Any) -> Any:
    match key:
        case "Fn::GetAtt":
            name, attribute = inner
            if attribute == "StreamArn":
                return f"{arn(name)}/stream/latest"
            return arn(name) if attribute in {"Arn", "Id"} else f"{physical_name(name)}.{attribute}"
        case "Fn::Sub":
            text, given = (inner, {}) if isinstance(inner, str) else (inner[0], resolve(inner[1]))
            return re.sub(r"\$\{([^!}]+)\}", lambda match: str(_substitute(match[1], given)), text)
        case "Fn::Join":
            return inner[0].join(str(resolve(part)) for part in inner[1])
        case "Fn::If":
            return resolve(
                inner[1] if _condition(joined_template()["Conditions"][inner[0]]) else inner[2]
            )
        case _:
            raise ValueError(f"{key} is not known to tests.harness.template")


def _condition(condition: dict[str, Any]) -> bool:
    ((key, inner),) = condition.items()
    match key:
        case "Fn::Equals":
            return bool(resolve(inner[0]) == resolve(inner[1]))
        case "Fn::Not":
            return not _condition(inner[0])
        case "Fn::And":
            return all(_condition(part) for part in inner)
        case "Fn::Or":
            return any(_condition(part) for part in inner)
        case "Condition":
            return _condition(joined_template()["Conditions"][inner])
        case _:
            raise ValueError(f"{key} is not known to tests.harness.template")


def _substitute(name: str, given: dict[str, Any]) -> Any:
    if name in given:
        return given[name]
    if "." in name:
        return _function("Fn::GetAtt", name.split(".", 1))
    return _ref(name)


@cache
def environment() -> dict[str, str]:
    """The environment variables of every function (SAM Globals), with the credentials of nobody."""
    variables = joined_template()["Globals"]["Function"]["Environment"]["Variables"]
    return {
        **{name: str(resolve(value)) for name, value in variables.items()},
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_SESSION_TOKEN": "none",
        "AWS_EC2_METADATA_DISABLED": "true",
        "POWERTOOLS_TRACE_DISABLED": "true",
        "POWERTOOLS_METRICS_DISABLED": "true",
    }
