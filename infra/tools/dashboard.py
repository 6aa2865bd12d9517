"""The CloudWatch dashboard of each stack, made from what it holds, so that nothing is missing."""

import json
from typing import Any

from infra.tools.fragments import Template
from infra.tools.functions import dead_letters_id

WIDTH, HEIGHT = 12, 6
Widget = dict[str, Any]


def of_the_api() -> list[Widget]:
    """Answer the graphs of the HTTP API."""
    api = ["AWS/ApiGateway", "ApiName", "teleshop", "Stage", "api"]
    return [
        graph("Requests", [line(api, "Count"), line(api, "4XXError"), line(api, "5XXError")]),
        graph("Latency of the API, ms", [line(api, "Latency", "p50"), line(api, "Latency", "p99")]),
    ]


def of_the_sweep() -> Widget:
    """Answer the graph of how late the deadline sweep is."""
    return graph(
        "Lag of the deadline sweep, s",
        [line(["Teleshop", "service", "deadlines"], "SweepLag", "Maximum")],
    )


def of_resources(functions: list[str], contexts: list[str], tables: list[str]) -> list[Widget]:
    """Answer the graphs of functions, of contexts' dead letters, and of tables, by logical id;
    CloudFormation fills in what they become. What a stack has none of has no graph.
    """
    function, table = ("AWS/Lambda", "FunctionName"), ("AWS/DynamoDB", "TableName")
    widgets = [
        graph("Errors of functions", [of(*function, name, "Errors") for name in functions]),
        graph("Throttles of functions", [of(*function, name, "Throttles") for name in functions]),
        graph(
            "Duration of functions, p99 ms",
            [of(*function, name, "Duration", "p99") for name in functions],
        ),
        graph("Dead letters", [dead(context) for context in contexts]),
        graph(
            "Capacity written", [of(*table, name, "ConsumedWriteCapacityUnits") for name in tables]
        ),
        graph(
            "Requests throttled by tables",
            [of(*table, name, "ThrottledRequests") for name in tables],
        ),
    ]
    return [widget for widget in widgets if widget["properties"]["metrics"]]


def dashboard(stack: str, widgets: list[Widget]) -> Template:
    """Answer the dashboard of a stack, with its widgets in two columns."""
    placed = [
        {
            **widget,
            "x": index % 2 * WIDTH,
            "y": index // 2 * HEIGHT,
            "width": WIDTH,
            "height": HEIGHT,
        }
        for index, widget in enumerate(widgets)
    ]
    body = json.dumps({"widgets": placed}, separators=(",", ":"))
    return {
        "Type": "AWS::CloudWatch::Dashboard",
        "Properties": {
            "DashboardName": {"Fn::Sub": f"${{AWS::StackName}}-{stack}"},
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
