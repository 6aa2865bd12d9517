"""Dressing what ``chalice package`` generates: the HTTP function, its authorizers, the REST API
and its stage.
"""

import json
from typing import Any

from infra.tools import functions, policies, stacks
from infra.tools.fragments import Template
from infra.tools.pieces import camel, get, role_and_logs, skips

HANDLER = "APIHandler"
API = "RestAPI"
NOT_FOR_THE_API = {
    "CKV_AWS_120": "answers depend on the caller, so the stage must not cache them",
    "CKV_AWS_73": "X-Ray is on: the check reads TracingEnabled only from AWS::ApiGateway::Stage",
    "CKV_AWS_76": "the access log is on: the check reads it only from AWS::ApiGateway::Stage",
}
THROTTLING = {"rate": 2_000, "burst": 4_000}
"""Requests per second and burst of the whole stage; see docs/build-and-deploy.md for changing
them.
"""

ACCESS_LOG = {
    "time": "$context.requestTime",
    "request_id": "$context.requestId",
    "method": "$context.httpMethod",
    "resource": "$context.resourcePath",
    "status": "$context.status",
    "latency_ms": "$context.responseLatency",
    "bytes": "$context.responseLength",
    "trace_id": "$context.xrayTraceId",
}
"""No address and no path parameter: the log of who called what is the audit trail, and this one
holds nothing personal.
"""

PROBLEMS: dict[str, tuple[int | None, str, str, str]] = {
    "DEFAULT_4XX": (None, "request_refused", "请求无法处理", "The request cannot be handled"),
    "DEFAULT_5XX": (
        None,
        "unavailable",
        "服务暂不可用，请稍后重试",
        "Not available, try again later",
    ),
    "ACCESS_DENIED": (403, "forbidden", "无权执行", "Not allowed"),
    "AUTHORIZER_FAILURE": (500, "unavailable", "服务暂不可用，请稍后重试", "Try again later"),
    "BAD_REQUEST_BODY": (400, "malformed_body", "请求体格式有误", "The body is malformed"),
    "EXPIRED_TOKEN": (401, "unauthenticated", "登录已失效", "Not signed in any more"),
    "INTEGRATION_FAILURE": (502, "unavailable", "服务暂不可用，请稍后重试", "Try again later"),
    "INTEGRATION_TIMEOUT": (
        504,
        "timeout",
        "处理超时，请稍后查询结果",
        "The request took too long",
    ),
    "MISSING_AUTHENTICATION_TOKEN": (404, "not_found", "未找到", "There is nothing here"),
    "REQUEST_TOO_LARGE": (413, "body_too_large", "请求体过大", "Body too large"),
    "RESOURCE_NOT_FOUND": (404, "not_found", "未找到", "There is nothing here"),
    "THROTTLED": (429, "too_many_requests", "请求过于频繁，请稍后重试", "Too many requests"),
    "UNAUTHORIZED": (401, "unauthenticated", "请先登录", "Sign in first"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "unsupported_media_type", "不支持的内容类型", "Send JSON"),
}
"""What the gateway itself refuses: status, code and texts, in the shape of the application's own
refusals. It cannot see the caller's language, so both are given. The first two catch what the
others do not name; their status varies, so the body leaves it to the status line.
"""


def dress(template: Template, fragments: dict[str, Template]) -> None:
    """Give the generated functions roles, logs and alarms, and the API its stage settings; changes
    ``template``.
    """
    resources = template["Resources"]
    generated = [
        name
        for name, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::Function"
        and "LoggingConfig" not in resource["Properties"]
    ]
    access = access_policies(fragments)
    for name in generated:
        if name == HANDLER:
            attached: list[Template] = [{"Ref": policy} for policy in access]
            dress_function(resources, name, shared_statements(fragments), attached)
        else:
            dress_function(resources, name, [], [])
    resources |= access
    resources |= functions.summed_alarms("Http", "The HTTP functions", generated)
    dress_api(resources[API]["Properties"])
    resources[API]["Metadata"] = skips(NOT_FOR_THE_API)
    template["Outputs"] |= {
        "ApiId": {"Value": {"Ref": API}},
        "HttpFunction": {"Value": {"Ref": HANDLER}},
    }


def shared_statements(fragments: dict[str, Template]) -> list[Template]:
    """Answer the statements of the bundles that the routes of any context need."""
    grants = functions.all_grants(fragments)
    return unique(
        statement
        for context, fragment in fragments.items()
        for statement in functions.granted(
            f"{context}.yaml: Api", {"Grants": fragment.get("Api", {}).get("Grants", [])}, grants
        )
    )


def access_policies(fragments: dict[str, Template]) -> Template:
    """Answer managed policies with what the routes of each context need beyond the bundles.

    A role's inline policies hold 10,240 characters, which twenty contexts do not fit into. The
    policies follow the table of stacks; a repeated statement is kept at its first place.
    """
    said = {json.dumps(statement, sort_keys=True) for statement in shared_statements(fragments)}
    resources: Template = {}
    for stack, contexts in stacks.STACKS.items():
        own: dict[str, list[Template]] = {}
        for context in contexts:
            listed = unique(fragments.get(context, {}).get("Api", {}).get("Statements", []))
            texts = [json.dumps(statement, sort_keys=True) for statement in listed]
            own[context] = [
                statement for statement, text in zip(listed, texts, strict=True) if text not in said
            ]
            said.update(texts)
        for number, statements in enumerate(policies.spread(own), start=1):
            resources[f"Api{camel(stack)}Access{number}"] = policies.managed(
                f"What the routes of the stack {stack} need, part {number}.", statements
            )
    return resources


def dress_function(
    resources: Template, name: str, statements: list[Template], attached: list[Template]
) -> None:
    """Give one generated function its own role and log group, and drop what the globals say
    better.
    """
    properties = resources[name]["Properties"]
    for said_by_globals in ("Runtime", "Tracing", "Tags", "Layers", "Architectures"):
        properties.pop(said_by_globals, None)
    if name == HANDLER:
        properties |= {"MemorySize": 1024, "Timeout": 29, "Description": "Every route of the API."}
    else:
        properties |= {
            "MemorySize": 512,
            "Timeout": 10,
            "Description": "Verifies the token of a request.",
        }
    properties |= functions.wearing(name)
    resources[name]["Metadata"] = skips(
        functions.NOT_FOR_US
        | {
            "CKV_AWS_115": "serves people: it takes what the account has, while others are limited",
            "CKV_AWS_116": "API Gateway waits for the answer: nothing becomes a dead letter",
        }
    )
    resources |= role_and_logs(name, statements, attached)


def dress_api(properties: Template) -> None:
    """Give the stage its throttling, access log and tracing, and the gateway's own refusals their
    shape.
    """
    properties["TracingEnabled"] = True
    properties["AccessLogSetting"] = {
        "DestinationArn": get("ApiAccessLogs", "Arn"),
        "Format": json.dumps(ACCESS_LOG, separators=(",", ":")),
    }
    properties["MethodSettings"] = [
        {
            "ResourcePath": "/*",
            "HttpMethod": "*",
            "ThrottlingRateLimit": THROTTLING["rate"],
            "ThrottlingBurstLimit": THROTTLING["burst"],
            "MetricsEnabled": True,
            "LoggingLevel": "ERROR",
            "DataTraceEnabled": False,
        }
    ]
    properties["DefinitionBody"]["x-amazon-apigateway-gateway-responses"] = {
        kind: gateway_response(kind) for kind in PROBLEMS
    }


def gateway_response(kind: str) -> Template:
    """Answer one refusal of the gateway as application/problem+json in both languages."""
    status, code, chinese, english = PROBLEMS[kind]
    body = {
        "type": f"urn:teleshop:problem:{code}",
        "title": f"{chinese} / {english}",
        **({"status": status} if status else {}),
        "detail": f"{chinese} / {english}",
        "code": code,
        "request_id": "$context.requestId",
    }
    response: Template = {
        "responseTemplates": {"application/json": json.dumps(body, ensure_ascii=False)},
        "responseParameters": {
            "gatewayresponse.header.Content-Type": "'application/problem+json'",
            "gatewayresponse.header.X-Request-Id": "context.requestId",
        },
    }
    return response | ({"statusCode": str(status)} if status else {})


def unique(statements: Any) -> list[Template]:
    """Answer the statements without repetitions, in their order."""
    return list(
        {json.dumps(statement, sort_keys=True): statement for statement in statements}.values()
    )
