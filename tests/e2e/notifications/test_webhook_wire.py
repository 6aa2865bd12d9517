"""The call of a web-hook on a real socket with real TLS: the address that was looked at, the name
that the certificate is for, no redirects.
"""

import datetime
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from teleshop.notifications.errors import DeliveryFailedError
from teleshop.notifications.webhook import post

pytestmark = pytest.mark.e2e

HOST = "hooks.example.com"


@dataclass
class Receiver:
    """A web server with a certificate for :data:`HOST`."""

    port: int
    ca_file: str
    status: int = 204
    seen: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def post(self, host: str = HOST) -> int:
        headers = {"webhook-id": "ntf_1"}
        return post(
            "127.0.0.1", host, "/hook?a=1", b"{}", headers, port=self.port, ca_file=self.ca_file
        )


def certificate(folder: Path) -> tuple[str, str]:
    """Files of a self-signed certificate for :data:`HOST` and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return str(cert_file), str(key_file)


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    cert_file, key_file = certificate(tmp_path)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            known.seen.append((self.path, dict(self.headers), body))
            self.send_response(known.status)
            if known.status >= 300:
                self.send_header("Location", f"https://{HOST}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert_file, key_file)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    known = Receiver(server.server_address[1], cert_file)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield known
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


def test_a_message_reaches_the_address_under_the_name_of_its_certificate(
    receiver: Receiver,
) -> None:
    assert receiver.post() == 204
    ((path, headers, body),) = receiver.seen
    assert (path, body) == ("/hook?a=1", b"{}")
    assert headers["Host"] == HOST
    assert headers["webhook-id"] == "ntf_1"


def test_a_certificate_for_another_name_is_not_accepted(receiver: Receiver) -> None:
    with pytest.raises(DeliveryFailedError, match="no_answer"):
        receiver.post("other.example.com")
    assert receiver.seen == []


def test_a_redirect_is_answered_and_not_followed(receiver: Receiver) -> None:
    receiver.status = 302
    assert receiver.post() == 302
    assert len(receiver.seen) == 1


def test_nobody_listening_is_a_failure_that_may_be_tried_again(receiver: Receiver) -> None:
    with pytest.raises(DeliveryFailedError) as failed:
        post("127.0.0.1", HOST, "/", b"", {}, port=1, ca_file=receiver.ca_file)
    assert (failed.value.code, failed.value.final) == ("no_answer", False)
