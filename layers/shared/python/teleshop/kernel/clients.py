"""AWS clients: one botocore session per process, one client per service, made at first use.

Reading a service model costs tens of milliseconds, so PynamoDB shares this session too (see
``store.table``).
"""

import os
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
        config = _CONFIG.merge(Config(signature_version="s3v4", s3=_s3_addressing()))
    return botocore_session().create_client(service, config=config)


def _s3_addressing() -> Any:
    """How buckets are addressed: on AWS by the bucket's name at the region's own end-point, which
    presigned links need (the global one redirects, and a browser's form cannot follow); at an
    end-point of one's own, such as the local cloud, as botocore sees fit.
    """
    own = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    return None if own else {"addressing_style": "virtual"}


def forget_clients() -> None:
    """Drop every cached client and session (tests that change credentials or end-points)."""
    aws_client.cache_clear()
    botocore_session.cache_clear()
