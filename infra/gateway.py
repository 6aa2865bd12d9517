"""A payment gateway on this machine: real HTTP on the loopback interface, in the form that
docs/payments.md describes. `make run` starts it beside the local cloud; tests do, too.

| | |
|---|---|
| `GET /pay?…` | the page that a pay link leads to |
| `POST /pay` | pays: the page's form, or JSON (:class:`Wish`), which may ask for odd callbacks |
| `POST /refunds` | takes a signed request of the platform, and calls back |
| `POST /behaviour` | how refunds of a payment turn out (:class:`Behaviour`) |
| `GET /payments/<id>` | what the gateway knows of a payment |

It keeps everything in memory; nobody pays anything.
"""

import argparse
import html
import json
import os
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import msgspec

from teleshop.kernel.errors import ForbiddenError
from teleshop.kernel.webhooks import check, signed_headers

HOST = "127.0.0.1"
CALLBACK = "/payment-callbacks/standard"
REPEATS = 8
"""How often a callback is sent until the platform takes it; the pause doubles each time."""
FIRST_PAUSE = 0.25
MAX_BODY = 100_000
MAX_SECONDS = 10
"""Digits of a time in seconds, until the year 2286."""
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>
<body style="font-family: sans-serif; margin: 3em"><h1>{title}</h1>{content}</body></html>"""


class GatewayError(Exception):
    """What is asked for is refused; the message says why, ``status`` how."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class Wish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How somebody pays a link. ``transaction`` repeats an earlier one; ``times`` is how often its
    callback is sent; ``spoil`` sends one that must be refused.
    """

    link: str
    amount: int | None = None
    currency: str | None = None
    transaction: str | None = None
    times: int = 1
    delay: float = 0.0
    spoil: Literal["signature", "body", "time"] | None = None


class Behaviour(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How refunds of a payment turn out: `pay` (told by callback), `fail` (told by callback),
    `refuse` (answered), `hold` (taken up, nothing told), `unavailable` (503).
    """

    payment_id: str
    refunds: Literal["pay", "fail", "refuse", "hold", "unavailable"] = "pay"
    times: int = 1
    delay: float = 0.0


class RefundWanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the platform asks for."""

    refund_id: str
    attempt: int
    payment_id: str
    transaction: str
    amount: int
    currency: str


@dataclass(frozen=True)
class Link:
    """A pay link whose signature fits."""

    payment_id: str
    amount: int
    currency: str
    return_url: str


@dataclass
class Gateway:
    """What the gateway knows and does; ``api_url`` is the platform's API, ``secret`` shared with
    it.
    """

    api_url: str
    secret: str
    transactions: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: count(1))
    _ended: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def end(self) -> None:
        """Let everything that waits give up."""
        self._ended.set()

    # -- paying --

    def read_link(self, address: str) -> Link:
        """What a link says.

        :raises GatewayError: it was altered, or its time is over.
        """
        query, _, signed = urlsplit(address).query.partition("&signature=")
        values = {name: found[0] for name, found in parse_qs(query).items()}
        signature = parse_qs(f"signature={signed}").get("signature", [""])[0]
        expires = values.get("expires", "0")
        known = expires.isascii() and expires.isdigit() and len(expires) <= MAX_SECONDS
        until = datetime.fromtimestamp(int(expires) if known else 0, UTC)
        headers = {
            "webhook-id": f"link.{values.get('payment_id', '')}",
            "webhook-timestamp": expires,
            "webhook-signature": signature,
        }
        try:
            check(headers, query.encode(), lambda: (self.secret,), until)
        except ForbiddenError as refused:
            raise GatewayError(
                HTTPStatus.FORBIDDEN, "链接无效 / this link is not valid"
            ) from refused
        if datetime.now(UTC) >= until:
            raise GatewayError(HTTPStatus.GONE, "链接已过期 / the time of this link is over")
        return Link(
            values["payment_id"], int(values["amount"]), values["currency"], values["return_url"]
        )

    def pay(self, wish: Wish) -> dict[str, Any]:
        """Take the money and call back: answers the transaction and what the platform said to the
        callbacks that were sent at once. One that was not taken is repeated for a while.
        """
        link = self.read_link(wish.link)
        with self._lock:
            number = (
                wish.transaction or f"{datetime.now(UTC):%Y%m%d%H%M%S}{next(self._numbers):08d}"
            )
            paid = self.transactions.setdefault(
                number,
                {
                    "payment_id": link.payment_id,
                    "transaction": number,
                    "amount": link.amount if wish.amount is None else wish.amount,
                    "currency": wish.currency or link.currency,
                    "paid_at": datetime.now(UTC).isoformat(),
                },
            )
        self._ended.wait(wish.delay)
        answers = [
            self.send("payment.succeeded", paid, f"msg_{number}", wish.spoil)
            for _ in range(wish.times)
        ]
        if wish.spoil is None and not taken(answers[-1]):
            self._later("payment.succeeded", paid, f"msg_{number}")
        return {"transaction": number, "return_url": link.return_url, "callbacks": answers}

    # -- refunding --

    def refund(self, headers: Mapping[str, str], body: bytes) -> tuple[HTTPStatus, dict[str, Any]]:
        """Take up a refund, once for each key; answers as the payment's behaviour says, and to who
        asks again what came of it.

        :raises GatewayError: the request is not the platform's.
        """
        try:
            key = check(headers, body, lambda: (self.secret,), datetime.now(UTC))
        except ForbiddenError as refused:
            raise GatewayError(HTTPStatus.UNAUTHORIZED, "signature refused") from refused
        wanted = msgspec.json.decode(body, type=RefundWanted)
        how = self.behaviours.get(wanted.payment_id, Behaviour(payment_id=wanted.payment_id))
        if how.refunds == "unavailable":
            return HTTPStatus.SERVICE_UNAVAILABLE, {}
        if how.refunds == "refuse":
            return HTTPStatus.UNPROCESSABLE_ENTITY, {"code": "account_closed"}
        with self._lock:
            new = key not in self.refunds
            if new:
                self.refunds[key] = self._outcome(wanted, how)
        told = self.refunds[key]
        if not new and told["type"] is not None:
            return HTTPStatus.OK, told
        if told["type"] is not None:
            worker = threading.Thread(target=self._tell_refund, args=(key, how), daemon=True)
            worker.start()
        return HTTPStatus.ACCEPTED, {"type": "refund.accepted", "data": {"refund_id": key}}

    def _outcome(self, wanted: RefundWanted, how: Behaviour) -> dict[str, Any]:
        about = {"payment_id": wanted.payment_id}
        if how.refunds == "hold":
            return {"type": None, "data": about}
        if how.refunds == "fail":
            data = {"refund_id": wanted.refund_id, "attempt": wanted.attempt, "code": "closed"}
            return {"type": "refund.failed", "data": data | about}
        data = {
            "refund_id": wanted.refund_id,
            "reference": f"R{next(self._numbers):012d}.{wanted.refund_id[-8:]}",
            "amount": wanted.amount,
            "currency": wanted.currency,
            "refunded_at": datetime.now(UTC).isoformat(),
        }
        return {"type": "refund.succeeded", "data": data | about}

    def _tell_refund(self, key: str, how: Behaviour) -> None:
        self._ended.wait(how.delay)
        told = self.refunds[key]
        for _ in range(how.times):
            if not taken(self.send(told["type"], told["data"], f"msg_{key}")):
                self._later(told["type"], told["data"], f"msg_{key}")

    # -- calling back --

    def _later(self, kind: str, data: dict[str, Any], id: str) -> None:
        """Repeat a callback that was not taken, in the background."""

        def repeat() -> None:
            for number in range(REPEATS):
                if self._ended.wait(FIRST_PAUSE * 2**number):
                    return
                if taken(self.send(kind, data, id)):
                    return

        threading.Thread(target=repeat, daemon=True).start()

    def send(
        self, kind: str, data: dict[str, Any], id: str, spoil: str | None = None
    ) -> dict[str, Any]:
        """Call the platform back, signed for now; answers its status and body (0 without one)."""
        at = datetime.now(UTC) - (timedelta(hours=1) if spoil == "time" else timedelta())
        content = {"type": kind, "timestamp": at.isoformat(), "data": data}
        body = json.dumps(content).encode()
        headers = {"Content-Type": "application/json", **signed_headers(self.secret, id, at, body)}
        if spoil == "signature":
            headers["webhook-signature"] = "v1,AAAA"
        if spoil == "body":
            body = body.replace(b'"amount": ', b'"amount": 1')
        request = urllib.request.Request(f"{self.api_url}{CALLBACK}", body, headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return {"status": answer.status, "body": json.loads(answer.read())}
        except urllib.error.HTTPError as refused:
            with refused:
                return {"status": refused.code, "body": refused.read().decode(errors="replace")}
        except OSError as failed:
            return {"status": 0, "body": str(failed)}

    def known(self, payment_id: str) -> dict[str, Any]:
        """What there is of a payment."""
        paid = [one for one in self.transactions.values() if one["payment_id"] == payment_id]
        back = [one for one in self.refunds.values() if one["data"]["payment_id"] == payment_id]
        return {"transactions": paid, "refunds": back}


def taken(answer: Mapping[str, Any]) -> bool:
    """Whether the platform took a callback, or refused it in a way that no repeating helps."""
    status = answer["status"]
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES or status in {
        HTTPStatus.FORBIDDEN,
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.CONFLICT,
    }


class Server(ThreadingHTTPServer):
    """Serves one gateway on ``port`` (0 takes a free one)."""

    daemon_threads = True

    def __init__(self, gateway: Gateway, port: int) -> None:
        self.gateway = gateway
        super().__init__((HOST, port), Handler)

    @property
    def url(self) -> str:
        """Answer where it listens."""
        return f"http://{HOST}:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server

    def do_GET(self) -> None:
        """Show a page, or what is known."""
        path = urlsplit(self.path).path
        try:
            if path == "/pay":
                self._show_link()
            elif path.startswith("/payments/"):
                self._json(HTTPStatus.OK, self.server.gateway.known(path.rpartition("/")[2]))
            elif path == "/done":
                self._page(HTTPStatus.OK, "支付完成 / Paid", "")
            elif path == "/health":
                self._json(HTTPStatus.OK, {"status": "ok"})
            else:
                self._json(HTTPStatus.NOT_FOUND, {})
        except GatewayError as refused:
            self._page(refused.status, str(refused), "")

    def do_POST(self) -> None:
        """Pay, refund, or learn how to behave."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MAX_BODY))
        gateway = self.server.gateway
        try:
            match self.path:
                case "/pay" if "json" in (self.headers.get("Content-Type") or ""):
                    self._json(HTTPStatus.OK, gateway.pay(msgspec.json.decode(body, type=Wish)))
                case "/pay":
                    form = parse_qs(body.decode(errors="replace"))
                    self._go(gateway.pay(Wish(link=form.get("link", [""])[0]))["return_url"])
                case "/refunds":
                    headers = {name.lower(): value for name, value in self.headers.items()}
                    self._json(*gateway.refund(headers, body))
                case "/behaviour":
                    how = msgspec.json.decode(body, type=Behaviour)
                    gateway.behaviours[how.payment_id] = how
                    self._json(HTTPStatus.OK, {})
                case _:
                    self._json(HTTPStatus.NOT_FOUND, {})
        except GatewayError as refused:
            self._json(refused.status, {"message": str(refused)})
        except msgspec.MsgspecError as unreadable:
            self._json(HTTPStatus.BAD_REQUEST, {"message": str(unreadable)})

    def _show_link(self) -> None:
        link = self.server.gateway.read_link(self.path)
        amount = f"{link.amount // 100}.{link.amount % 100:02d} {html.escape(link.currency)}"
        self._page(
            HTTPStatus.OK,
            "本机支付网关 / Local payment gateway",
            f"<p>{html.escape(link.payment_id)}</p><p><strong>{amount}</strong></p>"
            '<form method="post" action="/pay">'
            f'<input type="hidden" name="link" value="{html.escape(self.path)}">'
            "<button>支付 / Pay</button></form>",
        )

    def _page(self, status: HTTPStatus, title: str, content: str) -> None:
        text = PAGE.format(title=html.escape(title), content=content)
        self._answer(status, "text/html; charset=utf-8", text.encode())

    def _json(self, status: HTTPStatus, content: Any) -> None:
        self._answer(status, "application/json", json.dumps(content, ensure_ascii=False).encode())

    def _go(self, address: str) -> None:
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent: links are secrets of their payments."""


def main() -> int:
    """Serve until told to stop; the secret is in the environment, where others do not see it."""
    parser = argparse.ArgumentParser(prog="python -m infra.gateway", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--api", required=True, help="address of the platform's API")
    options = parser.parse_args()
    server = Server(Gateway(options.api, os.environ["GATEWAY_SECRET"]), options.port)
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
