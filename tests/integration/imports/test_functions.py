"""The functions of this context, each with the sample of what triggers it."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from functions.imports import chunk, on_deadline_reached, report, report_failure, split, start
from functions.imports.reading import read_rows
from functions.imports.reports import to_csv, to_workbook
from teleshop.imports.errors import ImportNotFoundError
from teleshop.imports.wiring import runs
from tests.factories.import_files import csv_file, row
from tests.factories.imports import Memory, call, chunks, requested
from tests.harness.lambdas import context_of

pytestmark = pytest.mark.clause("2.2.1")
ROOT = Path(__file__).parents[3]
STEPS = (
    ("ImportsSplit", split),
    ("ImportsChunk", chunk),
    ("ImportsReport", report),
    ("ImportsReportFailure", report_failure),
    ("ImportsStart", start),
)


def sample(name: str) -> dict[str, Any]:
    path = ROOT / "events" / "imports" / f"{name}.json"
    event: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return event


@pytest.mark.parametrize(("name", "function"), STEPS)
def test_a_step_of_an_import_that_is_not_there_fails_and_is_tried_again(
    aws: Any, name: str, function: ModuleType
) -> None:
    with pytest.raises(ImportNotFoundError):
        function.handler(sample(function.__name__.rpartition(".")[2]), context_of(name))


def finished() -> str:
    import_id = requested(csv_file([row()]))
    runs().split(call(), read_rows, import_id)
    chunks(Memory()).import_chunk(call(), import_id, 1)
    runs().report(call(), to_csv, to_workbook, import_id)
    return import_id


def test_an_import_that_has_ended_is_not_started_again(aws: Any) -> None:
    event = sample("start")
    event["detail"]["data"]["import_id"] = finished()
    # No state machine exists here: starting one would fail.
    start.handler(event, context_of("ImportsStart"))


def test_the_clock_of_an_import_that_has_ended_tells_nothing(aws: Any) -> None:
    event = sample("on_deadline_reached")
    event["detail"]["data"]["owner_id"] = finished()
    told = len(aws.items("OutboxTable"))
    on_deadline_reached.handler(event, context_of("ImportsOnDeadlineReached"))
    assert len(aws.items("OutboxTable")) == told


def test_a_step_that_was_taken_answers_as_it_did(aws: Any) -> None:
    import_id = finished()
    given = {"import_id": import_id, "chunk": 1, "at": "2026-11-23T05:00:00Z"}
    assert split.handler(given, context_of("ImportsSplit")) == {"chunks": [1]}
    assert chunk.handler(given, context_of("ImportsChunk")) == {"rows": 0}
    assert report.handler(given, context_of("ImportsReport")) == {"state": "done"}
    failure = given | {"error": {"Error": "States.Timeout"}}
    assert report_failure.handler(failure, context_of("ImportsReportFailure"))["state"] == "done"


def test_the_run_of_chunks_is_bounded_and_every_step_is_tried_again() -> None:
    path = ROOT / "infra" / "statemachines" / "product-import.asl.json"
    states = json.loads(path.read_text(encoding="utf-8"))["States"]
    chunks_of = states["Import"]
    assert 1 <= chunks_of["MaxConcurrency"] <= 10
    tasks = [states["Split"], states["Report"], *chunks_of["ItemProcessor"]["States"].values()]
    assert all(task["Retry"][0]["MaxAttempts"] >= 3 for task in tasks)
    assert {states[name]["Catch"][0]["Next"] for name in ("Split", "Import", "Report")} == {
        "ReportFailure"
    }
