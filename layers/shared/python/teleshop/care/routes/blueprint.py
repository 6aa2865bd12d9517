"""The blueprint that the modules of this package add their routes to."""

from typing import TYPE_CHECKING, Any

from teleshop.care.schemas.views import CaseListedView, CaseView, FileLinkView, MessageView
from teleshop.kernel.schema import Listing
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer

if TYPE_CHECKING:
    from teleshop.care.service import Care

api = ApiBlueprint(__name__)


def services() -> "Care":
    """The services of this process; imported at the first request."""
    from teleshop.care.wiring import service

    return service()


def to_case(shown: Any) -> Answer:
    """One case for the side that asks, with its version."""
    return Answer(CaseView.of(shown), shown.case.version)


def to_list(page: Any) -> Listing[CaseListedView]:
    """One page of cases."""
    return Listing.of(page.map(lambda item: CaseListedView.of(*item)))


def to_messages(page: Any) -> Listing[MessageView]:
    """One page of messages."""
    return Listing.of(page.map(lambda item: MessageView.of(*item)))


def to_link(link: Any) -> FileLinkView:
    """A link to an attachment."""
    return FileLinkView(
        url=link.url,
        expires_at=link.expires_at,
        content_type=link.document.content_type,
        sha256=link.document.sha256,
    )
