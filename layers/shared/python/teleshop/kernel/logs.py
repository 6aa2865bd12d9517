"""Structured log lines: a constant message plus fields, the correlation id, nothing personal."""

from functools import cache

from aws_lambda_powertools import Logger


@cache
def logger(service: str) -> Logger:
    """The logger of one context."""
    return Logger(service=service, use_rfc3339=True, utc=True)
