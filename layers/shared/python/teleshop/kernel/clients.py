"""AWS clients: one botocore session per process, one client per service, made at first use.

Reading a service model costs tens of milliseconds, so PynamoDB shares this session too (see
``store.table``).
"""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session

_CONFIG = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 4},
)


@cache
def botocore_session() -> Session:
    """The session all clients of this process share."""
    return get_session()


@cache
def aws_client(service: str) -> Any:
    """The client of one AWS service by its botocore name (``s3``, ``events``, ``stepfunctions``
    …).
    """
    config = _CONFIG
    if service == "s3":
        # Version 2 signatures, botocore's default for presigned requests in old regions, are
        # refused with KMS.
        config = _CONFIG.merge(Config(signature_version="s3v4"))
    return botocore_session().create_client(service, config=config)


def forget_clients() -> None:
    """Drop every cached client and session (tests that change credentials or end-points)."""
    aws_client.cache_clear()
    botocore_session.cache_clear()
