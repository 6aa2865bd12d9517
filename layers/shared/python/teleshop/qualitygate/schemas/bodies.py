"""What callers of the quality gate send."""

from typing import Annotated

from msgspec import Meta

from teleshop.kernel.schema import Input


class ReinstatementBody(Input, frozen=True, kw_only=True):
    """Why a hold is lifted. ``exception``: although the figures of this moment still mean a hold,
    or too little was counted to say.
    """

    reason: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=2000,
            extra={
                "zh": "请写明解除限制的理由，最多 2000 个字符。",
                "en": "Say why the hold is lifted, in 2,000 characters at most.",
                "code": "reason_required",
                "clause": "3.3.1",
            },
        ),
    ]
    exception: bool = False
