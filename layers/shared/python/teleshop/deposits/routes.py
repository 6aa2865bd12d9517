"""Routes of deposits: one for each supplier's. Its entries are read by the ledger's routes."""

from typing import TYPE_CHECKING, Any

from teleshop.deposits.schemas import DepositBody, DepositView
from teleshop.kernel.schema import NoBody, NoQuery
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.deposits.service import DepositServices

api = ApiBlueprint(__name__)


def _service() -> "DepositServices":
    from teleshop.deposits.wiring import service

    return service()


def _deposit(shown: Any) -> Answer:
    view = DepositView.of(shown.deposit, shown.book, shown.paybacks, shown.cases, shown.reader)
    return Answer(view, shown.deposit.version)


@api.get(
    "/suppliers/{supplier_id}/deposit",
    answer=DepositView,
    present=_deposit,
    versioned=True,
    clause="3.4.2",
    summary=("查看保证金", "Show a supplier's deposit"),
)
def show_deposit(request: Request[NoBody, NoQuery]) -> Any:
    """What is held, what is missing and by when, what may be paid back; suppliers see their own."""
    return _service().payments.show(request.call, request.path["supplier_id"])


@api.post(
    "/suppliers/{supplier_id}/deposit",
    body=DepositBody,
    answer=DepositView,
    present=_deposit,
    versioned=True,
    clause="3.4.2",
    summary=("登记保证金缴存、补足、退还", "Book a payment, a requirement or a payback"),
)
def change_deposit(request: Request[DepositBody, NoQuery]) -> Any:
    """By `kind`: a payment (fines that are owed are paid first), its correction, what is required,
    a payback (above a limit another person decides), the payment of one that was approved.
    """
    supplier_id = request.path["supplier_id"]
    return _service().record_change(request.call, supplier_id, request.body)
