"""The one authorizer of the API: who holds the bearer token. What the holder may do is decided
per route and record.
"""

from typing import Any

from chalice.app import AuthRequest, AuthResponse, Blueprint

auth = Blueprint(__name__)

VERDICT_SECONDS = 300
"""How long the gateway keeps the verdict on one token; the API itself refuses a token that lapses
in between.
"""


class UnauthorizedError(Exception):
    """API Gateway answers 401 for an authorizer that fails with exactly the text
    ``Unauthorized``.
    """

    def __init__(self) -> None:
        super().__init__("Unauthorized")


@auth.authorizer(name="authorizer", ttl_seconds=VERDICT_SECONDS)
def authorize(request: AuthRequest) -> AuthResponse:
    """Verify the token and hand its subject, roles and supplier to the API.

    The verdict covers every route, because the gateway keeps it per token and not per route.
    Raises :class:`UnauthorizedError` for a token that does not count.
    """
    # Imported here: the API imports this module for its routes and never verifies a token.
    from teleshop.kernel.clock import utc_now
    from teleshop.web.tokens import InvalidTokenError, verifier

    try:
        identity = verifier().verify(request.token, utc_now())
    except InvalidTokenError as invalid:
        _log(invalid.reason)
        raise UnauthorizedError from None
    context = {
        "subject": identity.subject,
        "roles": ",".join(sorted(identity.roles)),
        "supplier_id": identity.supplier_id or "",
        "expires_at": str(identity.expires_at),
    }
    return AuthResponse(routes=["*"], principal_id=identity.subject, context=context)


def _log(reason: str) -> Any:
    from teleshop.kernel.logs import logger

    logger("web").info("token refused", reason=reason)
