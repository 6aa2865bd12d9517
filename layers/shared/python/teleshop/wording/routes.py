"""Routes of the wording context: try a text before it is submitted, and the list that is used."""

from typing import TYPE_CHECKING

from teleshop.kernel.schema import NoBody, NoQuery
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Request
from teleshop.wording.schemas import TextScreeningBody, TextScreeningView, WordListView

if TYPE_CHECKING:
    from teleshop.wording.service import Screening, WordList

api = ApiBlueprint(__name__)


@api.post(
    "/text-screenings",
    body=TextScreeningBody,
    answer=TextScreeningView,
    present=TextScreeningView.of,
    clause="2.3.5",
    summary=("试查文字中的禁用语", "Screen a text for words that may not be used"),
)
def screen_text(request: Request[TextScreeningBody, NoQuery]) -> "Screening":
    """Nothing is kept. The same screen runs when a product is submitted."""
    from teleshop.wording.wiring import service

    body = request.body
    return service().screen(body.text, body.profile(), request.call.now)


@api.get(
    "/word-lists",
    answer=WordListView,
    present=WordListView.of,
    clause="2.3.5",
    summary=("查询当前禁用语清单的版本和来源", "Show which word list is used, and its sources"),
)
def show_word_list(request: Request[NoBody, NoQuery]) -> "WordList":
    """Version, codes with the number of their words, and the laws they come from."""
    from teleshop.wording.wiring import service

    return service().word_list()
