"""A lower price in the app that is approved and runs."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.goods.market import ANY_VERSION
from tests.e2e.orders.counter import Counter
from tests.e2e.shop import said

SPECIAL = 29_900
PATIENCE = (timedelta(seconds=15), timedelta(seconds=60))
"""How soon it starts: nothing is approved after its start, and a busy cloud is slow."""


def promoted(counter: Counter, stock: int = 500) -> str:
    """A promotion with so many pieces, approved and running; answers its id."""
    market = counter.market
    made = said(market.merchandiser.post("/promotions", plan(counter.sku, stock, PATIENCE[0])), 201)
    path = f"/promotions/{made['id']}"
    for patience in PATIENCE:
        body = plan(counter.sku, stock, patience)
        said(market.merchandiser.put(path, body, headers=ANY_VERSION))
        said(market.merchandiser.post(f"{path}/submission"), 202)
        said(market.decide("manager", made["id"]))
        if market.site.wait("the decision", lambda: over(counter, path)) == "approved":
            break
    begins = datetime.fromisoformat(body["starts_at"])
    market.site.wait("the start of the promotion", lambda: datetime.now(UTC) > begins)
    return str(made["id"])


def over(counter: Counter, path: str) -> str | None:
    """What was decided, once it was."""
    state = said(counter.market.merchandiser.get(path))["state"]
    if state in {"approved", "running"}:
        return "approved"
    return "returned" if state == "returned" else None


def plan(sku: str, stock: int, patience: timedelta) -> dict[str, Any]:
    """Three days at the special price."""
    starts = datetime.now(UTC) + patience
    return {
        "kind": "fixed_price",
        "title_zh": "开播特惠",
        "title_en": "Opening offer",
        "conditions_zh": "每人限购五只，售完为止。",
        "conditions_en": "Five pieces each, while stocks last.",
        "channels": ["app"],
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(days=3)).isoformat(),
        "supplier_share": 10_000,
        "platform_share": 0,
        "stock": stock,
        "items": [{"sku": sku, "amount": SPECIAL}],
    }
