"""Routes of the ledger: reading and proving the books. Only the contexts that own a book post."""

from typing import TYPE_CHECKING, Any

from teleshop.kernel.schema import Listing, ListQuery, NoBody
from teleshop.ledger.schemas import (
    AccountView,
    EntriesQuery,
    EntryView,
    TrialBalanceQuery,
    TrialBalanceView,
)
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Request

if TYPE_CHECKING:
    from teleshop.kernel.paging import Page
    from teleshop.ledger.service import Ledger

api = ApiBlueprint(__name__)


def _service() -> "Ledger":
    from teleshop.ledger.wiring import service

    return service()


def _accounts(page: "Page[Any]") -> Listing[AccountView]:
    return Listing.of(page.map(lambda named: AccountView.of(named.account, named.spec)))


def _entries(page: "Page[Any]") -> Listing[EntryView]:
    return Listing.of(page.map(EntryView.of))


@api.get(
    "/ledger-books/{book}/accounts",
    query=ListQuery,
    answer=Listing[AccountView],
    present=_accounts,
    clause="6.3.4",
    summary=("查询账簿的科目及余额", "List the accounts of a book with their balances"),
)
def list_accounts(request: Request[NoBody, ListQuery]) -> Any:
    """Accounts that have entries, by code."""
    return _service().accounts(request.path["book"], request.query.page)


@api.get(
    "/ledger-books/{book}/entries",
    query=EntriesQuery,
    answer=Listing[EntryView],
    present=_entries,
    clause="6.3.4",
    summary=("查询账簿的凭证", "List entries of a book"),
)
def list_entries(request: Request[NoBody, EntriesQuery]) -> Any:
    """By account (newest first), by what they are about, or by month."""
    query = request.query
    return _service().entries(
        request.path["book"],
        account=query.account,
        reference=query.reference,
        month=query.month,
        page=query.page,
    )


@api.get(
    "/ledger-books/{book}/trial-balance",
    query=TrialBalanceQuery,
    answer=TrialBalanceView,
    present=TrialBalanceView.of,
    clause="6.3.4",
    summary=("试算平衡", "Prove that debits equal credits and balances equal entries"),
)
def show_trial_balance(request: Request[NoBody, TrialBalanceQuery]) -> Any:
    """Recomputed from all entries; for a past day from those up to it."""
    return _service().trial_balance(request.path["book"], request.query.at)
