"""The blueprint that the modules of this package add their routes to, and how results are shown."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from teleshop.kernel.schema import Listing
from teleshop.surveys.schemas import (
    FrameView,
    LinkView,
    OptOutView,
    ProgrammeView,
    RebuildView,
    SampleCheckView,
    ThanksView,
)
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer

if TYPE_CHECKING:
    from teleshop.surveys.service import Surveys

api = ApiBlueprint(__name__)


def services() -> "Surveys":
    from teleshop.surveys.wiring import service

    return service()


def to_programme(programme: Any) -> Answer:
    return Answer(ProgrammeView.of(programme), programme.version)


def to_thanks(_: Any) -> ThanksView:
    return ThanksView()


def to_opt_out(found: Any) -> OptOutView:
    return OptOutView(opted_out=found.opted_out, withdrawn=found.withdrawn)


def to_link(link: Any) -> LinkView:
    return LinkView(
        invitation_id=link.invitation_id,
        token=link.token,
        path=f"/surveys/{link.token}",
        expires_at=link.expires_at,
    )


def to_rebuild(found: Any) -> RebuildView:
    return RebuildView(
        programme_id=found.programme_id,
        quarter=found.quarter,
        answers=found.answers,
        corrected=found.corrected,
    )


def to_frame(found: Any) -> FrameView:
    return FrameView(quarter=found.quarter, customers=found.customers, closes_at=found.closes_at)


def to_check(found: Any) -> SampleCheckView:
    return SampleCheckView(
        sample_id=found.sample_id,
        frame_size=found.frame_size,
        frame_matches=found.frame_matches,
        sample_matches=found.sample_matches,
    )


def listing_of(view: Any) -> Any:
    return lambda page: Listing.of(page.map(view.of))


def cacheable() -> Mapping[str, str]:
    # The same for everybody: whoever asks, and with which token.
    return {"Cache-Control": "public, max-age=3600"}


# -- programmes ------------------------------------------------------------------------------------
