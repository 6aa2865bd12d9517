"""The files of runs in the bucket of documents, as JSON in one way of writing it."""

import hashlib
from collections.abc import Sequence
from typing import Any, Final, TypeVar

import msgspec

from teleshop.assessment.domain.card import Scorecard
from teleshop.assessment.domain.peers import Peers
from teleshop.assessment.ports import Snapshot
from teleshop.kernel.clients import aws_client
from teleshop.kernel.settings import settings

FOLDER: Final = "assessment"
JSON: Final = "application/json"
T = TypeVar("T")


class BucketRunFiles:
    """``assessment/<quarter>/<hash of the frozen figures>/``: ``snapshot.json``, ``peers.json``
    and ``peers/<category>.json``, ``batch-00001.json`` and so on, and ``batches.json``, which lists
    them for the state machine.

    All but the first are made from the first, so that writing one again writes the same.
    """

    def put_snapshot(self, quarter: str, snapshot: Snapshot) -> str:
        """Keep the frozen figures; answers the folder."""
        content = _encoded(snapshot)
        folder = f"{FOLDER}/{quarter}/{hashlib.sha256(content).hexdigest()}"
        _put(f"{folder}/snapshot.json", content)
        return folder

    def snapshot(self, folder: str) -> Snapshot:
        """The same."""
        return _read(f"{folder}/snapshot.json", Snapshot)

    def put_peers(self, folder: str, peers: Peers) -> None:
        """Keep what suppliers are compared with: a file for each category with all beside it, so
        that who looks one up reads no others.
        """
        for category, samples in peers.by_category.items():
            own = Peers({category: samples}, peers.of_all)
            _put(f"{folder}/peers/{category}.json", _encoded(own))
        _put(f"{folder}/peers.json", _encoded(Peers({}, peers.of_all)))

    def peers(self, folder: str, category: str) -> Peers:
        """The same for a category; all suppliers alone where the run knew nobody of it."""
        client = aws_client("s3")
        try:
            return _read(f"{folder}/peers/{category}.json", Peers)
        except client.exceptions.NoSuchKey:
            return _read(f"{folder}/peers.json", Peers)

    def put_batches(self, folder: str, batches: Sequence[Sequence[Scorecard]]) -> None:
        """Keep the scorecards batch by batch, and at last their list."""
        for number, cards in enumerate(batches, 1):
            _put(_key(folder, number), _encoded(cards))
        numbers = [{"batch": number} for number in range(1, len(batches) + 1)]
        _put(f"{folder}/batches.json", _encoded(numbers))

    def batch(self, folder: str, number: int) -> list[Scorecard]:
        """The scorecards of a batch."""
        return _read(_key(folder, number), list[Scorecard])

    def place_of_batches(self, folder: str) -> tuple[str, str]:
        """Bucket and key of the list of batches."""
        return settings().bucket_documents, f"{folder}/batches.json"


def _key(folder: str, number: int) -> str:
    return f"{folder}/batch-{number:05d}.json"


def _encoded(value: Any) -> bytes:
    return msgspec.json.encode(value, order="sorted")


def _put(key: str, content: bytes) -> None:
    aws_client("s3").put_object(
        Bucket=settings().bucket_documents, Key=key, Body=content, ContentType=JSON
    )


def _read(key: str, kind: type[T]) -> T:
    found = aws_client("s3").get_object(Bucket=settings().bucket_documents, Key=key)
    return msgspec.json.decode(found["Body"].read(), type=kind)
