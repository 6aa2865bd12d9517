"""What a story's personal words left behind where they must not be: in log lines, in events, in
rows.
"""

import contextlib
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from infra.tools.local_cloud import Platform


def traces(cloud: Platform, words: Iterable[str]) -> list[str]:
    """Where any of the words stands in clear: every log line of the platform so far, every event
    in the outbox, every stored row. What is sealed shows nothing.
    """
    wanted = tuple(words)
    return [
        f"{place}: {text[:200]}"
        for place, text in (*logged(cloud), *stored(cloud))
        if any(word in text for word in wanted)
    ]


def logged(cloud: Platform) -> Iterator[tuple[str, str]]:
    """Every line of every log group, with the name of its group."""
    logs = cloud.client("logs")
    for page in logs.get_paginator("describe_log_groups").paginate():
        for group in page["logGroups"]:
            name = group["logGroupName"]
            for lines in logs.get_paginator("filter_log_events").paginate(logGroupName=name):
                for line in lines["events"]:
                    yield name, readable(line["message"])


def stored(cloud: Platform) -> Iterator[tuple[str, str]]:
    """Every row of every table, the outbox among them, with the name of its table."""
    dynamodb = cloud.client("dynamodb")
    for page in dynamodb.get_paginator("list_tables").paginate():
        for name in page["TableNames"]:
            for rows in dynamodb.get_paginator("scan").paginate(TableName=name):
                for row in rows["Items"]:
                    yield name, readable(json.dumps(row, ensure_ascii=False, default=plain))


def plain(value: Any) -> str:
    """Bytes as text, as far as they are any; what is only packed is unpacked."""
    content = bytes(value)
    with contextlib.suppress(zlib.error):
        content = zlib.decompress(content)
    return content.decode("utf-8", "replace")


def readable(text: str) -> str:
    """The text with what JSON inside of JSON wrote as ``\\uXXXX`` beside it."""
    if "\\u" not in text:
        return text
    return text + text.encode("ascii", "backslashreplace").decode("unicode_escape", "replace")
