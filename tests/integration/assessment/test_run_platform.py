"""The assessment of a quarter on the whole platform in one process: clock, state machine with its
distributed map, scorecards, events.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from teleshop.assessment.domain.runs import RunState
from teleshop.assessment.errors.runs import AssessmentReasonNeededError, AssessmentRunningError
from teleshop.assessment.schemas.runs import RunView
from teleshop.assessment.service.runs import Runs
from teleshop.assessment.service.scorecards import Scorecards
from teleshop.assessment.tables.runs import RunRepository
from teleshop.assessment.wiring import runs, scorecards
from tests.factories.assessment import (
    ENDED,
    MANAGER,
    QUARTER,
    call,
    cards_of,
    market,
    on_board,
    person_of,
    supplier_id,
    traded,
)
from tests.harness.aws import Cloud, cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

pytestmark = pytest.mark.clause("3.3.1")
RUNNING = (
    "AssessmentOpen",
    "AssessmentCollect",
    "AssessmentRecord",
    "AssessmentFinish",
    "AssessmentReportFailure",
    "Outbox",
)


def connections() -> Any:
    """The functions that have a part in a run; others listen elsewhere."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(RUNNING)]
    machines = [one for one in whole.machines if one.logical_id == "SupplierAssessment"]
    return replace(whole.only(*names), machines=machines)


@pytest.fixture(scope="module")
def undisturbed() -> dict[tuple[str, str], str]:
    """What a run of 120 suppliers stores if nothing happens to it."""
    with cloud() as aws, connected(aws, connections()) as platform:
        market(120)
        platform.run_schedules(at=ENDED, function="AssessmentOpen")
        return cards_of(aws)


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    with connected(aws, connections()) as made:
        yield made


def issued(platform: Platform) -> list[dict[str, Any]]:
    return [one["data"] for one in platform.events_of_type("ScorecardIssued")]


def test_a_quarter_of_fifty_suppliers_is_assessed_at_its_first_instant_after_the_end(
    platform: Platform, aws: Any
) -> None:
    market(50, silent=3)
    on_board(60, state="suspended")
    on_board(61, state="terminated")
    traded(61)
    platform.run_schedules(at=ENDED, function="AssessmentOpen")
    found = runs().show(QUARTER)
    assert (found.run.state, found.run.run, found.run.attempt) == (RunState.COMPLETED, 1, 1)
    assert (found.run.suppliers, found.run.batches) == (54, 2)
    bands = Counter(one["band"] for one in issued(platform))
    # Who sold nothing is on the list all the same, and not punished.
    assert bands["not_rated"] == found.counts.not_rated == 4
    assert bands["excellent"] == found.counts.excellent > 0
    assert bands["unqualified"] == found.counts.unqualified > 0
    assert bands.total() == found.counts.sum == len(cards_of(aws)) == 54
    assert not any(one["supplier_id"] == supplier_id(61) for one in issued(platform))
    (done,) = platform.events_of_type("AssessmentCompleted")
    assert done["data"]["suppliers"] == 54
    best = scorecards().show(call(person_of(50)), supplier_id(50), QUARTER)
    assert best.band == "excellent"
    assert best.assessed_at == ENDED


def test_an_instant_before_the_end_of_the_quarter_the_one_before_is_due(
    platform: Platform,
) -> None:
    market(1)
    platform.run_schedules(at=ENDED - timedelta(seconds=1), function="AssessmentOpen")
    assert [one["data"]["quarter"] for one in platform.events_of_type("AssessmentStarted")] == [
        "2026Q2"
    ]


def test_a_clock_that_strikes_twice_and_deliveries_that_are_repeated_make_one_run(
    platform: Platform, aws: Any
) -> None:
    market(3)
    platform.deliver = "twice"
    platform.run_schedules(at=ENDED, function="AssessmentOpen")
    platform.run_schedules(at=ENDED, function="AssessmentOpen")
    assert len({one["id"] for one in platform.events_of_type("AssessmentStarted")}) == 1
    assert len({one["id"] for one in platform.events_of_type("ScorecardIssued")}) == 3
    assert runs().show(QUARTER).run.run == 1
    assert len(cards_of(aws)) == 3
    assert len(executions(aws)) == 1


def test_of_two_starts_at_the_same_instant_one_makes_the_run_and_the_other_finds_it(
    platform: Platform, aws: Any
) -> None:
    market(1)
    last = RunRepository.last
    reads: list[str] = []

    def overtaken(own: RunRepository, quarter: str) -> Any:
        found = last(own, quarter)
        reads.append(quarter)
        if len(reads) == 1:
            # Between what the first one read and what it writes.
            platform.invoke("AssessmentOpen", clock_event())
        return found

    with patch.object(RunRepository, "last", overtaken):
        platform.invoke("AssessmentOpen", clock_event())
    platform.settle()
    assert len(platform.events_of_type("AssessmentStarted")) == 1
    assert len(executions(aws)) == 1
    assert (runs().show(QUARTER).run.run, runs().show(QUARTER).run.attempt) == (1, 1)


def clock_event() -> dict[str, Any]:
    return {"id": "1", "detail-type": "Scheduled Event", "time": "2026-09-30T16:00:00Z"}


def executions(aws: Any) -> list[dict[str, Any]]:
    client = aws.client("stepfunctions")
    (machine,) = client.list_state_machines()["stateMachines"]
    found = client.list_executions(stateMachineArn=machine["stateMachineArn"])
    return list(found["executions"])


def test_a_run_that_failed_is_resumed_and_every_scorecard_is_there_once_with_the_same_bytes(
    undisturbed: dict[tuple[str, str], str], platform: Platform, aws: Any
) -> None:
    market(120)
    record = Scorecards._issue_card

    def broken(own: Any, frame: Any, run: Any, card: Any, latest: Any) -> None:
        if card.supplier_id == supplier_id(77):
            raise OSError("disk")
        record(own, frame, run, card, latest)

    with patch.object(Scorecards, "_issue_card", broken):
        platform.run_schedules(at=ENDED, function="AssessmentOpen")
    failed = runs().show(QUARTER)
    assert failed.run.state is RunState.FAILED
    assert failed.run.error == "States.ExceedToleratedFailureThreshold"
    (told,) = platform.events_of_type("AssessmentFailed")
    assert (told["data"]["attempt"], told["data"]["error"]) == (1, failed.run.error)
    assert 0 < len(cards_of(aws)) < 120

    # Figures that arrive meanwhile change nothing of a run whose figures are frozen.
    traded(1, orders=5_000)
    resumed = runs().open(call(MANAGER, ENDED + timedelta(hours=2)), QUARTER, None)
    assert (resumed.run.run, resumed.run.attempt) == (1, 2)
    platform.settle()
    assert runs().show(QUARTER).run.state is RunState.COMPLETED
    assert len({one["supplier_id"] for one in issued(platform)}) == len(issued(platform)) == 120
    assert cards_of(aws) == undisturbed


def test_a_run_that_was_killed_is_resumed_and_refused_while_it_works(
    undisturbed: dict[tuple[str, str], str], platform: Platform, aws: Any
) -> None:
    market(120)
    record = Scorecards.record_batch
    killed: list[int] = []

    def killing(own: Any, frame: Any, quarter: str, number: int, batch: int) -> Any:
        if batch == 2 and not killed:
            killed.append(batch)
            # What follows is done by people, not by the function that records.
            platform._running.function = None
            with pytest.raises(AssessmentRunningError):
                runs().open(call(MANAGER), QUARTER, "again")
            (one,) = executions(aws)
            aws.client("stepfunctions").stop_execution(executionArn=one["executionArn"])
            raise KeyboardInterrupt
        return record(own, frame, quarter, number, batch)

    with patch.object(Scorecards, "record_batch", killing):
        platform.run_schedules(at=ENDED, function="AssessmentOpen")
    assert [one["status"] for one in executions(aws)] == ["ABORTED"]
    # Nobody has told the run that it is over: its record still says that it runs.
    assert runs().show(QUARTER).run.state is RunState.RUNNING
    assert len(cards_of(aws)) < 120

    runs().open(call(MANAGER, ENDED + timedelta(minutes=1)), QUARTER, None)
    platform.settle()
    found = runs().show(QUARTER)
    assert (found.run.state, found.run.attempt, found.counts.sum) == (RunState.COMPLETED, 2, 120)
    assert len({one["supplier_id"] for one in issued(platform)}) == len(issued(platform)) == 120
    assert cards_of(aws) == undisturbed


@pytest.mark.parametrize("status", ["ABORTED", "TIMED_OUT"])
def test_step_functions_tell_of_an_execution_that_was_ended_and_the_run_has_failed(
    platform: Platform, status: str
) -> None:
    market(1)
    runs().open_due(call())
    platform.invoke("AssessmentReportFailure", ended_event(f"{QUARTER}-00001-1", status))
    failed = runs().show(QUARTER).run
    assert (failed.state, failed.error) == (RunState.FAILED, status)
    again = runs().open(call(MANAGER, ENDED + timedelta(minutes=1)), QUARTER, None)
    assert again.run.attempt == 2
    # What comes late of the attempt before ends nothing.
    platform.invoke("AssessmentReportFailure", ended_event(f"{QUARTER}-00001-1", status))
    assert runs().show(QUARTER).run.state is RunState.RUNNING
    platform.settle()
    assert runs().show(QUARTER).run.state is RunState.COMPLETED


def ended_event(execution: str, status: str) -> dict[str, Any]:
    """An event of Step Functions, as its documentation shows it."""
    place = "arn:aws:states:ap-southeast-1:123456789012"
    machine = "teleshop-supplier-assessment"
    return {
        "version": "0",
        "id": "315c1398-40ff-a850-213b-158f73e60175",
        "detail-type": "Step Functions Execution Status Change",
        "source": "aws.states",
        "account": "123456789012",
        "time": "2026-09-30T16:00:30Z",
        "region": "ap-southeast-1",
        "resources": [f"{place}:execution:{machine}:{execution}"],
        "detail": {
            "executionArn": f"{place}:execution:{machine}:{execution}",
            "stateMachineArn": f"{place}:stateMachine:{machine}",
            "name": execution,
            "status": status,
        },
    }


def test_the_rule_for_ended_executions_takes_those_of_runs_alone() -> None:
    (rule,) = [one for one in wiring().rules if one.target == "AssessmentReportFailure"]
    assert rule.bus == "default"
    machine = "arn:aws:states:ap-southeast-1:123456789012:stateMachine:teleshop-supplier-assessment"
    assert rule.pattern["detail"]["stateMachineArn"] == [machine]
    assert "SUCCEEDED" not in rule.pattern["detail"]["status"]


def test_a_quarter_is_assessed_again_with_a_reason_and_its_scorecards_keep_their_versions(
    platform: Platform, aws: Any
) -> None:
    market(3)
    platform.run_schedules(at=ENDED, function="AssessmentOpen")
    first = cards_of(aws)
    with pytest.raises(AssessmentReasonNeededError):
        runs().open(call(MANAGER), QUARTER, None)
    traded(2, shard=1, orders=0, answers=40, answer_points=0)
    asked = runs().open(call(MANAGER, ENDED + timedelta(days=3)), QUARTER, "答复迟到")
    assert (asked.run.run, asked.run.attempt) == (2, 1)
    platform.settle()
    assert runs().show(QUARTER).run.run == 2
    after = cards_of(aws)
    assert len(after) == 6
    assert {key: after[key] for key in first} == first
    own = scorecards().show(call(person_of(2)), supplier_id(2), QUARTER)
    assert own.run == 2
    again = [one for one in issued(platform) if one["run"] == 2]
    assert len(again) == 3
    before = {one["supplier_id"]: one["band"] for one in issued(platform) if one["run"] == 1}
    assert {one["supplier_id"]: one["former_band"] for one in again} == before


def test_a_past_quarter_changes_nothing_of_what_holds_now(platform: Platform) -> None:
    market(2)
    platform.run_schedules(at=ENDED, function="AssessmentOpen")
    traded(1, quarter="2026Q1")
    runs().open(call(MANAGER), "2026Q1", "补考核")
    platform.settle()
    late = [one for one in issued(platform) if one["quarter"] == "2026Q1"]
    assert len(late) == 2
    assert not any(one["is_latest"] or one["former_band"] for one in late)
    latest = scorecards().latest(supplier_id(1))
    assert latest is not None
    assert latest.quarter == QUARTER


def test_nobody_on_board_is_a_run_of_nothing(platform: Platform) -> None:
    platform.run_schedules(at=ENDED, function="AssessmentOpen")
    found = runs().show(QUARTER)
    assert (found.run.state, found.run.suppliers) == (RunState.COMPLETED, 0)


def waiting(aws: Any, count: int = 1) -> Any:
    """Events that wait to be counted."""
    client = aws.client("sqs")
    url = client.get_queue_url(QueueName="teleshop-IndicatorsQueue")["QueueUrl"]
    for number in range(count):
        client.send_message(QueueUrl=url, MessageBody=str(number))
    return lambda: client.purge_queue(QueueUrl=url)


def collecting(patched: Any) -> Any:
    """Stands before the collecting of a run, and counts how often it is asked for."""
    collect = Runs.collect
    asked: list[bool] = []

    def counted(own: Any, *args: Any, wait: bool) -> Any:
        asked.append(wait)
        patched(len(asked))
        return collect(own, *args, wait=wait)

    return patch.object(Runs, "collect", counted), asked


def test_the_clock_waits_until_the_last_events_of_the_quarter_are_counted(
    platform: Platform, aws: Any
) -> None:
    market(2)
    purge = waiting(aws)

    def later(times: int) -> None:
        if times == 4:
            # Done by the function that counts.
            platform._running.function = None
            traded(1, shard=1, orders=100)
            purge()

    seam, asked = collecting(later)
    with seam:
        platform.run_schedules(at=ENDED, function="AssessmentOpen")
    run = runs().show(QUARTER).run
    assert (run.state, run.settled, asked) == (RunState.COMPLETED, True, [True] * 4)
    assert scorecards().get(supplier_id(1), QUARTER).card.orders == 300


def test_after_half_an_hour_it_goes_on_and_the_run_says_so(platform: Platform, aws: Any) -> None:
    market(2)
    waiting(aws)
    seam, asked = collecting(lambda _: None)
    with seam:
        platform.run_schedules(at=ENDED, function="AssessmentOpen")
    found = runs().show(QUARTER)
    assert (found.run.state, found.run.settled) == (RunState.COMPLETED, False)
    assert asked == [True] * 61 + [False]
    assert RunView.of(found.run, found.counts).figures_settled is False


def test_what_a_person_starts_does_not_wait_for_events_of_today(
    platform: Platform, aws: Any
) -> None:
    market(2)
    waiting(aws)
    seam, asked = collecting(lambda _: None)
    with seam:
        runs().open(call(MANAGER, ENDED + timedelta(days=3)), QUARTER, None)
        platform.settle()
    run = runs().show(QUARTER).run
    assert (run.state, run.settled, asked) == (RunState.COMPLETED, False, [True])
