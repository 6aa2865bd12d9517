"""How long policies become, and spreading statements over several that stay short enough.

IAM counts the characters of a policy without white space, after everything in it is filled in.
"""

import json
import re
from typing import Any

from infra.tools.fragments import Template

INLINE_CHARACTERS = 10_240
"""Of all inline policies of a role together."""
MANAGED_CHARACTERS = 6_144
"""Of one customer managed policy."""
ATTACHED = 10
"""Managed policies of a role, AWS's own included; the quota can be raised to 20."""
FULL = 5_600
"""Up to here statements go into one policy; the rest is for the statements it has to grow."""

FILLED_IN = {
    "AWS::Partition": "aws-cn",
    "AWS::Region": "cn-northwest-1",
    "AWS::AccountId": "1" * 12,
    "AWS::URLSuffix": "amazonaws.com.cn",
    "AWS::StackName": "platform-of-20-chars",
    "Platform": "platform-of-20-chars",
}
"""The longest there are, and a name of 20 characters for the platform."""
ANY_ARN = (
    "arn:aws-cn:secretsmanager:cn-northwest-1:111111111111:secret:platform-of-20-chars--1234567"
)
TABLE_ARN = "arn:aws-cn:dynamodb:cn-northwest-1:111111111111:table/platform-of-20-chars-"


def document(statements: list[Template]) -> Template:
    """Answer the policy of some statements."""
    return {"Version": "2012-10-17", "Statement": statements}


def characters(policy: Any) -> int:
    """Answer an upper bound for the characters that IAM counts of a policy, for a platform whose
    name has 20 characters at most.
    """
    text = json.dumps(_filled_in(policy), ensure_ascii=False, separators=(",", ":"))
    return len(re.sub(r"\s", "", text))


def _filled_in(value: Any) -> Any:
    if isinstance(value, list):
        return [_filled_in(item) for item in value]
    if isinstance(value, dict):
        name, inner = next(iter(value.items()), ("", None))
        filled = _function_filled_in(name, inner) if len(value) == 1 else None
        return filled or {key: _filled_in(inner) for key, inner in value.items()}
    return value


def _function_filled_in(name: str, inner: Any) -> Any:
    """Answer what an intrinsic function can become at the longest, None for anything else."""
    match name:
        case "Ref":
            return _longest(inner)
        case "Fn::GetAtt":
            return _longest(inner[0])
        case "Fn::Sub" if isinstance(inner, str):
            return re.sub(r"\$\{([\w:]+)[^}]*\}", lambda found: _longest(found[1]), inner)
        case "Fn::If":
            return max(map(_filled_in, inner[1:]), key=lambda branch: len(json.dumps(branch)))
        case _:
            return None


def _longest(name: str) -> str:
    """Answer something as long as what ``name`` stands for can be: a table's ARN is known but for
    the platform's name, of all else the longest form is taken.
    """
    if name in FILLED_IN:
        return FILLED_IN[name]
    table = re.fullmatch(r"(\w+Table)(Arn)?", name)
    return TABLE_ARN + table[1] if table else ANY_ARN + name


def spread(statements: dict[str, list[Template]], full: int = FULL) -> list[list[Template]]:
    """Answer the statements of each context, spread over as few policies as hold them; a context's
    statements stay together where they fit into one.

    The order is kept, so that a context added at the end moves nothing from policy to policy: for
    a moment such a move would leave a right in neither.
    """
    policies: list[list[Template]] = []
    for own in statements.values():
        if policies and characters(document(policies[-1] + own)) <= full:
            policies[-1] += own
            continue
        for statement in own:
            new = statement is own[0] or not policies
            if new or characters(document([*policies[-1], statement])) > full:
                policies.append([])
            policies[-1].append(statement)
    return policies


def managed(description: str, statements: list[Template]) -> Template:
    """Answer a customer managed policy."""
    return {
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {"Description": description, "PolicyDocument": document(statements)},
    }
