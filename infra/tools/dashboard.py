"""The one CloudWatch dashboard, made from what the template holds, so that nothing is missing."""

import json
from typing import Any

from infra.tools.fragments import Template
from infra.tools.functions import dead_letters_id

WIDTH, HEIGHT = 12, 6
Widget = dict[str, Any]


def dashboard(functions: list[str], contexts: list[str], tables: list[str]) -> Template:
    """Answer the dashboard over all functions, the contexts' dead letters, and the tables.

    All names are logical ids; CloudFormation fills in what they become.
    """
    api = ["AWS/ApiGateway", "ApiName", "teleshop", "Stage", "api"]
    widgets = [
        graph("Requests", [line(api, "Count"), line(api, "4XXError"), line(api, "5XXError")]),
        graph("Latency of the API, ms", [line(api, "Latency", "p50"), line(api, "Latency", "p99")]),
        graph(
            "Errors of functions",
            [of("AWS/Lambda", "FunctionName", name, "Errors") for name in functions],
        ),
        graph(
            "Throttles of functions",
            [of("AWS/Lambda", "FunctionName", name, "Throttles") for name in functions],
        ),
        graph(
            "Duration of functions, p99 ms",
            [of("AWS/Lambda", "FunctionName", name, "Duration", "p99") for name in functions],
        ),
        graph("Dead letters", [dead(context) for context in contexts]),
        graph(
            "Lag of the deadline sweep, s",
            [line(["Teleshop", "service", "deadlines"], "SweepLag", "Maximum")],
        ),
        graph(
            "Capacity written",
            [
                of("AWS/DynamoDB", "TableName", name, "ConsumedWriteCapacityUnits")
                for name in tables
            ],
        ),
        graph(
            "Requests throttled by tables",
            [of("AWS/DynamoDB", "TableName", name, "ThrottledRequests") for name in tables],
        ),
    ]
    for index, widget in enumerate(widgets):
        widget |= {
            "x": index % 2 * WIDTH,
            "y": index // 2 * HEIGHT,
            "width": WIDTH,
            "height": HEIGHT,
        }
    body = json.dumps({"widgets": widgets}, separators=(",", ":"))
    return {
        "Type": "AWS::CloudWatch::Dashboard",
        "Properties": {
            "DashboardName": {"Ref": "AWS::StackName"},
            "DashboardBody": {"Fn::Sub": body},
        },
    }


def graph(title: str, metrics: list[list[Any]]) -> Widget:
    """Answer a graph of some metrics, in steps of five minutes."""
    properties = {
        "title": title,
        "region": "${AWS::Region}",
        "period": 300,
        "stat": "Sum",
        "view": "timeSeries",
        "metrics": metrics,
    }
    return {"type": "metric", "properties": properties}


def line(where: list[str], metric: str, statistic: str = "Sum") -> list[Any]:
    """Answer one line of a graph: namespace, metric, dimensions, and how it is summed up."""
    return [where[0], metric, *where[1:], {"stat": statistic, "label": metric}]


def of(namespace: str, dimension: str, name: str, metric: str, statistic: str = "Sum") -> list[Any]:
    """Answer the line of one resource, under its logical id."""
    return [namespace, metric, dimension, f"${{{name}}}", {"stat": statistic, "label": name}]


def dead(context: str) -> list[Any]:
    """Answer how many messages lie in a context's dead-letter queue."""
    name = f"${{{dead_letters_id(context)}.QueueName}}"
    metric = "ApproximateNumberOfMessagesVisible"
    return ["AWS/SQS", metric, "QueueName", name, {"stat": "Maximum", "label": context}]
