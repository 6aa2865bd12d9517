"""Routes of the platform itself: whether it answers, and what it offers."""

from teleshop.kernel.schema import NoBody, NoQuery, Output
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Request

api = ApiBlueprint(__name__)


class Health(Output, frozen=True, kw_only=True):
    """The API is able to answer."""

    status: str


@api.get("/health", answer=Health, summary=("服务是否可用", "Whether the API answers"))
def health(request: Request[NoBody, NoQuery]) -> Health:
    """Answer without touching anything else, so that it says what it says."""
    return Health(status="ok")
