"""A cloud in which one use case is tried again and again: prepared once, then set back before every
trial.
"""

import copy
import pickle
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

import msgspec

from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, RequestKey, StoredAnswer
from teleshop.kernel.idempotency import RepeatedRequestError
from teleshop.kernel.use_case import run
from tests.harness.aws import Cloud, cloud, forget, plain
from tests.harness.platform import Platform, connected
from tests.harness.template import ACCOUNT

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ID = re.compile(r"\b([a-z]{2,5})_[0-9A-HJKMNP-TV-Z]{26}\b")
HASHED = {"shard"}
"""Attributes computed from the hash of an id, and so as random as the id."""
UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
DAY_SHARD = re.compile(r"\b([0-9]{4}-[0-9]{2}-[0-9]{2})#[0-9]{2}\b")
"""A day spread over keys by the hash of an id."""
SIGNATURE = re.compile(r"\bsignature=v1%2C[A-Za-z0-9%]+")
"""A link is signed with the id of what it is for."""
TWIN = "-twin"
"""What a request key ends with that is another caller's."""
INVOCATION = re.compile(r"\brequest-[0-9]+\b")


T = TypeVar("T")
_ready: dict[Callable[..., Any], tuple[Any, Any]] = {}
"""What was stored and answered by each preparation of this process."""


@dataclass(frozen=True)
class State:
    """What is stored, without what chance decides: ``items`` counts equal items, ``ids`` the
    different ids by prefix.
    """

    items: Counter[tuple[str, str]]
    ids: Counter[str]

    def renamed(self, old: str, new: str) -> "State":
        """With another text in all items."""
        items: Counter[tuple[str, str]] = Counter()
        for (table, item), count in self.items.items():
            items[table, item.replace(old, new)] += count
        return State(items, self.ids)

    def difference(self, other: "State") -> str:
        """What ``other`` has too little or too much; empty if nothing."""
        lines = [
            f"missing {table}: {item}" for table, item in (self.items - other.items).elements()
        ]
        lines += [
            f"too much {table}: {item}" for table, item in (other.items - self.items).elements()
        ]
        if not lines and self.ids != other.ids:
            lines = [f"ids by prefix: {dict(self.ids)} became {dict(other.ids)}"]
        return "\n".join(lines)


class World:
    """``aws``, and ``platform`` if the use case needs what runs by itself."""

    def __init__(self, aws: Cloud, platform: Platform | None) -> None:
        self.aws = aws
        self._platform = platform
        self._kept: Any = None
        self._suffix = ""
        self.files_changed = False
        """Whether a trial wrote to a bucket: those are set back only then, which takes longer."""

    @property
    def platform(self) -> Platform:
        """The connected platform; only for use cases declared with ``connected=True``."""
        if self._platform is None:
            raise RuntimeError("declare the use case with connected=True")
        return self._platform

    def call(
        self, key: str | None = None, *, actor: Actor = SYSTEM_ACTOR, now: datetime = NOW
    ) -> Call:
        """The frame of a request; with ``key`` it takes effect once, as behind an
        ``Idempotency-Key``.
        """
        request_key = RequestKey("tests", key + self._suffix, "same", _render) if key else None
        return Call(actor, now, "request-1", "correlation-1", request_key=request_key)

    @contextmanager
    def as_twin(self) -> Iterator[None]:
        """Inside, a request is another one with the same content: its key differs."""
        self._suffix = TWIN
        try:
            yield
        finally:
            self._suffix = ""

    def run(self, call: Call, use_case: Callable[[], object]) -> object:
        """The answer that a client gets: of the first time, or what is kept of it."""
        try:
            result = run(call, use_case)
        except RepeatedRequestError as repeated:
            return repeated.answer
        return call.request_key.render(result) if call.request_key else result

    def prepare(self, make: Callable[["World"], T]) -> T:
        """What ``make(self)`` answers, with what it stores; remembered for :meth:`set_back`, and
        for other worlds of the process that start alike.
        """
        if make not in _ready:
            made = make(self)
            # The buckets as bytes: moto empties every object of S3, copies too, when a cloud ends.
            kept = copy.deepcopy(self.aws.dynamodb.tables), pickle.dumps(self._buckets)
            _ready[make] = kept, made
        self._kept, prepared = _ready[make]
        self.files_changed = True
        self.set_back()
        return cast(T, prepared)

    def set_back(self, *, warm: bool = False) -> None:
        """Store again what :meth:`prepare` remembered; the process starts anew, with empty caches,
        unless ``warm``.
        """
        tables, buckets = self._kept
        for name, table in self.aws.dynamodb.tables.items():
            # Every write replaces an item and changes none: sharing them with what is kept is safe.
            table.items.clear()
            for key, found in tables[name].items.items():
                table.items[key] = dict(found) if isinstance(found, dict) else found
            if table.stream_shard is not None:
                table.stream_shard.items = list(tables[name].stream_shard.items)
        if self.files_changed:
            self._buckets.clear()
            self._buckets.update(pickle.loads(buckets))
            self.files_changed = False
        if not warm:
            forget()

    @property
    def _buckets(self) -> dict[str, Any]:
        from moto.s3.models import s3_backends

        buckets: dict[str, Any] = s3_backends[ACCOUNT]["aws"].buckets
        return buckets

    def state(self) -> State:
        """What is stored now."""
        items: Counter[tuple[str, str]] = Counter()
        ids: set[str] = set()
        for name, table in self.aws.dynamodb.tables.items():
            for item in table.all_items():
                stored = item.to_json()["Attributes"]
                text = msgspec.json.encode(
                    {key: _shown(key, plain(value)) for key, value in sorted(stored.items())}
                ).decode()
                ids.update(found.group() for found in ID.finditer(text))
                items[name, normal(text)] += 1
        return State(items, Counter(id.split("_")[0] for id in ids))


def normal(text: str) -> str:
    """``text`` without what differs between equal runs: random parts of ids, what is computed from
    their hash, numbers of invocations.
    """
    plain = DAY_SHARD.sub(r"\1#*", UUID.sub("<uuid>", ID.sub(r"\1_*", text)))
    return INVOCATION.sub("request-*", SIGNATURE.sub("signature=*", plain))


def _shown(name: str, value: Any) -> Any:
    if name in HASHED:
        return "*"
    return "<sealed>" if isinstance(value, bytes) else value


def _render(result: object) -> StoredAnswer:
    return StoredAnswer(200, msgspec.json.encode(result, enc_hook=repr).decode())


@contextmanager
def open_world(*, connected_too: bool = False) -> Iterator[World]:
    """A fresh world."""
    with cloud() as aws:
        if not connected_too:
            yield World(aws, None)
            return
        with connected(aws) as platform:
            yield World(aws, platform)
