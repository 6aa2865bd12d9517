"""The rules that feed the queue name exactly the events that are counted."""

import json
from typing import Any

import pytest

from teleshop.indicators.domain import FACTS
from teleshop.kernel.events import EventData
from tests.harness.wiring import wiring
from tools.event_schemas import event_classes

RULES = [rule for rule in wiring().rules if rule.target == "IndicatorsQueue"]
ROOM = 2_048
"""Characters that EventBridge takes of a pattern."""


@pytest.mark.clause("3.3.1")
def test_every_event_that_counts_reaches_the_queue_from_its_own_context() -> None:
    named = [name for rule in RULES for name in rule.pattern["detail-type"]]
    assert sorted(named) == sorted(FACTS)
    published: dict[str, type[EventData]] = {kind.__name__: kind for kind in event_classes()}
    for rule in RULES:
        for name in rule.pattern["detail-type"]:
            assert f"teleshop.{published[name].context}" in rule.pattern["source"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.rule))
def test_a_rule_has_room(rule: Any) -> None:
    assert len(json.dumps(rule.pattern)) <= ROOM
