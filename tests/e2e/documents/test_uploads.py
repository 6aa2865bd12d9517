"""Documents on the local cloud, IAM enforced: the file goes to storage by the signed form, its
notice starts the check, and the link gives back the same bytes.
"""

import hashlib
from typing import Any

import httpx
import pytest

from infra.tools.local_cloud import Platform
from tests.factories import files
from tests.harness.polling import until

pytestmark = pytest.mark.clause("3.1.1")

SUPPLIER_ID = "sup_01KASY2D7V3M7T1QZ9N3D6W8XR"
STRANGER_ID = "sup_01KASY2D7V3M7T1QZ9N3D6W8XS"


class Client:
    """A person of the platform over HTTP."""

    def __init__(self, cloud: Platform, role: str, supplier_id: str | None = None) -> None:
        token = cloud.token(role, supplier_id, subject=supplier_id)
        self._url = cloud.api_url
        self._headers = {"Authorization": f"Bearer {token}"}

    def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return httpx.post(self._url + path, json=body, headers=self._headers, timeout=30)

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self._url + path, headers=self._headers, timeout=30)

    def ask(self, content_type: str) -> dict[str, Any]:
        """A new document and its form."""
        answer = self.post("/documents", {"purpose": "qualification", "content_type": content_type})
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def settled(self, document_id: str) -> dict[str, Any]:
        """The document once its check has ended."""
        seen: dict[str, Any] = {}

        def ended() -> bool:
            seen.update(self.get(f"/documents/{document_id}").json())
            return seen["state"] in {"accepted", "rejected"}

        until(ended, f"the check of {document_id}")
        return seen


@pytest.fixture(scope="module")
def supplier(cloud: Platform) -> Client:
    return Client(cloud, "supplier", SUPPLIER_ID)


def send(form: dict[str, Any], content: bytes, **changed: str) -> httpx.Response:
    """The form as a browser sends it: its fields, then the file."""
    return httpx.post(
        form["url"],
        data=form["fields"] | changed,
        files={"file": ("any name.bin", content)},
        timeout=30,
    )


@pytest.mark.parametrize(
    ("content_type", "content"),
    [("application/pdf", files.pdf()), ("image/png", files.image("PNG"))],
    ids=["pdf", "png"],
)
def test_uploaded_file_is_checked_and_comes_back_unchanged(
    supplier: Client, content_type: str, content: bytes
) -> None:
    asked = supplier.ask(content_type)
    sent = send(asked["upload"], content)
    assert sent.status_code == 204, sent.text
    document = supplier.settled(asked["id"])
    assert (document["state"], document["reasons"]) == ("accepted", [])
    assert document["sha256"] == hashlib.sha256(content).hexdigest()
    link = supplier.post(f"/documents/{asked['id']}/download-links", {})
    assert link.status_code == 201, link.text
    back = httpx.get(link.json()["url"])
    assert back.status_code == 200
    assert back.content == content
    assert back.headers["content-type"] == content_type
    assert back.headers["content-disposition"].startswith("attachment")


def test_program_named_pdf_is_rejected_and_cannot_be_downloaded(supplier: Client) -> None:
    asked = supplier.ask("application/pdf")
    assert send(asked["upload"], files.program()).status_code == 204
    document = supplier.settled(asked["id"])
    assert document["state"] == "rejected"
    assert [reason["code"] for reason in document["reasons"]] == ["type_not_allowed"]
    link = supplier.post(f"/documents/{asked['id']}/download-links", {})
    assert (link.status_code, link.json()["code"]) == (409, "document_not_accepted")


def test_form_takes_nothing_but_what_was_asked_for(supplier: Client) -> None:
    form = supplier.ask("application/pdf")["upload"]
    other = form["fields"]["key"] + "x"
    for refused in (
        send(form, files.oversized()),
        send(form, b""),
        send(form, files.pdf(), key=other),
        send(form, files.pdf(), **{"Content-Type": "text/html"}),
        send(form, files.pdf(), **{"x-amz-meta-owner": f"supplier#{STRANGER_ID}"}),
    ):
        assert refused.status_code in {400, 403}, refused.text


@pytest.mark.clause("6.4.1")
def test_another_supplier_finds_nothing(cloud: Platform, supplier: Client) -> None:
    asked = supplier.ask("application/pdf")
    assert send(asked["upload"], files.pdf()).status_code == 204
    supplier.settled(asked["id"])
    stranger = Client(cloud, "supplier", STRANGER_ID)
    path = f"/documents/{asked['id']}"
    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{path}/download-links", {}).status_code == 404
    assert Client(cloud, "reviewer").get(path).status_code == 200
