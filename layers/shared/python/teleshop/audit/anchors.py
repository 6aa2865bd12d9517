"""Anchors: what the chain was, in a bucket whose objects are locked.

An anchor is written once. What is read is always the first version of an object: the lock keeps it
whatever is put over it or deleted later.
"""

from datetime import date
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from teleshop.audit.domain import Anchor
from teleshop.audit.errors import AnchorConflictError
from teleshop.kernel.clients import aws_client

_TAKEN = {"PreconditionFailed", "ConditionalRequestConflict"}
_ABSENT = {"404", "NoSuchKey", "NotFound"}


def folder(day: date) -> str:
    """``anchors/2026/11/23``: the final anchor is this with ``.json``, those of hours lie below."""
    return f"anchors/{day:%Y/%m/%d}"


def key_of(anchor: Anchor) -> str:
    """``anchors/2026/11/23.json``, or ``anchors/2026/11/23/15.json`` for an hour."""
    hour = "" if anchor.hour is None else f"/{anchor.hour:02d}"
    return f"{folder(anchor.day)}{hour}.json"


class AnchorStore:
    """The anchors in one bucket."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def put(self, anchor: Anchor) -> bool:
        """Write an anchor; False if it is there already.

        Raises :class:`AnchorConflictError` if what is there says something else.
        """
        key = key_of(anchor)
        try:
            aws_client("s3").put_object(
                Bucket=self._bucket,
                Key=key,
                Body=msgspec.json.encode(anchor),
                ContentType="application/json",
                ChecksumAlgorithm="SHA256",
                IfNoneMatch="*",
            )
        except ClientError as refused:
            if refused.response["Error"]["Code"] not in _TAKEN:
                raise
            known = self.find(anchor.day) if anchor.hour is None else self._hour(anchor)
            # An hour's anchor is made at the hour; a repeated run may find the chain longer by now.
            same = known is not None and (
                anchor.hour is not None
                or (known.count, known.first, known.hash)
                == (anchor.count, anchor.first, anchor.hash)
            )
            if not same:
                raise AnchorConflictError(key) from refused
            return False
        return True

    def find(self, day: date) -> Anchor | None:
        """The final anchor of a day."""
        found = self._first_versions(f"{folder(day)}.json")
        return found[0] if found else None

    def of_day(self, day: date) -> list[Anchor]:
        """Every anchor of a day: the final one and those of its hours."""
        return self._first_versions(folder(day))

    def exists(self, day: date) -> bool:
        """Whether the day has its final anchor."""
        try:
            aws_client("s3").head_object(Bucket=self._bucket, Key=f"{folder(day)}.json")
        except ClientError as absent:
            if absent.response["Error"]["Code"] in _ABSENT:
                return False
            raise
        return True

    def _hour(self, anchor: Anchor) -> Anchor | None:
        found = self._first_versions(key_of(anchor))
        return found[0] if found else None

    def _first_versions(self, prefix: str) -> list[Anchor]:
        s3 = aws_client("s3")
        oldest: dict[str, dict[str, Any]] = {}
        pages = s3.get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=self._bucket, Prefix=prefix):
            # Versions of one key come newest first.
            for version in page.get("Versions", []):
                oldest[version["Key"]] = version
        found = []
        for key in sorted(oldest):
            got = s3.get_object(Bucket=self._bucket, Key=key, VersionId=oldest[key]["VersionId"])
            found.append(msgspec.json.decode(got["Body"].read(), type=Anchor))
        return found
