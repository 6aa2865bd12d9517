"""What people send to the service desk over HTTP, and what they find in its answers."""

from datetime import timedelta
from typing import Any

from teleshop.kernel.actor import Actor, Role
from tests.api.client import ApiAnswer, ApiClient
from tests.factories.care import CUSTOMER_ID
from tests.factories.orders import OTHER_ID
from tests.factories.service_cases import (
    CUSTOMER,
    form,
)

ORDER = "TS20261120-0001"
OTHER_SUPPLIER = Actor("olga", frozenset({Role.SUPPLIER}), OTHER_ID)
SECOND = timedelta(seconds=1)


def sent(api: ApiClient, actor: Actor = CUSTOMER, **changes: Any) -> ApiAnswer:
    return api.as_actor(actor).post("/complaints", form(**changes))


def opened(api: ApiClient, actor: Actor = CUSTOMER, **changes: Any) -> Any:
    answer = sent(api, actor, **changes)
    assert answer.status == 201, answer.body
    return answer.json


def phone(**changes: Any) -> dict[str, Any]:
    return {"channel": "phone", "customer_id": CUSTOMER_ID, **changes}


def faults(answer: ApiAnswer) -> list[tuple[str, str]]:
    assert answer.status == 422, answer.body
    return [(fault["pointer"], fault["code"]) for fault in answer.json["errors"]]


def clocks(view: Any) -> dict[str, Any]:
    return {clock["clock"]: clock for clock in view["clocks"]}
