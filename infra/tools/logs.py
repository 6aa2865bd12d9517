"""The functions' log lines, in the order of their times and readable by people."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

FRAME = ("START RequestId", "END RequestId", "REPORT RequestId", "INIT_START")
"""What the Lambda service writes around every call."""

SHOWN_ELSEWHERE = {
    "level",
    "location",
    "message",
    "timestamp",
    "service",
    "cold_start",
    "function_arn",
    "function_memory_size",
    "function_name",
    "function_request_id",
    "xray_trace_id",
    "exception",
    "exception_name",
    "stack_trace",
}
"""Fields of a structured line that are printed in front, or say nothing on one machine."""


@dataclass
class LogTail:
    """Reads what the functions of one stack wrote since ``since`` (milliseconds since 1970) or the
    last look.
    """

    client: Any
    prefix: str
    since: int
    seen: set[tuple[int, str, str, int]] = field(default_factory=set)

    def lines(self) -> list[str]:
        """Answer the new lines, oldest first."""
        found: list[tuple[int, str, str]] = []
        # Not every emulator gives events an id: equal lines of one instant are told apart by count.
        times: Counter[tuple[int, str, str]] = Counter()
        listed = self.client.get_paginator("describe_log_groups").paginate(
            logGroupNamePrefix=self.prefix
        )
        for group in (group for page in listed for group in page["logGroups"]):
            name = group["logGroupName"]
            pages = self.client.get_paginator("filter_log_events").paginate(
                logGroupName=name, startTime=self.since
            )
            for event in (event for page in pages for event in page["events"]):
                line = (event["timestamp"], name.rsplit("/", 1)[-1], event["message"].rstrip())
                times[line] += 1
                if (*line, times[line]) not in self.seen:
                    self.seen.add((*line, times[line]))
                    found.append(line)
        if found:
            # Lines written in the same instant as the newest may still come, so that instant is
            # looked at again.
            self.since = max(self.since, max(time for time, _, _ in found) - 2000)
        # By time alone: the lines of one instant, those of a traceback, keep their order.
        found.sort(key=lambda line: line[0])
        return [readable(*line) for line in found if not line[2].startswith(FRAME)]


def readable(time: int, function: str, message: str) -> str:
    """Answer one line: local time, function, level, message and the fields that tell something.

    ``time`` is in milliseconds since 1970. A message that is not a structured line is shown as it
    is.
    """
    clock = datetime.fromtimestamp(time / 1000).astimezone().strftime("%H:%M:%S")
    start = f"{clock}  {function:<31} "
    try:
        fields = json.loads(message)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        return start + message.replace("\n", "\n" + " " * 10)
    if "_aws" in fields:
        spaces = fields["_aws"]["CloudWatchMetrics"]
        names = [metric["Name"] for space in spaces for metric in space["Metrics"]]
        return f"{start}METRIC   " + " ".join(f"{name}={fields.get(name)}" for name in names)
    rest = " ".join(
        f"{name}={value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in fields.items()
        if name not in SHOWN_ELSEWHERE and value is not None
    )
    line = f"{start}{fields.get('level', 'INFO'):<8} {fields.get('message', '')}  {rest}".rstrip()
    if "exception" in fields:
        line += "\n" + " " * 10 + str(fields["exception"]).replace("\n", "\n" + " " * 10)
    return line
